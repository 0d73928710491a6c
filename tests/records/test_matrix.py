from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from matchaudit.errors import Problem
from matchaudit.records import ComparisonTable, matrix

Write = Callable[..., Path]
Read = Callable[..., ComparisonTable]
Refused = Callable[..., Problem]
RowsOf = Callable[[ComparisonTable], list[tuple[Any, ...]]]


def test_rows_are_probes_and_columns_are_references(
    write: Write, read: Read, rows_of: RowsOf
) -> None:
    path = write("m.csv", "# Synthetic: m\nid;x;y;z\nx;9;1;2\ny;3;8;4\nz;5;6;7\n")

    table = read(path)

    assert [row[:3] for row in rows_of(table)] == [
        (0, 0, 9.0),
        (0, 1, 1.0),
        (0, 2, 2.0),
        (1, 0, 3.0),
        (1, 1, 8.0),
        (1, 2, 4.0),
        (2, 0, 5.0),
        (2, 1, 6.0),
        (2, 2, 7.0),
    ]
    assert table.synthetic == "Synthetic: m"
    assert table.inputs[0].rows == 9


def test_a_matrix_larger_than_one_batch(
    write: Write,
    read: Read,
    rows_of: RowsOf,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Batches end at whole rows, so that no score lands on another pair."""
    monkeypatch.setattr(matrix, "_BATCH", 10)
    n = 7
    scores = np.arange(n * n).reshape(n, n) + 100 * np.eye(n)
    labels = [f"P{k}" for k in range(n)]
    lines = [",".join(["", *labels])]
    lines += [
        ",".join([label, *map(str, row)])
        for label, row in zip(labels, scores, strict=True)
    ]

    rows = rows_of(read(write("m.csv", "\n".join(lines))))

    assert {(i, j): s for i, j, s, *_ in rows} == {
        (i, j): scores[i, j] for i in range(n) for j in range(n)
    }


def test_decimal_commas_in_a_matrix(write: Write, read: Read, rows_of: RowsOf) -> None:
    path = write("m.csv", ";x;y\nx;0,9;0,1\ny;;0,8\n")

    rows = rows_of(read(path, decimal="comma"))

    assert [row[2] for row in rows] == [0.9, 0.1, None, 0.8]


def test_a_wrong_cell_is_named(write: Write, problem: Refused) -> None:
    found = problem(write("m.csv", ",x,y\nx,9,1\ny,oops,8\n"))

    assert found.code == "E05"
    assert found.what == 'Scores must be numbers. Row 3 says "oops".'
    assert (found.row, found.column) == (3, "2")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (",x,y,z\nx,9,1,1\ny,3,8,1\n", "It has 3 columns of scores, but not 3 full"),
        (",x,y\nx,9,1\ny,3,8\nz,1,1\n", "It has 2 columns of scores, but not 2 full"),
        (",x,y\nx,9,1\nz,3,8\n", 'The label of row 3 is "z", but the label of column'),
        (",x,x\nx,9,1\nx,3,8\n", "Two of its columns have the same label"),
        (",x,y\nx,9,1\ny,3\n", "It has 2 columns of scores, but not 2 full rows"),
    ],
)
def test_what_is_not_square_is_refused(
    write: Write, problem: Refused, text: str, why: str
) -> None:
    found = problem(write("m.csv", text))

    assert found.code == "E16"
    assert why in found.what


def test_a_table_is_not_taken_for_a_matrix(write: Write, problem: Refused) -> None:
    """A nameless column of row numbers, as pandas writes it, is no matrix."""
    text = ",probe_subject,reference_subject,score\n0,1,1,0.9\n1,1,2,0.1\n"

    found = problem(write("t.csv", text))

    assert found.code == "E01"
    assert found.what.startswith("Column 1 of t.csv has no name.")


def test_a_matrix_can_be_asked_for(write: Write, problem: Refused) -> None:
    found = problem(write("t.csv", "probe_subject,b\nx,1\n"), matrix=True)

    assert found.code == "E16"


def test_labels_that_are_names_cannot_be_cleaned_away(
    write: Write, problem: Refused
) -> None:
    found = problem(write("m.csv", ",Jane Doe,Rick Roe\nJane Doe,9,1\nRick Roe,1,9\n"))

    assert found.code == "E07"
    assert found.fix == "Replace the labels with pseudonyms, such as P0001."
    assert "Jane" not in found.message
