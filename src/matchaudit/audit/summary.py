"""The few sentences that a terminal shows; the report holds the rest."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from matchaudit.audit.plan import Kind, Plan
from matchaudit.audit.run import Outcome
from matchaudit.estimation.finding import Curve, Finding

AT_THRESHOLDS = (
    "accuracy/fmr",
    "accuracy/fnmr",
    "accuracy/fnmr_at_fmr",
    "accuracy/eer",
)
AT_TARGETS = AT_THRESHOLDS[2:]  # the target itself sets the wrong matches
HOW_OFTEN = "How often the matcher is wrong"
FPIR = "galleries/fpir"
OF_GALLERIES = frozenset(
    {
        *("threshold", "lists", "rank", "gallery_size", "target_fpir", "target_fmr"),
        *("predicted", "enrolled_share", "measure", "from", "to"),
    }
)
OF_CLAIMS = frozenset(
    {"count", "among", "assuming", "gallery_size", "enrolled_share", "threshold", "day"}
)
OF_LARGEST = ("galleries/candidate_correct", "galleries/wrong_candidates_per_year")
"""Findings whose sentences name no size: those of the largest gallery are told."""
TOLD_FIRST = 0.1
"""The share enrolled that is told first: a worth is told for several."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the terminal: ids of findings in order, and sentences at most."""

    words: str
    ids: tuple[str, ...]
    most: int


HEADINGS: Mapping[Kind, tuple[Heading, ...]] = MappingProxyType(
    {
        "comparisons": (
            Heading(
                "In a gallery of another size",
                (
                    "galleries/fpir_predicted",
                    "galleries/threshold_at_fpir",
                    "galleries/fnir_predicted",
                ),
                4,
            ),
            Heading(
                "What a candidate is worth",
                ("galleries/candidate_correct", "galleries/wrong_candidates_per_year"),
                3,
            ),
            Heading(
                "For whom",
                (
                    "accuracy/fmr_max_over_min",
                    "accuracy/fmr_ratio",
                    "accuracy/fnmr_max_over_min",
                ),
                2,
            ),
            Heading("Under which conditions", ("accuracy/condition_contrast",), 2),
            Heading("What a score is worth as evidence", ("accuracy/lr_bounds",), 2),
        ),
        "candidates": (
            Heading("How often a search returns the wrong person", (FPIR,), 3),
            Heading(
                "How often the right person is missed",
                ("galleries/fnir", "galleries/fnir_at_fpir"),
                3,
            ),
            Heading("As the gallery grows", ("galleries/growth_exponent",), 2),
        ),
        "claims": (
            Heading("What the register holds", ("claims/totals",), 3),
            Heading("How many claims were wrong", ("claims/refuted_share",), 3),
            Heading("How many wrong ones to expect", ("claims/expected_false",), 3),
            Heading(
                "How long wrong claims stand",
                ("claims/days_to_correction", "claims/corrected_share"),
                3,
            ),
        ),
        "searches": (
            Heading(
                "What the log holds", ("usage/searches", "usage/candidate_share"), 2
            ),
            Heading(
                "How often a candidate is the wrong person",
                ("usage/outcome_wrong_share",),
                3,
            ),
        ),
        "deployments": (
            Heading(
                "How often alerts are wrong",
                (
                    "usage/false_share_of_alerts",
                    "usage/false_share_of_faces",
                    "usage/false_per_100_hours",
                    "usage/alerts_per_hour",
                ),
                4,
            ),
            Heading("Wrong alerts by group", ("usage/wrong_by_group",), 2),
        ),
    }
)

ONE = MappingProxyType(
    {
        "comparisons": "comparison",
        "candidates": "candidate",
        "searches": "search",
        "deployments": "deployment",
        "claims": "claim",
    }
)
MOST_UNCLEAR = 2
MOST_RULES = 4
SEVERITIES = ("high", "medium", "low")
UNRANKED = len(SEVERITIES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What to print after an audit."""

    synthetic: str | None
    counts: str
    sections: tuple[tuple[str, tuple[str, ...]], ...]
    more: str


def summary(outcome: Outcome, plan: Plan) -> Summary:
    """Choose the main findings: those over all records first, then by group."""
    found = outcome.findings
    sections = []
    for heading in _headings(plan):
        sentences = _main(found, heading.ids)[: heading.most]
        if sentences:
            sections.append((heading.words, sentences))
    sections += [
        (words, sentences)
        for words, sentences in (
            (
                "Rules (not legal advice)",
                _rules(found, _ranks(outcome.released.curves)),
            ),
            ("What is odd in the published figures", _odd(found)),
        )
        if sentences
    ]
    shown = sum(len(sentences) for _, sentences in sections)
    unclear = tuple(
        dict.fromkeys(
            f.says
            for f in found
            if f.status == "not_estimable" and f.id != "usage/rule"
        )
    )
    if unclear:
        sections.append(("Cannot tell", unclear[:MOST_UNCLEAR]))
    if outcome.released.provenance.cautions:
        sections.append(("Take care", outcome.released.provenance.cautions))
    return Summary(
        synthetic=outcome.released.provenance.synthetic,
        counts=_counts(outcome),
        sections=tuple(sections),
        more=f"{len(found) - shown:,} more findings are in the report.",
    )


def _headings(plan: Plan) -> list[Heading]:
    headings = []
    for kind in plan.kinds:
        if kind == "comparisons":
            often = AT_THRESHOLDS if plan.thresholds else AT_TARGETS
            headings.append(Heading(HOW_OFTEN, often, 4))
        headings += HEADINGS[kind]
    return headings


def _counts(outcome: Outcome) -> str:
    rows: dict[str, int] = {}
    files: dict[str, int] = {}
    for given in outcome.released.provenance.inputs:
        kind = str(given["kind"])
        rows[kind] = rows.get(kind, 0) + int(given["rows"])
        files[kind] = files.get(kind, 0) + 1
    empty = any(
        f.estimate for f in outcome.findings if f.population == {"count": "nil_returns"}
    )
    names = {kind: kind if n != 1 else ONE[kind] for kind, n in rows.items()}
    if empty:  # a row of no search is none
        names["searches"] = "rows of searches"
    return " ".join(
        f"{n:,} {names[kind]} read from {files[kind]} file{'s' * (files[kind] > 1)}."
        for kind, n in rows.items()
    )


def _main(findings: tuple[Finding, ...], wanted: tuple[str, ...]) -> tuple[str, ...]:
    chosen = [f for f in findings if f.id in wanted and f.status != "not_estimable"]
    overall = [f for f in chosen if not set(f.population) - _whole(f)]
    overall = [f for f in overall if f.id not in OF_LARGEST or _is_largest(f, overall)]
    # Of several groups the one with the largest number comes first.
    by_size = sorted(chosen, key=lambda f: -(f.estimate or 0.0))
    ordered = sorted(
        overall or by_size,
        key=lambda f: (
            wanted.index(f.id),
            f.population.get("rank", 0),
            _after_tenth(f),
        ),
    )
    return tuple(dict.fromkeys(f.says for f in ordered))


def _is_largest(finding: Finding, among: Iterable[Finding]) -> bool:
    """Return whether a finding is of the largest gallery that was asked for."""
    sizes = [f.population.get("gallery_size", 0) for f in among if f.id == finding.id]
    return finding.population.get("gallery_size", 0) == max(map(float, sizes))


def _after_tenth(finding: Finding) -> float:
    """Return how far the share enrolled of a finding is from a tenth; 0 without one."""
    if "enrolled_share" not in finding.population:
        return 0.0
    share = float(finding.population["enrolled_share"])
    return abs(math.log(max(share, 1e-9) / TOLD_FIRST))


def _whole(finding: Finding) -> frozenset[str]:
    """Return the population keys that do not make a finding one of a part only."""
    if finding.id == "usage/outcome_wrong_share":
        return frozenset({"assuming", "given"})  # beliefs, told as such
    if finding.id.startswith("galleries/"):
        return OF_GALLERIES
    if finding.id.startswith("claims/"):
        return OF_CLAIMS
    by_score = finding.id.startswith("accuracy/")
    return frozenset({"threshold", "target_fmr"} if by_score else ())


def _ranks(curves: Iterable[Curve]) -> dict[object, int]:
    """Return the rank of each rule by severity, the highest first."""
    ranks: dict[object, int] = {}
    for curve in curves:
        held = {column.name: column.values for column in curve.columns}
        if curve.name == "rules" and {"rule", "severity"} <= held.keys():
            for rule, severity in zip(held["rule"], held["severity"], strict=True):
                known = severity in SEVERITIES
                ranks[rule] = SEVERITIES.index(str(severity)) if known else UNRANKED
    return ranks


def _rules(
    findings: tuple[Finding, ...], ranks: Mapping[object, int]
) -> tuple[str, ...]:
    """Return how many records broke a rule, then the gravest rules that they broke."""
    overall = [
        f.says
        for f in findings
        if f.id == "usage/any_rule_broken"
        and (f.estimate or "severity" not in f.population)
    ]
    broken = [
        f
        for f in findings
        if f.id == "usage/rule"
        and f.population.get("answer") == "breaks"
        and f.estimate
    ]
    broken.sort(
        key=lambda f: (
            ranks.get(f.population.get("rule"), UNRANKED),
            -(f.estimate or 0.0),
        )
    )
    said = [f.says for f in broken[:MOST_RULES]]
    if more := len(broken) - len(said):
        were = "rule was" if more == 1 else "rules were"
        said[-1] += f" And {more:,} more {were} broken."
    return (*overall, *said)


def _odd(findings: tuple[Finding, ...]) -> tuple[str, ...]:
    """Return one sentence for each kind of fault, and how many more there are of it."""
    odd: dict[str, list[str]] = {}
    for finding in findings:
        if finding.id.startswith("data/") and finding.estimate:
            kind = f"{finding.id} {finding.population.get('kind', '')}"
            odd.setdefault(kind, []).append(finding.says)
    return tuple(
        first if not more else f"{first} ({len(more)} more of this kind.)"
        for first, *more in odd.values()
    )
