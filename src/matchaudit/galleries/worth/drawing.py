"""Draw what is known within a range only."""

import numpy as np
from numpy.typing import NDArray

from matchaudit.galleries.worth.quantities import Quantity

FloatArray = NDArray[np.float64]
_Z = 1.959963984540054
"""The ends of a measured quantity are its 95 % interval."""
_DECADE = 10
_CERTAIN = 1e-2
"""An end at 0 or 1 is drawn as if it were so much of the way further."""


def log_odds(share: FloatArray | float) -> FloatArray:
    """Return the natural logarithm of share / (1 - share), shares inside (0, 1).

    Examples
    --------
    >>> float(log_odds(0.5))
    0.0
    """
    at = np.asarray(share, dtype=np.float64)
    return np.log(at) - np.log1p(-at)


def share_at(odds: FloatArray | float) -> FloatArray:
    """Return the share whose log-odds are given: the inverse of `log_odds`.

    Examples
    --------
    >>> round(float(share_at(np.log(3.0))), 12)
    0.75
    """
    at = np.asarray(odds, dtype=np.float64)
    return np.exp(-np.logaddexp(0.0, -at))


def drawn(quantity: Quantity, size: int, *, rng: np.random.Generator) -> FloatArray:
    """Draw a quantity.

    Parameters
    ----------
    quantity : Quantity
        Without an estimate each value of the range is as likely as another; in one
        that spans more than a factor of ten, each step of the logarithm, since else
        its lower end would hardly ever be drawn. With an estimate the draws are normal on the log-odds scale on either side of it, so that the
        ends are the 95 % interval and half of the draws lie below the estimate. Where
        the estimate is itself an end (nothing was seen), the range is uniform.
    size : int
        How many, at least 1.
    rng : numpy.random.Generator

    Returns
    -------
    ndarray of float64, shape (size,)
        Each in [0, 1].

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> fpir = drawn(Quantity(low=0.001, estimate=0.01, high=0.1), 20_000, rng=rng)
    >>> bool(abs((fpir < 0.001).mean() - 0.025) < 0.005)
    True
    """
    low, best, high = quantity.low, quantity.estimate, quantity.high
    if best is None or not low < best < high:
        if 0 < _DECADE * low < high:
            return drawn_ratio(low, high, size, rng=rng)
        return rng.uniform(low, high, size)
    low = low or best * _CERTAIN
    high = high if high < 1 else 1 - (1 - best) * _CERTAIN
    middle = log_odds(best)
    below, above = middle - log_odds(low), log_odds(high) - middle
    z = rng.standard_normal(size) / _Z
    return share_at(middle + z * np.where(z < 0, below, above))


def drawn_ratio(
    low: float, high: float, size: int, *, rng: np.random.Generator
) -> FloatArray:
    """Draw a ratio: each step of the logarithm is as likely as another.

    Parameters
    ----------
    low, high : float
        ``0 < low <= high``.
    size : int
        How many, at least 1.
    rng : numpy.random.Generator

    Returns
    -------
    ndarray of float64, shape (size,)

    Examples
    --------
    >>> float(drawn_ratio(1.0, 1.0, 1, rng=np.random.default_rng(1))[0])
    1.0
    """
    return np.exp(rng.uniform(np.log(low), np.log(high), size))
