"""Findings from a search log, so that each is stated in one way."""

from collections.abc import Mapping
from dataclasses import dataclass

from matchaudit.estimation import wording
from matchaudit.estimation.counts import Estimate
from matchaudit.estimation.finding import Finding, Key
from matchaudit.estimation.partial_verification import ShareBounds

FEWEST_EVENTS, FEWEST_TRIALS = 10, 100
"""Below, a share is not put in proportion: the counts say what was seen."""

FEW_CASES = 30
"""Below, an interval over cases rests on too few to be trusted blindly."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchSettings:
    """The decisions of an audit of searches. None that is somebody's has a default.

    Attributes
    ----------
    confidence : float, default=0.95
        Nominal two-sided coverage of every interval, in (0, 1).
    random_sample : bool, default=False
        True if somebody declares that the candidates with ``verification_sample`` were
        drawn at random from those that would not have been checked otherwise.
    seed : int, default=1
        Of the bootstrap.
    group_floor : int, default=10
        Groups with fewer candidates are not estimated.
    """

    confidence: float = 0.95
    random_sample: bool = False
    seed: int = 1
    group_floor: int = 10


def counted(
    name: str,
    population: Mapping[str, Key],
    n: int | None,
    says: str,
    *,
    curve: str | None = None,
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
        unit="count",
        method="count",
        says=says,
        curve=curve,
        cautions=cautions,
    )


def measured(
    name: str,
    population: Mapping[str, Key],
    estimate: Estimate,
    says: str,
    *,
    cautions: tuple[str, ...] = (),
) -> Finding:
    """Return the finding of a share.

    Examples
    --------
    >>> e = Estimate(value=0.1, low=0.05, high=0.2, confidence=0.95, method="x")
    >>> measured("usage/candidate_share", {}, e, "About 1 in 10.").interval
    (0.05, 0.2)
    """
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
        unit="probability",
        method=estimate.method,
        says=says,
        cautions=cautions,
    )


def bounded(
    name: str,
    population: Mapping[str, Key],
    bounds: ShareBounds,
    says: str,
    *,
    cautions: tuple[str, ...] = (),
) -> Finding:
    """Return the finding of a share of which only a range is known.

    Examples
    --------
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
        interval=(bounds.low, bounds.high),
        confidence=bounds.confidence,
        unit="probability",
        method=bounds.method,
        says=says,
        cautions=cautions,
    )


def unknown(
    name: str,
    population: Mapping[str, Key],
    what: str,
    because: str,
    *,
    unit: str = "probability",
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
        says=f"We cannot tell {what}, because {because}.",
        because=because,
        cautions=cautions,
    )


def span(low: float, high: float) -> str:
    """Return a range of shares in words, rounded outward.

    Examples
    --------
    >>> span(0.0938, 0.7294), span(0.004, 0.031), span(0.0, 0.7), span(0.2, 1.0)
    ('between 9 and 73 in 100', 'between 4 and 31 in 1,000', 'between 0 and 70 in 100', 'between 20 and 100 in 100')
    """
    size = 100
    while high * size < 10 and size < 10**9:
        size *= 10
    ends = (wording.share_of(low, size, "down"), wording.share_of(high, size, "up"))
    return f"{wording.ends(*ends)} in {size:,}"


def likely(estimate: Estimate) -> str:
    """Return a share with its interval in words; of few cases, the interval alone.

    Examples
    --------
    >>> likely(Estimate(value=0.31, low=0.268, high=0.36, confidence=0.95, method="x"))
    'about 31 in 100 (likely between 26 and 36 in 100)'
    >>> from matchaudit.estimation.proportions import clopper_pearson
    >>> likely(clopper_pearson(0, 3))
    'likely between 0 and 71 in 100'
    """
    within = f"likely {span(estimate.low, estimate.high)}"
    few_events = estimate.events is not None and estimate.events < FEWEST_EVENTS
    if few_events or (estimate.trials is not None and estimate.trials < FEWEST_TRIALS):
        return within
    return f"about {wording.frequency(estimate.value)} ({within})"


def spoken(column: str) -> str:
    """Return a column's name as a sentence has it.

    Examples
    --------
    >>> spoken("authority_type")
    'authority type'
    """
    return column.replace("_", " ")


def named(column: str, value: Key) -> str:
    """Return a value with the name of its column, unless it starts with that word.

    Examples
    --------
    >>> named("agency", "North PD"), named("agency", "Agency 2")
    ('agency North PD', 'Agency 2')
    """
    own = str(value).lower().startswith(f"{spoken(column)} ")
    return str(value) if own else f"{spoken(column)} {value}"


def few_units(n: int, noun: str) -> tuple[str, ...]:
    """Return a caution if an interval rests on few units.

    Examples
    --------
    >>> few_units(12, "cases"), few_units(30, "cases")
    (('Only 12 cases are behind this, so take the range with care.',), ())
    """
    if n >= FEW_CASES:
        return ()
    return (f"Only {n} {noun} are behind this, so take the range with care.",)
