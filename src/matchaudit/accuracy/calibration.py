"""Likelihood ratios of scores, fitted on other people than those they are tried on.

Scores are first counted in some 2,000 bins, by fold of people, kind and bin. Leaving
people out is then a subtraction, and every fit costs the same at any number of rows.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from matchaudit.accuracy.cllr import FloatArray, pav
from matchaudit.errors import UndefinedMeasureError
from matchaudit.estimation.counts import IntArray
from matchaudit.tallies.comparisons import ScoreSample

N_FOLDS = 20
MOST_FOLDS = 180
FEWEST_SUBJECTS = 10
HALF_BINS = 1024
_RIDGE = 1e-13
_STEPS = 60
Counts = FloatArray
LogLr = Callable[[FloatArray, IntArray], FloatArray]
"""From scores and their bins to natural log likelihood ratios."""
Fit = Callable[[Counts, Counts], LogLr]
"""From counts of mated and non-mated scores by bin to a calibration."""


@dataclass(frozen=True, kw_only=True)
class Folded:
    """The scores of a sample by fold and bin.

    Attributes
    ----------
    score : ndarray of float64, shape (m,)
        Scores that are not finite are brought to the nearest finite one.
    mated : ndarray of bool, shape (m,)
    first, second : ndarray of int64, shape (m,)
        The two people of each comparison, numbered 0 to n - 1 by mean score, so that
        what they are called does not matter.
    n_people : int
    n_folds : int
        Person i is in fold ``i % n_folds``.
    bins : ndarray of int64, shape (m,)
    centres : ndarray of float64, shape (B,)
        The mean score of each bin, ascending.
    counts : ndarray of float64, shape (F, F, 2, B)
        Comparisons by the folds of their people, non-mated (0) or mated (1), and bin.
    """

    score: FloatArray
    mated: NDArray[np.bool_]
    first: IntArray
    second: IntArray
    n_people: int
    n_folds: int
    bins: IntArray
    centres: FloatArray
    counts: FloatArray

    @cached_property
    def touching(self) -> FloatArray:
        """Comparisons that touch each fold, shape (F, 2, B)."""
        own = np.einsum("ffkb->fkb", self.counts)
        sides = self.counts.sum(axis=0) + self.counts.sum(axis=1)
        return np.asarray(sides - own, dtype=np.float64)

    @cached_property
    def everything(self) -> FloatArray:
        """All comparisons by kind and bin, shape (2, B)."""
        return np.asarray(self.counts.sum(axis=(0, 1)), dtype=np.float64)

    def without(self, *folds: int) -> tuple[Counts, Counts]:
        """Count mated and non-mated scores that touch none of at most two folds."""
        counts = self.everything - self.touching[list(set(folds))].sum(axis=0)
        if len(set(folds)) == 2:  # what touches both was taken off twice
            a, b = set(folds)
            counts = counts + self.counts[a, b] + self.counts[b, a]
        if not counts.sum(axis=1).all():
            raise UndefinedMeasureError(
                "too few people are left to fit a likelihood ratio to"
            )
        return counts[1], counts[0]


def folded(sample: ScoreSample, *, n_folds: int = N_FOLDS) -> Folded:
    """Sort a sample of scores into folds of people and bins of scores.

    Parameters
    ----------
    sample : ScoreSample
    n_folds : int, default=20
        At most so many; no more than there are people, nor than 180.

    Returns
    -------
    Folded

    Raises
    ------
    UndefinedMeasureError
        If one kind of comparison is missing, there are fewer than 10 people, or all
        scores are equal.
    """
    score = _finite(sample)
    first, second, n_people = _numbered(sample, score)
    if n_people < FEWEST_SUBJECTS:
        raise UndefinedMeasureError(
            f"there are {n_people} people and we need at least {FEWEST_SUBJECTS}"
        )
    edges = _edges(score[sample.mated], score[~sample.mated])
    raw = np.searchsorted(edges, score, side="right") - 1
    seen, bins = np.unique(raw, return_inverse=True)
    if seen.size < 2:
        raise UndefinedMeasureError("all scores are alike")
    size = np.bincount(bins)
    unit = _unit(score)
    f = min(n_folds, n_people, MOST_FOLDS)
    place = ((first % f * f + second % f) * 2 + sample.mated) * seen.size + bins
    counts = np.bincount(place, minlength=f * f * 2 * seen.size)
    return Folded(
        score=score,
        mated=sample.mated,
        first=first,
        second=second,
        n_people=n_people,
        n_folds=f,
        bins=bins.astype(np.int64),
        centres=np.bincount(bins, score / unit) / size * unit,
        counts=counts.reshape(f, f, 2, seen.size).astype(np.float64),
    )


def cross_fitted(data: Folded, fit: Fit) -> FloatArray:
    """Return each comparison's log LR from a fit without either of its people's folds.

    Parameters
    ----------
    data : Folded
    fit : callable
        `logistic`, given the bins' centres, or `pooled`.

    Returns
    -------
    ndarray of float64, shape (m,)
        Natural logarithms.
    """
    llr = np.empty(data.score.size)
    low = np.minimum(data.first % data.n_folds, data.second % data.n_folds)
    high = np.maximum(data.first % data.n_folds, data.second % data.n_folds)
    pair = low * data.n_folds + high
    order = np.argsort(pair.astype(np.int16), kind="stable")  # few: sorted by digit
    starts = np.flatnonzero(np.diff(pair[order], prepend=-1))
    for rows in np.split(order, starts[1:]):
        a, b = int(low[rows[0]]), int(high[rows[0]])
        log_lr = fit(*data.without(a, b))
        llr[rows] = log_lr(data.score[rows], data.bins[rows])
    return llr


def logistic(centres: FloatArray) -> Fit:
    """Return the logistic calibration, fitted to bins with these centres."""

    def fit(mated: Counts, nonmated: Counts) -> LogLr:
        intercept, slope = logistic_line(centres, mated, nonmated)
        return lambda score, _: intercept + slope * score

    return fit


def pooled(mated: Counts, nonmated: Counts) -> LogLr:
    """Fit by pooling adjacent violators, one misleading score added at each end.

    The two added scores keep every likelihood ratio finite. Empty bins take the value
    of the bin below them.
    """
    seen = np.flatnonzero(mated + nonmated)
    m = np.concatenate([[1.0], mated[seen], [0.0]])
    n = np.concatenate([[0.0], nonmated[seen], [1.0]])
    below = np.searchsorted(seen, np.arange(mated.size), side="right")
    by_bin = pav(m, n)[np.maximum(below, 1)]
    return lambda _, bins: np.asarray(by_bin[bins], dtype=np.float64)


def logistic_line(
    centres: FloatArray, mated: Counts, nonmated: Counts
) -> tuple[float, float]:
    """Fit ``log LR = intercept + slope * score`` by balanced logistic regression.

    Both kinds weigh the same in all, so that the odds are likelihood ratios. Newton's
    method; a trace of ridge keeps the slope finite where the kinds do not overlap.

    Parameters
    ----------
    centres : ndarray of float64, shape (B,)
    mated, nonmated : ndarray of float64, shape (B,)
        Counts, each with a sum above 0.

    Returns
    -------
    intercept, slope : float

    Raises
    ------
    UndefinedMeasureError
        If the line is too steep or too flat for a number to hold.

    Examples
    --------
    >>> line = logistic_line(
    ...     np.array([0.0, 1.0]), np.array([1.0, 3.0]), np.array([3.0, 1.0])
    ... )
    >>> np.round(line, 4)
    array([-1.0986,  2.1972])
    """
    m, n = mated / mated.sum() / 2, nonmated / nonmated.sum() / 2
    w = m + n
    unit = _unit(centres)
    scaled = centres / unit
    mean = float(w @ scaled)
    spread = float(np.sqrt(w @ (scaled - mean) ** 2))
    if spread == 0:
        return 0.0, 0.0
    x = (scaled - mean) / spread
    design = np.stack([np.ones_like(x), x])
    beta = np.zeros(2)
    loss = _loss(beta, design, m, n)
    for _ in range(_STEPS):
        p = expit(beta @ design)
        gradient = design @ (w * p - m) + np.array([0.0, _RIDGE * beta[1]])
        curvature = (design * (w * p * (1 - p))) @ design.T
        step = np.linalg.solve(curvature + _RIDGE * np.eye(2), gradient)
        trial, size = beta - step, 1.0
        while (after := _loss(trial, design, m, n)) > loss and size > 1e-6:
            size /= 2
            trial = beta - size * step
        done = loss - after < 1e-15
        beta, loss = trial, min(after, loss)
        if done:
            break
    slope = float(beta[1]) / spread
    intercept, slope = float(beta[0]) - slope * mean, slope / unit
    if not np.isfinite([intercept, slope]).all():
        raise UndefinedMeasureError("no line fits scores of such a size")
    return intercept, slope


def _unit(score: FloatArray) -> float:
    """Return the power of two in which no sum or square of scores is too large to hold.

    Dividing by it loses no figure.
    """
    return float(np.ldexp(1.0, int(np.frexp(np.abs(score).max())[1]) - 1))


def _loss(beta: FloatArray, design: FloatArray, m: Counts, n: Counts) -> float:
    z = beta @ design
    return float(
        m @ np.logaddexp(0, -z) + n @ np.logaddexp(0, z) + _RIDGE * beta[1] ** 2 / 2
    )


def _finite(sample: ScoreSample) -> FloatArray:
    finite = sample.score[np.isfinite(sample.score)]
    if finite.size == 0 or sample.mated.all() or not sample.mated.any():
        raise UndefinedMeasureError("one of the two kinds of comparison is missing")
    return np.clip(sample.score, finite.min(), finite.max())


def _numbered(sample: ScoreSample, score: FloatArray) -> tuple[IntArray, IntArray, int]:
    """Give people numbers by their mean score.

    Sums run in the order of the scores, so that neither names nor rows matter.
    """
    score = score / _unit(score)
    both = np.concatenate([sample.probe_subject, sample.reference_subject])
    names, place = np.unique(both, return_inverse=True)
    one, other = place[: score.size], place[score.size :]
    order = np.argsort(score)
    total = np.bincount(one[order], score[order], minlength=names.size)
    total += np.bincount(other[order], score[order], minlength=names.size)
    rank = np.empty(names.size, dtype=np.int64)
    rank[np.argsort(total / np.bincount(place), kind="stable")] = np.arange(names.size)
    return rank[one], rank[other], int(names.size)


def _edges(mated: FloatArray, nonmated: FloatArray) -> FloatArray:
    """Return the distinct scores; of many, quantiles of both kinds.

    Bins are so fine wherever scores of one kind lie.
    """
    distinct = np.unique(np.concatenate([mated, nonmated]))
    if distinct.size <= 2 * HALF_BINS:
        return distinct
    at = np.linspace(0, 1, HALF_BINS + 1)
    # Observed scores are the edges, so that equal scores share a bin.
    edges = [np.quantile(kind, at, method="inverted_cdf") for kind in (mated, nonmated)]
    return np.unique(np.concatenate(edges))
