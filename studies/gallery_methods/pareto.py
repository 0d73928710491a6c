"""Methods that lay a generalised Pareto tail on the pairs or on each probe's maximum."""

import numpy as np

from gallery_methods.predictions import (
    Floats,
    Predict,
    Prediction,
    Trial,
    of_expected,
    percentile_interval,
)
from gallery_methods.top_pairs import top_pairs

DRAWS = 200
KEPT = 1000  # largest pairs below which no tail is laid
PROBES = 0.1  # share of the probes whose maxima are used
UNEVEN_AT = 300  # rank of the pair at which unevenness is seen
TINY = 1e-6


def pareto_fit(excess: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """Fit shape and scale by maximum likelihood, for each row of weights.

    For a given ``t = shape / scale`` the best shape is the mean of ``log(1 + t x)``, so
    one looks along t only (Grimshaw 1993). Likelihoods without a maximum, at shapes
    below -1, are left out.

    >>> x = -np.log1p(-(np.arange(2000) + 0.5) / 2000)
    >>> shape, scale = pareto_fit(x, np.ones((1, 2000)))
    >>> round(shape.item(), 2), round(scale.item(), 2)
    (0.0, 1.0)
    """
    mean, largest = excess.mean(), excess.max()
    below = -(1 - np.geomspace(TINY, 1, 200)[:-1]) / largest
    t = np.concatenate([below, np.geomspace(1e-4, 20, 100) / mean])
    logs = np.log1p(np.outer(t, excess))
    total = weights.sum(axis=1)
    shape = weights @ logs.T / total[:, None]
    with np.errstate(invalid="ignore", divide="ignore"):
        likelihood = -np.log(shape / t) - shape - 1
    likelihood[~(shape > -1) | (np.abs(shape) < 1e-12)] = -np.inf
    best = likelihood.argmax(axis=1)
    rows = np.arange(len(weights))
    return shape[rows, best], shape[rows, best] / t[best]


def pareto_tail(x: float, shape: Floats, scale: Floats) -> Floats:
    """Return the share above x, 0 beyond a finite end."""
    inside = np.maximum(1 + shape * x / scale, 0.0)
    with np.errstate(divide="ignore"):
        tail: Floats = np.exp(-np.log(inside) / shape)
    return np.where(inside > 0, tail, 0.0)


def _pairs_with_tail(
    trial: Trial, rng: np.random.Generator, *, uneven: bool
) -> Predict:
    pairs = top_pairs(trial.tail)
    kept = min(KEPT, pairs.score.size)
    weights = np.vstack([np.ones(pairs.n), pairs.weights(DRAWS, rng)])
    each = pairs.pair_weights(weights)[:, :kept]
    threshold = pairs.score[kept - 1]
    excess = pairs.score[:kept] - threshold
    shape, scale = pareto_fit(excess[:-1] + 1e-12, each[:, :-1])
    rate = each.sum(axis=1) / pairs.n_pairs
    phi = np.zeros(DRAWS + 1)
    if uneven:
        phi = np.maximum(pairs.unevenness(min(UNEVEN_AT, kept), weights), TINY)

    def predict(gallery_size: int, at: float) -> Prediction:
        if at <= threshold:
            fmr = each[:, pairs.score[:kept] >= at].sum(axis=1) / pairs.n_pairs
        else:
            fmr = rate * pareto_tail(at - threshold, shape, scale)
        expected = gallery_size * fmr
        if uneven:
            expected = np.log1p(phi * expected) / phi
        odds = of_expected(expected)
        return percentile_interval(float(odds[0]), odds[1:])

    return predict


def a_gpd(trial: Trial, rng: np.random.Generator) -> Predict:
    """Lay a tail on all pairs; take comparisons as independent."""
    return _pairs_with_tail(trial, rng, uneven=False)


def b_bb(trial: Trial, rng: np.random.Generator) -> Predict:
    """Lay a tail on all pairs; let probes differ as gamma, as much as they do now."""
    return _pairs_with_tail(trial, rng, uneven=True)


def _maxima(trial: Trial, rng: np.random.Generator, *, shaped: bool) -> Predict:
    scores = trial.scores.copy()
    np.fill_diagonal(scores, -np.inf)
    largest = np.sort(scores.max(axis=1))[::-1]
    n = largest.size
    kept = max(int(PROBES * n), 20)
    threshold = largest[kept]
    excess = largest[:kept] - threshold + 1e-12
    drawn = rng.multinomial(n, np.full(n, 1 / n), size=DRAWS)
    weights = np.vstack([np.ones(n), drawn])[:, :kept]
    if shaped:
        shape, scale = pareto_fit(excess, weights)
    else:
        scale = weights @ excess / weights.sum(axis=1)
        shape = np.full(DRAWS + 1, 1e-9)
    rate = weights.sum(axis=1) / n

    def predict(gallery_size: int, at: float) -> Prediction:
        above = rate * pareto_tail(max(at - threshold, 0.0), shape, scale)
        expected = -np.log1p(-np.minimum(above, 1 - 1e-12)) * gallery_size / (n - 1)
        odds = of_expected(expected)
        return percentile_interval(float(odds[0]), odds[1:])

    return predict


def c_max(trial: Trial, rng: np.random.Generator) -> Predict:
    """Lay a tail on the probes' maxima; take parts of the gallery as independent."""
    return _maxima(trial, rng, shaped=True)


def c_exp(trial: Trial, rng: np.random.Generator) -> Predict:
    """Do as ``c_max``, with an exponential tail."""
    return _maxima(trial, rng, shaped=False)
