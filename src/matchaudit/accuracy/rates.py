"""Error rates of one stratum at one threshold, each with its interval.

A comparison matches if ``score >= threshold``. Rates of the matching algorithm
(``false_match_rate``, ``false_non_match_rate``) leave failures to acquire out; the
generalised rates (``false_accept_rate``, ``false_reject_rate``) count every attempt.
Comparisons share people, so that no interval here treats them as independent.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

import numpy as np

from matchaudit.errors import UndefinedMeasureError
from matchaudit.estimation.clustered import clustered_proportion
from matchaudit.estimation.counts import Clusters, Dyads, Estimate, IntArray
from matchaudit.estimation.dyadic import dyadic_proportion
from matchaudit.tallies.comparisons import ComparisonTally, SideTally, StratumTally

NO_MATED = "there are no comparisons of the same person"
NO_NONMATED = "there are no comparisons of different people"
_NONE: Mapping[str, str] = {}


def false_match_rate(
    tally: ComparisonTally,
    threshold: float,
    *,
    population: Mapping[str, str] = _NONE,
    confidence: float = 0.95,
) -> Estimate:
    """Estimate the share of non-mated comparisons that match.

    Parameters
    ----------
    tally : ComparisonTally
    threshold : float
        One of ``tally.thresholds``.
    population : mapping of str to str, default={}
        The stratum's covariate values; all comparisons by default.
    confidence : float, default=0.95
        Nominal two-sided coverage, in (0, 1).

    Returns
    -------
    Estimate
        A probability. Its interval allows for subjects that are in many comparisons.

    Raises
    ------
    UndefinedMeasureError
        If no usable comparison is non-mated.
    KeyError
        If the tally does not hold the threshold or the stratum.

    References
    ----------
    .. [1] ISO/IEC 19795-1:2021, false match rate.
    """
    stratum = tally.stratum(population)
    return stratum_fmr(stratum, tally.index(threshold), confidence=confidence)


def false_non_match_rate(
    tally: ComparisonTally,
    threshold: float,
    *,
    population: Mapping[str, str] = _NONE,
    confidence: float = 0.95,
) -> Estimate:
    """Estimate the share of mated comparisons that do not match.

    Parameters
    ----------
    tally, threshold, population, confidence
        As for `false_match_rate`.

    Returns
    -------
    Estimate
        A probability. Its interval allows for several comparisons of one subject.

    Raises
    ------
    UndefinedMeasureError
        If no usable comparison is mated.
    KeyError
        If the tally does not hold the threshold or the stratum.

    References
    ----------
    .. [1] ISO/IEC 19795-1:2021, false non-match rate.
    """
    stratum = tally.stratum(population)
    return stratum_fnmr(stratum, tally.index(threshold), confidence=confidence)


def false_accept_rate(
    tally: ComparisonTally, threshold: float, *, confidence: float = 0.95
) -> Estimate:
    """Estimate the share of all non-mated attempts, failed ones too, that match.

    An attempt without a usable score cannot match. The interval is that of the false
    match rate, scaled by the share of attempts with a usable score, which is taken as
    known: its own uncertainty is small beside that of a rare event.

    Parameters
    ----------
    tally, threshold, confidence
        As for `false_match_rate`.

    Returns
    -------
    Estimate

    Raises
    ------
    UndefinedMeasureError
        If no usable comparison is non-mated.

    References
    ----------
    .. [1] ISO/IEC 19795-1:2021, false accept rate: FMR times (1 - FTA) where one
       attempt is one comparison.
    """
    stratum = tally.strata[0]
    rate = stratum_fmr(stratum, tally.index(threshold), confidence=confidence)
    attempts = stratum.n_nonmated + stratum.n_nonmated_failed
    usable = stratum.n_nonmated / attempts
    return replace(
        rate,
        value=rate.value * usable,
        low=rate.low * usable,
        high=rate.high * usable,
        trials=attempts,
        method=f"{rate.method}, times the usable share",
    )


def false_reject_rate(
    tally: ComparisonTally, threshold: float, *, confidence: float = 0.95
) -> Estimate:
    """Estimate the share of all mated attempts that fail or do not match.

    Parameters
    ----------
    tally, threshold, confidence
        As for `false_match_rate`.

    Returns
    -------
    Estimate

    Raises
    ------
    UndefinedMeasureError
        If no attempt is mated.

    References
    ----------
    .. [1] ISO/IEC 19795-1:2021, false reject rate: FTA + FNMR (1 - FTA) where one
       attempt is one comparison.
    """
    stratum, k = tally.strata[0], tally.index(threshold)
    if stratum.mated_failed.n_trials == 0:
        raise UndefinedMeasureError(NO_MATED)
    totals = stratum.mated_below.sum(axis=1)
    looser = [rejections(stratum, j) for j in _looser(totals, k, range(k, totals.size))]
    return clustered_proportion(
        rejections(stratum, k), looser=looser, confidence=confidence
    )


def failure_to_acquire_rate(side: SideTally, *, confidence: float = 0.95) -> Estimate:
    """Estimate the share of the samples of one side without any usable score.

    Parameters
    ----------
    side : SideTally
        Samples of probes or of references, by subject.
    confidence : float, default=0.95

    Returns
    -------
    Estimate

    Raises
    ------
    UndefinedMeasureError
        If there are no samples.

    References
    ----------
    .. [1] ISO/IEC 19795-1:2021, failure-to-acquire rate.
    """
    if side.samples.n_trials == 0:
        raise UndefinedMeasureError("there are no samples")
    return clustered_proportion(side.samples, confidence=confidence)


def stratum_fmr(stratum: StratumTally, k: int, *, confidence: float) -> Estimate:
    """Estimate the false match rate at ``thresholds[k]`` of one stratum."""
    if stratum.n_nonmated == 0:
        raise UndefinedMeasureError(NO_NONMATED)
    totals = stratum.nonmated_at_or_above.sum(axis=1) // 2
    looser = _looser(totals, k, range(k, -1, -1))
    return dyadic_proportion(
        stratum.false_matches(k),
        looser=[stratum.false_matches(j) for j in looser],
        confidence=confidence,
    )


def stratum_fnmr(stratum: StratumTally, k: int, *, confidence: float) -> Estimate:
    """Estimate the false non-match rate at ``thresholds[k]`` of one stratum."""
    if stratum.n_mated == 0:
        raise UndefinedMeasureError(NO_MATED)
    totals = stratum.mated_below.sum(axis=1)
    looser = _looser(totals, k, range(k, totals.size))
    return clustered_proportion(
        stratum.false_non_matches(k),
        looser=[stratum.false_non_matches(j) for j in looser],
        confidence=confidence,
    )


def smallest_fmr_shown(stratum: StratumTally, *, confidence: float) -> float:
    """Return the upper end that the stratum would have had without a false match.

    No sample can show a rate below this: it is the most that zero errors prove.
    """
    if stratum.n_nonmated == 0:
        raise UndefinedMeasureError(NO_NONMATED)
    totals = stratum.nonmated_at_or_above.sum(axis=1) // 2
    last = stratum.false_matches(totals.size - 1)
    spotless = replace_events(last)
    looser = _looser(np.append(totals, 0), totals.size, range(totals.size, -1, -1))
    return dyadic_proportion(
        spotless,
        looser=[stratum.false_matches(j) for j in looser],
        confidence=confidence,
    ).high


def smallest_fnmr_shown(stratum: StratumTally, *, confidence: float) -> float:
    """Return the upper end that the stratum would have had without a missed match."""
    if stratum.n_mated == 0:
        raise UndefinedMeasureError(NO_MATED)
    spotless = Clusters(stratum.mated_trials, np.zeros_like(stratum.mated_trials))
    totals = np.insert(stratum.mated_below.sum(axis=1), 0, 0)
    looser = _looser(totals, 0, range(totals.size))
    return clustered_proportion(
        spotless,
        looser=[stratum.false_non_matches(j - 1) for j in looser],
        confidence=confidence,
    ).high


def replace_events(dyads: Dyads) -> Dyads:
    """Return the same trials without any event."""
    return replace(
        dyads,
        events=np.zeros_like(dyads.events),
        sum_events_trials=0,
        sum_events_squared=0,
    )


def rejections(stratum: StratumTally, k: int) -> Clusters:
    """Return failed or missed mated attempts, over subjects with any of them.

    ``mated_units`` are those of ``mated_failed`` that have a usable comparison, in the
    same order.
    """
    failed = stratum.mated_failed
    events = failed.events.copy()
    events[failed.trials > failed.events] += stratum.mated_below[k]
    return Clusters(failed.trials, events)


def _looser(totals: IntArray, k: int, order: Iterable[int]) -> list[int]:
    """Choose the thresholds from which dependence may be borrowed, nearest first.

    Each has at least twice the events of the one before: those in between say little
    more and cost as much.
    """
    chosen: list[int] = []
    least = 2 * int(totals[k]) + 1
    for j in order:
        if totals[j] >= least:
            chosen.append(j)
            least = 2 * int(totals[j])
    return chosen
