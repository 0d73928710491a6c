"""The closed form against galleries that are really drawn, member by member."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from matchaudit.records.simulation.galleries.people import Classes, People
from matchaudit.records.simulation.galleries.structure import FloatArray
from matchaudit.records.simulation.galleries.world import World

_BLOCK = 20_000  # gallery members at a time


@dataclass(frozen=True, slots=True, kw_only=True)
class BruteForce:
    """Searches of a gallery that was drawn, beside what the closed form expects.

    Attributes
    ----------
    threshold : float
    searches : int
    found : int
        Searches that returned a candidate at the threshold.
    expected : float
        Mean number of these, from the closed form for the very same probes.
    sd : float
        Of the number, for given probes, as if searches were independent.
    """

    threshold: float
    searches: int
    found: int
    expected: float
    sd: float


def brute_force_fpir(
    world: World,
    gallery_size: int,
    thresholds: Sequence[float],
    rng: np.random.Generator,
    *,
    probes: int = 300,
) -> list[BruteForce]:
    """Search a gallery of people who are drawn one by one.

    Parameters
    ----------
    world : World
    gallery_size : int
        A million members and 300 probes take a few seconds.
    thresholds : sequence of float
    rng : numpy.random.Generator
    probes : int
        Searches for people who are not enrolled.

    Returns
    -------
    list of BruteForce
        One for each threshold.
    """
    searched = world.classes.draw(probes, rng)
    best = _best(world.classes, searched, gallery_size, rng)
    results = []
    for threshold in thresholds:
        found = (best - searched.centre) / searched.spread >= world.structure.scale.raw(
            threshold
        )
        one = world.exceedance(searched, threshold)
        expected = -np.expm1(gallery_size * np.log1p(-one))
        results.append(
            BruteForce(
                threshold=threshold,
                searches=probes,
                found=int(found.sum()),
                expected=float(expected.sum()),
                sd=float(np.sqrt((expected * (1 - expected)).sum())),
            )
        )
    return results


def _best(
    classes: Classes, probes: People, gallery_size: int, rng: np.random.Generator
) -> FloatArray:
    """Return each probe's largest cosine with a gallery."""
    towards = probes.vectors.astype(np.float32)
    best = np.full(towards.shape[0], -np.inf)
    for first in range(0, gallery_size, _BLOCK):
        members = classes.draw(min(_BLOCK, gallery_size - first), rng)
        cosines = towards @ members.vectors.astype(np.float32).T
        np.maximum(best, cosines.max(axis=1), out=best)
    kin = classes.structure.kin
    if kin is not None:
        share = kin.relatives / kin.population
        number = rng.binomial(gallery_size, share, size=best.size)
        owner = np.repeat(np.arange(best.size), number)
        np.maximum.at(best, owner, kin.drawn(rng.standard_normal(owner.size)))
    return best
