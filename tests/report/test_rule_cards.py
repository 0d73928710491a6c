"""Cards of rules: out of how many a rule was broken."""

from matchaudit.report.evidence import Evidence
from matchaudit.report.messages import Messages
from matchaudit.report.rule_cards import RuleCard, RuleGroup
from matchaudit.report.sections import rules
from report import rules_sample


def cards() -> dict[str, RuleCard]:
    """Return the cards of the sample by rule."""
    drawn = rules.draft(Evidence.of(rules_sample.released(), Messages("en")))
    return {
        card.rule: card
        for exhibit in drawn.exhibits
        if isinstance(exhibit, RuleGroup)
        for card in exhibit.cards
    }


def test_a_card_says_of_how_many_a_rule_was_broken() -> None:
    """Records outside the rule must not make its breaches look rare."""
    found = cards()

    assert [(p.answer, p.number, p.of) for p in found["B2"].parts] == [
        ("breaks", "12", "of 2,912 to which it applies"),
        ("cannot_tell", "0", ""),
        ("meets", "2,900", ""),
        ("does_not_apply", "88", ""),
    ]


def test_a_rule_on_all_records_or_on_none_needs_no_such_words() -> None:
    found = cards()

    assert {part.of for rule in ("B3", "D1") for part in found[rule].parts} == {""}
