"""Further thresholds: looser ones, and points of the curve, from histogram edges."""

import numpy as np
from scipy.special import ndtri

from matchaudit.estimation.counts import IntArray
from matchaudit.tallies.comparisons import FloatArray, ScoreHistogram

# What comes to a threshold is kept by subject pair: about this many events at most.
_MOST_EVENTS = 10_000_000
_LOOSEST, _LOOSEST_OF_LARGE = 0.5, 0.02


def loosest_rate(n_nonmated: int) -> float:
    """Return the FMR that no threshold of the grid exceeds.

    It is 0.5 up to 20 million non-mated comparisons and falls to 0.02, so that the
    subject pairs with an event stay about 10 million.

    Examples
    --------
    >>> loosest_rate(266_256), loosest_rate(100_000_000)
    (0.5, 0.1)
    """
    share = _MOST_EVENTS / max(n_nonmated, 1)
    return min(_LOOSEST, max(_LOOSEST_OF_LARGE, share))


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
    usable = np.isfinite(edges) & (events <= loosest_rate(n_nonmated) * n_nonmated)
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
