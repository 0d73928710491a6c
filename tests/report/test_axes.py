import math

from hypothesis import given
from hypothesis import strategies as st

from matchaudit.report.axes import LogAxis, PlainAxis, log_axis

RATES = st.lists(st.floats(min_value=1e-9, max_value=1.0), min_size=1, max_size=8)
RATIOS = st.lists(st.floats(min_value=1e-3, max_value=1e3), min_size=1, max_size=8)


@given(RATES)
def test_axis_of_rates_holds_all_of_them(rates: list[float]) -> None:
    axis = log_axis(rates)

    assert axis.low <= min(rates) * (1 + 1e-9)
    assert axis.high >= max(rates) * (1 - 1e-9)
    assert axis.high <= 1.0


@given(RATIOS, st.integers(min_value=2, max_value=8))
def test_axis_of_ratios_has_a_tick_where_nothing_differs(
    ratios: list[float], limit: int
) -> None:
    axis = log_axis(ratios, kind="ratio", mark=1.0)
    ticks = axis.ticks(limit)

    assert 1.0 in ticks
    assert len(ticks) <= limit + 1
    assert axis.low <= min(*ratios, 0.9)
    assert axis.high >= max(*ratios, 1.0)


@given(st.floats(min_value=0.0, max_value=1.0))
def test_place_and_value_are_inverse(place: float) -> None:
    for axis in (LogAxis(1e-5, 0.1), PlainAxis(-2.0, 3.0)):
        assert math.isclose(axis.place(axis.at(place)), place, abs_tol=1e-9)


def test_what_lies_outside_is_at_the_edge() -> None:
    axis = LogAxis(1e-3, 1e-1)

    assert (axis.place(0.0), axis.place(1.0)) == (0.0, 1.0)
    assert math.isclose(axis.place(1e-2), 0.5)


def test_few_ticks_are_powers_of_ten() -> None:
    assert LogAxis(1e-6, 1.0).ticks(4) == [1e-6, 1e-4, 1e-2, 1.0]
