import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchaudit.errors import ParameterError
from matchaudit.galleries.prediction.brackets import (
    curve_bracket,
    fmr_bracket,
    rate_bracket,
)

TESTED = 1000
SIZES = (1, 10, 100, TESTED)


def rate(chances: np.ndarray, weights: np.ndarray, size: int) -> float:
    """Return the rate in a gallery where searches have these chances."""
    return float(weights @ -np.expm1(size * np.log1p(-chances)))


def test_one_measured_rate_leaves_the_range_that_the_method_names() -> None:
    low, high = rate_bracket((0.003, 0.003), tested=12, gallery_size=270)
    assert low == 0.003
    assert high == pytest.approx(1 - 0.997**22.5)
    assert high == pytest.approx(0.0654, abs=1e-4)


def test_the_formula_used_everywhere_is_the_upper_limit() -> None:
    low, high = fmr_bracket((1e-9, 2e-9), 1000)
    assert low == 1e-9
    assert high == pytest.approx(-math.expm1(1000 * math.log1p(-2e-9)))
    assert fmr_bracket((0.5, 1.0), 3) == (0.5, 1.0)


def test_a_gallery_of_the_tested_size_has_the_tested_rate() -> None:
    low, high = rate_bracket((0.1, 0.2), tested=50, gallery_size=50)
    assert low == 0.1
    assert high == pytest.approx(0.2)


def test_a_curve_that_no_law_can_give_has_no_limits() -> None:
    falling = [(0.5, 0.5), (0.1, 0.1)]
    assert curve_bracket((1, 100), falling, gallery_size=1000) is None


def test_a_smaller_gallery_than_the_tested_one_is_refused() -> None:
    with pytest.raises(ParameterError, match="tested"):
        rate_bracket((0.1, 0.2), tested=50, gallery_size=49)
    with pytest.raises(ParameterError, match="sizes"):
        curve_bracket((1, 50), [(0, 1), (0, 1)], gallery_size=49)


def test_what_is_no_interval_is_refused() -> None:
    with pytest.raises(ParameterError, match="rate"):
        fmr_bracket((0.2, 0.1), 10)


def test_a_rate_of_nothing_at_most_a_bit_says_nothing_far_away() -> None:
    low, high = rate_bracket((0.0, 0.01), tested=1000, gallery_size=10**8)
    assert low == 0
    assert high > 0.999


def test_the_whole_curve_limits_more_than_its_last_point() -> None:
    """A few searches with a chance of 1 in 10, others none: growth soon ends."""
    chances, weights = np.array([0.1, 1e-9]), np.array([0.003, 0.997])
    rates = [(rate(chances, weights, m),) * 2 for m in SIZES]
    found = curve_bracket(SIZES, rates, gallery_size=100 * TESTED)
    assert found is not None
    low, high = found
    simple = rate_bracket(rates[-1], tested=TESTED, gallery_size=100 * TESTED)
    assert low <= rate(chances, weights, 100 * TESTED) <= high
    assert high < simple[1]


@settings(max_examples=25, deadline=None)
@given(
    logs=st.lists(st.floats(-9, -1), min_size=1, max_size=4),
    shares=st.lists(st.floats(0.01, 1), min_size=4, max_size=4),
    times=st.sampled_from([1, 3, 100, 27_000]),
    spare=st.floats(0, 0.3),
)
def test_the_true_rate_is_within_all_limits(
    logs: list[float], shares: list[float], times: int, spare: float
) -> None:
    chances = 10.0 ** np.array(logs)
    weights = np.array(shares[: chances.size]) / sum(shares)
    true = rate(chances, weights, TESTED * times)
    rates = [
        (f * (1 - spare), min(f * (1 + spare), 1.0))
        for f in (rate(chances, weights, m) for m in SIZES)
    ]
    found = curve_bracket(SIZES, rates, gallery_size=TESTED * times)
    assert found is not None
    limits = [
        found,
        rate_bracket(rates[-1], tested=TESTED, gallery_size=TESTED * times),
        fmr_bracket(rates[0], TESTED * times),
    ]
    for low, high in limits:
        assert low - 1e-9 <= true <= high + 1e-9
