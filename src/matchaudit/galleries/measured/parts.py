"""Searches of one gallery, of everybody or of one group, ready to be counted."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from matchaudit.estimation.counts import Clusters, IntArray
from matchaudit.estimation.crossed import Crossed
from matchaudit.estimation.finding import Key
from matchaudit.tallies.candidates import BoolArray, CandidateTally, Gallery

FloatArray = NDArray[np.float64]
POINTS = 40
"""Thresholds of a curve at most."""


@dataclass(frozen=True, eq=False)
class Part:
    """Searches of one gallery by the people of one group, or by all.

    Attributes
    ----------
    tally : CandidateTally
    gallery : Gallery
    place : int
        Of the gallery in the tally.
    population : mapping of str to Key
        The gallery's labels, with ``dimension`` and ``group`` where it is a group.
    rows : ndarray of int64
        Places of the searches in the tally, those that say whether the person is
        enrolled.
    with_failed : bool
        True if searches that failed count, as having returned nobody.
    """

    tally: CandidateTally
    gallery: Gallery
    place: int
    population: Mapping[str, Key]
    rows: IntArray
    with_failed: bool = True

    @cached_property
    def nonmated(self) -> "Searches":
        """The searches for people who are not in the gallery."""
        return Searches(self.tally, self._of(0))

    @cached_property
    def mated(self) -> "Searches":
        """The searches for people who are in the gallery."""
        return Searches(self.tally, self._of(1))

    def _of(self, enrolled: int) -> IntArray:
        lists = self.tally.lists
        chosen = lists.enrolled[self.rows] == enrolled
        if not self.with_failed:
            chosen &= ~lists.failed[self.rows]
        rows: IntArray = self.rows[chosen]
        return rows

    @cached_property
    def looser(self) -> list[Crossed]:
        """Wrong answers at thresholds at which they are ever more, to borrow from."""
        scores = np.sort(self.nonmated.top_score)[::-1]
        usable = scores[np.isfinite(scores) & (scores >= self.gallery.cut)]
        return [
            self.nonmated.crossed(self.nonmated.top_score >= t)
            for t in _doubling(usable)
        ]

    def stricter(self, rank: int) -> list[Crossed]:
        """Return misses at thresholds at which they are ever more, to borrow from."""
        if rank not in self._stricter:
            scores = np.sort(self.mated.mate_score)
            # A search is missed at a threshold that is above its own score.
            self._stricter[rank] = [
                self.mated.alone(
                    self.mated.missed(float(np.nextafter(t, np.inf)), rank)
                )
                for t in _doubling(scores[np.isfinite(scores)])
            ]
        return self._stricter[rank]

    @cached_property
    def _stricter(self) -> dict[int, list[Crossed]]:
        return {}

    @cached_property
    def grid(self) -> FloatArray:
        """Thresholds for curves and for borrowing: ascending, none below the cut.

        Half of them are spread over the wrong people's scores, half over the mates',
        each half evenly over the logarithm of how many searches lie beyond.
        """
        wrong = np.sort(self.nonmated.top_score)[::-1]
        missed = np.sort(self.mated.mate_score)
        chosen = np.concatenate([_spread(wrong), _spread(missed)])
        usable = np.isfinite(chosen) & (chosen >= self.gallery.cut)
        return np.unique(chosen[usable])


@dataclass(frozen=True, eq=False)
class Searches:
    """Some searches, and the events among them.

    Attributes
    ----------
    tally : CandidateTally
    rows : ndarray of int64, shape (S,)
        Their places in the tally.
    """

    tally: CandidateTally
    rows: IntArray

    @property
    def n(self) -> int:
        """Number of searches."""
        return int(self.rows.size)

    @cached_property
    def people(self) -> IntArray:
        """Codes of the people who were searched for, ascending."""
        return np.unique(self.tally.lists.unit[self.rows])

    @cached_property
    def unit(self) -> IntArray:
        """Place of each search's person in ``people``."""
        return np.searchsorted(self.people, self.tally.lists.unit[self.rows])

    @cached_property
    def failed(self) -> BoolArray:
        """True where nothing was searched."""
        return self.tally.lists.failed[self.rows]

    @cached_property
    def top_score(self) -> FloatArray:
        """Largest score of a wrong person; -inf where there is none."""
        return self.tally.lists.top_score[self.rows]

    @cached_property
    def mate_score(self) -> FloatArray:
        """Score of the mate; -inf where it was not returned."""
        return self.tally.lists.mate_score[self.rows]

    @cached_property
    def mate_rank(self) -> IntArray:
        """Rank of the mate; 0 where it was not returned."""
        return self.tally.lists.mate_rank[self.rows]

    @cached_property
    def _trials(self) -> IntArray:
        return np.bincount(self.unit, minlength=self.people.size).astype(np.int64)

    def wrong_people(self, threshold: float | None) -> IntArray:
        """Return how many wrong people each search returned, at a tallied threshold."""
        lists = self.tally.lists
        if threshold is None:
            return lists.wrong[self.rows]
        place = self.tally.thresholds.index(threshold)
        above: IntArray = lists.wrong_above[place, self.rows]
        return above

    def returned_wrong(self, threshold: float | None) -> BoolArray:
        """Tell which searches returned a wrong person at or above a threshold."""
        if threshold is None:
            return self.tally.lists.wrong[self.rows] > 0
        return self.top_score >= threshold

    def missed(self, threshold: float | None, rank: int) -> BoolArray:
        """Tell which searches did not return the mate within a rank and threshold."""
        found = (self.mate_rank > 0) & (self.mate_rank <= rank)
        if threshold is not None:
            found &= self.mate_score >= threshold
        return ~found

    def clusters(self, events: BoolArray) -> Clusters:
        """Count searches and events by the person who was searched for."""
        by_person = np.bincount(self.unit[events], minlength=self.people.size)
        return Clusters(self._trials, by_person.astype(np.int64))

    def alone(self, events: BoolArray) -> Crossed:
        """Count events that hang on the person who was searched for only."""
        nobody = np.zeros(0, dtype=np.int64)
        return Crossed(self.clusters(events), nobody, nobody)

    def crossed(self, events: BoolArray) -> Crossed:
        """Count events also by the wrong person with the best rank."""
        return Crossed(
            self.clusters(events),
            self.unit[events],
            self.tally.lists.top_candidate[self.rows][events],
        )


def galleries_of(tally: CandidateTally) -> tuple[Part, ...]:
    """Return the searches of each gallery by everybody."""
    lists = tally.lists
    return tuple(
        Part(
            tally,
            gallery,
            place,
            dict(gallery.labels),
            np.flatnonzero((lists.population == place) & (lists.enrolled >= 0)),
        )
        for place, gallery in enumerate(tally.galleries)
    )


def groups_of(part: Part, dimension: str) -> Iterator[Part]:
    """Yield the searches of one gallery by the people of each group or condition."""
    codes = part.tally.codes[dimension][part.rows]
    for code, label in enumerate(part.tally.dimensions[dimension]):
        rows = part.rows[codes == code]
        if rows.size:
            population = {**part.population, "dimension": dimension, "group": label}
            yield Part(part.tally, part.gallery, part.place, population, rows)


def _doubling(scores: FloatArray) -> list[float]:
    """Return scores at places that double; the ladder skips those too near."""
    places = 2 ** np.arange(max(int(scores.size).bit_length(), 1))
    return [float(scores[p - 1]) for p in places if p <= scores.size]


def _spread(scores: FloatArray) -> FloatArray:
    """Return scores at places that grow evenly on the logarithm, from the first on."""
    if not scores.size:
        return scores
    places = np.geomspace(1, scores.size, POINTS // 2).round().astype(np.int64) - 1
    return scores[np.unique(places)]
