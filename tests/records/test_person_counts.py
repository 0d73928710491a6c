from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchaudit.records.database import open_database
from matchaudit.records.person_counts import count_by_column
from matchaudit.records.person_values import ValueCounts, count_values
from matchaudit.records.staging import Staged

TOLD = [
    "Jane Doe",
    "JOHN SMITH",
    "josé garcía",
    "Élodie D\u2019Arc",
    "John_Smith_0001",
    "JohnSmith",
    "Test Subject 1",
    "O'Neill, Anne-Marie",
    "P0001",
    "surgical mask",
    "East Asia F",
    "1970-02-13",
    "13/2/70",
    "13 Feb 1970",
    "jane@doe.example",
    "123-45-6789",
    "12 Main Street",
    "/9j/4AAQ",
    '{"a": 1}',
    "0.93",
    "",
]


def _counted(tmp_path: Path, values: list[str]) -> ValueCounts:
    tmp_path.mkdir(exist_ok=True)
    with open_database(tmp_path) as connection:
        connection.execute("CREATE OR REPLACE TABLE t (v VARCHAR)")
        connection.executemany("INSERT INTO t VALUES (?)", [[v] for v in values])
        staged = Staged(
            file="f", relation="t", numbered="t", row="rowid", types={"v": "VARCHAR"}
        )
        return count_by_column(connection, staged, ["v"])["v"]


@pytest.mark.parametrize("value", TOLD)
def test_the_database_judges_a_value_as_python_does(tmp_path: Path, value: str) -> None:
    assert _counted(tmp_path, [value]) == count_values([value])


@settings(deadline=None, max_examples=40)
@given(
    st.lists(st.text(st.sampled_from("aZé\u2019'-_., 019/@+"), max_size=12), min_size=1)
)
def test_any_text_is_counted_alike(texts: list[str]) -> None:
    with duckdb.connect() as connection:
        staged = Staged(
            file="f", relation="t", numbered="t", row="rowid", types={"v": "VARCHAR"}
        )
        connection.execute("CREATE TABLE t (v VARCHAR)")
        connection.executemany("INSERT INTO t VALUES (?)", [[t] for t in texts])
        counted = count_by_column(connection, staged, ["v"])["v"]

    assert counted == count_values(sorted(set(texts)))


def test_values_are_counted_wherever_they_stand(tmp_path: Path) -> None:
    """A name far below the first rows counts, and so does every repeat of it."""
    ids = [f"P{i:04}" for i in range(1100)]

    counts = _counted(tmp_path, [*ids, "Jane Doe", "Jane Doe", "Rick Roe"])

    assert (counts.n, counts.names, counts.full_names) == (1103, 3, 3)
    assert counts.distinct_names == 2


def test_years_run_from_the_first_date_to_the_last(tmp_path: Path) -> None:
    counts = _counted(tmp_path, ["1950-02-01", "13/02/1988", "x", "P1999"])

    assert (counts.dates, counts.distinct_dates, counts.years) == (2, 2, 38)


def test_many_columns_are_counted_as_few_are() -> None:
    names = [f"c{i}" for i in range(250)]
    with duckdb.connect() as connection:
        connection.execute(
            "CREATE TABLE t AS SELECT "
            + ", ".join(f"'{TOLD[i % 7]}' AS c{i}" for i in range(250))
        )
        staged = Staged(
            file="f",
            relation="t",
            numbered="t",
            row="rowid",
            types=dict.fromkeys(names, "VARCHAR"),
        )
        counts = count_by_column(connection, staged, names)

    assert counts == {n: count_values([TOLD[int(n[1:]) % 7]]) for n in names}


def test_a_column_of_nothing_is_counted_as_nothing() -> None:
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE t AS SELECT CAST(NULL AS VARCHAR) AS v")
        staged = Staged(
            file="f", relation="t", numbered="t", row="rowid", types={"v": "VARCHAR"}
        )

        assert count_by_column(connection, staged, ["v"]) == {"v": ValueCounts()}
