import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchaudit.accuracy import wording
from matchaudit.estimation.counts import Estimate
from matchaudit.estimation.proportions import clopper_pearson
from oracles.reading_grade import reading_grade


def _estimate(value: float, low: float, high: float) -> Estimate:
    return Estimate(
        value=value,
        low=low,
        high=high,
        confidence=0.95,
        method="x",
        events=12,
        trials=100_000,
    )


def test_a_rate_is_said_as_a_natural_frequency_with_its_interval() -> None:
    says = wording.rate_sentence(
        _estimate(1.2e-4, 0.45e-4, 3.2e-4),
        wording.WRONG,
        {"threshold": 0.64, "probe_group": "B", "reference_group": "B"},
        aim=1e-4,
    )

    assert says == (
        "At score 0.64, about 12 in 100,000 tries with different people in group B "
        "were wrong matches (between 5 and 32)."
    )
    assert reading_grade(says) <= 8


def test_no_error_at_all_is_not_said_to_be_none() -> None:
    """The text of E11: 0 of 200 could be 1.8 in 100; 1 in 1,000 takes 3,700."""
    says = wording.rate_sentence(
        clopper_pearson(0, 200), wording.WRONG, {"threshold": 0.9}, aim=1e-3
    )

    assert says == (
        "There were no wrong matches in 200 tries at score 0.9. That does not mean the "
        "rate is zero. It could be as high as 1.8 in 100. To show it is below 1 in "
        "1,000 you need about 3,700 such tries."
    )


def test_tries_that_hang_together_have_to_be_more() -> None:
    nothing = Estimate(
        value=0,
        low=0,
        high=0.018,
        confidence=0.95,
        method="x",
        events=0,
        trials=2_000,
        effective_trials=200.0,
    )

    says = wording.no_events_sentence(nothing, "wrong matches", "here", aim=1e-3)

    assert "about 37,000 such tries" in says


def test_errors_in_every_try_are_said_with_what_they_do_not_show() -> None:
    says = wording.rate_sentence(
        clopper_pearson(20, 20), wording.MISSED, {"threshold": 9.0}, aim=0.1
    )

    assert says == (
        "At score 9, all 20 tries with the same person were missed matches, but the "
        "true rate could be as low as 83 in 100."
    )


@pytest.mark.parametrize(
    ("rate", "words"),
    [
        (0.0, "0 in 100"),
        (1.0, "100 in 100"),
        (0.44, "44 in 100"),
        (0.083, "83 in 1,000"),
        (0.00999, "10 in 1,000"),
        (1.2e-4, "12 in 100,000"),
        (0.9996, "9,996 in 10,000"),
        (3e-9, "30 in 10,000,000,000"),
    ],
)
def test_a_frequency_is_of_a_power_of_ten(rate: float, words: str) -> None:
    assert wording.frequency(rate) == words


@given(st.floats(1e-9, 1.0))
def test_a_frequency_keeps_the_rate_to_its_figures(rate: float) -> None:
    many, _, size = wording.frequency(rate).replace(",", "").partition(" in ")

    assert float(many) / float(size) == pytest.approx(rate, rel=0.06)


@given(st.floats(1.0, 1e9))
def test_a_limit_is_never_said_to_be_more_than_it_is(limit: float) -> None:
    said = float(wording.at_most(limit).replace(",", ""))

    assert said <= limit * (1 + 1e-9)
    assert said > limit * 0.9


@given(st.floats(1e-12, 1.0))
def test_the_next_thing_to_show_is_below_what_was_shown(high: float) -> None:
    aim = wording.aim_below(high)

    assert 0.1 <= aim / high * 10 <= 10.0001
    assert math.log10(aim) == pytest.approx(round(math.log10(aim)))


def test_two_groups_are_both_named() -> None:
    population = {"probe_group": "A", "reference_group": "B", "probe_mask": "none"}

    assert wording.where(population) == " from group A and group B with mask none"
