"""Draw worlds of the package with the probes of its truth as they were drawn at first.

The package has since found probes that give the truth sooner. With those, the same seeds
give the same populations but other tests. So the first way is kept here, with the first
grid of the truth's table, to repeat to the last digit what was learned from. The way
that is used now stands in ``records/simulation/galleries/risk.py``.
"""

from dataclasses import replace
from unittest.mock import patch

import numpy as np
from numpy.typing import NDArray

from matchaudit.records.simulation.galleries import exceedance
from matchaudit.records.simulation.galleries.people import (
    Classes,
    People,
    draw_classes,
)
from matchaudit.records.simulation.galleries.rates import TrueRates, mated_law
from matchaudit.records.simulation.galleries.structure import Structure
from matchaudit.records.simulation.galleries.world import PROBES, World

Floats = NDArray[np.float64]
_TILTED = 0.5  # part of the probes that are drawn where risk is high
_HUBS = 0.4  # part of those that are hubs, where there are hubs
_TILT = -1.3  # their energy is lower by so many standard deviations
_LOUD = 1.6  # and their scores are multiplied by as much more
_QUALITY_NOW, _QUALITY_THEN = (0.04, 0.12), (0.05, 0.2)


def early_world(
    structure: Structure, *, n_subjects: int, rng: np.random.Generator
) -> World:
    """Draw a population, and a test of it: ``world_of``, as it was at first."""
    classes = draw_classes(structure, rng)
    probes = _risky(classes, PROBES, rng)
    people = classes.draw(n_subjects, rng)
    mates = mated_law(classes, people).made(rng.standard_normal(n_subjects))
    truth = TrueRates(classes=classes, probes=probes)
    # The grid was finer, which only the farthest tails show.
    with patch.multiple(exceedance, _COSINES=448, _THRESHOLDS=112):
        _ = truth.exceedance  # from here on the table is kept
    return World(family="own", seed=0, people=people, mates=mates, truth=truth)


def early_quality(structure: Structure) -> Structure:
    """Return a structure with quality spread as widely as families had it at first."""
    if not structure.quality_sd:
        return structure
    (low, high), (first, last) = _QUALITY_NOW, _QUALITY_THEN
    place = (structure.quality_sd - low) / (high - low)
    return replace(structure, quality_sd=first + (last - first) * place)


def _risky(classes: Classes, n: int, rng: np.random.Generator) -> People:
    """Draw n people, those with many look-alikes more often, with their weights."""
    w, s = classes.weight, classes.structure
    tilted = w / classes.group_share[classes.group] ** 0.5
    if classes.hub.any():
        tilted = np.where(classes.hub, 0, tilted / tilted[~classes.hub].sum())
        tilted *= 1 - _HUBS
        tilted += _HUBS * classes.hub * w / w[classes.hub].sum()
    proposal = (1 - _TILTED) * w + _TILTED * tilted / tilted.sum()
    points = (np.arange(n) + rng.random()) / n
    places = np.searchsorted(np.cumsum(proposal), points, side="right")
    member_of = np.minimum(places, w.size - 1).astype(np.int64)
    z, energy = _shifted(n, _TILT if s.energy_sd else 0.0, rng)
    loud, louder = _shifted(n, _LOUD if s.quality_sd else 0.0, rng)
    weight = w[member_of] / proposal[member_of] * energy * louder
    return classes.people(member_of, z, loud, weight=weight, rng=rng)


def _shifted(n: int, shift: float, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Draw n normal values, half of them shifted, and the weights that undo it."""
    z = rng.standard_normal(n) + np.where(rng.random(n) < _TILTED, shift, 0.0)
    ratio = np.exp(shift * z - shift**2 / 2)
    return z, 1 / (1 - _TILTED + _TILTED * ratio)
