"""The equal error rate: where as many are missed as are wrongly matched."""

import numpy as np

from matchaudit.accuracy import terms
from matchaudit.accuracy.bands import Band, FloatArray, combined, dependence
from matchaudit.accuracy.rates import stratum_fmr, stratum_fnmr
from matchaudit.accuracy.statements import ISO, not_estimable
from matchaudit.errors import UndefinedMeasureError
from matchaudit.estimation import wording
from matchaudit.estimation.counts import Estimate
from matchaudit.estimation.finding import Finding
from matchaudit.estimation.statements import measured
from matchaudit.tallies.comparisons import ComparisonTally

SOURCES = (f"{ISO}, equal error rate",)
_FAR = "no threshold was counted near enough"
METHOD = (
    "crossing of the two rates, interpolated between neighbouring scores; "
    "delta method with local slopes"
)


def equal_error_rate(tally: ComparisonTally, *, confidence: float = 0.95) -> Estimate:
    """Estimate the rate at which false matches and false non-matches are equal.

    The step curve of (FMR, FNMR) is joined by straight lines between neighbouring
    edges of the histogram and counted thresholds; the equal error rate is where it
    meets the diagonal.

    Parameters
    ----------
    tally : ComparisonTally
    confidence : float, default=0.95

    Returns
    -------
    Estimate
        A probability. Near the crossing the estimate is a weighted mean of the two
        rates, the weights being the slopes of each other's rate; its interval combines
        theirs, with the correlation that shared people cause.

    Raises
    ------
    UndefinedMeasureError
        If there are no mated or no non-mated comparisons, or if no threshold was
        counted near the crossing.
    """
    value, at = crossing(*rate_points(tally))
    around = _around(tally.thresholds, at)
    near = tally.thresholds[around]
    fmr, fnmr = (
        Band(
            near,
            tuple(rate(tally.strata[0], k, confidence=confidence) for k in around),
        )
        for rate in (stratum_fmr, stratum_fnmr)
    )
    rise = fnmr.value[-1] - fnmr.value[0]
    fall = fmr.value[0] - fmr.value[-1]
    if rise + fall <= 0:
        raise UndefinedMeasureError(_FAR)
    weight = rise / (rise + fall)
    together = dependence(tally.strata[0], around[len(around) // 2])

    def half_width(fmr_part: FloatArray, fnmr_part: FloatArray) -> float:
        return combined(
            weight * float(np.interp(at, near, fmr_part)),
            (1 - weight) * float(np.interp(at, near, fnmr_part)),
            correlation=together,
        )

    below = half_width(fmr.value - fmr.low, fnmr.value - fnmr.low)
    above = half_width(fmr.high - fmr.value, fnmr.high - fnmr.value)
    return Estimate(
        value=value,
        low=max(value - below, 0.0),
        high=min(value + above, 1.0),
        confidence=confidence,
        method=METHOD,
    )


def _around(thresholds: FloatArray, at: float) -> list[int]:
    """Return the places of the two thresholds on either side of a score."""
    if not thresholds.size or not thresholds[0] <= at <= thresholds[-1]:
        raise UndefinedMeasureError(_FAR)
    k = int(np.searchsorted(thresholds, at))
    return [j for j in range(k - 2, k + 2) if 0 <= j < thresholds.size]


def eer_findings(tally: ComparisonTally, *, confidence: float = 0.95) -> list[Finding]:
    """Measure the equal error rate over all comparisons.

    Parameters
    ----------
    tally : ComparisonTally
    confidence : float, default=0.95

    Returns
    -------
    list of Finding
        One ``accuracy/eer``.
    """
    try:
        estimate = equal_error_rate(tally, confidence=confidence)
    except UndefinedMeasureError as undefined:
        return [
            not_estimable(
                "accuracy/eer",
                {},
                undefined.because,
                what="where both errors are alike",
                sources=SOURCES,
            )
        ]
    size = wording.joint_base(estimate)
    says = (
        "In this test both errors were alike at about "
        f"{wording.share_of(estimate.value, size)} in {size:,} tries. "
        f"{terms.likely(estimate)}"
    )
    return [measured("accuracy/eer", {}, estimate, says=says, sources=SOURCES)]


def rate_points(tally: ComparisonTally) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return scores, and both rates exactly there.

    Returns
    -------
    score, fmr, fnmr : ndarray of float64, shape (P,)
        At every edge of the histogram and every counted threshold, ascending. The last
        point is just above all scores: FMR 0, FNMR 1.

    Raises
    ------
    UndefinedMeasureError
        If there are no mated or no non-mated comparisons.
    """
    bins, stratum = tally.histograms[0], tally.strata[0]
    mated, nonmated = int(bins.mated.sum()), int(bins.nonmated.sum())
    if mated == 0 or nonmated == 0:
        raise UndefinedMeasureError("one of the two kinds of comparison is missing")
    edges = bins.edges[:-1]
    below = np.concatenate([[0], np.cumsum(bins.mated)[:-1]])
    above = nonmated - np.concatenate([[0], np.cumsum(bins.nonmated)[:-1]])
    score = np.concatenate([edges, tally.thresholds])
    fnmr = np.concatenate([below, stratum.mated_below.sum(axis=1)]) / mated
    fmr = np.concatenate([above, stratum.nonmated_at_or_above.sum(axis=1) // 2])
    order = np.argsort(score, kind="stable")
    top = float(np.nextafter(max(score[-1], score.max(), bins.edges[-1]), np.inf))
    return (
        np.append(score[order], top),
        np.append(fmr[order] / nonmated, 0.0),
        np.append(fnmr[order], 1.0),
    )


def crossing(
    score: FloatArray, fmr: FloatArray, fnmr: FloatArray
) -> tuple[float, float]:
    """Return the rate at which FMR and FNMR are equal, and the score there.

    Parameters
    ----------
    score, fmr, fnmr : ndarray of float64, shape (P,)
        As from `rate_points`: FMR falls from 1 to 0, FNMR rises from 0 to 1.

    Returns
    -------
    rate, score : float

    Examples
    --------
    >>> crossing(np.array([0.0, 1.0]), np.array([0.3, 0.1]), np.array([0.1, 0.3]))
    (0.2, 0.5)
    """
    ahead = fnmr - fmr
    j = int(np.flatnonzero(ahead >= 0)[0])
    if j == 0:
        return float(fmr[0]), float(score[0])
    share = -ahead[j - 1] / (ahead[j] - ahead[j - 1])
    rate = fmr[j - 1] + share * (fmr[j] - fmr[j - 1])
    if not np.isfinite(score[j - 1 : j + 1]).all():
        raise UndefinedMeasureError("the scores are not finite where the rates meet")
    return float(rate), float(score[j - 1] + share * (score[j] - score[j - 1]))
