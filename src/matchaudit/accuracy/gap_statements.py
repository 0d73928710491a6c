"""Findings made from ratios and indices, of which one side may be open."""

from collections.abc import Mapping

from matchaudit.accuracy.gap_wording import place
from matchaudit.accuracy.group_rates import GroupRate, GroupRates, plain
from matchaudit.accuracy.statements import not_estimable
from matchaudit.estimation.finding import Finding, Key
from matchaudit.estimation.ratios import Bounded


def bounded(
    name: str,
    population: Mapping[str, Key],
    number: Bounded,
    *,
    says: str,
    sources: tuple[str, ...] = (),
    cautions: tuple[str, ...] = (),
) -> Finding:
    """Return the finding of a number that may be known from one side only.

    Examples
    --------
    >>> low = Bounded(value=None, low=2.0, high=None, confidence=0.95, method="m")
    >>> bounded("accuracy/fmr_ratio", {}, low, says="At least 2 times.").status
    'bounded'
    """
    closed = None not in (number.value, number.low, number.high)
    return Finding(
        id=name,
        population=population,
        status="measured" if closed else "bounded",
        estimate=number.value if closed else None,
        interval=(number.low, number.high),
        confidence=number.confidence,
        unit="ratio",
        method=number.method,
        says=says,
        sources=sources,
        cautions=cautions,
    )


def warnings(*rates: GroupRate, confidence: float) -> tuple[str, ...]:
    """Return what must be said of the rates behind a ratio, each thing once."""
    said: dict[str, None] = {}
    for rate in rates:
        for caution in rate.estimate(confidence).cautions:
            here = place(rate)
            said[f"{here[:1].upper()}{here[1:]}: {caution}"] = None
    return tuple(said)


def no_gap(groups: GroupRates, dimension: str) -> str | None:
    """Return why there is no gap to measure, or None."""
    if len(groups.rates) >= 2:
        return None
    few = f"fewer than two {plain(dimension)}s can be compared"
    return "; ".join([few, *groups.left_out.values()])


def left_out(groups: GroupRates) -> tuple[str, ...]:
    """Return one sentence for each group that has no place in the index."""
    return tuple(f"Left out: {reason}." for reason in groups.left_out.values())


def no_index(name: str, population: dict[str, Key], because: str, what: str) -> Finding:
    """Return the finding that a ratio or an index has no value, and why."""
    return not_estimable(name, population, because, what=what, unit="ratio")
