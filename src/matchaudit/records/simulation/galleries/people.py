"""The people of one world: the classes they belong to, and how they are drawn."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matchaudit.records.simulation.galleries.sphere import PullLaw
from matchaudit.records.simulation.galleries.structure import Structure

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """People as the simulation knows them; no vector ever leaves it.

    Attributes
    ----------
    vectors : ndarray of float64, shape (n, d)
        Unit vectors.
    member_of : ndarray of int64, shape (n,)
        Place of each one's class.
    centre, spread : ndarray of float64, shape (n,)
        A probe's score is its cosine, less ``centre``, over ``spread``.
    weight : ndarray of float64, shape (n,)
        How many of the population each one stands for, relatively.
    """

    vectors: FloatArray
    member_of: IntArray
    centre: FloatArray
    spread: FloatArray
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
        return np.bincount(self.group, self.weight).astype(np.float64)

    def law(self, cosine: float) -> PullLaw:
        """Return how members of a class with this cosine are pulled to its centre."""
        s = self.structure
        return PullLaw(float(cosine), s.energy_sd, s.energy_df)

    def draw(self, n: int, rng: np.random.Generator) -> People:
        """Draw n people at random."""
        member_of = rng.choice(self.weight.size, size=n, p=self.weight)
        z, loud = rng.standard_normal((2, n))
        return self.people(member_of, z, loud, weight=np.ones(n), rng=rng)

    def normalisation(self, vectors: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return what is taken off each probe's cosines, and what they are divided by.

        With t-norm these are the mean and the standard deviation of the probe's
        cosines over the population, exactly.

        Parameters
        ----------
        vectors : ndarray of float64, shape (n, d)

        Returns
        -------
        tuple of ndarray of float64, shape (n,)
        """
        s = self.structure
        n = vectors.shape[0]
        if not s.t_norm:
            return np.zeros(n), np.ones(n)
        towards = vectors @ self.centres.T
        moments = np.array([self.law(cosine).moments() for cosine in self.cosine])
        mean = towards @ (self.weight * moments[:, 0])
        along, across = moments[:, 1], (1 - moments[:, 1]) / (s.dimension - 1)
        square = (towards**2 * along + (1 - towards**2) * across) @ self.weight
        return mean, np.sqrt(square - mean**2)

    def people(
        self,
        member_of: IntArray,
        z: FloatArray,
        loud: FloatArray,
        *,
        weight: FloatArray,
        rng: np.random.Generator,
    ) -> People:
        """Make people of given classes.

        Parameters
        ----------
        member_of : ndarray of int64, shape (n,)
            Places of their classes.
        z : ndarray of float64, shape (n,)
            Their energies, as standard normal values.
        loud : ndarray of float64, shape (n,)
            The qualities of their samples, likewise.
        weight : ndarray of float64, shape (n,)
        rng : numpy.random.Generator

        Returns
        -------
        People
        """
        pull = np.empty(member_of.size)
        for cosine in np.unique(self.cosine):
            inside = self.cosine[member_of] == cosine
            pull[inside] = self.law(cosine).pull(z[inside])
        vectors = turned(self.centres[member_of], pull, rng)
        centre, spread = self.normalisation(vectors)
        return People(
            vectors=vectors,
            member_of=member_of,
            centre=centre,
            spread=spread / np.exp(self.structure.quality_sd * loud),
            weight=weight,
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
    made: FloatArray = drawn / np.linalg.norm(drawn, axis=1)[:, None]
    return made
