"""Fits and bands that only rise or only fall.

Used where the order is known beforehand: an error rate that cannot fall as less of a
face is seen, a weight of evidence that cannot fall as the score rises.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import isotonic_regression

from matchaudit.errors import ParameterError, UndefinedMeasureError

FloatArray = NDArray[np.float64]


def monotone_fit(
    values: ArrayLike, weights: ArrayLike, *, increasing: bool
) -> FloatArray:
    """Fit the nearest monotone sequence, by weighted least squares.

    Neighbours that break the order are pooled to their weighted mean ("pool adjacent
    violators"). The same input always gives the same output.

    Parameters
    ----------
    values : array_like of float, shape (n,)
        Finite, in the order of the variable they depend on; at least one.
    weights : array_like of float, shape (n,)
        Positive, such as the trials behind each value.
    increasing : bool
        True for a sequence that never falls, False for one that never rises.

    Returns
    -------
    ndarray of float64, shape (n,)
        Element i is the fitted value beside ``values[i]``. Its weighted mean is that
        of ``values``.

    Raises
    ------
    UndefinedMeasureError
        If there are no values.
    ParameterError
        If a value is not finite, or a weight is not positive.

    References
    ----------
    .. [1] Ayer, M., et al. (1955). An empirical distribution function for sampling
       with incomplete information. Ann. Math. Statist. 26(4), 641-647.

    Examples
    --------
    >>> monotone_fit([0.1, 0.4, 0.2], [1, 1, 3], increasing=True).round(3)
    array([0.1 , 0.25, 0.25])
    """
    y = np.asarray(values, dtype=np.float64)
    w = np.asarray(weights, dtype=np.float64)
    if y.size == 0:
        raise UndefinedMeasureError("there are no values to fit")
    if not np.isfinite(y).all():
        raise ParameterError("values", "finite", values)
    if w.shape != y.shape or not (np.isfinite(w) & (w > 0)).all():
        raise ParameterError("weights", "positive, one for each value", weights)
    fit = isotonic_regression(y, weights=w, increasing=increasing)
    return np.asarray(fit.x, dtype=np.float64)


def monotone_band(
    low: ArrayLike, high: ArrayLike, *, increasing: bool
) -> tuple[FloatArray, FloatArray]:
    """Narrow a simultaneous band to what a monotone sequence inside it can reach.

    If all true values lie between ``low`` and ``high`` and are monotone, they also lie
    in the narrower band. Nothing else is assumed.

    Parameters
    ----------
    low, high : array_like of float, shape (n,)
        Ends that hold for all elements at once.
    increasing : bool
        True for a sequence that never falls, False for one that never rises.

    Returns
    -------
    low, high : ndarray of float64, shape (n,)
        Both monotone; never wider than what was given.

    Raises
    ------
    UndefinedMeasureError
        If no monotone sequence fits into the band: the data speak against the order.

    Examples
    --------
    >>> low, high = monotone_band([0.1, 0.0], [0.3, 0.9], increasing=False)
    >>> high
    array([0.3, 0.3])
    """
    lower = np.asarray(low, dtype=np.float64)
    upper = np.asarray(high, dtype=np.float64)
    if increasing:
        narrow = np.maximum.accumulate(lower), _backwards(np.minimum, upper)
    else:
        narrow = _backwards(np.maximum, lower), np.minimum.accumulate(upper)
    if (narrow[0] > narrow[1]).any():
        order = "never falls" if increasing else "never rises"
        raise UndefinedMeasureError(f"no curve that {order} fits these data")
    return narrow


def _backwards(choose: np.ufunc, values: FloatArray) -> FloatArray:
    """Accumulate from the last element to the first."""
    return np.asarray(choose.accumulate(values[::-1])[::-1], dtype=np.float64)
