"""The scale on which the bulk of the scores is close to normal, and its unit."""

from dataclasses import dataclass, replace
from typing import get_args

import numpy as np
from numpy.typing import NDArray

from matchaudit.errors import UndefinedMeasureError
from matchaudit.galleries.prediction.forecast import Scale
from matchaudit.tallies.gallery_tails import GalleryTail

FloatArray = NDArray[np.float64]

_SHARES = np.array([0.01, 0.05, 0.15, 0.3, 0.5, 0.7, 0.85, 0.95, 0.99])
_FARTHER = 2.0
"""The identity is left only for a scale that is so many times closer to normal."""
_CROOKED = 0.04
"""The identity is left only where it is at least so far from normal."""
_FULL = 100.0
_NARROWEST, _WIDEST = 1e-3, 6.0  # spreads of log-odds that are looked for
_NEWTON, _NODES = 30, 41


@dataclass(frozen=True, slots=True)
class Unit:
    """A scale, its origin and its unit: ``(scale(score) - centre) / spread``.

    Attributes
    ----------
    scale : Scale
    top : float
        The highest score there can be: 1 or 100, for the logit; else 1.
    centre, spread : float
        Mean and standard deviation of all non-mated scores, on the scale.
    """

    scale: Scale
    top: float
    centre: float
    spread: float

    def of(self, score: FloatArray) -> FloatArray:
        """Return scores in units of the bulk.

        A score at the end of the scale or past it is infinite.
        """
        return (_on(score, self.scale, self.top) - self.centre) / self.spread

    def score(self, place: FloatArray) -> FloatArray:
        """Return the scores that stand at places of the unit."""
        x = self.centre + self.spread * place
        if self.scale == "log":
            return np.exp(x)
        if self.scale == "logit":
            return self.top / (1 + np.exp(-x))
        return x


def unit_of(tail: GalleryTail, scale: Scale | None = None) -> Unit:
    """Return the declared scale in units of the bulk, or choose one.

    The scale is chosen by the quantiles of the bulk between 1 % and 99 %: the one on
    which they lie closest to a normal law, if the scores as they are lie clearly
    farther from it. The logarithm needs scores above 1, per cent scores above 50.

    Parameters
    ----------
    tail : GalleryTail
    scale : {"identity", "log", "logit"}, optional

    Returns
    -------
    Unit

    Raises
    ------
    UndefinedMeasureError
        If all scores are equal, or a declared scale does not hold the scores.

    Examples
    --------
    >>> from matchaudit.tallies.gallery_tails import tail_of_matrix
    >>> scores = np.random.default_rng(1).normal(0.2, 0.05, (60, 60))
    >>> unit = unit_of(tail_of_matrix(scores, both_ways=False))
    >>> unit.scale, round(unit.centre, 2), round(unit.spread, 2)
    ('identity', 0.2, 0.05)
    """
    if scale is not None:
        unit = _unit(tail, scale)
        if unit is None:
            raise UndefinedMeasureError(
                f"the scores are all equal, or do not fit on the {scale} scale"
            )
        return unit
    fits = {}
    for each in get_args(Scale):
        unit = _unit(tail, each)
        if unit is not None and _may_be_chosen(unit, float(tail.edges[-1])):
            fits[each] = (crookedness(tail, unit), unit)
    if not fits:
        raise UndefinedMeasureError("all scores of different people are equal")
    plain, best = fits["identity"], min(fits.values(), key=lambda fit: fit[0])
    if plain[0] < _CROOKED or plain[0] < _FARTHER * best[0]:
        return plain[1]
    return best[1]


def _may_be_chosen(unit: Unit, highest: float) -> bool:
    """Return whether scores look like those of a scale, beside their bulk.

    Scores that end below 1 are shares and not exponentials, and scores of per cent
    reach the upper half. Somebody who knows otherwise declares the scale.
    """
    if unit.scale == "log":
        return highest > 1
    return unit.top == 1 or highest >= _FULL / 2


def crookedness(tail: GalleryTail, unit: Unit) -> float:
    """Return how far the bulk is from normal: misfit of its quantiles, in units."""
    from scipy.special import ndtri

    quantiles = unit.of(bulk_quantile(tail, _SHARES))
    z = ndtri(_SHARES)
    slope, level = np.polyfit(z, quantiles, 1)
    return float(np.sqrt(np.mean((quantiles - level - slope * z) ** 2)) / slope)


def bulk_quantile(tail: GalleryTail, shares: FloatArray) -> FloatArray:
    """Return quantiles of all non-mated scores from their histogram."""
    seen = np.concatenate([[0], np.cumsum(tail.counts)]) / tail.counts.sum()
    found: FloatArray = np.interp(shares, seen, tail.edges)
    return found


def rescaled(tail: GalleryTail, unit: Unit) -> GalleryTail:
    """Return a tail whose scores stand in units of the bulk.

    Means and standard deviations of searches become those of the normal law on the scale
    that would show them.
    """
    mean, sd = carried(tail.mean, tail.sd, unit)
    return replace(
        tail,
        mean=mean,
        sd=sd,
        score=unit.of(tail.score),
        edges=unit.of(np.clip(tail.edges, *_inside(unit))),
        mated_score=unit.of(tail.mated_score),
    )


def carried(
    mean: FloatArray, sd: FloatArray, unit: Unit
) -> tuple[FloatArray, FloatArray]:
    """Return the normal law on a scale whose scores have given means and spreads.

    Parameters
    ----------
    mean, sd : ndarray of float64, shape (S,)
        Of scores as the vendor prints them.
    unit : Unit

    Returns
    -------
    tuple of ndarray
        Means and standard deviations, in units of the bulk.

    Examples
    --------
    >>> unit = Unit("log", 1.0, 0.0, 1.0)
    >>> mean, sd = carried(np.array([np.exp(0.5)]), np.array([2.1611974]), unit)
    >>> abs(float(mean[0])) < 1e-6, round(float(sd[0]), 6)
    (True, 1.0)
    """
    if unit.scale == "identity":
        return unit.of(mean), sd / unit.spread
    inside = np.clip(mean, *_inside(unit)) / unit.top
    spread = np.sqrt(np.log1p((sd / unit.top / inside) ** 2))
    centre = np.log(inside) - spread**2 / 2  # exact on the logarithm
    if unit.scale == "logit":
        spread = np.clip(spread, _NARROWEST, _WIDEST)
        for _ in range(_NEWTON):
            centre, spread = _closer(centre, spread, inside, sd / unit.top)
    spread = np.where(sd > 0, spread, 0.0)
    return (centre - unit.centre) / unit.spread, spread / unit.spread


def _closer(
    centre: FloatArray, spread: FloatArray, mean: FloatArray, sd: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Take a step of Newton's towards the law of shares with a mean and a spread."""
    z, weight = np.polynomial.hermite_e.hermegauss(_NODES)
    weight = weight / weight.sum()
    share = 1 / (1 + np.exp(-(centre[:, None] + spread[:, None] * z)))
    slope = share * (1 - share)
    first = share @ weight
    variance = np.maximum((share - first[:, None]) ** 2 @ weight, 1e-300)
    # Both sides as log-odds and as a logarithm: close to straight lines in the two.
    off = np.stack(
        (
            np.log(first / (1 - first)) - np.log(mean / (1 - mean)),
            np.log(variance) - 2 * np.log(np.maximum(sd, 1e-150)),
        )
    )
    by_centre, by_spread = slope @ weight, (slope * z) @ weight
    around = 2 * (share - first[:, None]) * slope
    steps = (
        (by_centre / (first * (1 - first)), by_spread / (first * (1 - first))),
        (around @ weight / variance, (around * z) @ weight / variance),
    )
    (a, b), (c, d) = steps
    found = a * d - b * c
    found = np.where(np.abs(found) > 1e-12, found, np.inf)
    down = np.clip((d * off[0] - b * off[1]) / found, -1, 1)
    in_ = np.clip((a * off[1] - c * off[0]) / found, -spread / 2, spread)
    return centre - down, np.clip(spread - in_, _NARROWEST, _WIDEST)


def _unit(tail: GalleryTail, scale: Scale) -> Unit | None:
    """Return the unit of a scale; None where it does not hold the scores."""
    low, high = float(tail.edges[0]), float(tail.edges[-1])
    top = 1.0
    if scale == "log" and low <= 0:
        return None
    if scale == "logit":
        top = _FULL if high > 1 else 1.0
        if low < 0 or high > top:
            return None
    plain = Unit(scale, top, 0.0, 1.0)
    middle = plain.of(np.clip((tail.edges[1:] + tail.edges[:-1]) / 2, *_inside(plain)))
    n = tail.counts.sum()
    centre = float(tail.counts @ middle / n)
    spread = float(np.sqrt(tail.counts @ (middle - centre) ** 2 / n))
    if not spread > 0 or not np.isfinite(spread):
        return None
    return Unit(scale, top, centre, spread)


def _on(score: FloatArray, scale: Scale, top: float) -> FloatArray:
    if scale == "identity":
        return score
    with np.errstate(divide="ignore", invalid="ignore"):
        if scale == "log":
            return np.where(score > 0, np.log(score), -np.inf)
        share = np.clip(score / top, 0, 1)
        return np.log(share) - np.log1p(-share)


def _inside(unit: Unit) -> tuple[float, float]:
    """Return the least and the largest score that have a finite place."""
    if unit.scale == "identity":
        return -np.inf, np.inf
    if unit.scale == "log":
        return 1e-300, np.inf
    return 1e-12 * unit.top, (1 - 1e-12) * unit.top
