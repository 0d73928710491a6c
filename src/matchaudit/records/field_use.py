"""Read records of field use, such as search logs, into one checked, canonical table."""

# ruff: noqa: S608 - names and texts in SQL are quoted by the database module

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import duckdb

from matchaudit.errors import InputError, Problem
from matchaudit.records import database as db
from matchaudit.records.columns import meant
from matchaudit.records.folding import fold_candidates
from matchaudit.records.options import ReadOptions
from matchaudit.records.parts import (
    Part,
    hashes_of,
    input_file,
    read_parts,
    refuse_different_columns,
)
from matchaudit.records.person_values import told
from matchaudit.records.readers import with_database
from matchaudit.records.record_cautions import cautions
from matchaudit.records.schema import Kind, with_vocabularies
from matchaudit.records.table import LATEST, SOURCE_FILE, SOURCE_ROW, Table
from matchaudit.records.writing import writing_to


def read_records(
    paths: Path | Sequence[Path],
    *,
    kind: Kind,
    options: ReadOptions | None = None,
    workspace: Path,
) -> Table:
    r"""Read one table of a kind from one file or from several of the same form.

    Parameters
    ----------
    paths : Path or sequence of Path
        CSV, Parquet, JSON Lines or .xlsx.
    kind : Kind
        Any but comparisons, which `read_comparisons` reads.
    options : ReadOptions, optional
    workspace : Path
        A folder that the caller owns and removes. It holds the canonical copy, and
        nothing new if reading fails.

    Returns
    -------
    Table

    Raises
    ------
    InputError
        With the code of the first problem; see the page on messages.

    Examples
    --------
    >>> import tempfile
    >>> from matchaudit.records.deployments import DEPLOYMENTS
    >>> folder = Path(tempfile.mkdtemp())
    >>> _ = (folder / "lfr.csv").write_text("date,alerts\n2025-02-01,3\n2025-02-02,\n")
    >>> table = read_records(folder / "lfr.csv", kind=DEPLOYMENTS, workspace=folder)
    >>> table.columns, table.inputs[0].rows
    (('date', 'alerts'), 2)
    """

    def read(connection: duckdb.DuckDBPyConnection, scratch: Path, home: Path) -> Table:
        files = [paths] if isinstance(paths, Path) else list(paths)
        return _read(connection, files, kind, options or ReadOptions(), scratch, home)

    return with_database(read, workspace=workspace, prefix=f"{kind.name}-")


def _read(
    connection: duckdb.DuckDBPyConnection,
    files: Sequence[Path],
    kind: Kind,
    options: ReadOptions,
    scratch: Path,
    home: Path,
) -> Table:
    if kind.name != "candidates":  # only searches can be made of bare scores
        options = replace(options, matrix=False, score_file=False)
    kind = _closed(kind, options)
    by_candidate = options.one_row_per == "candidate" and kind.unique is not None
    checked = replace(kind, unique=None) if by_candidate else kind
    parts = read_parts(connection, files, checked, options, scratch)
    refuse_different_columns(parts)
    hashes = hashes_of(files)
    place = home.resolve() / f"{kind.name}.parquet"
    query = " UNION ALL ".join(_select(part) for part in parts)
    columns = _columns(parts[0], kind)
    if by_candidate:
        connection.execute(f"CREATE TABLE by_candidate AS {query}")
        query, columns = fold_candidates(connection, "by_candidate", columns, kind)
    with writing_to(place) as unfinished:
        connection.execute(
            f"COPY ({query}) TO {db.text(str(unfinished))} (FORMAT parquet)"
        )
    table = Table(
        kind=kind.name,
        sql=f"SELECT * FROM read_parquet({db.text(str(place))})",
        columns=columns,
        inputs=tuple(
            input_file(connection, path, part, kind, sha256=sha256)
            for path, part, sha256 in zip(files, parts, hashes, strict=True)
        ),
        workspace=home.parent,
        synthetic=next((p.staged.synthetic for p in parts if p.staged.synthetic), None),
    )
    if len(parts) > 1:
        _refuse_ids_of_two_files(connection, table, kind)
    return replace(table, cautions=cautions(connection, table, parts, kind))


def _closed(kind: Kind, options: ReadOptions) -> Kind:
    try:
        return with_vocabularies(kind, options.vocabularies)
    except KeyError as error:
        name = str(error.args[0])
        labels = [field.name for field in kind.fields if field.role == "label"]
        raise InputError(
            Problem(
                code="E13",
                what=f'"vocabularies" cannot close the column "{name}".'
                f"{meant(name, labels)}",
                fix=f"It is for {', '.join(labels)}.",
                done="Nothing was read.",
            )
        ) from error


def _columns(part: Part, kind: Kind) -> tuple[str, ...]:
    have = set(part.fields)
    if "duration" in have:
        have.add("minutes")
    if part.map_file is not None:
        have |= part.map_file.all_rows.keys()
    return tuple(name for name in kind.names if name in have)


def _select(part: Part) -> str:
    """Return a SELECT of the canonical columns of one file."""
    return (
        f"SELECT {db.text(part.staged.file)} AS {SOURCE_FILE}, "
        f"CAST({part.staged.row} AS BIGINT) AS {SOURCE_ROW}, "
        + ", ".join(f"{sql} AS {db.name(name)}" for name, sql in _values(part).items())
        + f" FROM {part.staged.numbered}"
    )


def _values(part: Part) -> Mapping[str, str]:
    values: dict[str, str] = {}
    for name, field in part.fields.items():
        values[name] = f"CAST({field.value} AS {_SQL_TYPES[field.field.type]})"
        if field.latest is not None:
            values[f"{name}{LATEST}"] = f"CAST({field.latest} AS TIMESTAMP)"
    if "duration" in values:
        said = [values[name] for name in ("minutes", "duration") if name in values]
        values["minutes"] = f"coalesce({', '.join(said)})"
    if part.map_file is not None:
        said_once = part.map_file.all_rows
        values |= {name: db.text(value) for name, value in said_once.items()}
    return values


_SQL_TYPES = {
    "string": "VARCHAR",
    "integer": "BIGINT",
    "number": "DOUBLE",
    "boolean": "BOOLEAN",
    "date": "TIMESTAMP",
    "duration": "DOUBLE",
    "rate": "VARCHAR",
}


def _refuse_ids_of_two_files(
    connection: duckdb.DuckDBPyConnection, table: Table, kind: Kind
) -> None:
    if kind.unique is None or kind.unique.field not in table.columns:
        return
    key = db.name(kind.unique.field)
    rows = connection.execute(
        f"SELECT {key}, list([{SOURCE_FILE}, CAST({SOURCE_ROW} AS VARCHAR)] "
        f"ORDER BY {SOURCE_FILE}) FROM ({table.sql}) WHERE {key} IS NOT NULL "
        f"GROUP BY 1 HAVING count(*) > 1 ORDER BY 1 LIMIT 1"
    ).fetchall()
    if not rows:
        return
    value, ((file, row), (other, other_row), *_) = rows[0]
    value = told(str(value))
    raise InputError(
        Problem(
            code="E06",
            what=f"Two files have the same {kind.unique.noun}, {value}: {file} in row "
            f"{row} and {other} in row {other_row}.",
            fix=f"Each {kind.unique.each} must have its own ID, over all files that "
            "are read together.",
            done="",
            file=other,
            row=int(other_row),
            column=kind.unique.field,
            value=str(value),
        )
    )
