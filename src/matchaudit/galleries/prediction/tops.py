"""The closest comparisons of each search, and what smaller galleries would have shown."""

from dataclasses import dataclass
from functools import cached_property
from typing import Self

import numpy as np
from numpy.typing import NDArray

from matchaudit.estimation.counts import IntArray
from matchaudit.tallies.gallery_tails import GalleryTail

FloatArray = NDArray[np.float64]

_BELOW = np.linspace(0.0, 4.0, 13)
"""How far below the lowest kept score a curve is filled in, in units of the bulk."""


@dataclass(frozen=True, kw_only=True)
class Tops:
    """Kept pairs of a tail, ordered for sums over searches.

    Let P be the number of people (searched for, or references), S that of searches, m
    that of kept pairs.

    Attributes
    ----------
    tail : GalleryTail
        Its scores in units of the bulk.
    n_people : int
        P.
    searched : ndarray of int64, shape (S,)
        Place of the person whom a search shows, 0 .. P - 1.
    reference_places : ndarray of int64, shape (R,)
        Place of the person of each reference.
    referred : ndarray of int64, shape (m,)
        Place of the person in a kept pair's reference.
    order : ndarray of int64, shape (m,)
        Kept pairs by search, and within it from the highest score down.
    starts : ndarray of int64, shape (S + 1,)
        Where each search begins in ``order``; its length at the end.
    compared : float
        With how many other people a search was compared, on average.
    """

    tail: GalleryTail
    n_people: int
    searched: IntArray
    reference_places: IntArray
    referred: IntArray
    order: IntArray
    starts: IntArray
    compared: float

    @classmethod
    def of(cls, tail: GalleryTail) -> Self:
        """Order the kept pairs of a tail."""
        people, places = np.unique(
            np.concatenate([tail.search_subject, tail.reference_subject]),
            return_inverse=True,
        )
        n = tail.search_subject.size
        order = np.argsort(tail.search, kind="stable")
        starts = np.searchsorted(tail.search[order], np.arange(n + 1))
        return cls(
            tail=tail,
            n_people=int(people.size),
            searched=places[:n],
            reference_places=places[n:],
            referred=places[n:][tail.reference],
            order=order,
            starts=starts,
            compared=float(tail.compared.mean()),
        )

    def best(self) -> FloatArray:
        """Return the highest score of each search, shape (S,).

        Where none of a search was kept, it is the lowest that was kept.
        """
        floor = self.tail.score[-1]
        found = np.full(self.searched.size, floor)
        some = self.starts[:-1] < self.starts[1:]
        found[some] = self.tail.score[self.order[self.starts[:-1][some]]]
        return np.asarray(found, dtype=np.float64)

    def first_hits(self, share: float, weight: FloatArray) -> FloatArray:
        """Return how likely each kept pair is the first of its search.

        Parameters
        ----------
        share : float
            Part of the references that is left in the gallery, in (0, 1].
        weight : ndarray of float64, shape (P,)
            How often each person is counted, a whole number.

        Returns
        -------
        ndarray of float64, shape (m,)
            Times the weight of the search, in the order of the kept pairs. Their sum
            down to a score over that of all searches is the share of searches that
            return a candidate at this score.
        """
        times = weight[self.referred[self.order]]
        run = np.concatenate([[0.0], np.cumsum(times)])
        before = run[:-1] - np.repeat(run[self.starts[:-1]], np.diff(self.starts))
        left = (1 - share) ** np.arange(before.max() + times.max() + 2)
        passed = left[before.astype(np.int64)] - left[(before + times).astype(np.int64)]
        found = np.empty_like(passed)
        found[self.order] = passed
        found *= weight[self.searched[self.tail.search]]
        return np.asarray(found, dtype=np.float64)

    def score_at(
        self, share: float, rates: FloatArray, weight: FloatArray
    ) -> FloatArray:
        """Return the scores at which smaller galleries reach rates.

        Parameters
        ----------
        share : float
            Part of the references that is left in the gallery, in (0, 1].
        rates : ndarray of float64
            False positive identification rates, in (0, 1).
        weight : ndarray of float64, shape (P,)

        Returns
        -------
        ndarray of float64
            Below the lowest kept score each search is filled in with a normal law of
            its own mean and standard deviation.
        """
        searches = float(weight[self.searched].sum())
        cum = np.cumsum(self.first_hits(share, weight)) / searches
        at = np.searchsorted(cum, rates)
        m = cum.size
        found = self.tail.score[np.minimum(at, m - 1)].astype(np.float64)
        if at.max() >= m:
            levels, curve = self._filled(share, weight)
            deep = at >= m
            found[deep] = np.interp(rates[deep], curve, -levels) * -1
        return np.asarray(found, dtype=np.float64)

    def _filled(
        self, share: float, weight: FloatArray
    ) -> tuple[FloatArray, FloatArray]:
        """Return scores below the lowest kept one, and the rates there."""
        levels, more = self._unseen
        run = np.concatenate([[0.0], np.cumsum(weight[self.referred[self.order]])])
        kept = run[self.starts[1:]] - run[self.starts[:-1]]
        silent = (1 - share) ** kept[:, None] * np.exp(-share * more)
        own = weight[self.searched]
        rates = 1 - own @ silent / own.sum()
        return levels, np.asarray(np.maximum.accumulate(rates), dtype=np.float64)

    @cached_property
    def _unseen(self) -> tuple[FloatArray, FloatArray]:
        """Return scores below the lowest kept one, and candidates expected from it."""
        from scipy.special import ndtr

        levels = np.asarray(self.tail.score[-1] - _BELOW, dtype=np.float64)
        sd = np.maximum(self.tail.sd, 1e-9)
        tails = ndtr((self.tail.mean[:, None] - levels) / sd[:, None])
        grown = np.maximum(tails - tails[:, :1], 0)
        more = np.asarray(self.tail.compared[:, None] * grown, dtype=np.float64)
        return levels, more

    @cached_property
    def descending_best(self) -> FloatArray:
        """The highest score of each search, from the largest down, shape (S,)."""
        return np.sort(self.best())[::-1]
