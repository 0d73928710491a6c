import numpy as np
import pytest

from matchaudit.errors import ParameterError, UndefinedMeasureError
from matchaudit.estimation.bootstrap import (
    percentile_interval,
    unit_weights,
    weighted_means,
    weighted_sums,
)


def test_each_resample_has_as_many_units_as_the_sample() -> None:
    weights = unit_weights(30, 500, np.random.default_rng(5))

    assert weights.shape == (500, 30)
    assert (weights.sum(axis=1) == 30).all()
    assert weights.var() == pytest.approx(1 - 1 / 30, rel=0.05)


def test_the_same_seed_gives_the_same_weights() -> None:
    first = unit_weights(9, 4, np.random.default_rng(2))
    second = unit_weights(9, 4, np.random.default_rng(2))

    assert first.tolist() == second.tolist()


def test_sums_agree_with_a_loop_over_trials() -> None:
    """Pairs in either order, repeated pairs and trials of one unit."""
    rng = np.random.default_rng(8)
    weights = unit_weights(7, 20, rng)
    first, second = rng.integers(0, 7, (2, 60))
    values = rng.normal(size=60)

    sums = weighted_sums(weights, values, first, second)

    for w, total in zip(weights, sums, strict=True):
        expected = sum(
            v * (w[i] if i == j else w[i] * w[j])
            for v, i, j in zip(values, first, second, strict=True)
        )
        assert total == pytest.approx(expected)


def test_swapped_sides_give_the_same_sums() -> None:
    rng = np.random.default_rng(8)
    weights = unit_weights(7, 5, rng)
    first, second = rng.integers(0, 7, (2, 30))
    values = rng.normal(size=30)

    assert weighted_sums(weights, values, first, second) == pytest.approx(
        weighted_sums(weights, values, second, first)
    )


def test_a_mean_of_equal_values_is_that_value() -> None:
    rng = np.random.default_rng(1)
    weights = unit_weights(6, 50, rng)
    first, second = rng.integers(0, 6, (2, 40))

    means = weighted_means(weights, np.full(40, 2.5), first, second)

    assert means == pytest.approx(np.full(50, 2.5))


def test_the_part_due_to_independent_trials_is_tripled() -> None:
    """Owen (2007): with independent pairs the spread is near 3 times the variance."""
    rng = np.random.default_rng(4)
    n = 120
    first, second = np.triu_indices(n, 1)
    events = rng.random(first.size) < 0.02
    p = events.mean()

    draws = weighted_means(unit_weights(n, 3000, rng), events, first, second)

    assert draws.var() / (p * (1 - p) / first.size) == pytest.approx(3, rel=0.25)


def test_resamples_without_a_trial_are_left_out() -> None:
    weights = np.array([[2, 0], [1, 1]])

    means = weighted_means(weights, [1.0], np.array([0]), np.array([1]))

    assert means.tolist() == [1.0]


def test_no_trial_in_any_resample_is_undefined() -> None:
    with pytest.raises(UndefinedMeasureError, match="no resample"):
        weighted_means(np.array([[2, 0]]), [1.0], np.array([0]), np.array([1]))


def test_no_interval_of_width_zero_is_given() -> None:
    """Without an event all draws are 0, which would read as certainty."""
    rng = np.random.default_rng(4)
    first, second = np.triu_indices(10, 1)
    draws = weighted_means(unit_weights(10, 99, rng), first * 0.0, first, second)

    with pytest.raises(UndefinedMeasureError, match="alike"):
        percentile_interval(draws)


def test_an_interval_cuts_off_equal_tails() -> None:
    low, high = percentile_interval(np.arange(1001), confidence=0.9)

    assert (low, high) == pytest.approx((50, 950))


@pytest.mark.parametrize("confidence", [0, 1, -0.5])
def test_a_confidence_outside_0_to_1_is_refused(confidence: float) -> None:
    with pytest.raises(ParameterError, match="confidence"):
        percentile_interval([1.0, 2.0], confidence=confidence)


def test_a_draw_that_is_not_a_number_is_refused() -> None:
    with pytest.raises(UndefinedMeasureError, match="no value"):
        percentile_interval([1.0, np.nan])
    with pytest.raises(ParameterError, match="finite"):
        weighted_sums(np.ones((1, 2), int), [np.inf], np.array([0]), np.array([1]))


def test_one_unit_cannot_be_drawn_anew() -> None:
    with pytest.raises(UndefinedMeasureError, match="2 units"):
        unit_weights(1, 10, np.random.default_rng(0))
    with pytest.raises(ParameterError, match="n_draws"):
        unit_weights(3, 0, np.random.default_rng(0))
