"""Files refused for values that do not fit their fields.

Everything is one SQL aggregate over the file; only when it counts a wrong value is the
first of them looked up.
"""

# ruff: noqa: S608 - names and texts in SQL are quoted by the database module

from collections.abc import Mapping

import duckdb

from matchaudit.records import database as db
from matchaudit.records import refusals
from matchaudit.records.schema import Kind
from matchaudit.records.staging import Staged
from matchaudit.records.values import Typed


def check_values(
    connection: duckdb.DuckDBPyConnection,
    staged: Staged,
    columns: Mapping[str, Typed],
    kind: Kind,
) -> None:
    """Refuse a file with a value that does not fit its field.

    Parameters
    ----------
    connection : DuckDBPyConnection
    staged : Staged
    columns : mapping of str to Typed
        The fields that the file has, by canonical name.
    kind : Kind

    Raises
    ------
    InputError
        ``E05`` with the first wrong value, ``E06`` if a unique key repeats.
    """
    checked = [column for column in columns.values() if column.wrong != "false"]
    wrongs = ", ".join(f"count_if({column.wrong})" for column in checked) or "0"
    counts = db.one_row(connection, f"SELECT {wrongs} FROM {staged.relation}")
    for column, n_wrong in zip(checked, counts, strict=False):
        if n_wrong:
            row, raw = db.one_row(
                connection,
                f"SELECT {staged.row} AS row_number, {column.raw} "
                f"FROM {staged.numbered} WHERE {column.wrong} ORDER BY 1 LIMIT 1",
            )
            raise refusals.wrong_value(
                column.field,
                raw,
                row=row,
                n_wrong=n_wrong,
                file=staged.file,
                column=column.column,
            )
    if kind.unique is not None and kind.unique.field in columns:
        _refuse_repeats(connection, staged, columns[kind.unique.field], kind)


def _refuse_repeats(
    connection: duckdb.DuckDBPyConnection, staged: Staged, column: Typed, kind: Kind
) -> None:
    (n_more,) = db.one_row(
        connection,
        f"SELECT count({column.value}) - count(DISTINCT {column.value}) "
        f"FROM {staged.relation}",
    )
    if not n_more or kind.unique is None:
        return
    repeated = connection.execute(
        f"SELECT {column.value} AS id, min({staged.row}), count(*) OVER () "
        f"FROM {staged.numbered} WHERE {column.value} IS NOT NULL "
        "GROUP BY 1 HAVING count(*) > 1 ORDER BY 2 LIMIT 1"
    ).fetchall()
    value, _, n_repeated = repeated[0]
    rows = connection.execute(
        f"SELECT {staged.row} FROM {staged.numbered} "
        f"WHERE {column.value} = ? ORDER BY 1",
        [value],
    ).fetchall()
    raise refusals.repeated_id(
        kind.unique,
        str(value),
        [int(row) for (row,) in rows],
        n_repeated=int(n_repeated),
        file=staged.file,
    )
