from datetime import datetime, timedelta
from itertools import product
from pathlib import Path
from typing import Any

import duckdb
import pytest

from matchaudit.usage.rules.tree import Column, Compare, Operator
from matchaudit.usage.rules.writing import Writer
from usage.rules.conditions import read, told

DAY, EARLY, LATE = "2025-03-04", "2025-03-04T09:00", "2025-03-04T11:00"
NEXT = "2025-03-05"
ORDER = "authority_issued_at <= searched_at"


def one(folder: Path, text: str, **row: object) -> bool | None:
    """Return what a condition says of one record."""
    columns = {c.name for c in read(text).columns()}
    return told(folder, text, [row], columns=sorted(columns))[0]


@pytest.mark.parametrize(
    ("authority", "search", "expected"),
    [
        (EARLY, LATE, True),
        (LATE, EARLY, False),
        (EARLY, EARLY, True),
        (DAY, LATE, None),  # on the same day, the hour unknown
        (DAY, NEXT, True),
        (NEXT, DAY, False),
        (DAY, DAY, None),
        (None, LATE, None),
        ("2025-03", LATE, None),
        ("2025-02", LATE, True),
    ],
)
def test_an_order_that_hangs_on_the_hour_cannot_be_told(
    tmp_path: Path, authority: str | None, search: str, *, expected: bool | None
) -> None:
    found = one(tmp_path, ORDER, authority_issued_at=authority, searched_at=search)

    assert found is expected


@pytest.mark.parametrize(
    ("text", "row", "expected"),
    [
        ("reviewers >= 2", {"reviewers": 2}, True),
        ("reviewers >= 2", {"reviewers": None}, None),
        ("reviewers is null", {"reviewers": None}, True),
        ("reviewers is not null", {"reviewers": None}, False),
        ("urgent is not true", {"urgent": None}, True),
        ("urgent is false", {"urgent": False}, True),
        ("not urgent", {"urgent": None}, None),
        ("coalesce(reviewers, 0) >= 2", {"reviewers": None}, False),
        ("least(reviewers, 3) = 3", {"reviewers": None}, None),
        ("greatest(reviewers, 3) = 4", {"reviewers": 4}, True),
        ("abs(reviewers - 5) * 2 = 6", {"reviewers": 2}, True),
        ("-reviewers < -1", {"reviewers": 2}, True),
        ("offence = 'it''s'", {"offence": "it's"}, True),
        ("reviewers not in (1, 2)", {"reviewers": 3}, True),
        ("reviewers in (1, 2)", {"reviewers": None}, None),
        ("reviewers between 1 and 2", {"reviewers": 2}, True),
        ("top_score > 0.5", {"top_score": 0.6}, True),
        ("urgent = true", {"urgent": True}, True),
        ("in_list(offence, 'WHOLE')", {"offence": "arson"}, True),
        ("in_list(offence, 'WHOLE')", {"offence": "fraud"}, False),
        ("in_list(offence, 'WHOLE')", {"offence": None}, None),
        ("in_list(offence, 'PART')", {"offence": "theft"}, True),
        ("in_list(offence, 'PART')", {"offence": "fraud"}, None),
        ("in_list(offence, 'NONE')", {"offence": "fraud"}, None),
        ("searched_at >= date '2025-03-04'", {"searched_at": DAY}, True),
        ("searched_at < timestamp '2025-03-04 10:00'", {"searched_at": EARLY}, True),
        ("searched_at < timestamp '2025-03-04 10:00'", {"searched_at": DAY}, None),
        ("day_of(searched_at) = date '2025-03-04'", {"searched_at": LATE}, True),
        ("day_of(searched_at) = date '2025-03-04'", {"searched_at": DAY}, True),
        ("day_of(searched_at) = date '2025-03-04'", {"searched_at": "2025-03"}, None),
        ("add_years(searched_at, 1) > date '2026-03-04'", {"searched_at": LATE}, True),
        (
            "add_hours(searched_at, -2) < date '2025-03-04'",
            {"searched_at": LATE},
            False,
        ),
    ],
)
def test_missing_values_follow_sql(
    tmp_path: Path, text: str, row: dict[str, Any], *, expected: bool | None
) -> None:
    assert one(tmp_path, text, **row) is expected


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("2025-03-05T09:00", True),  # 24 hours to the minute
        ("2025-03-05T09:01", False),
        ("2025-03-05", None),
        ("2025-03-04", True),
        ("2025-03-06", False),
    ],
)
def test_a_time_between_two_dates_has_two_ends(
    tmp_path: Path, asked: str, *, expected: bool | None
) -> None:
    text = "hours_between(searched_at, authority_requested_at) <= 24"

    assert one(tmp_path, text, searched_at=EARLY, authority_requested_at=asked) is (
        expected
    )


def test_days_between_counts_days_of_the_calendar(tmp_path: Path) -> None:
    """Training on a day, without an hour, is known to be a year ago on that day."""
    row = {"operator_trained_at": "2024-03-04", "searched_at": LATE}

    assert one(tmp_path, "days_between(operator_trained_at, searched_at) = 365", **row)


@pytest.mark.parametrize(
    "text",
    [
        "reviewers >= 2",
        "reviewers is null",
        "reviewers is not null",
        "coalesce(reviewers, 0) >= 2",
        "urgent is true",
        "urgent is not true",
        "urgent is false",
        "coalesce(urgent, false)",
        "acted_at < searched_at",
        "in_list(offence, 'WHOLE')",
        "least(reviewers, 1) = 1",
        "hours_between(searched_at, acted_at) < 1",
        "not (reviewers is null and urgent is not true)",
    ],
)
def test_a_column_that_the_file_has_not_is_never_a_breach(
    tmp_path: Path, text: str
) -> None:
    assert told(tmp_path, text, [{"searched_at": LATE}]) == [None]


def test_what_stands_before_an_absent_column_still_counts(tmp_path: Path) -> None:
    text = "coalesce(candidates, reviewers, 0) >= 2 or urgent is null"
    rows: list[dict[str, object]] = [
        {"candidates": 3},
        {"candidates": 1},
        {"candidates": None},
    ]

    assert told(tmp_path, text, rows) == [True, None, None]


OPERATORS: tuple[Operator, ...] = ("=", "<>", "<", "<=", ">", ">=")
SPANS = [(a, b) for a in range(5) for b in range(a, 5)]


def test_an_order_of_intervals_is_that_of_all_their_instants() -> None:
    """Known if and only if all instants that two dates may be agree on it."""
    zero = datetime(2025, 3, 4)  # noqa: DTZ001 - canonical dates are UTC, and bare
    left, right = Column("acted_at", "instant"), Column("searched_at", "instant")
    writer = Writer({"acted_at", "searched_at"})
    conditions = [writer.flag(Compare(o, left, right)) for o in OPERATORS]
    pairs = list(product(SPANS, SPANS))
    values = ", ".join(
        str((i, *(str(zero + timedelta(hours=h)) for h in (*a, *b))))
        for i, (a, b) in enumerate(pairs)
    )
    names = ("acted_at", "acted_at__latest", "searched_at", "searched_at__latest")
    dates = ", ".join(f"CAST({name} AS TIMESTAMP) AS {name}" for name in names)
    with duckdb.connect() as connection:
        found = connection.execute(
            f"SELECT {', '.join(conditions)} FROM (SELECT i, {dates} FROM "  # noqa: S608 - ours
            f"(VALUES {values}) AS t(i, {', '.join(names)})) ORDER BY i"
        ).fetchall()

    for (a, b), row in zip(pairs, found, strict=True):
        for operator, said in zip(OPERATORS, row, strict=True):
            instants = product(range(a[0], a[1] + 1), range(b[0], b[1] + 1))
            answers = {_holds(operator, x, y) for x, y in instants}
            assert said is (answers.pop() if len(answers) == 1 else None)


def _holds(sign: str, x: int, y: int) -> bool:
    return {
        "=": x == y,
        "<>": x != y,
        "<": x < y,
        "<=": x <= y,
        ">": x > y,
        ">=": x >= y,
    }[sign]
