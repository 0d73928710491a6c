from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from matchaudit.estimation.finding import Curve, Finding
from matchaudit.tallies import RuleTally, tally_rules
from matchaudit.tallies.rules import Answers
from matchaudit.usage.rules import (
    Card,
    Pack,
    Standing,
    built_in_packs,
    in_force_says,
    pack,
    rule_findings,
    rule_queries,
    standings,
)
from matchaudit.usage.rules.wording import answer_says, missing_says
from oracles.reading_grade import reading_grade
from usage.rules.tables import table_of

RULES: list[dict[str, Any]] = [
    {
        "id": "P1",
        "says": "Two people must look at each result.",
        "from": "Order 1",
        "source_url": "https://example.org/order-1",
        "applies_when": "mode = 'still'",
        "must_be_true": "reviewers >= 2",
        "severity": "high",
        "as_read": "part",
        "not_covered": "Whether they were trained.",
    },
    {
        "id": "P2",
        "says": "A warrant must come first.",
        "from": "Order 2",
        "must_be_true": "authority_issued_at <= searched_at",
        "valid": {"from": "2025-01-02", "until": "2025-01-31"},
    },
    {
        "id": "P3",
        "says": "Few searches may be urgent.",
        "from": "Order 3",
        "for_each": ["operator", "month"],
        "share_where": "urgent",
        "at_most": 0.5,
    },
    {
        "id": "P4",
        "says": "Report.",
        "from": "Order 4",
        "needs": "a register of reports.",
    },
    {
        "id": "P5",
        "says": "Not read.",
        "from": "Order 5",
        "must_be_true": "urgent",
        "enabled": False,
        "as_read": "unverified",
    },
    {
        "id": "P6",
        "says": "Short list.",
        "from": "Order 6",
        "kind": "deployments",
        "must_be_true": "watchlist_size <= 2000",
    },
    {
        "id": "P7",
        "says": "Only for grave crimes.",
        "from": "Order 7",
        "must_be_true": "in_list(offence, 'GRAVE') and trial_at is not null",
    },
]
OURS = Pack.model_validate(
    {
        "pack": "ours",
        "title": "Ours",
        "lists": {"GRAVE": {"says": "Grave crimes.", "values": ["arson"]}},
        "rules": RULES,
    }
)
WARRANT, LATER = "2025-01-09", "2025-01-11"
ROWS: list[dict[str, Any]] = [
    {"mode": "still", "reviewers": 2, "authority_issued_at": WARRANT, "urgent": True},
    {"mode": "still", "reviewers": 1, "authority_issued_at": LATER, "urgent": True},
    {"mode": "still", "reviewers": None, "authority_issued_at": None, "urgent": True},
    {"mode": "realtime", "authority_issued_at": "2025-01-10", "urgent": False},
    {"mode": None, "searched_at": "2025-02-01T09:00", "urgent": False},
    {"mode": "still", "searched_at": "2025-01", "reviewers": 2, "urgent": None},
]
BASE = {"searched_at": "2025-01-10T09:00", "operator": "o1", "offence": "theft"}


def answered(folder: Path) -> tuple[list[Finding], list[Curve], RuleTally]:
    rows = [{"search_id": f"S{i}", **BASE, **row} for i, row in enumerate(ROWS)]
    table = table_of(folder, rows)
    queries = rule_queries([OURS], kind="searches", columns=table.columns)
    tally = tally_rules(table, queries)
    return *rule_findings([OURS], tally), tally


def rows_of(curve: Curve) -> list[dict[str, object]]:
    names = [column.name for column in curve.columns]
    columns = [column.values for column in curve.columns]
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


def test_counts_follow_from_the_records_by_hand(tmp_path: Path) -> None:
    findings, _, _ = answered(tmp_path)
    counted = {
        (f.population["rule"], f.population["answer"]): f.estimate
        for f in findings
        if f.id == "usage/rule" and f.status == "counted"
    }

    answers = ("meets", "breaks", "cannot_tell", "does_not_apply")
    found = {
        rule: tuple(counted[rule, a] for a in answers) for rule, _ in sorted(counted)
    }
    assert found == {
        "P1": (2, 1, 2, 1),
        "P2": (1, 1, 3, 1),  # the last: its month began before the rule did
        "P3": (1, 1, 0, 0),
        "P7": (0, 0, 6, 0),
    }


def test_the_finding_says_it_in_a_sentence_with_its_source(tmp_path: Path) -> None:
    findings, _, _ = answered(tmp_path)
    broke = next(
        f for f in findings if f.population == {"rule": "P1", "answer": "breaks"}
    )

    assert broke.says == (
        "1 of the 5 searches to which it applies (of 6) broke the rule "
        '"Two people must look at each result" (Order 1).'
    )
    assert broke.sources == ("Order 1", "https://example.org/order-1")
    assert broke.cautions == (
        "This is not legal advice.",
        "The source of this rule was read in part only.",
        "Not looked at: Whether they were trained.",
    )
    assert (broke.events, broke.trials, broke.curve) == (1, 5, "data/rules.csv")


def test_a_reading_that_the_pack_does_not_say_is_not_claimed(tmp_path: Path) -> None:
    findings, curves, _ = answered(tmp_path)
    read = {row["rule"]: row["as_read"] for row in rows_of(curves[0])}

    assert (read["P1"], read["P2"], read["P5"]) == ("part", None, "unverified")
    own = [f for f in findings if f.population.get("rule") == "P2"]
    said = [caution for finding in own for caution in finding.cautions]
    assert not any("was read" in caution for caution in said)


def test_records_outside_a_rule_do_not_dilute_its_answers(tmp_path: Path) -> None:
    findings, _, _ = answered(tmp_path)
    found = {
        f.population["answer"]: f for f in findings if f.population.get("rule") == "P2"
    }

    assert {answer: f.trials for answer, f in found.items()} == {
        "meets": 5,
        "breaks": 5,
        "cannot_tell": 5,
        "does_not_apply": 6,
    }
    assert found["meets"].says.startswith("1 of the 5 searches to which it applies")
    assert found["cannot_tell"].says.startswith(
        "Cannot tell: 3 of the 5 searches to which it applies or may apply (of 6), for "
    )
    assert found["does_not_apply"].says == (
        'The rule "A warrant must come first" (Order 2) is not about 1 of 6 searches.'
    )


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        (Answers(does_not_apply=3), 'The rule "B" (C) is about none of 3 searches.'),
        (Answers(breaks=2, meets=1), '2 of 3 searches broke the rule "B" (C).'),
        (
            Answers(breaks=36, meets=240, cannot_tell=2, does_not_apply=9722),
            (
                "36 of the 278 searches to which it applies (of 10,000) broke the rule "
                '"B" (C).'
            ),
        ),
    ],
)
def test_a_rule_is_broken_out_of_whom_it_is_about(counts: Answers, said: str) -> None:
    card = Card.model_validate({"id": "A", "says": "B.", "from": "C"})
    standing = Standing(pack=OURS, card=card, kind="searches", state="run")

    told = answer_says(standing, "breaks", counts, missing="")

    assert told == said
    assert reading_grade(told) < 8


def test_what_is_missing_is_said_where_it_cannot_be_told(tmp_path: Path) -> None:
    _, curves, _ = answered(tmp_path)
    rows = {row["rule"]: row for row in rows_of(curves[0])}

    assert rows["P1"]["missing"] == "Not recorded: reviewers (2 times), mode (1 time)."
    assert rows["P2"]["missing"] == (
        "Not recorded: authority_issued_at (2 times), the hour of authority_issued_at "
        "(1 time), the hour of searched_at (1 time)."
    )
    assert rows["P7"]["missing"] == (
        'Not in the file: trial_at. The list "Grave crimes" is not whole: a word that '
        "is not on it cannot be told."
    )


HOURS: list[dict[str, Any]] = [
    # An hour decides neither of these: the day is long after the rule began.
    {"searched_at": "2025-06-01", "reviewers": None, "acted_at": None},
    {"searched_at": "2025-06-02", "reviewers": None, "acted_at": "2025-06-05"},
    # Here it does: the rule began within the month; acted and searched on one day.
    {"searched_at": "2025-01", "reviewers": 2, "acted_at": "2025-02-01T09:00"},
    {"searched_at": "2025-06-03", "reviewers": 2, "acted_at": "2025-06-03T09:00"},
]


def test_an_hour_is_missing_only_where_it_decides(tmp_path: Path) -> None:
    rule = {
        "id": "P1",
        "says": "Two must look, and nobody may act before the search.",
        "from": "Order 1",
        "must_be_true": "reviewers >= 2 and searched_at <= acted_at",
        "valid": {"from": "2025-01-15"},
    }
    dated = Pack.model_validate({"pack": "ours", "title": "Ours", "rules": [rule]})
    table = table_of(tmp_path, HOURS)
    queries = rule_queries([dated], kind="searches", columns=table.columns)

    tally = tally_rules(table, queries)

    assert tally.answers["P1"].cannot_tell == 4
    assert tally.causes["P1"] == {
        "searched_at": 0,
        "searched_at (no hour)": 2,
        "reviewers": 2,
        "acted_at": 1,
        "acted_at (no hour)": 0,
    }


def test_the_days_in_which_a_rule_holds_stand_beside_its_counts(tmp_path: Path) -> None:
    findings, curves, _ = answered(tmp_path)
    rows = {row["rule"]: row for row in rows_of(curves[0])}
    row = rows["P2"]
    said = (
        "In force from 2 January 2025 until 31 January 2025: for earlier and later "
        'searches the answer is "does not apply".'
    )

    assert (row["valid_from"], row["valid_until"]) == ("2025-01-02", "2025-01-31")
    assert row["in_force"] == said
    assert rows["P1"]["in_force"] is None
    for finding in findings:
        if finding.population.get("rule") == "P2":
            assert said in finding.cautions


def test_groups_that_cannot_be_told_say_why() -> None:
    few = Card.model_validate(RULES[2])
    standing = Standing(pack=OURS, card=few, kind="searches", state="run")

    assert missing_says(standing, {}) == (
        "Too much is unknown, or too little was counted, to say on which side of the "
        "limit these groups lie."
    )
    assert missing_says(replace(standing, card=OURS.rules[0]), {}) == ""


@pytest.mark.parametrize(
    ("valid", "said"),
    [
        (
            {"from": "2024-02-29", "until": "2025-12-01"},
            (
                "In force from 29 February 2024 until 1 December 2025: for earlier and later "
                'deployments the answer is "does not apply".'
            ),
        ),
        (
            {"until": "2025-12-01"},
            (
                "In force until 1 December 2025: for later deployments the answer is "
                '"does not apply".'
            ),
        ),
        ({}, ""),
    ],
)
def test_both_ends_of_validity_are_said(valid: dict[str, str], said: str) -> None:
    given = {"id": "A", "says": "B.", "from": "C", "valid": valid}
    assert in_force_says(Card.model_validate(given), kind="deployments") == said


def test_a_card_that_no_log_can_tell_says_only_when_it_holds() -> None:
    given = {"id": "A", "says": "B.", "from": "C", "needs": "a register of reports"}
    card = Card.model_validate({**given, "valid": {"from": "2021-07-01"}})
    assert in_force_says(card, kind="searches") == "In force from 1 July 2021."


def test_cards_that_were_not_run_say_why(tmp_path: Path) -> None:
    findings, curves, _ = answered(tmp_path)
    idle = {f.population["rule"]: f for f in findings if f.status == "not_estimable"}
    rows = {row["rule"]: row for row in rows_of(curves[0])}

    assert set(idle) == {"P4", "P5", "P6"}
    assert idle["P4"].because == "it needs a register of reports"
    assert [rows[r]["state"] for r in ("P1", "P4", "P5", "P6")] == [
        "run",
        "not checkable",
        "not run",
        "other kind",
    ]
    assert rows["P4"]["meets"] is None


def test_records_behind_the_answers_are_for_the_holder_only(tmp_path: Path) -> None:
    _, curves, _ = answered(tmp_path)
    by_name = {curve.name: curve for curve in curves}
    rows = rows_of(by_name["rule_records"])

    assert by_name["rule_records"].for_holder
    assert not by_name["rules"].for_holder
    assert {
        "rule": "P1",
        "answer": "breaks",
        "file": "log.csv",
        "row": 3,
        "record": "S1",
    } in rows
    counts = {r["rule"]: r for r in rows_of(by_name["rules"])}
    for rule in ("P1", "P2", "P7"):
        named = [r for r in rows if r["rule"] == rule and r["answer"] == "cannot_tell"]
        assert len(named) == counts[rule]["cannot_tell"]


def test_groups_by_operator_are_for_the_holder_only(tmp_path: Path) -> None:
    _, curves, _ = answered(tmp_path)
    groups = next(curve for curve in curves if curve.name == "rule_groups")

    assert groups.for_holder
    assert [(r["group"], r["answer"]) for r in rows_of(groups)] == [
        ("o1, 2025-01", "breaks"),
        ("o1, 2025-02", "meets"),
    ]


def test_a_record_that_breaks_any_rule_is_counted_once(tmp_path: Path) -> None:
    findings, _, _ = answered(tmp_path)
    broke = [f for f in findings if f.id == "usage/any_rule_broken"]

    assert [(dict(f.population), f.estimate, f.trials) for f in broke] == [
        ({}, 1, 6),
        ({"severity": "high"}, 1, 6),
    ]
    assert broke[0].says == "1 of 6 searches broke at least one rule."
    # That no record broke a rule must not hide that a month did.
    assert "Rules on groups, such as months, are counted apart." in broke[0].cautions


def test_without_a_rule_to_run_nothing_is_said_to_be_kept(tmp_path: Path) -> None:
    """No rule run is not "no rule broken"."""
    idle = OURS.model_copy(update={"rules": OURS.rules[3:5]})
    table = table_of(tmp_path, [{"search_id": "S1", **BASE}])
    queries = rule_queries([idle], kind="searches", columns=table.columns)

    findings, _ = rule_findings([idle], tally_rules(table, queries))

    assert {f.status for f in findings} == {"not_estimable"}


def test_two_tables_answer_the_rules_of_their_kind(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    tables = (
        table_of(tmp_path / "a", [{"search_id": "S1", **BASE, "mode": "still"}]),
        table_of(
            tmp_path / "b",
            [{"date": "2025-01-01", "watchlist_size": 3000}],
            kind="deployments",
        ),
    )
    tallies = [
        tally_rules(t, rule_queries([OURS], kind=t.kind, columns=t.columns))
        for t in tables
    ]

    findings, _ = rule_findings([OURS], *tallies)

    says = [f.says for f in findings if f.population.get("rule") == "P6"]
    assert says[1] == '1 of 1 deployments broke the rule "Short list" (Order 6).'
    kinds = [f.population.get("kind") for f in findings if "any" in f.id]
    assert kinds == ["searches", "searches", "deployments", "deployments"]


@pytest.mark.parametrize("name", built_in_packs())
def test_sentences_of_ours_are_easy_to_read(name: str) -> None:
    """What is put around a card's own sentence does not make it hard."""
    for standing in standings([pack(name)], kind=None):
        if standing.why:
            assert reading_grade(f"Not run: {standing.why}.") < 14
    assert reading_grade("12 of 3,000 searches broke at least one rule.") < 8
