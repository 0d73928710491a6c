"""How much a sample of likelihood ratios lets anybody claim (ELUB).

A likelihood ratio beyond what the sample can bear out rests on the form of a curve, not
on data. The empirical lower and upper bound are where one more misleading comparison of
each kind would make the system worse than saying nothing.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from matchaudit.errors import UndefinedMeasureError

FloatArray = NDArray[np.float64]
STEP = 0.01
EXTREME = 9.0


def elub(
    llr_mated: ArrayLike,
    llr_nonmated: ArrayLike,
    *,
    sizes: tuple[float, float] | None = None,
) -> tuple[float, float]:
    """Return the empirical lower and upper bound of a likelihood ratio.

    Parameters
    ----------
    llr_mated, llr_nonmated : array_like of float, shape (m,), (n,)
        Logarithms to base 10 of likelihood ratios; may be infinite.
    sizes : tuple of float, optional
        How many independent mated and non-mated comparisons those are worth, above 0.
        By default as many as there are, which is the published rule: comparisons that
        share people are worth fewer.

    Returns
    -------
    low, high : float
        Logarithms to base 10, ``low <= 0 <= high``, to steps of 0.01. Both 0: nothing
        can be claimed.

    Raises
    ------
    UndefinedMeasureError
        If one of the two is empty.

    References
    ----------
    .. [1] Vergeer, P., van Es, A., de Jongh, A., Alberink, I., Stoel, R. (2016).
       Numerical likelihood ratios outputted by LR systems are often based on
       extrapolation: when to stop extrapolating? Science and Justice 56, 482-491.

    Examples
    --------
    >>> low, high = elub([9.0, 9.0, 9.0], [-9.0, -9.0, -9.0])
    >>> round(10**low, 4), round(10**high, 4)
    (0.3388, 2.9512)
    """
    mated = np.clip(np.asarray(llr_mated, dtype=np.float64), -EXTREME, EXTREME)
    nonmated = np.clip(np.asarray(llr_nonmated, dtype=np.float64), -EXTREME, EXTREME)
    if mated.size == 0 or nonmated.size == 0:
        raise UndefinedMeasureError("one of the two kinds of comparison is missing")
    worth = (mated.size, nonmated.size) if sizes is None else sizes
    lines = _lines(mated, nonmated, worth)
    at = 10**lines
    ratio = (1 - (at < 1) + at * (at < 1)) / _utility(mated, nonmated, at, worth)
    left = lines[(lines <= 0) & (ratio < 1)] + STEP
    right = lines[(lines >= 0) & (ratio < 1)] - STEP
    low = float(np.max(left, initial=lines[0]))
    high = float(np.min(right, initial=lines[-1]))
    return min(low, 0.0), max(high, 0.0)


def _lines(
    mated: FloatArray, nonmated: FloatArray, worth: tuple[float, float]
) -> FloatArray:
    """Return the logs of LR at which the use of the system is judged."""
    least = min(mated.min(), nonmated.min())
    most = max(mated.max(), nonmated.max())
    lowest = max(least, -np.log10(worth[0] + 1))
    highest = min(most, np.log10(worth[1] + 1))
    first = min(0, int(np.floor_divide(lowest, STEP)))
    last = max(0, int(np.floor_divide(highest, STEP)) + 1)
    return np.linspace(first * STEP, last * STEP, last - first + 1)


def _utility(
    mated: FloatArray, nonmated: FloatArray, at: FloatArray, worth: tuple[float, float]
) -> FloatArray:
    """Return the expected cost of a decision at each line, one misleading LR added."""
    hits = mated.size - np.searchsorted(np.sort(10**mated), at, side="right")
    wrong = nonmated.size - np.searchsorted(np.sort(10**nonmated), at, side="right")
    missed = 1 - hits * (worth[0] / mated.size) / (worth[0] + 1)
    added = wrong * (worth[1] / nonmated.size) + 1
    return np.asarray(missed + at * added / (worth[1] + 1), dtype=np.float64)
