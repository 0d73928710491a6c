"""The order of the rows, and dates that break it.

Who publishes rows by date keeps to that order. The fewest rows that must be taken out
so that the others are in order are odd; if many must go, the rows were not in order
to begin with, and nothing is told.
"""

from bisect import bisect_right

import numpy as np

from matchaudit.estimation.finding import Key
from matchaudit.tallies.deployments import DeploymentRows
from matchaudit.usage.published.oddity import (
    Found,
    Ints,
    Oddity,
    counted,
    day_name,
    not_told,
    row_name,
    such_as,
)

_FAULT = "data/date_out_of_order"
_LARGEST_SHARE = 0.05


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


def dates(rows: DeploymentRows, chosen: Ints) -> list[Found]:
    """Look for dates that break the order of the rows."""
    about: dict[str, Key] = {"file": rows.file[chosen[0]], "column": "date"}
    lined_up, kept = ordered(rows, chosen)
    if chosen.size - kept.size > max(1, _LARGEST_SHARE * chosen.size):
        because = "the rows are not in order of date"
        return [not_told(_FAULT, about, because)]
    out = np.setdiff1d(np.arange(lined_up.size), kept)
    oddities = [_oddity(rows, lined_up, kept, int(at)) for at in out]
    oddities.sort(key=lambda oddity: oddity.index)
    says = (
        f"In {len(oddities)} of {chosen.size} rows the date is out of order"
        f"{such_as(oddities)}."
    )
    return [counted(_FAULT, about, oddities, says=says, looked_at=chosen.size)]


def ordered(rows: DeploymentRows, chosen: Ints) -> tuple[Ints, Ints]:
    """Return the rows from first to last day, and those of them in order."""
    up, down = in_order(rows.day[chosen]), in_order(rows.day[chosen[::-1]])
    if down.size > up.size:
        return chosen[::-1], down
    return chosen, up


def _oddity(rows: DeploymentRows, lined_up: Ints, kept: Ints, at: int) -> Oddity:
    before, after = kept[kept < at], kept[kept > at]
    day = rows.day[lined_up]
    low = int(day[before[-1]]) if before.size else None
    high = int(day[after[0]]) if after.size else None
    mended = _mended(int(day[at]), low, high)
    if low is None or high is None:
        side = "after" if high is None else "before"
        end = high if low is None else low
        expected = f"{side} {day_name(end or 0)}"
    else:
        expected = f"between {day_name(low)} and {day_name(high)}"
    says = f"{row_name(rows, int(lined_up[at]))} stands {expected}"
    if mended is not None:
        part, fits = mended
        expected = str(np.datetime64(fits, "D"))
        says += f", and with another {part} would be {day_name(fits)}"
    return Oddity(
        fault=_FAULT,
        index=int(lined_up[at]),
        column="date",
        published=str(np.datetime64(int(day[at]), "D")),
        expected=expected,
        says=says,
    )


def _mended(day: int, low: int | None, high: int | None) -> tuple[str, int] | None:
    """Return the part to change, and the one day that then fits; None if many do."""
    if low is None or high is None:
        return None
    year, month, number = map(int, str(np.datetime64(day, "D")).split("-"))
    fits: dict[int, str] = {}
    for candidate in range(low, high + 1):
        other = tuple(map(int, str(np.datetime64(candidate, "D")).split("-")))
        same = [a == b for a, b in zip(other, (year, month, number), strict=True)]
        if sum(same) == 2:
            fits[candidate] = ("year", "month", "day")[same.index(False)]
        elif other == (year, number, month):
            fits[candidate] = "order of day and month"
    # Most plain first: a wrong year or month leaves one day; a wrong day leaves many.
    for part in ("year", "month", "order of day and month", "day"):
        days = [candidate for candidate, changed in fits.items() if changed == part]
        if len(days) == 1:
            return part, days[0]
    return None
