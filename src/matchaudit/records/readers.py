"""Read comparisons from files of any form into one checked, canonical table."""

import shutil
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

import duckdb

from matchaudit.records.canonical import Orientation, canonical_comparisons
from matchaudit.records.comparisons import COMPARISONS
from matchaudit.records.database import open_database
from matchaudit.records.options import ReadOptions
from matchaudit.records.parts import (
    hashes_of,
    input_file,
    read_parts,
    refuse_different_columns,
)
from matchaudit.records.plausibility import (
    cautions,
    check_direction,
    refuse_contradictions,
    summarise_scores,
)
from matchaudit.records.table import ComparisonTable

T = TypeVar("T")


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

    def read(
        connection: duckdb.DuckDBPyConnection, scratch: Path, home: Path
    ) -> ComparisonTable:
        files = [paths] if isinstance(paths, Path) else list(paths)
        return _read(connection, files, options or ReadOptions(), scratch, home)

    return with_database(read, workspace=workspace, prefix="comparisons-")


def with_database(
    read: Callable[[duckdb.DuckDBPyConnection, Path, Path], T],
    *,
    workspace: Path,
    prefix: str,
) -> T:
    """Call ``read`` with a database, a scratch folder and one for what shall stay.

    Nothing new is left in the workspace if it raises.
    """
    home = Path(tempfile.mkdtemp(prefix=prefix, dir=workspace))
    try:
        with tempfile.TemporaryDirectory(prefix="reading-", dir=workspace) as scratch:
            connection = open_database(Path(scratch))
            try:
                return read(connection, Path(scratch), home)
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
    parts = read_parts(connection, files, COMPARISONS, options, scratch)
    for part in parts:
        refuse_contradictions(connection, part)
    refuse_different_columns(parts)
    hashes = hashes_of(files)
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
            input_file(connection, path, part, COMPARISONS, sha256=sha256)
            for path, part, sha256 in zip(files, parts, hashes, strict=True)
        ),
        workspace=home.parent,
        cautions=cautions(connection, table, parts, orientation, scores),
        synthetic=next((p.staged.synthetic for p in parts if p.staged.synthetic), None),
    )
