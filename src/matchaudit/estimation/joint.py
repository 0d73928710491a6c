"""How several rates from the same units move together.

A unit (a subject, say) that brings trials to two rates makes the two move together.
Each rate is brought here as the residual sums of its units, ``r_i = e_i - p m_i`` with
``e_i`` events among ``m_i`` trials. For clusters ``Cov = sum_i r_i^a r_i^b / (N_a N_b)``.
For dyads, with ``Y_ij`` the residual of the pair and ``S_ab = sum_{i<j} Y_ij^a Y_ij^b``,
``Cov = (sum_i r_i^a r_i^b - S_ab) / (N_a N_b)``, since the sum over units meets each
pair twice.

``S_ab`` is 0 where no pair of units brings trials to both rates, as with groups that
people belong to. Where pairs are shared, as with two conditions of the same people,
``S_ab`` is not known from sums over units. It is then taken as large as it can be
without a negative dependence between units: half of ``sum_i r_i^a r_i^b``. The
covariance is so rather too small than too large, and a ratio's interval too wide.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matchaudit.errors import ParameterError, UndefinedMeasureError
from matchaudit.estimation.counts import Clusters, Dyads, IntArray

FloatArray = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Residuals:
    """One rate as its units see it.

    Attributes
    ----------
    units : ndarray of int64, shape (n,)
        Codes of the units, distinct.
    sums : ndarray of float64, shape (n,)
        ``r_i = events_i - p trials_i``.
    n_trials : int
        All trials, each counted once; at least 1.
    variance : float
        Variance of the rate without any small-sample correction, at least 0.
    pair_sum : float or None
        ``sum_{i<j} Y_ij**2`` for dyads; None for clusters.
    """

    units: IntArray
    sums: FloatArray
    n_trials: int
    variance: float
    pair_sum: float | None


def cluster_residuals(clusters: Clusters, units: IntArray) -> Residuals:
    """Return the residuals of a rate over independent units.

    Parameters
    ----------
    clusters : Clusters
        Trials and events of n units.
    units : ndarray of int64, shape (n,)
        Codes of the units, in the order of ``clusters``.

    Returns
    -------
    Residuals

    Raises
    ------
    UndefinedMeasureError
        If there are no trials.

    Examples
    --------
    >>> counts = Clusters(np.array([2, 2]), np.array([2, 0]))
    >>> cluster_residuals(counts, np.array([7, 9])).sums
    array([ 1., -1.])
    """
    if units.size != clusters.n_units:
        raise ParameterError("units", "one code for each cluster", units.size)
    n = _trials(clusters)
    sums = clusters.events - clusters.trials * (clusters.n_events / n)
    return Residuals(
        units=units,
        sums=sums,
        n_trials=n,
        variance=float(sums @ sums) / n**2,
        pair_sum=None,
    )


def dyad_residuals(dyads: Dyads) -> Residuals:
    """Return the residuals of a rate over pairs of units.

    Parameters
    ----------
    dyads : Dyads

    Returns
    -------
    Residuals
        Its variance is ``[S + max(sum r**2 - 2 S, 0)] / N**2``.

    Raises
    ------
    UndefinedMeasureError
        If there are no trials.

    References
    ----------
    .. [1] Aronow, P. M., Samii, C., Assenova, V. A. (2015). Cluster-robust variance
       estimation for dyadic data. Political Analysis 23(4), 564-577.
    .. [2] Fogliato, R., Patil, P., Perona, P. (2023). Confidence intervals for error
       rates in 1:1 matching tasks. arXiv:2306.01198.

    Examples
    --------
    Three units, one trial for each pair, one event, between units 0 and 1:

    >>> pairs = Dyads(np.arange(3), np.full(3, 2), np.array([1, 1, 0]), 3, 1, 1)
    >>> dyad_residuals(pairs).sums.round(3)
    array([ 0.333,  0.333, -0.667])
    """
    n = _trials(dyads)
    p = dyads.n_events / n
    sums = dyads.events - dyads.trials * p
    pair_sum = max(
        dyads.sum_events_squared
        - 2 * p * dyads.sum_events_trials
        + p**2 * dyads.sum_trials_squared,
        0.0,
    )
    shared = max(float(sums @ sums) - 2 * pair_sum, 0.0)
    return Residuals(
        units=dyads.units,
        sums=sums,
        n_trials=n,
        variance=(pair_sum + shared) / n**2,
        pair_sum=pair_sum,
    )


def joint_covariance(
    rates: Sequence[Residuals], *, shared_pairs: bool = False
) -> FloatArray:
    """Return the covariance matrix of several rates from the same units.

    Parameters
    ----------
    rates : sequence of Residuals, length k
    shared_pairs : bool, default=False
        Whether one pair of units may bring trials to two of the rates. If so, the
        covariance is a cautious (small) one; see the module's text.

    Returns
    -------
    ndarray of float64, shape (k, k)
        Symmetric, positive semidefinite. Element (a, b) is the covariance of the
        rates a and b; the diagonal holds each rate's own variance.

    Examples
    --------
    >>> first = Clusters(np.array([2, 2]), np.array([2, 0]))
    >>> rate = cluster_residuals(first, np.array([7, 9]))
    >>> joint_covariance([rate, rate])
    array([[0.125, 0.125],
           [0.125, 0.125]])
    """
    spread = np.sqrt([rate.variance for rate in rates])
    correlation = joint_correlation(rates, shared_pairs=shared_pairs)
    return np.asarray(correlation * np.outer(spread, spread), dtype=np.float64)


def joint_correlation(
    rates: Sequence[Residuals], *, shared_pairs: bool = False
) -> FloatArray:
    """Return the correlation matrix of several rates from the same units.

    A rate without a variance (no event at all, say) is given correlation 0 with all
    others: it shows no common movement, and 0 narrows no interval.

    Parameters
    ----------
    rates : sequence of Residuals, length k
    shared_pairs : bool, default=False
        As for ``joint_covariance``.

    Returns
    -------
    ndarray of float64, shape (k, k)
        Symmetric, positive semidefinite, ones on the diagonal.

    Examples
    --------
    >>> up = Clusters(np.array([2, 2]), np.array([2, 0]))
    >>> down = Clusters(np.array([2, 2]), np.array([0, 2]))
    >>> units = np.array([7, 9])
    >>> pair = [cluster_residuals(up, units), cluster_residuals(down, units)]
    >>> joint_correlation(pair)
    array([[ 1., -1.],
           [-1.,  1.]])
    """
    k = len(rates)
    correlation = np.eye(k)
    for a in range(k):
        for b in range(a):
            first, second = rates[a], rates[b]
            scale = np.sqrt(first.variance * second.variance)
            if scale > 0:
                shared = _shared_sum(first, second, shared_pairs=shared_pairs)
                rho = shared / (first.n_trials * second.n_trials) / scale
                correlation[a, b] = correlation[b, a] = np.clip(rho, -1.0, 1.0)
    return nearest_correlation(correlation)


def nearest_correlation(matrix: FloatArray) -> FloatArray:
    """Return the matrix with negative eigenvalues cut off and ones on the diagonal.

    Parameters
    ----------
    matrix : ndarray of float64, shape (k, k)
        Symmetric, ones on the diagonal.

    Returns
    -------
    ndarray of float64, shape (k, k)
        The same matrix if it was positive semidefinite already.

    Examples
    --------
    >>> nearest_correlation(np.array([[1.0, 0.5], [0.5, 1.0]]))
    array([[1. , 0.5],
           [0.5, 1. ]])
    """
    values, vectors = np.linalg.eigh(matrix)
    if values.size == 0 or values.min() >= -1e-12:
        return matrix
    mended = (vectors * np.maximum(values, 0.0)) @ vectors.T
    spread = np.sqrt(np.diag(mended))
    return np.asarray(mended / np.outer(spread, spread), dtype=np.float64)


def _trials(counts: Clusters | Dyads) -> int:
    """Return the number of trials, which must not be 0."""
    if counts.n_trials < 1:
        raise UndefinedMeasureError("there are no trials")
    return counts.n_trials


def _shared_sum(first: Residuals, second: Residuals, *, shared_pairs: bool) -> float:
    """Return ``sum_i r_i^a r_i^b - S_ab`` over the units that both rates have."""
    _, a, b = np.intersect1d(first.units, second.units, return_indices=True)
    product = float(first.sums[a] @ second.sums[b])
    if shared_pairs and first.pair_sum is not None and second.pair_sum is not None:
        bound = np.sqrt(first.pair_sum * second.pair_sum)
        return product - float(np.clip(product / 2, 0.0, bound))
    return product
