from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from matchaudit.errors import ParameterError, UndefinedMeasureError
from matchaudit.estimation.proportions import clopper_pearson
from matchaudit.estimation.waiting import Waits, median_wait, share_by


def _waits(days: list[int], ended: list[bool]) -> Waits:
    return Waits(
        days=np.array(days, dtype=np.int64), ended=np.array(ended, dtype=np.bool_)
    )


def test_the_share_by_hand() -> None:
    """At day 2 one of 6 ends, at 5 one of 5, at 9 one of 3: 5/6 * 4/5 * 2/3 go on."""
    waits = _waits([2, 5, 5, 9, 30, 30], [True, True, False, True, False, False])

    assert share_by(waits, 4).value == pytest.approx(1 / 6)
    assert share_by(waits, 8).value == pytest.approx(1 - 5 / 6 * 4 / 5)
    assert share_by(waits, 9).value == pytest.approx(1 - 5 / 6 * 4 / 5 * 2 / 3)


def test_the_interval_is_that_of_scipy_on_the_log_log_scale() -> None:
    days = [3, 3, 5, 8, 8, 13, 20, 20, 31, 44, 60]
    ended = [True, False, True, True, False, True, True, False, True, False, False]
    waits = _waits(days, ended)
    sample = stats.CensoredData(
        uncensored=waits.days[waits.ended].astype(float),
        right=waits.days[~waits.ended].astype(float),
    )
    ends = stats.ecdf(sample).sf.confidence_interval(method="log-log")

    def at(day: int, end: str) -> float:
        return 1 - float(getattr(ends, end).evaluate([day])[0])

    for day in (5, 8, 13, 20, 31):
        found = share_by(waits, day)
        assert found.low == pytest.approx(at(day, "high"))
        assert found.high == pytest.approx(at(day, "low"))


def test_where_nobody_was_lost_from_sight_it_is_a_plain_share() -> None:
    waits = _waits([1, 2, 3, 40, 40], [True, True, True, False, False])

    assert share_by(waits, 30) == clopper_pearson(3, 5)


def test_nobody_ended_yet_has_room_above_zero() -> None:
    found = share_by(_waits([4, 5, 10, 10], [False, False, True, True]), 6)

    assert found.value == 0
    assert found.high == clopper_pearson(0, 2).high  # only two were still watched


def test_all_that_were_watched_have_ended() -> None:
    found = share_by(_waits([4, 5, 10, 10], [False, True, True, True]), 12)

    assert found.value == 1
    assert found.low == clopper_pearson(3, 3).low


def test_beyond_the_last_look_nothing_is_known() -> None:
    waits = _waits([4, 5, 10], [True, False, False])

    with pytest.raises(UndefinedMeasureError, match="nobody was watched until day 11"):
        share_by(waits, 11)


def test_nothing_watched_is_no_share_and_no_median() -> None:
    nothing = _waits([], [])

    with pytest.raises(UndefinedMeasureError):
        share_by(nothing, 1)
    with pytest.raises(UndefinedMeasureError):
        median_wait(nothing)


@pytest.mark.parametrize("days", [[-1, 2], [1, 2, 3]])
def test_days_before_the_beginning_and_uneven_lists_are_refused(
    days: list[int],
) -> None:
    with pytest.raises(ParameterError):
        _waits(days, [True, True])


def test_the_median_is_the_first_day_on_which_half_have_ended() -> None:
    found = median_wait(_waits([1, 2, 3, 4, 5, 6], [True] * 6))

    assert found.value == 3
    assert found.low == 1
    assert found.high == 6


def test_a_median_that_is_not_reached_is_open() -> None:
    found = median_wait(_waits([1, 9, 9, 9, 9, 9], [True, *[False] * 5]))

    assert found.value is None
    assert found.high is None


@st.composite
def _some(draw: st.DrawFn) -> Waits:
    n = draw(st.integers(2, 12))
    days = draw(st.lists(st.integers(0, 9), min_size=n, max_size=n))
    ended = draw(st.lists(st.booleans(), min_size=n, max_size=n))
    return _waits(days, ended)


@given(_some())
@settings(max_examples=60)
def test_the_share_never_falls_and_lies_in_its_interval(waits: Waits) -> None:
    last = int(waits.days.max())
    shares = [share_by(waits, day) for day in range(last + 1)]

    for earlier, later in pairwise(shares):
        assert earlier.value <= later.value + 1e-12
    for share in shares:
        assert 0 <= share.low <= share.value + 1e-12
        assert share.value <= share.high + 1e-12 <= 1 + 1e-12


@given(_some(), st.integers(0, 9))
@settings(max_examples=60)
def test_to_end_later_never_raises_the_share(waits: Waits, day: int) -> None:
    later = Waits(days=waits.days + 1, ended=waits.ended)
    if not (waits.days >= day).any():
        return

    assert share_by(later, day).value <= share_by(waits, day).value + 1e-12


def test_the_interval_of_the_median_holds_about_as_often_as_it_says() -> None:
    """Exponential waits with a median of 20 days, half of them lost from sight."""
    rng = np.random.default_rng(11)
    held = 0
    for _ in range(300):
        waits = np.ceil(rng.exponential(20 / np.log(2), 60)).astype(np.int64)
        seen = rng.integers(10, 90, 60)
        found = median_wait(Waits(days=np.minimum(waits, seen), ended=waits <= seen))
        low, high = found.low or 0, found.high or np.inf
        held += low <= 20 <= high

    assert 0.92 <= held / 300 <= 0.99
