"""How much a score tells: Cllr, and what of it is due to overlap and to scaling."""

import numpy as np

from matchaudit.accuracy.calibration import Folded
from matchaudit.accuracy.cllr import FloatArray, cllr_min_of_counts, costs, tallied
from matchaudit.accuracy.evidence import Evidence, mean_cost
from matchaudit.accuracy.jackknife import jackknife_half_width
from matchaudit.accuracy.statements import Bounds, with_ends
from matchaudit.errors import UndefinedMeasureError
from matchaudit.estimation.bootstrap import (
    percentile_interval,
    unit_weights,
    weighted_sums,
)
from matchaudit.estimation.counts import IntArray
from matchaudit.estimation.finding import Finding

SOURCES = ("Brummer and du Preez 2006, log likelihood ratio cost",)
N_DRAWS = 400


def cost_findings(
    evidence: Evidence, *, rng: np.random.Generator, confidence: float
) -> list[Finding]:
    """Measure the cost of the likelihood ratios of a sample.

    Parameters
    ----------
    evidence : Evidence
    rng : numpy.random.Generator
    confidence : float

    Returns
    -------
    list of Finding
        ``accuracy/cllr`` for each calibration, ``accuracy/cllr_min`` and
        ``accuracy/cllr_cal`` of the logistic one.
    """
    weights = unit_weights(evidence.data.n_people, N_DRAWS, rng)
    found = [
        _whole(evidence, name, weights, confidence=confidence) for name in evidence.llr
    ]
    return found + _parts(evidence, confidence)


def _whole(
    evidence: Evidence, name: str, weights: IntArray, *, confidence: float
) -> Finding:
    data, llr = evidence.data, evidence.llr[name]
    cost = mean_cost(data, llr)
    ends: tuple[float | None, float | None] = (None, None)
    because = ""
    try:
        low, high = percentile_interval(
            resampled_costs(data, llr, weights), confidence=confidence
        )
        ends = (min(low, cost), max(high, cost))
    except UndefinedMeasureError as undefined:
        because = undefined.because
    bounds = Bounds(
        cost,
        *ends,
        confidence=confidence,
        method=f"{name} calibration on other people; bootstrap over people",
        because=because,
    )
    return with_ends(
        "accuracy/cllr",
        {"calibration": name},
        bounds,
        says=_sentence("The weight of a score costs", bounds),
        unit="bits",
        sources=SOURCES,
    )


def resampled_costs(data: Folded, llr: FloatArray, weights: IntArray) -> FloatArray:
    """Return Cllr in each resample of people, the fits kept as they are.

    Parameters
    ----------
    data : Folded
    llr : ndarray of float64, shape (m,)
        Natural logarithms.
    weights : ndarray of int64, shape (D, n)
        How often each person is in each resample.

    Returns
    -------
    ndarray of float64, shape (D',)
        Resamples without one kind of comparison are left out.
    """
    total = np.zeros(weights.shape[0])
    usable = np.ones(weights.shape[0], dtype=bool)
    for kind in (True, False):
        rows = data.mated == kind
        pair = data.first[rows] * data.n_people + data.second[rows]
        pairs, place, size = np.unique(pair, return_inverse=True, return_counts=True)
        cost = np.bincount(place, costs(llr[rows], mated=kind))
        first, second = np.divmod(pairs, data.n_people)
        many = weighted_sums(weights, size.astype(np.float64), first, second)
        usable &= many > 0
        total += weighted_sums(weights, cost, first, second) / np.maximum(many, 1) / 2
    return total[usable]


def _parts(evidence: Evidence, confidence: float) -> list[Finding]:
    """Split the cost into what overlap costs and what poor scaling costs."""
    data, llr = evidence.data, evidence.llr["logistic"]
    _, mated, nonmated = tallied(evidence.mated_llr, evidence.nonmated_llr)
    least = cllr_min_of_counts(mated, nonmated)
    leasts = np.array(
        [cllr_min_of_counts(*data.without(g)) for g in range(data.n_folds)]
    )
    return [
        _part("accuracy/cllr_min", least, leasts, confidence),
        _part(
            "accuracy/cllr_cal",
            mean_cost(data, llr) - least,
            _costs_without(data, llr) - leasts,
            confidence,
        ),
    ]


def _part(name: str, value: float, draws: FloatArray, confidence: float) -> Finding:
    half = jackknife_half_width(draws, confidence=confidence)
    bounds = Bounds(
        value,
        max(value - half, 0.0),
        value + half,
        confidence=confidence,
        method="pooled adjacent violators; jackknife over folds of people",
        because="",
    )
    says = _sentence(_WORDS[name], bounds)
    return with_ends(name, {}, bounds, says=says, unit="bits", sources=SOURCES)


_WORDS = {
    "accuracy/cllr_min": "At best the weight of a score would cost",
    "accuracy/cllr_cal": "Poor scaling costs",
}


def _costs_without(data: Folded, llr: FloatArray) -> FloatArray:
    """Return Cllr without the people of each fold in turn."""
    folds, f = np.arange(data.n_folds), data.n_folds
    a, b = data.first % f, data.second % f
    total = np.zeros(f)
    for kind in (True, False):
        rows = data.mated == kind
        place = a[rows] * f + b[rows]
        cost = np.bincount(place, costs(llr[rows], mated=kind), minlength=f * f)
        many = np.bincount(place, minlength=f * f)
        for g in folds:
            kept = np.ix_(folds != g, folds != g)
            part = cost.reshape(f, f)[kept].sum() / many.reshape(f, f)[kept].sum()
            total[g] += part / 2
    return total


def _sentence(words: str, bounds: Bounds) -> str:
    if bounds.low is None or bounds.high is None:
        return words
    return (
        f"{words} {bounds.value:.2g} on a scale where 0 is best and 1 is no use "
        f"(between {bounds.low:.2g} and {bounds.high:.2g})."
    )
