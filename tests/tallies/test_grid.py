"""The grid: looser thresholds, and points of the curve."""

import numpy as np
import pytest
from scipy.special import ndtr

from matchaudit.tallies.comparisons import ScoreHistogram
from matchaudit.tallies.grid import grid, loosest_rate


def normal_histogram(n: float = 1e6) -> ScoreHistogram:
    """Two normal distributions, two standard deviations apart."""
    edges = np.arange(-512, 513) / 64
    low, high = (
        np.round(n * np.diff(ndtr(edges - centre))).astype(np.int64)
        for centre in (0.0, 2.0)
    )
    return ScoreHistogram(population={}, edges=edges, mated=high, nonmated=low)


def test_evenly_spread() -> None:
    """On the axes of the curve, normal deviates, neighbours are equally far apart."""
    histogram = normal_histogram()

    thresholds = grid(histogram, points=40)

    assert thresholds.size > 30
    # The false match rate at t is the normal tail beyond t: t is its deviate.
    from_rate_half = thresholds[thresholds < 4.0]
    assert from_rate_half.min() == pytest.approx(0.0, abs=1 / 64)
    assert np.diff(from_rate_half).max() < 0.5
    assert thresholds.max() > 5.0


def test_never_looser_than_the_loosest_rate() -> None:
    """Above the loosest rate, events would no longer be few."""
    histogram = normal_histogram(1e9)
    counts = histogram.nonmated[::-1].cumsum()[::-1]

    thresholds = grid(histogram, points=40)

    at = np.searchsorted(histogram.edges, thresholds)
    assert counts[at].max() / counts[0] <= 0.32
    assert counts[at].max() / counts[0] > 0.25  # twice the equal error rate, .159


def test_no_points() -> None:
    """No points, no thresholds."""
    assert grid(normal_histogram(), points=0).size == 0


@pytest.mark.parametrize(
    ("n", "equal_error", "expected"),
    [(0, 0.0, 0.5), (4_000_000, 0.0, 0.5), (10**9, 0.0, 0.02), (10**9, 0.4, 0.5)],
)
def test_loosest_rate(n: int, equal_error: float, expected: float) -> None:
    """It falls with size, but not below what the curve needs."""
    assert loosest_rate(n, equal_error) == expected
