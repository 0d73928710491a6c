"""The closest wrong comparisons of a test, as galleries of other sizes need them.

Every usable comparison of different people is looked at from its *searches*: one search
is one probe sample against all reference subjects. Where each pair was compared once,
without a direction, the comparison stands for two searches, one from either side.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from matchaudit.estimation.counts import IntArray

FloatArray = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class GalleryTail:
    """What one population's non-mated scores say of larger galleries.

    Let S be the number of searches, R that of reference subjects, m that of kept pairs.
    The score of a *pair* is the largest of a search with any sample of a reference
    subject: a gallery counts people, not records.

    Attributes
    ----------
    population : mapping of str to str
        ``{}`` is everybody; else groups, such as
        ``{"probe_group": "A", "reference_group": "B"}``.
    search_subject : ndarray of int64, shape (S,)
        Code of the person that each search shows.
    reference_subject : ndarray of int64, shape (R,)
        Codes of the reference subjects, ascending.
    compared : ndarray of int64, shape (S,)
        With how many other people each search was compared, usably.
    mean, sd : ndarray of float64, shape (S,)
        Of each search's usable non-mated scores; sd is 0 where there is one score.
    search, reference : ndarray of int64, shape (m,)
        Places in ``search_subject`` and ``reference_subject`` of the kept pairs.
    score : ndarray of float64, shape (m,)
        Their scores, descending: the m largest of all pairs. All pairs that tie with
        the last are kept, or none of them.
    n_pairs : int
        All pairs, kept or not: ``compared.sum()``.
    both_ways : bool
        True if each comparison stands for two searches, so that every score is there
        twice, from either side.
    edges : ndarray of float64, shape (B + 1,)
        Of the histogram of all usable non-mated comparisons, ascending.
    counts : ndarray of int64, shape (B,)
    mated_subject : ndarray of int64, shape (g,)
        Code of the person of each usable mated comparison.
    mated_score : ndarray of float64, shape (g,)
        Its score, the largest over the samples of the reference.
    """

    search_subject: IntArray
    reference_subject: IntArray
    compared: IntArray
    mean: FloatArray
    sd: FloatArray
    search: IntArray
    reference: IntArray
    score: FloatArray
    n_pairs: int
    both_ways: bool
    edges: FloatArray
    counts: IntArray
    mated_subject: IntArray
    mated_score: FloatArray
    population: Mapping[str, str] = field(default_factory=dict)

    @property
    def n_subjects(self) -> int:
        """How many people were searched for."""
        return int(np.unique(self.search_subject).size)

    @property
    def n_references(self) -> int:
        """How many people the test's gallery holds."""
        return int(self.reference_subject.size)
