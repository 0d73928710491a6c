"""Findings that no other section shows, in words."""

from matchaudit.report.evidence import Draft, Evidence
from matchaudit.report.phrasing import spoken, table


def draft(evidence: Evidence, shown: set[int]) -> Draft:
    """Draft the section from the findings whose identity is not in ``shown``."""
    words = evidence.words
    findings = [f for f in evidence.findings if id(f) not in shown]
    body = [
        (
            words.name(f.id),
            ", ".join(
                f"{k.replace('_', ' ')} {spoken(v)}" for k, v in f.population.items()
            ),
            f.says,
        )
        for f in findings
    ]
    header = tuple(words.say(f"words.{k}") for k in ("what", "where", "finding"))
    caption = words.say("sections.other.table")
    exhibits = [table(caption, header, body, words=words)] if body else []
    return Draft("other", findings, list(exhibits))
