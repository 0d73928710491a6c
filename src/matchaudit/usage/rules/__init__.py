"""Written rules as cards, and what a log says of them: four answers that add up."""

from matchaudit.usage.rules.cards import Card, Pack, Share, Valid, WordList
from matchaudit.usage.rules.compiling import Standing, rule_queries, standings
from matchaudit.usage.rules.findings import rule_findings
from matchaudit.usage.rules.loading import (
    built_in_packs,
    load_pack,
    pack,
    read_pack,
    with_lists,
)
from matchaudit.usage.rules.refusals import RuleError
from matchaudit.usage.rules.wording import in_force_says

__all__ = [
    "Card",
    "Pack",
    "RuleError",
    "Share",
    "Standing",
    "Valid",
    "WordList",
    "built_in_packs",
    "in_force_says",
    "load_pack",
    "pack",
    "read_pack",
    "rule_findings",
    "rule_queries",
    "standings",
    "with_lists",
]
