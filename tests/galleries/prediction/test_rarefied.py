from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchaudit.errors import ParameterError
from matchaudit.galleries.prediction.tops import Tops
from matchaudit.galleries.prediction.within import naive_fpir, rarefied_fpir
from matchaudit.tallies.gallery_tails import tail_of_matrix


def by_hand(scores: np.ndarray, size: int, threshold: float) -> float:
    """Mean over all searches and all galleries of a size that can be drawn."""
    n = len(scores)
    hits = [
        any(scores[i, j] >= threshold for j in gallery)
        for i in range(n)
        for gallery in combinations([j for j in range(n) if j != i], size)
    ]
    return float(np.mean(hits))


@pytest.mark.parametrize("size", [1, 2, 3, 5])
def test_a_smaller_gallery_is_the_mean_of_all_that_can_be_drawn(size: int) -> None:
    scores = np.random.default_rng(3).normal(0, 1, (6, 6))
    tail = tail_of_matrix(scores, both_ways=False)

    (seen,) = rarefied_fpir(tail, [size], [0.4])

    assert seen.estimate.value == pytest.approx(by_hand(scores, size, 0.4))


def test_the_interval_is_wider_where_one_face_is_behind_all_wrong_matches() -> None:
    rng = np.random.default_rng(5)
    apart, together = np.zeros((2, 200, 200))
    apart += rng.normal(0, 0.01, apart.shape)
    together += rng.normal(0, 0.01, apart.shape)
    some = np.arange(0, 60, 2)
    apart[some, some + 1] = 1
    together[1:31, 0] = 1

    def width(scores: np.ndarray) -> float:
        seen = rarefied_fpir(tail_of_matrix(scores, both_ways=False), [199], [0.9])
        assert seen[0].estimate.value == pytest.approx(0.15)
        return seen[0].estimate.high - seen[0].estimate.low

    assert width(together) > 1.5 * width(apart)


def test_no_candidate_at_all_still_has_an_upper_end() -> None:
    scores = np.random.default_rng(5).uniform(0, 1, (150, 150))

    (seen,) = rarefied_fpir(tail_of_matrix(scores, both_ways=False), [100], [2.0])

    assert seen.estimate.value == 0
    assert 0.01 < seen.estimate.high < 0.05


def test_thresholds_below_all_that_was_kept_are_left_out() -> None:
    scores = np.random.default_rng(5).normal(0, 1, (50, 50))
    tail = tail_of_matrix(scores, kept=100, both_ways=False)

    assert rarefied_fpir(tail, [10], [0.0]) == ()


def test_a_gallery_larger_than_the_test_is_refused() -> None:
    tail = tail_of_matrix(np.eye(5), both_ways=True)

    with pytest.raises(ParameterError, match="from 1 to 4"):
        rarefied_fpir(tail, [5], [0.5])


@settings(max_examples=8, deadline=None)
@given(seed=st.integers(0, 10**6), size=st.integers(2, 20))
def test_the_naive_formula_is_never_below_what_is_measured(
    seed: int, size: int
) -> None:
    """Jensen: who is often mistaken is mistaken in the same searches."""
    rng = np.random.default_rng(seed)
    own = rng.normal(0, 1, 40)
    scores = rng.normal(0, 1, (40, 40)) + own[:, None]
    tail = tail_of_matrix(scores, both_ways=False)

    single, larger = rarefied_fpir(tail, [1, size], [1.5])

    assert larger.estimate.value <= naive_fpir(single.estimate.value, size) + 1e-12
    assert larger.estimate.value >= single.estimate.value - 1e-12


def test_the_naive_formula_by_hand() -> None:
    assert naive_fpir(0.5, 2) == pytest.approx(0.75)
    assert naive_fpir(1e-12, 270_000_000) == pytest.approx(2.7e-4, rel=1e-3)
    assert naive_fpir(1.0, 3) == 1
    with pytest.raises(ParameterError):
        naive_fpir(1.2, 3)


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
