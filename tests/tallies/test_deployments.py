from pathlib import Path

import duckdb
import numpy as np
import pytest

from matchaudit.errors import InputError
from matchaudit.records.table import InputFile, Table
from matchaudit.tallies import DuckEngine, deployment_rows

COLUMNS = ("date", "alerts", "location", "minutes", "under18_rationale", "duration")
ROWS = """
    ('b.csv', 3, TIMESTAMP '2024-01-02', 4, 'Quay', 12.5, true, 303.0),
    ('a.csv', 2, TIMESTAMP '1970-01-02', NULL, NULL, NULL, NULL, NULL),
    ('b.csv', 2, TIMESTAMP '2023-12-31 23:59', 0, '', 60.0, false, 48.0)
"""


def _table(folder: Path, rows: str = ROWS) -> Table:
    path = folder / "deployments.parquet"
    names = ("source_file", "source_row", *COLUMNS)
    with duckdb.connect() as connection:
        connection.execute(
            f"COPY (SELECT * FROM (VALUES {rows}) AS t({', '.join(names)}))"  # noqa: S608 - the text is the test's own
            f" TO '{path}' (FORMAT parquet)"
        )
    return Table(
        kind="deployments",
        sql=f"SELECT *, date AS date__latest FROM read_parquet('{path}')",  # noqa: S608 - a path of the test's own
        columns=COLUMNS,
        inputs=tuple(
            InputFile(file=name, kind="deployments", rows=n, sha256="0")
            for name, n in (("b.csv", 2), ("a.csv", 1))
        ),
        workspace=folder,
    )


def test_rows_come_in_the_order_of_the_files_and_keep_what_is_not_recorded(
    tmp_path: Path,
) -> None:
    rows = deployment_rows(_table(tmp_path))

    assert rows.n == 3
    assert rows.file == ("b.csv", "b.csv", "a.csv")
    assert rows.row.tolist() == [2, 3, 2]
    assert rows.day.tolist() == [19_722, 19_724, 1]
    assert rows.columns == COLUMNS
    assert set(rows.numbers) == {"alerts", "minutes", "under18_rationale", "duration"}
    np.testing.assert_array_equal(rows.numbers["alerts"], [0, 4, np.nan])
    np.testing.assert_array_equal(rows.numbers["under18_rationale"], [0, 1, np.nan])
    np.testing.assert_array_equal(rows.numbers["duration"], [48, 303, np.nan])
    assert rows.texts == {"location": ("", "Quay", None)}


def test_an_engine_of_the_caller_gives_the_same(tmp_path: Path) -> None:
    table = _table(tmp_path)
    with DuckEngine(tmp_path, threads=1) as engine:
        rows = deployment_rows(table, engine=engine)

    assert rows.row.tolist() == deployment_rows(table).row.tolist()


def test_a_row_without_a_day_is_refused_and_named(tmp_path: Path) -> None:
    undated = "('b.csv', 7, CAST(NULL AS TIMESTAMP), 4, 'Quay', 1.5, true, 1.0)"
    with pytest.raises(InputError, match="Row 7 has no value") as raised:
        deployment_rows(_table(tmp_path, undated))

    assert (raised.value.problem.code, raised.value.problem.file) == ("E05", "b.csv")
