"""Two tails beyond the most alike pairs: normal, and Weibull of normal quantiles."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.special import log_ndtr, ndtri

from gallery_methods.predictions import Floats
from gallery_methods.top_pairs import TopPairs

CHECKED_AT = (30, 100, 300)  # ranks at which a tail is compared with the pairs
SHAPES = np.linspace(0.45, 1.45, 9)
SHAPE_PRIOR = (0.95, 0.2)
BINS = 60
STEPS = 26
A_GRID = np.linspace(-12, 60, 4000)
# Mean of z - a, given z > a, for a normal z.
MEAN_EXCESS = np.exp(-(A_GRID**2) / 2 - log_ndtr(-A_GRID)) / np.sqrt(2 * np.pi) - A_GRID


def spread_of_pairs(scores: Floats) -> float:
    """Return the standard deviation of scores, given who is compared with whom.

    The variance within searches, less that between references, which is taken to be
    that between searches. Rows are probes; what is not finite does not count.

    >>> rng = np.random.default_rng(1)
    >>> own = rng.normal(0, 1, 500)
    >>> scores = rng.normal(0, 2, (500, 500)) + own + own[:, None]
    >>> round(spread_of_pairs(scores), 1)
    2.0
    """
    usable = np.isfinite(scores)
    counts = usable.sum(axis=1)
    held = np.where(usable, scores, 0.0)
    mean = held.sum(axis=1) / counts
    within = float(((held**2).sum(axis=1) / counts - mean**2).mean())
    between = float(mean.var())
    return float(np.sqrt(max(within - between, within / 4)))


def misfit_of(log_tail: Floats, pair_weights: Floats, kept: int) -> Floats:
    """Return the squared misfit at three ranks, in standard errors; by row."""
    total = np.zeros(len(pair_weights))
    below = pair_weights[:, :kept].sum(axis=1)
    for i, rank in enumerate(CHECKED_AT):
        if rank < kept:
            seen = pair_weights[:, :rank].sum(axis=1)
            gap = log_tail[:, i] - np.log(np.maximum(seen, 0.5) / below)
            total += gap**2 * rank
    return total


@dataclass(frozen=True, slots=True)
class Layer:
    """A normal tail above a threshold, one mean for each row."""

    threshold: float
    sigma: float
    mean: Floats
    misfit: Floats

    def log_tail(self, at: float) -> Floats:
        """Return the log of the share above ``at`` of those above the threshold."""
        return normal_log_tail(at, self.threshold, self.mean, self.sigma)


def normal_log_tail(at: float, threshold: float, mean: Floats, sigma: float) -> Floats:
    """Return the log of Q((at - mean) / sigma) / Q((threshold - mean) / sigma)."""
    logs: Floats = log_ndtr((mean - at) / sigma) - log_ndtr((mean - threshold) / sigma)
    return logs


def mean_of_normal(excess: Floats, threshold: float, sigma: float) -> Floats:
    """Return the mean of a normal from its mean excess over a threshold.

    >>> rng = np.random.default_rng(1)
    >>> x = rng.normal(1.0, 2.0, 400_000)
    >>> x = x[x > 4]
    >>> bool(abs(mean_of_normal((x - 4).mean(), 4.0, 2.0) - 1) < 0.15)
    True
    """
    a = np.interp(-excess / sigma, -MEAN_EXCESS, A_GRID)
    mean: Floats = threshold - a * sigma
    return mean


def normal_layer(
    pairs: TopPairs, pair_weights: Floats, kept: int, sigma: float
) -> Layer:
    """Fit the mean of a normal with a known spread to the exceedances."""
    threshold = float(pairs.score[kept - 1])
    each = pair_weights[:, :kept]
    excess = each @ (pairs.score[:kept] - threshold) / each.sum(axis=1)
    mean = mean_of_normal(excess, threshold, sigma)
    logs = [
        normal_log_tail(float(pairs.score[r - 1]), threshold, mean, sigma)
        for r in CHECKED_AT
        if r <= kept
    ]
    misfit = misfit_of(np.stack(logs, axis=1), pair_weights, kept)
    return Layer(threshold, sigma, mean, misfit)


@dataclass(frozen=True, slots=True)
class Stretched:
    """P(S > u + x) = Q(z_u (1 + eta x / a)^(1 / eta)) / Q(z_u), averaged over eta."""

    threshold: float
    quantile: float
    scale: Floats
    trust: Floats
    misfit: Floats

    def log_tail(self, at: float) -> Floats:
        """Return the mean log share above ``at`` of those above the threshold."""
        z = stretched_quantile(at - self.threshold, self.quantile, self.scale)
        logs: Floats = (self.trust * log_ndtr(-z)).sum(axis=1)
        return logs - float(log_ndtr(-self.quantile))


def stretched_quantile(x: float | Floats, quantile: float, scale: Floats) -> Floats:
    """Return z_u (1 + eta x / a)^(1 / eta), by row and eta.

    >>> straight = np.ones((1, SHAPES.size))
    >>> z = stretched_quantile(0.5, 2.0, straight)
    >>> bool(np.isclose(np.interp(1.0, SHAPES, z[0]), 3.0, atol=0.05))
    True
    """
    z: Floats = quantile * (1 + SHAPES * x / scale) ** (1 / SHAPES)
    return z


def stretched_layer(pairs: TopPairs, pair_weights: Floats, kept: int) -> Stretched:
    """Fit the scale for each eta, then weigh the etas by likelihood and prior."""
    threshold = float(pairs.score[kept - 1])
    quantile = float(-ndtri(kept / pairs.n_pairs))
    cuts = np.unique(np.geomspace(1, kept, BINS).astype(np.int64))
    starts = np.concatenate([[0], cuts[:-1]])
    weights = np.add.reduceat(pair_weights[:, :kept], starts, axis=1)
    middle = np.add.reduceat(pairs.score[:kept], starts) / (cuts - starts) - threshold
    middle = np.maximum(middle, 1e-9 * max(float(middle.max()), 1e-12))

    def likelihood(log_scale: Floats) -> Floats:
        scale = np.exp(log_scale)[..., None]
        grown = 1 + SHAPES[:, None] * middle / scale
        z = quantile * grown ** (1 / SHAPES[:, None])
        density = (
            -(z**2) / 2 + (1 / SHAPES[:, None] - 1) * np.log(grown) - np.log(scale)
        )
        total: Floats = (weights[:, None, :] * density).sum(axis=-1)
        return total

    mean = (weights @ middle / weights.sum(axis=1))[:, None] * quantile
    low = np.log(mean / 20) + np.zeros((len(weights), SHAPES.size))
    log_scale = golden_maximum(likelihood, low, low + np.log(400))
    score = (
        likelihood(log_scale) - ((SHAPES - SHAPE_PRIOR[0]) / SHAPE_PRIOR[1]) ** 2 / 2
    )
    trust = np.exp(score - score.max(axis=1, keepdims=True))
    trust /= trust.sum(axis=1, keepdims=True)
    fitted = Stretched(threshold, quantile, np.exp(log_scale), trust, np.zeros(1))
    logs = [fitted.log_tail(float(pairs.score[r - 1])) for r in CHECKED_AT if r <= kept]
    misfit = misfit_of(np.stack(logs, axis=1), pair_weights, kept)
    return Stretched(threshold, quantile, fitted.scale, trust, misfit)


def golden_maximum(f: Callable[[Floats], Floats], low: Floats, high: Floats) -> Floats:
    """Search for a maximum between two ends, element by element.

    >>> golden_maximum(lambda x: -((x - 0.3) ** 2), np.zeros(2), np.ones(2)).round(3)
    array([0.3, 0.3])
    """
    ratio = (np.sqrt(5) - 1) / 2
    a, b = high - ratio * (high - low), low + ratio * (high - low)
    at_a, at_b = f(a), f(b)
    for _ in range(STEPS):
        left = at_a > at_b
        high, low = np.where(left, b, high), np.where(left, low, a)
        new = np.where(left, high - ratio * (high - low), low + ratio * (high - low))
        at_new = f(new)
        a, at_a, b, at_b = (
            np.where(left, new, b),
            np.where(left, at_new, at_b),
            np.where(left, a, new),
            np.where(left, at_a, at_new),
        )
    return (low + high) / 2
