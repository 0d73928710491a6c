"""Rates of galleries no larger than the test: measured, and the naive formula."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matchaudit.errors import ParameterError, UndefinedMeasureError
from matchaudit.estimation.counts import Estimate
from matchaudit.galleries.prediction.tops import Tops
from matchaudit.tallies.gallery_tails import GalleryTail

FloatArray = NDArray[np.float64]


def naive_fpir(fmr: float, gallery_size: int) -> float:
    """Return the rate if all comparisons of a search were independent.

    With the true false match rate of the gallery's people it is the most that the rate
    can be, for a gallery that is a random sample.

    Parameters
    ----------
    fmr : float
        False match rate, in [0, 1].
    gallery_size : int
        At least 1.

    Returns
    -------
    float
        ``1 - (1 - fmr) ** gallery_size``.

    Raises
    ------
    ParameterError
        If a number is out of range.

    Examples
    --------
    >>> round(naive_fpir(1e-6, 270_000), 3)
    0.237
    """
    if not 0 <= fmr <= 1:
        raise ParameterError("fmr", "from 0 to 1", fmr)
    if gallery_size < 1:
        raise ParameterError("gallery_size", "1 or more", gallery_size)
    if fmr == 1:
        return 1.0
    return float(-np.expm1(gallery_size * np.log1p(-fmr)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """A rate that the test itself shows, in a gallery no larger than its own.

    Attributes
    ----------
    gallery_size : int
    threshold : float
    estimate : Estimate
        Its events are the searches that return a candidate from the whole test.
    """

    gallery_size: int
    threshold: float
    estimate: Estimate


def rarefied_fpir(
    tail: GalleryTail,
    sizes: Sequence[int],
    thresholds: Sequence[float],
    *,
    confidence: float = 0.95,
) -> tuple[Measured, ...]:
    """Return what galleries drawn from the test would have shown, without drawing.

    The mean, over searches, of the probability that a random part of the references
    holds somebody at or above the threshold. It is unbiased.

    Parameters
    ----------
    tail : GalleryTail
    sizes : sequence of int
        People in the gallery, from 1 to as many as a search was compared with.
    thresholds : sequence of float
    confidence : float, default=0.95

    Returns
    -------
    tuple of Measured
        Each size at each threshold that the kept scores reach: thresholds below the
        lowest kept score are left out. The interval counts each person once, as the
        one searched for and as a reference (Wilson's, with the effective number of
        searches).

    Raises
    ------
    ParameterError
        If a size is below 1, or larger than the test's gallery.

    Examples
    --------
    >>> from matchaudit.tallies.gallery_tails import tail_of_matrix
    >>> scores = np.random.default_rng(1).normal(0, 1, (200, 200))
    >>> tail = tail_of_matrix(scores, both_ways=False)
    >>> some, most = rarefied_fpir(tail, [50, 199], [3.0])
    >>> round(some.estimate.value, 3), round(most.estimate.value, 3)
    (0.088, 0.34)
    """
    tops = Tops.of(tail)
    most = int(tail.compared.max())
    for size in sizes:
        if not 1 <= size <= most:
            raise ParameterError("sizes", f"from 1 to {most}", size)
    floor = float(tail.score[-1])
    return tuple(
        Measured(
            gallery_size=size,
            threshold=threshold,
            estimate=_measured(tops, size, threshold, confidence),
        )
        for size in sizes
        for threshold in thresholds
        if threshold >= floor
    )


def _measured(tops: Tops, size: int, threshold: float, confidence: float) -> Estimate:
    """Return the rate at one size and threshold, with its interval."""
    tail = tops.tail
    kept = int(np.searchsorted(-tail.score, -threshold, side="right"))
    search, referred = tail.search[:kept], tops.referred[:kept]
    n = tops.searched.size
    close = np.bincount(search, minlength=n)
    silent = _none_drawn(tail.compared, close, size)
    # What one close reference adds to the search: seen by taking it out.
    less = _none_drawn(tail.compared, np.maximum(close - 1, 0), size)
    rate = float(np.mean(1 - silent))
    influence = np.bincount(tops.searched, 1 - silent - rate, minlength=tops.n_people)
    more = (less - silent)[search]
    added = np.bincount(referred, more, minlength=tops.n_people).astype(np.float64)
    there = np.isin(np.arange(tops.n_people), tops.reference_places)
    added[there] -= added.sum() / max(int(there.sum()), 1)
    variance = float(np.sum((influence + added) ** 2)) / n**2
    return _wilson(rate, variance, (int((close > 0).sum()), tops), confidence)


def _none_drawn(
    total: NDArray[np.int64], close: NDArray[np.int64], size: int
) -> FloatArray:
    """Return P(none of the close ones is among ``size`` drawn from ``total``)."""
    from scipy.special import gammaln

    left = total - close
    can = left >= size
    at = np.where(can, left, size)
    drawn = np.minimum(size, total)
    log_share = (
        gammaln(at + 1)
        - gammaln(at - size + 1)
        - gammaln(total + 1)
        + gammaln(total - drawn + 1)
    )
    return np.where(close == 0, 1.0, np.where(can, np.exp(log_share), 0.0))


def _wilson(
    rate: float, variance: float, seen: tuple[int, Tops], confidence: float
) -> Estimate:
    """Return Wilson's interval with the effective number of searches."""
    from scipy.stats import norm

    events, tops = seen
    people = int(np.unique(tops.searched).size)
    if people < 2:
        raise UndefinedMeasureError("fewer than two people were searched for")
    # Never more than a search each: without events a variance of 0 shows nothing.
    effective = float(people)
    if variance > 0:
        effective = min(effective, rate * (1 - rate) / variance)
    effective = max(effective, 1.0)
    z2 = float(norm.isf((1 - confidence) / 2)) ** 2
    centre = (rate + z2 / (2 * effective)) / (1 + z2 / effective)
    half = np.sqrt(z2 * (rate * (1 - rate) / effective + z2 / (4 * effective**2))) / (
        1 + z2 / effective
    )
    return Estimate(
        value=rate,
        low=float(max(min(centre - half, rate), 0.0)),
        high=float(min(max(centre + half, rate), 1.0)),
        confidence=confidence,
        method="rarefaction",
        events=events,
        trials=int(tops.searched.size),
        effective_trials=effective,
    )
