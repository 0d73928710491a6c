"""Dates that break the order of the rows.

Who publishes rows by date keeps to that order. The fewest rows that must be taken out
so that the others are in order are odd; if many must go, the rows were not in order
to begin with, and nothing is told.
"""

import numpy as np

from matchaudit.estimation.finding import Key
from matchaudit.tallies.deployments import DeploymentRows
from matchaudit.usage.days import day_name, iso_day
from matchaudit.usage.published.oddity import (
    Found,
    Ints,
    Oddity,
    counted,
    not_told,
    odd_of,
    row_name,
    such_as,
)
from matchaudit.usage.row_order import row_order

_FAULT = "data/date_out_of_order"


def dates(rows: DeploymentRows, chosen: Ints) -> list[Found]:
    """Look for dates that break the order of the rows."""
    about: dict[str, Key] = {"file": rows.file[chosen[0]], "column": "date"}
    order = row_order(rows, chosen)
    if not order.is_by_date:
        return [not_told(_FAULT, about, "the rows are not in order of date")]
    lined_up, kept = order.lined_up, order.kept
    out = np.setdiff1d(np.arange(lined_up.size), kept)
    oddities = [_oddity(rows, lined_up, kept, int(at)) for at in out]
    oddities.sort(key=lambda oddity: oddity.index)
    says = (
        f"{odd_of(len(oddities), chosen.size)} the date is out of order"
        f"{such_as(rows, oddities)}."
    )
    return [counted(_FAULT, about, oddities, says=says, looked_at=chosen.size)]


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
        expected = iso_day(fits)
        says += f", and with another {part} would be {day_name(fits)}"
    return Oddity(
        fault=_FAULT,
        index=int(lined_up[at]),
        column="date",
        published=iso_day(day[at]),
        expected=expected,
        says=says,
    )


def _mended(day: int, low: int | None, high: int | None) -> tuple[str, int] | None:
    """Return the part to change, and the one day that then fits; None if many do."""
    if low is None or high is None:
        return None
    year, month, number = map(int, iso_day(day).split("-"))
    fits: dict[int, str] = {}
    for candidate in range(low, high + 1):
        other = tuple(map(int, iso_day(candidate).split("-")))
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
