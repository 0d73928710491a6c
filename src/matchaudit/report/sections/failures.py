"""Pictures that gave no score, and the error rates that count them."""

from matchaudit.report.evidence import Draft, Evidence
from matchaudit.report.phrasing import (
    best,
    between,
    common_base,
    counts,
    in_base,
    population,
    table,
)

NAMES = ("accuracy/failure_to_acquire", "accuracy/far", "accuracy/frr")


def draft(evidence: Evidence) -> Draft:
    """Draft the section."""
    words = evidence.words
    findings = evidence.named(*NAMES)
    body = []
    for name in NAMES:
        kind = [f for f in findings if f.id == name]
        write = in_base(common_base(kind))
        body += [
            (
                words.name(f.id),
                population("side", f) or population("threshold", f),
                best(f, write, words),
                between(f, write, words),
                *counts(f),
            )
            for f in kind
        ]
    keys = ("what", "at_or_side", "best", "range", "errors", "trials", "effective")
    header = tuple(words.say(f"words.{k}") for k in keys)
    caption = words.say("sections.failures.table")
    exhibits = [table(caption, header, body, words=words)] if body else []
    return Draft("failures", findings, list(exhibits))
