"""Intervals that hold for many comparisons at once.

With 20 groups, one in 20 plain 95 % intervals misses, and it is the worst group that
gets the headline. Here all intervals of a family are widened just so far that, 95 times
in 100, every one of them holds. The width comes from the largest of the correlated
normal deviates ("max-t"); it is never above Sidak's, which needs no correlation.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from matchaudit.errors import ParameterError
from matchaudit.estimation.joint import nearest_correlation

FloatArray = NDArray[np.float64]

N_DRAWS = 20_000
"""Draws behind a critical value; its Monte Carlo error is then about 0.012."""

_CHUNK = 5_000  # draws held at once: 190 contrasts take 8 MB


def sidak_value(n_intervals: int, *, confidence: float = 0.95) -> float:
    """Return the critical value for independent intervals.

    Parameters
    ----------
    n_intervals : int
        Number of intervals k, at least 1.
    confidence : float, default=0.95
        Coverage of all intervals at once, in (0, 1).

    Returns
    -------
    float
        ``z`` with ``P(|Z_1| <= z, ..., |Z_k| <= z) = confidence``.

    References
    ----------
    .. [1] Sidak, Z. (1967). Rectangular confidence regions for the means of
       multivariate normal distributions. JASA 62(318), 626-633.

    Examples
    --------
    >>> round(sidak_value(1), 3), round(sidak_value(20), 3)
    (1.96, 3.016)
    """
    if n_intervals < 1:
        raise ParameterError("n_intervals", "at least 1", n_intervals)
    if not 0 < confidence < 1:
        raise ParameterError("confidence", "between 0 and 1", confidence)
    return float(ndtri((1 + confidence ** (1 / n_intervals)) / 2))


def critical_value(
    correlation: FloatArray, rng: np.random.Generator, *, confidence: float = 0.95
) -> float:
    """Return the critical value for correlated intervals.

    Parameters
    ----------
    correlation : ndarray of float64, shape (k, k)
        Of the k estimates whose intervals must hold at once; ones on the diagonal.
    rng : numpy.random.Generator
        Used unless the estimates are uncorrelated, where the value is exact.
    confidence : float, default=0.95
        Coverage of all intervals at once, in (0, 1).

    Returns
    -------
    float
        The quantile of ``max_i |Z_i|``, between that of one interval and Sidak's.

    References
    ----------
    .. [1] Hothorn, T., Bretz, F., Westfall, P. (2008). Simultaneous inference in
       general parametric models. Biometrical Journal 50(3), 346-363.

    Examples
    --------
    >>> rng = np.random.default_rng(7)
    >>> same = np.ones((3, 3))
    >>> round(critical_value(same, rng), 1)
    2.0
    """
    k = correlation.shape[0]
    most = sidak_value(k, confidence=confidence)
    if k == 1 or not (correlation - np.eye(k)).any():
        return most
    values, vectors = np.linalg.eigh(nearest_correlation(correlation))
    kept = values > 1e-10 * values[-1]
    root = (vectors[:, kept] * np.sqrt(values[kept])).T
    largest = np.concatenate(
        [
            np.abs(rng.standard_normal((_CHUNK, root.shape[0])) @ root).max(axis=1)
            for _ in range(N_DRAWS // _CHUNK)
        ]
    )
    least = sidak_value(1, confidence=confidence)
    return float(np.clip(np.quantile(largest, confidence), least, most))


def contrast_correlation(contrasts: FloatArray, covariance: FloatArray) -> FloatArray:
    """Return the correlation of linear contrasts.

    Parameters
    ----------
    contrasts : ndarray of float64, shape (m, k)
        One contrast in each row.
    covariance : ndarray of float64, shape (k, k)
        Of the k estimates, positive definite on the contrasts.

    Returns
    -------
    ndarray of float64, shape (m, m)
        Ones on the diagonal. A contrast without a variance is uncorrelated.

    Examples
    --------
    >>> contrasts = np.array([[1.0, 0.0, -1.0], [0.0, 1.0, -1.0]])
    >>> contrast_correlation(contrasts, np.eye(3)).round(6)
    array([[1. , 0.5],
           [0.5, 1. ]])
    """
    joint = contrasts @ covariance @ contrasts.T
    spread = np.sqrt(np.maximum(np.diag(joint), 0.0))
    spread[spread <= 0] = np.inf
    correlation = joint / np.outer(spread, spread)
    np.fill_diagonal(correlation, 1.0)
    return np.asarray(correlation, dtype=np.float64)


def pointwise_confidence(critical: float) -> float:
    """Return the coverage of one interval that is ``critical`` standard errors wide.

    An interval of any kind, made at this confidence, can so be part of a family.

    Parameters
    ----------
    critical : float
        From `critical_value`, positive.

    Returns
    -------
    float
        In (0, 1).

    Examples
    --------
    >>> round(pointwise_confidence(1.959964), 4)
    0.95
    """
    if not critical > 0:
        raise ParameterError("critical", "positive", critical)
    return float(2 * ndtr(critical) - 1)
