import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchaudit.errors import ParameterError, UndefinedMeasureError
from matchaudit.estimation.clustered import clustered_proportion, clustered_variance
from matchaudit.estimation.counts import Clusters
from matchaudit.estimation.proportions import smallest_rate


def clusters(trials: list[int] | int, events: list[int]) -> Clusters:
    sizes = [trials] * len(events) if isinstance(trials, int) else trials
    return Clusters(np.array(sizes), np.array(events))


@st.composite
def some_clusters(draw: st.DrawFn) -> Clusters:
    trials = draw(st.lists(st.integers(1, 12), min_size=2, max_size=40))
    return clusters(trials, [draw(st.integers(0, m)) for m in trials])


def test_the_variance_of_a_hand_made_case() -> None:
    """Rate 6/30; residuals -2, -1, 3; 14 / 900, and 14 / (900 - 300) corrected."""
    three = clusters(10, [0, 1, 5])
    assert clustered_variance(three, corrected=False) == pytest.approx(14 / 900)
    assert clustered_variance(three) == pytest.approx(14 / 600)


def test_the_corrected_variance_is_that_of_a_mean_of_equal_units() -> None:
    shares = np.array([0, 1, 5, 2, 10]) / 10
    assert clustered_variance(clusters(10, [0, 1, 5, 2, 10])) == pytest.approx(
        float(np.var(shares, ddof=1)) / 5
    )


def test_the_variance_is_unbiased_for_equal_units() -> None:
    """Over many samples of four units its mean is the true variance."""
    rng = np.random.default_rng(5)
    shares = rng.choice([0, 4, 10], size=(20_000, 4), p=[0.5, 0.3, 0.2])
    mean = np.mean([clustered_variance(clusters(10, list(s))) for s in shares[:4000]])
    assert mean == pytest.approx(float(np.var(shares / 10)) / 4, rel=0.03)


def test_trials_that_move_together_count_once() -> None:
    """Ten equal trials a unit tell what one trial a unit tells."""
    tens = clustered_proportion(clusters(10, [10, 0, 0, 10, 0, 0, 0, 0, 0, 0] * 20))
    ones = clustered_proportion(clusters(1, [1, 0, 0, 1, 0, 0, 0, 0, 0, 0] * 20))
    assert tens.effective_trials == pytest.approx(ones.effective_trials, rel=0.01)
    assert tens.low == pytest.approx(ones.low, rel=0.01)
    assert tens.high == pytest.approx(ones.high, rel=0.01)
    assert tens.method == ones.method == "clustered-wilson-t"


def test_single_trials_of_many_units_give_the_plain_wilson_interval() -> None:
    """4 of 2,000; Student's quantile at 1,999 degrees of freedom is close to 1.96."""
    estimate = clustered_proportion(clusters(1, [1, 0] * 200 + [0] * 1600))
    assert estimate.effective_trials == pytest.approx(2000, rel=0.01)
    assert estimate.low == pytest.approx(0.0877, abs=3e-4)
    assert estimate.high == pytest.approx(0.1139, abs=3e-4)


def test_without_events_and_with_nothing_to_borrow_a_unit_counts_once() -> None:
    estimate = clustered_proportion(clusters(10, [0] * 50))
    assert (estimate.value, estimate.low) == (0.0, 0.0)
    assert estimate.high == pytest.approx(smallest_rate(50))
    assert estimate.effective_trials == 50
    assert estimate.method == "clustered-exact-bound"
    assert any("the worst is assumed" in said for said in estimate.cautions)


def test_without_events_the_upper_end_borrows_and_is_never_too_low() -> None:
    loose = clusters(10, [8, 0, 0, 0, 5, 0, 9, 0, 0, 7] * 5)
    estimate = clustered_proportion(clusters(10, [0] * 50), looser=[loose])
    assert estimate.method == "clustered-exact-borrowed"
    assert estimate.effective_trials is not None
    assert 50 < estimate.effective_trials < 500
    assert estimate.high > smallest_rate(estimate.effective_trials)
    assert estimate.high < smallest_rate(50)


def test_all_events_mirror_no_events() -> None:
    none = clustered_proportion(clusters(10, [0] * 50))
    every = clustered_proportion(clusters(10, [10] * 50))
    assert (every.value, every.high) == (1.0, 1.0)
    assert every.low == pytest.approx(1 - none.high)


def test_one_unit_with_all_events_is_not_taken_for_many_events() -> None:
    """Five errors of one unit among 20 must leave room for a far lower rate."""
    one = clustered_proportion(clusters(10, [5] + [0] * 19))
    spread = clustered_proportion(clusters(10, [1] * 5 + [0] * 15))
    assert one.value == spread.value
    assert one.low < spread.low / 2


def test_little_data_is_said_aloud() -> None:
    few = clustered_proportion(clusters(10, [1, 2, 0, 4, 0]))
    assert "Only 5 subjects lie behind this number." in few.cautions[-1]
    rare = clustered_proportion(clusters(10, [9] * 4 + [0] * 96))
    assert "About 4 subjects carry most of the cases." in rare.cautions[-1]
    plenty = clustered_proportion(clusters(10, [1, 2, 0, 4, 0] * 40))
    assert plenty.cautions == ()


def test_one_unit_cannot_show_how_units_differ() -> None:
    with pytest.raises(UndefinedMeasureError, match="fewer than two subjects"):
        clustered_proportion(clusters(10, [3]))


def test_no_units_give_no_rate() -> None:
    with pytest.raises(UndefinedMeasureError):
        clustered_proportion(clusters(1, []))


def test_a_confidence_outside_its_range_is_refused() -> None:
    with pytest.raises(ParameterError, match="confidence"):
        clustered_proportion(clusters(10, [1, 2, 3]), confidence=95)


@given(some_clusters())
def test_the_interval_holds_the_rate_and_mirrors(counted: Clusters) -> None:
    here = clustered_proportion(counted)
    there = clustered_proportion(
        Clusters(counted.trials, counted.trials - counted.events)
    )
    assert 0 <= here.low <= here.value <= here.high <= 1
    assert here.low < here.high
    assert here.low == pytest.approx(1 - there.high, abs=1e-9)
    assert here.effective_trials is not None
    assert 1 <= here.effective_trials <= counted.n_trials


@given(some_clusters())
def test_the_order_of_units_does_not_matter(counted: Clusters) -> None:
    order = np.random.default_rng(counted.n_trials).permutation(counted.n_units)
    mixed = Clusters(counted.trials[order], counted.events[order])
    assert clustered_proportion(mixed).high == pytest.approx(
        clustered_proportion(counted).high
    )


@given(some_clusters())
def test_fewer_units_of_the_same_kind_give_a_wider_interval(counted: Clusters) -> None:
    more = Clusters(np.tile(counted.trials, 3), np.tile(counted.events, 3))
    few, many = clustered_proportion(counted), clustered_proportion(more)
    assert many.high - many.low < few.high - few.low
