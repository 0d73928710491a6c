"""The threshold for a target false match rate, and what is missed there."""

from collections.abc import Sequence

import numpy as np

from matchaudit.accuracy import wording
from matchaudit.accuracy.bands import Band, FloatArray, combined, dependence, fmr_band
from matchaudit.accuracy.rate_findings import too_small
from matchaudit.accuracy.rates import (
    NO_NONMATED,
    false_non_match_rate,
    smallest_fmr_shown,
)
from matchaudit.accuracy.statements import ISO, Bounds, not_estimable, with_ends
from matchaudit.errors import UndefinedMeasureError
from matchaudit.estimation.counts import Estimate
from matchaudit.estimation.finding import Finding
from matchaudit.tallies.comparisons import ComparisonTally

SOURCES = (f"{ISO}, false non-match rate at a false match rate",)
Ends = tuple[float | None, float | None]
_MISSED_SHARE = "how many of the same people would be missed"


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
        says=f"Score {wording.score(at)} keeps wrong matches to {held} tries or fewer "
        f"({_span(ends)}).",
        unit="score",
        sources=(f"{ISO}, false match rate",),
    )


def _fnmr_finding(
    tally: ComparisonTally, target: float, ends: Ends, confidence: float
) -> Finding:
    name, population = "accuracy/fnmr_at_fmr", {"target_fmr": target}
    at, held = tally.at_target[target], wording.one_in(target)
    try:
        rate = false_non_match_rate(tally, at, confidence=confidence)
    except UndefinedMeasureError as undefined:
        return not_estimable(
            name, population, undefined.because, what=_MISSED_SHARE, sources=SOURCES
        )
    low, high = fnmr_at_threshold_interval(tally, at, ends, rate=rate)
    size = wording.base(rate.value)
    shown = (
        None if low is None else wording.share_of(low, size),
        None if high is None else wording.share_of(high, size),
    )
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
            cautions=rate.cautions,
        ),
        says=f"With wrong matches held to {held}, about "
        f"{wording.share_of(rate.value, size)} in {size:,} tries with the same person "
        f"are missed ({wording.ends(*shown)}).",
        sources=SOURCES,
    )


def _without_threshold(target: float, *, none: bool) -> list[Finding]:
    because = NO_NONMATED if none else "the scores at that rate have no end"
    return [
        not_estimable(
            f"accuracy/{name}", {"target_fmr": target}, because, what=what, unit=unit
        )
        for name, what, unit in (
            (
                "threshold_at_fmr",
                f"which score keeps wrong matches to {wording.one_in(target)}",
                "score",
            ),
            ("fnmr_at_fmr", _MISSED_SHARE, "probability"),
        )
    ]


def _span(ends: Ends) -> str:
    low, high = (None if end is None else wording.score(end) for end in ends)
    if low is None:
        return f"it could be score {high} or below"
    if high is None:
        return f"it could be score {low} or above"
    return f"it could be anything from score {low} to score {high}"
