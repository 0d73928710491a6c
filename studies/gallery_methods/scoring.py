"""What is said of a method over many worlds: error, coverage, interval score."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gallery_methods.predictions import Floats

PENALTY = 40.0  # decades for each decade that a 95 % interval misses by


@dataclass(frozen=True, slots=True)
class Said:
    """What one method said of W worlds at C operating points, in log10 odds.

    ``centre``, ``low``, ``high`` and ``truth`` have shape (W, C); ``beyond`` says where
    it would refuse.
    """

    centre: Floats
    low: Floats
    high: Floats
    truth: Floats
    beyond: NDArray[np.bool_]

    @property
    def held(self) -> NDArray[np.bool_]:
        """Where the interval holds the truth."""
        inside: NDArray[np.bool_] = (self.low <= self.truth) & (self.truth <= self.high)
        return inside


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """A method in one cell, over worlds and operating points.

    Attributes
    ----------
    median, ninth : float
        Median and 90th percentile of the absolute error, decades.
    bias : float
        Median error; above 0 it says too much.
    coverage, coverage_error : float
        Share of 95 % intervals that hold the truth, and its Monte Carlo error.
    under : float
        Share of upper limits below the truth.
    width, interval_score : float
        Mean width, and mean of width + 40 times the miss, decades.
    interval_error : float
        Monte Carlo error of the interval score.
    interval_median : float
        Median of the same: what one prediction in two is no worse than.
    refused : float
        Share beyond the horizon.
    worlds : int
    """

    median: float
    ninth: float
    bias: float
    coverage: float
    coverage_error: float
    under: float
    width: float
    interval_score: float
    interval_error: float
    interval_median: float
    refused: float
    worlds: int


def monte_carlo_error(by_world: Floats) -> float:
    """Return the standard error of a mean over worlds; operating points share one.

    >>> monte_carlo_error(np.array([[1.0, 1.0], [0.0, 0.0]]))
    0.5
    """
    means = by_world.mean(axis=1)
    if means.size < 2:
        return float("inf")
    return float(means.std(ddof=1) / np.sqrt(means.size))


def interval_scores(said: Said) -> Floats:
    """Return width + 40 x miss.

    >>> one = np.array([[0.0]])
    >>> beyond = np.array([[False]])
    >>> interval_scores(Said(one, one - 1, one + 1, one, beyond)).item()
    2.0
    >>> interval_scores(Said(one, one - 1, one + 1, one + 1.5, beyond)).item()
    22.0
    """
    miss = np.maximum(said.low - said.truth, 0) + np.maximum(said.truth - said.high, 0)
    return said.high - said.low + PENALTY * miss


def score(said: Said) -> Score:
    """Sum up one cell."""
    error = said.centre - said.truth
    held = said.held.astype(np.float64)
    scores = interval_scores(said)
    return Score(
        median=float(np.median(abs(error))),
        ninth=float(np.quantile(abs(error), 0.9)),
        bias=float(np.median(error)),
        coverage=float(held.mean()),
        coverage_error=monte_carlo_error(held),
        under=float((said.high < said.truth).mean()),
        width=float((said.high - said.low).mean()),
        interval_score=float(scores.mean()),
        interval_error=monte_carlo_error(scores),
        interval_median=float(np.median(scores)),
        refused=float(said.beyond.mean()),
        worlds=len(held),
    )
