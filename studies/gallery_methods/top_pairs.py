"""The most alike pairs of a test, and what they are worth when people are drawn anew."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from gallery_methods.predictions import Floats
from matchaudit.tallies.gallery_tails import GalleryTail

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class TopPairs:
    """The m largest scores of a test of n people, each pair once.

    Attributes
    ----------
    score : ndarray of float64, shape (m,)
        Descending.
    first, second : ndarray of int64, shape (m,)
        Places of the two people; probe first where direction matters.
    n : int
        People.
    directed : bool
        False if a pair has one score, whoever is the probe.
    """

    score: Floats
    first: Ints
    second: Ints
    n: int
    directed: bool

    @property
    def n_pairs(self) -> float:
        """How many pairs there are, kept or not."""
        return self.n * (self.n - 1.0) / (1 if self.directed else 2)

    def rate_at_rank(self, rank: int) -> float:
        """Return the share of pairs that are at least as alike as the r-th."""
        return rank / self.n_pairs

    def weights(self, draws: int, rng: np.random.Generator) -> Floats:
        """Draw the people anew; return how often each came, (draws, n)."""
        drawn = rng.multinomial(self.n, np.full(self.n, 1 / self.n), size=draws)
        return drawn.astype(np.float64)

    def pair_weights(self, weights: Floats) -> Floats:
        """Return what each pair counts, (draws, m), so that all pairs sum to n_pairs."""
        scale = (self.n**2 - self.n) / (self.n**2 - (weights**2).sum(axis=1))
        each = weights[:, self.first] * weights[:, self.second]
        scaled: Floats = each * scale[:, None]
        return scaled

    def unevenness(self, rank: int, weights: Floats) -> Floats:
        """Return the squared coefficient of variation of P_i, (draws,), unbiased.

        At the threshold that ``rank`` pairs reach, from probes that have two of them.
        """
        a, b = self.first[:rank], self.second[:rank]
        if not self.directed:
            a, b = np.concatenate([a, b]), np.concatenate([b, a])
        ones = np.ones(a.size)
        near = csr_array((ones, (a, b)), shape=(self.n, self.n))
        met: Floats = np.asarray(near @ weights.T)
        again: Floats = np.asarray(near @ (weights**2).T)
        wedges = (weights.T * (met**2 - again)).sum(axis=0)
        events = (weights.T * met).sum(axis=0)
        people = (weights**2).sum(axis=1)
        rate = events / (self.n**2 - people)
        distinct = self.n**3 - 3 * self.n * people + 2 * (weights**3).sum(axis=1)
        mean_square = wedges / distinct
        cv: Floats = mean_square / np.maximum(rate, 1e-300) ** 2 - 1
        return cv


def top_pairs(tail: GalleryTail) -> TopPairs:
    """Take each pair of a tail once; subjects of searches and references are the same."""
    first = tail.search_subject[tail.search]
    second = tail.reference_subject[tail.reference]
    score = tail.score
    if tail.both_ways:
        once = first < second
        first, second, score = first[once], second[once], score[once]
    people = np.union1d(tail.search_subject, tail.reference_subject)
    return TopPairs(
        score=score,
        first=np.searchsorted(people, first),
        second=np.searchsorted(people, second),
        n=people.size,
        directed=not tail.both_ways,
    )
