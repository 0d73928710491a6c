from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from matchaudit.errors import UndefinedMeasureError
from matchaudit.galleries.prediction.scales import (
    Unit,
    carried,
    rescaled,
    unit_of,
)
from matchaudit.tallies.gallery_tails import GalleryTail, tail_of_matrix

Change = Callable[[NDArray[np.float64]], NDArray[np.float64]]


def normal_tail(change: Change = np.array, seed: int = 1) -> GalleryTail:
    scores = np.random.default_rng(seed).normal(0, 1, (200, 200))
    return tail_of_matrix(change(scores), kept=3000, both_ways=False)


def test_scores_that_are_normal_stay_as_they_are() -> None:
    assert unit_of(normal_tail()).scale == "identity"


def test_the_logarithm_is_chosen_for_scores_whose_logarithm_is_normal() -> None:
    unit = unit_of(normal_tail(lambda x: np.exp(0.8 * x + 2)))

    assert unit.scale == "log"
    assert unit.centre == pytest.approx(2, abs=0.02)
    assert unit.spread == pytest.approx(0.8, abs=0.02)


@pytest.mark.parametrize("top", [1, 100])
def test_the_logit_is_chosen_for_scores_that_saturate(top: int) -> None:
    unit = unit_of(normal_tail(lambda x: top / (1 + np.exp(-1.5 * x - 1))))

    assert unit.scale == "logit"
    assert unit.top == top
    assert unit.spread == pytest.approx(1.5, abs=0.03)


def test_scores_below_one_are_no_exponentials() -> None:
    """Their bulk may look so, and the tail would then run past 1."""
    tail = normal_tail(lambda x: np.exp(0.3 * x - 3))

    assert unit_of(tail).scale == "logit"
    assert unit_of(tail, "log").scale == "log"


def test_scores_that_stay_in_the_lower_half_are_no_per_cents() -> None:
    tail = normal_tail(lambda x: 100 / (1 + np.exp(-0.6 * x + 4)))

    assert tail.score[0] < 50
    assert unit_of(tail).scale == "log"
    assert unit_of(tail, "logit").top == 100


def test_a_declared_scale_is_taken_whatever_the_scores_look_like() -> None:
    assert unit_of(normal_tail(lambda x: np.exp(0.8 * x)), "identity").scale == (
        "identity"
    )


def test_a_scale_that_does_not_hold_the_scores_is_refused() -> None:
    with pytest.raises(UndefinedMeasureError, match="logit"):
        unit_of(normal_tail(), "logit")


def test_scores_that_are_all_equal_are_refused() -> None:
    with pytest.raises(UndefinedMeasureError, match="equal"):
        unit_of(tail_of_matrix(np.full((9, 9), 0.5), both_ways=True))


@settings(max_examples=10, deadline=None)
@given(
    place=st.floats(-5, 8),
    change=st.sampled_from([np.array, np.exp, lambda x: 1 / (1 + np.exp(-x))]),
)
def test_a_place_is_the_place_of_its_score(place: float, change: Change) -> None:
    unit = unit_of(normal_tail(change))

    there = unit.of(unit.score(np.array([place])))[0]

    assert there == pytest.approx(place, abs=1e-6)


def test_means_and_spreads_of_searches_are_carried_to_the_scale() -> None:
    """The logarithm of narrow log-normal scores has their mean and spread again."""
    tail = normal_tail(lambda x: np.exp(0.1 * x + 3))
    unit = unit_of(tail, "log")

    moved = rescaled(tail, unit)

    assert unit.spread * moved.mean.mean() + unit.centre == pytest.approx(3, abs=0.01)
    assert unit.spread * moved.sd.mean() == pytest.approx(0.1, rel=0.02)


@pytest.mark.parametrize("centre", [-6.0, -2.0, 0.5])
@pytest.mark.parametrize("spread", [0.3, 1.4])
def test_a_strongly_bent_scale_gives_the_law_of_a_search_back(
    centre: float, spread: float
) -> None:
    """Scores of per cent that crowd near 0, as some vendors print them."""
    z = np.random.default_rng(2).normal(centre, spread, 400_000)
    share = 100 / (1 + np.exp(-z))
    unit = Unit("logit", 100.0, 0.0, 1.0)

    mean, sd = carried(np.array([share.mean()]), np.array([share.std()]), unit)

    assert mean[0] == pytest.approx(centre, abs=0.05)
    assert sd[0] == pytest.approx(spread, rel=0.03)
