"""The SQL texts of the tallies: one definition for every engine.

They keep to what DuckDB and Spark SQL share: ``CASE`` and not ``FILTER``, literals as
``CAST('0.7' AS DOUBLE)``, ``floor`` before a cast to an integer (a bare cast rounds in
one engine and truncates in the other). A score that is not usable is NULL in the view
``comparisons``; NaN, which both engines hold to be ``>=`` any number, never gets there.

``key`` is always an SQL expression for the code of the stratum.
"""
# No text of a user gets into a statement unquoted: names of columns are those of the
# schema, values pass through ``quoted`` or ``number``.
# ruff: noqa: S608

from collections.abc import Sequence

from matchaudit.estimation.counts import IntArray
from matchaudit.records.table import ComparisonTable

USABLE = "score IS NOT NULL"
FALSE_MATCH_CANDIDATE = f"{USABLE} AND NOT mated"

# Two steps modulo different primes scatter neighbouring codes; the sums fit 64 bits.
_FIRST_PRIME, _SECOND_PRIME = 2_147_483_647, 1_000_003
_FACTOR, _OFFSET = 48_271, 12_345


def number(value: float) -> str:
    """Return a literal that every engine reads as exactly this double."""
    text = repr(float(value)).replace("inf", "Infinity")
    return f"CAST('{text}' AS DOUBLE)"


def quoted(text: str) -> str:
    """Return a text literal."""
    return "'" + text.replace("'", "''") + "'"


def scattered(code: str) -> str:
    """Return an expression that scatters codes over 0 .. 1,000,002."""
    step = f"((CAST({code} AS BIGINT) * {_FACTOR} + {_OFFSET}) % {_FIRST_PRIME})"
    return f"(({step} * {step}) % {_SECOND_PRIME})"


def scattered_codes(codes: IntArray) -> IntArray:
    """Return what ``scattered`` computes, for an array of codes."""
    step = (codes * _FACTOR + _OFFSET) % _FIRST_PRIME
    return step * step % _SECOND_PRIME


def comparisons(table: ComparisonTable) -> str:
    """Return the one SELECT over the records that all others read."""
    plain = [c for c in table.columns if c not in {"score", "failed"}]
    return (
        f"SELECT {', '.join(plain)}, CASE WHEN failed OR isnan(score) THEN NULL "
        f"ELSE CAST(score AS DOUBLE) END AS score FROM ({table.sql}) AS records"
    )


def values_of(column: str) -> str:
    """Return the statement for the distinct values of a covariate, with nulls marked."""
    return (
        f"SELECT CAST({column} IS NULL AS INTEGER) AS missing, "
        f"coalesce(CAST({column} AS VARCHAR), '') AS label "
        f"FROM comparisons GROUP BY 1, 2 ORDER BY 1, 2"
    )


def score_range(*, finite: bool) -> str:
    """Return the statement for the range of the usable scores, or the finite ones."""
    inside = f"score > {number(float('-inf'))} AND score < {number(float('inf'))}"
    return (
        "SELECT coalesce(min(score), 0) AS low, coalesce(max(score), 0) AS high "
        f"FROM comparisons WHERE {inside if finite else USABLE}"
    )


def histogram(
    key: str | None, *, scale: float, first: float, held: tuple[float, float] | None
) -> str:
    """Return the statement for counts by bin, from 1 up; failures are in bin -1.

    ``held`` are the scaled scores that -inf and inf are brought to, where there are
    any. To leave failures in is quicker than to filter them out.
    """
    scaled = f"score * {number(scale)}"
    if held is not None:  # least and greatest would take a number for a null
        kept = f"least(greatest({scaled}, {number(held[0])}), {number(held[1])})"
        scaled = f"CASE WHEN {USABLE} THEN {kept} END"
    return (
        f"SELECT {f'{key} AS stratum, ' if key else ''}"
        f"coalesce(CAST(floor({scaled}) - {number(first - 1)} AS INTEGER), -1) AS bin, "
        "count(*) AS n, CAST(sum(CAST(mated AS INTEGER)) AS BIGINT) AS n_mated "
        f"FROM comparisons GROUP BY {'1, 2' if key else '1'}"
    )


def scores_within(spans: Sequence[tuple[float, float]]) -> str:
    """Return the statement for the distinct scores inside half-open spans."""
    where = " OR ".join(
        f"(score >= {number(a)} AND score < {number(b)})" for a, b in spans
    )
    # Most scores are below all spans and leave at the first condition.
    lowest = number(min(a for a, _ in spans))
    return (
        "SELECT score, count(*) AS n, "
        "CAST(sum(CAST(mated AS INTEGER)) AS BIGINT) AS n_mated "
        f"FROM comparisons WHERE score >= {lowest} AND ({where}) GROUP BY 1 ORDER BY 1"
    )


def sub_histogram(span: tuple[float, float], *, scale: float, first: float) -> str:
    """Return the statement for finer bins inside one span."""
    scaled = f"floor(score * {number(scale)}) - {number(first)}"
    return (
        f"SELECT CAST({scaled} AS INTEGER) AS bin, count(*) AS n, "
        "CAST(sum(CAST(mated AS INTEGER)) AS BIGINT) AS n_mated "
        f"FROM comparisons WHERE score >= {number(span[0])} "
        f"AND score < {number(span[1])} GROUP BY 1 ORDER BY 1"
    )


def lowest_from(starts: Sequence[float]) -> str:
    """Return the statement for the smallest score at or above each start.

    ``n<i>`` counts those scores: without any, ``s<i>`` means nothing.
    """
    each = [
        f"count(CASE WHEN score >= {number(start)} THEN 1 END) AS n{i}, "
        f"coalesce(min(CASE WHEN score >= {number(start)} THEN score END), 0) AS s{i}"
        for i, start in enumerate(starts)
    ]
    return (
        f"SELECT max(score) AS largest, {', '.join(each)} "
        f"FROM comparisons WHERE {USABLE}"
    )


def level(thresholds: Sequence[float]) -> str:
    """Return an expression for the number of thresholds at or below the score."""
    if not thresholds:
        return "0"
    # Ascending: most scores are low and leave at the first branches.
    branches = " ".join(
        f"WHEN score < {number(t)} THEN {k}" for k, t in enumerate(thresholds)
    )
    return f"CASE {branches} ELSE {len(thresholds)} END"


def margins(key: str, side: str) -> str:
    """Return the statement for comparisons per subject of one side."""
    return (
        f"SELECT {key} AS stratum, {side}_subject AS subject, mated, count(*) AS n, "
        "count(score) AS usable FROM comparisons GROUP BY 1, 2, 3"
    )


def met(key: str, *, side: str, other: str) -> str:
    """Return the statement for the scattered codes of those whom a subject met."""
    return (
        f"SELECT {key} AS stratum, {side}_subject AS subject, "
        f"CAST(sum({scattered(other + '_subject')}) AS BIGINT) AS scattered "
        f"FROM comparisons WHERE {FALSE_MATCH_CANDIDATE} GROUP BY 1, 2"
    )


def samples(side: str) -> str:
    """Return the statement for samples per subject, and those never usable."""
    return (
        "SELECT subject, count(*) AS n, "
        "CAST(sum(CASE WHEN usable = 0 THEN 1 ELSE 0 END) AS BIGINT) AS failed "
        f"FROM (SELECT {side}_subject AS subject, {side}_id AS sample, "
        "count(score) AS usable FROM comparisons GROUP BY 1, 2) AS one "
        "GROUP BY 1 ORDER BY 1"
    )


def mated_levels(key: str, thresholds: Sequence[float]) -> str:
    """Return the statement for mated scores below the highest threshold, by level."""
    return (
        f"SELECT {key} AS stratum, probe_subject AS subject, {level(thresholds)} "
        "AS level, count(*) AS n FROM comparisons "
        f"WHERE {USABLE} AND mated AND score < {number(thresholds[-1])} "
        "GROUP BY 1, 2, 3"
    )


_PAIR = (
    "CAST(least(probe_subject, reference_subject) AS INTEGER) AS low, "
    "CAST(greatest(probe_subject, reference_subject) AS INTEGER) AS high"
)


def event_pairs(key: str, thresholds: Sequence[float]) -> str:
    """Return the statement for non-mated scores at or above the lowest threshold."""
    return (
        f"SELECT CAST({key} AS INTEGER) AS stratum, {_PAIR}, "
        f"CAST({level(thresholds)} AS SMALLINT) AS level, "
        "CAST(count(*) AS INTEGER) AS n FROM comparisons "
        f"WHERE {FALSE_MATCH_CANDIDATE} AND score >= {number(thresholds[0])} "
        "GROUP BY 1, 2, 3, 4"
    )


def pairs(key: str) -> str:
    """Return the statement for usable non-mated comparisons per subject pair."""
    return (
        f"SELECT CAST({key} AS INTEGER) AS stratum, {_PAIR}, "
        "CAST(count(*) AS INTEGER) AS trials FROM comparisons "
        f"WHERE {FALSE_MATCH_CANDIDATE} GROUP BY 1, 2, 3"
    )


def squared_trials() -> str:
    """Return the statement for the sum of squared comparisons over kept pairs."""
    return (
        "SELECT stratum, "
        "CAST(sum(CAST(trials AS BIGINT) * trials) AS BIGINT) AS squared "
        "FROM pairs GROUP BY 1"
    )


def event_count() -> str:
    """Return the statement for the number of rows of the kept event pairs."""
    return "SELECT count(*) AS n FROM event_pairs"


def event_pairs_with_trials() -> str:
    """Return the statement that puts the comparisons of each pair to its events."""
    return (
        "SELECT e.stratum, e.low, e.high, e.level, e.n, p.trials "
        "FROM event_pairs AS e JOIN pairs AS p "
        "ON e.stratum = p.stratum AND e.low = p.low AND e.high = p.high"
    )


def events_per_subject() -> str:
    """Return the statement for events per subject and level, both sides."""
    return (
        "SELECT stratum, subject, level, CAST(sum(n) AS BIGINT) AS n FROM ("
        "SELECT stratum, low AS subject, level, n FROM event_pairs UNION ALL "
        "SELECT stratum, high AS subject, level, n FROM event_pairs) AS sides "
        "GROUP BY 1, 2, 3"
    )


def events_part(name: str, part: int, parts: int) -> str:
    """Return the statement for one part of the event pairs; a pair is never split."""
    return f"SELECT * FROM {name} WHERE low % {parts} = {part}"


def chosen(*, mated: bool, columns: Sequence[str], seed: int, below: int) -> str:
    """Return the statement for the comparisons whose scattered ids fall below a cut."""
    mixed = str(seed % _SECOND_PRIME)
    for column in columns:
        mixed = scattered(f"({mixed} * 1009 + {column})")
    return (
        "SELECT probe_subject, reference_subject, score, place FROM ("
        f"SELECT probe_subject, reference_subject, score, {mixed} AS place "
        f"FROM comparisons WHERE {USABLE} AND {'mated' if mated else 'NOT mated'}"
        f") AS placed WHERE place < {below}"
    )


def usable_counts() -> str:
    """Return the statement for the number of usable comparisons of either kind."""
    return (
        "SELECT count(CASE WHEN mated THEN 1 END) AS n_mated, "
        "count(CASE WHEN NOT mated THEN 1 END) AS n_nonmated "
        f"FROM comparisons WHERE {USABLE}"
    )


def scatter_limit() -> int:
    """Return the number of values that ``scattered`` can take."""
    return _SECOND_PRIME
