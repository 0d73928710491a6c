"""A file of one JSON object a line as a relation of texts."""

# ruff: noqa: S608 - names and texts in SQL are quoted by the database module

import json
from collections.abc import Callable
from dataclasses import replace
from itertools import count
from pathlib import Path

import duckdb

from matchaudit.errors import InputError, Problem
from matchaudit.records import database as db
from matchaudit.records.formats import guess_encoding, synthetic_statement
from matchaudit.records.staging import Staged, table_of_texts
from matchaudit.records.text_rows import unreadable_rows

_TABLE_NUMBERS = count(1)


def stage_json_lines(
    connection: duckdb.DuckDBPyConnection,
    path: Path,
    workspace: Path,
    *,
    admit: Callable[[tuple[str, ...]], None],
) -> Staged:
    """Read a file of one JSON object a line as a table of texts.

    Lines that begin with ``#`` before the first object are notes, as in CSV.
    ``admit`` sees the names of columns before any value is read, and may raise.
    """
    source, notes = _without_notes(path, workspace)
    place = db.text(str(source))
    table = f"lines_{next(_TABLE_NUMBERS)}"
    try:
        keys = connection.execute(
            "SELECT key FROM (SELECT unnest(json_keys(json)) AS key, "
            "row_number() OVER () AS n "
            f"FROM read_ndjson_objects({place})) GROUP BY key ORDER BY min(n), key"
        ).fetchall()
        header = tuple(str(key) for (key,) in keys)
        admit(header)
        nested = _nested(connection, place, header)
        columns = ", ".join(f"{db.text(c)}: 'VARCHAR'" for c in header)
        connection.execute(
            f"CREATE TABLE {table} AS SELECT * FROM read_json({place}, "
            f"format='newline_delimited', columns={{{columns}}})"
        )
    except duckdb.Error as error:
        raise _broken_json(source, len(notes), file=path.name) from error
    staged = table_of_texts(
        table, header, file=path.name, synthetic=synthetic_statement(tuple(notes))
    )
    return replace(staged, row=f"rowid + {1 + len(notes)}", nested=nested)


def _nested(
    connection: duckdb.DuckDBPyConnection, place: str, header: tuple[str, ...]
) -> tuple[str, ...]:
    """Return the columns that hold an object or a list somewhere."""
    if not header:
        return ()
    columns = ", ".join(f"{db.text(c)}: 'JSON'" for c in header)
    counts = db.one_row(
        connection,
        "SELECT "
        + ", ".join(
            f"count_if(json_type({db.name(c)}) IN ('OBJECT', 'ARRAY'))" for c in header
        )
        + f" FROM read_json({place}, format='newline_delimited', "
        f"columns={{{columns}}})",
    )
    return tuple(c for c, n in zip(header, counts, strict=True) if n)


def _without_notes(path: Path, workspace: Path) -> tuple[Path, list[str]]:
    """Return a file without notes and in plain UTF-8, and the notes."""
    notes: list[str] = []
    encoding = guess_encoding(path)
    with path.open(encoding=encoding, errors="replace", newline="") as stream:
        line = stream.readline()
        while line.startswith("#"):
            notes.append(line.lstrip("#").strip())
            line = stream.readline()
        if not notes and encoding == "utf-8":
            return path, notes
        copy = workspace / f"lines_{next(_TABLE_NUMBERS)}.jsonl"
        with copy.open("w", encoding="utf-8", newline="") as out:
            while line:
                out.write(line)
                line = stream.readline()
    return copy, notes


def _broken_json(source: Path, before: int, *, file: str) -> InputError:
    with source.open(encoding="utf-8", errors="replace") as stream:
        for row, line in enumerate(stream, start=1 + before):
            try:
                fine = not line.strip() or isinstance(json.loads(line), dict)
            except (ValueError, RecursionError):
                fine = False
            if not fine:
                return InputError(
                    Problem(
                        code="E03",
                        what=f"Line {row} of {file} is not one whole JSON object.",
                        fix="Write one object a line, each with its columns.",
                        done="Nothing was read.",
                        file=file,
                        row=row,
                    )
                )
    return unreadable_rows(file, "JSON that can be read in two ways")
