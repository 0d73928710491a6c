"""How often the right person would be missed in a larger gallery."""

from dataclasses import dataclass

import numpy as np

from matchaudit.errors import UndefinedMeasureError
from matchaudit.estimation.clustered import clustered_proportion
from matchaudit.estimation.counts import Clusters, Estimate
from matchaudit.galleries.prediction.forecast import Fitted
from matchaudit.tallies.gallery_tails import GalleryTail

_LOOSER = (0.1, 0.25, 0.5)
_SCORES = 24  # at which a wrong person above the right one is looked at

Span = tuple[float, float, float]
"""A threshold and its interval: estimate, low, high."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Missed:
    """How often the right person is not returned, and how often not as the first.

    Attributes
    ----------
    at_all : Estimate
        Of searches for somebody enrolled: no score of theirs reaches the threshold.
    first : Estimate
        The same, or a wrong person has a higher score.
    outranked : float
        The difference: a wrong person above the right one, above the threshold.
    """

    at_all: Estimate
    first: Estimate
    outranked: float


def missed(
    tail: GalleryTail,
    fitted: Fitted,
    *,
    gallery_size: int,
    threshold: Span,
    confidence: float = 0.95,
) -> Missed:
    """Predict how often a search misses somebody who is in the gallery.

    At a fixed threshold a larger gallery hides nobody from a list that shows every
    candidate: that rate is the false non-match rate. It can push the right person from
    the first place: with mate score s that happens as often as a gallery of that size
    returns anybody above s, in the mean over mate scores above the threshold.

    Parameters
    ----------
    tail : GalleryTail
        With mated scores.
    fitted : Fitted
    gallery_size : int
    threshold : tuple of float
        Estimate, low and high end. The rates at the ends widen the interval.
    confidence : float, default=0.95

    Returns
    -------
    Missed

    Raises
    ------
    UndefinedMeasureError
        If there are no mated scores, or of fewer than two people.
    """
    at, low, high = threshold
    middle = _below(tail, at, confidence)
    at_all = Estimate(
        value=middle.value,
        low=_below(tail, low, confidence).low if low < at else middle.low,
        high=_below(tail, high, confidence).high if high > at else middle.high,
        confidence=confidence,
        method=middle.method,
        events=middle.events,
        trials=middle.trials,
        effective_trials=middle.effective_trials,
        units=middle.units,
        cautions=middle.cautions,
    )
    above = _outranked(tail, fitted, gallery_size, at, confidence)
    first = Estimate(
        value=min(at_all.value + above[0], 1.0),
        low=min(at_all.low + above[1], 1.0),
        high=min(at_all.high + above[2], 1.0),
        confidence=confidence,
        method=f"{middle.method}, and a wrong person first",
        cautions=middle.cautions,
    )
    return Missed(at_all=at_all, first=first, outranked=above[0])


def _below(tail: GalleryTail, threshold: float, confidence: float) -> Estimate:
    """Estimate how many mated searches stay below a threshold, by person."""
    score = tail.mated_score
    if not score.size:
        raise UndefinedMeasureError("there are no comparisons of the same person")
    people, who = np.unique(tail.mated_subject, return_inverse=True)
    trials = np.bincount(who, minlength=people.size)

    def clusters(at: float) -> Clusters:
        return Clusters(trials, np.bincount(who[score < at], minlength=people.size))

    looser = [float(np.quantile(score, share)) for share in _LOOSER]
    return clustered_proportion(
        clusters(threshold),
        looser=[clusters(at) for at in looser if at > threshold],
        confidence=confidence,
    )


def _outranked(
    tail: GalleryTail,
    fitted: Fitted,
    gallery_size: int,
    threshold: float,
    confidence: float,
) -> Span:
    """Return how often a wrong person stands above the right one: estimate, ends."""
    above = tail.mated_score[tail.mated_score >= threshold]
    if not above.size:
        return 0.0, 0.0, 0.0
    shares = (np.arange(_SCORES) + 0.5) / _SCORES
    each = [
        fitted.forecast(gallery_size, float(at), confidence=confidence)
        for at in np.quantile(above, shares)
        if np.isfinite(at)
    ]
    share = above.size / tail.mated_score.size
    value, low, high = (
        share * sum(getattr(one, name) for one in each) / _SCORES
        for name in ("fpir", "low", "high")
    )
    return value, low, high
