from collections.abc import Mapping, Sequence
from dataclasses import replace

from matchaudit.audit import Input, Plan
from matchaudit.audit.run import Outcome
from matchaudit.audit.summary import HOW_OFTEN, summary
from matchaudit.disclosure import Provenance, Released
from matchaudit.estimation.finding import Column, Curve, Finding, Key

SCORES = (Input(file="s.csv"),)


def finding(name: str, says: str, **population: Key) -> Finding:
    return Finding(
        id=f"accuracy/{name}",
        population=population,
        status="measured",
        estimate=0.1,
        interval=(0.05, 0.2),
        confidence=0.95,
        unit="probability",
        method="test",
        says=says,
    )


def unclear(says: str) -> Finding:
    return Finding(
        id="accuracy/fmr",
        status="not_estimable",
        because="no threshold was named",
        unit="probability",
        method="none",
        says=says,
    )


def outcome(findings: Sequence[Finding]) -> Outcome:
    provenance = Provenance(
        title="T",
        agency=None,
        date=None,
        version="0",
        plan_sha256="0",
        inputs=({"file": "s.csv", "kind": "comparisons", "rows": 1234, "sha256": "0"},),
        command="",
    )
    return Outcome(
        released=Released.local(tuple(findings), (), provenance), report=None
    )


FOUND = (
    finding("fmr", "Wrong.", threshold=0.5),
    finding("fmr", "Wrong in B.", threshold=0.5, probe_group="B"),
    finding("fnmr", "Missed.", threshold=0.5),
    finding("fnmr_at_fmr", "Missed at the target.", target_fmr=0.01),
)


def test_rates_over_all_records_come_before_those_of_groups() -> None:
    plan = Plan(inputs=SCORES, thresholds=(0.5,))

    sections = dict(summary(outcome(FOUND), plan).sections)

    assert sections[HOW_OFTEN] == ("Wrong.", "Missed.", "Missed at the target.")


def test_a_target_leads_with_what_it_costs() -> None:
    """The rate of wrong matches at a target was set by the target."""
    plan = Plan(inputs=SCORES, target_fmrs=(0.01,))

    sections = dict(summary(outcome(FOUND), plan).sections)

    assert sections[HOW_OFTEN] == ("Missed at the target.",)


def test_what_cannot_be_told_is_told() -> None:
    found = summary(outcome([unclear("We cannot tell.")]), Plan(inputs=SCORES))

    assert found.sections == (("Cannot tell", ("We cannot tell.",)),)
    assert found.counts == "1,234 comparisons read from 1 file."


def counted(name: str, n: int, **population: Key) -> Finding:
    return Finding(
        id=name,
        population=population,
        status="counted",
        estimate=float(n),
        unit="records",
        method="count",
        says=f"{name} {' '.join(map(str, population.values()))} {n}",
    )


def test_the_rule_that_is_broken_most_often_comes_first() -> None:
    plan = Plan(inputs=(Input.model_validate({"file": "s.csv", "as": "searches"}),))
    found = outcome(
        [
            counted("usage/rule", 3, rule="R1", answer="breaks"),
            counted("usage/rule", 9, rule="R2", answer="breaks"),
            counted("usage/rule", 0, rule="R3", answer="breaks"),
            counted("usage/rule", 99, rule="R1", answer="meets"),
            counted("usage/any_rule_broken", 11),
        ]
    )

    (section,) = summary(found, plan).sections

    assert section == (
        "Rules (not legal advice)",
        (
            "usage/any_rule_broken  11",
            "usage/rule R2 breaks 9",
            "usage/rule R1 breaks 3",
        ),
    )


def test_rules_of_high_severity_come_first_and_the_rest_is_counted() -> None:
    plan = Plan(inputs=(Input.model_validate({"file": "s.csv", "as": "searches"}),))
    rules = [f"R{k}" for k in range(7)]
    curve = Curve(
        "rules",
        "Rules",
        (
            Column("rule", "string", "", "", tuple(rules)),
            Column("severity", "string", "", "", (*["low"] * 6, "high")),
        ),
    )
    held = outcome(
        [
            *(
                counted("usage/rule", 9 - k, rule=r, answer="breaks")
                for k, r in enumerate(rules)
            ),
            counted("usage/any_rule_broken", 11),
            counted("usage/any_rule_broken", 3, severity="high"),
        ]
    )
    held = replace(held, released=replace(held.released, curves=(curve,)))

    (section,) = summary(held, plan).sections

    assert section[1] == (
        "usage/any_rule_broken  11",
        "usage/any_rule_broken high 3",
        "usage/rule R6 breaks 3",
        "usage/rule R0 breaks 9",
        "usage/rule R1 breaks 8",
        "usage/rule R2 breaks 7 And 3 more rules were broken.",
    )


def test_figures_that_are_not_odd_are_not_listed_as_odd() -> None:
    plan = Plan(inputs=(Input.model_validate({"file": "d.csv", "as": "deployments"}),))
    found = [counted("data/outlier", 0), counted("data/duplicated_column", 203)]

    (section,) = summary(outcome(found), plan).sections

    assert section[1] == ("data/duplicated_column  203",)


def test_each_kind_of_record_is_counted_by_its_own_name() -> None:
    held = outcome([])
    inputs: tuple[Mapping[str, str | int], ...] = (
        {"file": "a.csv", "kind": "searches", "rows": 1, "sha256": "0"},
        {"file": "b.csv", "kind": "deployments", "rows": 1000, "sha256": "0"},
        {"file": "c.csv", "kind": "deployments", "rows": 500, "sha256": "0"},
    )
    provenance = replace(held.released.provenance, inputs=inputs)
    held = replace(held, released=replace(held.released, provenance=provenance))

    assert summary(held, Plan(inputs=SCORES)).counts == (
        "1 search read from 1 file. 1,500 deployments read from 2 files."
    )


def searches_plan() -> Plan:
    given = Input.model_validate({"file": "s.csv", "as": "searches"})
    return Plan(inputs=(given,))


def test_the_result_of_an_assumption_stands_below_the_range() -> None:
    plan = searches_plan()
    share = replace(finding("x", "The range."), id="usage/outcome_wrong_share")
    believed = {"assuming": "missing at random", "given": "group"}
    found = (
        share,
        replace(share, says="Of those checked.", population={"among": "verified"}),
        replace(share, says="If they are like the rest.", population=believed),
    )

    sections = dict(summary(outcome(found), plan).sections)

    assert sections["How often a candidate is the wrong person"] == (
        "The range.",
        "If they are like the rest.",
    )


def test_rows_that_report_no_search_are_not_called_searches() -> None:
    plan = searches_plan()
    nil = Finding(
        id="usage/totals",
        population={"count": "nil_returns"},
        status="counted",
        estimate=3,
        unit="count",
        method="count",
        says="Rows that say that a period had no search: 3.",
    )
    done = outcome((nil,))
    rows: dict[str, str | int] = {"file": "s.csv", "kind": "searches", "rows": 10_003}
    provenance = replace(done.released.provenance, inputs=(rows,))
    read = replace(done, released=replace(done.released, provenance=provenance))
    none = replace(read, released=Released.local((), (), provenance))

    assert summary(read, plan).counts == "10,003 rows of searches read from 1 file."
    assert summary(none, plan).counts == "10,003 searches read from 1 file."
