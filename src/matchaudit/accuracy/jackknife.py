"""An interval from leaving out one person, or one fold of people, at a time."""

import numpy as np
from scipy.special import stdtrit

from matchaudit.accuracy.cllr import FloatArray


def jackknife_half_width(draws: FloatArray, *, confidence: float) -> float:
    """Return the half width of an interval from values with one part left out.

    A little wide for comparisons of two people, which it counts twice.

    Parameters
    ----------
    draws : ndarray of float64, shape (F,)
    confidence : float

    Returns
    -------
    float

    Examples
    --------
    >>> round(jackknife_half_width(np.array([1.0, 2.0, 3.0]), confidence=0.95), 3)
    4.968
    """
    f = draws.size
    error = float(np.sqrt((f - 1) / f * np.sum((draws - draws.mean()) ** 2)))
    return float(stdtrit(f - 1, (1 + confidence) / 2)) * error
