"""From the chances of probes at scores to the scores that rates need."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

SIZES = np.array(
    [
        250,
        1_000,
        4_000,
        30_000,
        100_000,
        400_000,
        2_000_000,
        10_000_000,
        40_000_000,
        270_000_000,
    ]
)
"""People in the galleries from which the rule is learned."""
RATES = np.array([0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.2, 0.3, 0.5, 0.7])
"""False positive identification rates at which the truth is worked out."""


def needed_scores(
    exceedance: Floats, weight: Floats, scores: Floats, *, falling: bool = False
) -> Floats:
    """Return the score that each rate needs at each size.

    Parameters
    ----------
    exceedance : ndarray of float64, shape (probes, scores)
        P(a random person reaches the score).
    weight : ndarray of float64, shape (probes,)
        They sum to 1.
    scores : ndarray of float64
        Ascending.
    falling : bool
        Whether rates are made to fall with the score first.

    Returns
    -------
    ndarray of float64, shape (10, 10)
        By `SIZES` and `RATES`; NaN where a rate lies beyond the scores.

    Examples
    --------
    >>> scores = np.linspace(1, 12, 200)
    >>> needed = needed_scores(np.exp(-scores)[None], np.ones(1), scores)
    >>> round(float(needed[1, 5]), 2)  # log(1000 / -log(0.9))
    9.16
    """
    needed = np.full((SIZES.size, RATES.size), np.nan)
    goals = np.log(RATES / (1 - RATES))
    none = np.log1p(-exceedance)
    for a, size in enumerate(SIZES):
        rate = weight @ -np.expm1(size * none)
        odds = np.log(np.maximum(rate, 1e-15) / np.maximum(1 - rate, 1e-15))
        if falling:
            odds = np.minimum.accumulate(odds)
        for b, goal in enumerate(goals):
            if odds[-1] < goal < odds[0]:
                needed[a, b] = np.interp(-goal, -odds, scores)
    return needed
