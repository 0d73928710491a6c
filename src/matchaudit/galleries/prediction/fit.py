"""Fit a tail to one test."""

from dataclasses import replace

import numpy as np

from matchaudit.errors import ParameterError, UndefinedMeasureError
from matchaudit.estimation.counts import IntArray
from matchaudit.galleries.prediction import constants
from matchaudit.galleries.prediction.fitted import FittedTail, log_odds_at
from matchaudit.galleries.prediction.forecast import Fitted, Scale
from matchaudit.galleries.prediction.scales import rescaled, unit_of
from matchaudit.galleries.prediction.shape import ANCHOR, Shapes
from matchaudit.galleries.prediction.surface import Surface, log_odds_of
from matchaudit.galleries.prediction.tops import Tops
from matchaudit.tallies.gallery_tails import GalleryTail

_MOST_KEPT = 30_000
_LEAST_QUARTER = 60


def fit(
    tail: GalleryTail,
    *,
    rng: np.random.Generator,
    scale: Scale | None = None,
    resamples: int = 200,
) -> Fitted:
    """Fit the tail of a test, to forecast larger galleries from it.

    The score that a rate needs is taken to move with the gallery as it would if
    comparisons were independent and normal, times factors that depend on the shape of
    the test's tail in a way learned from simulated galleries
    (``docs/explanation/gallery-prediction.md``).

    Parameters
    ----------
    tail : GalleryTail
    rng : numpy.random.Generator
        Draws people again, and the quarters of the backtest.
    scale : {"identity", "log", "logit"}, optional
        On which the bulk of the scores is close to normal. Declare it if the vendor
        says it: a scale that saturates cannot always be told from the scores.
    resamples : int, default=200
        How often people are drawn again, for the part of chance in the interval.

    Returns
    -------
    Fitted

    Raises
    ------
    UndefinedMeasureError
        If no pair was kept, all scores are equal, or a declared scale does not hold
        them.
    ParameterError
        If ``resamples`` is below 2.

    Examples
    --------
    >>> from matchaudit.tallies.gallery_tails import tail_of_matrix
    >>> rng = np.random.default_rng(1)
    >>> tail = tail_of_matrix(rng.normal(0, 1, (400, 400)), both_ways=False)
    >>> fitted = fit(tail, rng=rng, resamples=20)
    >>> seen = fitted.forecast(40_000, 5.0)
    >>> 0.002 < seen.low < 0.0114 < seen.high < 0.1
    True
    """
    if resamples < 2:
        raise ParameterError("resamples", "2 or more", resamples)
    if tail.score.size == 0:
        raise UndefinedMeasureError("no comparison of different people was kept")
    rule = constants.learned()
    unit = unit_of(tail, scale)
    tops = Tops.of(rescaled(closest(tail, _MOST_KEPT), unit))
    shapes = Shapes(tops)
    people = int(np.unique(tops.searched).size)
    drawn = [
        shapes.of(rng.multinomial(tops.n_people, _even(tops.n_people)).astype(float))
        for _ in range(resamples)
    ]
    surface = Surface.of(
        shapes.of(np.ones(tops.n_people)),
        drawn,
        compared=tops.compared,
        people=people,
        rule=rule,
    )
    missed = backtest(tops, rng)
    return FittedTail(
        unit=unit,
        tops=tops,
        surface=surface,
        backtest=missed,
        unusable=tuple(_unusable(tops, people, missed)),
        below=rule.below,
        above=rule.above,
    )


def closest(tail: GalleryTail, most: int) -> GalleryTail:
    """Return a tail with its closest pairs only; the rule was learned with so many."""
    if tail.score.size <= most:
        return tail
    return replace(
        tail,
        score=tail.score[:most],
        search=tail.search[:most],
        reference=tail.reference[:most],
    )


def backtest(tops: Tops, rng: np.random.Generator) -> float | None:
    """Return by how many decades quarters of a test miss the whole, on average.

    Returns
    -------
    float or None
        Positive where they predict too much; None if a quarter has too few people.
    """
    part = rng.permutation(tops.n_people) % 4
    whole = tops.score_at(1.0, np.array([ANCHOR]), np.ones(tops.n_people))[0]
    found = []
    for k in range(4):
        quarter = _part_of(tops, np.flatnonzero(part == k))
        if quarter is None:
            return None
        surface = Surface.of(
            Shapes(quarter).of(np.ones(quarter.n_people)),
            [],
            compared=quarter.compared,
            people=int(np.unique(quarter.searched).size),
            rule=constants.learned(),
        )
        scores, _ = surface.at(tops.compared)
        found.append(log_odds_at(float(whole), scores) - float(log_odds_of(ANCHOR)))
    return float(np.mean(found))


def _part_of(tops: Tops, people: IntArray) -> Tops | None:
    """Return the test of some of the people; None if it is too small."""
    tail = tops.tail
    searches = np.isin(tops.searched, people)
    references = np.isin(tops.reference_places, people)
    pairs = searches[tail.search] & references[tail.reference]
    least = min(int(np.unique(tops.searched[searches]).size), int(references.sum()))
    if least < _LEAST_QUARTER or pairs.sum() < _LEAST_QUARTER:
        return None
    share = float(references.mean())
    compared = np.maximum(np.rint(tail.compared[searches] * share), 1).astype(np.int64)
    return Tops.of(
        replace(
            tail,
            search_subject=tail.search_subject[searches],
            reference_subject=tail.reference_subject[references],
            compared=compared,
            mean=tail.mean[searches],
            sd=tail.sd[searches],
            search=(np.cumsum(searches) - 1)[tail.search[pairs]],
            reference=(np.cumsum(references) - 1)[tail.reference[pairs]],
            score=tail.score[pairs],
            n_pairs=int(compared.sum()),
        )
    )


def _even(n: int) -> list[float]:
    return [1 / n] * n


def _unusable(tops: Tops, people: int, missed: float | None) -> list[str]:
    """Return why nothing can be forecast from a test."""
    found = []
    least = min(people, tops.tail.reference_subject.size)
    if least < constants.LEAST_PEOPLE:
        found.append(
            f"the test has {least} people, fewer than {constants.LEAST_PEOPLE}"
        )
    if tops.tail.score.size < min(constants.LEAST_PAIRS, tops.tail.n_pairs // 4):
        found.append(
            f"only {tops.tail.score.size} of the closest comparisons were kept"
        )
    if missed is not None and abs(missed) > constants.learned().backtest:
        found.append(
            f"a quarter of the test misses the whole by {abs(missed):.1f} decades"
        )
    return found
