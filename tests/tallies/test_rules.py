"""Answers of small tables, and what the database may not do."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matchaudit.errors import InputError
from matchaudit.tallies import GuardedEngine, tally_rules
from matchaudit.tallies import rules as counting
from matchaudit.tallies.rules import Answers, GroupQuery, RecordQuery, RuleQueries
from usage.rules.tables import table_of

TWO = RecordQuery(
    rule="P1",
    applies="urgent",
    holds="(reviewers >= 2)",
    causes={"reviewers": "(reviewers IS NULL)", "urgent": "(urgent IS NULL)"},
)
ROWS: list[dict[str, object]] = [
    {"search_id": "S1", "urgent": True, "reviewers": 2},
    {"search_id": "S2", "urgent": True, "reviewers": 1},
    {"search_id": "S3", "urgent": True, "reviewers": None},
    {"search_id": "S4", "urgent": None, "reviewers": 1},
    {"search_id": "S5", "urgent": False, "reviewers": None},
    {"search_id": "S6", "urgent": True, "reviewers": 0},
]
CONDITIONS = st.sampled_from(
    ["TRUE", "urgent", "(NOT urgent)", "(reviewers >= 2)", "CAST(NULL AS BOOLEAN)"]
)


def test_each_record_gives_one_of_four_answers(tmp_path: Path) -> None:
    tally = tally_rules(
        table_of(tmp_path, ROWS), RuleQueries(records=(TWO,), identity="search_id")
    )

    assert tally.answers["P1"] == Answers(
        meets=1, breaks=2, cannot_tell=2, does_not_apply=1
    )
    assert tally.causes["P1"] == {"reviewers": 1, "urgent": 1}
    assert (tally.n_records, tally.broke_any, tally.broke_grave) == (6, 2, 0)
    breaks, unknown = tally.named
    assert (breaks.answer, breaks.row, breaks.identity) == (
        "breaks",
        (3, 7),
        ("S2", "S6"),
    )
    assert (unknown.answer, unknown.file) == ("cannot_tell", ("log.csv", "log.csv"))


@pytest.mark.parametrize("breaking", [range(20), range(30, 40), [0, 1, 38, 39]])
def test_the_first_of_many_records_are_named_wherever_they_stand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, breaking: Sequence[int]
) -> None:
    monkeypatch.setattr(counting, "MOST_BREAKS", 3)
    rows: list[dict[str, object]] = [
        {"urgent": True, "reviewers": 0 if i in breaking else 2} for i in range(40)
    ]

    tally = tally_rules(table_of(tmp_path, rows), RuleQueries(records=(TWO,)))

    assert tally.answers["P1"].breaks == len(breaking)
    assert tally.named[0].row == tuple(i + 2 for i in breaking[:3])


def test_rows_that_are_no_records_are_left_out(tmp_path: Path) -> None:
    rows: list[dict[str, object]] = [
        *ROWS,
        {"nil_return": True},
        {"nil_return": False, "urgent": False},
    ]
    queries = RuleQueries(records=(TWO,), left_out="nil_return")

    tally = tally_rules(table_of(tmp_path, rows), queries)

    assert (tally.n_records, tally.left_out) == (7, 1)
    assert tally.answers["P1"].n == 7


def test_a_record_that_breaks_two_rules_counts_once(tmp_path: Path) -> None:
    other = RecordQuery(rule="P2", applies="TRUE", holds="(reviewers <> 1)")
    queries = RuleQueries(records=(TWO, other), grave=frozenset({"P2"}))

    tally = tally_rules(table_of(tmp_path, ROWS), queries)

    assert tally.answers["P2"] == Answers(meets=2, breaks=2, cannot_tell=2)
    assert (tally.broke_any, tally.broke_grave) == (3, 2)


def test_groups_count_what_is_known_and_what_is_not(tmp_path: Path) -> None:
    rows: list[dict[str, object]] = [
        {"agency": a, **row} for a, row in zip("AAABBB", ROWS, strict=True)
    ]
    rows.append({"agency": None, "urgent": True, "reviewers": 2})
    query = GroupQuery(
        rule="P1",
        applies="urgent",
        keys={"agency": "agency"},
        share_where="(reviewers >= 2)",
    )

    tally = tally_rules(table_of(tmp_path, rows), RuleQueries(groups=(query,)))

    unknown, first, second = tally.groups["P1"]
    assert (unknown.key, unknown.sure, unknown.true) == (None, 1, 1)
    assert (first.key, first.sure, first.true, first.unknown) == (("A",), 3, 1, 1)
    assert (second.sure, second.maybe, second.maybe_true) == (1, 1, 0)


def test_counts_are_summed_where_both_are_known(tmp_path: Path) -> None:
    rows: list[dict[str, object]] = [
        {"date": "2025-01-01", "false_alerts": 1, "faces_seen": 100},
        {"date": "2025-01-02", "false_alerts": 2, "faces_seen": 300},
        {"date": "2025-02-01", "false_alerts": None, "faces_seen": 300},
    ]
    month = "strftime(date, '%Y-%m')"
    query = GroupQuery(
        rule="P1",
        applies="TRUE",
        keys={"month": month},
        of="false_alerts",
        out_of="faces_seen",
    )

    table = table_of(tmp_path, rows, kind="deployments")
    first, second = tally_rules(table, RuleQueries(groups=(query,))).groups["P1"]

    assert (first.key, first.of, first.out_of, first.lacking) == (
        ("2025-01",),
        3,
        400,
        0,
    )
    assert (second.of, second.out_of, second.lacking) == (0, 0, 1)


def test_a_table_without_records_gives_no_answer(tmp_path: Path) -> None:
    table = table_of(tmp_path, [], columns=("urgent", "reviewers"))

    tally = tally_rules(table, RuleQueries(records=(TWO,)))

    assert tally.answers["P1"] == Answers()
    assert (tally.n_records, tally.named) == (0, ())


@settings(
    deadline=None,
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    rows=st.lists(
        st.fixed_dictionaries(
            {
                "urgent": st.none() | st.booleans(),
                "reviewers": st.none() | st.integers(0, 3),
            }
        ),
        max_size=12,
    ),
    rules=st.lists(st.tuples(CONDITIONS, CONDITIONS), min_size=1, max_size=4),
)
def test_answers_add_up_for_any_rule_and_table(
    tmp_path: Path,
    rows: list[dict[str, object]],
    rules: list[tuple[str, str]],
) -> None:
    records = tuple(
        RecordQuery(rule=f"P{i}", applies=applies, holds=holds)
        for i, (applies, holds) in enumerate(rules)
    )
    table = table_of(tmp_path, rows, columns=("urgent", "reviewers"))

    tally = tally_rules(table, RuleQueries(records=records))

    assert [counts.n for counts in tally.answers.values()] == [len(rows)] * len(rules)
    broke = [counts.breaks for counts in tally.answers.values()]
    assert max(broke) <= tally.broke_any <= min(sum(broke), len(rows))


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM read_text('/etc/hostname')",
        "SELECT * FROM read_parquet('https://example.org/a.parquet')",
        "SELECT * FROM '/etc/passwd'",
        "COPY (SELECT 1) TO '/etc/matchaudit-was-here'",
        "ATTACH '/etc/matchaudit.db'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET enable_external_access = true",
        "SET memory_limit = '64GB'",
    ],
)
def test_the_database_can_do_nothing_but_read_the_table(
    tmp_path: Path, sql: str
) -> None:
    """A second wall: such a text never gets through the first."""
    table = table_of(tmp_path, ROWS)
    with GuardedEngine(table) as engine:
        engine.view("all_rows", table.sql)
        assert engine.columns("SELECT count(*) AS n FROM all_rows")["n"].tolist() == [6]
        with pytest.raises(duckdb.Error):
            engine.columns(sql)


def test_what_takes_too_long_is_stopped_in_words(tmp_path: Path) -> None:
    endless = (
        "SELECT sum(a.range * b.range) AS n FROM range(9999999) a, range(999999) b"
    )
    with (
        GuardedEngine(table_of(tmp_path, ROWS), seconds=0.2) as engine,
        pytest.raises(InputError, match=r"took longer than 0\.2 seconds") as stopped,
    ):
        engine.columns(endless)

    assert stopped.value.problem.code == "E19"


def test_a_table_of_files_outside_the_workspace_can_be_read(tmp_path: Path) -> None:
    (tmp_path / "work").mkdir()
    table = replace(table_of(tmp_path, ROWS), workspace=tmp_path / "work")

    assert tally_rules(table, RuleQueries(records=(TWO,))).n_records == 6
