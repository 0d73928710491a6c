"""Days on which the number of faces seen seems to change its meaning.

Where a street is busier, more faces are seen and more alerts are given. Where faces
seen per minute jump and alerts do not go with them, "per face" means something else
before and after, whatever the cause. Rates per face are not comparable across it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matchaudit.estimation.level_shifts import LevelShift, level_shifts
from matchaudit.tallies.deployments import DeploymentRows

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

SMALLEST_FACTOR = 1.5
"""A jump of the faces per minute by less than this, up or down, is not told."""

IN_STEP_P_VALUE = 0.01
"""Alerts do not go with the faces if chance alone does this so seldom."""

_SEED = 20_231
_PERMUTATIONS = 999


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """A day from which faces seen per minute have another level.

    Attributes
    ----------
    series : str
        The agency, or the file where no agency is given.
    index : int
        The first row of the new level, counted from 0 over all deployments.
    file : str
    row : int
        The same row as a spreadsheet counts it.
    last_day, first_day : int
        Last day of the old level and first day of the new one, since 1970-01-01.
    earliest_day, latest_day : int
        First days of the new level that fit the rows nearly as well (95 % set).
    before, after : float
        Median of faces seen per minute up to the break, and from it to the next.
    alerts_before, alerts_after : float
        Alerts per hour in the same stretches.
    n_before, n_after : int
        Deployments in the same stretches.
    p_value : float
        How often chance alone gives so large a jump of the faces.
    p_in_step : float
        How often chance alone lets alerts per face change so much.
    """

    series: str
    index: int
    file: str
    row: int
    last_day: int
    first_day: int
    earliest_day: int
    latest_day: int
    before: float
    after: float
    alerts_before: float
    alerts_after: float
    n_before: int
    n_after: int
    p_value: float
    p_in_step: float

    @property
    def in_step(self) -> bool:
        """True if the alerts may have changed as the faces did."""
        return self.p_in_step > IN_STEP_P_VALUE


def denominator_breaks(rows: DeploymentRows) -> tuple[Break, ...]:
    """Find days from which a rate per face means something else.

    Parameters
    ----------
    rows : DeploymentRows

    Returns
    -------
    tuple of Break
        Jumps of faces per minute that the alerts do not share, by series and day.
        Empty if there is none, or if faces, minutes or alerts are not recorded.
    """
    return tuple(found for found in faces_level_shifts(rows) if not found.in_step)


def faces_level_shifts(rows: DeploymentRows) -> tuple[Break, ...]:
    """Find days from which faces seen per minute have another level.

    Parameters
    ----------
    rows : DeploymentRows

    Returns
    -------
    tuple of Break
        By series and day, with those that the alerts share (``in_step``).
    """
    minutes = minutes_of(rows)
    faces, alerts = rows.numbers.get("faces_seen"), rows.numbers.get("alerts")
    if minutes is None or faces is None or alerts is None:
        return ()
    found: list[Break] = []
    for name, all_of in series_of(rows):
        usable = (faces[all_of] > 0) & (minutes[all_of] > 0) & (alerts[all_of] >= 0)
        chosen = all_of[usable]
        if chosen.size:
            chosen = chosen[np.argsort(rows.day[chosen], kind="stable")]
            table = _Days(chosen, rows.day, minutes, faces, alerts)
            found += table.breaks(rows, name)
    return tuple(found)


def minutes_of(rows: DeploymentRows) -> Floats | None:
    """Return how long each ran, in minutes, from either column; None without both."""
    minutes, duration = rows.numbers.get("minutes"), rows.numbers.get("duration")
    if minutes is None or duration is None:
        return duration if minutes is None else minutes
    return np.where(np.isnan(minutes), duration, minutes)


def series_of(rows: DeploymentRows) -> Iterator[tuple[str, Ints]]:
    """Yield each agency, or each file where none is given, and its rows."""
    agencies = rows.texts.get("agency", (None,) * rows.n)
    names = [agency or file for agency, file in zip(agencies, rows.file, strict=True)]
    for name in dict.fromkeys(names):
        yield name, np.flatnonzero(np.array([other == name for other in names]))


class _Days:
    """Faces, hours and alerts of one series, by day: two sites of a day go together."""

    def __init__(
        self, chosen: Ints, day: Ints, minutes: Floats, faces: Floats, alerts: Floats
    ) -> None:
        self.chosen = chosen
        self.days, self.of_row = np.unique(day[chosen], return_inverse=True)
        self.per_minute = faces[chosen] / minutes[chosen]
        n_rows = np.bincount(self.of_row)
        self.level = np.bincount(self.of_row, np.log(self.per_minute)) / n_rows
        self.faces = np.bincount(self.of_row, faces[chosen])
        self.hours = np.bincount(self.of_row, minutes[chosen]) / 60
        self.alerts = np.bincount(self.of_row, alerts[chosen])

    def breaks(self, rows: DeploymentRows, name: str) -> list[Break]:
        rng = np.random.default_rng(_SEED)
        shifts = [
            shift
            for shift in level_shifts(self.level, rng=rng, permutations=_PERMUTATIONS)
            if abs(shift.after - shift.before) >= np.log(SMALLEST_FACTOR)
        ]
        ends = [0, *(shift.position for shift in shifts), self.days.size]
        return [
            self._break(rows, name, shift, (ends[k], ends[k + 2]), rng)
            for k, shift in enumerate(shifts)
        ]

    def _break(
        self,
        rows: DeploymentRows,
        name: str,
        shift: LevelShift,
        stretch: tuple[int, int],
        rng: np.random.Generator,
    ) -> Break:
        (low, high), cut = stretch, shift.position
        first = self.chosen[np.flatnonzero(self.of_row == cut)[0]]
        sides = (slice(low, cut), slice(cut, high))
        per_minute = [self._rates(side) for side in sides]
        hourly = [self.alerts[side].sum() / self.hours[side].sum() for side in sides]
        return Break(
            series=name,
            index=int(first),
            file=rows.file[first],
            row=int(rows.row[first]),
            last_day=int(self.days[cut - 1]),
            first_day=int(self.days[cut]),
            earliest_day=int(self.days[shift.earliest]),
            latest_day=int(self.days[shift.latest]),
            before=float(np.median(per_minute[0])),
            after=float(np.median(per_minute[1])),
            alerts_before=float(hourly[0]),
            alerts_after=float(hourly[1]),
            n_before=per_minute[0].size,
            n_after=per_minute[1].size,
            p_value=shift.p_value,
            p_in_step=self._p_in_step(low, cut, high, rng),
        )

    def _rates(self, side: slice) -> Floats:
        inside = (self.of_row >= side.start) & (self.of_row < side.stop)
        return np.asarray(self.per_minute[inside])

    def _p_in_step(
        self, low: int, cut: int, high: int, rng: np.random.Generator
    ) -> float:
        """Return how often days dealt out by chance move alerts per face so much."""

        def moved(order: Ints) -> float:
            before, after = order[: cut - low], order[cut - low :]
            # A half more alert on each side, so that none is not minus infinity.
            alerts = np.log(
                (self.alerts[after].sum() + 0.5) / (self.alerts[before].sum() + 0.5)
            )
            faces = np.log(self.faces[after].sum() / self.faces[before].sum())
            return float(abs(alerts - faces))

        order = np.arange(low, high)
        seen = moved(order) * (1 - 1e-9)
        hits = sum(moved(rng.permutation(order)) >= seen for _ in range(_PERMUTATIONS))
        return (1 + hits) / (1 + _PERMUTATIONS)
