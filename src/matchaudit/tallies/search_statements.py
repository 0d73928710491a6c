"""The SQL texts of the tally of searches.

``log`` is the log with what is derived from each row, ``searches`` the log without nil
returns. Flags are 0 or 1 and never null. A case is known by the 64-bit hash of its
pseudonym, which is quicker to group by.
"""
# No text of a user gets into a statement unquoted: names of columns are those of the
# schema, values pass through ``quoted`` or ``number``.
# ruff: noqa: S608

from collections.abc import Sequence

from matchaudit.records.table import LATEST, SOURCE_FILE, SOURCE_ROW, Table
from matchaudit.tallies.search_counts import NOT_RECORDED
from matchaudit.tallies.statements import number, quoted

UTC = "UTC"

LONGEST_PERIOD = 40
"""Days; a date that is less exact than this has no month."""

# What is read in any case, and what stands for a column that the log does not have.
_READ = {
    "nil_return": "FALSE",
    "agency": "CAST(NULL AS VARCHAR)",
    "operator": "CAST(NULL AS VARCHAR)",
    "case_ref": "CAST(NULL AS VARCHAR)",
    "outcome": "CAST(NULL AS VARCHAR)",
    "candidates": "CAST(NULL AS BIGINT)",
    "verification_sample": "FALSE",
}
_COUNTS = ", ".join(
    f"CAST(sum({flag}) AS BIGINT) AS {flag}"
    for flag in ("returned", "not_returned", "checked", "wrong")
)
_MISSING = quoted(NOT_RECORDED)


def named(column: str) -> str:
    """Return a column's name as a statement needs it: one is a word of SQL."""
    return f'"{column}"'


def known_zone(zone: str) -> str:
    """Return the statement for how many time zones have a name."""
    return (
        f"SELECT count(*) AS found FROM pg_timezone_names() WHERE name = {quoted(zone)}"
    )


def log(table: Table, kept: Sequence[str], *, zone: str = UTC, key: bool = True) -> str:
    """Return the one SELECT over the records that all others read.

    Its ``instant`` is what the clocks of ``zone`` show in the middle of the date. With
    ``key`` a case goes by its ``case_key``, else by its pseudonym.
    """
    has = {*table.columns, SOURCE_FILE, SOURCE_ROW}
    read = [
        named(name) if name in has else f"{otherwise} AS {name}"
        for name, otherwise in _READ.items()
    ]
    read += [named(name) for name in kept if name in has and name not in _READ]
    first, last = "epoch_us(searched_at)", f"epoch_us(searched_at{LATEST})"
    # The middle of a day is on that day, wherever the agency's clock stands.
    middle = (
        f"CASE WHEN {last} - {first} < {LONGEST_PERIOD * 86_400_000_000} "
        f"THEN make_timestamp({first} + ({last} - {first}) // 2) END"
    )
    local = "middle"
    if zone != UTC:
        local = f"timezone({quoted(zone)}, timezone({quoted(UTC)}, middle))"
    checked = "coalesce(outcome IN ('confirmed', 'refuted'), FALSE)"
    returned = f"({checked} OR coalesce(candidates > 0, outcome IS NOT NULL))"
    none = "coalesce(candidates = 0, FALSE)"
    flags = {
        "nil": "coalesce(nil_return, FALSE)",
        "checked": checked,
        "wrong": "coalesce(outcome = 'refuted', FALSE)",
        "returned": returned,
        "not_returned": f"{none} AND NOT {checked}",
        "contradicts": f"{none} AND {checked}",
        "drawn": f"coalesce(verification_sample, FALSE) AND {returned}",
    }
    derived = ", ".join(f"CAST({sql} AS TINYINT) AS {n}" for n, sql in flags.items())
    case_key = "CASE WHEN case_ref IS NOT NULL THEN hash(case_ref) END AS case_key"
    left_out, keyed = ("case_ref, middle", f", {case_key}") if key else ("middle", "")
    return (
        f"SELECT * EXCLUDE ({left_out}), {derived}, {local} AS instant{keyed} "
        f"FROM (SELECT {', '.join(read)}, {middle} AS middle "
        f"FROM ({table.sql}) AS records) AS plain"
    )


def searches() -> str:
    """Return the statement that leaves out nil returns."""
    return "SELECT * FROM log WHERE nil = 0"


def totals() -> str:
    """Return the statement for what concerns the whole log, in one row."""
    return (
        "SELECT CAST(coalesce(sum(nil), 0) AS BIGINT) AS nil_returns, "
        "CAST(coalesce(sum(CASE WHEN instant IS NULL THEN 1 - nil ELSE 0 END), 0) "
        "AS BIGINT) AS undated, "
        "CAST(coalesce(sum(contradicts * (1 - nil)), 0) AS BIGINT) AS contradictions "
        "FROM log"
    )


def counts() -> str:
    """Return the statement for the counts of all searches; no row if there is none."""
    return f"SELECT count(*) AS searches, {_COUNTS} FROM searches HAVING count(*) > 0"


def counts_by(column: str, *, missing: bool = True) -> str:
    """Return the statement for counts by the values of a column, in order."""
    name = named(column)
    where = "" if missing else f"WHERE {name} IS NOT NULL "
    # Grouped by the label, so that a value that reads like it is not lost.
    return (
        f"SELECT coalesce(CAST({name} AS VARCHAR), {_MISSING}) AS label, "
        f"count(*) AS searches, {_COUNTS} FROM searches {where}GROUP BY label "
        f"ORDER BY label = {_MISSING}, label"
    )


def periods(*, weekly: bool) -> str:
    """Return the statement for searches and nil returns by agency and period."""
    period = (  # 1970-01-01 was a Thursday: three days on from a Monday
        "floor((epoch(instant) + 259200) / 604800)"
        if weekly
        else "year(instant) * 12 + month(instant) - 1"
    )
    return (
        f"SELECT coalesce(agency, {_MISSING}) AS agency, "
        f"CAST({period} AS BIGINT) AS period, "
        "CAST(sum(1 - nil) AS BIGINT) AS searches, "
        "CAST(sum((1 - nil) * returned) AS BIGINT) AS returned, "
        "CAST(sum(nil) AS BIGINT) AS nil_returns "
        "FROM log WHERE instant IS NOT NULL GROUP BY 1, 2 ORDER BY 1, 2"
    )


def returned_by(column: str) -> str:
    """Return the statement for how many units have so many searches and candidates.

    A search of no recorded unit is a unit of its own.
    """
    known = "FROM searches WHERE returned + not_returned > 0 AND"
    return (
        "SELECT trials, events, CAST(sum(times) AS BIGINT) AS times FROM ("
        "SELECT trials, events, count(*) AS times FROM (SELECT count(*) AS trials, "
        f"CAST(sum(returned) AS BIGINT) AS events {known} {column} IS NOT NULL "
        f"GROUP BY {column}) AS units GROUP BY trials, events UNION ALL "
        "SELECT 1 AS trials, CAST(returned AS BIGINT) AS events, count(*) AS times "
        f"{known} {column} IS NULL GROUP BY returned"
        ") AS kinds GROUP BY trials, events ORDER BY trials, events"
    )


def cells_of_case(source: str, *, stratum: str, checked: str, events: str) -> str:
    """Return the statement for the counts of each case in each stratum."""
    return (
        "SELECT case_key, stratum, count(*) AS trials, "
        "CAST(sum(checked) AS BIGINT) AS checked, "
        "CAST(sum(events) AS BIGINT) AS events FROM ("
        f"SELECT case_key, {stratum} AS stratum, {checked} AS checked, "
        f"{events} AS events FROM {source} WHERE case_key IS NOT NULL) AS items "
        "GROUP BY case_key, stratum"
    )


def kinds_of_case() -> str:
    """Return the statement for cases with the same cells: one of them, and how many.

    Cells are compared by the sum of their 64-bit hashes, which is quick; among a
    million kinds two would share one by chance about once in ten million logs.
    """
    return (
        "SELECT min(case_key) AS case_key, count(*) AS times, "
        "row_number() OVER (ORDER BY cells) - 1 AS kind FROM ("
        "SELECT case_key, sum(hash(stratum, trials, checked, events)) AS cells "
        "FROM cells GROUP BY case_key) AS cases GROUP BY cells"
    )


def lines_of_kind() -> str:
    """Return the statement for the cells of each kind of case."""
    return (
        "SELECT kind, times, stratum, trials, checked, events "
        "FROM cells JOIN kinds USING (case_key) ORDER BY kind, stratum"
    )


def cells_without_case(source: str, *, stratum: str, checked: str, events: str) -> str:
    """Return the statement for candidates of no recorded case: each is one of its own."""
    return (
        "SELECT stratum, checked, events, count(*) AS times FROM ("
        f"SELECT {stratum} AS stratum, {checked} AS checked, {events} AS events "
        f"FROM {source} WHERE case_key IS NULL) AS items "
        "GROUP BY stratum, checked, events ORDER BY stratum, checked, events"
    )


def score_edges(column: str, bands: int) -> str:
    """Return the statement for the scores that part candidates into equal bands."""
    edges = ", ".join(
        f"quantile_disc({named(column)}, {k / bands!r}) AS edge_{k}"
        for k in range(1, bands)
    )
    return (
        f"SELECT {edges} FROM searches "
        f"WHERE returned = 1 AND {named(column)} IS NOT NULL HAVING count(*) > 0"
    )


def stratum_label(columns: Sequence[str], edges: Sequence[float], score: str) -> str:
    """Return the expression for the name of a candidate's stratum."""
    parts = []
    for column in columns:
        value = f"CAST({named(column)} AS VARCHAR)"
        if column == score:
            bands = [
                f"WHEN {named(column)} <= {number(edge)} THEN 'band {k}'"
                for k, edge in enumerate(edges, 1)
            ]
            last = f"WHEN {named(column)} IS NOT NULL THEN 'band {len(edges) + 1}'"
            value = f"CASE {' '.join([*bands, last])} END"
        parts.append(f"{quoted(column + ' ')} || coalesce({value}, {_MISSING})")
    return " || ', ' || ".join(parts)


def stratum_codes(label: str) -> str:
    """Return the statement for the strata of all candidates, from 0, by name."""
    return (
        "SELECT label, CAST(row_number() OVER (ORDER BY label) - 1 AS BIGINT) AS code "
        f"FROM (SELECT DISTINCT {label} AS label FROM searches WHERE returned = 1) "
        "AS labels"
    )


def candidates_in_strata(label: str) -> str:
    """Return the statement for candidates with the code of their stratum."""
    return (
        "SELECT case_key, code, checked, wrong FROM (SELECT case_key, checked, wrong, "
        f"{label} AS label FROM searches WHERE returned = 1) AS items "
        "JOIN stratum_codes USING (label)"
    )
