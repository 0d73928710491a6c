"""The first screen of reports on galleries, worth, claims and published figures."""

from dataclasses import replace

import pytest

from matchaudit.disclosure import Released
from matchaudit.estimation.finding import Finding
from matchaudit.report.card import Card
from matchaudit.report.cards import cards
from matchaudit.report.evidence import Evidence
from matchaudit.report.messages import Messages
from report import gallery_sample, register_sample, sample, usage_sample
from report.gallery_sample import predictions, worth_findings
from report.register_sample import BY_GROUP, search_findings


def of(released: Released) -> tuple[Card, ...]:
    """Return the cards of a release."""
    return cards(Evidence.of(released, Messages("en")))


def made(*findings: Finding) -> tuple[Card, ...]:
    """Return the cards of these findings."""
    return of(Released.local(findings, (), sample.provenance()))


def test_prediction_leads_and_its_limits_end() -> None:
    first, *_, last = of(gallery_sample.predicted())

    assert first.title == (
        "Predicted for a gallery of 270 million: 87 in 100 searches return a wrong "
        "person"
    )
    assert first.section == "growth"
    assert last.title == "Beyond this test: twins and kin"


def test_score_that_a_target_needs_stands_on_the_first_card() -> None:
    assert "at least 0.71" in made(*predictions())[0].sentences[1]


def test_where_a_target_sets_wrong_people_the_news_is_who_is_missed() -> None:
    of_target = [f for f in predictions() if "target_fpir" in f.population]

    assert made(*of_target)[0].title == (
        "Predicted for a gallery of 270 million: 19 in 100 people are missed"
    )


def test_too_far_is_no_number() -> None:
    card = of(gallery_sample.past_the_horizon())[0]

    assert card.title == "In a gallery of 270 million: too far to predict"
    assert card.tone == "unsure"


def test_test_beside_a_prediction_keeps_a_card() -> None:
    measured = sample.findings()
    titles = [card.title for card in made(*measured, *predictions(), *worth_findings())]

    assert len(titles) == 4
    assert titles[0].startswith("Predicted for a gallery of 270 million")
    assert titles[1].startswith("If 1 in 10 is in the gallery of 270")
    assert titles[2].startswith("Unequal errors")


def test_worth_is_said_with_its_share_and_both_ends() -> None:
    first, second, last = of(gallery_sample.worth_only())

    assert first.title == (
        "If 1 in 10 is in the gallery of 270 million: the first is right 10 to 43 times "
        "in 100"
    )
    assert second.title == "Wrong people returned in a year: 27,000"
    assert last.title == "Cannot tell: who is in the gallery"


def test_searches_lead_with_the_wrong_person() -> None:
    first, second, last = of(register_sample.searched())

    assert first.title == "A wrong person returned: 12 in 1,000 searches"
    assert first.sentences[1] == "80 in 1,000 were missed down to rank 1."
    # D lies between 30 and 122 in 1,000, A between 2 and 8.
    assert second.title == "Unequal errors: 61 in 1,000 in D, 8 of 2,000 in A"
    assert second.tone == "warning"
    assert last.title == "Beyond this test: the street"


def test_groups_whose_ranges_touch_show_no_clear_difference() -> None:
    near = [
        f for f in search_findings() if f.population.get("group") in (None, "B", "C")
    ]

    assert BY_GROUP["B"] / 2 < BY_GROUP["C"] * 2
    assert made(*near)[1].title == "No clear difference shown"


def test_rate_that_cannot_be_told_is_no_rate() -> None:
    lost = usage_sample.unknown("galleries/fpir", "nobody recorded who is enrolled")

    assert made(lost)[0].title == "Cannot tell: how often a wrong person is returned"


def test_claims_are_a_range_and_never_one_verdict() -> None:
    first, second, last = of(register_sample.register())

    assert first.title == "Wrong claims: between 15 and 78 in 100"
    # A name is what one search returned: not any one of all who were returned.
    assert second.title == (
        "Wrong names to expect if the gallery held 270 million: between close to 0 and "
        "187"
    )
    assert last.title == "Cannot tell: any one claim"


def test_published_figures_come_without_a_number_in_the_title() -> None:
    first, last = of(register_sample.quoted())

    assert first.title == "Published figures, without a range"
    assert last.title == "Cannot tell: how sure these figures are"


@pytest.mark.parametrize("missing", ["galleries/candidate_correct", "usage/totals"])
def test_field_use_keeps_its_first_card_beside_galleries(missing: str) -> None:
    used = usage_sample.deployments().findings
    found = [f for f in (*used, *worth_findings()) if f.id != missing]
    titles = [card.title for card in made(*found)]

    assert any(title.startswith("Wrong alerts") for title in titles)
    assert 3 <= len(titles) <= 4


def test_range_of_one_number_is_one_number() -> None:
    yearly = next(f for f in worth_findings() if "wrong_candidates" in f.id)
    exact = replace(
        yearly, status="bounded", estimate=None, interval=(27_000_000, 27_000_000)
    )

    assert made(exact)[0].title == "Wrong people returned in a year: 27 million"
