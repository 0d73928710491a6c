"""Deployments one by one: agencies publish few, and each row is looked at."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matchaudit.errors import InputError, Problem
from matchaudit.records.deployments import DEPLOYMENTS
from matchaudit.records.table import SOURCE_FILE, SOURCE_ROW, Table
from matchaudit.tallies.engine import Columns, DuckEngine, Engine

_NUMBERS = ("integer", "number", "duration", "boolean")
_TEXTS = ("string", "rate")
_NO_DAY = -(2**31)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DeploymentRows:
    """``n`` deployments in the order of the files.

    Attributes
    ----------
    file : tuple of str, length n
    row : ndarray of int64, shape (n,)
        The row as a spreadsheet counts it.
    day : ndarray of int64, shape (n,)
        The day it began, as days since 1970-01-01.
    numbers : mapping of str to ndarray of float64, shape (n,)
        Fields that hold numbers, counts, minutes and yes or no (1 or 0), by name. Here,
        and only here, NaN means not recorded.
    texts : mapping of str to tuple of (str or None), length n
        Fields that hold words, and rates to the letter.
    columns : tuple of str
        The fields that the files have.
    """

    file: tuple[str, ...]
    row: NDArray[np.int64]
    day: NDArray[np.int64]
    numbers: Mapping[str, NDArray[np.float64]]
    texts: Mapping[str, tuple[str | None, ...]]
    columns: tuple[str, ...]

    @property
    def n(self) -> int:
        """How many deployments there are."""
        return len(self.file)


def deployment_rows(table: Table, *, engine: Engine | None = None) -> DeploymentRows:
    """Return the rows of a table of deployments, as numbers and words.

    Parameters
    ----------
    table : Table
        Records of the kind ``deployments``.
    engine : Engine, optional
        Default: DuckDB in process.

    Returns
    -------
    DeploymentRows
        In the order of the table's files, and of the rows of each. Dates other than the
        day of the deployment are left out: rules compare them as instants.

    Raises
    ------
    InputError
        If a row has no date (E05).
    """
    if engine is not None:
        return _rows(table, engine.columns(_statement(table)))
    with DuckEngine(table.workspace) as own:
        return _rows(table, own.columns(_statement(table)))


def _statement(table: Table) -> str:
    """Select each field so that nothing is NULL: NaN, or a flag beside a text."""
    day = f"coalesce(CAST(date AS DATE) - DATE '1970-01-01', {_NO_DAY}) AS day"
    parts = [
        *(SOURCE_FILE, SOURCE_ROW, day),
        *(
            f"coalesce(CAST({name} AS DOUBLE), CAST('NaN' AS DOUBLE)) AS n_{name}"
            for name in _fields(table, _NUMBERS)
        ),
        *(
            f"coalesce({name}, '') AS t_{name}, {name} IS NULL AS u_{name}"
            for name in _fields(table, _TEXTS)
        ),
    ]
    return f"SELECT {', '.join(parts)} FROM ({table.sql})"  # noqa: S608 - names of the schema


def _fields(table: Table, types: Sequence[str]) -> tuple[str, ...]:
    return tuple(n for n in table.columns if DEPLOYMENTS.field(n).type in types)


def _rows(table: Table, found: Columns) -> DeploymentRows:
    rank = {given.file: place for place, given in reversed([*enumerate(table.inputs)])}
    files = np.array([rank.get(file, len(rank)) for file in found[SOURCE_FILE]])
    order = np.lexsort((found[SOURCE_ROW], files))
    column = {name: values[order] for name, values in found.items()}
    _refuse_undated(column)
    return DeploymentRows(
        file=tuple(map(str, column[SOURCE_FILE])),
        row=column[SOURCE_ROW].astype(np.int64),
        day=column["day"].astype(np.int64),
        numbers={
            name: column[f"n_{name}"].astype(np.float64)
            for name in _fields(table, _NUMBERS)
        },
        texts={
            name: tuple(
                None if unknown else str(text)
                for text, unknown in zip(
                    column[f"t_{name}"], column[f"u_{name}"], strict=True
                )
            )
            for name in _fields(table, _TEXTS)
        },
        columns=table.columns,
    )


def _refuse_undated(column: Columns) -> None:
    undated = np.flatnonzero(column["day"] == _NO_DAY)
    if not undated.size:
        return
    row = int(column[SOURCE_ROW][undated[0]])
    raise InputError(
        Problem(
            code="E05",
            what=f'Row {row} has no value in the column "date".',
            fix="Every deployment needs its day. Fill it in, or leave the row out.",
            done=""
            if undated.size == 1
            else f"{undated.size:,} rows have this problem.",
            file=str(column[SOURCE_FILE][undated[0]]),
            row=row,
            column="date",
        )
    )
