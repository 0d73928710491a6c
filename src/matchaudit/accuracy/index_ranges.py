"""Ranges of summary indices that follow from joint intervals of the rates.

An index of the worst group must allow for the choice of the worst: with 20 equal groups
one is always highest. So each range is what the intervals of all comparisons, which
hold at once, leave possible.
"""

import itertools
import math

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import linear_sum_assignment

from matchaudit.accuracy.summary_indices import gini
from matchaudit.estimation.ratios import Spread, square_and_add

FloatArray = NDArray[np.float64]


def pair_contrasts(k: int) -> FloatArray:
    """Return the contrasts between all pairs of k groups, one in each row.

    Examples
    --------
    >>> pair_contrasts(2)
    array([[ 1., -1.]])
    """
    first, second = np.triu_indices(k, 1)
    return np.asarray(np.eye(k)[first] - np.eye(k)[second], dtype=np.float64)


def mean_contrasts(k: int) -> FloatArray:
    """Return the contrasts between each of k groups and the mean of all.

    Examples
    --------
    >>> mean_contrasts(2)
    array([[ 0.5, -0.5],
           [-0.5,  0.5]])
    """
    return np.eye(k) - 1 / k


def largest_gap(spread: Spread) -> tuple[float, float]:
    """Return the range of the largest difference between two of several values.

    If the joint intervals of all pairs hold, the true largest difference is at least
    the largest of their lower ends and at most the largest of their upper ends.

    Parameters
    ----------
    spread : Spread
        With intervals that hold for all pairs at once.

    Returns
    -------
    low, high : float
        ``low`` is at least 0; ``high`` may be infinite.
    """
    low = high = 0.0
    for i, j in itertools.combinations(range(spread.centre.size), 2):
        pair = [i, j]
        two = Spread(
            centre=spread.centre[pair],
            low=spread.low[pair],
            high=spread.high[pair],
            correlation=spread.correlation[np.ix_(pair, pair)],
        )
        down, up = square_and_add(lambda x: float(x[0] - x[1]), two)
        low, high = max(low, down, -up), max(high, up, -down)
    return low, high


def highest_over_centre(spread: Spread, *, geometric: bool) -> tuple[float, float]:
    """Return the range of the highest rate over the mean of all, on the log scale.

    Parameters
    ----------
    spread : Spread
        Log rates, with intervals that hold for all contrasts with the mean at once.
    geometric : bool
        True for the geometric mean, False for the mean.

    Returns
    -------
    low, high : float
        ``low`` is at least 0; ``high`` may be infinite.
    """
    low = high = 0.0
    for i in np.flatnonzero(np.isfinite(spread.centre)):  # a rate of 0 is no highest

        def over_centre(x: FloatArray, i: int = int(i)) -> float:
            if np.isneginf(x[i]):
                return -math.inf
            if not geometric:
                return float(x[i] - math.log(np.exp(x).mean()))
            # Apart from the others, so that a log rate of 0 is not taken from itself.
            return float(x[i] * (1 - 1 / x.size) - np.delete(x, i).sum() / x.size)

        down, up = square_and_add(over_centre, spread)
        low, high = max(low, down), max(high, up)
    return low, high


def gini_range(low: ArrayLike, high: ArrayLike) -> tuple[float, float]:
    """Return the smallest and largest Gini coefficient that a box of rates allows.

    The most even rates are those nearest to one common value; it is enough to try the
    ends. The most uneven ones solve an assignment: which group has which rank.

    Parameters
    ----------
    low, high : array_like of float, shape (k,)
        Joint intervals of k rates; not all of ``high`` are 0.

    Returns
    -------
    low, high : float
        In [0, 1].

    Examples
    --------
    >>> low, high = gini_range([0.1, 0.2], [0.3, 0.4])
    >>> low, round(high, 3)
    (0.0, 0.6)
    """
    ends = np.asarray(low, dtype=np.float64), np.asarray(high, dtype=np.float64)
    even = min(
        gini(np.clip(c, *ends)) for c in np.concatenate(ends) if np.clip(c, *ends).any()
    )
    return even, _most_uneven(*ends, start=even)


def _most_uneven(low: FloatArray, high: FloatArray, *, start: float) -> float:
    """Maximise the ratio of gaps to sum by Dinkelbach's iteration."""
    k = low.size
    ranks = 2.0 * np.arange(1, k + 1) - k - 1  # sum_{i<j} |x_i - x_j| = ranks @ sorted
    best = start
    for _ in range(100):
        weights = ranks[:, None] - best * (k - 1)
        gain = np.maximum(weights * low, weights * high)
        rank, group = linear_sum_assignment(gain, maximize=True)
        x = np.empty(k)
        x[group] = np.where(weights[rank, 0] > 0, high[group], low[group])
        if not x.any() or gini(x) <= best + 1e-12:
            break
        best = gini(x)
    return best
