"""How well likelihood ratios inform: Cllr, its best possible value, and ECE.

A likelihood ratio (LR) says how many times more probable a score is if both samples are
of one person than if they are not. ``Cllr`` is its mean cost in bits: 0 is perfect, 1
is what "LR = 1, always" costs, more than 1 misleads.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import isotonic_regression

from matchaudit.errors import ParameterError, UndefinedMeasureError

FloatArray = NDArray[np.float64]


def cllr(lr_mated: ArrayLike, lr_nonmated: ArrayLike) -> float:
    """Return the log likelihood ratio cost.

    Parameters
    ----------
    lr_mated, lr_nonmated : array_like of float, shape (m,), (n,)
        Likelihood ratios, 0 or more, of mated and non-mated comparisons.

    Returns
    -------
    float
        Bits, 0 or more.

    Raises
    ------
    UndefinedMeasureError
        If one of the two is empty, or an LR of 0 or infinity misleads: the cost then
        has no end.

    References
    ----------
    .. [1] Brummer, N., du Preez, J. (2006). Application-independent evaluation of
       speaker detection. Computer Speech and Language 20(2-3), 230-275.

    Examples
    --------
    >>> cllr([1.0, 1.0], [1.0])
    1.0
    >>> round(cllr([8.0, 2.0], [0.5, 0.1]), 4)
    0.3693
    """
    mated, nonmated = log_lr(lr_mated), log_lr(lr_nonmated)
    cost = (costs(mated, mated=True).mean() + costs(nonmated, mated=False).mean()) / 2
    if not np.isfinite(cost):
        raise UndefinedMeasureError("an infinite likelihood ratio misleads")
    return float(cost)


def cllr_min(lr_mated: ArrayLike, lr_nonmated: ArrayLike) -> float:
    """Return the cost after the best monotone recalibration on the same data.

    Parameters
    ----------
    lr_mated, lr_nonmated : array_like of float
        As for `cllr`.

    Returns
    -------
    float
        Bits in [0, 1]: what is lost because the scores overlap.

    Raises
    ------
    UndefinedMeasureError
        If one of the two is empty.

    Examples
    --------
    >>> cllr_min([8.0, 2.0], [0.5, 0.1])
    0.0
    """
    mated, nonmated = log_lr(lr_mated), log_lr(lr_nonmated)
    values, m, n = tallied(mated, nonmated)
    return cllr_min_of_counts(m[np.argsort(values)], n[np.argsort(values)])


def cllr_cal(lr_mated: ArrayLike, lr_nonmated: ArrayLike) -> float:
    """Return the cost of poor calibration: `cllr` less `cllr_min`.

    Parameters
    ----------
    lr_mated, lr_nonmated : array_like of float
        As for `cllr`.

    Returns
    -------
    float
        Bits, 0 or more.

    Examples
    --------
    >>> round(cllr_cal([8.0, 2.0], [0.5, 0.1]), 4)
    0.3693
    """
    return cllr(lr_mated, lr_nonmated) - cllr_min(lr_mated, lr_nonmated)


def log_lr(lr: ArrayLike) -> FloatArray:
    """Return natural logarithms of likelihood ratios; 0 gives minus infinity."""
    values = np.asarray(lr, dtype=np.float64)
    if values.size == 0:
        raise UndefinedMeasureError(
            "there are no mated or no non-mated likelihood ratios"
        )
    if np.isnan(values).any() or (values < 0).any():
        raise ParameterError("lr", "numbers that are not negative", "another")
    with np.errstate(divide="ignore"):
        return np.log(values)


def costs(llr: FloatArray, *, mated: bool) -> FloatArray:
    """Return each comparison's cost in bits from the natural logarithm of its LR."""
    sign = -1.0 if mated else 1.0
    return np.asarray(np.logaddexp(0.0, sign * llr) / np.log(2.0), dtype=np.float64)


def tallied(
    mated: FloatArray, nonmated: FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return the distinct values, and how many of each kind there are of each."""
    values, place = np.unique(np.concatenate([mated, nonmated]), return_inverse=True)
    m = np.bincount(place[: mated.size], minlength=values.size)
    n = np.bincount(place[mated.size :], minlength=values.size)
    return values, m.astype(np.float64), n.astype(np.float64)


def pav(mated: FloatArray, nonmated: FloatArray) -> FloatArray:
    """Return the natural log LR of ascending scores by pooling adjacent violators.

    Both kinds weigh the same in all, so that the odds are likelihood ratios.

    Parameters
    ----------
    mated, nonmated : ndarray of float64, shape (B,)
        How many of each kind have the b-th score; not both 0 anywhere.

    Returns
    -------
    ndarray of float64, shape (B,)
        Never falling; infinite where only one kind is pooled.

    References
    ----------
    .. [1] Brummer, N., du Preez, J. (2006), as in `cllr`.

    Examples
    --------
    >>> np.exp(pav(np.array([1.0, 0.0, 2.0]), np.array([2.0, 1.0, 0.0])))
    array([0.33333333, 0.33333333,        inf])
    """
    m, n = mated / mated.sum(), nonmated / nonmated.sum()
    fit = isotonic_regression(m / (m + n), weights=m + n, increasing=True)
    starts = fit.blocks[:-1]
    # The sums, not the fitted share, so that a share near 1 loses no figures.
    with np.errstate(divide="ignore"):
        block = np.log(np.add.reduceat(m, starts)) - np.log(np.add.reduceat(n, starts))
    block = np.maximum.accumulate(block)  # equal blocks may differ by a rounding
    return np.asarray(np.repeat(block, np.diff(fit.blocks)), dtype=np.float64)


def cllr_min_of_counts(mated: FloatArray, nonmated: FloatArray) -> float:
    """Return `cllr_min` from counts of ascending scores."""
    seen = mated + nonmated > 0
    m, n = mated[seen], nonmated[seen]
    llr = pav(m, n)
    return (mean_cost(llr, m, kind=True) + mean_cost(llr, n, kind=False)) / 2


def ece(
    llr: FloatArray,
    mated: FloatArray,
    nonmated: FloatArray,
    log10_prior_odds: ArrayLike,
) -> FloatArray:
    """Return the empirical cross-entropy at each prior.

    Parameters
    ----------
    llr : ndarray of float64, shape (B,)
        Natural logarithms of likelihood ratios.
    mated, nonmated : ndarray of float64, shape (B,)
        How many comparisons of each kind have the b-th.
    log10_prior_odds : array_like of float, shape (P,)

    Returns
    -------
    ndarray of float64, shape (P,)
        Bits: the mean cost of the posterior probability. At prior odds 1 it is Cllr.

    References
    ----------
    .. [1] Ramos, D., Gonzalez-Rodriguez, J. (2013). Reliable support: measuring
       calibration of likelihood ratios. Forensic Science International 230, 156-169.

    Examples
    --------
    >>> ece(np.zeros(1), np.ones(1), np.ones(1), [0.0])
    array([1.])
    """
    logits = np.log(10.0) * np.asarray(log10_prior_odds, dtype=np.float64)
    values = [
        mean_cost(llr + x, mated, kind=True) / (1 + np.exp(-x))
        + mean_cost(llr + x, nonmated, kind=False) / (1 + np.exp(x))
        for x in logits
    ]
    return np.array(values)


def mean_cost(llr: FloatArray, counts: FloatArray, *, kind: bool) -> float:
    """Return the mean cost in bits of one kind: mated (True) or not.

    A log LR that none of the kind has costs nothing, even where it is infinite.
    """
    seen = counts > 0
    return float(costs(llr[seen], mated=kind) @ counts[seen] / counts.sum())
