"""Cards of rules: what they say of a rule, and of how many it was broken."""

from dataclasses import replace

from matchaudit.estimation.finding import Curve
from matchaudit.report.evidence import Evidence
from matchaudit.report.messages import Messages
from matchaudit.report.rule_cards import RuleCard, RuleGroup
from matchaudit.report.sections import rules
from report import rules_sample


def cards(*, as_read: str | None = "read") -> dict[str, RuleCard]:
    """Return the cards of the sample by rule; ``as_read`` is that of B1."""
    evidence = Evidence.of(rules_sample.released(), Messages("en"))
    curve = evidence.curves["rules"]
    columns = tuple(
        replace(column, values=(as_read, *column.values[1:]))
        if column.name == "as_read"
        else column
        for column in curve.columns
    )
    said: dict[str, Curve] = {
        **evidence.curves,
        "rules": replace(curve, columns=columns),
    }
    drawn = rules.draft(replace(evidence, curves=said))
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


def test_a_card_claims_no_reading_that_its_pack_does_not_say() -> None:
    """A rule of one's own has no source that anybody read in full."""
    assert cards()["B1"].marks == ("severity low", "read in full")
    assert cards(as_read=None)["B1"].marks == ("severity low",)
