"""Counts that do not fit each other: parts, outcomes, faces, two forms of a duration.

The relations are those of the fields' meanings, so they hold whoever publishes.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from matchaudit.estimation.finding import Key
from matchaudit.tallies.deployments import DeploymentRows
from matchaudit.usage.published.oddity import (
    Found,
    Ints,
    Oddity,
    counted,
    many,
    not_told,
    number_name,
    odd_of,
    row_name,
    such_as,
)

Floats = NDArray[np.float64]

ALERT_PARTS = (
    "true_alerts",
    "true_alerts_unconfirmed",
    "false_alerts",
    "false_alerts_unconfirmed",
)
"""Each alert is one of these, or was not looked at."""

OUTCOMES = ("arrests", "other_disposals", "no_action")
"""Each alert has at most one of these."""

_JOINT_OUTCOME = "arrests_or_disposals"
_DURATION_SLACK = 1.0  # minutes: one of the two may have been rounded
_PARTS = "data/parts_do_not_add_up"
_OUTCOMES = "data/outcomes_exceed_alerts"
_OUTLIER = "data/outlier"


def parts(rows: DeploymentRows, chosen: Ints) -> list[Found]:
    """Look for rows whose kinds of alert do not add up to the alerts."""
    names = [name for name in ALERT_PARTS if name in rows.columns]
    about: dict[str, Key] = {
        "file": rows.file[chosen[0]],
        "columns": ", ".join(names) or "none",
    }
    if not {"true_alerts", "false_alerts"} <= set(names):
        return [not_told(_PARTS, about, "right or wrong alerts are not given")]
    alerts, made = rows.numbers["alerts"], _sum(rows, names)
    known = chosen[np.isfinite(alerts[chosen]) & np.isfinite(made[chosen])]
    odd = known[made[known] != alerts[known]]
    if 2 * odd.size > known.size:
        because = "the kinds of alert given are not all kinds: most rows do not add up"
        return [not_told(_PARTS, about, because)]
    oddities = [
        Oddity(
            fault=_PARTS,
            index=int(i),
            column=", ".join(("alerts", *names)),
            published=f"{number_name(alerts[i])} alerts, parts {_terms(rows, names, i)}",
            expected=f"{number_name(made[i])} alerts, or parts that make "
            f"{number_name(alerts[i])}",
            says=f"{row_name(rows, int(i))} gives {many(alerts[i], 'alert')} but its "
            f"parts make {number_name(made[i])}",
        )
        for i in odd
    ]
    says = (
        f"{odd_of(odd.size, known.size)} right and wrong alerts do not add up to "
        f"all alerts{such_as(rows, oddities)}."
    )
    return [counted(_PARTS, about, oddities, says=says, looked_at=known.size)]


def outcomes(rows: DeploymentRows, chosen: Ints) -> list[Found]:
    """Look for rows with more outcomes than alerts."""
    names = _outcomes_in(rows)
    about: dict[str, Key] = {
        "file": rows.file[chosen[0]],
        "columns": ", ".join(names) or "none",
    }
    if not names:
        return [not_told(_OUTCOMES, about, "no outcomes are given")]
    alerts, made = rows.numbers["alerts"], _sum(rows, names)
    known = chosen[np.isfinite(alerts[chosen]) & np.isfinite(made[chosen])]
    odd = known[made[known] > alerts[known]]
    oddities = [
        Oddity(
            fault=_OUTCOMES,
            index=int(i),
            column=", ".join(names),
            published=f"{_terms(rows, names, i)} outcomes",
            expected=f"at most {number_name(alerts[i])} in all",
            says=f"{row_name(rows, int(i))} gives {many(made[i], 'outcome')} of "
            f"{many(alerts[i], 'alert')}",
        )
        for i in odd
    ]
    says = (
        f"{odd_of(odd.size, known.size)} the outcomes are more than the alerts"
        f"{such_as(rows, oddities)}.{_if_left_out(rows, names, odd)}"
    )
    return [counted(_OUTCOMES, about, oddities, says=says, looked_at=known.size)]


def faces(rows: DeploymentRows, chosen: Ints) -> list[Found]:
    """Look for rows with more alerts than faces seen."""
    about: dict[str, Key] = {
        "file": rows.file[chosen[0]],
        "columns": "alerts, faces_seen",
    }
    seen, alerts = rows.numbers.get("faces_seen"), rows.numbers["alerts"]
    if seen is None:
        return [not_told(_OUTLIER, about, "faces seen are not given")]
    known = chosen[np.isfinite(seen[chosen]) & np.isfinite(alerts[chosen])]
    oddities = [
        Oddity(
            fault=_OUTLIER,
            index=int(i),
            column="alerts, faces_seen",
            published=f"{number_name(seen[i])} faces, {number_name(alerts[i])} alerts",
            expected=f"at least {number_name(alerts[i])} faces",
            says=f"{row_name(rows, int(i))} gives {many(alerts[i], 'alert')} of "
            f"{many(seen[i], 'face')}",
        )
        for i in known[seen[known] < alerts[known]]
    ]
    says = (
        f"{odd_of(len(oddities), known.size)} there are more alerts than faces seen"
        f"{such_as(rows, oddities)}."
    )
    return [counted(_OUTLIER, about, oddities, says=says, looked_at=known.size)]


def durations(rows: DeploymentRows, chosen: Ints) -> list[Found]:
    """Look for rows in which the two forms of the duration differ, if there are two."""
    raw, minutes = rows.numbers.get("duration"), rows.numbers.get("minutes")
    if raw is None or minutes is None:
        return []
    about: dict[str, Key] = {
        "file": rows.file[chosen[0]],
        "columns": "duration, minutes",
    }
    known = chosen[np.isfinite(raw[chosen]) & np.isfinite(minutes[chosen])]
    oddities = [
        Oddity(
            fault=_OUTLIER,
            index=int(i),
            column="duration, minutes",
            published=f"{number_name(raw[i])} and {number_name(minutes[i])} minutes",
            expected="the same in both",
            says=f"{row_name(rows, int(i))} gives {number_name(raw[i])} and "
            f"{number_name(minutes[i])} minutes",
        )
        for i in known[np.abs(raw[known] - minutes[known]) > _DURATION_SLACK]
    ]
    says = (
        f"{odd_of(len(oddities), known.size)} the two forms of how long it ran "
        f"differ{such_as(rows, oddities)}."
    )
    return [counted(_OUTLIER, about, oddities, says=says, looked_at=known.size)]


def _outcomes_in(rows: DeploymentRows) -> list[str]:
    """Return the columns of outcomes, none of them twice."""
    names = [name for name in OUTCOMES if name in rows.columns]
    if _JOINT_OUTCOME in rows.columns and not {"arrests", "other_disposals"} & set(
        names
    ):
        names.append(_JOINT_OUTCOME)
    return names


def _sum(rows: DeploymentRows, names: Sequence[str]) -> Floats:
    """Add columns up; a row that lacks one of them has no sum (NaN)."""
    return np.asarray(np.sum([rows.numbers[name] for name in names], axis=0))


def _terms(rows: DeploymentRows, names: Sequence[str], index: int) -> str:
    return " + ".join(number_name(float(rows.numbers[name][index])) for name in names)


def _if_left_out(rows: DeploymentRows, names: Sequence[str], odd: Ints) -> str:
    """Say without which column the most odd rows would fit."""
    if odd.size < 2 or len(names) < 2:
        return ""
    alerts, made = rows.numbers["alerts"][odd], _sum(rows, names)[odd]
    fits = {n: int((made - rows.numbers[n][odd] <= alerts).sum()) for n in names}
    best = max(fits.values())
    if not best:
        return ""
    left_out = [n for n in names if fits[n] == best]
    some = f"All {best:,}" if best == odd.size else f"{best:,} of them"
    said = " or ".join(f"'{n.replace('_', ' ')}'" for n in left_out)
    values = [rows.numbers[n][odd] for n in left_out]
    same = int((values[0] == values[1]).sum()) if len(values) == 2 else 0
    where = "there" if same == odd.size else f"in {same:,} of them"
    why = f", which are the same {where}" if 2 * same > odd.size else ""
    return f" {some} would fit without {said}{why}."
