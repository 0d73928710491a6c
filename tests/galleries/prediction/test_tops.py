import numpy as np
import pytest

from matchaudit.galleries.prediction.tops import Tops
from matchaudit.tallies.gallery_tails import tail_of_matrix


def test_the_score_of_a_rate_is_where_the_test_has_it() -> None:
    scores = np.random.default_rng(8).normal(0, 1, (200, 200))
    np.fill_diagonal(scores, np.nan)
    tops = Tops.of(tail_of_matrix(scores, both_ways=False))

    level = tops.score_at(1.0, np.array([0.1]), np.ones(200))[0]

    assert np.mean(np.nanmax(scores, axis=1) >= level) == pytest.approx(0.1)


def test_scores_that_were_not_kept_are_filled_in_from_each_search() -> None:
    """Of all pairs only 400 were kept, but the law of each search is known."""
    scores = np.random.default_rng(8).normal(0, 1, (300, 300))
    every = Tops.of(tail_of_matrix(scores, kept=90_000, both_ways=False))
    few = Tops.of(tail_of_matrix(scores, kept=200, both_ways=False))
    rates = np.array([0.3, 0.8])
    ones = np.ones(300)

    assert few.score_at(0.5, rates, ones) == pytest.approx(
        every.score_at(0.5, rates, ones), abs=0.06
    )
