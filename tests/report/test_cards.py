from dataclasses import replace

import pytest

from matchaudit.disclosure import Released
from matchaudit.estimation.finding import Finding, Key
from matchaudit.report.card import Card
from matchaudit.report.cards import cards
from matchaudit.report.evidence import Evidence
from matchaudit.report.messages import Messages
from report import sample


def made(*findings: Finding) -> tuple[Card, ...]:
    """Return the cards of these findings."""
    released = Released.local(findings, (), sample.provenance())
    return cards(Evidence.of(released, Messages("en")))


FMR = sample.rate("accuracy/fmr", 6.8e-4, {"threshold": 0.6}, 100_000)
UNEQUAL = sample.ratio("accuracy/fmr_ratio", "D", 9.3, 0.6)
EVEN = sample.ratio("accuracy/fmr_ratio", "B", 1.1, 0.6)
UNKNOWN = sample.unknown("accuracy/fmr", "no threshold was named", {})


def test_first_card_says_how_often_it_is_wrong() -> None:
    missed = sample.rate("accuracy/fnmr", 0.04, {"threshold": 0.6}, 5_000)
    other = sample.rate("accuracy/fnmr", 0.09, {"threshold": 0.7}, 5_000)
    card = made(other, FMR, missed)[0]

    assert card.title == "How often wrong: 68 in 100,000"
    assert card.sentences == (FMR.says, missed.says)


def test_without_errors_the_card_gives_the_upper_end() -> None:
    """No error seen is not "0"."""
    none_seen = replace(FMR, estimate=0.0, interval=(0.0, 3e-4), events=0)

    assert made(none_seen)[0].title == "How often wrong: at most 3 in 10,000"


def test_rates_of_groups_are_not_the_headline() -> None:
    where: dict[str, Key] = {
        "threshold": 0.6,
        "probe_group": "D",
        "reference_group": "D",
    }
    of_group = sample.rate("accuracy/fmr", 0.5, where, 100)

    assert made(of_group, FMR)[0].title == "How often wrong: 68 in 100,000"


def test_no_threshold_falls_back_to_words() -> None:
    card = made(UNKNOWN)[0]

    assert card.title == "Cannot tell: how often it is wrong"
    assert card.sentences == (UNKNOWN.says,)
    assert made()[0].title == "Not measured: how often it is wrong"


def test_equal_error_rate_stands_in() -> None:
    eer = replace(FMR, id="accuracy/eer", population={}, estimate=0.043)

    assert made(eer)[0].title == "Wrong both ways equally often: 43 in 1,000"


def test_second_card_names_the_largest_clear_difference() -> None:
    middle = sample.ratio("accuracy/fnmr_ratio", "C", 3.0, 0.6)
    card = made(EVEN, middle, UNEQUAL)[1]

    assert (card.title, card.tone) == (
        "Unequal errors: at least 6.2 times (best estimate 9.3 times)",
        "warning",
    )
    assert card.sentences == (UNEQUAL.says,)


def test_rarer_counts_like_more_often() -> None:
    """At most a tenth of the errors is further apart than at least six times."""
    rare = replace(UNEQUAL, estimate=0.07, interval=(0.05, 0.1), says="A tenth.")
    card = made(UNEQUAL, rare)[1]

    assert card.sentences == ("A tenth.",)
    assert card.title == "Unequal errors: at most 0.1 times (best estimate 0.07 times)"


def test_what_the_data_show_counts_and_not_the_best_guess() -> None:
    """13 times that may be 1.2 times is weaker than 4 that is at least 3."""
    vague = replace(UNEQUAL, estimate=13.0, interval=(1.2, 150.0), says="Vague.")
    firm = replace(UNEQUAL, estimate=4.0, interval=(3.04, 5.0), says="Firm.")

    assert made(vague, firm)[1].sentences == ("Firm.",)
    assert made(vague)[1].title.startswith("Unequal errors: at least 1.2 times (best")


def test_a_rate_that_the_target_set_is_not_the_headline() -> None:
    """Of thresholds that were found for targets, the missed matches are the news."""
    found = [f for f in sample.findings() if "target_fmr" in f.population]
    there = replace(FMR, population={"threshold": found[0].estimate or 0.0})
    card = made(there, *found[:2])[0]

    assert found[1].says in card.sentences
    assert card.title == "Matches missed: 58 in 1,000"
    assert "1 in 1,000 tries" in card.sentences[1]
    assert made(there, *found[4:])[0].title == "Matches missed: 88 in 1,000"
    assert made(FMR, there, *found[:2])[0].title == "How often wrong: 68 in 100,000"


def test_missed_matches_that_nobody_can_tell_are_said_to_be_so() -> None:
    at = next(f for f in sample.findings() if f.id == "accuracy/threshold_at_fmr")
    lost = sample.unknown("accuracy/fnmr_at_fmr", "x", {"target_fmr": 1e-3})
    there = replace(FMR, population={"threshold": at.estimate or 0.0})
    card = made(there, at, lost)[0]

    assert card.title == "Cannot tell: how many matches are missed"
    assert card.sentences == (lost.says,)


def test_range_that_holds_1_is_no_clear_difference() -> None:
    card = made(EVEN)[1]

    assert card.title == "No clear difference shown"
    assert "does not mean that there is none" in card.sentences[1]


@pytest.mark.parametrize(
    ("interval", "title"),
    [
        ((3.0, None), "Unequal errors: at least 3 times"),
        ((None, 0.5), "Unequal errors: at most 0.5 times"),
        ((0.5, None), "No clear difference shown"),
    ],
)
def test_open_ranges(interval: tuple[float | None, float | None], title: str) -> None:
    open_one = replace(UNEQUAL, status="bounded", estimate=None, interval=interval)

    assert made(open_one)[1].title == title


def test_groups_that_cannot_be_compared() -> None:
    lost = sample.unknown("accuracy/fmr_ratio", "no reference group was named", {})

    assert made(lost)[1].title == "Cannot tell: unequal errors"
    assert made()[1].title == "Not tested: unequal errors"


def test_third_card_counts_what_cannot_be_told() -> None:
    card = made(FMR, UNKNOWN, UNKNOWN, sample.unknown("accuracy/far", "x", {}))[2]

    assert card.title == "Cannot tell: 3 of 4 questions"
    assert "no threshold was named" in card.sentences[0]


def test_reasons_that_differ_in_counts_are_one() -> None:
    lost = [
        sample.unknown("accuracy/fmr_ratio", because, {})
        for because in ("other", "none was wrong (0 of 8)", "none was wrong (0 of 9)")
    ]

    assert made(*lost)[2].sentences[0].endswith("most often: none was wrong.")


def test_few_errors_are_not_scaled_up() -> None:
    """One of 238 is not 4.2 in 1,000."""
    few = replace(FMR, estimate=1 / 238, events=1, trials=238, interval=(1e-3, 0.02))

    assert made(few)[0].title == "How often wrong: 1 of 238"


def test_third_card_is_never_empty() -> None:
    assert made(FMR)[2].title == "Beyond this test: the street"
