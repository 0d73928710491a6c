"""The closest wrong comparisons of a test, as galleries of other sizes need them.

Every usable comparison of different people is looked at from its *searches*: one search
is one probe sample against all reference subjects. Where each pair was compared once,
without a direction, the comparison stands for two searches, one from either side.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from matchaudit.errors import ParameterError
from matchaudit.estimation.counts import IntArray

FloatArray = NDArray[np.float64]

MATRIX_BINS = 1024


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


def tail_of_matrix(
    scores: FloatArray,
    *,
    kept: int = 30_000,
    both_ways: bool,
    subjects: IntArray | None = None,
    mated_scores: FloatArray | None = None,
) -> GalleryTail:
    """Make a tail of a square matrix of scores, one sample for each subject.

    Parameters
    ----------
    scores : ndarray of float64, shape (n, n)
        Row i is the search with the sample of subject i. NaN is a comparison that is
        not usable; the diagonal never is.
    kept : int
        Pairs to keep at most; those that tie with the first one left out go, too.
    both_ways : bool
        True if the matrix is symmetric, each comparison made once.
    subjects : ndarray of int64, shape (n,), optional
        Codes of the subjects, ascending; by default 0 .. n - 1.
    mated_scores : ndarray of float64, shape (n,), optional
        Score of each subject with a second sample; NaN where there is none.

    Returns
    -------
    GalleryTail

    Raises
    ------
    ParameterError
        If the matrix is not square, or ``kept`` is below 1.

    Examples
    --------
    >>> scores = np.array([[9, 0.3, 0.1], [0.3, 9, 0.2], [0.1, 0.2, 9]])
    >>> tail = tail_of_matrix(scores, kept=4, both_ways=True)
    >>> tail.score.tolist(), tail.search.tolist(), tail.reference.tolist()
    ([0.3, 0.3, 0.2, 0.2], [0, 1, 1, 2], [1, 0, 2, 1])
    >>> tail.n_pairs, tail.mean.round(2).tolist()
    (6, [0.2, 0.25, 0.15])
    """
    n = scores.shape[0]
    if scores.shape != (n, n):
        raise ParameterError("scores", "a square matrix", scores.shape)
    if kept < 1:
        raise ParameterError("kept", "1 or more", kept)
    codes = np.arange(n, dtype=np.int64) if subjects is None else subjects
    usable = ~np.isnan(scores)
    np.fill_diagonal(usable, val=False)
    compared = usable.sum(axis=1)
    mean, sd = _moments(scores, usable)
    counts, edges = np.histogram(scores[usable], bins=MATRIX_BINS)
    places = _largest(scores, usable, kept)
    mated = np.full(n, np.nan) if mated_scores is None else mated_scores
    there = ~np.isnan(mated)
    return GalleryTail(
        search_subject=codes,
        reference_subject=codes,
        compared=compared.astype(np.int64),
        mean=mean,
        sd=sd,
        search=places // n,
        reference=places % n,
        score=scores.ravel()[places],
        n_pairs=int(compared.sum()),
        both_ways=both_ways,
        edges=edges,
        counts=(counts // 2 if both_ways else counts).astype(np.int64),
        mated_subject=codes[there],
        mated_score=mated[there],
    )


def _moments(
    scores: FloatArray, usable: NDArray[np.bool_]
) -> tuple[FloatArray, FloatArray]:
    """Return mean and standard deviation of each row's usable scores."""
    compared = usable.sum(axis=1)
    mean = np.sum(scores, axis=1, where=usable) / np.maximum(compared, 1)
    away = np.where(usable, scores - mean[:, None], 0.0)
    square = np.einsum("ij,ij->i", away, away)
    return mean, np.sqrt(square / np.maximum(compared - 1, 1))


def _largest(scores: FloatArray, usable: NDArray[np.bool_], kept: int) -> IntArray:
    """Return the places of the largest usable scores, none that ties with the rest."""
    places = np.flatnonzero(usable)
    values = scores.ravel()[places]
    if values.size > kept:
        first_out = values.size - kept - 1
        above = values > np.partition(values, first_out)[first_out]
        places, values = places[above], values[above]
    # Ties in the order of the matrix, so that the result is the same everywhere.
    order = np.lexsort((places, -values))
    ordered: IntArray = places[order].astype(np.int64)
    return ordered
