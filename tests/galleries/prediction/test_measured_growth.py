import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchaudit.errors import ParameterError, UndefinedMeasureError
from matchaudit.galleries.prediction.measured_growth import (
    largest_tested,
    least_threshold,
    measured_growth,
)
from matchaudit.tallies.gallery_tails import tail_of_matrix


def symmetric(n: int, rng: np.random.Generator) -> np.ndarray:
    upper = np.triu(rng.random((n, n)), 1)
    return np.asarray(upper + upper.T)


@settings(max_examples=25, deadline=None)
@given(n=st.integers(3, 7), seed=st.integers(0, 1000), threshold=st.floats(0.1, 1.0))
def test_the_rate_is_the_mean_over_all_smaller_galleries(
    n: int, seed: int, threshold: float
) -> None:
    scores = symmetric(n, np.random.default_rng(seed))
    tail = tail_of_matrix(scores, both_ways=True)
    for size in range(1, n):
        wrong = [
            any(scores[i, j] >= threshold for j in gallery)
            for i in range(n)
            for gallery in itertools.combinations([j for j in range(n) if j != i], size)
        ]
        (found,) = measured_growth(tail, [size], threshold=threshold)
        assert found.value == pytest.approx(np.mean(wrong))
        assert 0 <= found.low <= found.value <= found.high <= 1


def test_independent_pairs_have_the_variance_of_independent_pairs() -> None:
    """A pair with probability p in either direction at once: 2 n p' (1 - F)^2 / n."""
    rng, n, rate = np.random.default_rng(3), 200, 0.3
    chance = 1 - (1 - rate) ** (1 / (n - 1))
    found = [
        measured_growth(
            tail_of_matrix(symmetric(n, rng), kept=2000, both_ways=True),
            [n - 1],
            threshold=1 - chance,
        )[0]
        for _ in range(60)
    ]
    values = np.array([one.value for one in found])
    said = [e.value * (1 - e.value) / (e.effective_trials or 1) for e in found]
    assert np.mean(values) == pytest.approx(rate, abs=0.02)
    assert np.sqrt(np.mean(said)) == pytest.approx(values.std(), rel=0.25)
    covered = np.mean([e.low <= rate <= e.high for e in found])
    assert covered >= 0.88


def test_a_gallery_of_one_is_known_from_all_pairs() -> None:
    """Its rate is the false match rate: 4,950 pairs show more than 100 searches."""
    rng, n, rate = np.random.default_rng(5), 100, 0.002
    found = [
        measured_growth(
            tail_of_matrix(symmetric(n, rng), kept=500, both_ways=True),
            [1],
            threshold=1 - rate,
        )[0]
        for _ in range(60)
    ]
    some = [one for one in found if one.value > 0]

    assert len(some) > 55
    assert np.median([one.high for one in some]) < 3 * rate
    assert np.mean([one.low <= rate <= one.high for one in some]) >= 0.88


def test_a_face_that_is_close_to_many_widens_the_interval() -> None:
    n, some = 100, np.arange(20)
    spread, piled = np.zeros((n, n)), np.zeros((n, n))
    spread[some, some + 1] = 1.0
    piled[some, 50] = 1.0
    far, near = (
        measured_growth(
            tail_of_matrix(scores, kept=50, both_ways=False), [n - 1], threshold=1.0
        )[0]
        for scores in (spread, piled)
    )
    assert near.value == far.value == 0.2
    assert (near.effective_trials or 0) < 0.3 * (far.effective_trials or 0)


def test_none_at_all_is_not_shown_to_be_never() -> None:
    tail = tail_of_matrix(np.eye(41), both_ways=True)
    (found,) = measured_growth(tail, [40], threshold=0.5)
    assert found.value == found.low == 0
    assert found.high == pytest.approx(1 - 0.025 ** (1 / 20))


def test_a_score_among_those_not_kept_is_refused() -> None:
    tail = tail_of_matrix(
        symmetric(20, np.random.default_rng(1)), kept=10, both_ways=True
    )
    assert least_threshold(tail) == tail.score[-1]
    with pytest.raises(UndefinedMeasureError, match="too many scores"):
        measured_growth(tail, [5], threshold=float(tail.score[-1]) - 0.01)


def test_a_gallery_larger_than_the_test_is_refused() -> None:
    tail = tail_of_matrix(np.eye(5), both_ways=True)
    assert largest_tested(tail) == 4
    with pytest.raises(ParameterError, match="sizes"):
        measured_growth(tail, [5], threshold=0.5)


def test_searches_compared_with_few_people_are_left_out() -> None:
    scores = symmetric(30, np.random.default_rng(2))
    scores[0, 3:] = np.nan
    tail = tail_of_matrix(scores, both_ways=False)
    assert largest_tested(tail) == 29
    (found,) = measured_growth(tail, [29], threshold=0.9)
    others = scores.copy()
    np.fill_diagonal(others, 0)
    assert found.value == np.mean((others[1:] >= 0.9).any(axis=1))
