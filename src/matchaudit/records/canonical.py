"""Comparisons of one or more files as one canonical table.

Nothing is copied when Parquet files already hold what ``Table`` promises: integer
subjects 0 .. n-1 that both sides share. Else pseudonyms become codes, once.
"""

# ruff: noqa: S608 - names and texts in SQL are quoted by the database module

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from matchaudit.records import database as db
from matchaudit.records.parts import Part
from matchaudit.records.writing import writing_to

_SIDES = ("probe", "reference")
_SAMPLES = ("probe_id", "reference_id")
_FIXED = ("probe_subject", "reference_subject", "score", "failed", "mated")


@dataclass(frozen=True, slots=True, kw_only=True)
class Canonical:
    """What ``Table`` needs: its SQL, its columns, and how many subjects there are."""

    sql: str
    columns: tuple[str, ...]
    covariates: tuple[str, ...]
    n_subjects: int
    score_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Orientation:
    """What a score means: the sentinels of failure, and which end is closer."""

    failed_scores: tuple[float, ...] = ()
    lower_is_closer: bool = False


def canonical_comparisons(
    connection: duckdb.DuckDBPyConnection,
    parts: Sequence[Part],
    orientation: Orientation,
    folder: Path,
) -> Canonical:
    """Bring parts with the same fields into one canonical table.

    Parameters
    ----------
    connection : DuckDBPyConnection
    parts : sequence of Part
        At least one; all with the same fields.
    orientation : Orientation
    folder : Path
        Where ``comparisons.parquet`` and ``subjects.parquet`` are written if needed.

    Returns
    -------
    Canonical
    """
    names = tuple(parts[0].fields)
    optional = tuple(n for n in names if n not in _FIXED)
    columns = (*_FIXED, *optional)
    n_subjects = _shared_dense_codes(connection, parts)
    if n_subjects is None:
        n_subjects = _encode(connection, parts, orientation, folder)
        source = (
            f"read_parquet({db.text(str(folder.resolve() / 'comparisons.parquet'))})"
        )
        sql = f"SELECT {', '.join(columns)} FROM {source}"
    else:
        plain = [_without_needless_trim(connection, part) for part in parts]
        source = f"({' UNION ALL '.join(part.sql() for part in plain)})"
        selected = _selected(connection, names, orientation, source)
        sql = f"SELECT {selected} FROM {source}"
    types = {part.fields["score"].type for part in parts}
    return Canonical(
        sql=sql,
        columns=columns,
        covariates=tuple(n for n in optional if n not in _SAMPLES),
        n_subjects=n_subjects,
        score_type="FLOAT" if types == {"FLOAT"} else "DOUBLE",
    )


def _selected(
    connection: duckdb.DuckDBPyConnection,
    names: Sequence[str],
    orientation: Orientation,
    source: str,
) -> str:
    """Return the canonical columns as SQL over the fields of a file.

    Every scan pays for this SQL, so it says nothing of failures if there are none.
    """
    failed, score = _failed(names, orientation), "score"
    if orientation.lower_is_closer:
        score = "-score"
    (n_failed,) = db.one_row(connection, f"SELECT count_if({failed}) FROM {source}")
    if n_failed:
        score = f"CASE WHEN {failed} THEN NULL ELSE {score} END"
    # A file's own "mated" agrees with the subjects: that has been checked.
    return ", ".join(
        [
            "probe_subject",
            "reference_subject",
            f"{score} AS score",
            f"{failed if n_failed else 'false'} AS failed",
            "probe_subject = reference_subject AS mated",
            *(db.name(n) for n in names if n not in _FIXED),
        ]
    )


def _failed(names: Sequence[str], orientation: Orientation) -> str:
    """Return SQL that is true where a score cannot be used, and never NULL."""
    unusable = ["score IS NULL", "isnan(score)"]
    if "failed" in names:
        unusable.insert(0, "coalesce(failed, false)")
    if orientation.failed_scores:
        sentinels = ", ".join(map(db.number, orientation.failed_scores))
        unusable.append(f"score IN ({sentinels})")
    return f"coalesce({' OR '.join(unusable)}, false)"


def _without_needless_trim(connection: duckdb.DuckDBPyConnection, part: Part) -> Part:
    """Read texts as they lie where none has spaces around it, nor is empty."""
    fields = dict(part.fields)
    for name, field in part.fields.items():
        column = db.name(field.column)
        if field.type == "VARCHAR" and part.staged.types[field.column] == "VARCHAR":
            (n_trimmed,) = db.one_row(
                connection,
                f"SELECT count_if({column} IS DISTINCT FROM {field.value}) "
                f"FROM (SELECT DISTINCT {column} FROM {part.staged.relation})",
            )
            if not n_trimmed:
                fields[name] = replace(field, value=column)
    return replace(part, fields=fields)


def _shared_dense_codes(
    connection: duckdb.DuckDBPyConnection, parts: Sequence[Part]
) -> int | None:
    """Return n if subjects are integers 0 .. n-1 in every part, all in use."""
    ids = [*(f"{side}_subject" for side in _SIDES), *_SAMPLES]
    types = {part.fields[i].type for part in parts for i in ids if i in part.fields}
    if types != {"BIGINT"} or not _in_place(parts):
        return None
    union = " UNION ALL ".join(part.sql() for part in parts)
    low, high, n_rows = db.one_row(
        connection,
        "SELECT min(least(probe_subject, reference_subject)), "
        f"max(greatest(probe_subject, reference_subject)), count(*) FROM ({union})",
    )
    if low != 0 or high >= 2 * n_rows:
        return None
    (n,) = db.one_row(
        connection,
        f"SELECT count(*) FROM (SELECT probe_subject FROM ({union}) "
        f"UNION SELECT reference_subject FROM ({union}))",
    )
    return int(n) if n == high + 1 else None


def _in_place(parts: Sequence[Part]) -> bool:
    return all(part.staged.relation.startswith("read_parquet") for part in parts)


def _encode(
    connection: duckdb.DuckDBPyConnection,
    parts: Sequence[Part],
    orientation: Orientation,
    folder: Path,
) -> int:
    """Write codes for pseudonyms; return the number of subjects."""
    names = tuple(parts[0].fields)
    samples = tuple(n for n in _SAMPLES if n in names)
    subjects = tuple(f"{side}_subject" for side in _SIDES)
    as_text = frozenset((*subjects, *samples))
    union = " UNION ALL ".join(part.sql(as_text=as_text) for part in parts)
    # Texts are read and mended once; a large Parquet file is not copied for that.
    form = "VIEW" if _in_place(parts) else "TABLE"
    connection.execute(f"CREATE {form} given AS {union}")
    _number(connection, "subjects", subjects)
    for sample in samples:
        _number(connection, f"{sample}s", (sample,))
    coded = [
        "p.code AS probe_subject",
        "r.code AS reference_subject",
        *(f"{s}s.code AS {s}" for s in samples),
        *(db.name(n) for n in names if n not in as_text),
    ]
    joins = [
        "JOIN subjects p ON p.label = given.probe_subject",
        "JOIN subjects r ON r.label = given.reference_subject",
        *(f"LEFT JOIN {s}s ON {s}s.label = given.{s}" for s in samples),
    ]
    # Sizes of files are guessed: a reordered join may start with all pairs of labels.
    connection.execute("SET disabled_optimizers = 'join_order'")
    inner = f"(SELECT {', '.join(coded)} FROM given {' '.join(joins)})"
    selected = _selected(connection, names, orientation, "given")
    for stem, query in (
        ("subjects", "FROM subjects ORDER BY code"),
        ("comparisons", f"SELECT {selected} FROM {inner}"),
    ):
        with writing_to(folder / f"{stem}.parquet") as unfinished:
            connection.execute(
                f"COPY ({query}) TO {db.text(str(unfinished))} (FORMAT parquet)"
            )
    return int(db.one_row(connection, "SELECT count(*) FROM subjects")[0])


def _number(
    connection: duckdb.DuckDBPyConnection, table: str, columns: Sequence[str]
) -> None:
    """Give each label a number: whole numbers by size first, then texts."""
    labels = " UNION ".join(f"SELECT DISTINCT {c} AS label FROM given" for c in columns)
    connection.execute(
        f"CREATE TABLE {table} AS SELECT label, row_number() OVER "
        "(ORDER BY try_cast(label AS BIGINT) NULLS LAST, label) - 1 AS code "
        f"FROM ({labels}) WHERE label IS NOT NULL"
    )
