import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchaudit.accuracy.index_ranges import (
    gini_range,
    highest_over_centre,
    largest_gap,
    mean_contrasts,
    pair_contrasts,
)
from matchaudit.accuracy.summary_indices import gini
from matchaudit.estimation.ratios import Spread


def _spread(centre: list[float], half: float) -> Spread:
    x = np.array(centre)
    return Spread(centre=x, low=x - half, high=x + half, correlation=np.eye(x.size))


def test_contrasts_of_three_groups() -> None:
    assert pair_contrasts(3).tolist() == [[1, -1, 0], [1, 0, -1], [0, 1, -1]]
    assert mean_contrasts(3)[0] == pytest.approx([2 / 3, -1 / 3, -1 / 3])


def test_the_largest_gap_is_that_of_the_farthest_pair() -> None:
    """Each side is 1 wide, so a difference of 5 is known to the square root of 2."""
    low, high = largest_gap(_spread([0.0, 5.0, 3.0], 1.0))

    assert (low, high) == pytest.approx((5 - math.sqrt(2), 5 + math.sqrt(2)))


def test_a_gap_that_may_be_chance_starts_at_zero() -> None:
    low, high = largest_gap(_spread([0.0, 0.5], 1.0))

    assert low == 0
    assert high == pytest.approx(0.5 + math.sqrt(2))


def test_a_rate_that_may_be_zero_leaves_the_gap_open() -> None:
    spread = Spread(
        centre=np.log([0.001, 0.1]),
        low=np.array([-math.inf, math.log(0.05)]),
        high=np.log([0.004, 0.2]),
        correlation=np.eye(2),
    )

    low, high = largest_gap(spread)

    assert 0 < low < math.log(100)
    assert high == math.inf


def test_the_highest_over_the_geometric_mean() -> None:
    """The contrast (2/3, -1/3, -1/3) has a spread of the square root of 6/9."""
    low, high = highest_over_centre(_spread([3.0, 0.0, 0.0], 0.5), geometric=True)

    half = 0.5 * math.sqrt(6) / 3
    assert (low, high) == pytest.approx((2 - half, 2 + half))


def test_the_highest_over_the_mean_of_two() -> None:
    """It is log 2x / (x + y), moved by x and by y in turn."""
    low, high = highest_over_centre(
        _spread([math.log(3), 0.0], math.log(2)), geometric=False
    )

    middle = math.log(6 / 4)
    rise = math.hypot(math.log(12 / 7) - middle, math.log(6 / 3.5) - middle)
    fall = math.hypot(middle - math.log(3 / 2.5), middle - math.log(6 / 5))
    assert (low, high) == pytest.approx((middle - fall, middle + rise))


def test_equal_intervals_may_hide_equal_rates() -> None:
    assert gini_range([0.1, 0.1], [0.2, 0.2])[0] == 0


@given(
    st.lists(
        st.tuples(st.floats(0, 0.5), st.floats(0.01, 0.5)), min_size=2, max_size=5
    ),
    st.data(),
)
def test_the_gini_of_any_rates_in_the_box_is_in_the_range(
    box: list[tuple[float, float]], data: st.DataObject
) -> None:
    low = np.array([a for a, _ in box])
    high = low + np.array([width for _, width in box])
    share = np.array(data.draw(st.lists(st.floats(0, 1), min_size=5, max_size=5)))
    rates = low + share[: low.size] * (high - low)

    least, most = gini_range(low, high)

    if rates.any():
        assert least - 1e-9 <= gini(rates) <= most + 1e-9
    corners = [np.array(c) for c in itertools.product(*zip(low, high, strict=True))]
    assert most == pytest.approx(max(gini(c) for c in corners if c.any()))


@pytest.mark.parametrize("geometric", [True, False])
def test_rates_of_zero_alone_have_no_highest(*, geometric: bool) -> None:
    """Without a single event all log rates are minus infinity; nothing is taken off."""
    nothing = np.full(3, -np.inf)
    spread = Spread(
        centre=nothing, low=nothing, high=np.zeros(3), correlation=np.eye(3)
    )

    assert highest_over_centre(spread, geometric=geometric) == (0.0, 0.0)
