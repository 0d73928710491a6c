"""The finding on a denominator that changed its meaning: faces seen per minute."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from matchaudit.estimation.finding import Key
from matchaudit.tallies.deployments import DeploymentRows
from matchaudit.usage.breaks import Break, faces_level_shifts, series_of
from matchaudit.usage.days import day_name, iso_day
from matchaudit.usage.published.oddity import (
    Found,
    Oddity,
    counted,
    not_told,
)

_FAULT = "data/denominator_changed"
_NEAR = 10  # deployments on each side whose threshold is looked at


def changed_denominators(rows: DeploymentRows) -> list[Found]:
    """Look for days from which a rate per face means something else."""
    missing = [n for n in ("faces_seen", "alerts") if n not in rows.columns]
    if not {"minutes", "duration"} & set(rows.columns):
        missing.append("minutes")
    if missing:
        because = f"{' and '.join(missing).replace('_', ' ')} are not given"
        return [not_told(_FAULT, {}, because)]
    shifts = faces_level_shifts(rows)
    breaks = [shift for shift in shifts if not shift.in_step]
    if not breaks:
        says = (
            f"In {rows.n} rows no day was found from which faces seen per minute "
            "change while alerts do not."
        )
        cautions = tuple(_shared(shift) for shift in shifts)
        return [counted(_FAULT, {}, [], says=says, looked_at=rows.n, cautions=cautions)]
    return [_found(here, shifts, rows) for here in breaks]


def _found(here: Break, shifts: tuple[Break, ...], rows: DeploymentRows) -> Found:
    """Return the finding of one break; it counts the rows from it to the next jump."""
    says = (
        f"From about {day_name(here.first_day)} on faces seen changed and alerts did "
        f"not go with them: {_level(here.before)} faces a minute before and "
        f"{_level(here.after)} after, {_level(here.alerts_before)} alerts an hour "
        f"before and {_level(here.alerts_after)} after."
    )
    first, *ends = (
        day_name(day) for day in (here.first_day, here.earliest_day, here.latest_day)
    )
    cautions = [
        f"Rates per face before and after {first} cannot be compared.",
        f"That rests on {here.n_before:,} rows before {first} and {here.n_after:,} after.",
        f"Instead of {first} the first day may be any from {ends[0]} to {ends[1]}.",
        *_other_thresholds(here, rows),
    ]
    is_last = not any(
        other.first_day > here.first_day
        for other in shifts
        if other.series == here.series and not other.in_step
    )
    if is_last:
        cautions += [
            _shared(s) for s in shifts if s.in_step and s.series == here.series
        ]
    about: dict[str, Key] = {
        "series": here.series,
        "column": "faces_seen",
        "from": iso_day(here.first_day),
    }
    oddity = Oddity(
        fault=_FAULT,
        index=here.index,
        column="faces_seen",
        published=f"{_level(here.after)} faces a minute",
        expected=f"about {_level(here.before)}, or alerts that change as much",
        says=says.removesuffix("."),
    )
    found = counted(
        _FAULT, about, [oddity], says=says, looked_at=rows.n, cautions=tuple(cautions)
    )
    n = here.n_after
    return Found(replace(found.finding, estimate=n, events=n), found.oddities)


def _other_thresholds(here: Break, rows: DeploymentRows) -> tuple[str, ...]:
    """Say if the threshold changed too: a stricter one alone makes alerts fewer."""
    threshold = rows.numbers.get("threshold")
    if threshold is None:
        return ()
    at = dict(series_of(rows))[here.series]
    at = at[np.isfinite(threshold[at])]
    at = at[np.argsort(rows.day[at], kind="stable")]
    day = rows.day[at]
    sides = (
        at[day < here.earliest_day][-_NEAR:],
        at[day >= here.latest_day][:_NEAR],
    )
    if not all(side.size for side in sides):
        return ()
    before, after = (_mode(threshold[side]) for side in sides)
    if before == after:
        return ()
    said = (
        f"Near {day_name(here.first_day)} the threshold changed too, from {before:g} to "
        f"{after:g}. "
        "That changes alerts as well."
    )
    return (said,)


def _mode(scores: NDArray[np.float64]) -> float:
    """Return the most common of some numbers, the least of equals."""
    kinds, counts = np.unique(scores, return_counts=True)
    return float(kinds[counts.argmax()])


def _shared(shift: Break) -> str:
    """Say that alerts went with the faces, so that nothing odd is seen."""
    return (
        f"From about {day_name(shift.first_day)} on alerts may have gone with faces "
        f"seen: {_level(shift.before)} faces a minute before and "
        f"{_level(shift.after)} after, {_level(shift.alerts_before)} alerts an hour "
        f"before and {_level(shift.alerts_after)} after."
    )


def _level(value: float) -> str:
    return f"{value:.0f}" if value >= 10 else f"{value:.1f}"
