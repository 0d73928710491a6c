"""How much a score tells: Cllr, and what of it is due to overlap and to scaling."""

from dataclasses import dataclass

import numpy as np

from matchaudit.accuracy.calibration import Folded
from matchaudit.accuracy.cllr import FloatArray, pav
from matchaudit.accuracy.cost_spread import ends, influence, resampled
from matchaudit.accuracy.evidence import Evidence, mean_cost
from matchaudit.accuracy.statements import Bounds, not_estimable, with_ends
from matchaudit.estimation.bootstrap import unit_weights
from matchaudit.estimation.counts import IntArray
from matchaudit.estimation.finding import Finding

SOURCES = ("Brummer and du Preez 2006, log likelihood ratio cost",)
N_DRAWS = 500
ALIKE = "all resamples are alike"
APART = "the two kinds of score do not overlap here"
BETWEEN = (
    "The best possible cost lies between that of a fit by hindsight, which flatters, "
    "and that of a fit to other people, which does not. The range holds both."
)


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
    ratios = {**evidence.llr, "hindsight": by_hindsight(evidence.data)}
    data = evidence.data
    measured = {
        name: _Cost(mean_cost(data, llr), influence(data, llr))
        for name, llr in ratios.items()
    }
    line, other, hindsight = (
        measured[name] for name in ("logistic", "pav", "hindsight")
    )
    least = _least(hindsight, other, weights, confidence=confidence)
    by_steps = _whole("pav", other, weights, confidence=confidence)
    if hindsight.value == 0:  # a line may be as steep as it likes
        return [_no_line({"calibration": "logistic"}), by_steps, least, _no_line({})]
    return [
        _whole("logistic", line, weights, confidence=confidence),
        by_steps,
        least,
        _scaling(line - other, line - hindsight, weights, confidence=confidence),
    ]


def _no_line(population: dict[str, str]) -> Finding:
    """Refuse the cost of a line that no comparison holds back."""
    return not_estimable(
        "accuracy/cllr" if population else "accuracy/cllr_cal",
        population,
        APART,
        what="how much a score tells" if population else "how much poor scaling costs",
        unit="bits",
        sources=SOURCES,
    )


def by_hindsight(data: Folded) -> FloatArray:
    """Return each comparison's log LR by pooling all scores, its own among them."""
    mated, nonmated = data.without()
    return np.asarray(pav(mated, nonmated)[data.bins], dtype=np.float64)


@dataclass(frozen=True, slots=True)
class _Cost:
    """A mean cost, or the difference of two, and how much each person moves it."""

    value: float
    influence: FloatArray

    def __sub__(self, other: "_Cost") -> "_Cost":
        return _Cost(self.value - other.value, self.influence - other.influence)

    def ends(
        self, weights: IntArray, *, confidence: float
    ) -> tuple[float, float] | None:
        """Return the interval from resamples of people."""
        draws = resampled(self.value, self.influence, weights)
        return ends(self.value, draws, confidence=confidence)


def _whole(name: str, cost: _Cost, weights: IntArray, *, confidence: float) -> Finding:
    low, high = cost.ends(weights, confidence=confidence) or (None, None)
    bounds = Bounds(
        cost.value,
        None if low is None else max(low, 0.0),
        high,
        confidence=confidence,
        method=f"{name} calibration on other people; bootstrap over people",
        because=ALIKE,
    )
    says = _sentence("The weight of a score costs", bounds)
    return with_ends(
        "accuracy/cllr",
        {"calibration": name},
        bounds,
        says=says,
        unit="bits",
        sources=SOURCES,
    )


def _least(
    hindsight: _Cost, other: _Cost, weights: IntArray, *, confidence: float
) -> Finding:
    """Enclose the best possible cost: hindsight is below it, other people above."""
    lower = hindsight.ends(weights, confidence=confidence)
    upper = other.ends(weights, confidence=confidence)
    bounds = Bounds(
        hindsight.value,
        max(lower[0], 0.0) if lower else 0.0,
        None if upper is None else max(upper[1], hindsight.value),
        confidence=confidence,
        method="pooled adjacent violators, by hindsight and on other people; "
        "bootstrap over people",
        because=ALIKE,
        cautions=(BETWEEN,),
    )
    says = _sentence("At best the weight of a score would cost", bounds)
    return with_ends(
        "accuracy/cllr_min", {}, bounds, says=says, unit="bits", sources=SOURCES
    )


def _scaling(
    least: _Cost, most: _Cost, weights: IntArray, *, confidence: float
) -> Finding:
    """Enclose what the line costs beyond the best possible."""
    lower = least.ends(weights, confidence=confidence)
    upper = most.ends(weights, confidence=confidence)
    low = max(lower[0], 0.0) if lower else 0.0
    high = max(upper[1] if upper else most.value, low)
    return Finding(
        id="accuracy/cllr_cal",
        status="bounded",
        interval=(low, high),
        confidence=confidence,
        unit="bits",
        method="cost of the line less that of pooled adjacent violators, on other "
        "people and by hindsight; bootstrap over people",
        says=_scaling_words(low, high),
        sources=SOURCES,
        cautions=(BETWEEN,),
    )


def _scaling_words(low: float, high: float) -> str:
    scale = "on a scale where 0 is best and 1 is no use"
    if low == 0:
        return f"There is no sign of poor scaling: it costs {high:.2g} or less {scale}."
    return f"Poor scaling costs between {low:.2g} and {high:.2g} {scale}."


def _sentence(words: str, bounds: Bounds) -> str:
    if bounds.low is None:
        return words
    if bounds.high is None:
        return f"{words} {bounds.low:.2g} or more, where 0 is best and 1 is no use."
    return (
        f"{words} {bounds.value:.2g} on a scale where 0 is best and 1 is no use "
        f"(between {bounds.low:.2g} and {bounds.high:.2g})."
    )
