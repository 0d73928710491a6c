"""Places as a funnel: how far off a place may be by chance, and how many are further."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from matchaudit.errors import UndefinedMeasureError
from matchaudit.estimation.finding import Column, Curve, Finding
from matchaudit.estimation.wording import whole
from matchaudit.tallies.deployments import DeploymentRows
from matchaudit.usage.denominators import OF_ALERTS, Divided, divided
from matchaudit.usage.funnel import FUNNEL_CONFIDENCES, FunnelLimits, funnel_limits
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
    outside = (inner.is_outside(wrong), outer.is_outside(wrong))
    unnamed = sum(not name for name in names)
    return (
        [_finding(tried, (inner, outer), outside, unnamed)],
        [_curve(places, (inner, outer), outside)],
    )


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
    place_of_row = np.array(names)
    of_used = place_of_row[found.at]
    return [
        _Place(
            name=name,
            deployments=int((place_of_row == name).sum()),
            alerts=int(found.over[of_used == name].sum()),
            wrong=int(found.events[of_used == name].sum()),
        )
        for name in sorted(set(names) - {""}, key=lambda name: (name.casefold(), name))
    ]


def _finding(
    tried: Sequence[_Place],
    limits: tuple[FunnelLimits, FunnelLimits],
    outside: tuple[np.ndarray, np.ndarray],
    unnamed: int,
) -> Finding:
    inner, outer = (int(far.sum()) for far in outside)
    by_chance = [_about(float(one.chance_outside.sum())) for one in limits]
    n = len(tried)
    cautions = [NOT_A_LIST]
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


def _curve(
    places: Sequence[_Place],
    limits: tuple[FunnelLimits, FunnelLimits],
    outside: tuple[np.ndarray, np.ndarray],
) -> Curve:
    place_in_limits: dict[str, int] = {}
    for place in places:
        if place.alerts:
            place_in_limits[place.name] = len(place_in_limits)
    at = [place_in_limits.get(place.name) for place in places]

    def of(values: np.ndarray) -> tuple[float | None, ...]:
        return tuple(None if k is None else float(values[k]) for k in at)

    def how_far(k: int | None) -> str:
        if k is None or not outside[0][k]:
            return "none"
        return "99.8" if outside[1][k] else "95"

    def number(name: str, meaning: str, values: tuple[float | None, ...]) -> Column:
        return Column(name, "number", "share", meaning, values)

    def count(name: str, meaning: str, values: Sequence[int]) -> Column:
        return Column(name, "integer", "count", meaning, tuple(values))

    inner, outer = limits
    return Curve(
        name=NAME,
        title="Wrong alerts by place, and how far chance alone moves their share",
        columns=(
            Column(
                "location", "string", "", "The place.", tuple(p.name for p in places)
            ),
            count("deployments", "Deployments there.", [p.deployments for p in places]),
            count("alerts", "Alerts there.", [p.alerts for p in places]),
            count(
                "false_alerts",
                "Wrong alerts there, as published.",
                [p.wrong for p in places],
            ),
            number(
                "share",
                "Wrong alerts among the alerts; empty without alerts.",
                tuple(p.wrong / p.alerts if p.alerts else None for p in places),
            ),
            number("low95", "Lower inner limit.", of(inner.low)),
            number("high95", "Upper inner limit.", of(inner.high)),
            number("low998", "Lower outer limit.", of(outer.low)),
            number("high998", "Upper outer limit.", of(outer.high)),
            Column(
                "outside",
                "string",
                "",
                "Outside the limits of 95 or of 99.8 in 100, or of none.",
                tuple(how_far(k) for k in at),
            ),
        ),
    )
