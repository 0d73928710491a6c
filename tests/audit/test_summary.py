from collections.abc import Sequence

from matchaudit.audit import Input, Plan
from matchaudit.audit.run import Outcome
from matchaudit.audit.summary import HOW_OFTEN, summary
from matchaudit.disclosure import Provenance, Released
from matchaudit.estimation.finding import Finding, Key

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
