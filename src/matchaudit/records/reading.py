"""From a path to a relation that may be read: format, refusal, then everything else."""

# ruff: noqa: S608 - names and texts in SQL are quoted by the database module

from collections.abc import Collection, Sequence
from pathlib import Path

import duckdb

from matchaudit.records import database as db
from matchaudit.records import persons
from matchaudit.records.columns import refuse_values_for_names
from matchaudit.records.formats import format_of, read_layout
from matchaudit.records.guess import guess_names
from matchaudit.records.json_lines import stage_json_lines
from matchaudit.records.matrix import looks_like_a_matrix, stage_matrix
from matchaudit.records.options import ReadOptions
from matchaudit.records.person_counts import count_by_column
from matchaudit.records.schema import Kind, Role
from matchaudit.records.staging import (
    Staged,
    stage_csv,
    stage_parquet,
)
from matchaudit.records.workbook import workbook_as_csv

_FEW_NAMES = 5


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
        persons.refuse(
            people_in(connection, staged, kind, options),
            file=path.name,
            pseudonyms=matched_columns(staged.columns, kind, options, "subject"),
        )
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

    known = [*kind.names, *(options.map_file.columns if options.map_file else ())]
    form = format_of(path)
    if form == "parquet":
        staged = stage_parquet(connection, path)
    elif form == "jsonl":
        staged = stage_json_lines(connection, path, workspace, admit=admit)
    else:
        source = path
        if form == "xlsx":
            source, layout = workbook_as_csv(path, workspace, known=known)
        else:
            layout = read_layout(
                path,
                encoding=options.encoding,
                delimiter=options.delimiter,
                known=known,
            )
        if options.matrix or (
            options.matrix is None and looks_like_a_matrix(source, layout, known)
        ):
            return stage_matrix(
                connection, source, layout, file=path.name, options=options
            )
        refuse_values_for_names(layout.header, known, file=path.name)
        admit(layout.header)
        staged = stage_csv(connection, source, layout, workspace, file=path.name)
    admit(staged.columns)
    return staged


def people_in(
    connection: duckdb.DuckDBPyConnection,
    staged: Staged,
    kind: Kind,
    options: ReadOptions,
) -> persons.PersonColumns:
    """Find columns that may name or show people: by name, type and every value.

    Parameters
    ----------
    connection : DuckDBPyConnection
    staged : Staged
    kind : Kind
    options : ReadOptions
    """
    found = persons.find_by_name(staged.columns, declared=kind.names)
    found |= persons.PersonColumns(by_value=staged.blobs)
    rest = [c for c in staged.texts if c not in found.all]
    if not rest:
        return found
    counts = count_by_column(connection, staged, rest)
    covariates = matched_columns(staged.columns, kind, options, "covariate")
    n_subjects = None
    if any(count.distinct_names >= _FEW_NAMES for count in counts.values()):
        subjects = matched_columns(staged.columns, kind, options, "subject")
        n_subjects = _n_subjects(connection, staged, subjects)
    ids = pseudonym_columns(staged.columns, kind, options)
    known = matched_columns(staged.columns, kind, options, "subject")
    if len(known) < sum(f.needed and f.role == "subject" for f in kind.fields):
        # An id column goes by a name that we do not know: it may hold names.
        ids += [c for c, n in counts.items() if 2 * n.full_names > n.n]
    return found | persons.judged(
        counts,
        pseudonyms=ids,
        covariates=covariates,
        n_subjects=n_subjects,
    )


def pseudonym_columns(
    columns: Sequence[str], kind: Kind, options: ReadOptions
) -> list[str]:
    """Return the columns that hold ids of people or of samples, as far as one sees."""
    return matched_columns(columns, kind, options, "subject", "sample")


def matched_columns(
    columns: Sequence[str], kind: Kind, options: ReadOptions, *roles: Role
) -> list[str]:
    """Return the columns that hold fields of some roles, by the map file or by guess."""
    guessed = guess_names(columns, kind)
    mapped = options.map_file.columns if options.map_file else {}
    ours = {column: mapped.get(column, guessed.get(column)) for column in columns}
    wanted = [field.name for field in kind.fields if field.role in roles]
    return [column for column, name in ours.items() if name in wanted]


def _n_subjects(
    connection: duckdb.DuckDBPyConnection, staged: Staged, columns: Sequence[str]
) -> int | None:
    if not columns:
        return None
    union = " UNION ".join(
        f"SELECT CAST({db.name(c)} AS VARCHAR) FROM {staged.relation}" for c in columns
    )
    return int(db.one_row(connection, f"SELECT count(*) FROM ({union})")[0])
