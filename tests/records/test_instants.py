"""Dates of every form, tried one by one through the database."""

# ruff: noqa: DTZ001 - the canonical table holds UTC without saying so

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matchaudit.errors import InputError, Problem
from matchaudit.records import SEARCHES, ReadOptions, read_records

Read = Callable[..., list[tuple[Any, ...]]]
Refused = Callable[..., Problem]
MICROSECOND = dt.timedelta(microseconds=1)


@pytest.fixture
def instants(tmp_path: Path) -> Read:
    """Read dates of searches and return the first and last instant of each."""

    def _instants(*said: str, **options: Any) -> list[tuple[Any, ...]]:  # noqa: ANN401 - any option
        path = tmp_path / "log.csv"
        rows = "".join(f'S{i},"{date}"\n' for i, date in enumerate(said))
        path.write_text(f"search_id,searched_at\n{rows}", encoding="utf-8")
        table = read_records(
            path,
            kind=SEARCHES,
            options=ReadOptions(**options),
            workspace=tmp_path,
        )
        with duckdb.connect() as connection:
            return connection.execute(
                f"SELECT searched_at, searched_at__latest FROM ({table.sql}) "  # noqa: S608 - our own SQL
                "ORDER BY source_row"
            ).fetchall()

    return _instants


@pytest.fixture
def refused(instants: Read) -> Refused:
    """Return the problem for which dates are refused."""

    def _refused(*said: str, **options: Any) -> Problem:  # noqa: ANN401 - as above
        with pytest.raises(InputError) as caught:
            instants(*said, **options)
        return caught.value.problem

    return _refused


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("2025-02-01 09:14", "2025-02-01T09:14"),
        ("2025-02-01T09:14:30.25", "2025-02-01T09:14:30.250000"),
        ("2025-02-01 09:14:00+01:00", "2025-02-01T08:14"),
        ("2025-02-01 09:14:00 +01:00", "2025-02-01T08:14"),
        ("2025-02-01T00:30:00+0100", "2025-01-31T23:30"),
        ("2025-02-01T09:14-05", "2025-02-01T14:14"),
        ("2025-02-01T09:14Z", "2025-02-01T09:14"),
        ("13/02/2025 09:14", "2025-02-13T09:14"),
        ("13.02.25 9:14", "2025-02-13T09:14"),
        ("2/13/2025 9:14 PM", "2025-02-13T21:14"),
        ("6 April 2023 10:05", "2023-04-06T10:05"),
    ],
)
def test_a_time_is_an_instant_in_utc(instants: Read, said: str, expected: str) -> None:
    at = dt.datetime.fromisoformat(expected)

    assert instants(said) == [(at, at)]


@pytest.mark.parametrize(
    ("said", "first", "after"),
    [
        ("2025-02-01", "2025-02-01", "2025-02-02"),
        ("2025/02/01", "2025-02-01", "2025-02-02"),
        ("28/02/2024", "2024-02-28", "2024-02-29"),
        ("28/02/24", "2024-02-28", "2024-02-29"),
        ("12/31/2024", "2024-12-31", "2025-01-01"),
        ("6 April 2023", "2023-04-06", "2023-04-07"),
        ("06-Apr-2023", "2023-04-06", "2023-04-07"),
        ("Thursday 6th April 2023", "2023-04-06", "2023-04-07"),
        ("Apr 6, 2023", "2023-04-06", "2023-04-07"),
        ("2024-02", "2024-02-01", "2024-03-01"),
        ("February 2024", "2024-02-01", "2024-03-01"),
    ],
)
def test_a_day_or_month_is_the_whole_of_it(
    instants: Read, said: str, first: str, after: str
) -> None:
    start, end = dt.datetime.fromisoformat(first), dt.datetime.fromisoformat(after)

    assert instants(said) == [(start, end - MICROSECOND)]


@pytest.mark.parametrize("said", ["", "n/a", "NaN", "-"])
def test_no_date_is_not_recorded(instants: Read, said: str) -> None:
    assert instants(said, "2025-02-01 10:00")[0] == (None, None)


@pytest.mark.parametrize(
    "said", ["31/02/2025", "epoch", "infinity", "soon", "20250201", "2025-02-30"]
)
def test_what_is_no_date_is_refused(refused: Refused, said: str) -> None:
    problem = refused("2025-02-01 10:00", said)

    assert (problem.code, problem.row) == ("E05", 3)
    assert "must be dates like 2025-02-01" in problem.what


def test_forms_may_be_mixed_in_one_column(instants: Read) -> None:
    rows = instants("2025-02-01 10:00", "13/02/2025", "6 April 2023", "2025-03")

    assert [row[0].isoformat() for row in rows] == [
        "2025-02-01T10:00:00",
        "2025-02-13T00:00:00",
        "2023-04-06T00:00:00",
        "2025-03-01T00:00:00",
    ]


def test_days_and_months_that_cannot_be_told_apart_are_refused(
    refused: Refused, instants: Read
) -> None:
    problem = refused("01/02/25")

    assert problem.code == "E04"
    assert "01/02/25 is 1 February or January 2" in problem.what
    assert "2025-02-01" in problem.fix
    (row,) = instants("01/02/25", dates="month-first")
    assert row[0] == dt.datetime(2025, 1, 2)


def test_times_are_read_in_the_zone_said(instants: Read) -> None:
    summer, winter, day, zoned = instants(
        "2025-07-01 09:00",
        "2025-01-01 09:00",
        "2025-07-01",
        "2025-07-01T09:00Z",
        timezone="Europe/London",
    )

    assert summer[0] == dt.datetime(2025, 7, 1, 8)
    assert winter[0] == dt.datetime(2025, 1, 1, 9)
    assert day[0] == dt.datetime(2025, 6, 30, 23)
    assert day[1] == dt.datetime(2025, 7, 1, 23) - MICROSECOND
    assert zoned[0] == dt.datetime(2025, 7, 1, 9)


def test_the_hour_that_clocks_show_twice_is_an_interval(instants: Read) -> None:
    """Half past one on the night when summer time ends was two instants."""
    ((first, last), before) = instants(
        "2025-10-26 01:30", "2025-10-26 00:59", timezone="Europe/London"
    )

    assert (first, last) == (
        dt.datetime(2025, 10, 26, 0, 30),
        dt.datetime(2025, 10, 26, 1, 30),
    )
    assert before[0] == before[1] == dt.datetime(2025, 10, 25, 23, 59)


def test_times_with_and_without_a_zone_are_refused_together(refused: Refused) -> None:
    problem = refused("2025-02-01 09:14", "2025-02-01T09:14+01:00")

    assert (problem.code, problem.row) == ("E04", 2)
    assert 'Row 2 says "2025-02-01 09:14"' in problem.what
    assert "row 3 says" in problem.what
    assert "--timezone Europe/London" in problem.fix


def test_a_day_beside_times_with_a_zone_may_be_any_zones_day(instants: Read) -> None:
    (first, last), _ = instants("2025-02-02", "2025-02-01T09:14Z")

    assert first == dt.datetime(2025, 2, 1, 10)
    assert last == dt.datetime(2025, 2, 3, 12) - MICROSECOND


def test_a_zone_that_is_not_known_is_refused(refused: Refused) -> None:
    problem = refused("2025-02-01", timezone="Europe/Londn")

    assert problem.code == "E13"
    assert "Did you mean Europe/London?" in problem.what


@pytest.mark.parametrize(
    ("sql", "first", "last"),
    [
        ("DATE '2025-02-01'", "2025-02-01T00:00", "2025-02-01T23:59:59.999999"),
        ("TIMESTAMP '2025-02-01 00:00'", "2025-02-01T00:00", "2025-02-01T00:00"),
        (
            "(TIMESTAMP '2025-02-01 09:00' AT TIME ZONE 'Asia/Tokyo')",
            "2025-02-01T00:00",
            "2025-02-01T00:00",
        ),
    ],
)
def test_parquet_says_what_a_date_is(
    write_parquet: Callable[..., Path], workspace: Path, sql: str, first: str, last: str
) -> None:
    path = write_parquet(f"SELECT 'S1' AS search_id, {sql} AS searched_at")

    table = read_records(path, kind=SEARCHES, workspace=workspace)

    with duckdb.connect() as connection:
        rows = connection.execute(
            f"SELECT searched_at, searched_at__latest FROM ({table.sql})"  # noqa: S608 - our own SQL
        ).fetchall()
    assert rows == [(dt.datetime.fromisoformat(first), dt.datetime.fromisoformat(last))]


@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    times=st.lists(
        st.datetimes(dt.datetime(1990, 1, 1), dt.datetime(2060, 1, 1)),
        min_size=1,
        max_size=5,
    ),
    hours=st.integers(-12, 14),
)
def test_an_instant_is_the_same_however_far_its_clock_is_from_utc(
    instants: Read, times: list[dt.datetime], hours: int
) -> None:
    zone = dt.timezone(dt.timedelta(hours=hours))
    there = [t.replace(tzinfo=dt.UTC).astimezone(zone).isoformat() for t in times]
    years = {t.year for t in times}
    if max(years) - min(years) >= 15:  # would be taken for dates of birth
        times, there = times[:1], there[:1]

    assert instants(*there) == [(t, t) for t in times]
