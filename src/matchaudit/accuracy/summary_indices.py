"""Summary indices of the gaps between groups: one number for many rates.

Each index is a plain function of rates; its interval is made in ``index_ranges``. A summary index can hide a large gap: with false match rates of 0.002 and
0.0478 the FDR reads 0.977 where one rate is 23.9 times the other. So none of them may
stand without the ratio and the counts.

Names: ``*_ratio`` and ``max_over_*`` have no unit and are 1 without a gap; the FDR is 1
and GARBE is 0 without a gap.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from matchaudit.errors import UndefinedMeasureError

FloatArray = NDArray[np.float64]


def max_over_min(rates: ArrayLike) -> float:
    """Return the highest rate over the lowest.

    Parameters
    ----------
    rates : array_like of float, shape (k,)
        Rates of k groups, in [0, 1].

    Returns
    -------
    float
        At least 1.

    Raises
    ------
    UndefinedMeasureError
        If a rate is 0.

    References
    ----------
    .. [1] Grother, P. (2022). Face recognition vendor test part 8: summarizing
       demographic differentials. NIST IR 8429.

    Examples
    --------
    >>> round(max_over_min([0.01, 0.04, 0.02]), 3)
    4.0
    """
    x = _positive(rates)
    return float(x.max() / x.min())


def max_over_geomean(rates: ArrayLike) -> float:
    """Return the highest rate over the geometric mean of all rates.

    Parameters
    ----------
    rates : array_like of float, shape (k,)
        Rates of k groups, in [0, 1].

    Returns
    -------
    float
        At least 1.

    Raises
    ------
    UndefinedMeasureError
        If a rate is 0.

    References
    ----------
    .. [1] Grother, P. (2022). NIST IR 8429.

    Examples
    --------
    >>> round(max_over_geomean([0.01, 0.04, 0.02]), 3)
    2.0
    """
    x = _positive(rates)
    return float(x.max() / np.exp(np.log(x).mean()))


def max_over_mean(rates: ArrayLike) -> float:
    """Return the highest rate over the mean of all rates.

    Parameters
    ----------
    rates : array_like of float, shape (k,)
        Rates of k groups, in [0, 1], not all 0.

    Returns
    -------
    float
        Between 1 and k.

    Raises
    ------
    UndefinedMeasureError
        If all rates are 0.

    References
    ----------
    .. [1] Grother, P. (2022). NIST IR 8429.

    Examples
    --------
    >>> round(max_over_mean([0.01, 0.03, 0.02]), 3)
    1.5
    """
    x = _some(rates)
    return float(x.max() / x.mean())


def fairness_discrepancy_rate(
    fmr: ArrayLike, fnmr: ArrayLike, *, fmr_weight: float
) -> float:
    """Return 1 less the weighted largest gaps between groups.

    Parameters
    ----------
    fmr, fnmr : array_like of float, shape (k,)
        Rates of k groups, in [0, 1].
    fmr_weight : float
        Weight a of the false match rate, in [0, 1]; a decision, so it has no default.

    Returns
    -------
    float
        ``1 - [a max|f_i - f_j| + (1 - a) max|g_i - g_j|]``: 1 without a gap.

    References
    ----------
    .. [1] de Freitas Pereira, T., Marcel, S. (2022). Fairness in biometrics: a figure
       of merit to assess biometric verification systems. IEEE T-BIOM 4(1), 19-29.

    Examples
    --------
    >>> round(fairness_discrepancy_rate([0.01, 0.05], [0.1, 0.2], fmr_weight=0.5), 3)
    0.93
    """
    gaps = (float(np.ptp(np.asarray(x, dtype=np.float64))) for x in (fmr, fnmr))
    f, g = gaps
    return 1 - (fmr_weight * f + (1 - fmr_weight) * g)


def inequity_rate(fmr: ArrayLike, fnmr: ArrayLike, *, fmr_weight: float) -> float:
    """Return the weighted geometric mean of the two highest-over-lowest ratios.

    Parameters
    ----------
    fmr, fnmr : array_like of float, shape (k,)
        Rates of k groups, in (0, 1].
    fmr_weight : float
        Weight a of the false match rate, in [0, 1].

    Returns
    -------
    float
        ``(max f / min f)**a (max g / min g)**(1 - a)``: 1 without a gap.

    Raises
    ------
    UndefinedMeasureError
        If a rate is 0.

    References
    ----------
    .. [1] Grother, P. (2021). Demographic differentials in face recognition
       algorithms. EAB virtual event on demographic fairness.

    Examples
    --------
    >>> round(inequity_rate([0.01, 0.04], [0.1, 0.9], fmr_weight=0.5), 3)
    6.0
    """
    a = fmr_weight
    return float(max_over_min(fmr) ** a * max_over_min(fnmr) ** (1 - a))


def gini(rates: ArrayLike) -> float:
    """Return the Gini coefficient of rates, corrected for the number of groups.

    Parameters
    ----------
    rates : array_like of float, shape (k,)
        Rates of k groups, k at least 2, not all 0.

    Returns
    -------
    float
        ``k / (k - 1) sum_ij |x_i - x_j| / (2 k**2 mean x)``, in [0, 1].

    Raises
    ------
    UndefinedMeasureError
        If all rates are 0.

    References
    ----------
    .. [1] Howard, J. J., Laird, E. J., Rubin, R. E., et al. (2022). Evaluating
       proposed fairness models for face recognition algorithms. ICPR workshops.

    Examples
    --------
    >>> round(gini([0.01, 0.03]), 3), gini([0.0, 0.0, 0.2])
    (0.5, 1.0)
    """
    x = _some(rates)
    gaps = float(np.abs(np.subtract.outer(x, x)).sum())
    return gaps / (2 * x.size * (x.size - 1) * float(x.mean()))


def garbe(fmr: ArrayLike, fnmr: ArrayLike, *, fmr_weight: float) -> float:
    """Return the weighted mean of the Gini coefficients of both rates.

    Parameters
    ----------
    fmr, fnmr : array_like of float, shape (k,)
        Rates of k groups, k at least 2, not all 0.
    fmr_weight : float
        Weight a of the false match rate, in [0, 1].

    Returns
    -------
    float
        ``a G(f) + (1 - a) G(g)``: 0 without a gap, at most 1.

    Raises
    ------
    UndefinedMeasureError
        If all rates of one kind are 0.

    References
    ----------
    .. [1] Howard, J. J., et al. (2022), as for ``gini``.

    Examples
    --------
    >>> round(garbe([0.01, 0.03], [0.1, 0.1], fmr_weight=0.5), 3)
    0.25
    """
    return fmr_weight * gini(fmr) + (1 - fmr_weight) * gini(fnmr)


def _positive(rates: ArrayLike) -> FloatArray:
    """Return rates of which none is 0."""
    x = np.asarray(rates, dtype=np.float64)
    if not (x > 0).all():
        raise UndefinedMeasureError("one group has no error at all")
    return x


def _some(rates: ArrayLike) -> FloatArray:
    """Return rates of which not all are 0."""
    x = np.asarray(rates, dtype=np.float64)
    if not x.any():
        raise UndefinedMeasureError("no group has an error at all")
    return x
