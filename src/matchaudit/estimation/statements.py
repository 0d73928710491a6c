"""Findings made from estimates, so that each kind is stated in one way."""

from collections.abc import Mapping
from typing import Protocol

from matchaudit.estimation.counts import Estimate
from matchaudit.estimation.finding import Finding, Key


class Ends(Protocol):
    """A range that data or assumptions leave open, and how it was found."""

    @property
    def low(self) -> float | None:
        """The lower end; None where it is open."""
        ...

    @property
    def high(self) -> float | None:
        """The upper end; None where it is open."""
        ...

    @property
    def confidence(self) -> float:
        """In (0, 1)."""
        ...

    @property
    def method(self) -> str:
        """A short name."""
        ...


def measured(  # noqa: PLR0913 - each part of the finding is named
    name: str,
    population: Mapping[str, Key],
    estimate: Estimate,
    says: str,
    *,
    unit: str = "probability",
    sources: tuple[str, ...] = (),
    cautions: tuple[str, ...] | None = None,
) -> Finding:
    """Return the finding of an estimate with its interval.

    Its cautions are those of the estimate, unless others are given.

    Examples
    --------
    >>> e = Estimate(value=0.1, low=0.05, high=0.2, confidence=0.95, method="x")
    >>> measured("accuracy/eer", {}, e, "About 1 in 10.").interval
    (0.05, 0.2)
    """
    if cautions is None:
        cautions = estimate.cautions
        if estimate.events == 0:  # the sentence itself says what none at all shows
            cautions = tuple(c for c in cautions if not c.startswith("There were none"))
    return Finding(
        id=name,
        population=population,
        status="measured",
        estimate=estimate.value,
        interval=(estimate.low, estimate.high),
        confidence=estimate.confidence,
        events=estimate.events,
        trials=estimate.trials,
        effective_trials=estimate.effective_trials,
        unit=unit,
        method=estimate.method,
        says=says,
        sources=sources,
        cautions=cautions,
    )


def bounded(  # noqa: PLR0913 - each part of the finding is named
    name: str,
    population: Mapping[str, Key],
    ends: Ends,
    says: str,
    *,
    unit: str = "probability",
    sources: tuple[str, ...] = (),
    cautions: tuple[str, ...] = (),
) -> Finding:
    """Return the finding of a number of which only a range is known.

    Examples
    --------
    >>> from matchaudit.estimation.partial_verification import ShareBounds
    >>> b = ShareBounds(
    ...     least=0.1, most=0.7, low=0.05, high=0.8, confidence=0.95, method="x"
    ... )
    >>> bounded("usage/outcome_wrong_share", {}, b, "Between 5 and 80 in 100.").interval
    (0.05, 0.8)
    """
    return Finding(
        id=name,
        population=population,
        status="bounded",
        interval=(ends.low, ends.high),
        confidence=ends.confidence,
        unit=unit,
        method=ends.method,
        says=says,
        sources=sources,
        cautions=cautions,
    )


def counted(  # noqa: PLR0913 - each part of the finding is named
    name: str,
    population: Mapping[str, Key],
    n: float | None,
    says: str,
    *,
    unit: str = "count",
    curve: str | None = None,
    sources: tuple[str, ...] = (),
    cautions: tuple[str, ...] = (),
) -> Finding:
    """Return the finding of an exact count, or of a table of counts.

    Examples
    --------
    >>> counted("usage/searches", {}, 3, "The log has 3 searches.").estimate
    3
    """
    return Finding(
        id=name,
        population=population,
        status="counted",
        estimate=n,
        unit=unit,
        method="count",
        says=says,
        curve=curve,
        sources=sources,
        cautions=cautions,
    )


def unknown(  # noqa: PLR0913 - each part of the finding is named
    name: str,
    population: Mapping[str, Key],
    what: str,
    because: str,
    *,
    start: str = "We",
    unit: str = "probability",
    sources: tuple[str, ...] = (),
    cautions: tuple[str, ...] = (),
) -> Finding:
    """Return the finding that there is no number, and why.

    Examples
    --------
    >>> unknown("usage/miss_rate", {}, "how many were missed", "no one looked").says
    'We cannot tell how many were missed, because no one looked.'
    """
    return Finding(
        id=name,
        population=population,
        status="not_estimable",
        unit=unit,
        method="none",
        says=f"{start} cannot tell {what}, because {because}.",
        because=because,
        sources=sources,
        cautions=cautions,
    )
