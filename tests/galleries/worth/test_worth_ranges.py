from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchaudit.errors import ParameterError
from matchaudit.galleries.worth import (
    Inputs,
    Quantity,
    Ratio,
    Sample,
    enrolled_grid,
    enrolled_told,
)
from matchaudit.galleries.worth.drawing import drawn, log_odds, share_at

PEOPLE = 270_000_000


def _sample(inputs: Inputs, seed: int = 1) -> Sample:
    return Sample.of(inputs, rng=np.random.default_rng(seed))


def _decades(estimate: float, sd: float) -> Quantity:
    """Return a rate that is normal on the log-odds scale, sd in decades."""
    half = 1.959964 * sd * np.log(10)
    middle = float(log_odds(estimate))
    ends = share_at(np.array([middle - half, middle + half]))
    return Quantity(low=float(ends[0]), estimate=estimate, high=float(ends[1]))


# A rate of 1 in 100 known within 0.8 decades, a good picture.
_GOOD = Inputs(
    gallery_size=PEOPLE,
    tpir=Quantity(low=0.97, high=0.995),
    fpir=_decades(0.01, 0.8),
    accept_right=Quantity(low=0.72, estimate=0.8, high=0.87),
    accept_wrong=Quantity(low=0.2, estimate=0.3, high=0.42),
)


@pytest.mark.parametrize(
    ("enrolled", "plain", "reviewed", "wrong"),
    [
        (0.05, (0.16, 0.84, 0.995), (0.34, 0.94, 0.998), (2.5, 95, 2570)),
        (0.20, (0.48, 0.96, 0.999), (0.71, 0.99, 1.0), (2.1, 80, 2170)),
        (0.50, (0.79, 0.99, 0.999), (0.91, 1.0, 1.0), (1.3, 50, 1360)),
    ],
)
def test_the_published_table_of_a_rate_known_within_a_factor(
    enrolled: float,
    plain: tuple[float, ...],
    reviewed: tuple[float, ...],
    wrong: tuple[float, ...],
) -> None:
    sample = _sample(_GOOD)
    found = sample.search_correct(enrolled)
    after = sample.search_correct(enrolled, reviewed=True)
    yearly = sample.wrong_searches(enrolled)

    assert (found.low, found.middle, found.high) == pytest.approx(plain, abs=0.02)
    assert (after.low, after.middle, after.high) == pytest.approx(reviewed, abs=0.02)
    assert [1e4 * n for n in (yearly.low, yearly.middle or 0, yearly.high)] == (
        pytest.approx(wrong, rel=0.13)
    )


def test_draws_have_the_ends_of_a_measured_rate_as_their_interval() -> None:
    rng = np.random.default_rng(5)
    draws = drawn(Quantity(low=0.001, estimate=0.02, high=0.05), 100_000, rng=rng)

    assert np.quantile(draws, (0.025, 0.5, 0.975)) == pytest.approx(
        [0.001, 0.02, 0.05], rel=0.05
    )


def test_a_typed_range_is_uniform() -> None:
    rng = np.random.default_rng(5)
    draws = drawn(Quantity(low=0.2, high=0.6), 100_000, rng=rng)

    assert np.quantile(draws, (0.25, 0.5, 0.75)) == pytest.approx(
        [0.3, 0.4, 0.5], abs=0.005
    )


def test_a_rate_without_an_event_is_drawn_up_to_its_limit() -> None:
    rng = np.random.default_rng(5)
    draws = drawn(Quantity(low=0.0, estimate=0.0, high=0.02), 10_000, rng=rng)

    assert 0 <= draws.min() < 1e-4
    assert 0.0199 < draws.max() <= 0.02


def test_an_end_at_nought_or_one_is_drawn_without_infinity() -> None:
    rng = np.random.default_rng(5)
    low = drawn(Quantity(low=0.0, estimate=0.1, high=0.3), 10_000, rng=rng)
    high = drawn(Quantity(low=0.7, estimate=0.9, high=1.0), 10_000, rng=rng)

    assert 0 < low.min() < low.max() < 1
    assert 0 < high.min() < high.max() < 1


def test_a_rate_per_comparison_bounds_that_per_search_on_both_sides() -> None:
    """All wrong matches on the same searches, or each on its own."""
    point = Quantity(low=0.9, high=0.9)
    fmr = Quantity(low=1e-4, high=1e-4)
    sample = _sample(Inputs(gallery_size=5000, tpir=point, fmr=fmr))
    found = sample.search_correct(0.1)
    most = 1 - (1 - 1e-4) ** 5000

    assert found.low == pytest.approx(0.09 / (0.09 + 0.91 * most))
    assert found.high == pytest.approx(0.09 / (0.09 + 0.91 * 1e-4))
    assert found.middle is None


def test_a_rate_per_comparison_tells_any_one_candidate_exactly() -> None:
    point = Quantity(low=0.9, high=0.9)
    fmr = Quantity(low=1e-6, high=1e-6)
    sample = _sample(Inputs(gallery_size=PEOPLE, tpir=point, fmr=fmr))
    found = sample.candidate_correct(0.1)

    assert found is not None
    assert found.low == found.middle == found.high == pytest.approx(0.09 / 270.09)


def test_without_a_rate_per_comparison_any_one_candidate_is_not_known() -> None:
    sample = _sample(_GOOD)

    assert sample.candidate_correct(0.1) is None
    assert sample.wrong_candidates() is None


def test_in_an_investigation_the_share_enrolled_is_the_limit() -> None:
    point = Quantity(low=0.8, high=0.8)
    sample = _sample(Inputs(gallery_size=PEOPLE, tpir=point, shown=20))
    first, any_one = sample.search_correct(0.3), sample.candidate_correct(0.3)

    assert any_one is not None
    assert first.high == pytest.approx(0.24)
    assert (any_one.low, any_one.high) == pytest.approx((0.24 / 20, 0.3 / 20))


def test_limits_are_not_averaged_over() -> None:
    limits = Quantity(low=0.01, high=0.5, limits=True)
    point = Quantity(low=1.0, high=1.0)
    sample = _sample(Inputs(gallery_size=PEOPLE, tpir=point, fpir=limits))
    found = sample.search_correct(0.5)

    assert (found.low, found.high) == pytest.approx((1 / 1.5, 1 / 1.01))
    assert found.middle is None


def test_limits_of_people_found_hurt_where_few_are() -> None:
    limits = Quantity(low=0.2, high=0.9, limits=True)
    fpir = Quantity(low=0.1, high=0.1)
    sample = _sample(Inputs(gallery_size=PEOPLE, tpir=limits, fpir=fpir))
    found = sample.search_correct(0.5)

    assert found.low == pytest.approx(0.1 / (0.1 + 0.1 * (0.5 + 0.5 * 0.8)))
    assert found.high == pytest.approx(0.45 / (0.45 + 0.1 * (0.5 + 0.5 * 0.1)))


def test_a_cover_that_brings_more_wrong_matches_brings_more_wrong_searches() -> None:
    """Between none more, and as if the gallery had grown by so many times."""
    fpir, point = Quantity(low=0.1, high=0.1), Quantity(low=1.0, high=1.0)
    ratio = Ratio(low=3.0, high=3.0, source="a test")
    inputs = Inputs(gallery_size=PEOPLE, tpir=point, fpir=fpir, wrong_ratio=ratio)
    found = _sample(inputs).search_correct(0.5)

    assert found.high == pytest.approx(1 / 1.1)
    assert found.low == pytest.approx(1 / (1 + 1 - 0.9**3))


def test_a_cover_multiplies_the_odds_of_people_missed() -> None:
    """Odds of 1 to 49 become 10 to 49."""
    point, fpir = Quantity(low=0.98, high=0.98), Quantity(low=1.0, high=1.0)
    ratio = Ratio(low=10.0, high=10.0, source="a test", odds=True)
    inputs = Inputs(gallery_size=PEOPLE, tpir=point, fpir=fpir, missed_ratio=ratio)

    found = _sample(inputs).search_correct(0.5)
    assert found.high == pytest.approx(0.5 * 49 / 59)


@pytest.mark.parametrize(("missed", "covered"), [(0.1, 0.5), (0.3, 1.0)])
def test_a_measured_ratio_multiplies_the_rate_of_people_missed(
    missed: float, covered: float
) -> None:
    """One in ten missed, five times as many if covered: half, and never above all."""
    point, fpir = Quantity(low=1 - missed, high=1 - missed), Quantity(low=1.0, high=1.0)
    ratio = Ratio(low=5.0, high=5.0, source="measured: a contrast")
    inputs = Inputs(gallery_size=PEOPLE, tpir=point, fpir=fpir, missed_ratio=ratio)

    found = _sample(inputs).search_correct(0.5)
    assert found.high == pytest.approx(0.5 * (1 - covered))


def test_a_person_found_anywhere_may_come_after_a_wrong_one() -> None:
    """Never, or in each search that returns a wrong person."""
    point, fpir = Quantity(low=0.9, high=0.9), Quantity(low=0.2, high=0.2)
    inputs = Inputs(gallery_size=PEOPLE, tpir=point, anywhere=True, fpir=fpir)
    found = _sample(inputs).search_correct(0.5)

    assert found.high == pytest.approx(0.45 / (0.45 + 0.55 * 0.2))
    assert found.low == pytest.approx(0.36 / (0.36 + 0.2))  # one in five, whoever it is
    assert found.middle is None


def test_first_and_anywhere_move_together() -> None:
    """As many come after a wrong person, however many are found."""
    inputs = Inputs(
        gallery_size=PEOPLE,
        tpir=Quantity(low=0.7, high=0.9),
        listed=Quantity(low=0.71, high=0.91),
        fpir=Quantity(low=0.2, high=0.2),
    )
    found = _sample(inputs).wrong_searches(1 - 1e-12)

    assert found.low == pytest.approx(0.0905 * 0.2 + 0.01, rel=0.05)
    assert found.high == pytest.approx(0.2895 * 0.2 + 0.01, rel=0.05)


def test_any_one_returned_counts_the_right_person_at_any_place() -> None:
    first, listed = Quantity(low=0.3, high=0.3), Quantity(low=0.9, high=0.9)
    fmr = Quantity(low=1e-3, high=1e-3)
    inputs = Inputs(gallery_size=1000, tpir=first, listed=listed, fmr=fmr)
    found = _sample(inputs).candidate_correct(0.5)

    assert found is not None
    assert found.low == pytest.approx(0.45 / 1.45)


def test_people_found_in_a_smaller_gallery_are_fewer_in_this_one() -> None:
    point, fpir = Quantity(low=0.99, high=0.99), Quantity(low=1.0, high=1.0)
    inputs = Inputs(gallery_size=1_000_000, tpir=point, fpir=fpir, measured_size=10_000)
    found = _sample(inputs).search_correct(1 - 1e-12)
    missed = sorted(1 - end for end in (found.low, found.high))

    assert found.middle == pytest.approx(1 - 0.01 * 100**0.40, abs=0.002)
    assert missed == pytest.approx(
        [0.01 * 100 ** (0.40 - 1.96 * 0.09), 0.01 * 100 ** (0.40 + 1.96 * 0.09)],
        rel=0.05,
    )


@settings(max_examples=25)
@given(
    st.floats(0.3, 0.9),
    st.floats(0.01, 0.09),
    st.floats(0.02, 0.4),
    st.floats(1.2, 3.0),
)
def test_a_wider_range_never_narrows_the_result(
    found: float, half: float, wrong: float, wider: float
) -> None:
    """Each range is widened about its middle, with the same draws."""
    narrow = Inputs(
        gallery_size=PEOPLE,
        tpir=Quantity(low=found - half, high=found + half),
        fpir=Quantity(low=wrong * 0.7, high=wrong * 1.3),
    )
    more = min(half * wider, 1 - found, found)
    span = min(0.3 * wider, 0.99)
    wide_found = replace(narrow, tpir=Quantity(low=found - more, high=found + more))
    wide_wrong = replace(
        narrow, fpir=Quantity(low=wrong * (1 - span), high=min(wrong * (1 + span), 1))
    )
    here = _sample(narrow).search_correct(0.2)

    for wide in (wide_found, wide_wrong):
        there = _sample(wide).search_correct(0.2)
        assert there.low <= here.low + 2e-3
        assert there.high >= here.high - 2e-3


@settings(max_examples=25)
@given(st.floats(1e-8, 1e-4), st.floats(1.5, 30))
def test_wider_limits_never_narrow_the_result(fmr: float, wider: float) -> None:
    point = Quantity(low=0.9, high=0.9)
    narrow = Inputs(
        gallery_size=10_000,
        tpir=point,
        fmr=Quantity(low=fmr, high=fmr, limits=True),
    )
    wide = replace(narrow, fmr=Quantity(low=fmr / wider, high=fmr * wider, limits=True))
    here, there = (_sample(i).search_correct(0.2) for i in (narrow, wide))
    one, other = (_sample(i).candidate_correct(0.2) for i in (narrow, wide))

    assert there.low <= here.low <= here.high <= there.high
    assert one is not None
    assert other is not None
    assert other.low < one.low <= one.high < other.high


@settings(max_examples=25)
@given(st.floats(0.01, 0.98))
def test_worth_rises_with_the_share_enrolled(share: float) -> None:
    sample = _sample(_GOOD)
    fewer, more = sample.search_correct(share), sample.search_correct(share + 0.01)

    assert fewer.low < more.low
    assert fewer.high < more.high


def test_the_same_seed_gives_the_same_range() -> None:
    assert _sample(_GOOD).search_correct(0.1) == _sample(_GOOD).search_correct(0.1)
    assert _sample(_GOOD).search_correct(0.1) != _sample(_GOOD, 2).search_correct(0.1)


def test_a_grid_is_even_in_log_odds_with_exact_ends() -> None:
    grid = enrolled_grid(0.05, 0.9)
    steps = np.diff(log_odds(np.array(grid)))

    assert (len(grid), grid[0], grid[-1]) == (40, 0.05, 0.9)
    assert steps == pytest.approx(steps[0])
    assert enrolled_grid(0.3, 0.3) == (0.3,)


@pytest.mark.parametrize("ends", [(0.0, 0.5), (0.5, 1.0), (0.6, 0.5)])
def test_a_share_that_settles_the_question_is_no_grid(
    ends: tuple[float, float],
) -> None:
    with pytest.raises(ParameterError, match="enrolled"):
        enrolled_grid(*ends)


@given(st.floats(0.001, 0.5), st.floats(0.5, 0.999))
def test_a_handful_of_shares_runs_from_end_to_end(low: float, high: float) -> None:
    told = enrolled_told(low, high)

    assert (told[0], told[-1]) == (low, high)
    assert list(told) == sorted(set(told))
    assert len(told) <= 7
    assert 0.1 in told or low > 0.1


def test_inputs_from_which_nothing_follows_are_refused() -> None:
    point = Quantity(low=0.9, high=0.9)

    with pytest.raises(ParameterError, match="fpir"):
        Inputs(gallery_size=1000, tpir=point)
    with pytest.raises(ParameterError, match="accept_right"):
        Inputs(gallery_size=1000, tpir=point, fpir=point, accept_right=point)
    with pytest.raises(ParameterError, match="gallery_size"):
        Inputs(gallery_size=1, tpir=point, fpir=point)
    with pytest.raises(ParameterError, match="range"):
        Quantity(low=0.5, high=0.4)
    with pytest.raises(ParameterError, match="range"):
        Ratio(low=0.0, high=1.0, source="none")


def test_a_range_over_decades_holds_its_lower_end() -> None:
    """Else a wider range would give a narrower answer."""
    rng = np.random.default_rng(4)

    wide = drawn(Quantity(low=1e-7, high=1e-4), 20_000, rng=rng)
    narrow = drawn(Quantity(low=0.1, high=0.5), 20_000, rng=rng)

    assert np.mean(wide < 1e-6) == pytest.approx(1 / 3, abs=0.02)
    assert np.mean(narrow) == pytest.approx(0.3, abs=0.005)
