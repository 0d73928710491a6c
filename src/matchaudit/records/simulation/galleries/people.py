"""The people of one world: the classes they belong to, and how they are drawn."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from matchaudit.records.simulation.galleries.sphere import PullLaw
from matchaudit.records.simulation.galleries.structure import Structure

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]

_TILTED = 0.5  # part of the probes for the truth that are drawn where risk is high
_HUBS = 0.4  # part of those that are hubs, where there are hubs
_TILT = -1.3  # their energy is lower by so many standard deviations
_LOUD = 1.6  # and their scores are multiplied by as much more


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

    @property
    def group_share(self) -> FloatArray:
        """Share of the population in each group, shape (G,)."""
        share: FloatArray = np.bincount(self.group, self.weight)
        return share

    def law(self, cosine: float) -> PullLaw:
        """Return how members of a class with this cosine are pulled to its centre."""
        s = self.structure
        return PullLaw(float(cosine), s.energy_sd, s.energy_df)

    def draw(self, n: int, rng: np.random.Generator) -> People:
        """Draw n people at random."""
        member_of = rng.choice(self.weight.size, size=n, p=self.weight)
        z, loud = rng.standard_normal((2, n))
        return self._people(member_of, z, loud, rng)

    def draw_risky(self, n: int, rng: np.random.Generator) -> People:
        """Draw n people, those with many look-alikes more often, with their weights.

        A rate is then the weighted mean. No weight is more than eight times what it would be without.
        """
        w = self.weight
        tilted = w / self.group_share[self.group] ** 0.5
        if self.hub.any():
            tilted = np.where(self.hub, 0, tilted / tilted[~self.hub].sum())
            tilted *= 1 - _HUBS
            tilted += _HUBS * self.hub * w / w[self.hub].sum()
        proposal = (1 - _TILTED) * w + _TILTED * tilted / tilted.sum()
        member_of = _systematic(proposal, n, rng)
        weight = w[member_of] / proposal[member_of]
        z, energy_weight = _tilted(n, _TILT if self.structure.energy_sd else 0.0, rng)
        loud, loud_weight = _tilted(n, _LOUD if self.structure.quality_sd else 0.0, rng)
        people = self._people(member_of, z, loud, rng)
        return replace(people, weight=weight * energy_weight * loud_weight)

    def normalisation(self, probes: People) -> tuple[FloatArray, FloatArray]:
        """Return what is taken off each probe's cosines, and what they are divided by.

        With t-norm these are the mean and the standard deviation of the probe's
        cosines over the population, exactly.

        Parameters
        ----------
        probes : People

        Returns
        -------
        tuple of ndarray of float64, shape (n,)
        """
        s = self.structure
        if not s.t_norm:
            return np.zeros(probes.quality.size), 1 / probes.quality
        towards = probes.vectors @ self.centres.T
        moments = np.array([self.law(cosine).moments() for cosine in self.cosine])
        mean = towards @ (self.weight * moments[:, 0])
        along, across = moments[:, 1], (1 - moments[:, 1]) / (s.dimension - 1)
        square = (towards**2 * along + (1 - towards**2) * across) @ self.weight
        return mean, np.sqrt(square - mean**2) / probes.quality

    def _people(
        self,
        member_of: IntArray,
        z: FloatArray,
        loud: FloatArray,
        rng: np.random.Generator,
    ) -> People:
        s = self.structure
        pull = np.empty(member_of.size)
        for cosine in np.unique(self.cosine):
            inside = self.cosine[member_of] == cosine
            pull[inside] = self.law(cosine).pull(z[inside])
        centre = self.centres[member_of]
        return People(
            vectors=turned(centre, pull, rng),
            member_of=member_of,
            quality=np.exp(s.quality_sd * loud),
            weight=np.ones(z.size),
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


def _tilted(
    n: int, shift: float, rng: np.random.Generator
) -> tuple[FloatArray, FloatArray]:
    """Draw n normal values, half of them shifted, and the weights that undo it."""
    z = rng.standard_normal(n) + np.where(rng.random(n) < _TILTED, shift, 0.0)
    ratio = np.exp(shift * z - shift**2 / 2)
    return z, 1 / (1 - _TILTED + _TILTED * ratio)


def _directions(n: int, d: int, rng: np.random.Generator) -> FloatArray:
    drawn = rng.standard_normal((n, d))
    made: FloatArray = drawn / np.linalg.norm(drawn, axis=1)[:, None]
    return made


def _systematic(shares: FloatArray, n: int, rng: np.random.Generator) -> IntArray:
    """Draw n places with these shares, as evenly as whole numbers allow."""
    points = (np.arange(n) + rng.random()) / n
    places = np.searchsorted(np.cumsum(shares), points, side="right")
    return np.minimum(places, shares.size - 1).astype(np.int64)
