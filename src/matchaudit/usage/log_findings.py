"""How findings from a search log are decided and put into words."""

from dataclasses import dataclass

from matchaudit.estimation import wording
from matchaudit.estimation.counts import Estimate
from matchaudit.estimation.finding import Key

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
