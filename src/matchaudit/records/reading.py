"""From a path to a relation that may be read: format, refusal, then everything else."""

# ruff: noqa: S608 - names and texts in SQL are quoted by the database module

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import duckdb

from matchaudit.records import database as db
from matchaudit.records import persons
from matchaudit.records.candidate_lists import lists_of_scores
from matchaudit.records.columns import refuse_values_for_names
from matchaudit.records.formats import format_of, read_layout
from matchaudit.records.guess import closeness, guess_names
from matchaudit.records.json_lines import stage_json_lines
from matchaudit.records.matrix import looks_like_a_matrix, stage_matrix
from matchaudit.records.options import ReadOptions
from matchaudit.records.person_counts import count_by_column
from matchaudit.records.person_values import ValueCounts
from matchaudit.records.plain_values import Looked, first_look, raw_case_numbers
from matchaudit.records.schema import Field, Kind, Role
from matchaudit.records.score_files import (
    looks_like_a_score_file,
    stage_score_file,
)
from matchaudit.records.staging import (
    Staged,
    stage_csv,
    stage_parquet,
)
from matchaudit.records.workbook import workbook_as_csv

_FEW_NAMES = 5
_CASES = frozenset({"case_ref", "police_file_ref"})


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
    if staged.labels_checked:
        return staged
    fields = _surely(staged.columns, kind, options)
    looked = first_look(connection, staged, fields)
    persons.refuse(
        people_in(connection, staged, kind, options, looked=looked),
        file=path.name,
        pseudonyms=needed_ids(staged.columns, kind, options),
    )
    return replace(staged, neat=looked.neat)


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
        if form == "csv" and _is_score_file(path, options):
            staged = stage_score_file(
                connection, path, workspace, encoding=options.encoding, file=path.name
            )
            return _as_lists(connection, staged, kind, options)
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
            square = kind.name == "comparisons"
            staged = stage_matrix(
                connection,
                source,
                layout,
                file=path.name,
                options=options,
                square=square,
            )
            return _as_lists(connection, staged, kind, options)
        refuse_values_for_names(layout.header, known, file=path.name)
        admit(layout.header)
        staged = stage_csv(connection, source, layout, workspace, file=path.name)
    admit(staged.columns)
    return staged


def _is_score_file(path: Path, options: ReadOptions) -> bool:
    if options.score_file is not None:
        return options.score_file
    return looks_like_a_score_file(path, options.encoding)


def _as_lists(
    connection: duckdb.DuckDBPyConnection,
    staged: Staged,
    kind: Kind,
    options: ReadOptions,
) -> Staged:
    """Turn scores against a whole gallery into lists, where lists are asked for."""
    if kind.name != "candidates":
        return staged
    return lists_of_scores(connection, staged, options)


def people_in(
    connection: duckdb.DuckDBPyConnection,
    staged: Staged,
    kind: Kind,
    options: ReadOptions,
    *,
    looked: Looked | None = None,
) -> persons.PersonColumns:
    """Find columns that may name or show people: by name, type and every value.

    Parameters
    ----------
    connection : DuckDBPyConnection
    staged : Staged
    kind : Kind
    options : ReadOptions
    looked : Looked, optional
        What `first_look` found, if that is known already.
    """
    found = persons.find_by_name(staged.columns, declared=kind.names)
    found |= persons.PersonColumns(by_value=staged.blobs)
    rest = [c for c in staged.texts if c not in found.all]
    if not rest:
        return found
    fields = _surely(staged.columns, kind, options)
    looked = looked or first_look(connection, staged, fields)
    counts = count_by_column(connection, staged, rest, looked)
    counts |= {
        column: _as_declared(counts[column], fields[column])
        for column in counts.keys() & fields.keys()
    }
    found |= persons.PersonColumns(
        by_value=tuple(case_numbers(connection, staged, kind, options))
    )
    n_subjects = None
    if any(count.distinct_names >= _FEW_NAMES for count in counts.values()):
        subjects = matched_columns(staged.columns, kind, options, "subject")
        n_subjects = _n_subjects(connection, staged, subjects)
    # A keyed pseudonym is no "Doe, Jane", not even once; an id of a sample may be.
    keyed = matched_columns(staged.columns, kind, options, "pseudonym")
    once = [c for c in keyed if c in counts and counts[c].full_names]
    found |= persons.PersonColumns(by_value=tuple(once))
    return found | persons.judged(
        counts,
        pseudonyms=_ids(staged, kind, options, counts),
        covariates=matched_columns(staged.columns, kind, options, "covariate"),
        n_subjects=n_subjects,
    )


def _ids(
    staged: Staged, kind: Kind, options: ReadOptions, counts: Mapping[str, ValueCounts]
) -> list[str]:
    """Return the columns of ids, and those that seem to stand in place of one."""
    ids = pseudonym_columns(staged.columns, kind, options)
    known = matched_columns(staged.columns, kind, options, "subject")
    if len(known) < sum(f.needed and f.role == "subject" for f in kind.fields):
        # An id column goes by a name that we do not know: it may hold names.
        ids += [c for c, n in counts.items() if 2 * n.full_names > n.n]
    return ids


def _surely(
    columns: Sequence[str], kind: Kind, options: ReadOptions
) -> dict[str, Field]:
    """Return the field of each column that is mapped, or called just like one."""
    mapped = options.map_file.columns if options.map_file else {}
    ours = _ours(columns, kind, options)
    fields = {column: kind.field(name) for column, name in ours.items()}
    return {
        column: field
        for column, field in fields.items()
        if column in mapped or closeness(column, field) == 1
    }


def _as_declared(counts: ValueCounts, field: Field) -> ValueCounts:
    """Forget shapes that the values of a field have by right."""
    if field.role == "label":  # "Walworth Rd" and "North PD" are no people
        return replace(counts, names=0, full_names=0, distinct_names=0)
    if field.type == "date" and not counts.birth_dates:
        return replace(counts, dates=0, distinct_dates=0)
    return counts


def case_numbers(
    connection: duckdb.DuckDBPyConnection,
    staged: Staged,
    kind: Kind,
    options: ReadOptions,
) -> list[str]:
    """Return the columns of cases that hold an agency's own numbers, not pseudonyms."""
    fields = _surely(staged.columns, kind, options)
    cases = [column for column, field in fields.items() if field.name in _CASES]
    return raw_case_numbers(connection, staged, cases)


def pseudonym_columns(
    columns: Sequence[str], kind: Kind, options: ReadOptions
) -> list[str]:
    """Return the columns that hold ids of people or of samples, as far as one sees."""
    return matched_columns(columns, kind, options, "subject", "sample", "pseudonym")


def needed_ids(columns: Sequence[str], kind: Kind, options: ReadOptions) -> list[str]:
    """Return the columns of ids without which nothing can be measured."""
    ours = _ours(columns, kind, options)
    return [
        column
        for column, name in ours.items()
        if kind.field(name).needed and kind.field(name).role in ("subject", "pseudonym")
    ]


def matched_columns(
    columns: Sequence[str], kind: Kind, options: ReadOptions, *roles: Role
) -> list[str]:
    """Return the columns that hold fields of some roles, by the map file or by guess."""
    ours = _ours(columns, kind, options)
    return [column for column, name in ours.items() if kind.field(name).role in roles]


def _ours(columns: Sequence[str], kind: Kind, options: ReadOptions) -> dict[str, str]:
    """Return our name of each column that has one, by the map file or by guess."""
    guessed = guess_names(columns, kind)
    mapped = options.map_file.columns if options.map_file else {}
    names = {column: mapped.get(column, guessed.get(column)) for column in columns}
    return {c: name for c, name in names.items() if name in kind.names}


def _n_subjects(
    connection: duckdb.DuckDBPyConnection, staged: Staged, columns: Sequence[str]
) -> int | None:
    if not columns:
        return None
    union = " UNION ".join(
        f"SELECT CAST({db.name(c)} AS VARCHAR) FROM {staged.relation}" for c in columns
    )
    return int(db.one_row(connection, f"SELECT count(*) FROM ({union})")[0])
