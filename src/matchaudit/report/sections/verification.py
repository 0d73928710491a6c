"""How many candidates were the wrong person, by what is taken for granted."""

from functools import partial

from matchaudit.estimation.finding import Finding
from matchaudit.report.evidence import Draft, Evidence
from matchaudit.report.exhibits import shares_figure
from matchaudit.report.figure import Figure
from matchaudit.report.messages import Messages
from matchaudit.report.phrasing import population

WRONG_SHARE = "usage/outcome_wrong_share"
ASSUMED = ("among", "assuming", "given", "clustered")
PARTS = 3
"""Figures of parts, such as groups; the open data hold all."""

LABELS = {
    "": "bounds",
    "verified": "verified",
    "missing at random": "missing",
    "random sample": "sampled",
}


def draft(evidence: Evidence) -> Draft:
    """Draft the section."""
    words = evidence.words
    every = evidence.named(WRONG_SHARE)
    overall = [f for f in every if set(f.population) <= {*ASSUMED}]
    made: list[Figure | None] = []
    if overall:
        drawn = shares_figure(
            overall,
            name=lambda f: assumption(f, words),
            title=words.say("sections.verification.figure"),
            describe=partial(words.say, "sections.groups.describes"),
            words=words,
        )
        made.append(drawn)
    split = [*_split(every).items()][:PARTS]
    made += [_by(found, key, words) for key, found in split]
    told = [f for f in overall if f.because is None]
    says = [f.says for f in told[:1]]
    says += [f.says for f in told[1:] if population("assuming", f)]
    findings = [*every, *evidence.named("usage/miss_rate")]
    exhibits = [figure for figure in made if figure is not None]
    return Draft("verification", findings, [*exhibits], ["searches"], says=says)


def assumption(finding: Finding, words: Messages) -> str:
    """Return what a wrong share takes for granted, in words."""
    told = population("assuming", finding) or population("among", finding)
    label = (
        words.say(f"sections.verification.{LABELS[told]}") if told in LABELS else told
    )
    given = population("given", finding)
    if given:
        columns = given.replace("_", " ")
        label = words.say("sections.verification.given", columns=columns)
    unit = population("clustered", finding)
    return f"{label}\n{words.say('words.one_by_one', unit=unit)}" if unit else label


def _split(found: list[Finding]) -> dict[str, list[Finding]]:
    """Return the findings of parts, such as groups, by what the parts are."""
    split: dict[str, list[Finding]] = {}
    for finding in found:
        keys = [key for key in finding.population if key not in ASSUMED]
        if keys:
            split.setdefault(" and ".join(keys), []).append(finding)
    return split


def _by(found: list[Finding], key: str, words: Messages) -> Figure | None:
    def name(finding: Finding) -> str:
        parts = [population(k, finding) for k in key.split(" and ")]
        whom = ", ".join(parts)
        told = set(finding.population) & {*ASSUMED}
        return f"{whom}\n{assumption(finding, words)}" if told else whom

    return shares_figure(
        found,
        name=name,
        title=words.say("sections.verification.by", what=key.replace("_", " ")),
        describe=partial(words.say, "sections.groups.describes"),
        words=words,
    )
