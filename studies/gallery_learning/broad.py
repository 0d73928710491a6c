"""Worlds of ``matchaudit simulate galleries``, and broader mixtures of the same kinds."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import PchipInterpolator

from gallery_learning.curves import needed_scores
from gallery_learning.early_worlds import early_quality, early_world
from matchaudit.records.simulation.galleries.families import (
    DEVELOPMENT,
    draw_structure,
)
from matchaudit.records.simulation.galleries.structure import (
    Group,
    Hubs,
    Structure,
    VendorScale,
)
from matchaudit.records.simulation.galleries.world import World

Floats = NDArray[np.float64]
_CLOSEST = 0.6  # cosine of a class, at most
_NEVER = 2e-13  # false match rate beyond which no score is looked at
_STEPS, _POINTS, _FINE = 24, 26, 200


def broad_world(seed: int, *, people: int) -> tuple[World, np.random.Generator]:
    """Draw a world; two in five are broad, two of family ``random``, one of the others.

    None is of a family that is held out, and scores are printed as they are.

    Returns
    -------
    tuple
        The world, and the generator to go on with.
    """
    rng = np.random.default_rng([11, seed])
    kind = seed % 5
    if kind < 2:
        structure = broad_structure(rng)
    else:
        family = "random" if kind < 4 else str(rng.choice(DEVELOPMENT))
        structure = early_quality(draw_structure(family, rng))
    structure = replace(structure, scale=VendorScale())
    return early_world(structure, n_subjects=people, rng=rng), rng


def broad_structure(rng: np.random.Generator) -> Structure:
    """Draw a mixture of all structures, each from weak to very strong."""
    d = round(_spread(rng, 20, 60) if _chance(rng, 0.15) else _spread(rng, 60, 260))
    many = _chance(rng, 0.6)
    n = int(rng.integers(2, 9)) if many else 1
    weights = np.maximum(rng.dirichlet(np.full(n, _spread(rng, 0.5, 10))), 0.01)
    energy, heavy = _chance(rng, 0.5), _chance(rng, 0.2)
    alone = not many and not (energy or heavy)
    groups = _groups(weights / weights.sum(), d, rng, alone=alone)
    hubs = None
    if _chance(rng, 0.4):
        share = _spread(rng, 0.001, 0.06)
        hubs = Hubs(share=share, cosine=_cosine(rng.uniform(1.5, 6), d))
    common = rng.uniform(0, 0.6) if many else 0.0
    energy_sd = 0.0
    if energy or heavy:
        energy_sd = _spread(rng, *((0.03, 0.4) if energy else (0.05, 0.16)))
    return Structure(
        dimension=d,
        groups=groups,
        group_common=common,
        hubs=hubs,
        energy_sd=energy_sd,
        energy_df=rng.uniform(4, 12) if heavy else None,
        quality_sd=rng.uniform(0.02, 0.25) if _chance(rng, 0.15) else 0.0,
        t_norm=_chance(rng, 0.2),
    )


def broad_truth(world: World, lowest: float) -> Floats:
    """Return the score that each of `curves.RATES` needs at each of `curves.SIZES`.

    Parameters
    ----------
    world : World
    lowest : float
        The lowest score that is of use: NaN where a rate needs a lower one.
    """
    rates = world.truth
    share, weight = world.classes.group_share, rates.weight()

    def exceedance(score: float) -> Floats:
        found = rates.exceedance.at(rates.cosines(score), share)
        return np.minimum(found, 1 - 1e-16)

    top = float(((1 - rates.probes.centre) / rates.probes.spread).max())
    step = (top - lowest) / _STEPS
    highest = lowest
    while highest < top - step and weight @ exceedance(highest) > _NEVER:
        highest += step
    coarse = np.linspace(lowest, highest, _POINTS)
    logs = np.log(np.maximum([exceedance(score) for score in coarse], 1e-300)).T
    fine = np.linspace(lowest, highest, _FINE)
    one = np.exp(PchipInterpolator(coarse, logs, axis=1)(fine))
    one = np.minimum(one, 1 - 1e-16)
    return needed_scores(one, weight, fine, falling=True)


def _groups(
    weights: Floats, d: int, rng: np.random.Generator, *, alone: bool
) -> tuple[Group, ...]:
    clusters = _chance(rng, 0.6)
    many = max(2, round(_spread(rng, 3, 1000) / weights.size))
    zipf, share = rng.uniform(0, 1.6), rng.uniform(0.1, 1)
    strength, vary = rng.uniform(0.5, 4.5), _chance(rng, 0.5)
    base = rng.uniform(0, 2)
    groups = []
    for weight in weights:
        apart = base if _chance(rng, 0.3) else rng.uniform(0, 2.2)
        if alone:
            apart = rng.uniform(0, 1)
        group = Group(weight=float(weight), cosine=_cosine(apart, d))
        if clusters and _chance(rng, 0.9):
            own_share = rng.uniform(0, 1) if vary else share
            more = strength * rng.uniform(0.5, 1.3) if vary else strength
            group = replace(
                group,
                cluster_share=own_share,
                n_clusters=many,
                zipf=zipf,
                cluster_cosine=max(_cosine(apart + more, d), group.cosine),
            )
        groups.append(group)
    return tuple(groups)


def _cosine(strength: float, d: int) -> float:
    return float(min(strength / np.sqrt(d), _CLOSEST))


def _chance(rng: np.random.Generator, share: float) -> bool:
    return bool(rng.random() < share)


def _spread(rng: np.random.Generator, low: float, high: float) -> float:
    return float(np.exp(rng.uniform(np.log(low), np.log(high))))
