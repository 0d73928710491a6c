"""Places as a funnel: how far off a place may be by chance, and how many are further."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matchaudit.errors import UndefinedMeasureError
from matchaudit.estimation.finding import Column, Curve, Finding
from matchaudit.estimation.wording import whole
from matchaudit.tallies.deployments import DeploymentRows
from matchaudit.usage.denominators import OF_ALERTS, Divided, divided
from matchaudit.usage.funnel import (
    FUNNEL_CONFIDENCES,
    FunnelLimits,
    funnel_limits,
    one_holds_most,
)
from matchaudit.usage.row_order import by_name
from matchaudit.usage.unconfirmed import wrong_alerts

NAME = "locations"
ID = "usage/locations"
NOT_A_LIST = (
    "This is not a list of good and bad places. Where few alerts were given, chance moves "
    "a share far. Places also differ in when and at what threshold they were used."
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Place:
    name: str
    deployments: int
    alerts: int
    wrong: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Far:
    """The limits, and which places lie outside them."""

    inner: FunnelLimits
    outer: FunnelLimits
    outside_inner: NDArray[np.bool_]
    outside_outer: NDArray[np.bool_]


def location_findings(rows: DeploymentRows) -> tuple[list[Finding], list[Curve]]:
    """Say how many places lie further from the share of all than chance would put them.

    Parameters
    ----------
    rows : DeploymentRows

    Returns
    -------
    findings : list of Finding
        ``usage/locations``, counted: places outside the outer limits. Not estimable
        where wrong alerts, alerts or places are not recorded.
    curves : list of Curve
        ``locations``, one row a place, by name.

    Notes
    -----
    The limits are exact binomial ones around the share of all places together. Names
    are one place if they are equal without blanks around them.
    """
    try:
        names, found = _usable(rows)
    except UndefinedMeasureError as error:
        return [_none(error.because)], []
    places = _places(names, found)
    tried = [place for place in places if place.alerts]
    if len(tried) < 2:
        return [_none("only one place had alerts")], []
    share = found.n_events / found.total
    inner, outer = (
        funnel_limits([p.alerts for p in tried], share, confidence=confidence)
        for confidence in FUNNEL_CONFIDENCES
    )
    wrong = [place.wrong for place in tried]
    far = _Far(
        inner=inner,
        outer=outer,
        outside_inner=inner.is_outside(wrong),
        outside_outer=outer.is_outside(wrong),
    )
    unnamed = sum(not name for name in names)
    return [_finding([p.alerts for p in tried], far, unnamed)], [
        _curve(places, tried, far)
    ]


def _usable(rows: DeploymentRows) -> tuple[list[str], Divided]:
    texts = rows.texts.get("location")
    if texts is None:
        raise UndefinedMeasureError("no places are on record")
    wrong = wrong_alerts(rows)
    if wrong is None:
        raise UndefinedMeasureError("nobody said how many alerts were wrong")
    names = [(text or "").strip() for text in texts]
    named = np.array([bool(name) for name in names], dtype=np.bool_)
    found = divided(rows, named, wrong.as_published, OF_ALERTS)
    if not found.total:
        raise UndefinedMeasureError("no alerts are on record for any place")
    return names, found


def _places(names: Sequence[str], found: Divided) -> list[_Place]:
    used = [names[row] for row in found.at]
    of_used = dict(by_name(used, np.arange(len(used))))
    none = np.array([], dtype=np.int64)
    deployments = Counter(names)
    return [
        _Place(
            name=name,
            deployments=deployments[name],
            alerts=int(found.over[of_used.get(name, none)].sum()),
            wrong=int(found.events[of_used.get(name, none)].sum()),
        )
        for name in sorted(set(names) - {""}, key=lambda name: (name.casefold(), name))
    ]


def _finding(alerts: Sequence[int], far: _Far, unnamed: int) -> Finding:
    n = len(alerts)
    inner, outer = int(far.outside_inner.sum()), int(far.outside_outer.sum())
    by_chance = [
        _about(float(one.chance_outside.sum())) for one in (far.inner, far.outer)
    ]
    cautions = [NOT_A_LIST, *one_holds_most(alerts)]
    if unnamed:
        cautions.append(f"Left out, for want of a place: {unnamed:,} deployments.")
    return Finding(
        id=ID,
        status="counted",
        estimate=outer,
        events=outer,
        trials=n,
        unit="count",
        method="funnel-exact",
        says=f"{n:,} places had alerts. {outer or 'None'} {_lie(outer)} outside the outer "
        f"limits, where chance alone puts {by_chance[1]}. {inner or 'None'} {_lie(inner)} "
        f"outside the inner ones, where chance puts {by_chance[0]}.",
        curve=f"data/{NAME}.csv",
        cautions=tuple(cautions),
    )


def _lie(n: int) -> str:
    return "lies" if n == 1 else "lie"


def _about(number: float) -> str:
    if number < 0.1:
        return "hardly any"
    return f"about {whole(number) if number >= 10 else f'{number:.1f}'}"


def _none(because: str) -> Finding:
    return Finding(
        id=ID,
        status="not_estimable",
        unit="count",
        method="none",
        says=f"We cannot compare places, because {because}.",
        because=because,
    )


def _curve(places: Sequence[_Place], tried: Sequence[_Place], far: _Far) -> Curve:
    # Where a place stands among those with alerts; None without any.
    place_in_tried = {place.name: k for k, place in enumerate(tried)}
    at = [place_in_tried.get(place.name) for place in places]
    return Curve(
        name=NAME,
        title="Wrong alerts by place, and how far chance alone moves their share",
        columns=(
            _column("location", "The place.", [p.name for p in places]),
            _column(
                "deployments", "Deployments there.", [p.deployments for p in places]
            ),
            _column("alerts", "Alerts there.", [p.alerts for p in places]),
            _column(
                "false_alerts",
                "Wrong alerts there, as published.",
                [p.wrong for p in places],
            ),
            _column(
                "share",
                "Wrong alerts among the alerts; empty without alerts.",
                [p.wrong / p.alerts if p.alerts else None for p in places],
                unit="share",
            ),
            *_limit_columns(at, far),
            _column(
                "outside",
                "Outside the limits of 95 or of 99.8 in 100, or of none.",
                [_how_far(k, far) for k in at],
            ),
        ),
    )


def _limit_columns(at: Sequence[int | None], far: _Far) -> list[Column]:
    ends = {
        "low95": ("Lower inner limit.", far.inner.low),
        "high95": ("Upper inner limit.", far.inner.high),
        "low998": ("Lower outer limit.", far.outer.low),
        "high998": ("Upper outer limit.", far.outer.high),
    }
    return [
        _column(
            name,
            meaning,
            [None if k is None else float(values[k]) for k in at],
            unit="share",
        )
        for name, (meaning, values) in ends.items()
    ]


def _how_far(k: int | None, far: _Far) -> str:
    if k is None or not far.outside_inner[k]:
        return "none"
    return "99.8" if far.outside_outer[k] else "95"


def _column(
    name: str,
    meaning: str,
    values: Sequence[str | int | float | None],
    *,
    unit: str = "",
) -> Column:
    if unit:
        return Column(name, "number", unit, meaning, tuple(values))
    if isinstance(values[0], str):
        return Column(name, "string", "", meaning, tuple(values))
    return Column(name, "integer", "count", meaning, tuple(values))
