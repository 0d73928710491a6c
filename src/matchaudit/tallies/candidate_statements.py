"""The SQL texts of the tally of candidates.

``listed`` is the records with what is derived from each row, ``lists`` one row a
search. A pseudonym is known by its 64-bit hash, which is quicker to group by; the
pseudonyms themselves stay behind.
"""
# No text of a user gets into a statement unquoted: names of columns are those of the
# schema, values pass through ``quoted`` or ``number``.
# ruff: noqa: S608

import itertools
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from matchaudit.records.table import SOURCE_FILE, SOURCE_ROW, Table
from matchaudit.tallies.statements import number, quoted

LABELS = ("system", "gallery")
SIZE = "gallery_size"
COVARIATES = ("probe_group", "probe_mask", "probe_capture", "probe_visible_fraction")
OF_A_SEARCH = (
    *("enrolled", "failed", "probe_subject", SIZE, *LABELS),
    *("threshold", "list_length", *COVARIATES),
)
"""Columns that describe a search, and so say the same in each of its rows."""

_TYPES = {
    **dict.fromkeys(("enrolled", "failed", "mate"), "BOOLEAN"),
    **dict.fromkeys(("threshold", "probe_visible_fraction"), "DOUBLE"),
    **dict.fromkeys((SIZE, "list_length"), "BIGINT"),
}


@dataclass(frozen=True, slots=True)
class Coding:
    """A covariate as small integers: the SQL expression, and the labels by code."""

    column: str
    code: str
    labels: tuple[str, ...]


def records(table: Table) -> str:
    """Return the SELECT that gives a table every column that may be there."""
    has = set(table.columns)
    optional = [*OF_A_SEARCH, "mate", "candidate_subject"]
    columns = [
        name
        if name in has
        else f"CAST(NULL AS {_TYPES.get(name, 'VARCHAR')}) AS {name}"
        for name in optional
    ]
    return (
        f"SELECT {SOURCE_FILE}, {SOURCE_ROW}, search_id, rank, score, "
        f"{', '.join(columns)} FROM ({table.sql}) AS given"
    )


def populations() -> str:
    """Return the statement for every gallery that was searched, in order.

    What is not recorded is an empty text, or a size of 0.
    """
    labels = ", ".join(f"coalesce({name}, '') AS {name}" for name in LABELS)
    return (
        f"SELECT DISTINCT {labels}, coalesce({SIZE}, 0) AS {SIZE} FROM records "
        f"ORDER BY {', '.join((*LABELS, SIZE))}"
    )


def values_of(column: str) -> str:
    """Return the statement for the distinct values of a covariate."""
    return (
        f"SELECT DISTINCT CAST({column} AS VARCHAR) AS label FROM records "
        f"WHERE {column} IS NOT NULL ORDER BY 1"
    )


def listed(
    populations_: Sequence[dict[str, str | int]], codings: Sequence[Coding]
) -> str:
    """Return the SELECT that derives from each row what all others read.

    A candidate is the mate if the row says so, or else if both subjects are the same.
    """
    of_population = " ".join(
        f"WHEN {' AND '.join(_equal(k, p.get(k)) for k in (*LABELS, SIZE))} THEN {code}"
        for code, p in enumerate(populations_)
    )
    facts = ", ".join(
        "coalesce(failed, FALSE)" if name == "failed" else name for name in OF_A_SEARCH
    )
    dimensions = "".join(
        f", CAST({coding.code} AS SMALLINT) AS d{k}" for k, coding in enumerate(codings)
    )
    return (
        "SELECT hash(search_id) AS search, search_id, rank, score, enrolled, "
        f"coalesce(failed, FALSE) AS failed, CASE {of_population} END AS population, "
        "CASE WHEN probe_subject IS NOT NULL THEN hash(probe_subject) END AS subject, "
        "CASE WHEN candidate_subject IS NOT NULL THEN hash(candidate_subject) END "
        "AS candidate, "
        "coalesce(mate, probe_subject = candidate_subject, FALSE) AS is_mate, "
        "coalesce(mate <> (probe_subject = candidate_subject), FALSE) AS contradicts, "
        f"threshold, list_length, hash({facts}) AS facts, {SOURCE_FILE}, "
        f"{SOURCE_ROW}{dimensions} FROM records"
    )


def lists(thresholds: Sequence[float], n_dimensions: int) -> str:
    """Return the statement for one row a search.

    Where the mate is on the list more than once, its best rank counts.
    """
    wrong = "NOT is_mate AND rank IS NOT NULL"
    above = "".join(
        f", CAST(sum(CASE WHEN {wrong} AND score >= {number(t)} THEN 1 ELSE 0 END) "
        f"AS INTEGER) AS wrong_{k}"
        for k, t in enumerate(thresholds)
    )
    dimensions = "".join(f", max(d{k}) AS d{k}" for k in range(n_dimensions))
    return (
        "SELECT search, CAST(max(population) AS SMALLINT) AS population, "
        "max(subject) AS subject, max(enrolled) AS enrolled, bool_or(failed) AS failed, "
        "max(threshold) AS threshold, max(list_length) AS list_length, "
        "min(facts) <> max(facts) AS differs, bool_or(contradicts) AS contradicts, "
        "CAST(count(*) AS INTEGER) AS n_rows, CAST(count(rank) AS INTEGER) AS n_ranks, "
        "CAST(count(score) AS INTEGER) AS n_scores, "
        "bool_or((rank IS NULL) <> (score IS NULL)) AS halves, "
        "CAST(min(rank) AS BIGINT) AS first_rank, CAST(max(rank) AS BIGINT) AS last_rank, "
        "sum(rank) AS ranks_1, sum(rank * rank) AS ranks_2, "
        "CAST(sum(CASE WHEN is_mate THEN 1 ELSE 0 END) AS INTEGER) AS n_mates, "
        "min(CASE WHEN is_mate THEN candidate END) "
        "<> max(CASE WHEN is_mate THEN candidate END) AS two_mates, "
        "min(CASE WHEN is_mate THEN rank END) AS mate_rank, "
        "arg_min(score, CASE WHEN is_mate THEN rank END) AS mate_score, "
        f"CAST(sum(CASE WHEN {wrong} THEN 1 ELSE 0 END) AS INTEGER) AS wrong, "
        f"max(CASE WHEN {wrong} THEN score END) AS top_score, "
        f"arg_min(candidate, CASE WHEN {wrong} THEN rank END) AS top_candidate, "
        "arg_min(score, rank) AS first_score, arg_max(score, rank) AS last_score, "
        "max(score) AS highest, min(score) AS lowest"
        f"{above}{dimensions} FROM listed GROUP BY search"
    )


def counts(names: Collection[str]) -> str:
    """Return the statement for how many searches show each fault, in one row."""
    parts = ", ".join(
        f"CAST(coalesce(sum(CASE WHEN {FAULTS[name]} THEN 1 ELSE 0 END), 0) AS BIGINT) "
        f'AS "{name}"'
        for name in names
    )
    return f"SELECT {parts} FROM lists"


_IN_ORDER = (
    "last_rank = n_ranks AND ranks_1 = n_ranks * (CAST(n_ranks AS HUGEINT) + 1) / 2 "
    "AND ranks_2 = n_ranks * (CAST(n_ranks AS HUGEINT) + 1) * (2 * n_ranks + 1) / 6"
)

FAULTS = {
    "halves": "halves",
    "mixed": "n_ranks > 0 AND n_ranks < n_rows",
    "repeated": "n_ranks = 0 AND n_rows > 1",
    "differs": "differs",
    "contradicts": "contradicts",
    "not_in_order": f"n_ranks > 0 AND NOT ({_IN_ORDER})",
    "no_first": "first_rank > 1",
    "two_mates": "coalesce(two_mates, FALSE)",
    "more_mates": "n_mates > 1",
    "mate_of_nobody": "n_mates > 0 AND NOT enrolled",
    "failed_with_list": "failed AND n_ranks > 0",
    "beyond_length": "last_rank > list_length",
    "below_threshold": "lowest < threshold",
    "falling": "last_score < first_score",
    "rising": "last_score > first_score",
    "unsorted": "first_score < highest OR last_score > lowest",
    "not_recorded": "enrolled IS NULL",
    "no_subject": "subject IS NULL",
}
"""Conditions on one search, by the fault's name."""


def first_with(fault: str) -> str:
    """Return the statement for the rows of the first search that shows a fault."""
    return (
        f"SELECT {SOURCE_FILE} AS file, {SOURCE_ROW} AS row_number, search_id, "
        "coalesce(rank, 0) AS rank, rank IS NULL AS no_rank, score IS NULL AS no_score, "
        "is_mate, contradicts FROM listed WHERE search = "
        "(SELECT search FROM listed WHERE search IN "
        f"(SELECT search FROM lists WHERE {FAULTS[fault]}) "
        f"ORDER BY {SOURCE_FILE}, {SOURCE_ROW} LIMIT 1) "
        f"ORDER BY {SOURCE_FILE}, {SOURCE_ROW}"
    )


def first_repeat() -> str:
    """Return the statement for the first rank that stands twice in a search.

    A place is a file, a tab and a row, with zeros in front so that places sort.
    """
    place = f"({SOURCE_FILE} || chr(9) || lpad(CAST({SOURCE_ROW} AS VARCHAR), 18, '0'))"
    return (
        f"SELECT search_id, rank, min({place}) AS first_place, max({place}) AS last_place, "
        "count(*) OVER () AS n FROM listed WHERE search IN "
        f"(SELECT search FROM lists WHERE {FAULTS['not_in_order']}) "
        "GROUP BY search_id, rank HAVING count(*) > 1 "
        "ORDER BY first_place LIMIT 1"
    )


def columns_that_differ(search_id: str) -> str:
    """Return the statement for how many values a search has in each column, in one row."""
    parts = ", ".join(
        f"count(DISTINCT coalesce(CAST({name} AS VARCHAR), '')) AS {name}"
        for name in OF_A_SEARCH
    )
    return f"SELECT {parts} FROM records WHERE search_id = {quoted(search_id)}"


def recurring(thresholds: Sequence[float], dimension: int | None) -> str:
    """Return how much candidates recur in lists without a mate.

    With C the times that a person was returned, the sum of ``C**2 - C`` and that of its
    square: by population, by the code of a dimension, for lists as returned and at each
    threshold.
    """
    code = "CAST(0 AS SMALLINT)" if dimension is None else f"d{dimension}"
    times = "count(*) AS c" + "".join(
        f", sum(CASE WHEN score >= {number(t)} THEN 1 ELSE 0 END) AS c_{k}"
        for k, t in enumerate(thresholds)
    )
    names = ["c", *(f"c_{k}" for k in range(len(thresholds)))]
    pairs = {c: f"CAST({c} * ({c} - 1) AS DOUBLE)" for c in names}
    sums = ", ".join(
        f"sum({pair}) AS {c}, sum({pair} * {pair}) AS {c}_squares"
        for c, pair in pairs.items()
    )
    return (
        f"SELECT population, code, {sums} FROM (SELECT population, {code} AS code, "
        f"{times} FROM listed WHERE rank IS NOT NULL AND NOT is_mate AND NOT enrolled "
        f"AND candidate IS NOT NULL GROUP BY population, {code}, candidate) AS people "
        "GROUP BY population, code ORDER BY population, code"
    )


def listing(n_dimensions: int, n_thresholds: int) -> str:
    """Return the statement for the lists, without nulls."""
    none = number(float("-inf"))
    further = [f"wrong_{k}" for k in range(n_thresholds)]
    further += [f"d{k}" for k in range(n_dimensions)]
    return (
        "SELECT population, coalesce(subject, search) AS subject, "
        "CAST(CASE WHEN enrolled THEN 1 WHEN NOT enrolled THEN 0 ELSE -1 END AS TINYINT) "
        "AS enrolled, failed, n_ranks AS candidates, wrong, "
        f"coalesce(top_score, {none}) AS top_score, "
        "coalesce(top_candidate, 0) AS top_candidate, "
        "CAST(coalesce(mate_rank, 0) AS INTEGER) AS mate_rank, "
        f"coalesce(mate_score, {none}) AS mate_score"
        f"{''.join(', ' + name for name in further)} FROM lists ORDER BY search"
    )


def limits() -> str:
    """Return the statement for where the lists of each population end."""
    return (
        "SELECT population, "
        f"coalesce(max(threshold), {number(float('-inf'))}) AS threshold, "
        "CAST(count(threshold) AS BIGINT) AS n_thresholds, "
        "CAST(count(DISTINCT threshold) AS BIGINT) AS distinct_thresholds, "
        "CAST(coalesce(min(list_length), 0) AS BIGINT) AS shortest_allowed, "
        "CAST(count(list_length) AS BIGINT) AS n_lengths, "
        "CAST(coalesce(max(n_ranks), 0) AS BIGINT) AS longest, "
        "CAST(coalesce(min(CASE WHEN NOT failed THEN n_ranks END), 0) AS BIGINT) "
        "AS shortest, "
        f"coalesce(min(lowest), {number(float('-inf'))}) AS lowest, "
        "count(*) AS searches FROM lists GROUP BY population ORDER BY population"
    )


def listed_coding(column: str, values: Sequence[str], missing: str) -> Coding:
    """Return the coding of a covariate of words."""
    labels = tuple(sorted({*values, missing}))
    branches = " ".join(
        f"WHEN {quoted(value)} THEN {labels.index(value)}" for value in values
    )
    otherwise = labels.index(missing)
    code = (
        f"CASE {column} {branches} ELSE {otherwise} END" if values else f"{otherwise}"
    )
    return Coding(column, code, labels)


def binned_coding(column: str, edges: Sequence[float], missing: str) -> Coding:
    """Return the coding of a covariate that is a number, by bins; the last is closed."""
    inner = tuple(f"{a:g} to {b:g}" for a, b in itertools.pairwise(edges))
    labels = (f"below {edges[0]:g}", *inner, f"above {edges[-1]:g}", missing)
    branches = [f"WHEN {column} IS NULL THEN {len(labels) - 1}"]
    branches += [
        f"WHEN {column} < {number(edge)} THEN {k}" for k, edge in enumerate(edges[:-1])
    ]
    branches.append(f"WHEN {column} <= {number(edges[-1])} THEN {len(inner)}")
    code = f"CASE {' '.join(branches)} ELSE {len(inner) + 1} END"
    return Coding(column, code, labels)


def _equal(column: str, value: str | int | None) -> str:
    if not value:
        return f"{column} IS NULL"
    return f"{column} = {quoted(value) if isinstance(value, str) else value}"
