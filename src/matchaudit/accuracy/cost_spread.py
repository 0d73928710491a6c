"""How far the mean cost of likelihood ratios would move with other people."""

import numpy as np

from matchaudit.accuracy.calibration import Folded
from matchaudit.accuracy.cllr import FloatArray, costs
from matchaudit.errors import UndefinedMeasureError
from matchaudit.estimation.bootstrap import percentile_interval
from matchaudit.estimation.counts import IntArray


def influence(data: Folded, llr: FloatArray) -> FloatArray:
    """Return by how much each person moves Cllr.

    Parameters
    ----------
    data : Folded
    llr : ndarray of float64, shape (m,)
        Natural logarithms, kept as they are.

    Returns
    -------
    ndarray of float64, shape (n,)
        Bits; sum to 0 but for comparisons of two people, which count at both.
    """
    total = np.zeros(data.n_people)
    for kind in (True, False):
        rows = data.mated == kind
        cost = costs(llr[rows], mated=kind)
        part = (cost - cost.mean()) / (2 * cost.size)
        first, second = data.first[rows], data.second[rows]
        other = first != second
        total += np.bincount(first, part, minlength=data.n_people)
        total += np.bincount(second[other], part[other], minlength=data.n_people)
    return total


def resampled(value: float, influences: FloatArray, weights: IntArray) -> FloatArray:
    """Return a mean cost in each resample of people, to first order.

    A comparison of persons i and j is there ``w_i w_j`` times in a resample. To first
    order that is ``w_i + w_j - 1``, which spares the sum over all comparisons. The
    spread is a little wide, as it counts each of those at both its people.

    Parameters
    ----------
    value : float
        The cost of the sample.
    influences : ndarray of float64, shape (n,)
        From `influence`; of a difference of costs, the difference.
    weights : ndarray of int64, shape (D, n)
        How often each person is in each resample.

    Returns
    -------
    ndarray of float64, shape (D,)

    Examples
    --------
    >>> resampled(0.5, np.array([0.1, -0.1]), np.array([[1, 1], [2, 0]]))
    array([0.5       , 0.78284271])
    """
    # The weights vary by 1 - 1/n of what they should.
    scale = np.sqrt(influences.size / (influences.size - 1))
    moved = scale * ((weights - 1.0) @ influences)
    return np.asarray(value + moved, dtype=np.float64)


def ends(
    value: float, draws: FloatArray, *, confidence: float
) -> tuple[float, float] | None:
    """Return an interval that holds the value; None if no draw differs from others."""
    try:
        low, high = percentile_interval(draws, confidence=confidence)
    except UndefinedMeasureError:
        return None
    return min(low, value), max(high, value)
