from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from matchaudit.errors import Problem
from matchaudit.records import ComparisonTable

WriteParquet = Callable[..., Path]
Read = Callable[..., ComparisonTable]
RowsOf = Callable[[ComparisonTable], list[tuple[Any, ...]]]


def _rows(*rows: str, columns: str = "") -> str:
    names = f"probe_subject, reference_subject, score{columns}"
    return f"SELECT * FROM (VALUES {', '.join(rows)}) t({names})"  # noqa: S608 - our own SQL


def test_sql_says_nothing_of_failures_where_there_are_none(
    write_parquet: WriteParquet, read: Read
) -> None:
    """Each scan of a large table pays for its SQL."""
    with_failure = read(write_parquet(_rows("(0, 0, 1.0)", "(0, 1, NULL)")))
    without = read(write_parquet(_rows("(0, 0, 1.0)", "(0, 1, 0.0)"), "b.parquet"))

    assert "CASE" in with_failure.sql
    assert "CASE" not in without.sql


def test_texts_in_parquet_are_trimmed_only_if_need_be(
    write_parquet: WriteParquet, read: Read, rows_of: RowsOf
) -> None:
    columns = ", probe_mask"
    clean = write_parquet(
        _rows("(0, 0, 1.0, 'none')", "(0, 1, 0.0, NULL)", columns=columns)
    )
    messy = write_parquet(
        _rows("(0, 0, 1.0, ' none ')", "(0, 1, 0.0, '')", columns=columns),
        "messy.parquet",
    )

    assert rows_of(read(messy)) == rows_of(read(clean))
    assert "trim(" not in read(clean).sql
    assert "trim(" in read(messy).sql


@pytest.mark.parametrize(
    "rows",
    [
        ("(1, 1, 1.0)", "(1, 2, 0.0)"),
        ("(0, 0, 1.0)", "(0, 2, 0.0)"),
        ("(-1, -1, 1.0)", "(-1, 0, 0.0)"),
        ("(0, 0, 1.0)", "(0, 4000000000, 0.0)"),
    ],
)
def test_whole_numbers_with_gaps_are_coded(
    write_parquet: WriteParquet, read: Read, rows_of: RowsOf, rows: tuple[str, ...]
) -> None:
    table = read(write_parquet(_rows(*rows)))

    assert table.n_subjects == 2
    assert [row[:2] for row in rows_of(table)] == [(0, 0), (0, 1)]
    assert "comparisons.parquet" in table.sql


def test_dense_shards_are_read_where_they_lie(
    write_parquet: WriteParquet, read: Read, rows_of: RowsOf
) -> None:
    """Neither shard is dense alone; both together are."""
    one = write_parquet(_rows("(0, 0, 1.0)", "(0, 3, 0.0)"), "one.parquet")
    two = write_parquet(_rows("(1, 1, 1.0)", "(2, 1, 0.0)"), "two.parquet")

    table = read([one, two])

    assert table.n_subjects == 4
    assert [row[:2] for row in rows_of(table)] == [(0, 0), (0, 3), (1, 1), (2, 1)]
    assert "one.parquet" in table.sql


def test_a_shard_of_other_precision_makes_scores_double(
    write_parquet: WriteParquet, read: Read
) -> None:
    one = write_parquet(_rows("(0, 0, 1.0::FLOAT)"), "one.parquet")
    two = write_parquet(_rows("(0, 1, 0.0::DOUBLE)"), "two.parquet")

    assert read(one).score_type == "FLOAT"
    assert read([one, two]).score_type == "DOUBLE"


def test_samples_that_are_texts_are_coded_for_each_side(
    write_parquet: WriteParquet, read: Read, rows_of: RowsOf
) -> None:
    path = write_parquet(
        _rows(
            "(0, 0, 1.0, 'b', 'x')",
            "(0, 1, 0.0, 'a', NULL)",
            columns=", probe_id, reference_id",
        )
    )

    assert [row[5:] for row in rows_of(read(path))] == [(1, 0), (0, None)]


def test_an_infinite_score_stays_and_may_be_a_sentinel(
    write_parquet: WriteParquet, read: Read, rows_of: RowsOf
) -> None:
    path = write_parquet(_rows("(0, 0, 'inf'::DOUBLE)", "(0, 1, '-inf'::DOUBLE)"))

    kept = rows_of(read(path))
    failed = rows_of(read(path, failed_scores=(float("-inf"),)))

    assert [row[2] for row in kept] == [float("inf"), float("-inf")]
    assert [row[2] for row in failed] == [float("inf"), None]


def test_a_wrong_value_in_parquet_has_a_row(
    write_parquet: WriteParquet, problem: Callable[..., Problem]
) -> None:
    columns = ", probe_visible_fraction"
    path = write_parquet(_rows("(0, 0, 1.0, 0.5)", "(0, 1, 0.0, 1.5)", columns=columns))

    found = problem(path)

    assert (found.code, found.row, found.value) == ("E05", 3, "1.5")
