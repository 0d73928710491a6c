"""The in-process database of one reading: local files only, bounded memory."""

from pathlib import Path
from typing import Any

import duckdb
from numpy.typing import NDArray

MEMORY_LIMIT = "1GB"


def open_database(workspace: Path) -> duckdb.DuckDBPyConnection:
    """Open a database on disk in the workspace, so that large files fit.

    Nothing is ever fetched: extensions that are not built in stay away. Times with a
    zone are shown in UTC, wherever the machine stands.
    """
    connection = duckdb.connect(
        workspace / "reading.duckdb",
        config={
            "autoinstall_known_extensions": "false",
            "memory_limit": MEMORY_LIMIT,
            "temp_directory": str(workspace / "spill"),
        },
    )
    connection.execute("SET TimeZone = 'UTC'")
    return connection


def name(identifier: str) -> str:
    """Quote an identifier for SQL.

    Examples
    --------
    >>> print(name('a "b" c'))
    "a ""b"" c"
    """
    return '"' + identifier.replace('"', '""') + '"'


def text(value: str) -> str:
    """Quote a text for SQL.

    Examples
    --------
    >>> print(text("O'Neill.csv"))
    'O''Neill.csv'
    """
    return "'" + value.replace("'", "''") + "'"


def number(value: float) -> str:
    """Write a number for SQL, exactly, be it infinite.

    Examples
    --------
    >>> print(number(-0.1), number(float("inf")))
    CAST('-0.1' AS DOUBLE) CAST('inf' AS DOUBLE)
    """
    return f"CAST('{float(value)!r}' AS DOUBLE)"


def one_row(connection: duckdb.DuckDBPyConnection, sql: str) -> tuple[Any, ...]:
    """Return the only row of a query."""
    row: tuple[Any, ...] = connection.execute(sql).fetchall()[0]
    return row


def insert(
    connection: duckdb.DuckDBPyConnection, table: str, **arrays: NDArray[Any]
) -> None:
    """Append arrays of one length, the columns, to a table; make it if need be."""
    connection.register("given_arrays", arrays)
    try:
        connection.execute(
            f"CREATE TABLE IF NOT EXISTS {table} AS FROM given_arrays LIMIT 0"
        )
        connection.execute(f"INSERT INTO {table} FROM given_arrays")
    finally:
        connection.unregister("given_arrays")
