"""What is odd about records of field use without being wrong: said, never hidden."""

# ruff: noqa: S608 - names and texts in SQL are quoted by the database module

from collections.abc import Sequence

import duckdb

from matchaudit.records import database as db
from matchaudit.records import durations
from matchaudit.records.parts import Part
from matchaudit.records.schema import Kind
from matchaudit.records.table import LATEST, SOURCE_FILE, SOURCE_ROW, Table
from matchaudit.records.wording import plural

_SHOWN = 20
_NOT_BEFORE = (
    ("until", "date"),
    ("planned_end_at", "started_at"),
    ("ended_at", "searched_at"),
    ("stopped_at", "searched_at"),
    ("reviewed_at", "searched_at"),
    ("deleted_at", "searched_at"),
)


def cautions(
    connection: duckdb.DuckDBPyConnection,
    table: Table,
    parts: Sequence[Part],
    kind: Kind,
) -> tuple[str, ...]:
    """Return plain sentences about the records that every report must carry."""
    said: list[str] = []
    for part in parts:
        if part.built_in:
            said.append(
                f"Read {part.staged.file} with the built-in map {part.built_in}, as its "
                f"columns are those of that layout.{_for_all_rows(part)} To use another, "
                "say --map."
            )
        said += _no_counts(connection, part, kind)
        said += _no_length(connection, part)
    said += _out_of_order(connection, table)
    said += _too_many_confirm(connection, table)
    said += _twice(connection, table)
    return tuple(said)


def _for_all_rows(part: Part) -> str:
    """Say what the map file sets for every row."""
    set_to = part.map_file.all_rows if part.map_file else {}
    return "".join(
        f' For all rows it takes "{name}" to be {value}.'
        for name, value in set_to.items()
    )


def _no_counts(
    connection: duckdb.DuckDBPyConnection, part: Part, kind: Kind
) -> list[str]:
    """Name the rows whose counts say N/A, as after a technical fault."""
    counts = [
        f
        for name, f in part.fields.items()
        if kind.field(name).type == "integer" and kind.name == "deployments"
    ]
    if not counts:
        return []
    absent = " OR ".join(f"({f.raw} IS NOT NULL AND {f.value} IS NULL)" for f in counts)
    rows = connection.execute(
        f"SELECT {part.staged.row} AS row_number FROM {part.staged.numbered} "
        f"WHERE {absent} ORDER BY 1"
    ).fetchall()
    if not rows:
        return []
    what = (
        "says that a count is not there"
        if len(rows) == 1
        else "say that counts are not there"
    )
    return [
        (
            f"{_rows([r for (r,) in rows])} of {part.staged.file} {what} (such as N/A). They "
            "are not recorded, and no zero was put in their place."
        )
    ]


def _no_length(connection: duckdb.DuckDBPyConnection, part: Part) -> list[str]:
    duration = part.fields.get("duration")
    if duration is None:
        return []
    rows = connection.execute(
        f"SELECT {part.staged.row} AS row_number FROM {part.staged.numbered} "
        f"WHERE {durations.states_no_length(duration.raw)} ORDER BY 1"
    ).fetchall()
    if not rows:
        return []
    does = "gives" if len(rows) == 1 else "give"
    return [
        (
            f"{_rows([r for (r,) in rows])} of {part.staged.file} {does} the duration in "
            "days, which does not say how long the system ran. It is not recorded."
        )
    ]


def _out_of_order(connection: duckdb.DuckDBPyConnection, table: Table) -> list[str]:
    said = []
    for later, earlier in _NOT_BEFORE:
        if {later, earlier} <= set(table.columns):
            rows = _places(
                connection, table, f"{db.name(later + LATEST)} < {db.name(earlier)}"
            )
            if rows:
                said.append(
                    f'{rows}: "{later}" lies before "{earlier}". The dates are kept as '
                    "they stand."
                )
    return said


def _too_many_confirm(connection: duckdb.DuckDBPyConnection, table: Table) -> list[str]:
    if not {"reviewers", "reviewers_confirming"} <= set(table.columns):
        return []
    rows = _places(connection, table, "reviewers_confirming > reviewers")
    if not rows:
        return []
    return [f"{rows}: more reviewers confirmed the result than looked at it."]


def _twice(connection: duckdb.DuckDBPyConnection, table: Table) -> list[str]:
    """Name rows that say the same as an earlier row in every column."""
    if "search_id" in table.columns:  # an id that repeats is refused
        return []
    fields = ", ".join(map(db.name, table.columns))
    rows = _places(
        connection,
        table,
        "n > 1",
        f"SELECT {SOURCE_FILE}, {SOURCE_ROW}, row_number() OVER (PARTITION BY {fields} "
        f"ORDER BY {SOURCE_FILE}, {SOURCE_ROW}) AS n FROM ({table.sql})",
    )
    if not rows:
        return []
    return [f"{rows}: the same as an earlier row in every column. Each row counts."]


def _places(
    connection: duckdb.DuckDBPyConnection, table: Table, which: str, sql: str = ""
) -> str:
    """Return the rows for which a condition holds in words, or nothing."""
    found = connection.execute(
        f"SELECT {SOURCE_FILE}, list({SOURCE_ROW} ORDER BY {SOURCE_ROW}) "
        f"FROM ({sql or table.sql}) WHERE {which} GROUP BY 1 ORDER BY 1"
    ).fetchall()
    places = [f"{_rows(rows)} of {file}" for file, rows in found]
    return "; ".join(places)


def _rows(rows: Sequence[int]) -> str:
    if len(rows) == 1:
        return f"Row {rows[0]}"
    if len(rows) <= _SHOWN:
        return f"Rows {', '.join(map(str, rows[:-1]))} and {rows[-1]}"
    return f"{plural(len(rows), 'row')} (the first is {rows[0]})"
