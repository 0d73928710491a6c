import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchaudit.accuracy.summary_indices import (
    fairness_discrepancy_rate,
    garbe,
    gini,
    inequity_rate,
    max_over_geomean,
    max_over_mean,
    max_over_min,
)
from matchaudit.errors import UndefinedMeasureError

RATES = st.lists(st.floats(1e-6, 1), min_size=2, max_size=8)


def test_an_fdr_near_1_can_hide_a_ratio_of_23_9() -> None:
    """The published case: FDR 0.953, while one rate is 23.9 times the other."""
    fmr, fnmr = [0.002, 0.0478], [0.05, 0.0982]

    assert fairness_discrepancy_rate(fmr, fnmr, fmr_weight=0.5) == pytest.approx(0.953)
    assert max_over_min(fmr) == pytest.approx(23.9)


def test_gini_by_hand() -> None:
    """|1-2| + |1-6| + |2-6| = 10, twice, over 2 * 3 * 2 * mean 3."""
    assert gini([1, 2, 6]) == pytest.approx(20 / 36)
    assert gini([0.2, 0.2, 0.2]) == 0
    assert gini([0, 0, 0.1]) == pytest.approx(1)


def test_garbe_by_hand() -> None:
    """G(f) = 0.5 and G(g) = 0.1; 0.3 of the one and 0.7 of the other."""
    assert garbe([1, 3], [9, 11], fmr_weight=0.3) == pytest.approx(0.22)


def test_inequity_rate_by_hand() -> None:
    assert inequity_rate([1, 8], [2, 4], fmr_weight=1 / 3) == pytest.approx(
        2 * 2 ** (2 / 3)
    )


def test_spreads_by_hand() -> None:
    rates = [0.01, 0.02, 0.04]

    assert max_over_min(rates) == pytest.approx(4)
    assert max_over_geomean(rates) == pytest.approx(2)
    assert max_over_mean(rates) == pytest.approx(12 / 7)


def test_a_rate_of_zero_leaves_a_ratio_undefined() -> None:
    for undefined in (max_over_min, max_over_geomean):
        with pytest.raises(UndefinedMeasureError, match="no error at all"):
            undefined([0.0, 0.1])
    assert max_over_mean([0.0, 0.1]) == pytest.approx(2)


def test_no_error_at_all_leaves_shares_undefined() -> None:
    for undefined in (max_over_mean, gini):
        with pytest.raises(UndefinedMeasureError, match="no group"):
            undefined([0.0, 0.0])


@given(RATES)
def test_order_of_groups_does_not_matter(rates: list[float]) -> None:
    for index in (max_over_min, max_over_geomean, max_over_mean, gini):
        assert index(rates) == pytest.approx(index(rates[::-1]))


@given(RATES, st.floats(0.01, 100))
def test_ratios_do_not_depend_on_the_level(rates: list[float], scale: float) -> None:
    for index in (max_over_min, max_over_geomean, max_over_mean, gini):
        assert index(np.multiply(rates, scale)) == pytest.approx(index(rates))


@given(RATES)
def test_indices_stay_in_their_range(rates: list[float]) -> None:
    k = len(rates)

    assert 0 <= gini(rates) <= 1 + 1e-12
    assert 1 - 1e-12 <= max_over_mean(rates) <= k + 1e-9
    assert max_over_geomean(rates) <= max_over_min(rates) * (1 + 1e-12)
    assert 0 <= fairness_discrepancy_rate(rates, rates, fmr_weight=0.5) <= 1
