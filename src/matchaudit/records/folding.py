"""A log with one row for each candidate as one with a row for each search."""

# ruff: noqa: S608 - names and texts in SQL are quoted by the database module

from collections.abc import Sequence

import duckdb

from matchaudit.errors import InputError, Problem
from matchaudit.records import database as db
from matchaudit.records.person_values import told
from matchaudit.records.schema import Kind
from matchaudit.records.table import LATEST, SOURCE_FILE, SOURCE_ROW
from matchaudit.records.wording import listed

_KEY = "search_key"


def fold_candidates(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    columns: Sequence[str],
    kind: Kind,
) -> tuple[str, tuple[str, ...]]:
    """Return SQL with one row for each search, and its columns.

    The best score is kept and the rows are counted; all else must be the same in the
    rows of a search, where it is recorded.

    Parameters
    ----------
    connection : DuckDBPyConnection
    table : str
        A table of canonical rows, one for each candidate.
    columns : sequence of str
        The fields that it has.
    kind : Kind
        ``searches``.

    Returns
    -------
    str, tuple of str

    Raises
    ------
    InputError
        ``E06`` if rows of one search differ.
    """
    folded = [name for name in columns if name not in ("search_id", "top_score")]
    rows = (
        f"(SELECT *, coalesce(search_id, {SOURCE_FILE} || {SOURCE_ROW}) AS {_KEY} "
        f"FROM {table})"
    )
    _refuse_differences(connection, rows, folded)
    kept = [
        name
        for field in folded
        for name in (
            (field, f"{field}{LATEST}")
            if kind.field(field).type == "date"
            else (field,)
        )
    ]
    values = [f"max({db.name(name)}) AS {db.name(name)}" for name in kept]
    if "top_score" in columns:
        values.append("max(top_score) AS top_score")
    if "candidates" not in columns:
        # One row without a score may be a search that found nobody, or a candidate.
        scored = "max(top_score) IS NULL AND" if "top_score" in columns else "false AND"
        values.append(
            f"CASE WHEN {scored} count(*) = 1 THEN NULL ELSE count(*) END AS candidates"
        )
    query = (
        f"SELECT min({SOURCE_FILE}) AS {SOURCE_FILE}, min({SOURCE_ROW}) AS {SOURCE_ROW}, "
        f"max(search_id) AS search_id, {', '.join(values)} FROM {rows} "
        f"GROUP BY {_KEY} ORDER BY 1, 2"
    )
    have = {*columns, "candidates"}
    return query, tuple(name for name in kind.names if name in have)


def _refuse_differences(
    connection: duckdb.DuckDBPyConnection, rows: str, columns: Sequence[str]
) -> None:
    for column in columns:
        name = db.name(column)
        found = connection.execute(
            f"SELECT max(search_id), arg_min({SOURCE_ROW}, {name}), "
            f"arg_max({SOURCE_ROW}, {name}), min({SOURCE_FILE}) FROM {rows} "
            f"GROUP BY {_KEY} HAVING min({name}) <> max({name}) "
            f"ORDER BY min({SOURCE_ROW}) LIMIT 1"
        ).fetchall()
        if not found:
            continue
        search, one, other, file = found[0]
        first, second = sorted((int(one), int(other)))
        raise InputError(
            Problem(
                code="E06",
                what=f'The rows of search {told(str(search))} differ in "{column}" (rows '
                f"{listed([str(first), str(second)])}).",
                fix="Rows of one search may differ in the candidate's score only. Mend "
                "them, or leave the column out.",
                done="Nothing was kept.",
                file=file,
                row=second,
                column=column,
            )
        )
