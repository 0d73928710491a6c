import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from matchaudit.errors import InputError, Problem
from matchaudit.records import ComparisonTable
from matchaudit.records.workbook import sheet_rows, workbook_as_csv

WriteWorkbook = Callable[..., Path]


def test_cells_become_texts_that_lose_nothing(write_workbook: WriteWorkbook) -> None:
    path = write_workbook(
        [
            ["a", "b", "c", "d", "e"],
            [1, 0.25, True, dt.date(2025, 2, 1), dt.datetime(2025, 2, 1, 9, 14)],  # noqa: DTZ001 - a cell has no zone
            [None, None, None, None, None],
            ["x", -3.0, False, None, "007"],
        ]
    )

    assert sheet_rows(path) == [
        ["a", "b", "c", "d", "e"],
        ["1", "0.25", "true", "2025-02-01", "2025-02-01T09:14:00"],
        ["x", "-3", "false", "", "007"],
    ]


def test_a_first_row_may_be_a_note(
    write_workbook: WriteWorkbook, tmp_path: Path
) -> None:
    path = write_workbook([["# Synthetic: by hand", None], ["a", "b"], [1, 2]])

    copy, layout = workbook_as_csv(path, tmp_path)

    assert layout.synthetic == "Synthetic: by hand"
    assert layout.header == ("a", "b")
    assert copy.read_text(encoding="utf-8").endswith("a,b\n1,2\n")


def test_two_sheets_with_values_are_refused(write_workbook: WriteWorkbook) -> None:
    path = write_workbook([["a"], [1]], second=[["b"], [2]])
    with pytest.raises(InputError) as caught:
        sheet_rows(path)

    assert caught.value.problem.code == "E02"
    assert 'has 2 sheets with values: "Sheet" and "two"' in caught.value.problem.what


def test_an_empty_workbook_is_refused(write_workbook: WriteWorkbook) -> None:
    with pytest.raises(InputError, match=r"E15: .* has no sheet with values"):
        sheet_rows(write_workbook([]))


def test_a_broken_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"PK\x03\x04 and no more")
    with pytest.raises(InputError, match=r"E15: .* is not a workbook"):
        sheet_rows(path)


def test_a_matrix_in_a_workbook(
    write_workbook: WriteWorkbook,
    read: Callable[..., ComparisonTable],
    rows_of: Callable[[ComparisonTable], list[tuple[Any, ...]]],
) -> None:
    table = read(write_workbook([[None, "x", "y"], ["x", 0.9, 0.1], ["y", 0.2, 0.8]]))

    assert [row[2] for row in rows_of(table)] == [0.9, 0.1, 0.2, 0.8]


def test_a_cell_that_is_an_error_is_named(
    write_workbook: WriteWorkbook, problem: Callable[..., Problem]
) -> None:
    head = ["probe_subject", "reference_subject", "score"]

    found = problem(write_workbook([head, ["A", "A", "#N/A!"]]))

    assert (found.code, found.row, found.file) == ("E05", 2, "scores.xlsx")
