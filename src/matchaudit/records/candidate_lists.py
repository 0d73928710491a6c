"""Lists of candidates out of scores of every probe against the whole gallery."""

# ruff: noqa: S608 - names and texts in SQL are quoted by the database module

from dataclasses import replace
from itertools import count

import duckdb

from matchaudit.records import database as db
from matchaudit.records.comparisons import COMPARISONS
from matchaudit.records.options import ReadOptions
from matchaudit.records.refusals import wrong_value
from matchaudit.records.staging import Staged

_TABLES = count(1)

_TYPES = {
    "search_id": "VARCHAR",
    "probe_subject": "VARCHAR",
    "candidate_subject": "VARCHAR",
    "rank": "BIGINT",
    "score": "DOUBLE",
    "enrolled": "BOOLEAN",
    "gallery_size": "BIGINT",
    "failed": "BOOLEAN",
}


def lists_of_scores(
    connection: duckdb.DuckDBPyConnection, staged: Staged, options: ReadOptions
) -> Staged:
    """Rank the gallery for each probe: a search without a threshold, lists uncut.

    Parameters
    ----------
    connection : DuckDBPyConnection
    staged : Staged
        Columns ``probe_subject``, ``reference_subject``, ``score``, and ``probe_id``
        or the row of a matrix, of every probe against every reference.
    options : ReadOptions
        Failed scores and the direction of scores.

    Returns
    -------
    Staged
        One row a candidate, of the kind ``candidates``. A person with several samples
        is one candidate, with the best of their scores. The gallery holds whoever has
        a usable score; a search without one has failed.

    Raises
    ------
    InputError
        ``E05`` if a score is not a number.
    """
    _refuse_texts(connection, staged)
    table = f"candidate_lists_{next(_TABLES)}"
    connection.execute(f"CREATE TABLE {table} AS {_lists(staged, options)}")
    return replace(
        staged,
        relation=table,
        numbered=table,
        row="row_of_file",
        types=dict(_TYPES),
        neat=frozenset(),
    )


def _lists(staged: Staged, options: ReadOptions) -> str:
    """Return the statement that makes the lists."""
    score = "TRY_CAST(score AS DOUBLE)"
    failed = [f"{score} = {db.number(s)}" for s in options.failed_scores]
    missing = " OR ".join([f"{score} IS NULL", f"isnan({score})", *failed])
    best = "min" if options.lower_is_closer else "max"
    first = "score ASC" if options.lower_is_closer else "score DESC"
    searched = (
        "probe_subject || ':' || probe_id"
        if "probe_id" in staged.types
        else "probe_subject || ':' || row_of_matrix"
    )
    return (
        f"WITH scores AS (SELECT {searched} AS search_id, probe_subject, "
        f"reference_subject, CASE WHEN {missing} THEN NULL ELSE {score} END AS score, "
        f"CAST({staged.row} AS BIGINT) AS row_of_file FROM {staged.numbered}), "
        "people AS (SELECT search_id, probe_subject, reference_subject, "
        f"{best}(score) AS score, min(row_of_file) AS row_of_file FROM scores "
        "GROUP BY ALL), "
        "enrolled AS (SELECT DISTINCT reference_subject FROM people "
        "WHERE score IS NOT NULL), "
        "lists AS (SELECT search_id, probe_subject, reference_subject, score, "
        "row_of_file, row_number() OVER (PARTITION BY search_id "
        f"ORDER BY {first}, reference_subject) AS rank FROM people "
        "WHERE score IS NOT NULL UNION ALL "
        "SELECT search_id, any_value(probe_subject), NULL, NULL, min(row_of_file), "
        "NULL FROM people GROUP BY 1 HAVING count(score) = 0) "
        "SELECT search_id, probe_subject, reference_subject AS candidate_subject, "
        "rank, score, "
        "probe_subject IN (SELECT reference_subject FROM enrolled) AS enrolled, "
        "(SELECT count(*) FROM enrolled) AS gallery_size, rank IS NULL AS failed, "
        "row_of_file FROM lists ORDER BY row_of_file, rank"
    )


def _refuse_texts(connection: duckdb.DuckDBPyConnection, staged: Staged) -> None:
    """Refuse a score that is no number; of a matrix that was done cell by cell."""
    if staged.types["score"] == "DOUBLE":
        return
    wrong = (
        "TRY_CAST(score AS DOUBLE) IS NULL AND "
        "lower(coalesce(trim(score), '')) NOT IN ('', 'na', 'n/a', 'null', 'none')"
    )
    found = connection.execute(
        f"SELECT min({staged.row}), arg_min(score, {staged.row}), count(*) "
        f"FROM {staged.numbered} WHERE {wrong}"
    ).fetchall()
    row, raw, n_wrong = found[0]
    if n_wrong:
        raise wrong_value(
            COMPARISONS.field("score"),
            str(raw),
            row=int(row),
            n_wrong=int(n_wrong),
            file=staged.file,
            column="score",
        )
