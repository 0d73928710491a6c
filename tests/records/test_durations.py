"""Durations and rates as agencies write them."""

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchaudit.records import durations


def _minutes(said: str) -> float | None:
    with duckdb.connect() as connection:
        ((found,),) = connection.execute(
            f"SELECT {durations.minutes('said')} FROM (SELECT ? AS said)",  # noqa: S608 - our own SQL
            [said],
        ).fetchall()
    return None if found is None else float(found)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("5h03m", 303),
        ("5h40", 340),
        ("8h0m", 480),
        ("6h 00m", 360),
        ("5hr 37m", 337),
        ("6 hours", 360),
        ("45 mins", 45),
        ("1205-1253", 48),
        ("12:05 - 12:53", 48),
        ("2350-0010", 20),
        ("05:03", 303),
        ("05:03:00", 303),
    ],
)
def test_a_duration_becomes_minutes(said: str, expected: float) -> None:
    assert _minutes(said) == expected


@pytest.mark.parametrize(
    "said", ["303", "5h75m", "2505-2610", "0800-0800", "long", "3 days", "1205", ""]
)
def test_what_states_no_length_is_none(said: str) -> None:
    assert _minutes(said) is None


@settings(max_examples=25, deadline=None)
@given(start=st.integers(0, 1439), length=st.integers(1, 1439))
def test_a_span_of_the_clock_is_its_length_past_midnight_too(
    start: int, length: int
) -> None:
    end = (start + length) % 1440
    said = f"{start // 60:02}{start % 60:02}-{end // 60:02}{end % 60:02}"

    assert _minutes(said) == length


@pytest.mark.parametrize("said", ["0.07%", "0", "0,07%", "< 1%", "1.6 %"])
def test_a_rate_is_kept_to_the_letter(said: str) -> None:
    with duckdb.connect() as connection:
        rows = connection.execute(
            f"SELECT {durations.rate('said')} FROM (SELECT ? AS said)",  # noqa: S608 - our own SQL
            [said],
        ).fetchall()

    assert rows == [(said,)]
