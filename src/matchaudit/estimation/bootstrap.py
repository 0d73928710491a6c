"""The bootstrap over units, for measures that have no formula for their variance.

Units (subjects, say) are drawn anew with replacement, not trials: unit i gets a weight
``w_i`` with ``w ~ Multinomial(n, 1/n)``, a trial of the pair {i, j} the weight
``w_i w_j``, a trial of one unit the weight ``w_i``. One product of matrices serves all
draws.

Two warnings. For trials on pairs the bootstrap is cautious: it triples the part of the
variance that would be there even if trials were independent. And without a single
event every draw is 0, so that the interval would be [0, 0]; that is refused here. For
a rate use ``dyadic_proportion`` or ``clustered_proportion`` instead.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse

from matchaudit.errors import ParameterError, UndefinedMeasureError
from matchaudit.estimation.counts import IntArray

FloatArray = NDArray[np.float64]


def unit_weights(n_units: int, n_draws: int, rng: np.random.Generator) -> IntArray:
    """Draw how often each unit is in each resample.

    Parameters
    ----------
    n_units : int
        Number of units n, at least 2.
    n_draws : int
        Number of resamples B, at least 1.
    rng : numpy.random.Generator

    Returns
    -------
    ndarray of int64, shape (B, n)
        Each row sums to n.

    Examples
    --------
    >>> unit_weights(4, 2, np.random.default_rng(1)).sum(axis=1)
    array([4, 4])
    """
    if n_units < 2:
        raise UndefinedMeasureError("fewer than 2 units cannot be drawn anew")
    if n_draws < 1:
        raise ParameterError("n_draws", "at least 1", n_draws)
    share = np.full(n_units, 1.0 / n_units)
    return rng.multinomial(n_units, share, size=n_draws).astype(np.int64)


def weighted_sums(
    weights: IntArray, values: ArrayLike, first: IntArray, second: IntArray
) -> FloatArray:
    """Return the weighted sum of the trials' values in each resample.

    Parameters
    ----------
    weights : ndarray of int64, shape (B, n)
        From ``unit_weights``.
    values : array_like of float, shape (m,)
        One finite value for each trial: an event (0 or 1), a loss, or 1 to count.
    first, second : ndarray of int64, shape (m,)
        The trial's two units, in 0 .. n-1. Where they are equal the trial hangs on one
        unit and has weight ``w_i``, else ``w_i w_j``.

    Returns
    -------
    ndarray of float64, shape (B,)
        Element b is the sum in resample b.

    Examples
    --------
    >>> weights = np.array([[2, 0, 1]])
    >>> weighted_sums(weights, [1.0, 5.0], np.array([0, 2]), np.array([2, 2]))
    array([7.])
    """
    n = weights.shape[1]
    v = np.asarray(values, dtype=np.float64)
    if not np.isfinite(v).all():
        raise ParameterError("values", "finite", "a value that is not")
    own = first == second
    alone = np.bincount(first[own], v[own], minlength=n)
    pairs = sparse.csr_array((v[~own], (first[~own], second[~own])), shape=(n, n))
    # (W A) * W, summed by row, is w' A w for every draw at once.
    w = weights.astype(np.float64)
    product = np.asarray((pairs.T @ w.T).T, dtype=np.float64)
    return np.asarray((product * w).sum(axis=1) + w @ alone, dtype=np.float64)


def weighted_means(
    weights: IntArray, values: ArrayLike, first: IntArray, second: IntArray
) -> FloatArray:
    """Return the weighted mean of the trials' values in each resample.

    Parameters
    ----------
    weights, values, first, second
        As for ``weighted_sums``.

    Returns
    -------
    ndarray of float64, shape (B',)
        B' <= B: resamples without any trial are left out.

    Raises
    ------
    UndefinedMeasureError
        If no resample has a trial.

    Examples
    --------
    >>> weights = np.array([[1, 1, 1], [3, 0, 0]])
    >>> weighted_means(weights, [0.0, 1.0], np.array([0, 1]), np.array([1, 2]))
    array([0.5])
    """
    ones = np.ones(np.shape(values), dtype=np.float64)
    total = weighted_sums(weights, ones, first, second)
    used = total > 0
    if not used.any():
        raise UndefinedMeasureError("no resample has a single trial")
    return weighted_sums(weights[used], values, first, second) / total[used]


def percentile_interval(
    draws: ArrayLike, *, confidence: float = 0.95
) -> tuple[float, float]:
    """Return the percentile interval of bootstrap draws.

    Parameters
    ----------
    draws : array_like of float, shape (B,)
        The measure in each resample, finite.
    confidence : float, default=0.95
        Nominal two-sided coverage, in (0, 1).

    Returns
    -------
    low, high : float

    Raises
    ------
    UndefinedMeasureError
        If all draws are equal: the data then say nothing about the spread, and an
        interval of width 0 would mislead.

    Examples
    --------
    >>> low, high = percentile_interval(np.arange(101.0), confidence=0.9)
    >>> round(low, 3), round(high, 3)
    (5.0, 95.0)
    """
    d = np.asarray(draws, dtype=np.float64)
    if not 0 < confidence < 1:
        raise ParameterError("confidence", "between 0 and 1", confidence)
    if d.size == 0 or not np.isfinite(d).all():
        raise UndefinedMeasureError("some resamples have no value")
    if np.ptp(d) == 0:
        raise UndefinedMeasureError("all resamples are alike")
    tail = (1 - confidence) / 2
    low, high = np.quantile(d, [tail, 1 - tail])
    return float(low), float(high)
