"""Days in words."""

import calendar
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchaudit.usage.days import day_name, iso_day, written_out


@pytest.mark.parametrize(
    ("day", "name"),
    [
        ("1969-12-31", "31 December 1969"),
        ("2024-02-29", "29 February 2024"),
        ("2025-10-05", "5 October 2025"),
    ],
)
def test_a_day_is_named_as_people_write_it(day: str, name: str) -> None:
    since = int(np.datetime64(day, "D").astype(np.int64))

    assert written_out(day) == name
    assert day_name(since) == name
    assert iso_day(since) == day


@given(st.integers(min_value=-25_000, max_value=80_000))
def test_days_are_those_of_the_calendar(since: int) -> None:
    day = date(1970, 1, 1) + timedelta(days=since)

    assert iso_day(since) == day.isoformat()
    assert day_name(since) == f"{day.day} {calendar.month_name[day.month]} {day.year}"
