"""Read comparisons from files of any form into one checked, canonical table."""

# ruff: noqa: S608 - names and texts in SQL are quoted by the database module

import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

import duckdb

from matchaudit.errors import InputError, Problem
from matchaudit.records import database as db
from matchaudit.records.canonical import (
    Orientation,
    Part,
    canonical_comparisons,
)
from matchaudit.records.columns import match_columns, percent_columns
from matchaudit.records.comparisons import COMPARISONS
from matchaudit.records.database import open_database
from matchaudit.records.options import ReadOptions
from matchaudit.records.plausibility import (
    cautions,
    check_direction,
    refuse_contradictions,
    summarise_scores,
)
from matchaudit.records.reading import stage_file
from matchaudit.records.table import ComparisonTable, InputFile
from matchaudit.records.values import ValueRules, check_values, typed, whole_ids
from matchaudit.records.wording import listed, quoted
from matchaudit.records.writing import sha256_of


def read_comparisons(
    paths: Path | Sequence[Path],
    *,
    options: ReadOptions | None = None,
    workspace: Path,
) -> ComparisonTable:
    r"""Read one table of comparisons from one file or from several of the same form.

    Parameters
    ----------
    paths : Path or sequence of Path
        CSV (also a square matrix of scores), Parquet, JSON Lines or .xlsx.
    options : ReadOptions, optional
    workspace : Path
        A folder that the caller owns and removes. It holds the canonical copy where
        one is needed, and nothing new if reading fails.

    Returns
    -------
    ComparisonTable
        Canonical comparisons; the tallies read them through ``ComparisonTable.sql``.

    Raises
    ------
    InputError
        With the code of the first problem; see the page on messages.

    Examples
    --------
    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> text = "probe_subject,reference_subject,score\nA,A,0.9\nA,B,0.2\n"
    >>> _ = (folder / "scores.csv").write_text(text)
    >>> table = read_comparisons(folder / "scores.csv", workspace=folder)
    >>> table.n_subjects, table.inputs[0].rows
    (2, 2)
    """
    options = options or ReadOptions()
    files = [paths] if isinstance(paths, Path) else list(paths)
    home = Path(tempfile.mkdtemp(prefix="comparisons-", dir=workspace))
    try:
        with tempfile.TemporaryDirectory(prefix="reading-", dir=workspace) as scratch:
            connection = open_database(Path(scratch))
            try:
                return _read(connection, files, options, Path(scratch), home)
            finally:
                connection.close()
    except BaseException:
        shutil.rmtree(home, ignore_errors=True)
        raise


def _read(
    connection: duckdb.DuckDBPyConnection,
    files: Sequence[Path],
    options: ReadOptions,
    scratch: Path,
    home: Path,
) -> ComparisonTable:
    parts = [_part(connection, path, options, scratch) for path in files]
    _refuse_different_columns(parts)
    hashes = [sha256_of(path) for path in files]
    _refuse_the_same_file(files, hashes)
    orientation = Orientation(
        failed_scores=options.failed_scores, lower_is_closer=options.lower_is_closer
    )
    table = canonical_comparisons(connection, parts, orientation, home)
    scores = summarise_scores(connection, table)
    check_direction(scores, orientation, [path.name for path in files])
    return ComparisonTable(
        kind=COMPARISONS.name,
        sql=table.sql,
        columns=table.columns,
        covariates=table.covariates,
        n_subjects=table.n_subjects,
        score_type=table.score_type,
        lower_is_closer=options.lower_is_closer,
        inputs=tuple(
            _input_file(connection, path, part, options, sha256=sha256)
            for path, part, sha256 in zip(files, parts, hashes, strict=True)
        ),
        workspace=home.parent,
        cautions=cautions(connection, table, parts, orientation, scores),
        synthetic=next((p.staged.synthetic for p in parts if p.staged.synthetic), None),
    )


def _part(
    connection: duckdb.DuckDBPyConnection,
    path: Path,
    options: ReadOptions,
    scratch: Path,
) -> Part:
    kind = COMPARISONS
    staged = stage_file(connection, path, scratch, kind, options)
    map_file = None if staged.labels_checked else options.map_file
    columns = match_columns(staged.columns, kind, map_file, file=path.name)
    said = percent_columns(options.percent, columns, kind, file=path.name)
    rules = ValueRules(
        decimal_comma=options.decimal_comma,
        percent=said | frozenset(map_file.percent if map_file else ()),
        recode=map_file.recode if map_file else {},
        dates=options.date_order,
        whole=whole_ids(connection, staged, columns, kind),
    )
    part = Part(
        staged=staged,
        fields={
            name: typed(kind.field(name), column, staged.types[column], rules)
            for name, column in columns.items()
        },
    )
    check_values(connection, staged, part.fields, kind)
    refuse_contradictions(connection, part)
    return part


def _input_file(
    connection: duckdb.DuckDBPyConnection,
    path: Path,
    part: Part,
    options: ReadOptions,
    *,
    sha256: str,
) -> InputFile:
    (rows,) = db.one_row(connection, f"SELECT count(*) FROM {part.staged.relation}")
    return InputFile(
        file=path.name,
        kind=COMPARISONS.name,
        rows=int(rows),
        sha256=sha256,
        map_sha256=options.map_file.sha256 if options.map_file else None,
    )


def _refuse_the_same_file(files: Sequence[Path], hashes: Sequence[str]) -> None:
    for i, sha256 in enumerate(hashes):
        first = hashes.index(sha256)
        if first < i:
            one, other = files[first].name, files[i].name
            raise InputError(
                Problem(
                    code="E13",
                    what=f"{one} was given twice."
                    if one == other
                    else f"{one} and {other} hold the same, to the last byte.",
                    fix="Give each file once: rows that count twice make a rate look "
                    "surer than it is.",
                    done="No rate was worked out.",
                    file=other,
                )
            )


def _refuse_different_columns(parts: Sequence[Part]) -> None:
    first = parts[0]
    for part in parts[1:]:
        differ = set(first.fields) ^ set(part.fields)
        if differ:
            have, lack = (first, part) if differ & set(first.fields) else (part, first)
            names = sorted(differ & set(have.fields))
            raise InputError(
                Problem(
                    code="E01",
                    what=f"{lack.staged.file} has no {listed(quoted(names))}, which "
                    f"{have.staged.file} has.",
                    fix="Files that are read together need the same columns.",
                    file=lack.staged.file,
                )
            )
