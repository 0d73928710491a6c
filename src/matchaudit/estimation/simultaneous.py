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
    covariance: FloatArray,
    rng: np.random.Generator,
    *,
    contrasts: FloatArray | None = None,
    confidence: float = 0.95,
) -> float:
    """Return the critical value for correlated intervals.

    Parameters
    ----------
    covariance : ndarray of float64, shape (k, k)
        Of k estimates; a correlation matrix will do if there are no contrasts.
    rng : numpy.random.Generator
        Not used if the intervals are uncorrelated: the value is then exact.
    contrasts : ndarray of float64, shape (m, k), optional
        The linear contrasts of the estimates whose intervals must hold at once, one in
        each row. By default these are the estimates themselves.
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
    All pairs of three groups; Tukey's value is 2.344:

    >>> pairs = np.array([[1.0, -1, 0], [1, 0, -1], [0, 1, -1]])
    >>> rng = np.random.default_rng(7)
    >>> 2.3 < critical_value(np.eye(3), rng, contrasts=pairs) < 2.4
    True
    """
    wanted = np.eye(covariance.shape[0]) if contrasts is None else contrasts
    least = sidak_value(1, confidence=confidence)
    most = sidak_value(wanted.shape[0], confidence=confidence)
    scaled = wanted @ _root(covariance)
    length = np.linalg.norm(scaled, axis=1)
    if (length <= 0).any():  # no variance is known: nothing better than Sidak's value
        return most
    unit = scaled / length[:, None]
    if np.abs(np.triu(unit @ unit.T, 1)).max(initial=0.0) < 1e-12:
        return most
    largest = np.concatenate(
        [
            np.abs(rng.standard_normal((_CHUNK, unit.shape[1])) @ unit.T).max(axis=1)
            for _ in range(N_DRAWS // _CHUNK)
        ]
    )
    return float(np.clip(np.quantile(largest, confidence), least, most))


def _root(covariance: FloatArray) -> FloatArray:
    """Return L with ``L L' = covariance``; rounding may have made it indefinite."""
    diagonal = np.diag(np.diag(covariance))
    if (covariance == diagonal).all():  # kept exact, so that zeros stay zeros
        return np.asarray(np.sqrt(diagonal), dtype=np.float64)
    values, vectors = np.linalg.eigh(covariance)
    return np.asarray(vectors * np.sqrt(np.maximum(values, 0.0)), dtype=np.float64)


def pointwise_confidence(critical: float) -> float:
    """Return the coverage of one interval that is ``critical`` standard errors wide.

    An interval of any kind, made at this confidence, can so be part of a family.

    Parameters
    ----------
    critical : float
        From ``critical_value``, positive.

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
