"""Four answers to every rule, counted over a table of searches or deployments.

The conditions come as SQL that ``usage.rules`` wrote from its own tree; here they are
run, on a connection that can read the table's own files and nothing else, within limits
of memory and time.
"""

import math
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from matchaudit.records.table import SOURCE_FILE, SOURCE_ROW, Table
from matchaudit.tallies import rule_statements as statements
from matchaudit.tallies.engine import Columns, Engine
from matchaudit.tallies.guarded import GuardedEngine

MOST_BREAKS, MOST_UNKNOWN = 10_000, 1_000
"""How many records are named for a rule: of those that break it, and cannot tell."""

_MORE_THAN_ENOUGH = 1.5
"""How many of the records to be named are looked for at the head of a large file."""

MEETS, BREAKS, CANNOT_TELL, DOES_NOT_APPLY = range(4)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordQuery:
    """One rule over single records.

    Attributes
    ----------
    rule : str
    applies, holds : str
        SQL over one record that is true, false or NULL (cannot tell).
    causes : mapping of str to str
        Why it may be that a record cannot tell: a name, and SQL that is true (never
        NULL) for a record where that is so.
    """

    rule: str
    applies: str
    holds: str
    causes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupQuery:
    """One rule over groups of records.

    Attributes
    ----------
    rule : str
    applies : str
        SQL as in `RecordQuery`.
    keys : mapping of str to str
        What the groups are made by: a name, and SQL; NULL where it is not known.
    share_where : str or None
        SQL that is true, false or NULL; or else ...
    of, out_of : str or None
        ... SQL for two counts, whose sums are compared.
    """

    rule: str
    applies: str
    keys: Mapping[str, str]
    share_where: str | None = None
    of: str | None = None
    out_of: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleQueries:
    """All rules that are run over one table.

    Attributes
    ----------
    records : tuple of RecordQuery
    groups : tuple of GroupQuery
    grave : frozenset of str
        Rules of high severity.
    identity : str or None
        The column that names a record, where the table has one.
    left_out : str or None
        SQL that is true for a row that is no record, such as a nil return.
    """

    records: tuple[RecordQuery, ...] = ()
    groups: tuple[GroupQuery, ...] = ()
    grave: frozenset[str] = frozenset()
    identity: str | None = None
    left_out: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """How many records, or groups, give each answer; they add up to all of them.

    Examples
    --------
    >>> found = Answers(meets=3, breaks=1, cannot_tell=0, does_not_apply=6)
    >>> found.n, found.asked
    (10, 4)
    """

    meets: int = 0
    breaks: int = 0
    cannot_tell: int = 0
    does_not_apply: int = 0

    @property
    def n(self) -> int:
        """All of them."""
        return self.asked + self.does_not_apply

    @property
    def asked(self) -> int:
        """Those to which the rule applies, or of which that cannot be told."""
        return self.meets + self.breaks + self.cannot_tell


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """Records that gave an answer, in the order of the files.

    Attributes
    ----------
    rule : str
    answer : {"breaks", "cannot_tell"}
    file : tuple of str
    row : tuple of int
        The row as a spreadsheet counts it.
    identity : tuple of str
        What names the record, or an empty text.
    """

    rule: str
    answer: str
    file: tuple[str, ...]
    row: tuple[int, ...]
    identity: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupTally:
    """What was counted in one group of records.

    Attributes
    ----------
    key : tuple of str, or None
        What makes the group; None gathers the records whose group is not known.
    sure, maybe : int
        Records to which the rule applies; those of which that cannot be told.
    true, unknown, maybe_true, maybe_unknown : int
        Of either, those for which ``share_where`` is true, and cannot be told.
    of, out_of : int
        Sums of the two counts over records that have both.
    lacking : int
        Records that may count and have not both.
    """

    key: tuple[str, ...] | None
    sure: int
    maybe: int
    true: int = 0
    unknown: int = 0
    maybe_true: int = 0
    maybe_unknown: int = 0
    of: int = 0
    out_of: int = 0
    lacking: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleTally:
    """What a table says of the rules.

    Attributes
    ----------
    kind : str
    columns : tuple of str
        The fields that the table has.
    n_records : int
        Without rows that are no records.
    left_out : int
        Rows that are no records, such as nil returns.
    answers : mapping of str to Answers
        By rule, for rules over single records.
    causes : mapping of str to mapping of str to int
        By rule: of the records that cannot tell, how many lack what.
    groups : mapping of str to tuple of GroupTally
        By rule, for rules over groups.
    broke_any, broke_grave : int
        Records that broke at least one rule; at least one of high severity.
    named : tuple of Named
    """

    kind: str
    columns: tuple[str, ...] = ()
    n_records: int
    left_out: int = 0
    answers: Mapping[str, Answers] = field(default_factory=dict)
    causes: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    groups: Mapping[str, tuple[GroupTally, ...]] = field(default_factory=dict)
    broke_any: int = 0
    broke_grave: int = 0
    named: tuple[Named, ...] = ()


def tally_rules(
    table: Table, queries: RuleQueries, *, engine: Engine | None = None
) -> RuleTally:
    """Count the answers of a table to rules.

    Parameters
    ----------
    table : Table
        Of searches or deployments.
    queries : RuleQueries
        As ``usage.rules.rule_queries`` makes them for the table's columns.
    engine : Engine, optional
        By default a database that can read the table's own files and nothing else.

    Returns
    -------
    RuleTally

    Raises
    ------
    InputError
        E19 if it takes more time or memory than is allowed.
    """
    with _engine(table, engine) as running:
        running.view("all_rows", table.sql)
        rest = f"NOT coalesce({queries.left_out}, FALSE)" if queries.left_out else ""
        running.view("records", statements.records(rest))
        n_all = int(running.columns(statements.row_count("all_rows"))["n"][0])
        found = _tally_records(running, queries)
        return RuleTally(
            kind=table.kind,
            columns=table.columns,
            n_records=found.n,
            left_out=n_all - found.n,
            answers=found.answers,
            causes=_causes(running, queries, found),
            groups={q.rule: _groups(running, q) for q in queries.groups},
            broke_any=found.broke_any,
            broke_grave=found.broke_grave,
            named=tuple(_named(running, queries, found)),
        )


@contextmanager
def _engine(table: Table, given: Engine | None) -> Iterator[Engine]:
    if given is not None:
        yield given
        return
    with GuardedEngine(table) as engine:
        yield engine


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """Counts over the kept table of answers, and the places of causes in it.

    ``last_row`` is known if all records are of one file.
    """

    n: int
    answers: Mapping[str, Answers]
    broke_any: int
    broke_grave: int
    causes: Mapping[str, str]
    last_row: int | None


def _tally_records(engine: Engine, queries: RuleQueries) -> _Found:
    """Keep one row of answers for each record, and count them."""
    each = [cause for q in queries.records for cause in q.causes.values()]
    causes = {sql: f"c{i}" for i, sql in enumerate(dict.fromkeys(each))}
    codes = [statements.answer(q.applies, q.holds) for q in queries.records]
    identity = queries.identity
    engine.keep("answers", statements.answers(codes, causes, identity=identity))
    grave = [q.rule in queries.grave for q in queries.records]
    row = engine.columns(statements.counts(len(codes), grave))
    n = int(row["n"][0])
    answers = {}
    for i, query in enumerate(queries.records):
        meets, breaks, aside = (int(row[f"{x}{i}"][0]) for x in "mbx")
        answers[query.rule] = Answers(
            meets=meets,
            breaks=breaks,
            cannot_tell=n - meets - breaks - aside,
            does_not_apply=aside,
        )
    return _Found(
        n=n,
        answers=answers,
        broke_any=int(row["broke_any"][0]),
        broke_grave=int(row["broke_grave"][0]),
        causes=causes,
        last_row=int(row["last_row"][0]) if n and row["one_file"][0] else None,
    )


def _causes(
    engine: Engine, queries: RuleQueries, found: _Found
) -> dict[str, dict[str, int]]:
    """Count what the records lack that cannot tell."""
    wanted = [
        (i, query.rule, name, found.causes[sql])
        for i, query in enumerate(queries.records)
        if found.answers[query.rule].cannot_tell
        for name, sql in query.causes.items()
    ]
    if not wanted:
        return {}
    row = engine.columns(statements.cause_counts([(i, c) for i, _, _, c in wanted]))
    counted: dict[str, dict[str, int]] = {}
    for k, (_, rule, name, _) in enumerate(wanted):
        counted.setdefault(rule, {})[name] = int(row[f"n{k}"][0])
    return counted


def _named(engine: Engine, queries: RuleQueries, found: _Found) -> Iterator[Named]:
    """Name the records behind the answers, at most as many as are of use."""
    for i, query in enumerate(queries.records):
        counts = found.answers[query.rule]
        for answer, code, n, most in (
            ("breaks", BREAKS, counts.breaks, MOST_BREAKS),
            ("cannot_tell", CANNOT_TELL, counts.cannot_tell, MOST_UNKNOWN),
        ):
            if n == 0:
                continue
            rows = _first_that(engine, (i, code), n, most, found.last_row)
            yield Named(
                rule=query.rule,
                answer=answer,
                file=tuple(rows[SOURCE_FILE].tolist()),
                row=tuple(rows[SOURCE_ROW].tolist()),
                identity=tuple(rows["identity"].tolist()),
            )


def _first_that(
    engine: Engine, asked: tuple[int, int], n: int, most: int, last_row: int | None
) -> Columns:
    """Return the first ``most`` of ``n`` records that give an answer to a rule.

    Of many in one file the first are almost always at its head. To look there is much
    cheaper than to sort all, and gives the same if it finds enough.
    """
    if last_row is not None and n > most:
        head = math.ceil(last_row * min(_MORE_THAN_ENOUGH * most / n, 1.0))
        rows = engine.columns(statements.records_that(*asked, most=most, up_to=head))
        if len(rows[SOURCE_ROW]) == most:
            return rows
    return engine.columns(statements.records_that(*asked, most=most))


def _groups(engine: Engine, query: GroupQuery) -> tuple[GroupTally, ...]:
    keys = tuple(query.keys.values())
    if query.share_where is not None:
        sql = statements.shares(query.applies, keys, query.share_where)
    else:
        sql = statements.ratios(
            query.applies, keys, (query.of or "", query.out_of or "")
        )
    rows = engine.columns(sql)
    counted = [name for name in rows if name not in {"known", *_key_names(keys)}]
    return tuple(
        GroupTally(
            key=tuple(str(rows[k][i]) for k in _key_names(keys))
            if rows["known"][i]
            else None,
            **{name: int(rows[name][i]) for name in counted},
        )
        for i in range(len(rows["known"]))
    )


def _key_names(keys: tuple[str, ...]) -> list[str]:
    return [f"k{i}" for i in range(len(keys))]
