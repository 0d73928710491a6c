"""What others found of the error in use: boxes that stand in each report of it."""

from matchaudit.report.evidence import Draft, Evidence
from matchaudit.report.rule_cards import Box

BOXES = ("masks", "groups", "reviewers", "labels", "masked", "second")


def draft(evidence: Evidence) -> Draft:
    """Draft the section; nothing in an audit that holds no field use."""
    words = evidence.words
    used = any(f.id.startswith("usage/") for f in evidence.findings)
    boxes = [
        Box(
            words.say(f"sections.context.{name}.title"),
            words.say(f"sections.context.{name}.says"),
            words.say(f"sections.context.{name}.source"),
            words.say(
                "sections.context.how", how=words.say(f"sections.context.{name}.how")
            ),
        )
        for name in BOXES
    ]
    return Draft("context", [], [*boxes] if used else [], standing=used)
