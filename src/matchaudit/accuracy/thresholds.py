"""The threshold for a target false match rate, and what is missed there."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from matchaudit.accuracy import terms
from matchaudit.accuracy.bands import Band, FloatArray, combined, dependence, fmr_band
from matchaudit.accuracy.rate_findings import too_small
from matchaudit.accuracy.rate_wording import counted
from matchaudit.accuracy.rates import (
    NO_NONMATED,
    false_non_match_rate,
    smallest_fmr_shown,
)
from matchaudit.accuracy.statements import ISO, Bounds, not_estimable, with_ends
from matchaudit.errors import UndefinedMeasureError
from matchaudit.estimation import wording
from matchaudit.estimation.counts import Estimate
from matchaudit.estimation.finding import Finding
from matchaudit.tallies.comparisons import ComparisonTally

SOURCES = (f"{ISO}, false non-match rate at a false match rate",)
ALSO_ITS_SCORE = (
    "This range also allows for the score itself being unsure, so it differs from the "
    "range at one fixed score."
)
Ends = tuple[float | None, float | None]


def threshold_findings(
    tally: ComparisonTally, *, target_fmrs: Sequence[float], confidence: float = 0.95
) -> list[Finding]:
    """Find the threshold for each target false match rate, and its missed matches.

    Parameters
    ----------
    tally : ComparisonTally
    target_fmrs : sequence of float
        Each one of ``tally.at_target``.
    confidence : float, default=0.95

    Returns
    -------
    list of Finding
        ``accuracy/threshold_at_fmr`` and ``accuracy/fnmr_at_fmr`` for each target. An
        end of an interval that the data leave open makes it *bounded*.
    """
    try:
        band = fmr_band(tally, tally.strata[0], confidence=confidence)
    except UndefinedMeasureError:
        band = None
    found: list[Finding] = []
    for target in target_fmrs:
        at = tally.at_target.get(target)
        if band is None or at is None or not np.isfinite(at):
            found += _without_threshold(target, none=band is None)
            continue
        ends = threshold_interval(band, target, at)
        found.append(_threshold_finding(tally, target, ends, confidence))
        found.append(_fnmr_finding(tally, target, ends, confidence))
    return found


def threshold_interval(band: Band, target: float, at: float) -> Ends:
    """Return the thresholds at which the ends of the band cross a target.

    Parameters
    ----------
    band : Band
        False match rates.
    target : float
        A false match rate, in (0, 1).
    at : float
        The threshold that was found for it; always inside the interval.

    Returns
    -------
    low, high : float or None
        Interpolated on the logarithm of the rate. None where an end of the band does
        not reach the target at any threshold that was counted.
    """
    t = band.thresholds
    # The true rate never rises with the threshold, nor may the ends of its band.
    upper = np.maximum.accumulate(band.high[::-1])[::-1]
    lower = np.minimum.accumulate(band.low)
    high = low = None
    if (below := np.flatnonzero(upper <= target)).size:
        high = max(_crossing(t, upper, int(below[0]) - 1, target), at)
    if (above := np.flatnonzero(lower >= target)).size:
        low = min(_crossing(t, lower, int(above[-1]), target), at)
    return (
        low if low is None or np.isfinite(low) else None,
        high if high is None or np.isfinite(high) else None,
    )


def fnmr_at_threshold_interval(
    tally: ComparisonTally, at: float, ends: Ends, *, rate: Estimate
) -> Ends:
    """Widen the interval of a false non-match rate by that of its threshold.

    The half widths of both are combined, with the correlation that people in both kinds
    of comparison cause.

    Parameters
    ----------
    tally : ComparisonTally
    at : float
        The threshold.
    ends : tuple of float or None
        Its interval.
    rate : Estimate
        The false non-match rate at ``at``, with its interval given the threshold.

    Returns
    -------
    low, high : float or None
        None where the threshold's own end is open.
    """
    stratum = tally.strata[0]
    together = dependence(stratum, tally.index(at))
    fnmr = stratum.mated_below.sum(axis=1) / stratum.n_mated
    low = high = None
    if ends[0] is not None:
        step = rate.value - float(np.interp(ends[0], tally.thresholds, fnmr))
        wide = combined(rate.value - rate.low, max(step, 0.0), correlation=together)
        low = max(rate.value - wide, 0.0)
    if ends[1] is not None:
        step = float(np.interp(ends[1], tally.thresholds, fnmr)) - rate.value
        wide = combined(rate.high - rate.value, max(step, 0.0), correlation=together)
        high = min(rate.value + wide, 1.0)
    return low, high


def _crossing(t: FloatArray, rates: FloatArray, j: int, target: float) -> float:
    """Interpolate between j and j + 1, on the safe side where that cannot be done."""
    if j < 0:
        return float(t[0])
    if j + 1 >= t.size or rates[j + 1] <= 0 or rates[j] == rates[j + 1]:
        return float(t[j])
    share = np.log(rates[j] / target) / np.log(rates[j] / rates[j + 1])
    return float(t[j] + share * (t[j + 1] - t[j]))


def _threshold_finding(
    tally: ComparisonTally, target: float, ends: Ends, confidence: float
) -> Finding:
    at, held = tally.at_target[target], wording.one_in(target)
    smallest = smallest_fmr_shown(tally.strata[0], confidence=confidence)
    return with_ends(
        "accuracy/threshold_at_fmr",
        {"target_fmr": target},
        Bounds(
            at,
            *ends,
            confidence=confidence,
            method="smallest observed score with FMR at most the target; "
            "interval where the band of the FMR crosses the target",
            because=f"there are too few tries to show {held}",
            cautions=(too_small(target, smallest),) if target < smallest else (),
        ),
        says=_threshold_sentence(at, ends, held),
        what=_which_score(target),
        unit="score",
        sources=(f"{ISO}, false match rate",),
    )


def _threshold_sentence(at: float, ends: Ends, held: str) -> str:
    """Say what was counted at a score, and which score the data really show."""
    low, high = ends
    if high is not None:
        return (
            f"In this test, at score {terms.score_from(at)} or above, at most {held} "
            "tries with different people were wrong matches. To be nearly sure of it, "
            f"take score {terms.score_from(high)}."
        )
    said = f"No score here shows {held}: there are too few tries."
    if low is None:
        return said
    return f"{said} It takes score {terms.score(low)} or above."


def _fnmr_finding(
    tally: ComparisonTally, target: float, ends: Ends, confidence: float
) -> Finding:
    name, population = "accuracy/fnmr_at_fmr", {"target_fmr": target}
    at, held = tally.at_target[target], wording.one_in(target)
    try:
        rate = false_non_match_rate(tally, at, confidence=confidence)
    except UndefinedMeasureError as undefined:
        return not_estimable(
            name,
            population,
            undefined.because,
            what=_missed_share(target),
            sources=SOURCES,
        )
    low, high = fnmr_at_threshold_interval(tally, at, ends, rate=rate)
    wider = () if (low, high) == (None, None) else (ALSO_ITS_SCORE,)
    return with_ends(
        name,
        population,
        Bounds(
            rate.value,
            low,
            high,
            confidence=confidence,
            method=f"{rate.method}, combined with the interval of the threshold",
            because=f"there are too few tries to show {held}",
            events=rate.events,
            trials=rate.trials,
            cautions=(*wider, *rate.cautions),
        ),
        says=_missed_sentence(rate, (low, high), held),
        what=_missed_share(target),
        sources=SOURCES,
    )


def _missed_sentence(rate: Estimate, ends: Ends, held: str) -> str:
    """Say what was missed at the score for a target, and what is likely."""
    low, high = ends
    tries = "tries with the same person"
    line = f"At the score for {held} wrong matches"
    if low is not None and high is not None:
        whole = replace(rate, low=low, high=high)
        said = counted(whole, tries, terms.MISSED)
        return f"{line}, {said}. {terms.likely(whole)}"
    if low is not None:
        least = wording.limit(low, "down")
        return (
            f"{line}, it is likely that at least {least} {tries} are missed. It may be "
            f"far more, since no score here shows {held}."
        )
    most = wording.limit(high or 0.0, "up")
    return f"{line}, it is likely that at most {most} {tries} are missed."


def _without_threshold(target: float, *, none: bool) -> list[Finding]:
    because = NO_NONMATED if none else "the scores at that rate have no end"
    return [
        not_estimable(
            f"accuracy/{name}", {"target_fmr": target}, because, what=what, unit=unit
        )
        for name, what, unit in (
            ("threshold_at_fmr", _which_score(target), "score"),
            ("fnmr_at_fmr", _missed_share(target), "probability"),
        )
    ]


def _which_score(target: float) -> str:
    return f"which score keeps wrong matches to {wording.one_in(target)}"


def _missed_share(target: float) -> str:
    held = wording.one_in(target)
    return f"how many matches are missed at the score for {held} wrong matches"
