"""The likelihood ratios of a sample, each from a fit to other people."""

from dataclasses import dataclass

import numpy as np

from matchaudit.accuracy.calibration import (
    Folded,
    cross_fitted,
    folded,
    logistic,
    pooled,
)
from matchaudit.accuracy.cllr import FloatArray, costs
from matchaudit.accuracy.elub import elub
from matchaudit.tallies.comparisons import ScoreSample


@dataclass(frozen=True)
class Evidence:
    """Cross-fitted likelihood ratios of a sample.

    Attributes
    ----------
    data : Folded
    llr : dict of str to ndarray of float64, shape (m,)
        Natural logarithms, by ``"logistic"`` and by ``"pav"``.
    bounds : tuple of float
        Log10 LR that can be claimed at most, against and for one person.
    """

    data: Folded
    llr: dict[str, FloatArray]
    bounds: tuple[float, float]

    @property
    def mated_llr(self) -> FloatArray:
        """Natural log LR of mated comparisons, by logistic calibration."""
        return np.asarray(self.llr["logistic"][self.data.mated])

    @property
    def nonmated_llr(self) -> FloatArray:
        """Natural log LR of non-mated comparisons, by logistic calibration."""
        return np.asarray(self.llr["logistic"][~self.data.mated])


def mean_cost(data: Folded, llr: FloatArray) -> float:
    """Return Cllr in bits from natural log likelihood ratios, shape (m,)."""
    mated, nonmated = llr[data.mated], llr[~data.mated]
    both = costs(mated, mated=True).mean() + costs(nonmated, mated=False).mean()
    return float(both) / 2


def evidence_of(sample: ScoreSample) -> Evidence:
    """Fit likelihood ratios to a sample, those of each comparison on other people.

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
        bounds=elub(log10[data.mated], log10[~data.mated]),
    )
