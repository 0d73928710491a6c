"""The scores that rates need in galleries of the draft's worlds."""

from dataclasses import dataclass

import numpy as np
from numpy.polynomial.hermite_e import hermegauss
from scipy.interpolate import CubicSpline
from scipy.special import ndtr

from gallery_learning.curves import needed_scores
from gallery_learning.drafts import Draft, Floats, Population

_PROBES = 2000
_SCOUTS = 60  # probes that find out how high the scores must go
_NEVER = 3e-13  # false match rate beyond which no score is looked at
_MOST_HUBS = 0.15  # hubs are at least such a part of the probes: they matter most
_POINTS, _FINE = 13, 150
_NEAREST, _REST = 36, 14  # classes that are kept apart, and bins of all others
_ENERGIES, _PARTS = hermegauss(13)


@dataclass(frozen=True, slots=True)
class _Classes:
    """Classes as each probe sees them, arrays of shape (probes, classes)."""

    towards: Floats
    square: Floats
    weight: Floats
    own: Floats


def truth(draft: Draft, rng: np.random.Generator, lowest: float) -> Floats:
    """Return the score that each of `curves.RATES` needs at each of `curves.SIZES`.

    The rates are means over 2,000 fresh probes; given the probe, the chance that a
    random person reaches a score is a sum over classes and energies.

    Parameters
    ----------
    draft : Draft
    rng : numpy.random.Generator
    lowest : float
        The lowest score that is of use: NaN where a rate needs a lower one.
    """
    p = draft.population.parameters
    share = max(_MOST_HUBS, p.hub_share) if p.hub_share > 0 else None
    people, weight = draft.population.draw(_PROBES, rng, hub_share=share)
    weight = weight / weight.sum()
    reach = 9.0 if p.t_norm else 0.985 - lowest
    tried = lowest + np.linspace(0.05, 1, 14) * reach
    seen = np.minimum(log_exceedance(draft, people[:_SCOUTS], tried), 0)
    part = weight[:_SCOUTS, None] / weight[:_SCOUTS].sum()
    never = np.flatnonzero((np.exp(seen) * part).sum(axis=0) < _NEVER)
    highest = tried[never[0]] if never.size else tried[-1]
    coarse = lowest + (highest - lowest) * np.linspace(0, 1, _POINTS)
    logs = np.minimum(log_exceedance(draft, people, coarse), 0)
    fine = np.linspace(coarse[0], coarse[-1], _FINE)
    logs = np.minimum(CubicSpline(coarse, logs, axis=1)(fine), 0)
    one = np.exp(np.minimum.accumulate(logs, axis=1))
    return needed_scores(np.minimum(one, 1 - 1e-12), weight, fine)


def log_exceedance(draft: Draft, people: Floats, scores: Floats) -> Floats:
    """Return log P(a random person reaches a score), shape (people, scores)."""
    p = draft.population.parameters
    seen = _seen(draft.population, people)
    centre, scale = draft.norms(people)
    needed = centre[:, None] + scale[:, None] * scores
    chance = np.zeros(needed.shape)
    d = p.dimension
    for energy, part in _energies(draft.population):
        own = seen.own * energy
        across = np.maximum(seen.square - seen.towards * seen.towards, 0)
        # Length across the probe: mean and variance, close to normal.
        square = across + own**2 * (d - 1) / d
        spread = 2 * own**4 * (d - 1) / d**2 + 4 * own**2 * across / d
        variance = spread / (4 * square)
        length = np.sqrt(np.maximum(square - variance, 1e-9))
        for k in range(scores.size):
            cosine = np.clip(needed[:, k], -0.999, 0.9999)
            slope = (cosine / np.sqrt(1 - cosine * cosine))[:, None]
            over = seen.towards - slope * length
            sd = np.sqrt(own**2 / d + slope * slope * variance)
            chance[:, k] += part * (seen.weight * ndtr(over / sd)).sum(axis=1)
    return np.asarray(np.log(np.maximum(chance, 1e-300)))


def _energies(population: Population) -> list[tuple[float, float]]:
    """Return nodes and weights over how long people's own parts are."""
    p = population.parameters
    if not p.energy_sd:
        return [(1.0, 1.0)]
    usual = list(zip(_ENERGIES, _PARTS / _PARTS.sum(), strict=True))
    if not p.long_share:
        nodes = [(float(np.exp(p.energy_sd * z)), float(w)) for z, w in usual]
    else:
        nodes = [
            (float(np.exp(times * p.energy_sd * z)), float(w * share))
            for times, share in ((1.0, 1 - p.long_share), (2.5, p.long_share))
            for z, w in usual
        ]
    return [node for node in nodes if node[1] > 1e-9]


def _seen(population: Population, people: Floats) -> _Classes:
    """Return the classes as people see them; the farther ones put together."""
    centres, weight, own = _all_classes(population)
    towards = people @ centres.T
    square = np.einsum("ij,ij->i", centres, centres)
    n = len(centres)
    if n <= _NEAREST + _REST + 20:
        shape = towards.shape
        square = np.broadcast_to(square, shape)
        weight = np.broadcast_to(weight, shape)
        return _Classes(towards, square, weight, np.broadcast_to(own, shape))
    order = np.argsort(-towards / np.sqrt(square + own**2), axis=1)
    weight = weight[order]
    bins = np.arange(n - _NEAREST) * _REST // (n - _NEAREST)
    starts = np.flatnonzero(np.r_[True, bins[1:] != bins[:-1]])
    total = np.add.reduceat(weight[:, _NEAREST:], starts, axis=1)

    def together(values: Floats) -> Floats:
        far = np.add.reduceat((values * weight)[:, _NEAREST:], starts, axis=1)
        return np.concatenate([values[:, :_NEAREST], far / total], axis=1)

    return _Classes(
        together(np.take_along_axis(towards, order, 1)),
        together(square[order]),
        np.concatenate([weight[:, :_NEAREST], total], axis=1),
        together(own[order]),
    )


def _all_classes(population: Population) -> tuple[Floats, Floats, Floats]:
    """Return centres, weights and own lengths of all classes, their hubs too."""
    centres, weight = population.centres, population.weights
    own = np.full(weight.size, population.own)
    share = population.parameters.hub_share
    if not share:
        return centres, weight, own
    return (
        np.concatenate([centres, population.hub_centres(centres)]),
        np.concatenate([weight * (1 - share), weight * share]),
        np.concatenate([own, own * population.hub_scale]),
    )
