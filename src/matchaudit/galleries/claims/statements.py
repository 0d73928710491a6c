"""How findings on a register of claims are put into words."""

from collections.abc import Mapping

from matchaudit.estimation import wording
from matchaudit.estimation.counts import Estimate

FEW_EVENTS, FEW_TRIALS = 10, 100
"""With fewer the interval alone is told."""

BY_METHOD: Mapping[str, str] = {
    "ai_match": "claims by AI matching",
    "records": "claims from records",
    "tip": "claims from a tip",
    "self": "claims people made of themselves",
}


def span(low: float, high: float) -> str:
    """Return a range of shares in words, rounded outward.

    Examples
    --------
    >>> span(0.035, 0.785), span(0.004, 0.031), span(0.2, 1.0)
    ('between 3 and 79 in 100', 'between 4 and 31 in 1,000', 'between 20 and 100 in 100')
    """
    size = 100
    while high * size < 10 and size < 10**9:
        size *= 10
    ends = (wording.share_of(low, size, "down"), wording.share_of(high, size, "up"))
    return f"{wording.ends(*ends)} in {size:,}"


def likely(share: Estimate) -> str:
    """Return a share with its interval in words; of few events, the interval alone.

    Examples
    --------
    >>> likely(Estimate(value=0.31, low=0.268, high=0.36, confidence=0.95, method="x"))
    'about 31 in 100 (likely between 26 and 36 in 100)'
    """
    within = f"likely {span(share.low, share.high)}"
    few_events = share.events is not None and share.events < FEW_EVENTS
    if few_events or (share.trials is not None and share.trials < FEW_TRIALS):
        return within
    return f"about {wording.frequency(share.value)} ({within})"


def named(column: str, value: str) -> str:
    """Return a part of the register in words that a number stands before.

    Examples
    --------
    >>> named("method", "ai_match"), named("probe_mask", "lower")
    ('claims by AI matching', 'claims with the mask "lower"')
    >>> named("publisher", "Outlet 3"), named("publisher", "not recorded")
    ('claims by Outlet 3', 'claims without a publisher')
    """
    what = "mask" if column == "probe_mask" else column
    if value == "others":
        return f"other claims (by {what})"
    if value == "not recorded":
        return f"claims without a {what}"
    if column == "method":
        return BY_METHOD.get(value, f"claims by {value}")
    return f'claims with the mask "{value}"' if what == "mask" else f"claims by {value}"


def were(n: int, what: str) -> str:
    """Return a count with its verb.

    Examples
    --------
    >>> were(1, "refuted"), were(1200, "refuted")
    ('1 was refuted', '1,200 were refuted')
    """
    return f"{n:,} {'was' if n == 1 else 'were'} {what}"


def unsettled(withdrawn: int) -> str:
    """Return what those are of which nobody found out if they were right.

    Claims that were withdrawn have a total of their own, so the words must name them.

    Examples
    --------
    >>> were(150, unsettled(0)), were(167, unsettled(1))
    ('150 were never checked', '167 were withdrawn or never checked')
    """
    return "withdrawn or never checked" if withdrawn else "never checked"
