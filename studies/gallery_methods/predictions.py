"""What every method says, on one scale: the log10 odds of the rate.

Odds are kept between 1 in 10**12 and 10**12 to 1. So a method that predicts "never",
where the truth is 1 in 10 or 1 in 100, is wrong by 11 or 10 decades, not infinitely.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matchaudit.galleries.prediction.forecast import Scale
from matchaudit.tallies.gallery_tails import GalleryTail

Floats = NDArray[np.float64]

FARTHEST = 12.0
Z = 1.959964
NODES, WEIGHTS = np.polynomial.hermite_e.hermegauss(64)
WEIGHTS = WEIGHTS / WEIGHTS.sum()


@dataclass(frozen=True, slots=True, kw_only=True)
class Prediction:
    """A rate and its 95 % interval in log10 odds; ``beyond`` if it would be refused."""

    centre: float
    low: float
    high: float
    beyond: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What a method may look at.

    Attributes
    ----------
    tail : GalleryTail
    scores : ndarray of float64, shape (n, n)
        Row is the probe; the diagonal does not count.
    declared : str, one of identity, log, logit
        The scale on which the bulk is normal, as a vendor might declare it.
    """

    tail: GalleryTail
    scores: Floats
    declared: Scale = "identity"


Predict = Callable[[int, float], Prediction]
Method = Callable[[Trial, np.random.Generator], Predict]


def log_odds(rate: float) -> float:
    """Return the log10 odds of a rate.

    >>> log_odds(0.5), round(log_odds(0.01), 3), log_odds(0.0), log_odds(1.0)
    (0.0, -1.996, -12.0, 12.0)
    """
    if rate <= 0:
        return -FARTHEST
    if rate >= 1:
        return FARTHEST
    return float(np.clip(np.log10(rate) - np.log10(1 - rate), -FARTHEST, FARTHEST))


def of_expected(expected: Floats) -> Floats:
    """Return the log10 odds of at least one, where so many are expected, Poisson.

    >>> of_expected(np.array([0.0, np.log(2), 1e9])).round(6)
    array([-12.,   0.,  12.])
    """
    capped = np.minimum(np.asarray(expected, dtype=np.float64), 50.0)
    with np.errstate(divide="ignore"):
        odds: Floats = np.log10(np.expm1(capped))
    return np.clip(odds, -FARTHEST, FARTHEST)


def of_uneven(log_expected: Floats, log_variance: Floats) -> Floats:
    """Return log10 odds of at least one where the expected number is log-normal.

    ``log_expected`` is the log of its mean, ``log_variance`` the variance of its log.

    >>> even = of_uneven(np.log(0.01), np.array(0.0))
    >>> uneven = of_uneven(np.log(0.01), np.array(4.0))
    >>> bool(np.isclose(even, of_expected(0.01))), bool(uneven < even)
    (True, True)
    """
    v = np.asarray(log_variance)[..., None]
    logs = np.asarray(log_expected)[..., None] - v / 2 + np.sqrt(v) * NODES
    expected = np.exp(np.clip(logs, -700, 700))
    some = -np.expm1(-expected) @ WEIGHTS
    none = np.exp(-expected) @ WEIGHTS
    with np.errstate(divide="ignore"):
        odds: Floats = np.log10(some) - np.log10(none)
    return np.clip(odds, -FARTHEST, FARTHEST)


def normal_interval(centre: float, sd: float) -> Prediction:
    """Return the interval of a normal error on the scale of log odds."""
    low, high = np.clip([centre - Z * sd, centre + Z * sd], -FARTHEST, FARTHEST)
    return Prediction(centre=centre, low=float(low), high=float(high))


def percentile_interval(centre: float, resampled: Floats) -> Prediction:
    """Return the middle 95 % of what resamples say, stretched to hold the estimate."""
    low, high = np.quantile(resampled, [0.025, 0.975])
    return Prediction(
        centre=centre, low=float(min(low, centre)), high=float(max(high, centre))
    )
