import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchaudit.accuracy import terms
from matchaudit.accuracy.rate_wording import (
    aim_below,
    no_events_sentence,
    rate_sentence,
)
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
    many = replace(_estimate(1.2e-4, 0.45e-4, 3.21e-4), events=36, trials=300_000)
    says = rate_sentence(
        many,
        terms.WRONG,
        {"threshold": 0.64, "probe_group": "B", "reference_group": "B"},
        aim=1e-4,
    )

    assert says == (
        "At score 0.64, about 12 in 100,000 tries with different people in group B "
        "were wrong matches (36 of 300,000). For people like these the rate is likely "
        "between 4 and 33 in 100,000."
    )
    assert reading_grade(says) <= 8


@pytest.mark.parametrize(
    ("events", "trials", "words"),
    [
        (1, 517, "1 of 517 tries with the same person was a missed match. "),
        (9, 20_000, "9 of 20,000 tries with the same person were missed matches. "),
        (60, 90, "60 of 90 tries with the same person were missed matches. "),
        (500, 4_000, "about 13 in 100 tries with the same person were missed"),
    ],
)
def test_a_rate_is_never_said_out_of_more_tries_than_there_were(
    events: int, trials: int, words: str
) -> None:
    says = rate_sentence(
        clopper_pearson(events, trials), terms.MISSED, {"threshold": 2.0}, aim=0.1
    )

    assert says.startswith(f"At score 2, {words}")
    assert ". For people like these the rate is likely between " in says
    assert reading_grade(says) <= 10


def test_no_error_at_all_is_not_said_to_be_none() -> None:
    """The text of E11: 0 of 200 could be 1.8 in 100; 1 in 1,000 takes 3,700."""
    says = rate_sentence(
        clopper_pearson(0, 200), terms.WRONG, {"threshold": 0.9}, aim=1e-3
    )

    assert says == (
        "There were no wrong matches in 200 tries at score 0.9. That does not mean the "
        "rate is zero. It could be as high as 1.8 in 100. To show it is below 1 in "
        "1,000 you need about 3,700 such tries."
    )


def test_tries_that_hang_together_have_to_be_more_and_of_new_people() -> None:
    """Upper end of 200 tries: 18 times as much is needed, and not of the same people."""
    nothing = replace(
        clopper_pearson(0, 200), trials=2_000, units=50, method="dyadic-exact"
    )
    pairs, single = (
        no_events_sentence(
            replace(nothing, method=method), "wrong matches", "here", aim=1e-3
        )
        for method in ("dyadic-exact", "clustered-exact")
    )
    unknown = no_events_sentence(
        replace(nothing, units=None), "wrong matches", "here", aim=1e-3
    )

    least = "you need at least 37,000 tries, with new people"
    assert pairs.endswith(f"{least}: 210 to 920 people in all.")
    assert single.endswith(f"{least}: about 920 people in all.")
    assert unknown.endswith(f"{least}.")


def test_errors_in_every_try_are_said_with_what_they_do_not_show() -> None:
    says = rate_sentence(
        clopper_pearson(20, 20), terms.MISSED, {"threshold": 9.0}, aim=0.1
    )

    assert says == (
        "At score 9, all 20 tries with the same person were missed matches. The "
        "true rate could be as low as 83 in 100."
    )


@given(st.floats(1e-12, 1.0))
def test_the_next_thing_to_show_is_below_what_was_shown(high: float) -> None:
    aim = aim_below(high)

    assert 0.1 <= aim / high * 10 <= 10.0001
    assert math.log10(aim) == pytest.approx(round(math.log10(aim)))
