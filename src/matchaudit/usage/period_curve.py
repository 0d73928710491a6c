"""The stretches of days in which faces were counted alike, as a table."""

from collections.abc import Callable, Sequence

import numpy as np

from matchaudit.estimation.finding import Column, Curve
from matchaudit.tallies.deployments import DeploymentRows
from matchaudit.usage.breaks import Break, minutes_of
from matchaudit.usage.days import iso_day
from matchaudit.usage.denominators import hours_of
from matchaudit.usage.periods import Mask, Stretch, stretches
from matchaudit.usage.unconfirmed import Floats, wrong_alerts

NAME = "deployment_periods"


def periods_curve(rows: DeploymentRows, breaks: Sequence[Break]) -> Curve:
    """Return one row a stretch: what was counted, and the rates that a break moves.

    Parameters
    ----------
    rows : DeploymentRows
    breaks : sequence of Break

    Returns
    -------
    Curve
        ``deployment_periods``. An empty cell: not recorded.
    """
    all_of = stretches(rows, breaks)
    return Curve(
        name=NAME,
        title="Deployments by stretches in which faces were counted alike",
        columns=(
            _text("from", "First day.", [iso_day(s.first) for s in all_of]),
            _text("to", "Last day.", [iso_day(s.last) for s in all_of]),
            *_sums(rows, all_of),
            *_rates(rows, all_of),
            _text(
                "starts_with",
                "Why the stretch begins: the first row, or faces counted otherwise.",
                [
                    "denominator changed" if s.after_break else "first row"
                    for s in all_of
                ],
            ),
            _text(
                "series",
                "The agency, or the file where no agency is given.",
                [s.series for s in all_of],
            ),
        ),
    )


def _sums(rows: DeploymentRows, all_of: Sequence[Stretch]) -> list[Column]:
    wrong = wrong_alerts(rows)

    def count(name: str, meaning: str, values: Floats | None) -> Column:
        sums = [_of(np.sum, values, stretch.chosen) for stretch in all_of]
        whole = tuple(None if n is None else int(n) for n in sums)
        return Column(name, "integer", "count", meaning, whole)

    hours = hours_of(rows)
    return [
        count("deployments", "Deployments.", np.ones(rows.n)),
        count("alerts", "Alerts.", rows.numbers.get("alerts")),
        count(
            "false_alerts",
            "Wrong alerts, as published.",
            None if wrong is None else wrong.as_published,
        ),
        Column(
            "hours",
            "number",
            "hours",
            "How long all ran.",
            tuple(_of(np.sum, hours, stretch.chosen) for stretch in all_of),
        ),
        count("faces_seen", "Faces seen.", rows.numbers.get("faces_seen")),
    ]


def _rates(rows: DeploymentRows, all_of: Sequence[Stretch]) -> list[Column]:
    per_minute = _over(rows.numbers.get("faces_seen"), minutes_of(rows))
    alerts, hours = rows.numbers.get("alerts"), hours_of(rows)
    return [
        Column(
            "median_faces_per_minute",
            "number",
            "per minute",
            "Half of the deployments saw fewer faces per minute.",
            tuple(_of(np.median, per_minute, stretch.chosen) for stretch in all_of),
        ),
        Column(
            "alerts_per_hour",
            "number",
            "per hour",
            "Alerts per hour, of the deployments that say both.",
            tuple(_ratio(alerts, hours, stretch.chosen) for stretch in all_of),
        ),
    ]


def _text(name: str, meaning: str, values: Sequence[str]) -> Column:
    return Column(name, "string", "", meaning, tuple(values))


def _over(top: Floats | None, below: Floats | None) -> Floats | None:
    if top is None or below is None:
        return None
    found = np.full(top.size, np.nan)
    np.divide(top, below, out=found, where=below > 0)
    return found


def _of(
    what: Callable[[Floats], np.floating], values: Floats | None, chosen: Mask
) -> float | None:
    if values is None:
        return None
    known = values[chosen & ~np.isnan(values)]
    return float(what(known)) if known.size else None


def _ratio(top: Floats | None, below: Floats | None, chosen: Mask) -> float | None:
    if top is None or below is None:
        return None
    both = chosen & ~np.isnan(top) & ~np.isnan(below)
    time = float(below[both].sum())
    return float(top[both].sum()) / time if time > 0 else None
