"""A square matrix of scores: row = probe, column = reference, diagonal mated."""

# ruff: noqa: S608 - names and texts in SQL are quoted by the database module

import math
from array import array
from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path

import duckdb
import numpy as np

from matchaudit.errors import InputError, Problem
from matchaudit.records import database as db
from matchaudit.records import persons
from matchaudit.records.comparisons import COMPARISONS
from matchaudit.records.formats import TextLayout
from matchaudit.records.options import ReadOptions
from matchaudit.records.person_values import told
from matchaudit.records.refusals import wrong_value
from matchaudit.records.staging import Staged
from matchaudit.records.text_rows import rows_below

_TABLES = count(1)
_BATCH = 1 << 20
_MISSING = frozenset({"", "na", "n/a", "nan", "null", "none"})


def looks_like_a_matrix(path: Path, layout: TextLayout, known: Sequence[str]) -> bool:
    """Say whether a text file seems to hold a matrix of scores.

    True if no name in the header is a known column, and either the first row's label
    stands in the header or the header's first cell is empty before numbers.

    Parameters
    ----------
    path : Path
    layout : TextLayout
    known : sequence of str
        Names that a table of records would use.
    """
    labels = layout.header[1:]
    if len(labels) < 2 or set(layout.header) & set(known):
        return False
    first = next((r for r in rows_below(path, layout, file=path.name) if r), [])
    if len(first) < 3:
        return False
    numbers = [_is_number(cell) for cell in first[1:]]
    if first[0].strip() in labels and layout.header[0] not in labels:
        return 2 * sum(numbers) >= len(numbers)  # though some cell may be wrong
    return all(numbers) and (first[0].strip() in labels or not layout.header[0])


def stage_matrix(
    connection: duckdb.DuckDBPyConnection,
    path: Path,
    layout: TextLayout,
    *,
    file: str,
    options: ReadOptions,
    square: bool = True,
) -> Staged:
    """Bring a matrix into rows of ``probe_subject``, ``reference_subject``, ``score``.

    Parameters
    ----------
    connection : DuckDBPyConnection
    path : Path
    layout : TextLayout
    file : str
        The file's name, for messages.
    options : ReadOptions
    square : bool, default=True
        Refuse a matrix whose rows and columns have other labels. Else each row is a
        search for the person that its label names, and a label may stand twice.

    Raises
    ------
    InputError
        ``E16`` if the labels of rows and columns differ, ``E07`` if they may name
        people, ``E05`` if a cell is not a number.
    """
    labels = layout.header[1:]
    _refuse_people(labels, file=file)
    # Before any cell is looked at, so that no message repeats the name of a person.
    _refuse_people(
        [row[0] for row in rows_below(path, layout, file=file) if row], file=file
    )
    if len(set(labels)) != len(labels):
        raise _not_square(file, "Two of its columns have the same label")
    table = f"matrix_{next(_TABLES)}"
    connection.execute(f"CREATE TABLE {table} (i BIGINT, j BIGINT, score DOUBLE)")
    rows = _fill(
        connection,
        table,
        rows_below(path, layout, file=file),
        file,
        options,
        shape=(len(labels) if square else None, len(labels)),
    )
    if square:
        _refuse_unequal(rows, labels, file=file)
    for side, names in (("rows", rows), ("columns", labels)):
        db.insert(
            connection,
            f"{table}_{side}",
            i=np.arange(len(names)),
            label=np.array(names, dtype=object),
        )
    relation = (
        f"(SELECT p.label AS probe_subject, r.label AS reference_subject, "
        f"m.score, m.i AS row_of_matrix FROM {table} m "
        f"JOIN {table}_rows p ON p.i = m.i JOIN {table}_columns r ON r.i = m.j)"
    )
    return Staged(
        file=file,
        relation=relation,
        numbered=relation,
        row="row_of_matrix + 2",
        types={
            "probe_subject": "VARCHAR",
            "reference_subject": "VARCHAR",
            "score": "DOUBLE",
        },
        synthetic=layout.synthetic,
        labels_checked=True,
    )


def _fill(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    lines: Iterator[list[str]],
    file: str,
    options: ReadOptions,
    *,
    shape: tuple[int | None, int],
) -> list[str]:
    """Insert all cells and return the labels of the rows, as many as there must be."""
    n_rows, n = shape
    rows: list[str] = []
    scores = array("d")
    first = 0
    for cells in lines:
        if not cells:
            continue
        if len(cells) != n + 1 or len(rows) == n_rows:
            break
        rows.append(cells[0].strip())
        scores.extend(_numbers(cells, len(rows), file, options))
        if len(scores) >= _BATCH:
            _insert(connection, table, scores, first=first, n=n)
            scores, first = array("d"), len(rows)
    else:
        if rows and n_rows in (None, len(rows)):
            _insert(connection, table, scores, first=first, n=n)
            return rows
    if n_rows is None:
        raise _not_full(file, len(rows) + 2, n)
    raise _not_square(file, f"It has {n} columns of scores, but not {n} full rows")


def _insert(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    scores: "array[float]",
    *,
    first: int,
    n: int,
) -> None:
    flat = np.frombuffer(scores, dtype=np.float64)
    places = np.arange(flat.size)
    db.insert(connection, table, i=first + places // n, j=places % n, score=flat)


def _numbers(
    cells: list[str], row: int, file: str, options: ReadOptions
) -> list[float]:
    texts = cells[1:]
    if options.decimal_comma:  # a point may part thousands then: it is no number
        texts = [cell.replace(".", "_").replace(",", ".") for cell in texts]
    try:
        if not any("_" in cell for cell in texts):
            return [_finite_as_said(cell) for cell in texts]
    except ValueError:
        pass
    numbers = []
    for column, cell in enumerate(texts, start=2):
        try:
            missing = cell.strip().lower() in _MISSING
            numbers.append(math.nan if missing else _finite_as_said(cell))
        except ValueError:
            raise wrong_value(
                COMPARISONS.field("score"),
                cells[column - 1],
                row=row + 1,
                n_wrong=1,
                file=file,
                column=str(column),
            ) from None
    return numbers


def _finite_as_said(cell: str) -> float:
    """Return a number; raise ValueError for 1_000, and for digits beyond all range."""
    number = float(cell)
    if "_" in cell or (math.isinf(number) and any(map(str.isdigit, cell))):
        raise ValueError(cell)
    return number


def _is_number(cell: str) -> bool:
    try:
        float(cell.replace(",", "."))
    except ValueError:
        return cell.strip().lower() in _MISSING
    return True


def _refuse_people(labels: Sequence[str], *, file: str) -> None:
    place = "the labels of the matrix"
    found = persons.find_by_value({place: labels}, pseudonyms=[place])
    fix = "Replace the labels with pseudonyms, such as P0001."
    persons.refuse(found, file=file, fix=fix)


def _refuse_unequal(rows: Sequence[str], labels: Sequence[str], *, file: str) -> None:
    for row, (mine, theirs) in enumerate(zip(rows, labels, strict=True), start=2):
        if mine != theirs:
            raise _not_square(
                file,
                f'The label of row {row} is "{told(mine)}", but the label of column '
                f'{row} is "{told(theirs)}"',
            )


def _not_full(file: str, row: int, n: int) -> InputError:
    return InputError(
        Problem(
            code="E16",
            what=f"{file} is not a matrix of scores. Row {row} has not one score for "
            f"each of the {n:,} people of the gallery.",
            fix="Each row is one search: the pseudonym of its person, then a score for "
            "each column. Leave a cell empty where there is no score.",
            done="Nothing was read.",
            file=file,
            row=row,
        )
    )


def _not_square(file: str, why: str) -> InputError:
    return InputError(
        Problem(
            code="E16",
            what=f"{file} is not a square matrix of scores. {why}.",
            fix="A matrix needs the same labels in the same order in its first row and "
            "its first column. Mend it, or make a table with the columns "
            "probe_subject, reference_subject and score.",
            done="Nothing was read.",
            file=file,
        )
    )
