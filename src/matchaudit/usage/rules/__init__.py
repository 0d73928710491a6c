"""Written rules as cards, and what a log says of them: four answers that add up."""

from matchaudit.usage.rules.cards import Card, Pack, Share, Valid, WordList
from matchaudit.usage.rules.loading import built_in_packs, load_pack, pack, read_pack
from matchaudit.usage.rules.refusals import RuleError

__all__ = [
    "Card",
    "Pack",
    "RuleError",
    "Share",
    "Valid",
    "WordList",
    "built_in_packs",
    "load_pack",
    "pack",
    "read_pack",
]
