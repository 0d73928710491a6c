"""The score that each rate needs at each gallery size, and how far that may miss."""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from matchaudit.galleries.prediction.constants import Learned
from matchaudit.galleries.prediction.shape import ANCHOR, Shape, far_normal, hits

FloatArray = NDArray[np.float64]

_LARGEST = 11.0  # log10 of the largest gallery
_PER_DECADE = 8
LOG_ODDS = np.linspace(-9.0, 1.5, 106)
"""log10 of the odds of the rates at which a surface is known."""
_START = float(np.log10(ANCHOR / (1 - ANCHOR)))
_LEARNED_FROM = (-3.0, 0.4)  # log10 odds of the rates that were learned from
_PLENTY, _FEWER = 1_000, 0.4
"""Below so many people misses grow faster than in simulations: a real table of 516."""
_FAR = 300.0  # log10 of odds that a number can still hold
_STEEPEST = 0.02  # units of the bulk by a decade of the odds, at least


def rate_of(log_odds: FloatArray | float) -> FloatArray:
    """Return rates of log10 odds.

    Examples
    --------
    >>> round(float(rate_of(-1.0)), 4)
    0.0909
    """
    held = np.clip(np.asarray(log_odds, dtype=np.float64), -_FAR, _FAR)
    return np.asarray(1 / (1 + 10.0**-held))


def log_odds_of(rate: FloatArray | float) -> FloatArray:
    """Return log10 odds of rates.

    Examples
    --------
    >>> float(log_odds_of(0.5))
    0.0
    """
    share = np.asarray(rate, dtype=np.float64)
    return np.asarray(np.log10(share) - np.log10(1 - share), dtype=np.float64)


def far(log_odds: FloatArray, size: FloatArray, compared: float) -> FloatArray:
    """Return how much farther out a rate lies than the anchor, on a normal scale.

    It is the distance that the score would move, in standard deviations, if all
    comparisons were independent and normal.
    """
    here = far_normal(min(float(hits(ANCHOR)) / compared, 0.4))
    few = hits(np.minimum(rate_of(log_odds), 1 - 1e-12)) / size
    return np.asarray(far_normal(np.minimum(few, 0.4)) - here, dtype=np.float64)


def terms(u: FloatArray, log_odds: FloatArray, people: float) -> FloatArray:
    """Return what the learned weights are multiplied with.

    Parameters
    ----------
    u : ndarray of float64
        `far` of each point.
    log_odds : ndarray of float64
    people : float
        In the test.

    Returns
    -------
    ndarray of float64, shape (7, ...)
        All 0 at the anchor in the test's own gallery.
    """
    v = np.clip(log_odds, *_LEARNED_FROM) - _START
    n = np.log10(people) - 3.3
    return np.stack([u, u * (u - 2.5) / 2, v, v * u, v * v, u * n, v * n])


def noise_terms(
    u: FloatArray,
    log_odds: FloatArray,
    people: float,
    *,
    sway: FloatArray,
    rise: FloatArray,
) -> FloatArray:
    """Return what the weights of the typical miss are multiplied with.

    Parameters
    ----------
    u, log_odds, people
        See `terms`.
    sway : ndarray of float64
        Standard deviation of the score over resamples.
    rise : ndarray of float64
        Decades of the odds by one unit of the score.

    Returns
    -------
    ndarray of float64, shape (10, ...)
    """
    v = np.clip(log_odds, *_LEARNED_FROM) - _START
    n = np.log10(people) - 3.3 + np.zeros_like(v)
    chance = np.log10(sway * rise + 0.01)
    reach = np.log10(np.maximum(u, -0.2) + 0.3)
    one = np.ones_like(v)
    return np.stack(
        [
            one,
            chance,
            reach,
            v,
            v * v,
            n,
            n * reach,
            chance * reach,
            v * reach,
            np.log10(rise),
        ]
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Surface:
    """Scores, in units of the bulk, that rates need at gallery sizes.

    Attributes
    ----------
    log_sizes : ndarray of float64, shape (A,)
        log10 of gallery sizes, ascending from that of the test.
    scores : ndarray of float64, shape (A, L)
        At the rates of `LOG_ODDS`: rises with the size, falls with the rate.
    miss : ndarray of float64, shape (A, L)
        How far the odds typically miss, in decades.
    """

    log_sizes: FloatArray
    scores: FloatArray
    miss: FloatArray

    @classmethod
    def of(
        cls,
        shape: Shape,
        resamples: list[Shape],
        *,
        compared: float,
        people: int,
        rule: Learned,
    ) -> Self:
        """Make the surface of a shape.

        Parameters
        ----------
        shape : Shape
        resamples : list of Shape
            The same test with people drawn again; none leaves out their chance.
        compared : float
            People with whom a search was compared.
        people : int
            In the test.
        rule : Learned
        """
        log_sizes = _sizes(compared)
        odds = np.broadcast_to(LOG_ODDS, (log_sizes.size, LOG_ODDS.size))
        u = far(odds, 10 ** log_sizes[:, None], compared)
        at = terms(u, odds, people)
        scores = _orderly(shape.anchor + np.tensordot(_weights(rule, shape), at, 1))
        rise = 1 / np.maximum(-np.gradient(scores, LOG_ODDS, axis=1), _STEEPEST)
        sway = np.zeros_like(scores)
        if resamples:
            weights = np.array([_weights(rule, each) for each in resamples])
            anchors = np.array([each.anchor for each in resamples])
            # Moments of linear forms need no surface for each resample.
            joint = np.cov(np.column_stack([anchors, weights]), rowvar=False)
            all_terms = np.concatenate([np.ones_like(u)[None], at])
            sway = np.sqrt(
                np.maximum(
                    np.einsum("iab,ij,jab->ab", all_terms, joint, all_terms), 0.0
                )
            )
        noise = noise_terms(u, odds, people, sway=sway, rise=rise)
        unusual = float(rule.noise_by_sign @ np.abs(rule.signs(shape)))
        miss = 10 ** (np.tensordot(rule.noise, noise, 1) + unusual)
        miss *= max(_PLENTY / people, 1.0) ** _FEWER
        return cls(log_sizes=log_sizes, scores=scores, miss=miss)

    def at(self, size: float) -> tuple[FloatArray, FloatArray]:
        """Return scores and misses at a gallery size, over `LOG_ODDS`.

        Below the test's size it is that of the test; above all it is the largest.
        """
        x = float(np.clip(np.log10(size), self.log_sizes[0], self.log_sizes[-1]))
        k = int(np.searchsorted(self.log_sizes, x, side="right")) - 1
        k = min(k, self.log_sizes.size - 2)
        part = (x - self.log_sizes[k]) / (self.log_sizes[k + 1] - self.log_sizes[k])
        scores = (1 - part) * self.scores[k] + part * self.scores[k + 1]
        miss = (1 - part) * self.miss[k] + part * self.miss[k + 1]
        return scores, miss


def _weights(rule: Learned, shape: Shape) -> FloatArray:
    """Return the weights of the terms for one shape."""
    weights = rule.plain.copy()
    weights[: rule.by_sign.shape[0]] += rule.by_sign @ rule.signs(shape)
    return weights


def _sizes(compared: float) -> FloatArray:
    first = float(np.log10(compared))
    steps = max(int(np.ceil((_LARGEST - first) * _PER_DECADE)), 2)
    return np.linspace(first, max(_LARGEST, first + 1), steps + 1)


def _orderly(scores: FloatArray) -> FloatArray:
    """Return scores that rise with the gallery and fall with the rate, strictly."""
    falling = np.maximum.accumulate(scores[:, ::-1], axis=1)[:, ::-1]
    rising = np.maximum.accumulate(falling, axis=0)
    # A slope that no eye sees, so that each score has one rate.
    rows, columns = rising.shape
    tilt = 1e-9 * (np.arange(rows)[:, None] - np.arange(columns))
    return np.asarray(rising + tilt, dtype=np.float64)
