"""A copy of a file without the columns that may name or show people."""

# ruff: noqa: S608 - names and texts in SQL are quoted by the database module

import csv
import json
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from matchaudit.errors import ParameterError
from matchaudit.records import database as db
from matchaudit.records import persons
from matchaudit.records.formats import format_of, guess_encoding
from matchaudit.records.kinds import KINDS, likely_kind
from matchaudit.records.options import ReadOptions
from matchaudit.records.reading import needed_ids, people_in, stage_any
from matchaudit.records.schema import Kind
from matchaudit.records.staging import Staged
from matchaudit.records.writing import not_ours, writing_to


@dataclass(frozen=True, slots=True, kw_only=True)
class CleanResult:
    """Where the copy is, and which columns it does not have."""

    path: Path
    dropped: tuple[str, ...]


def clean(
    path: Path,
    *,
    out: Path | None = None,
    kind: Kind | None = None,
    options: ReadOptions | None = None,
) -> CleanResult:
    r"""Copy a file without the columns that may name or show people.

    CSV stays CSV (in UTF-8), Parquet stays Parquet with its types, JSON Lines stays
    JSON Lines; a workbook becomes CSV. Notes before the first line are dropped, as
    they may name somebody, except the statement that the records are synthetic.

    Parameters
    ----------
    path : Path
        The file; it is not changed.
    out : Path, optional
        Where the copy goes; by default ``scores.clean.csv`` beside ``scores.csv``.
    kind : Kind, optional
        The kind whose own columns are always allowed; by default the one that the names
        of the columns suggest.
    options : ReadOptions, optional

    Returns
    -------
    CleanResult

    Raises
    ------
    InputError
        If the file cannot be read, ``E07`` if its ids are names or nothing would be
        left, ``E14`` if another file would be replaced.
    ParameterError
        If the copy would replace the file.

    Examples
    --------
    >>> folder = Path(tempfile.mkdtemp())
    >>> _ = (folder / "log.csv").write_text("score,Officer Name\n0.9,Jane Doe\n")
    >>> result = clean(folder / "log.csv")
    >>> result.dropped, result.path.name, result.path.read_text()
    (('Officer Name',), 'log.clean.csv', 'score\n0.9\n')
    """
    options = options or ReadOptions()
    target = out or clean_path(path)
    if target.resolve() == path.resolve():
        raise ParameterError("out", "another file than the original", str(out))
    if target.exists() and target.resolve() != clean_path(path).resolve():
        raise not_ours(target, "clean")
    with tempfile.TemporaryDirectory(prefix="matchaudit-clean-") as folder:
        connection = db.open_database(Path(folder))
        try:
            staged = stage_any(
                connection, path, Path(folder), kind or KINDS[0], options, refuse=False
            )
            kind = kind or likely_kind(staged.columns)
            found = _people_to_leave_out(connection, staged, kind, options)
            dropped = tuple(c for c in staged.columns if c in found)
            kept = [c for c in staged.columns if c not in found]
            with writing_to(target) as unfinished:
                if staged.labels_checked:
                    shutil.copyfile(path, unfinished)
                else:
                    _copy(connection, staged, kept, path=path, out=unfinished)
        finally:
            connection.close()
    return CleanResult(path=target, dropped=dropped)


def _people_to_leave_out(
    connection: duckdb.DuckDBPyConnection,
    staged: Staged,
    kind: Kind,
    options: ReadOptions,
) -> tuple[str, ...]:
    """Return the columns to drop; refuse if what is left could not be used."""
    if staged.labels_checked:
        return ()
    found = people_in(connection, staged, kind, options)
    needed = needed_ids(staged.columns, kind, options)
    ids = tuple(c for c in found.by_value if c in needed)
    if ids:
        persons.refuse(
            persons.PersonColumns(by_value=ids), file=staged.file, pseudonyms=ids
        )
    if set(staged.columns) <= set(found.all):
        fix = "No column would be left. Ask the data holder for a file of scores."
        persons.refuse(found, file=staged.file, fix=fix)
    return found.all


def clean_path(path: Path) -> Path:
    """Return where the clean copy of a file goes by default.

    Examples
    --------
    >>> clean_path(Path("log.xlsx")).name, clean_path(Path("log.parquet")).name
    ('log.clean.csv', 'log.clean.parquet')
    """
    ending = ".csv" if path.suffix.lower() == ".xlsx" else path.suffix
    return path.with_name(f"{path.stem}.clean{ending}")


def _copy(
    connection: duckdb.DuckDBPyConnection,
    staged: Staged,
    kept: Sequence[str],
    *,
    path: Path,
    out: Path,
) -> None:
    form = format_of(path)
    if form == "jsonl":
        _copy_json_lines(staged, kept, path=path, out=out)
    elif form == "parquet":
        _copy_parquet(connection, staged, kept, out=out)
    else:
        delimiter = staged.delimiter
        _copy_csv(connection, staged, kept, delimiter=delimiter, out=out)


def _copy_csv(
    connection: duckdb.DuckDBPyConnection,
    staged: Staged,
    kept: Sequence[str],
    *,
    delimiter: str,
    out: Path,
) -> None:
    body = out.with_name(f"{out.name}.body")
    columns = ", ".join(map(db.name, kept)) or "NULL"
    try:
        connection.execute(
            f"COPY (SELECT {columns} FROM {staged.numbered} ORDER BY {staged.row}) "
            f"TO {db.text(str(body))} "
            f"(FORMAT csv, HEADER false, DELIMITER {db.text(delimiter)})"
        )
        with out.open("w", encoding="utf-8", newline="") as stream:
            if staged.synthetic:
                stream.write(f"# {staged.synthetic}\n")
            csv.writer(stream, delimiter=delimiter, lineterminator="\n").writerow(kept)
            with body.open(encoding="utf-8", newline="") as rows:
                shutil.copyfileobj(rows, stream)
    finally:
        body.unlink(missing_ok=True)


def _copy_parquet(
    connection: duckdb.DuckDBPyConnection,
    staged: Staged,
    kept: Sequence[str],
    *,
    out: Path,
) -> None:
    note = (
        f", KV_METADATA {{matchaudit_synthetic: {db.text(staged.synthetic)}}}"
        if staged.synthetic
        else ""
    )
    connection.execute(
        f"COPY (SELECT {', '.join(map(db.name, kept))} FROM {staged.relation}) "
        f"TO {db.text(str(out))} (FORMAT parquet{note})"
    )


def _copy_json_lines(
    staged: Staged, kept: Sequence[str], *, path: Path, out: Path
) -> None:
    with (
        path.open(encoding=guess_encoding(path)) as lines,
        out.open("w", encoding="utf-8", newline="") as stream,
    ):
        if staged.synthetic:
            stream.write(f"# {staged.synthetic}\n")
        for line in lines:
            if line.strip() and not line.startswith("#"):
                row = json.loads(line)
                facts = {name: row[name] for name in row if name in kept}
                stream.write(json.dumps(facts, ensure_ascii=False) + "\n")
