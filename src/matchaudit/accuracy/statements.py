"""Findings made from estimates, so that each rate is stated in one way."""

from collections.abc import Mapping
from dataclasses import dataclass

from matchaudit.accuracy import terms
from matchaudit.estimation import statements
from matchaudit.estimation.finding import Finding, Key

ISO = "ISO/IEC 19795-1:2021"


@dataclass(frozen=True, slots=True)
class Bounds:
    """A number whose interval may be open at an end that the data do not show.

    Attributes
    ----------
    value : float
    low, high : float or None
        None where the end is open.
    confidence : float
    method : str
    because : str
        Why there is no number at all, should both ends be open.
    events, trials : int or None
        The counts behind the value, where it is a proportion.
    cautions : tuple of str
    """

    value: float
    low: float | None
    high: float | None
    confidence: float
    method: str
    because: str
    events: int | None = None
    trials: int | None = None
    cautions: tuple[str, ...] = ()


def not_estimable(
    name: str,
    population: Mapping[str, Key],
    because: str,
    *,
    what: str,
    unit: str = "probability",
    sources: tuple[str, ...] = (),
) -> Finding:
    """Return the finding that there is no number, and why.

    Examples
    --------
    >>> not_estimable("accuracy/eer", {}, "all is mated", what="the rate").says
    'We cannot tell the rate, because all is mated.'

    A threshold in the population is said first:

    >>> at = {"threshold": 0.5}
    >>> not_estimable("accuracy/fmr", at, "all is mated", what="the rate").says
    'At score 0.5, we cannot tell the rate, because all is mated.'
    """
    start = "We"
    if "threshold" in population:
        start = f"At score {terms.score(float(population['threshold']))}, we"
    return statements.unknown(
        name, population, what, because, start=start, unit=unit, sources=sources
    )


def with_ends(  # noqa: PLR0913 - each part of the finding is named
    name: str,
    population: Mapping[str, Key],
    bounds: Bounds,
    *,
    says: str,
    what: str | None = None,
    unit: str = "probability",
    sources: tuple[str, ...] = (),
) -> Finding:
    """Return the finding of a number whose interval may have an open end.

    *measured* with two ends, *bounded* with one, *not_estimable* with none. ``what`` is
    named if there is none, as in `not_estimable`.

    Examples
    --------
    >>> b = Bounds(0.6, 0.5, None, 0.95, "x", "there is too little")
    >>> with_ends("accuracy/eer", {}, b, says="It is 0.5 or more.").status
    'bounded'
    """
    ends = (bounds.low, bounds.high)
    if ends == (None, None):
        return Finding(
            id=name,
            population=population,
            status="not_estimable",
            unit=unit,
            method=bounds.method,
            says=f"We cannot tell{f' {what}' if what else ''}, "
            f"because {bounds.because}.",
            because=bounds.because,
            sources=sources,
            cautions=bounds.cautions,
        )
    whole = None not in ends
    return Finding(
        id=name,
        population=population,
        status="measured" if whole else "bounded",
        estimate=bounds.value if whole else None,
        interval=ends,
        confidence=bounds.confidence,
        events=bounds.events,
        trials=bounds.trials,
        unit=unit,
        method=bounds.method,
        says=says,
        sources=sources,
        cautions=bounds.cautions,
    )
