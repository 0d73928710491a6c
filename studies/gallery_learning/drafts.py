"""The first draft of the generator of galleries: its people are Gaussian vectors.

Most of the worlds from which the rule of ``matchaudit.galleries.prediction`` was learned
were drawn with it. It is kept to repeat that, and not to be built upon: the generator of
``matchaudit simulate galleries`` replaced it. All people are simulated.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Singles = NDArray[np.float32]
_MOST_CLASSES = 4000
_LEAST_OWN = 0.15  # squared length of what is a person's own, at least
_NORMED_BY = 1500  # people whose mean and covariance make the scores of a T-norm
_HEAVY = 1.5  # how much longer still the long vectors are, in energies


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameters:
    """Parameters of one world.

    Attributes
    ----------
    dimension : int
    common : float
        Squared length of what all people share.
    n_groups : int
    group_evenness : float
        Of the Dirichlet law of the weights of groups.
    group_square, group_sd : float
        Median squared length of a group's centre, and spread of its logarithm.
    n_clusters : int
        Clusters of people who look alike; 0 is none.
    zipf : float
        The weight of the k-th cluster is proportional to ``k ** -zipf``.
    cluster_square : float
    energy_sd : float
        A person's own part is ``exp(energy_sd * Z)`` times as long as usual.
    long_share : float
        Of the people whose energy is 2.5 times as far from usual.
    hub_share, hub_square : float
        Of the people near one common direction.
    hubs_keep : bool
        Hubs stay near their own class, too.
    t_norm : bool
        A search's scores are centred and scaled by those with the population.
    nested : bool
        Each cluster lies in one group; else each group has all clusters.
    """

    dimension: int
    common: float
    n_groups: int
    group_evenness: float
    group_square: float
    group_sd: float
    n_clusters: int
    zipf: float
    cluster_square: float
    energy_sd: float
    long_share: float
    hub_share: float
    hub_square: float
    hubs_keep: bool
    t_norm: bool
    nested: bool

    @classmethod
    def draw(cls, rng: np.random.Generator, *, low_dimensions: bool) -> Self:
        """Draw the parameters of a world, the arguments in the order of the calls."""

        def chance(share: float) -> bool:
            return bool(rng.random() < share)

        def spread(low: float, high: float) -> float:
            return float(np.exp(rng.uniform(np.log(low), np.log(high))))

        usual = not low_dimensions or rng.random() > 0.18
        dimension = int(spread(56, 288) if usual else spread(20, 56))
        common = rng.uniform(0, 0.2) if chance(0.4) else 0.0
        n_groups = int(rng.integers(2, 9)) if chance(0.6) else 1
        evenness, group_square = spread(0.5, 10), spread(0.01, 0.3)
        group_sd = rng.uniform(0, 0.8) if chance(0.5) else 0.0
        n_clusters = int(spread(3, 2000)) if chance(0.65) else 0
        zipf, cluster_square = rng.uniform(0, 1.6), spread(0.02, 0.35)
        energy_sd = spread(0.03, 0.4) if chance(0.55) else 0.0
        many = energy_sd > 0 and chance(0.25)
        return cls(
            dimension=dimension,
            common=common,
            n_groups=n_groups,
            group_evenness=evenness,
            group_square=group_square,
            group_sd=group_sd,
            n_clusters=n_clusters,
            zipf=zipf,
            cluster_square=cluster_square,
            energy_sd=energy_sd,
            long_share=rng.uniform(0.02, 0.2) if many else 0.0,
            hub_share=spread(0.002, 0.06) if chance(0.4) else 0.0,
            hub_square=rng.uniform(0.08, 0.5),
            hubs_keep=chance(0.5),
            t_norm=chance(0.2),
            nested=chance(0.5),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Population:
    """The classes from which people are drawn.

    Attributes
    ----------
    parameters : Parameters
    centres : ndarray of float64, shape (C, d)
    weights : ndarray of float64, shape (C,)
    own : float
        Length of what is a person's own.
    hub : ndarray of float64, shape (d,)
    """

    parameters: Parameters
    centres: Floats
    weights: Floats
    own: float
    hub: Floats

    @property
    def hub_scale(self) -> float:
        """How much shorter all else is in a hub."""
        return float(np.sqrt(1 - self.parameters.hub_square))

    def hub_centres(self, centres: Floats) -> Floats:
        """Return where hubs of classes lie."""
        if self.parameters.hubs_keep:
            return np.asarray(centres * self.hub_scale + self.hub)
        return np.broadcast_to(self.hub, centres.shape) * 1.0

    def draw(
        self, n: int, rng: np.random.Generator, *, hub_share: float | None = None
    ) -> tuple[Floats, Floats]:
        """Draw people.

        Parameters
        ----------
        n : int
        rng : numpy.random.Generator
        hub_share : float, optional
            Of the hubs among those who are drawn, where it is not the population's.

        Returns
        -------
        tuple of ndarray of float64, shapes (n, d) and (n,)
            Unit vectors, and the weights that make them stand for the population.
        """
        p = self.parameters
        of = rng.choice(self.weights.size, size=n, p=self.weights)
        drawn = p.hub_share if hub_share is None else hub_share
        hubs = rng.random(n) < drawn
        centres = self.centres[of]
        if p.hub_share > 0:
            centres = np.where(hubs[:, None], self.hub_centres(centres), centres)
        energy = np.exp(p.energy_sd * (z := rng.normal(size=n)))
        long = rng.random(n) < p.long_share
        energy *= np.where(long, np.exp(_HEAVY * p.energy_sd * z), 1)
        length = self.own * np.where(hubs, self.hub_scale, 1) * energy
        noise = rng.normal(size=(n, p.dimension))
        people = centres + length[:, None] * noise / np.sqrt(p.dimension)
        people /= np.linalg.norm(people, axis=1, keepdims=True)
        if hub_share is None:
            return people, np.ones(n)
        rare, usual = p.hub_share / drawn, (1 - p.hub_share) / (1 - drawn)
        return people, np.where(hubs, rare, usual)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A world of the draft.

    Attributes
    ----------
    population : Population
    norm : tuple of ndarray or None
        Mean and covariance of the people by whom a T-norm is made.
    """

    population: Population
    norm: tuple[Floats, Floats] | None

    def norms(self, people: Floats) -> tuple[Floats, Floats]:
        """Return the centre and the scale of each search's scores."""
        if self.norm is None:
            return np.zeros(len(people)), np.ones(len(people))
        mean, covariance = self.norm
        square = np.einsum("ij,jk,ik->i", people, covariance, people)
        return people @ mean, np.sqrt(square)

    def scores(self, n: int, rng: np.random.Generator) -> Singles:
        """Draw a test of n people; its scores, the diagonal NaN."""
        people = self.population.draw(n, rng)[0].astype(np.float32)
        scores: Singles = people @ people.T
        if self.norm is not None:
            centre, scale = self.norms(people.astype(np.float64))
            scores -= centre[:, None].astype(np.float32)
            scores /= scale[:, None].astype(np.float32)
        np.fill_diagonal(scores, np.nan)
        return scores


def draft_of(seed: int, *, low_dimensions: bool) -> Draft:
    """Draw a world.

    Parameters
    ----------
    seed : int
    low_dimensions : bool
        Whether 18 in 100 worlds have vectors of 20 to 56 dimensions.
    """
    rng = np.random.default_rng([77, seed])
    p = Parameters.draw(rng, low_dimensions=low_dimensions)
    weights = (
        rng.dirichlet(np.full(p.n_groups, p.group_evenness))
        if p.n_groups > 1
        else np.ones(1)
    )
    common = _directions(1, p, rng)[0] * np.sqrt(p.common)
    squares = np.zeros(1)
    if p.n_groups > 1:
        squares = p.group_square * np.exp(p.group_sd * rng.normal(size=p.n_groups))
    squares = np.minimum(squares, 0.5)
    groups = _directions(p.n_groups, p, rng) * np.sqrt(squares)[:, None] + common
    centres, class_weights = _classes(groups, weights, p, rng)
    rest = 1 - p.common - float(squares @ weights)
    rest -= p.cluster_square if p.n_clusters else 0
    made = Population(
        parameters=p,
        centres=centres,
        weights=class_weights,
        own=float(np.sqrt(max(rest, _LEAST_OWN))),
        hub=_directions(1, p, rng)[0] * np.sqrt(p.hub_square),
    )
    if not p.t_norm:
        return Draft(population=made, norm=None)
    others = made.draw(_NORMED_BY, rng)[0]
    mean = others.mean(axis=0)
    covariance = (others - mean).T @ (others - mean) / len(others)
    return Draft(population=made, norm=(mean, covariance))


def _classes(
    groups: Floats, weights: Floats, p: Parameters, rng: np.random.Generator
) -> tuple[Floats, Floats]:
    """Draw the clusters of groups; return centres and weights of all classes."""
    if not p.n_clusters:
        return groups, weights
    share = np.arange(1, p.n_clusters + 1.0) ** -p.zipf
    share /= share.sum()
    clusters = _directions(p.n_clusters, p, rng) * np.sqrt(p.cluster_square)
    if p.nested or p.n_groups == 1:
        of = rng.choice(p.n_groups, size=p.n_clusters, p=weights)
        return groups[of] + clusters, share
    if p.n_groups * p.n_clusters > _MOST_CLASSES:
        most = _MOST_CLASSES // p.n_groups
        clusters, share = clusters[:most], share[:most] / share[:most].sum()
    centres = (groups[:, None] + clusters[None]).reshape(-1, p.dimension)
    return centres, (weights[:, None] * share[None]).ravel()


def _directions(n: int, p: Parameters, rng: np.random.Generator) -> Floats:
    drawn = rng.normal(size=(n, p.dimension))
    return np.asarray(drawn / np.linalg.norm(drawn, axis=1, keepdims=True))
