"""Further thresholds: looser ones, and points of the curve, from histogram edges."""

import numpy as np
from scipy.special import ndtri

from matchaudit.estimation.counts import IntArray
from matchaudit.tallies.comparisons import FloatArray, ScoreHistogram

# Events are kept by subject pair: about this many at most, unless a curve of bad
# scores needs more to reach beyond the point of equal error.
_MOST_EVENTS = 2_000_000
_LOOSEST, _LOOSEST_OF_LARGE = 0.5, 0.02
_BEYOND_EQUAL_ERROR = 2.0


def loosest_rate(n_nonmated: int, equal_error: float) -> float:
    """Return the FMR that no threshold of the grid exceeds.

    It is 0.5 up to 4 million non-mated comparisons and falls to 0.02 as they grow to
    100 million, but never below twice the equal error rate.

    Examples
    --------
    >>> loosest_rate(266_256, 0.04), loosest_rate(100_000_000, 0.04)
    (0.5, 0.08)
    """
    share = _MOST_EVENTS / max(n_nonmated, 1)
    wanted = max(_LOOSEST_OF_LARGE, _BEYOND_EQUAL_ERROR * equal_error, share)
    return min(_LOOSEST, wanted)


def grid(histogram: ScoreHistogram, *, points: int) -> FloatArray:
    """Return thresholds for the curve and for borrowing from looser thresholds.

    Half of them are spread evenly over the normal deviates of the FMR, from
    ``loosest_rate`` down to one event, and half over those of the FNMR, from one event
    up: the axes of a detection error trade-off curve. The first half is also the
    ladder of looser thresholds where events are rare.

    Parameters
    ----------
    histogram : ScoreHistogram
        Of all usable scores. Its edges are the candidates.
    points : int
        How many at most, 0 for none.

    Returns
    -------
    ndarray of float64, shape (<= points,)
        Ascending, distinct, finite.
    """
    edges = histogram.edges
    events = np.append(np.cumsum(histogram.nonmated[::-1])[::-1], 0)
    misses = np.append(0, np.cumsum(histogram.mated))
    n_nonmated, n_mated = int(events[0]), int(misses[-1])
    gap = np.abs(events / max(n_nonmated, 1) - misses / max(n_mated, 1))
    equal_error = float(events[np.argmin(gap)] / max(n_nonmated, 1))
    loosest = loosest_rate(n_nonmated, equal_error if n_mated else 0.0)
    usable = np.isfinite(edges) & (events <= loosest * n_nonmated)
    half = points // 2
    chosen = [
        *_spread(edges[usable], events[usable], n_nonmated, points - half),
        *_spread(edges[usable], misses[usable], n_mated, half),
    ]
    return np.unique(np.array(chosen, dtype=np.float64))


def _spread(edges: FloatArray, counts: IntArray, total: int, points: int) -> FloatArray:
    """Return edges whose rates are evenly spread on the normal deviate scale."""
    inside = (counts > 0) & (counts < total)
    if points == 0 or not inside.any():
        return np.empty(0)
    deviates = ndtri(counts[inside] / total)
    wanted = np.linspace(deviates.min(), deviates.max(), points)
    nearest = np.argmin(np.abs(deviates[:, None] - wanted[None, :]), axis=0)
    chosen: FloatArray = edges[inside][nearest]
    return chosen
