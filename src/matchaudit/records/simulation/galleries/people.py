"""The people of one world: the classes they belong to, and how they are drawn."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matchaudit.records.simulation.galleries.sphere import PullLaw
from matchaudit.records.simulation.galleries.structure import Structure

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]

_TILTED = 0.5  # part of the probes for the truth that are drawn where risk is high
_HUBS = 0.4  # part of those that are hubs, where there are hubs
_TILT = -1.3  # their energy is lower by so many standard deviations


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """People as the simulation knows them; no vector ever leaves it.

    Attributes
    ----------
    vectors : ndarray of float64, shape (n, d)
        Unit vectors.
    member_of : ndarray of int64, shape (n,)
        Place of each one's class.
    quality : ndarray of float64, shape (n,)
        What a probe's scores are multiplied by.
    weight : ndarray of float64, shape (n,)
        How many of the population each one stands for, relatively.
    """

    vectors: FloatArray
    member_of: IntArray
    quality: FloatArray
    weight: FloatArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Classes:
    """The K classes of a population: groups, look-alike clusters and hubs.

    Attributes
    ----------
    structure : Structure
    centres : ndarray of float64, shape (K, d)
        Unit vectors.
    weight : ndarray of float64, shape (K,)
        Share of the population; they sum to 1.
    group : ndarray of int64, shape (K,)
    hub : ndarray of bool, shape (K,)
    cosine : ndarray of float64, shape (K,)
        Between two typical members.
    """

    structure: Structure
    centres: FloatArray
    weight: FloatArray
    group: IntArray
    hub: NDArray[np.bool_]
    cosine: FloatArray

    def law(self, cosine: float) -> PullLaw:
        """Return how members of a class with this cosine are pulled to its centre."""
        s = self.structure
        return PullLaw(float(cosine), s.energy_sd, s.energy_df)

    def draw(self, n: int, rng: np.random.Generator) -> People:
        """Draw n people at random."""
        member_of = rng.choice(self.weight.size, size=n, p=self.weight)
        return self._people(member_of, rng.standard_normal(n), np.ones(n), rng)

    def draw_risky(self, n: int, rng: np.random.Generator) -> People:
        """Draw n people, those with many look-alikes more often, with their weights.

        A rate is then the weighted mean. No weight is more than four times the mean.
        """
        w = self.weight
        tilted = w / np.bincount(self.group, w)[self.group]
        tilted = tilted * np.bincount(self.group, w)[self.group] ** 0.5
        if self.hub.any():
            tilted = np.where(self.hub, 0, tilted / tilted[~self.hub].sum())
            tilted *= 1 - _HUBS
            tilted += _HUBS * self.hub * w / w[self.hub].sum()
        proposal = (1 - _TILTED) * w + _TILTED * tilted / tilted.sum()
        member_of = _systematic(proposal, n, rng)
        z = rng.standard_normal(n)
        weight = w[member_of] / proposal[member_of]
        if self.structure.energy_sd:
            z += np.where(rng.random(n) < _TILTED, _TILT, 0)
            ratio = np.exp(_TILT * z - _TILT**2 / 2)
            weight /= (1 - _TILTED) + _TILTED * ratio
        return self._people(member_of, z, weight, rng)

    def _people(
        self,
        member_of: IntArray,
        z: FloatArray,
        weight: FloatArray,
        rng: np.random.Generator,
    ) -> People:
        s = self.structure
        n = member_of.size
        pull = np.empty(n)
        for cosine in np.unique(self.cosine):
            inside = self.cosine[member_of] == cosine
            pull[inside] = self.law(cosine).pull(z[inside])
        centre = self.centres[member_of]
        vectors = turned(centre, pull, rng)
        quality = np.exp(s.quality_sd * rng.standard_normal(n))
        return People(
            vectors=vectors, member_of=member_of, quality=quality, weight=weight
        )


def turned(
    centre: FloatArray, cosine: FloatArray, rng: np.random.Generator
) -> FloatArray:
    """Return unit vectors at given cosines to unit centres, in random directions."""
    own = rng.standard_normal(centre.shape)
    own -= np.einsum("ij,ij->i", own, centre)[:, None] * centre
    own /= np.linalg.norm(own, axis=1)[:, None]
    made: FloatArray = cosine[:, None] * centre + np.sqrt(1 - cosine**2)[:, None] * own
    return made


def draw_classes(structure: Structure, rng: np.random.Generator) -> Classes:
    """Draw where the classes of a population lie.

    Parameters
    ----------
    structure : Structure
    rng : numpy.random.Generator

    Returns
    -------
    Classes
        For each group: those in no cluster, then its clusters, then its hubs.
    """
    s = structure
    d = s.dimension
    common, hub_centre = _directions(2, d, rng)
    hub_share = 0.0 if s.hubs is None else s.hubs.share
    between = np.full(len(s.groups), np.sqrt(s.group_common))
    group_centres = turned(np.tile(common, (len(s.groups), 1)), between, rng)
    rows: list[tuple[float, int, bool, float]] = []
    centres: list[FloatArray] = []
    for g, group in enumerate(s.groups):
        usual = group.weight * (1 - hub_share)
        if group.cluster_share < 1:
            rows.append((usual * (1 - group.cluster_share), g, False, group.cosine))
            centres.append(group_centres[g][None])
        if group.n_clusters and group.cluster_share:
            zipf = np.arange(1, group.n_clusters + 1.0) ** -group.zipf
            shares = usual * group.cluster_share * zipf / zipf.sum()
            rows += [(float(w), g, False, group.cluster_cosine) for w in shares]
            # So that strangers of one group keep the group's cosine.
            near = np.sqrt(group.cosine / group.cluster_cosine)
            tiled = np.tile(group_centres[g], (group.n_clusters, 1))
            centres.append(turned(tiled, np.full(group.n_clusters, near), rng))
        if s.hubs is not None:
            rows.append((group.weight * hub_share, g, True, s.hubs.cosine))
            centres.append(hub_centre[None])
    weight, member, hub, cosine = (np.array(x) for x in zip(*rows, strict=True))
    return Classes(
        structure=s,
        centres=np.concatenate(centres),
        weight=weight / weight.sum(),
        group=member.astype(np.int64),
        hub=hub.astype(bool),
        cosine=cosine,
    )


def _directions(n: int, d: int, rng: np.random.Generator) -> FloatArray:
    drawn = rng.standard_normal((n, d))
    return drawn / np.linalg.norm(drawn, axis=1)[:, None]


def _systematic(shares: FloatArray, n: int, rng: np.random.Generator) -> IntArray:
    """Draw n places with these shares, as evenly as whole numbers allow."""
    points = (np.arange(n) + rng.random()) / n
    places = np.searchsorted(np.cumsum(shares), points, side="right")
    return np.minimum(places, shares.size - 1).astype(np.int64)
