"""From a path to a relation that may be read: format, refusal, then everything else."""

# ruff: noqa: S608 - names and texts in SQL are quoted by the database module

from collections.abc import Collection, Sequence
from pathlib import Path

import duckdb

from matchaudit.records import database as db
from matchaudit.records import persons
from matchaudit.records.formats import format_of, read_layout
from matchaudit.records.guess import guess_names
from matchaudit.records.json_lines import stage_json_lines
from matchaudit.records.matrix import looks_like_a_matrix, stage_matrix
from matchaudit.records.options import ReadOptions
from matchaudit.records.schema import Kind
from matchaudit.records.staging import (
    Staged,
    stage_csv,
    stage_parquet,
)
from matchaudit.records.workbook import workbook_as_csv

_PEEK = 1000
_FEW = 50


def stage_file(
    connection: duckdb.DuckDBPyConnection,
    path: Path,
    workspace: Path,
    kind: Kind,
    options: ReadOptions,
) -> Staged:
    """Bring a file into a relation and refuse one that may name or show people.

    Parameters
    ----------
    connection : DuckDBPyConnection
    path : Path
    workspace : Path
        For copies that reading needs.
    kind : Kind
    options : ReadOptions

    Returns
    -------
    Staged

    Raises
    ------
    InputError
        ``E07`` before anything else about the columns is said; ``E01``, ``E02``,
        ``E03``, ``E15``, ``E16`` as the format asks.
    """
    staged = stage_any(connection, path, workspace, kind, options)
    if not staged.labels_checked:
        ids = pseudonym_columns(staged.columns, kind, options)
        persons.refuse(people_in(connection, staged, kind, ids), file=path.name)
    return staged


def stage_any(
    connection: duckdb.DuckDBPyConnection,
    path: Path,
    workspace: Path,
    kind: Kind,
    options: ReadOptions,
    *,
    refuse: bool = True,
) -> Staged:
    """Bring a file into a relation; of its people check only the names of columns."""

    def admit(columns: Collection[str]) -> None:
        if refuse:
            found = persons.find_by_name(columns, declared=kind.names)
            persons.refuse(found, file=path.name)

    form = format_of(path)
    if form == "parquet":
        staged = stage_parquet(connection, path)
    elif form == "jsonl":
        staged = stage_json_lines(connection, path, workspace, admit=admit)
    else:
        source = path
        if form == "xlsx":
            source, layout = workbook_as_csv(path, workspace)
        else:
            layout = read_layout(
                path, encoding=options.encoding, delimiter=options.delimiter
            )
        known = [*kind.names, *(options.map_file.columns if options.map_file else ())]
        if options.matrix or (
            options.matrix is None and looks_like_a_matrix(source, layout, known)
        ):
            return stage_matrix(
                connection, source, layout, file=path.name, options=options
            )
        admit(layout.header)
        staged = stage_csv(connection, source, layout, workspace, file=path.name)
    admit(staged.columns)
    return staged


def people_in(
    connection: duckdb.DuckDBPyConnection,
    staged: Staged,
    kind: Kind,
    pseudonyms: Collection[str],
) -> persons.PersonColumns:
    """Find columns that may name or show people: by name, type and every value.

    Parameters
    ----------
    connection : DuckDBPyConnection
    staged : Staged
    kind : Kind
    pseudonyms : collection of str
        Columns of ids of people, where names of people are looked for too.
    """
    found = persons.find_by_name(staged.columns, declared=kind.names)
    found |= persons.PersonColumns(by_value=staged.blobs)
    rest = [c for c in staged.texts if c not in found.all]
    if not rest:
        return found
    first = connection.execute(
        f"SELECT {', '.join(map(db.name, rest))} FROM {staged.relation} LIMIT {_PEEK}"
    ).fetchall()
    values = {
        column: [str(row[i]) for row in first if row[i] is not None]
        for i, column in enumerate(rest)
    }
    found |= persons.find_by_value(values, pseudonyms=pseudonyms)
    rest = [c for c in rest if c not in found.all]
    few = frozenset(c for c in rest if len(set(values[c])) <= _FEW)
    return found | _by_every_value(connection, staged, rest, few)


def pseudonym_columns(
    columns: Sequence[str], kind: Kind, options: ReadOptions
) -> list[str]:
    """Return the columns that hold ids of people or of samples, as far as one sees."""
    guessed = guess_names(columns, kind)
    mapped = options.map_file.columns if options.map_file else {}
    ours = {column: mapped.get(column, guessed.get(column)) for column in columns}
    ids = [f.name for f in kind.fields if f.role in ("subject", "sample")]
    return [column for column, name in ours.items() if name in ids]


def _by_every_value(
    connection: duckdb.DuckDBPyConnection,
    staged: Staged,
    columns: Sequence[str],
    few: frozenset[str],
) -> persons.PersonColumns:
    """Try every value; where a column seems to hold a few only, each of them once."""
    pattern = db.text(persons.VALUE_PATTERN)

    def shows_people(column: str) -> bool:
        values = f"SELECT {db.name(column)} AS v FROM {staged.relation}"
        if column in few:
            values = f"SELECT DISTINCT v FROM ({values})"
        (n,) = db.one_row(
            connection, f"SELECT count_if(regexp_matches(v, {pattern})) FROM ({values})"
        )
        return bool(n)

    return persons.PersonColumns(by_value=tuple(filter(shows_people, columns)))
