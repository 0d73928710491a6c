"""Which totals of a register may stand beside each other.

Whoever knows how a claim was made, by whom, and of what picture, knows in which totals
it is counted. Totals of one kind can then be taken from those of another: 11 claims with
a mask, 10 of them by AI matching, and what is left is one claim. So a kind of totals is
told only if no claim follows from all that are told.
"""

import itertools
import math
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from matchaudit.galleries.claims.register import (
    FEWEST,
    FEWEST_EXPECTED,
    STATUSES,
    ClaimSettings,
    StatusCounts,
    counts_of,
    grouping,
    has_word,
)
from matchaudit.tallies.claims import ClaimRows

AI = "by AI matching"
"""The total of claims by AI matching, which stands beside the number to expect wrong."""

_ORDER = ("method", AI, "probe_mask", "publisher")
_KNOWN = 3  # of the statuses, those that say how a claim turned out
_SOLVED = 1e-6

Labels = Sequence[str]
Table = NDArray[np.float64]


def told(
    rows: ClaimRows, settings: ClaimSettings
) -> Mapping[str, Mapping[str, StatusCounts]]:
    """Return the totals that may be told, by what they are split by.

    Parameters
    ----------
    rows : ClaimRows
    settings : ClaimSettings

    Returns
    -------
    mapping of str to mapping of str to StatusCounts
        By ``"method"``, ``"probe_mask"``, ``"publisher"`` the parts, largest first; by
        `AI` the claims by AI matching and the others. One that would tell a claim beside
        those before it is left out.

    Examples
    --------
    >>> from matchaudit.galleries.claims.register import made_of
    >>> rows = made_of(
    ...     ["confirmed", "refuted"] * 10,
    ...     method=["ai_match"] * 10 + ["tip"] * 10,
    ...     probe_mask=["lower"] * 11 + ["none"] * 9,
    ... )
    >>> list(told(rows, ClaimSettings()))  # one tip shows a covered face
    ['method', 'by AI matching']
    """
    found: dict[str, Mapping[str, StatusCounts]] = {}
    kinds: list[Labels] = []
    for kind in _ORDER:
        labels = _labels(rows, kind, settings)
        if labels is None or not nothing_follows(rows, [*kinds, labels]):
            continue
        kinds.append(labels)
        found[kind] = counts_of(rows, labels)
    return found


def left_out(
    rows: ClaimRows,
    settings: ClaimSettings,
    found: Mapping[str, Mapping[str, StatusCounts]],
) -> tuple[str, ...]:
    """Return by what a register could be split, but for what would follow from it."""
    return tuple(
        kind
        for kind in _ORDER
        if kind != AI
        and kind not in found
        and _labels(rows, kind, settings) is not None
    )


def nothing_follows(rows: ClaimRows, kinds: Sequence[Labels]) -> bool:
    """Say if how no claim turned out follows from the totals of several kinds.

    Parameters
    ----------
    rows : ClaimRows
    kinds : sequence of sequence of str, each of length n
        For each kind of totals in which of them each claim is counted. The whole is
        told as well.

    Returns
    -------
    bool
        False if some total holds all but a few claims of another, or if all ways in
        which claims can have turned out agree on one of them.
    """
    cells: dict[tuple[str, ...], int] = {}
    place = np.array(
        [cells.setdefault(each, len(cells)) for each in zip(*kinds, strict=True)]
    )
    status = np.array([_code(said) for said in rows.words["status"]])
    table = np.zeros((len(cells), len(STATUSES)))
    np.add.at(table, (place, status), 1)
    totals = _totals(list(cells), len(kinds))
    size = table.sum(axis=1)
    for one, other in itertools.permutations(totals, 2):
        rest = float(size[one & ~other].sum())
        if not (other & ~one).any() and 0 < rest < FEWEST:
            return False
    alike = [
        (int(cell), int(code))
        for cell, code in np.argwhere(table == size[:, None])
        if code < _KNOWN
    ]
    return not _any_certain(table, totals, alike)


def _labels(rows: ClaimRows, kind: str, settings: ClaimSettings) -> Labels | None:
    """Return in which total of a kind each claim is counted; None if there are none."""
    if kind == "publisher" and not settings.publishers_listed:
        return None
    if kind != AI:
        return grouping(rows, kind)
    chosen = has_word(rows, "method", "ai_match")
    if chosen.sum() < FEWEST_EXPECTED:
        return None
    return [AI if one else "" for one in chosen.tolist()]


def _code(said: str | None) -> int:
    return STATUSES.index(said) if said in STATUSES else len(STATUSES) - 1


def _totals(cells: Sequence[tuple[str, ...]], kinds: int) -> list[NDArray[np.bool_]]:
    """Return which cells each total holds: the whole first, and each once."""
    found = {(True,) * len(cells)}
    for k in range(kinds):
        for label in {cell[k] for cell in cells}:
            found.add(tuple(cell[k] == label for cell in cells))
    return [np.array(total) for total in sorted(found, reverse=True)]


def _any_certain(
    table: Table,
    totals: Sequence[NDArray[np.bool_]],
    alike: Sequence[tuple[int, int]],
) -> bool:
    """Say if all claims of some cell must have turned out so, by the totals alone."""
    left = list(alike)
    while left:
        fewest = _fewest(table, totals, left)
        # As many as can be at once could have turned out otherwise.
        certain = [
            at
            for at, least in zip(left, fewest, strict=True)
            if math.ceil(least - _SOLVED) >= table[at]
        ]
        if len(certain) < len(left):
            left = certain
        elif len(left) == 1:
            return True
        else:
            return any(_any_certain(table, totals, [at]) for at in left)
    return False


def _fewest(
    table: Table,
    totals: Sequence[NDArray[np.bool_]],
    at: Sequence[tuple[int, int]],
) -> list[float]:
    """Return how few claims of each cell can have turned out so, all at once."""
    from scipy.optimize import linprog

    n_cells, n_codes = table.shape
    sums = np.array(totals, dtype=np.float64)
    of_totals = np.kron(sums, np.eye(n_codes))
    of_cells = np.kron(np.eye(n_cells), np.ones((1, n_codes)))
    known = np.concatenate([(sums @ table).ravel(), table.sum(axis=1)])
    goal = np.zeros_like(table)
    for cell, code in at:
        goal[cell, code] = 1 / table[cell, code]
    matrix = np.concatenate([of_totals, of_cells])
    found = linprog(goal.ravel(), A_eq=matrix, b_eq=known, method="highs")
    if found.x is None:  # not solved: then nothing is told
        return [float(table[each]) for each in at]
    way = np.asarray(found.x, dtype=np.float64).reshape(table.shape)
    return [float(way[each]) for each in at]
