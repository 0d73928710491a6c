"""The likelihood ratios of a sample, each from a fit to other people."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from matchaudit.accuracy.calibration import (
    Folded,
    cross_fitted,
    folded,
    logistic,
    pooled,
)
from matchaudit.accuracy.claim_bounds import ClaimBounds, claim_bounds
from matchaudit.accuracy.cllr import FloatArray, costs
from matchaudit.accuracy.line_spread import LineSpread, line_spread
from matchaudit.tallies.comparisons import ComparisonTally, ScoreSample


@dataclass(frozen=True)
class Evidence:
    """Cross-fitted likelihood ratios of a sample.

    Attributes
    ----------
    data : Folded
    llr : dict of str to ndarray of float64, shape (m,)
        Natural logarithms, by ``"logistic"`` and by ``"pav"``.
    bounds : ClaimBounds
        What can be claimed at most, against and for one person.
    """

    data: Folded
    llr: dict[str, FloatArray]
    bounds: ClaimBounds

    @property
    def mated_llr(self) -> FloatArray:
        """Natural log LR of mated comparisons, by logistic calibration."""
        return np.asarray(self.llr["logistic"][self.data.mated])

    @property
    def nonmated_llr(self) -> FloatArray:
        """Natural log LR of non-mated comparisons, by logistic calibration."""
        return np.asarray(self.llr["logistic"][~self.data.mated])

    @cached_property
    def line(self) -> LineSpread:
        """The line fitted to everybody, and without each person in turn."""
        return line_spread(self.data)

    def log10_by_steps(self, score: float) -> float:
        """Return the log10 LR of a score by pooling everybody's, never a line."""
        nearest = int(np.abs(self.data.centres - score).argmin())
        llr = pooled(*self.data.without())(np.array([score]), np.array([nearest]))
        return float(llr[0] / np.log(10))


def mean_cost(data: Folded, llr: FloatArray) -> float:
    """Return Cllr in bits from natural log likelihood ratios, shape (m,)."""
    mated, nonmated = llr[data.mated], llr[~data.mated]
    both = costs(mated, mated=True).mean() + costs(nonmated, mated=False).mean()
    return float(both) / 2


def evidence_of(
    sample: ScoreSample, tally: ComparisonTally, *, confidence: float = 0.95
) -> Evidence:
    """Fit likelihood ratios to a sample, those of each comparison on other people.

    Parameters
    ----------
    sample : ScoreSample
    tally : ComparisonTally
        Of the table that the sample is from: what it is worth, shared people allowed
        for.
    confidence : float, default=0.95
        Of the bounds.

    Raises
    ------
    UndefinedMeasureError
        If the sample has too few people or comparisons to do so.
    """
    data = folded(sample)
    by_line = cross_fitted(data, logistic(data.centres))
    log10 = by_line / np.log(10)
    return Evidence(
        data=data,
        llr={"logistic": by_line, "pav": cross_fitted(data, pooled)},
        bounds=claim_bounds(
            tally, log10[data.mated], log10[~data.mated], confidence=confidence
        ),
    )
