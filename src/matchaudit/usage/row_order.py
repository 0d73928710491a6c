"""Which rows of a table are in order of their days.

A row whose date is wrong still stands where it belongs, so where a table is in order
of date, its own order says more than the dates do.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matchaudit.tallies.deployments import DeploymentRows

Ints = NDArray[np.int64]

LARGEST_SHARE = 0.05
"""A table with more rows than this out of order is not in order of date at all."""

FEWEST_ROWS = 10
"""Among fewer rows one out of order may be chance."""


@dataclass(frozen=True, slots=True, eq=False)
class RowOrder:
    """Rows from first to last.

    Attributes
    ----------
    lined_up : ndarray of int64, shape (n,)
        The rows, first day first.
    kept : ndarray of int64, shape (k,)
        Places in ``lined_up`` whose days never fall, ascending.
    is_by_date : bool
        True if the rows stood in order already, but for the few not kept.
    """

    lined_up: Ints
    kept: Ints
    is_by_date: bool


def in_order(days: Ints) -> Ints:
    """Return which rows to keep so that their days never fall: as many as possible.

    Parameters
    ----------
    days : ndarray of int64, shape (n,)

    Returns
    -------
    ndarray of int64, shape (k,)
        Ascending indices of a longest stretch of rows in order.

    References
    ----------
    .. [1] Fredman, M. L. (1975). On computing the length of longest increasing
       subsequences. Discrete Mathematics 11(1), 29-35.

    Examples
    --------
    >>> in_order(np.array([1, 2, 9, 2, 3])).tolist()
    [0, 1, 3, 4]
    """
    tails: list[int] = []
    tail_days: list[int] = []
    previous: list[int] = []
    for index, day in enumerate(map(int, days)):
        place = bisect_right(tail_days, day)
        previous.append(tails[place - 1] if place else -1)
        tails[place : place + 1] = [index]
        tail_days[place : place + 1] = [day]
    kept = []
    index = tails[-1] if tails else -1
    while index >= 0:
        kept.append(index)
        index = previous[index]
    return np.array(kept[::-1], dtype=np.int64)


def by_file(rows: DeploymentRows, chosen: Ints) -> Iterator[Ints]:
    """Yield chosen rows file by file: order within one says nothing of another.

    Parameters
    ----------
    rows : DeploymentRows
    chosen : ndarray of int64, shape (n,)

    Yields
    ------
    ndarray of int64, shape (k,)
        Those of one file, in their order.
    """
    for _, some in by_name([rows.file[i] for i in chosen], chosen):
        yield some


def by_name(names: Sequence[str], chosen: Ints) -> Iterator[tuple[str, Ints]]:
    """Yield each name, the first to come first, and the rows that bear it.

    Parameters
    ----------
    names : sequence of str, length n
        Of each chosen row.
    chosen : ndarray of int64, shape (n,)

    Yields
    ------
    name : str
    some : ndarray of int64, shape (k,)
        Rows of that name, in their order.

    Examples
    --------
    >>> [(n, r.tolist()) for n, r in by_name(["b", "a", "b"], np.array([4, 5, 6]))]
    [('b', [4, 6]), ('a', [5])]
    """
    found: dict[str, list[int]] = {}
    for name, row in zip(names, chosen.tolist(), strict=True):
        found.setdefault(name, []).append(row)
    for name, some in found.items():
        yield name, np.array(some, dtype=np.int64)


def row_order(rows: DeploymentRows, chosen: Ints) -> RowOrder:
    """Line rows up by time: as they stand if that is by date, else sorted by date.

    Parameters
    ----------
    rows : DeploymentRows
    chosen : ndarray of int64, shape (n,)
        Rows of one file, in its order, at least 1.

    Returns
    -------
    RowOrder
    """
    candidates = [(chosen, in_order(rows.day[chosen]))]
    candidates.append((chosen[::-1], in_order(rows.day[chosen[::-1]])))
    lined_up, kept = max(candidates, key=lambda candidate: candidate[1].size)
    allowed = max(1, LARGEST_SHARE * chosen.size) if chosen.size >= FEWEST_ROWS else 0
    if chosen.size - kept.size <= allowed:
        return RowOrder(lined_up, kept, is_by_date=True)
    by_day = chosen[np.argsort(rows.day[chosen], kind="stable")]
    return RowOrder(by_day, np.arange(by_day.size), is_by_date=False)
