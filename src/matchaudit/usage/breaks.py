"""Days on which the number of faces seen seems to change its meaning.

Where a street is busier, more faces are seen and more alerts are given. Where faces
seen per minute jump and alerts do not go with them, "per face" means something else
before and after, whatever the cause. Rates per face are not comparable across it.

So a jump is looked for in faces per alert; it is a break if faces per minute moved
with it, and by more than alerts can tell from chance.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matchaudit.estimation.level_shifts import LevelShift, level_shifts
from matchaudit.tallies.deployments import DeploymentRows
from matchaudit.usage.row_order import by_file, by_name, row_order

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
_Sides = tuple[Ints, Ints]

SMALLEST_FACTOR = 1.5
"""A jump of the faces per minute by less than this, up or down, is not told."""

LARGEST_P_OF_FACES = 0.05
"""Where faces per alert jump, faces per minute must move too, more than by chance, and
more than alerts per hour: else it is the alerts that changed."""

IN_STEP_P_VALUE = 0.01
"""Alerts do not go with the faces if chance moves alerts per face so seldom."""

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
        How often chance alone gives so large a jump of faces per alert; if in step, of
        faces per minute.
    in_step : bool
        True if the alerts may have changed as the faces did.
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
    in_step: bool = False


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
            # A date out of order would put faces into another time.
            orders = [row_order(rows, part) for part in by_file(rows, chosen)]
            chosen = np.concatenate([o.lined_up[o.kept] for o in orders])
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
    yield from by_name(names, np.arange(rows.n))


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
        # Half an alert more, so that a day without any has a number too.
        self.hourly = np.log((self.alerts + 0.5) / self.hours)
        self.rng = np.random.default_rng(_SEED)

    def breaks(self, rows: DeploymentRows, name: str) -> list[Break]:
        per_alert = np.log(self.faces / (self.alerts + 0.5))
        apart = [s for s, sides in self._jumps(per_alert) if self._is_apart(sides)]
        shared = [
            shift
            for shift, sides in self._jumps(self.level)
            if self._is_large(sides)
            and not any(s.earliest <= shift.position <= s.latest for s in apart)
        ]
        every = sorted([*apart, *shared], key=lambda shift: shift.position)
        return [
            self._break(rows, name, shift, sides, in_step=shift in shared)
            for shift, sides in self._with_sides(every)
        ]

    def _jumps(self, values: Floats) -> list[tuple[LevelShift, _Sides]]:
        return self._with_sides(
            level_shifts(values, rng=self.rng, permutations=_PERMUTATIONS)
        )

    def _with_sides(
        self, shifts: Sequence[LevelShift]
    ) -> list[tuple[LevelShift, _Sides]]:
        """Return with each jump the days from the one before, and up to the next."""
        ends = [0, *(shift.position for shift in shifts), self.days.size]
        return [
            (shift, (np.arange(*ends[k : k + 2]), np.arange(*ends[k + 1 : k + 3])))
            for k, shift in enumerate(shifts)
        ]

    def _is_apart(self, sides: _Sides) -> bool:
        """Tell whether faces per minute moved more than alerts, and not with them."""
        return (
            self._is_large(sides)
            and bool(self._moved(*sides) > _distance(self.hourly, *sides))
            and self._chance(self._moved, sides) <= LARGEST_P_OF_FACES
            and self._chance(self._moved_apart, sides) <= IN_STEP_P_VALUE
        )

    def _is_large(self, sides: _Sides) -> bool:
        return bool(self._moved(*sides) >= np.log(SMALLEST_FACTOR))

    def _moved(self, before: Ints, after: Ints) -> Floats:
        """Return by how much faces per minute moved, as a logarithm, by deal."""
        return _distance(self.level, before, after)

    def _moved_apart(self, before: Ints, after: Ints) -> Floats:
        """Return by how much alerts per face moved, as a logarithm, by deal."""
        counts = [self.alerts[side].sum(axis=-1) + 0.5 for side in (before, after)]
        faces = [self.faces[side].sum(axis=-1) for side in (before, after)]
        return np.asarray(np.abs(np.log(counts[1] / counts[0] * faces[0] / faces[1])))

    def _chance(self, moved: Callable[[Ints, Ints], Floats], sides: _Sides) -> float:
        """Return how often days dealt out to both sides by chance move it so much."""
        cut, days = sides[0].size, np.concatenate(sides)
        deals = self.rng.permuted(np.tile(days, (_PERMUTATIONS, 1)), axis=1)
        # The last digits of a sum change with its order.
        as_large = moved(*sides) * (1 - 1e-9)
        hits = np.count_nonzero(moved(deals[:, :cut], deals[:, cut:]) >= as_large)
        return (1 + hits) / (1 + _PERMUTATIONS)

    def _break(
        self,
        rows: DeploymentRows,
        name: str,
        shift: LevelShift,
        sides: _Sides,
        *,
        in_step: bool,
    ) -> Break:
        first = self.chosen[np.flatnonzero(self.of_row == shift.position)[0]]
        per_minute = [self.per_minute[np.isin(self.of_row, side)] for side in sides]
        hourly = [self.alerts[side].sum() / self.hours[side].sum() for side in sides]
        return Break(
            series=name,
            index=int(first),
            file=rows.file[first],
            row=int(rows.row[first]),
            last_day=int(self.days[shift.position - 1]),
            first_day=int(self.days[shift.position]),
            earliest_day=int(self.days[shift.earliest]),
            latest_day=int(self.days[shift.latest]),
            before=float(np.median(per_minute[0])),
            after=float(np.median(per_minute[1])),
            alerts_before=float(hourly[0]),
            alerts_after=float(hourly[1]),
            n_before=per_minute[0].size,
            n_after=per_minute[1].size,
            p_value=shift.p_value,
            in_step=in_step,
        )


def _distance(values: Floats, before: Ints, after: Ints) -> Floats:
    """Return how far apart the means of both sides are, by deal."""
    means = [values[side].mean(axis=-1) for side in (before, after)]
    return np.asarray(np.abs(means[1] - means[0]))
