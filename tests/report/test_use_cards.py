"""The first screen of an audit of field use."""

from dataclasses import replace

from matchaudit.disclosure import Released
from matchaudit.report.card import Card
from matchaudit.report.cards import cards
from matchaudit.report.evidence import Evidence
from matchaudit.report.messages import Messages
from report import rules_sample, sample, usage_sample


def made(released: Released) -> tuple[Card, ...]:
    """Return the cards of a release."""
    return cards(Evidence.of(released, Messages("en")))


def titles(released: Released) -> list[str]:
    """Return the titles of the cards."""
    return [card.title for card in made(released)]


def test_deployments_lead_with_wrong_alerts_and_the_same_out_of_faces() -> None:
    found = made(usage_sample.deployments())

    assert [card.title for card in found] == [
        "Wrong alerts: 1.6 in 100 alerts",
        "Odd in the published figures: 2 kinds of fault",
        "Cannot tell: 1 of 18 questions",
    ]
    assert found[0].sentences == ("34 of 2158 were wrong.", "34 of 2371465 were wrong.")
    assert found[1].sentences[0] == "Two columns are equal in 203 rows."
    assert (
        found[1]
        .sentences[1]
        .startswith("Most rows first: two columns that are the same (203 rows), ")
    )


def test_searches_lead_with_breaches_and_the_range_of_wrong_candidates() -> None:
    found = made(rules_sample.released())

    assert [card.title for card in found] == [
        "Rule breaches: 2,083 of 3,000 searches",
        "Wrong candidates: between 9 and 73 in 100",
        "Cannot tell: 3,000 searches",
    ]
    assert found[2].sentences == (
        (
            'By rule C1: "Rule C1: a warrant must be there before a search in real time is '
            'made." Not recorded: authority_type (97 times).'
        ),
        "1 other rule has records that cannot be told.",
    )
    assert found[0].sentences[-1] == "Not legal advice."


def test_a_rule_that_only_groups_broke_is_no_clean_bill() -> None:
    kept = tuple(
        replace(f, estimate=0.0, events=0) if f.id == "usage/any_rule_broken" else f
        for f in rules_sample.findings()
    )
    unit = rules_sample.COLUMNS.split().index("unit")
    rows = [
        (*row[:unit], "groups", *row[unit + 1 :]) if row[2] == "B2" else row
        for row in rules_sample.cards()
    ]
    cards = usage_sample.curve("rules", *rows, columns=rules_sample.COLUMNS)
    released = replace(rules_sample.released(), findings=kept, curves=(cards,))

    card = made(released)[0]

    assert card.title == "Rule breaches: 12 of 2,912 groups"
    assert card.tone == "warning"
    assert "Rule B2: a warrant" in card.sentences[0]
    assert card.sentences[-1] == "Not legal advice."


def test_records_are_not_called_groups_where_a_rule_on_groups_comes_first() -> None:
    names = rules_sample.COLUMNS.split()
    unit, breaks = names.index("unit"), names.index("breaks:i")
    (first, *others) = (list(row) for row in rules_sample.cards())
    first[unit], first[breaks] = "groups", 0
    cards = usage_sample.curve(
        "rules", tuple(first), *map(tuple, others), columns=rules_sample.COLUMNS
    )

    title = made(replace(rules_sample.released(), curves=(cards,)))[0].title

    assert title.endswith("of 3,000 searches")


def test_no_breach_is_no_praise() -> None:
    kept = tuple(
        replace(f, estimate=0.0, events=0) if f.id == "usage/any_rule_broken" else f
        for f in rules_sample.findings()
    )
    card = made(replace(rules_sample.released(), findings=kept))[0]

    assert (card.title, card.tone) == (
        "No rule breach found in 3,000 searches",
        "calm",
    )
    assert "may be broken outside them" in card.sentences[1]


def test_without_rules_the_missed_matches_cannot_be_told() -> None:
    last = made(usage_sample.searches())[-1]

    assert last.title.startswith("Cannot tell: 2 of ")
    assert "seeded probes" in last.sentences[0]


def test_clean_figures_are_said_to_be_so() -> None:
    clean = usage_sample.counted("data/outlier", 0, "None stands out.")
    said = usage_sample.provenance("deployments", 3)

    assert titles(Released.local((clean,), (), said)) == [
        "Nothing odd was found in the published figures",
        "Beyond these records: what nobody logged",
    ]


def test_test_and_field_use_together_lead_with_one_each() -> None:
    both = (*sample.findings(), *usage_sample.deployment_findings())
    mixed = Released.local(both, usage_sample.deployment_curves(), sample.provenance())
    found = titles(mixed)

    assert found[0] == "How often wrong: 68 in 100,000"
    assert found[1] == "Wrong alerts: 1.6 in 100 alerts"
    assert len(found) == 4


def test_breaches_of_high_severity_are_told_beside_all() -> None:
    grave = usage_sample.counted(
        "usage/any_rule_broken", 171, "171 broke a grave one.", severity="high"
    )
    found = (*rules_sample.findings(), grave)
    card = made(replace(rules_sample.released(), findings=found))[0]

    assert card.title.startswith("Rule breaches: 2,083 of")
    assert card.sentences[1:] == ("171 broke a grave one.", "Not legal advice.")


def test_alerts_that_nobody_confirmed_are_what_cannot_be_told() -> None:
    total = usage_sample.counted(
        "usage/totals", 32, "32 not confirmed.", count="true_alerts_unconfirmed"
    )
    either = replace(
        usage_sample.bounded(
            "usage/false_share_of_alerts", (0.0109, 0.0388), unconfirmed="either way"
        ),
        says="From 34 to 66 were wrong.",
    )
    plain = usage_sample.deployments()
    kept = tuple(f for f in plain.findings if "unconfirmed" not in f.population)
    last = made(replace(plain, findings=(*kept, total, either)))[-1]

    assert last.title == "Cannot tell: what 32 unconfirmed alerts were"
    assert last.sentences == ("From 34 to 66 were wrong.",)


def test_a_handful_of_alerts_is_too_few_for_a_headline() -> None:
    few = usage_sample.measured(
        "usage/false_share_of_alerts", 0.0, (0.0, 0.85), counts=(0, 2)
    )
    card = made(replace(usage_sample.deployments(), findings=(few,)))[0]

    assert card.title == "Wrong alerts: 2 in all are too few to say"
    assert card.tone == "unsure"


def test_silent_months_are_on_the_first_screen() -> None:
    silent = usage_sample.counted("usage/silent_months", 3, "3 months are silent.")
    plain = usage_sample.searches()
    kept = tuple(f for f in plain.findings if f.id != "usage/silent_months")
    cards = made(replace(plain, findings=(*kept, silent)))

    (card,) = (card for card in cards if card.title == "Months without a word: 3")
    assert card.sentences == ("3 months are silent.",)
    assert not any("without a word" in c for c in titles(replace(plain, findings=kept)))
