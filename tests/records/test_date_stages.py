"""Many columns of dates are worked out in stages, and read as each would be alone."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb
import pytest

from matchaudit.errors import InputError
from matchaudit.records import SEARCHES, ReadOptions, read_records

SAID = (
    "13/02/2025 09:14",
    "2025-10-26 01:30",
    "26/10/2025 01:30",
    "6 April 2023",
    "April 6, 2023 14:05",
    "2025-02",
    "30/03/2025",
    "2025-02-01",
)
NAMES = ("searched_at", "captured_at", "reviewed_at", "acted_at", "deleted_at")
ZONES: list[Mapping[str, Any]] = [{}, {"timezone": "Europe/London"}]


def _read(folder: Path, names: tuple[str, ...], options: Mapping[str, Any]) -> Any:  # noqa: ANN401 - rows of a table
    lines = (
        ",".join([f"S{i}"] + [f'"{said}"'] * len(names)) for i, said in enumerate(SAID)
    )
    rows = "".join(f"{line}\n" for line in lines)
    path = folder / "log.csv"
    path.write_text(f"search_id,{','.join(names)}\n{rows}", encoding="utf-8")
    table = read_records(
        path, kind=SEARCHES, options=ReadOptions(**options), workspace=folder
    )
    ends = ", ".join(f"{name}, {name}__latest" for name in names)
    with duckdb.connect() as connection:
        return connection.execute(
            f"SELECT source_row, {ends} FROM ({table.sql}) ORDER BY source_row"  # noqa: S608 - our own SQL
        ).fetchall()


@pytest.mark.parametrize("options", ZONES)
def test_dates_in_many_columns_are_read_as_in_one(
    tmp_path: Path, options: Mapping[str, Any]
) -> None:
    alone = _read(tmp_path, NAMES[:1], options)

    together = _read(tmp_path, NAMES, options)

    assert [row[0] for row in together] == list(range(2, len(SAID) + 2))
    assert all(first is not None for _, first, _ in alone)
    for row, (number, first, last) in zip(together, alone, strict=True):
        assert row == (number, *(first, last) * len(NAMES))


def test_a_wrong_date_among_many_columns_is_shown_as_it_stands(tmp_path: Path) -> None:
    names = ",".join(NAMES)
    rows = "S1" + ",6 April 2023" * 5 + "\nS2" + ",6 April 2023" * 4 + ",soon\n"
    path = tmp_path / "log.csv"
    path.write_text(f"search_id,{names}\n{rows}", encoding="utf-8")

    with pytest.raises(InputError) as caught:
        read_records(path, kind=SEARCHES, workspace=tmp_path)

    problem = caught.value.problem
    assert (problem.code, problem.row, problem.column) == ("E05", 3, "deleted_at")
    assert '"soon"' in problem.what
