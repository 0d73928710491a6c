"""How often searches went wrong in galleries of up to the test's own size.

A gallery of m people drawn from the n whom a search was compared with has none of the K
who scored above the threshold with probability ``C(n - K, m) / C(n, m)``: an exact mean
over all smaller galleries, without any drawing.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from matchaudit.errors import ParameterError, UndefinedMeasureError
from matchaudit.estimation.counts import Estimate, IntArray
from matchaudit.estimation.proportions import (
    clopper_pearson,
    normal_quantile,
    wilson_interval,
)
from matchaudit.tallies.gallery_tails import FloatArray, GalleryTail

_LEFT_OUT = 0.1  # of the searches: those compared with the fewest people


def largest_tested(tail: GalleryTail) -> int:
    """Return the largest gallery in which nearly all searches of a test were made.

    Nine in ten searches were compared with so many people or more.

    Examples
    --------
    >>> from matchaudit.tallies.gallery_tails import tail_of_matrix
    >>> import numpy as np
    >>> largest_tested(tail_of_matrix(np.eye(5), both_ways=True))
    4
    """
    ascending = np.sort(tail.compared)
    return int(ascending[int(_LEFT_OUT * (ascending.size - 1))])


def least_threshold(tail: GalleryTail) -> float:
    """Return the score from which on a tail holds every pair; -inf if it holds all."""
    if tail.score.size >= tail.n_pairs:
        return -np.inf
    return float(tail.score[-1]) if tail.score.size else np.inf


def measured_growth(
    tail: GalleryTail,
    sizes: Sequence[int],
    *,
    threshold: float,
    confidence: float = 0.95,
) -> list[Estimate]:
    """Measure the rate of searches that return a wrong person in smaller galleries.

    Parameters
    ----------
    tail : GalleryTail
    sizes : sequence of int
        People in the gallery, from 1 to ``largest_tested(tail)``.
    threshold : float
        At least ``least_threshold(tail)``.
    confidence : float, default=0.95

    Returns
    -------
    list of Estimate
        At each size. The interval allows for people who were searched for several
        times, and for people in the gallery who are close to many.

    Raises
    ------
    UndefinedMeasureError
        If the tail does not hold every pair from the threshold on, or has less than
        two people.
    ParameterError
        If a size is out of range.

    Examples
    --------
    Of four people two are close to each other: each is the only one of three others.

    >>> import numpy as np
    >>> from matchaudit.tallies.gallery_tails import tail_of_matrix
    >>> scores = np.zeros((4, 4))
    >>> scores[0, 1] = scores[1, 0] = 0.9
    >>> tail = tail_of_matrix(scores, kept=2, both_ways=True)
    >>> [round(e.value, 3) for e in measured_growth(tail, [1, 3], threshold=0.9)]
    [0.167, 0.5]
    """
    if threshold < least_threshold(tail):
        raise UndefinedMeasureError(
            "too many scores lie above this one to look at each"
        )
    if tail.n_subjects < 2:
        raise UndefinedMeasureError("fewer than two people were searched for")
    most = largest_tested(tail)
    for size in sizes:
        if not 1 <= size <= most:
            raise ParameterError("sizes", f"between 1 and {most}", size)
    hits = _Hits.of(tail, threshold, most)
    return [hits.estimate(size, confidence) for size in sizes]


@dataclass(frozen=True, slots=True)
class _Hits:
    """The pairs above a threshold, of S searches that met enough people.

    Attributes
    ----------
    person : ndarray of int64, shape (S,)
        Whom each search shows.
    n, k : ndarray of int64, shape (S,)
        People whom it met, and those of them above the threshold.
    search, other : ndarray of int64, shape (e,)
        The search of each pair and the person whom it found.
    references : ndarray of int64, shape (R,)
        Everybody in the gallery, ascending.
    both_ways : bool
    """

    person: IntArray
    n: IntArray
    k: IntArray
    search: IntArray
    other: IntArray
    references: IntArray
    both_ways: bool

    @classmethod
    def of(cls, tail: GalleryTail, threshold: float, least: int) -> "_Hits":
        """Return the pairs of searches that met so many people or more."""
        there = tail.compared >= least
        place = np.cumsum(there) - 1
        above = (tail.score >= threshold) & there[tail.search]
        search = place[tail.search[above]]
        return cls(
            person=tail.search_subject[there],
            n=tail.compared[there],
            k=np.bincount(search, minlength=int(there.sum())),
            search=search,
            other=tail.reference_subject[tail.reference[above]],
            references=tail.reference_subject,
            both_ways=tail.both_ways,
        )

    def estimate(self, size: int, confidence: float) -> Estimate:
        """Return the rate in galleries of a size, with its interval."""
        found = _any_of(self.n, self.k, size)
        rate = float(found.mean())
        if not self.search.size:
            # In the worst case nothing is shown but by people who share no pair.
            people = np.unique(self.person).size
            shown = max(people // 2 if self.both_ways else people, 1)
            none = clopper_pearson(0, shown, confidence=confidence)
            return Estimate(
                value=0.0,
                low=0.0,
                high=none.high,
                confidence=confidence,
                method="rarefied, exact",
                effective_trials=float(shown),
                units=people,
            )
        variance = max(self._variance(size, found), np.finfo(float).tiny)
        # So many galleries of this size fit into what the searches met.
        most = float(self.n.sum()) / size
        effective = min(rate * (1 - rate) / variance, most)
        low, high = wilson_interval(
            rate, max(effective, 1.0), quantile=normal_quantile(confidence)
        )
        return Estimate(
            value=rate,
            low=low,
            high=high,
            confidence=confidence,
            method="rarefied, by people on both sides",
            effective_trials=effective,
            units=np.unique(self.person).size,
        )

    def _variance(self, size: int, found: FloatArray) -> float:
        """Return the variance over people, who may stand on either side.

        What a person brings: the searches for them, and the searches that would not
        have gone wrong without them. A pair that is told from both ends counts once.
        """
        searches = found.size
        step = found - _any_of(self.n, np.maximum(self.k - 1, 0), size)
        gone = step[self.search] / searches
        people = np.union1d(self.person, self.references)
        who = np.searchsorted(people, self.person)
        brought = np.bincount(
            who, (found - found.mean()) / searches, minlength=people.size
        )
        other = np.searchsorted(people, self.other)
        met = np.bincount(other, gone, minlength=people.size)
        there = np.searchsorted(people, self.references)
        brought[there] += met[there] - met[there].mean()
        ends = np.sort(np.stack((who[self.search], other)), axis=0)
        _, pair = np.unique(ends[0] * people.size + ends[1], return_inverse=True)
        twice = np.bincount(pair, gone)
        return float(brought @ brought) - float(twice @ twice)


def _any_of(n: IntArray, k: IntArray, size: int) -> FloatArray:
    """Return ``1 - C(n - k, m) / C(n, m)``, each search's rate in smaller galleries."""
    from scipy.special import gammaln

    rest = np.maximum(n - k - size, 0)
    log_none = gammaln(n - k + 1) - gammaln(rest + 1) - gammaln(n + 1)
    log_none += gammaln(n - size + 1)
    found: FloatArray = np.where(n - k < size, 1.0, -np.expm1(np.minimum(log_none, 0)))
    return found
