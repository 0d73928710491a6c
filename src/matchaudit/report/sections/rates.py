"""How often the matcher is wrong: rates at thresholds, and thresholds at targets."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from matchaudit.estimation.finding import Finding
from matchaudit.report import numbers
from matchaudit.report.evidence import Draft, Evidence
from matchaudit.report.exhibits import rates_figure
from matchaudit.report.figure import Figure, Table
from matchaudit.report.messages import Messages
from matchaudit.report.phrasing import best, between, own_base, population, table


def draft(evidence: Evidence) -> Draft:
    """Draft the section."""
    words = evidence.words
    errors = evidence.overall("accuracy/fmr", "accuracy/fnmr")
    errors.sort(key=lambda f: float(f.population.get("threshold", 0.0)))
    others = evidence.overall(
        "accuracy/eer", "accuracy/threshold_at_fmr", "accuracy/fnmr_at_fmr"
    )
    says = " ".join(f.says for f in errors[:2])
    drawn = rates_figure(
        errors,
        name=lambda f: _row(f, words),
        title=words.say("sections.rates.figure"),
        describe=partial(words.say, "sections.rates.describes", says=says),
        mixed=True,
        words=words,
    )
    exhibits: list[Figure | Table] = [drawn] if drawn else []
    targets = _targets(others, words)
    if targets:
        note = _caution_of_all([f for f in others if f.id == "accuracy/fnmr_at_fmr"])
        exhibits.append(replace(targets, note=targets.note or note))
    return Draft("rates", [*errors, *others], exhibits)


def _caution_of_all(findings: Sequence[Finding]) -> str | None:
    """Return the caution that comes first wherever there is a range, or None."""
    known = [f for f in findings if f.interval is not None]
    first = {f.cautions[0] if f.cautions else None for f in known}
    return first.pop() if len(first) == 1 else None


def _row(finding: Finding, words: Messages) -> str:
    kind = "wrong" if finding.id == "accuracy/fmr" else "missed"
    what = words.say(f"words.{kind}")
    at = population("threshold", finding)
    return words.say("words.at", what=what, threshold=at) if at else what


def _targets(findings: Sequence[Finding], words: Messages) -> Table | None:
    """Set the thresholds found for targets, and the missed matches there."""
    by_target: dict[float, dict[str, Finding]] = {}
    for finding in findings:
        if "target_fmr" in finding.population:
            target = float(finding.population["target_fmr"])
            by_target.setdefault(target, {})[finding.id] = finding
    rows = [
        (
            numbers.frequency(target),
            *_pair(found.get("accuracy/threshold_at_fmr"), numbers.score, words),
            *_pair(found.get("accuracy/fnmr_at_fmr"), None, words),
        )
        for target, found in by_target.items()
    ]
    header = ("target", "threshold", "range", "missed", "range")
    caption = words.say("sections.rates.targets")
    names = tuple(words.say(f"words.{name}") for name in header)
    return table(caption, names, rows, words=words) if rows else None


def _pair(
    finding: Finding | None, write: numbers.WriteEnd | None, words: Messages
) -> tuple[str, str]:
    if finding is None:
        return "", ""
    write = write or own_base(finding)
    return best(finding, write, words), between(finding, write, words)
