"""Single values far from their neighbours in time, which agree among themselves.

A value is odd if it lies ten times further from the two rows before and after it than
those lie from each other, and than values of this column usually lie. One that comes
back to the old level at once is odd; one that stays is a change.
"""

import numpy as np
from numpy.typing import NDArray

from matchaudit.estimation.finding import Key
from matchaudit.tallies.deployments import DeploymentRows
from matchaudit.usage.published.oddity import (
    Found,
    Ints,
    Oddity,
    counted,
    number_name,
    odd_of,
    row_name,
    such_as,
)
from matchaudit.usage.row_order import row_order

Floats = NDArray[np.float64]

_FAULT = "data/outlier"
_TIMES_FURTHER = 10.0
_LEAST_FACTORS = {
    "watchlist_size": 1.05,
    "threshold": 1.05,
    "minutes": 5.0,
    "faces_seen": 5.0,
}
"""Columns that are looked at, and the smallest factor that is told. A list or a
threshold hardly moves from day to day; minutes and faces do."""

_WORDS = {
    "watchlist_size": "size of the watchlist",
    "threshold": "threshold",
    "minutes": "length in minutes",
    "faces_seen": "number of faces",
}
_REACH = 2
_FEWEST_ROWS = 10


def outliers(rows: DeploymentRows, chosen: Ints) -> list[Found]:
    """Look for single values that break with the rows before and after."""
    lined_up = row_order(rows, chosen).lined_up
    return [
        _column(rows, lined_up, name, factor)
        for name, factor in _LEAST_FACTORS.items()
        if name in rows.columns
    ]


def _column(
    rows: DeploymentRows, lined_up: Ints, name: str, least_factor: float
) -> Found:
    values = rows.numbers[name]
    known = lined_up[values[lined_up] > 0]
    about: dict[str, Key] = {"file": rows.file[lined_up[0]], "column": name}
    oddities = [
        _oddity(rows, known, name, at) for at in _far_off(values[known], least_factor)
    ]
    says = (
        f"{odd_of(len(oddities), known.size)} the {_WORDS[name]} lies far from the "
        f"rows before and after{such_as(rows, oddities)}."
    )
    return counted(_FAULT, about, oddities, says=says, looked_at=known.size)


def _near(n: int, at: int) -> Ints:
    """Return the places of up to two rows before and two after."""
    near = np.arange(max(at - _REACH, 0), min(at + _REACH + 1, n))
    return np.asarray(near[near != at])


def _far_off(values: Floats, least_factor: float) -> list[int]:
    """Return the places of values that lie far from neighbours that agree."""
    n = values.size
    if n < _FEWEST_ROWS:
        return []
    logs = np.log(values)
    beside = [logs[_near(n, at)] for at in range(n)]
    distance = np.abs(logs - [float(np.median(near)) for near in beside])
    spread = np.array([float(np.ptp(near)) for near in beside])
    usual = float(np.median(distance))
    far = distance >= np.maximum(
        _TIMES_FURTHER * (spread + usual), np.log(least_factor)
    )
    # The first and the last row have neighbours on one side only.
    return [int(at) for at in np.flatnonzero(far) if 0 < at < n - 1]


def _oddity(rows: DeploymentRows, known: Ints, name: str, at: int) -> Oddity:
    values = rows.numbers[name][known]
    near = values[_near(known.size, at)]
    low, high = number_name(float(near.min())), number_name(float(near.max()))
    between = low if low == high else f"{low} to {high}"
    published = number_name(float(values[at]))
    says = f"{row_name(rows, int(known[at]))} has {published} where those beside it have {between}"
    expected = between
    mended = _mended(float(values[at]), near)
    if mended is not None:
        expected = number_name(mended)
        says += f", and with one digit changed it would be {expected}"
    return Oddity(
        fault=_FAULT,
        index=int(known[at]),
        column=name,
        published=published,
        expected=expected,
        says=says,
    )


def _mended(value: float, near: Floats) -> float | None:
    """Return the number with one digit changed that lies nearest to its neighbours."""
    written = f"{value:g}" if value != int(value) else str(int(value))
    fits = []
    for place, digit in enumerate(written):
        others = set("0123456789") - {digit} if digit.isdigit() else set()
        for other in others:
            candidate = float(written[:place] + other + written[place + 1 :])
            if near.min() <= candidate <= near.max():
                fits.append(candidate)
    middle = float(np.median(near))
    return min(fits, key=lambda fit: (abs(fit - middle), fit)) if fits else None
