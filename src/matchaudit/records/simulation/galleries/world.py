"""A population, a test drawn from it, and the test's exact truth in any gallery."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from string import ascii_uppercase

import numpy as np
from numpy.typing import NDArray

from matchaudit.errors import ParameterError
from matchaudit.records.simulation.galleries.families import draw_structure, family_code
from matchaudit.records.simulation.galleries.people import (
    Classes,
    People,
    draw_classes,
    turned,
)
from matchaudit.records.simulation.galleries.rates import TrueRates, mated_law
from matchaudit.records.simulation.galleries.risk import draw_risky
from matchaudit.records.simulation.galleries.structure import (
    Bulk,
    FloatArray,
    Structure,
)

PROBES = 6000  # over which the truth is a mean


@dataclass(frozen=True, kw_only=True)
class World:
    """A population whose error rates are known, and a test of it.

    Thresholds and scores are those that the vendor prints.

    Attributes
    ----------
    family : str
    seed : int
    people : People
        The n subjects of the test, in the order of their codes 0 .. n - 1.
    mates : ndarray of float64, shape (n,)
        Cosine of each subject's first sample with the second.
    truth : TrueRates
        Of the population that the test is drawn from.

    Examples
    --------
    >>> made = world("iid", n_subjects=100, seed=1)
    >>> made.scores().shape
    (100, 100)
    >>> threshold = made.threshold(270_000_000, 0.01)
    >>> round(made.fpir(270_000_000, threshold), 6)
    0.01
    >>> round(1 - (1 - made.fmr(threshold)) ** 270_000_000, 3)
    0.01
    """

    family: str
    seed: int
    people: People
    mates: FloatArray
    truth: TrueRates

    @property
    def classes(self) -> Classes:
        """The classes of the population."""
        return self.truth.classes

    @property
    def structure(self) -> Structure:
        """The parameters of this world."""
        return self.classes.structure

    @property
    def n_subjects(self) -> int:
        """How many people the test has."""
        return int(self.mates.size)

    @property
    def symmetric(self) -> bool:
        """True if a pair has the same score from either side."""
        return self.structure.symmetric

    @property
    def score_scale(self) -> Bulk:
        """The scale to declare: on it the bulk of the scores is close to normal."""
        return self.structure.scale.bulk

    @property
    def composition(self) -> Mapping[str, float]:
        """Share of each group in the population, and so in a gallery."""
        weights = (group.weight for group in self.structure.groups)
        return dict(zip(ascii_uppercase, weights, strict=False))

    @cached_property
    def groups(self) -> NDArray[np.str_]:
        """Group of each subject of the test, shape (n,)."""
        names = np.array(list(self.composition))
        return names[self.classes.group[self.people.member_of]]

    def scores(self) -> FloatArray:
        """Return the test's scores, shape (n, n); row i is probe i.

        The diagonal is NaN: a sample is not compared with itself.
        """
        scores = self.scores_of(0, self.n_subjects)
        np.fill_diagonal(scores, np.nan)
        return scores

    def scores_of(self, first: int, last: int) -> FloatArray:
        """Return rows first .. last - 1 of the scores; the diagonal is not set."""
        raw = self.people.vectors[first:last] @ self.people.vectors.T
        if not self.symmetric:
            raw -= self.people.centre[first:last, None]
            raw /= self.people.spread[first:last, None]
        return self.structure.scale.printed(raw)

    def mated_scores(self) -> FloatArray:
        """Return the score of each subject with a second sample, shape (n,)."""
        raw = (self.mates - self.people.centre) / self.people.spread
        return self.structure.scale.printed(raw)

    def fpir(
        self,
        gallery_size: int,
        threshold: float,
        *,
        probe_group: str | None = None,
        composition: Mapping[str, float] | None = None,
    ) -> float:
        """Return the true false positive identification rate.

        Parameters
        ----------
        gallery_size : int
            People in the gallery, drawn at random from the population.
        threshold : float
        probe_group : str, optional
            Only searches for people of this group.
        composition : mapping of str to float, optional
            Share of the gallery by group, where it is not the population's.

        Returns
        -------
        float
            P(a search for somebody who is not enrolled returns a candidate).
        """
        return self._fpir(gallery_size, threshold, probe_group, composition)[0]

    def fpir_error(
        self, gallery_size: int, threshold: float, *, probe_group: str | None = None
    ) -> float:
        """Return the standard error of ``fpir``: its probes are a sample, too."""
        return self._fpir(gallery_size, threshold, probe_group, None)[1]

    def fmr(
        self,
        threshold: float,
        *,
        probe_group: str | None = None,
        reference_group: str | None = None,
    ) -> float:
        """Return the true false match rate, that of a random pair of people."""
        only = None if reference_group is None else {reference_group: 1.0}
        return self.fpir(1, threshold, probe_group=probe_group, composition=only)

    def threshold(self, gallery_size: int, fpir: float) -> float:
        """Return the threshold at which the rate in a gallery is ``fpir``.

        Raises
        ------
        ParameterError
            If the rate is not between 0 and 1.
        """
        raw = np.array([self.truth.threshold(gallery_size, fpir)])
        return float(self.structure.scale.printed(raw)[0])

    def fnmr(self, threshold: float, *, probe_group: str | None = None) -> float:
        """Return the true false non-match rate: the mated score is lower."""
        raw = self.structure.scale.raw(threshold)
        return self.truth.fnmr(raw, group=self._group(probe_group))

    def fnir(
        self, gallery_size: int, threshold: float, *, probe_group: str | None = None
    ) -> float:
        """Return the true false negative identification rate at rank 1.

        The mate is missed if it is below the threshold or somebody else is above it.
        """
        raw = self.structure.scale.raw(threshold)
        (rate,) = self.truth.fnir([gallery_size], raw, group=self._group(probe_group))
        return rate

    def exceedance(self, probes: People, threshold: float) -> FloatArray:
        """Return P(a random gallery member scores >= threshold) for each probe."""
        rates = TrueRates(classes=self.classes, probes=probes)
        return rates.exceeding(rates.cosines(self.structure.scale.raw(threshold)))

    def _fpir(
        self,
        gallery_size: int,
        threshold: float,
        probe_group: str | None,
        composition: Mapping[str, float] | None,
    ) -> tuple[float, float]:
        share = None
        if composition is not None:
            share = np.zeros(len(self.structure.groups))
            for name, part in composition.items():
                share[self._group(name)] = part
        return self.truth.fpir(
            gallery_size,
            self.structure.scale.raw(threshold),
            group=self._group(probe_group),
            share=share,
        )

    def _group(self, name: str | None) -> int | None:
        names = list(self.composition)
        if name is None:
            return None
        if name not in names:
            raise ParameterError("group", f"one of {', '.join(names)}", name)
        return names.index(name)


def world(family: str, *, n_subjects: int, seed: int) -> World:
    """Draw a population of a family, and a test of it.

    Parameters
    ----------
    family : str
        One of ``FAMILIES``. It fixes the kind of structure; how much of it there is,
        is drawn.
    n_subjects : int
        People in the test, at least 2. The population does not depend on it.
    seed : int
        At least 0. The same family and seed give the same population.

    Returns
    -------
    World

    Raises
    ------
    ParameterError
        If there is no such family, or a number is out of range.
    """
    if seed < 0:
        raise ParameterError("seed", "0 or more", seed)
    root = np.random.SeedSequence([seed, family_code(family)])
    rng = np.random.default_rng(root.spawn(1)[0])
    made = world_of(draw_structure(family, rng), n_subjects=n_subjects, rng=rng)
    return World(
        family=family,
        seed=seed,
        people=made.people,
        mates=made.mates,
        truth=made.truth,
    )


def random_family(seed: int, *, n_subjects: int) -> World:
    """Draw a world with a random mixture of all structures (but no kin)."""
    return world("random", n_subjects=n_subjects, seed=seed)


def world_of(
    structure: Structure, *, n_subjects: int, rng: np.random.Generator
) -> World:
    """Draw a population with your own parameters, and a test of it.

    Parameters
    ----------
    structure : Structure
    n_subjects : int
        At least 2.
    rng : numpy.random.Generator

    Returns
    -------
    World
        Its family is ``"own"``.

    Examples
    --------
    >>> own = world_of(
    ...     Structure(dimension=32), n_subjects=50, rng=np.random.default_rng(1)
    ... )
    >>> own.family, own.n_subjects, own.symmetric
    ('own', 50, True)
    """
    if n_subjects < 2:
        raise ParameterError("subjects", "2 or more", n_subjects)
    classes = draw_classes(structure, rng)
    probes = draw_risky(classes, PROBES, rng)
    people = _with_relatives(classes, classes.draw(n_subjects, rng), rng)
    mates = mated_law(classes, people).made(rng.standard_normal(n_subjects))
    return World(
        family="own",
        seed=0,
        people=people,
        mates=mates,
        truth=TrueRates(classes=classes, probes=probes),
    )


def _with_relatives(
    classes: Classes, people: People, rng: np.random.Generator
) -> People:
    """Make each pair of the test relatives, with the probability that they are."""
    kin = classes.structure.kin
    if kin is None:
        return people
    n = people.weight.size
    found = rng.binomial(n * (n - 1) // 2, kin.relatives / kin.population)
    for _ in range(found):
        one, other = rng.choice(n, size=2, replace=False)
        cosine = kin.drawn(rng.standard_normal(1))
        people.vectors[other] = turned(people.vectors[[one]], cosine, rng)[0]
        people.member_of[other] = people.member_of[one]
    return people
