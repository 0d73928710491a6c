import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchaudit.galleries.worth import model

inside = st.floats(0.001, 0.999)


def test_right_over_all_returned_by_hand() -> None:
    """1,000 searches, 100 enrolled: 90 found; 10 missed and 900 others at 2 in 100."""
    found = float(model.search_correct(0.1, 0.9, 0.02))

    assert found == pytest.approx(90 / (90 + 0.2 + 18))


def test_a_reviewer_thins_out_right_and_wrong_lists_apart() -> None:
    found = float(
        model.search_correct(0.1, 0.9, 0.02, accept_right=0.8, accept_wrong=0.3)
    )

    assert found == pytest.approx(72 / (72 + 0.3 * 18.2))


@pytest.mark.parametrize(
    ("fpir", "correct"), [(0.002, 0.96), (0.035, 0.59), (0.074, 0.40)]
)
def test_one_threshold_is_worth_something_else_for_each_group(
    fpir: float, correct: float
) -> None:
    """Published median rates of three groups of women, 1 in 20 enrolled."""
    found = float(model.search_correct(0.05, 0.95, fpir))

    assert found == pytest.approx(correct, abs=0.005)


def test_a_shown_candidate_is_right_no_more_often_than_people_are_enrolled() -> None:
    assert float(model.search_correct(0.2, 0.9, 1.0)) == pytest.approx(0.18)


def test_any_one_of_270_wrong_people_and_one_right_one() -> None:
    found = float(model.candidate_correct(0.1, 0.95, 270.0))

    assert found == pytest.approx(0.095 / 270.095)


def test_nothing_returned_is_nothing_right() -> None:
    assert float(model.search_correct(0.1, 0.0, 0.0)) == 0.0
    assert float(model.candidate_correct(0.1, 0.0, 0.0)) == 0.0


def test_a_match_that_is_never_wrong_weighs_without_end() -> None:
    assert math.isinf(float(model.match_weight(0.9, 0.0)))
    assert float(model.match_weight(0.0, 0.5)) == 0.0


def test_wrong_searches_are_of_those_not_enrolled_and_those_missed() -> None:
    found = float(model.wrong_searches(0.25, 0.8, 0.1))

    assert found == pytest.approx(0.75 * 0.1 + 0.25 * 0.2 * 0.1)


def test_a_person_on_the_list_but_not_first_has_a_wrong_one_before() -> None:
    """Of 100 enrolled 80 come first, 10 come later, and 10 are missed, 1 in 5 wrongly."""
    found = float(model.wrong_searches(1.0, 0.8, 0.2, listed=0.9))

    assert found == pytest.approx(0.1 + 0.1 * 0.2)
    # Wrong people come before the right one in no more searches than return one.
    assert float(model.wrong_searches(1.0, 0.2, 0.2, listed=0.9)) == pytest.approx(0.2)


def test_first_and_anywhere_are_what_counting_scores_gives() -> None:
    """Scores of mates and of the best wrong person drawn apart, one threshold."""
    rng = np.random.default_rng(4)
    n, threshold = 400_000, 2.0
    enrolled = rng.random(n) < 0.8
    mate = np.where(enrolled, rng.normal(3.0, 1.0, n), -np.inf)
    wrong = rng.normal(1.5, 0.7, n)
    first = (mate > wrong) & (mate >= threshold)
    wrong_first = (wrong > mate) & (wrong >= threshold)
    known = mate[enrolled]
    rates = first[enrolled].mean(), (wrong >= threshold).mean()
    listed = float((known >= threshold).mean())

    assert float(model.wrong_searches(0.8, *rates, listed=listed)) == pytest.approx(
        wrong_first.mean(), abs=0.002
    )
    share = float(model.break_even_enrolled(*rates, correct=0.9, listed=listed))
    assert float(model.search_correct(share, *rates, listed=listed)) == pytest.approx(
        0.9
    )


def test_misses_grow_with_a_power_of_the_gallery_and_end_at_all() -> None:
    near = float(model.larger_gallery(0.99, 0.5, size=400, measured=100))
    far = float(model.larger_gallery(0.9, 1.0, size=1e9, measured=10))

    assert near == pytest.approx(0.98)
    assert far == 0.0


def test_odds_of_a_miss_times_two() -> None:
    found = float(model.multiplied(0.5, 2.0, odds=True))

    assert found == pytest.approx(2 / 3)


@given(inside, inside)
def test_the_weight_turns_odds_before_into_odds_after(
    enrolled: float, fpir: float
) -> None:
    """Exactly where no enrolled person is missed."""
    after = float(model.search_correct(enrolled, 1.0, fpir))
    weight = float(model.match_weight(1.0, fpir))

    assert after / (1 - after) == pytest.approx(enrolled / (1 - enrolled) * weight)


@given(inside, inside, st.sampled_from([0.5, 0.9, 0.95]))
def test_the_break_even_share_gives_just_so_many_right(
    tpir: float, fpir: float, correct: float
) -> None:
    share = float(model.break_even_enrolled(tpir, fpir, correct=correct))

    if math.isinf(share):
        assert float(model.search_correct(1.0, tpir, fpir)) < correct + 1e-9
    else:
        found = float(model.search_correct(share, tpir, fpir))
        assert found == pytest.approx(correct)


@given(inside, inside, inside, st.floats(1.01, 3))
def test_worth_rises_with_the_enrolled_and_the_found_and_falls_with_the_wrong(
    enrolled: float, tpir: float, fpir: float, times: float
) -> None:
    here = float(model.search_correct(enrolled, tpir, fpir))
    more = 1 - (1 - enrolled) / times
    better = 1 - (1 - tpir) / times

    assert float(model.search_correct(more, tpir, fpir)) > here
    assert float(model.search_correct(enrolled, better, fpir)) > here
    assert float(model.search_correct(enrolled, tpir, fpir / times)) > here
    assert float(model.candidate_correct(enrolled, tpir, 1 / times)) > float(
        model.candidate_correct(enrolled, tpir, 1.0)
    )


@given(inside, inside, inside, inside)
def test_a_reviewer_who_does_not_look_changes_nothing(
    enrolled: float, tpir: float, fpir: float, accepted: float
) -> None:
    plain = float(model.search_correct(enrolled, tpir, fpir))
    reviewed = float(
        model.search_correct(
            enrolled, tpir, fpir, accept_right=accepted, accept_wrong=accepted
        )
    )

    assert reviewed == pytest.approx(plain)


def test_the_closed_form_is_what_counting_searches_gives() -> None:
    """Simulated searches one by one, the model's own two chances drawn apart."""
    rng = np.random.default_rng(3)
    n = 400_000
    enrolled = rng.random(n) < 0.3
    hit = enrolled & (rng.random(n) < 0.8)
    wrong = ~hit & (rng.random(n) < 0.05)

    counted = hit.sum() / (hit.sum() + wrong.sum())

    assert float(model.search_correct(0.3, 0.8, 0.05)) == pytest.approx(
        counted, abs=0.003
    )
    assert float(model.wrong_searches(0.3, 0.8, 0.05)) == pytest.approx(
        wrong.mean(), abs=0.001
    )
