"""The few sentences that a terminal shows; the report holds the rest."""

from dataclasses import dataclass

from matchaudit.audit.plan import Plan
from matchaudit.audit.run import Outcome
from matchaudit.estimation.finding import Finding

HOW_OFTEN = "How often the matcher is wrong"
AT_THRESHOLDS = ("fmr", "fnmr", "fnmr_at_fmr", "eer")
AT_TARGETS = ("fnmr_at_fmr", "eer")  # the target itself sets the wrong matches
HEADINGS = (
    ("For whom", ("fmr_max_over_min", "fmr_ratio", "fnmr_max_over_min"), 2),
    ("Under which conditions", ("condition_contrast",), 2),
    ("What a score is worth as evidence", ("lr_bounds",), 2),
)
"""What a terminal shows: a heading, ids in order, and sentences at most."""

MOST_UNCLEAR = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What to print after an audit."""

    synthetic: str | None
    counts: str
    sections: tuple[tuple[str, tuple[str, ...]], ...]
    more: str


def summary(outcome: Outcome, plan: Plan) -> Summary:
    """Choose the main findings: those over all records first, then by group."""
    rows = sum(int(given["rows"]) for given in outcome.released.provenance.inputs)
    files = len(plan.inputs)
    sections = []
    shown = 0
    often = AT_THRESHOLDS if plan.thresholds else AT_TARGETS
    for heading, names, most in ((HOW_OFTEN, often, 4), *HEADINGS):
        sentences = _main(outcome.findings, names)[:most]
        shown += len(sentences)
        if sentences:
            sections.append((heading, sentences))
    unclear = tuple(
        dict.fromkeys(f.says for f in outcome.findings if f.status == "not_estimable")
    )
    if unclear:
        sections.append(("Cannot tell", unclear[:MOST_UNCLEAR]))
    if outcome.released.provenance.cautions:
        sections.append(("Take care", outcome.released.provenance.cautions))
    rest = len(outcome.findings) - shown
    return Summary(
        synthetic=outcome.released.provenance.synthetic,
        counts=f"{rows:,} comparisons read from {files} file{'s' * (files > 1)}.",
        sections=tuple(sections),
        more=f"{rest:,} more findings are in the report.",
    )


def _main(findings: tuple[Finding, ...], names: tuple[str, ...]) -> tuple[str, ...]:
    wanted = [f"accuracy/{name}" for name in names]
    chosen = [f for f in findings if f.id in wanted and f.status != "not_estimable"]
    overall = [f for f in chosen if not set(f.population) - {"threshold", "target_fmr"}]
    # Of several groups the one with the largest number comes first.
    by_size = sorted(chosen, key=lambda f: -(f.estimate or 0.0))
    ordered = sorted(overall or by_size, key=lambda f: wanted.index(f.id))
    return tuple(dict.fromkeys(f.says for f in ordered))
