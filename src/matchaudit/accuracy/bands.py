"""An error rate at every threshold of a tally, with its interval: a band."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matchaudit.accuracy.rates import stratum_fmr, stratum_fnmr
from matchaudit.errors import UndefinedMeasureError
from matchaudit.estimation.counts import Estimate
from matchaudit.estimation.joint import (
    cluster_residuals,
    dyad_residuals,
    joint_correlation,
)
from matchaudit.tallies.comparisons import ComparisonTally, StratumTally

FloatArray = NDArray[np.float64]
LEAST_CORRELATION = -0.8


@dataclass(frozen=True, slots=True)
class Band:
    """One rate of one stratum at the K thresholds of a tally.

    Attributes
    ----------
    thresholds : ndarray of float64, shape (K,)
        Ascending.
    estimates : tuple of Estimate, length K
        Element k belongs to ``thresholds[k]``.
    """

    thresholds: FloatArray
    estimates: tuple[Estimate, ...]

    @property
    def value(self) -> FloatArray:
        """The rates, shape (K,)."""
        return np.array([e.value for e in self.estimates])

    @property
    def low(self) -> FloatArray:
        """The lower ends, shape (K,)."""
        return np.array([e.low for e in self.estimates])

    @property
    def high(self) -> FloatArray:
        """The upper ends, shape (K,)."""
        return np.array([e.high for e in self.estimates])


def fmr_band(
    tally: ComparisonTally, stratum: StratumTally, *, confidence: float
) -> Band:
    """Estimate the false match rate of a stratum at every threshold.

    Raises
    ------
    UndefinedMeasureError
        If the stratum has no usable non-mated comparison.
    """
    return _band(tally, stratum, stratum_fmr, confidence)


def fnmr_band(
    tally: ComparisonTally, stratum: StratumTally, *, confidence: float
) -> Band:
    """Estimate the false non-match rate of a stratum at every threshold.

    Raises
    ------
    UndefinedMeasureError
        If the stratum has no usable mated comparison.
    """
    return _band(tally, stratum, stratum_fnmr, confidence)


def dependence(stratum: StratumTally, k: int) -> float:
    """Return how much the two error rates rise together, in [-0.8, 1].

    The correlation of the rates at ``thresholds[k]`` through the people that both
    share. It is cut below, so that no interval is narrowed to nothing. People whose
    scores are high with everybody make it negative: more wrong matches, fewer missed.
    """
    try:
        missed = cluster_residuals(stratum.false_non_matches(k), stratum.mated_units)
        wrong = dyad_residuals(stratum.false_matches(k))
    except UndefinedMeasureError:
        return 0.0
    return max(float(joint_correlation([missed, wrong])[0, 1]), LEAST_CORRELATION)


def combined(first: float, second: float, *, correlation: float) -> float:
    """Return the half width of a sum from the half widths of its two parts.

    References
    ----------
    .. [1] Zou, G. Y., Donner, A. (2008). Construction of confidence limits about effect
       measures. Statistics in Medicine 27(10), 1693-1702.

    Examples
    --------
    >>> combined(3.0, 4.0, correlation=0.0), combined(3.0, 4.0, correlation=1.0)
    (5.0, 7.0)
    """
    return float(
        np.sqrt(first**2 + second**2 + 2 * correlation * first * second),
    )


def _band(
    tally: ComparisonTally,
    stratum: StratumTally,
    rate: Callable[..., Estimate],
    confidence: float,
) -> Band:
    return Band(
        tally.thresholds,
        tuple(
            rate(stratum, k, confidence=confidence)
            for k in range(tally.thresholds.size)
        ),
    )
