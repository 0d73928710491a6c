"""How much can be claimed from a sample at most, with its shared people allowed for.

Two rules, and the smaller claim of both. *The ratio of rates*: at a threshold t, the
lower end of the share of mated comparisons at or above it, over the upper end of the
share of non-mated ones there. *ELUB*, with as many comparisons as the sample is worth,
not as many as there are rows.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from matchaudit.accuracy.cllr import FloatArray
from matchaudit.accuracy.elub import elub
from matchaudit.accuracy.rates import (
    NO_MATED,
    NO_NONMATED,
    stratum_fmr,
    stratum_fnmr,
)
from matchaudit.errors import UndefinedMeasureError
from matchaudit.estimation.counts import Estimate, IntArray
from matchaudit.tallies.comparisons import ComparisonTally, StratumTally

Rate = Callable[..., Estimate]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimBounds:
    """Logarithms to base 10 of the likelihood ratio that can be claimed at most.

    Attributes
    ----------
    against, favour : float
        For two people and for one, ``against <= 0 <= favour``.
    cautious_against, cautious_favour : float
        The same, with nothing assumed about comparisons that share a person: only as
        many count as can be made without sharing anybody. Never a larger claim.
    confidence : float
        With which all rates behind ``against``, or all behind ``favour``, hold at once.
    """

    against: float
    favour: float
    cautious_against: float
    cautious_favour: float
    confidence: float


@dataclass(frozen=True, slots=True)
class _Side:
    """A claim that a ratio of two rates bears out, and what they are worth."""

    log10: float
    effective_trials: float


def claim_bounds(
    tally: ComparisonTally,
    log10_mated: FloatArray,
    log10_nonmated: FloatArray,
    *,
    confidence: float = 0.95,
) -> ClaimBounds:
    """Bound the likelihood ratios of a sample.

    Parameters
    ----------
    tally : ComparisonTally
        Its first stratum and its thresholds.
    log10_mated, log10_nonmated : ndarray of float64, shape (m,), (n,)
        Logarithms to base 10 of likelihood ratios of comparisons that are in it, each
        fitted to other people.
    confidence : float, default=0.95
        In (0, 1).

    Returns
    -------
    ClaimBounds

    Raises
    ------
    UndefinedMeasureError
        If a kind of comparison is missing, or does not show how people differ.
    """
    stratum = tally.strata[0]
    if stratum.n_mated == 0 or stratum.n_nonmated == 0:
        raise UndefinedMeasureError(NO_NONMATED if stratum.n_mated else NO_MATED)
    wrong = stratum.nonmated_at_or_above.sum(axis=1) // 2
    missed = stratum.mated_below.sum(axis=1)
    favour = _borne_out(stratum, wrong, (stratum_fmr, stratum_fnmr), confidence)
    against = _borne_out(
        stratum, missed[::-1], (stratum_fnmr, stratum_fmr), confidence, backwards=True
    )
    sizes = (
        min(against.effective_trials, log10_mated.size),
        min(favour.effective_trials, log10_nonmated.size),
    )
    low, high = elub(log10_mated, log10_nonmated, sizes=sizes)
    least = (
        max(stratum.n_mated // int(stratum.mated_trials.max()), 1),
        max(stratum.n_nonmated // int(stratum.nonmated_trials.max()), 1),
    )
    sure = (min(sizes[0], least[0]), min(sizes[1], least[1]))
    lowest, highest = elub(log10_mated, log10_nonmated, sizes=sure)
    low, high = max(low, -against.log10), min(high, favour.log10)
    return ClaimBounds(
        against=low,
        favour=high,
        cautious_against=max(low, lowest),
        cautious_favour=min(high, highest),
        confidence=confidence,
    )


def rungs(events: Sequence[int] | IntArray) -> list[int]:
    """Choose thresholds from the strictest on, each with twice the errors before it.

    Neighbouring thresholds say much the same. With few of them the interval of each
    need not be much wider for all to hold at once. How many there are does not change
    when all comparisons are repeated.

    Parameters
    ----------
    events : sequence of int, shape (K,)
        Errors at each threshold, never rising.

    Returns
    -------
    list of int
        Places in ``events``, ascending in errors; of equal ones the first.

    Examples
    --------
    >>> rungs([9, 7, 4, 3, 3, 1, 0, 0])
    [6, 5, 3, 1]
    """
    counts = np.asarray(events)
    chosen: list[int] = []
    least = 0
    for k in range(counts.size - 1, -1, -1):
        first = k == 0 or counts[k - 1] > counts[k]
        if first and counts[k] >= least:
            chosen.append(k)
            least = max(2 * int(counts[k]), 1)
    return chosen


def _borne_out(
    stratum: StratumTally,
    events: IntArray,
    rates: tuple[Rate, Rate],
    confidence: float,
    *,
    backwards: bool = False,
) -> _Side:
    """Return the largest ratio, over the rungs, of one rate's rest to the other.

    ``rates`` are that of the errors which the claim makes, and that of the other kind.
    Bonferroni: the intervals of all rungs hold at once.
    """
    places = rungs(events)
    if not places:
        raise UndefinedMeasureError("no threshold was counted")
    each = 1 - (1 - confidence) / len(places)
    best = _Side(0.0, 1.0)
    for place in places:
        k = events.size - 1 - place if backwards else place
        error = rates[0](stratum, k, confidence=each)
        other = rates[1](stratum, k, confidence=each)
        worth = error.effective_trials or 1.0
        ratio = (1 - other.high) / error.high
        log10 = float(np.log10(ratio)) if ratio > 1 else 0.0
        if place == places[0] or log10 > best.log10:
            best = _Side(log10, worth)
    return best
