"""Does a table of comparisons make sense as a whole? Errors, and cautions to carry."""

# ruff: noqa: S608 - names and texts in SQL are quoted by the database module

import math
from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

from matchaudit.errors import InputError, Problem
from matchaudit.records import database as db
from matchaudit.records.canonical import Canonical, Orientation
from matchaudit.records.parts import Part
from matchaudit.records.wording import plural

REPEATS_ENOUGH = 3
FAR_AWAY = 0.5


@dataclass(frozen=True, slots=True)
class ScoreSummary:
    """Finite scores at a glance; None where there are none.

    ``same`` and ``different`` are the mean scores of mated and non-mated pairs.
    """

    same: float | None
    different: float | None
    low: float | None
    high: float | None


def summarise_scores(
    connection: duckdb.DuckDBPyConnection, table: Canonical
) -> ScoreSummary:
    """Summarise the scores of a table in one scan."""
    return ScoreSummary(
        *db.one_row(
            connection,
            "SELECT avg(CASE WHEN mated THEN score END), "
            "avg(CASE WHEN NOT mated THEN score END), min(score), max(score) "
            f"FROM ({table.sql}) WHERE isfinite(score)",
        )
    )


def refuse_contradictions(connection: duckdb.DuckDBPyConnection, part: Part) -> None:
    """Refuse a file whose ``mated`` says other than its subjects.

    Raises
    ------
    InputError
        With code ``E17`` and the first rows.
    """
    if "mated" not in part.fields:
        return
    mated = part.fields["mated"].value
    equal = " = ".join(
        part.fields[f"{side}_subject"].value for side in ("probe", "reference")
    )
    rows = connection.execute(
        f"SELECT {part.staged.row} AS row_number, {mated}, count(*) OVER () "
        f"FROM {part.staged.numbered} WHERE {mated} <> ({equal}) ORDER BY 1 LIMIT 1"
    ).fetchall()
    if not rows:
        return
    row, says_mated, n = rows[0]
    same, other = ("the same person", "two people")
    said, seen = (same, other) if says_mated else (other, same)
    raise InputError(
        Problem(
            code="E17",
            what=f'Row {row} says in "{part.fields["mated"].column}" that the pair '
            f"shows {said}, but its subjects are those of {seen}. "
            f"{plural(n, 'row')} {'has' if n == 1 else 'have'} this problem.",
            fix="Mend the rows, or leave the column out: who is the same person is "
            "then taken from the subjects.",
            done="No rate was worked out.",
            file=part.staged.file,
            row=int(row),
            column=part.fields["mated"].column,
        )
    )


def check_direction(
    scores: ScoreSummary, orientation: Orientation, files: Sequence[str]
) -> None:
    """Refuse scores that put different people closer together than the same person.

    Raises
    ------
    InputError
        With code ``E08`` and both means.
    """
    same, different = scores.same, scores.different
    if same is None or different is None or same >= different:
        return
    here = "this file" if len(files) == 1 else "these files"
    if orientation.lower_is_closer:
        what = (
            "Same-person pairs are further apart than different-person pairs in "
            f"{here} ({_two(-same, -different)}). The scores may not be distances."
        )
        fix = "If so, run again without --lower-is-closer."
    else:
        what = (
            f"Same-person pairs score lower than different-person pairs in {here} "
            f"({_two(same, different)}). The scores may be distances."
        )
        fix = "If so, run again with --lower-is-closer."
    raise InputError(
        Problem(code="E08", what=what, fix=fix, done="", file=files[0], column="score")
    )


def cautions(
    connection: duckdb.DuckDBPyConnection,
    table: Canonical,
    parts: Sequence[Part],
    orientation: Orientation,
    scores: ScoreSummary,
) -> tuple[str, ...]:
    """Return plain sentences about the data that every report must carry."""
    return (
        *_nobody_twice(connection, table),
        *_unseen_sentinels(connection, parts, orientation),
        *_likely_sentinels(connection, table, orientation, scores),
        *_repeated_pairs(connection, table),
    )


def _nobody_twice(connection: duckdb.DuckDBPyConnection, table: Canonical) -> list[str]:
    """Say so if probes and references share no person: ids may be written two ways."""
    (n_mated,) = db.one_row(connection, f"SELECT count_if(mated) FROM ({table.sql})")
    if n_mated:
        return []
    (n_both,) = db.one_row(
        connection,
        f"SELECT count(*) FROM (SELECT probe_subject FROM ({table.sql}) "
        f"INTERSECT SELECT reference_subject FROM ({table.sql}))",
    )
    if n_both:
        return []
    return [
        (
            "No person is on both sides: no probe has the same subject as a "
            "reference. If some should, their ids may be written in two ways."
        )
    ]


def _unseen_sentinels(
    connection: duckdb.DuckDBPyConnection,
    parts: Sequence[Part],
    orientation: Orientation,
) -> list[str]:
    if not orientation.failed_scores:
        return []
    union = " UNION ALL ".join(
        f"SELECT {p.fields['score'].value} AS score FROM {p.staged.relation}"
        for p in parts
    )
    seen = db.one_row(
        connection,
        "SELECT "
        + ", ".join(
            f"count_if(score = {db.number(s)})" for s in orientation.failed_scores
        )
        + f" FROM ({union})",
    )
    return [
        f"We were told that a score of {sentinel:g} means a failure, but no score is "
        f"{sentinel:g}."
        for sentinel, n in zip(orientation.failed_scores, seen, strict=True)
        if n == 0
    ]


def _likely_sentinels(
    connection: duckdb.DuckDBPyConnection,
    table: Canonical,
    orientation: Orientation,
    scores: ScoreSummary,
) -> list[str]:
    """Find a value at either end that repeats, far from all others.

    A failure does not know who is who: it also lowers pairs of one person, or raises
    pairs of two. Scores that are merely capped do not.
    """
    usable = f"(SELECT score, mated FROM ({table.sql}) WHERE isfinite(score))"
    low, high = scores.low, scores.high
    if low is None or high is None or low == high:
        return []
    at_low, at_high = f"score = {db.number(low)}", f"score = {db.number(high)}"
    n_low, odd_low, next_low, n_high, odd_high, next_high = db.one_row(
        connection,
        f"SELECT count_if({at_low}), count_if({at_low} AND mated), "
        f"min(CASE WHEN score > {db.number(low)} THEN score END), "
        f"count_if({at_high}), count_if({at_high} AND NOT mated), "
        f"max(CASE WHEN score < {db.number(high)} THEN score END) FROM {usable}",
    )
    sign = -1 if orientation.lower_is_closer else 1
    return [
        f"{n:,} scores are exactly {sign * end:g}, far from all others. If "
        f"{sign * end:g} means that there was no score, run again with --failed-score "
        f"{sign * end:g}."
        for end, n, odd, nearest, other in (
            (low, n_low, odd_low, next_low, high),
            (high, n_high, odd_high, next_high, low),
        )
        if n >= REPEATS_ENOUGH
        and odd
        and nearest != other
        and abs(nearest - end) >= FAR_AWAY * abs(other - nearest)
    ]


def _repeated_pairs(
    connection: duckdb.DuckDBPyConnection, table: Canonical
) -> list[str]:
    if not {"probe_id", "reference_id"} <= set(table.columns):
        return []
    (n,) = db.one_row(
        connection,
        "SELECT coalesce(sum(n - 1), 0) FROM (SELECT count(*) AS n "
        f"FROM ({table.sql}) WHERE probe_id IS NOT NULL AND reference_id IS NOT NULL "
        "GROUP BY probe_id, reference_id HAVING count(*) > 1)",
    )
    if not n:
        return []
    return [
        (
            f"{plural(int(n), 'row')} {'repeats' if n == 1 else 'repeat'} a pair of probe "
            "and reference that an earlier row has. Rows that stand there twice make a "
            "rate look surer than it is."
        )
    ]


def _two(first: float, second: float) -> str:
    """Return two figures with as many digits as show that they differ."""
    for digits in range(2, 18):
        a, b = (f"{x:.{digits}g}" for x in (first, second))
        if a != b or math.isclose(first, second, rel_tol=0, abs_tol=0):
            return f"{a} against {b}"
    return f"{first!r} against {second!r}"
