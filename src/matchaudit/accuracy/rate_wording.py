"""Sentences about a rate: what was counted, and what is likely for others."""

import math
from collections.abc import Mapping

from matchaudit.accuracy import terms
from matchaudit.estimation import wording
from matchaudit.estimation.counts import Estimate
from matchaudit.estimation.effort import effort_to_show
from matchaudit.estimation.finding import Key

_TRIES = {
    terms.WRONG: "with different people",
    terms.MISSED: "with the same person",
}
_FEW_EVENTS = 10  # fewer are not put in proportion: "3 of 517", not "58 in 10,000"


def counted(estimate: Estimate, tries: str, error: str) -> str:
    """Say what was counted: out of a power of ten only where counts are large.

    Examples
    --------
    >>> few = Estimate(
    ...     value=1 / 517,
    ...     low=1e-4,
    ...     high=0.011,
    ...     confidence=0.95,
    ...     method="x",
    ...     events=1,
    ...     trials=517,
    ... )
    >>> counted(few, "tries with the same person", terms.MISSED)
    '1 of 517 tries with the same person was a missed match'
    """
    events, trials = estimate.events or 0, estimate.trials or 0
    were = f"was a {error}" if events == 1 else f"were {error}es"
    out_of = f"{events:,} of {trials:,}"
    size = wording.joint_base(estimate)
    if events < _FEW_EVENTS or trials <= size:
        return f"{out_of} {tries} {were}"
    return f"about {wording.share_of(estimate.value, size)} in {size:,} {tries} {were} ({out_of})"


def rate_sentence(
    estimate: Estimate, error: str, population: Mapping[str, Key], *, aim: float
) -> str:
    """Say a rate of wrong or missed matches at a threshold.

    Parameters
    ----------
    estimate : Estimate
    error : str
        ``WRONG`` or ``MISSED``.
    population : mapping
        With a ``threshold``, and the group or condition if there is one.
    aim : float
        The rate that a sample without errors should have shown.

    Returns
    -------
    str
        What was counted, then what is likely; without a single error the few short
        sentences that say what such a sample does not show.

    Examples
    --------
    >>> e = Estimate(
    ...     value=1.2e-4,
    ...     low=5.2e-5,
    ...     high=3.2e-4,
    ...     confidence=0.95,
    ...     method="x",
    ...     events=36,
    ...     trials=300_000,
    ... )
    >>> rate_sentence(e, terms.WRONG, {"threshold": 0.64, "probe_group": "B"}, aim=1e-4)
    'At score 0.64, about 12 in 100,000 tries with different people in group B were wrong matches (36 of 300,000). For people like these the rate is likely between 5 and 32 in 100,000.'
    """
    line = f"score {terms.score(float(population['threshold']))}"
    place = terms.where(population)
    if estimate.events == 0:
        return no_events_sentence(
            estimate, f"{error}es", f"{place} at {line}".lstrip(), aim=aim
        )
    tries = f"tries {_TRIES[error]}{place}"
    if estimate.events == estimate.trials:
        few = wording.limit(estimate.low, "down")
        return (
            f"At {line}, all {estimate.trials:,} {tries} were {error}es. "
            f"The true rate could be as low as {few}."
        )
    return f"At {line}, {counted(estimate, tries, error)}. {terms.likely(estimate)}"


def no_events_sentence(
    estimate: Estimate, errors: str, place: str, *, aim: float
) -> str:
    """Say what a sample without a single error does not show.

    Examples
    --------
    >>> e = Estimate(
    ...     value=0,
    ...     low=0,
    ...     high=0.0183,
    ...     confidence=0.95,
    ...     method="x",
    ...     trials=200,
    ...     effective_trials=200.0,
    ... )
    >>> no_events_sentence(e, "wrong matches", "at score 0.9", aim=1e-3)
    'There were no wrong matches in 200 tries at score 0.9. That does not mean the rate is zero. It could be as high as 1.8 in 100. To show it is below 1 in 1,000 you need about 3,700 such tries.'
    """
    said = (
        f"There were no {errors} in {estimate.trials or 0:,} tries {place}. "
        "That does not mean the rate is zero."
    )
    if estimate.high >= 1:
        return f"{said} It could be anything."
    return f"{said} It could be as high as {wording.upper(estimate.high)}. " + _needed(
        estimate, aim
    )


def _needed(estimate: Estimate, aim: float) -> str:
    """Say how many more tries or people a sample without errors would need."""
    effort = effort_to_show(estimate, aim)
    need, shown = (
        wording.rounded(effort.trials),
        f"To show it is below {wording.one_in(aim)} you need",
    )
    if effort.independent:
        return f"{shown} about {need} such tries."
    if effort.units is None:
        return f"{shown} at least {need} tries, with new people."
    few, many = (wording.rounded(n) for n in effort.units)
    people = f"about {few}" if few == many else f"{few} to {many}"
    return f"{shown} at least {need} tries, with new people: {people} people in all."


def aim_below(high: float) -> float:
    """Return the power of ten below an upper end: the next thing to be shown.

    Examples
    --------
    >>> aim_below(0.0183), aim_below(1e-3)
    (0.01, 0.0001)
    """
    return float(f"1e{math.ceil(math.log10(high)) - 1}")
