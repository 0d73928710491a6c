import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from matchaudit.errors import ParameterError, UndefinedMeasureError
from matchaudit.estimation.proportions import (
    clopper_pearson,
    normal_quantile,
    smallest_rate,
    trials_to_show,
    wilson,
    wilson_interval,
)

COUNTS = st.integers(1, 10_000).flatmap(
    lambda trials: st.tuples(st.integers(0, trials), st.just(trials))
)


@pytest.mark.parametrize(
    ("events", "low", "high"),
    [
        (0, 0.0, 0.0369934982),
        (1, None, 0.9974806314),  # their lower end is of another interval
        (50, 0.0155164864, 0.9844835136),
        (100, 0.9630065018, 1.0),
    ],
)
def test_wilson_with_a_variance_gives_the_published_values(
    events: int, low: float | None, high: float
) -> None:
    """The values are those of the notebook that goes with arXiv 2306.01198."""
    estimate = wilson(events, 100, variance=1.0)
    assert estimate.high == pytest.approx(high, abs=1e-10)
    if low is not None:
        assert estimate.low == pytest.approx(low, abs=1e-10)


@pytest.mark.parametrize(("events", "trials"), [(0, 20), (1, 20), (7, 30), (30, 30)])
@pytest.mark.parametrize("confidence", [0.8, 0.95, 0.99])
def test_both_intervals_agree_with_scipy(
    events: int, trials: int, confidence: float
) -> None:
    theirs = stats.binomtest(events, trials)
    for ours, name in ((wilson, "wilson"), (clopper_pearson, "exact")):
        estimate = ours(events, trials, confidence=confidence)
        expected = theirs.proportion_ci(confidence, method=name)  # type: ignore[arg-type]  # the stub wants a literal
        assert estimate.low == pytest.approx(expected.low, abs=1e-9)
        assert estimate.high == pytest.approx(expected.high, abs=1e-9)


def test_wilson_ends_are_where_the_score_test_turns() -> None:
    low, high = wilson_interval(0.1, 50, quantile=1.7)
    for end in (low, high):
        assert abs(0.1 - end) / math.sqrt(end * (1 - end) / 50) == pytest.approx(1.7)


@given(COUNTS, st.floats(0.5, 0.999))
def test_an_interval_holds_the_rate_and_mirrors(
    counts: tuple[int, int], confidence: float
) -> None:
    events, trials = counts
    for interval in (wilson, clopper_pearson):
        here = interval(events, trials, confidence=confidence)
        there = interval(trials - events, trials, confidence=confidence)
        assert 0 <= here.low <= here.value <= here.high <= 1
        assert here.low == pytest.approx(1 - there.high, abs=1e-9)


@given(COUNTS)
def test_a_higher_confidence_gives_a_wider_interval(counts: tuple[int, int]) -> None:
    narrow = wilson(*counts, confidence=0.9)
    wide = wilson(*counts, confidence=0.99)
    assert wide.high - wide.low > narrow.high - narrow.low


def test_wilson_knows_its_effective_trials() -> None:
    estimate = wilson(10, 1000, variance=0.0099 / 50)
    assert estimate.effective_trials == pytest.approx(50)
    assert (estimate.events, estimate.trials) == (10, 1000)
    assert estimate.method == "adjusted-wilson"


def test_an_exact_interval_takes_effective_sizes() -> None:
    estimate = clopper_pearson(2.5, 40.5)
    assert estimate.events is None
    assert clopper_pearson(2, 40).low < estimate.low < clopper_pearson(3, 41).low
    assert stats.beta.cdf(estimate.low, 2.5, 39) == pytest.approx(0.025)
    assert stats.beta.cdf(estimate.high, 3.5, 38) == pytest.approx(0.975)


def test_the_rule_behind_no_events_in_200_tries() -> None:
    """0 of 200 tries: up to 1.83 in 100; 1 in 1,000 takes about 3,700 tries."""
    assert smallest_rate(200) == pytest.approx(0.0183, abs=5e-5)
    assert smallest_rate(200) == pytest.approx(clopper_pearson(0, 200).high)
    assert trials_to_show(1e-3) == 3688
    assert (1 - 1e-3) ** 3688 <= 0.025 < (1 - 1e-3) ** 3687


@given(st.floats(1e-7, 0.5), st.sampled_from([0.9, 0.95, 0.99]))
def test_the_trials_to_show_a_rate_are_the_fewest(
    rate: float, confidence: float
) -> None:
    trials = trials_to_show(rate, confidence=confidence)
    assert smallest_rate(trials, confidence=confidence) <= rate * (1 + 1e-6)
    if trials > 1:
        assert smallest_rate(trials - 1, confidence=confidence) > rate * (1 - 1e-6)


def test_a_target_that_is_met_exactly_needs_no_further_trial() -> None:
    assert trials_to_show(smallest_rate(500)) == 500


@pytest.mark.parametrize("interval", [wilson, clopper_pearson])
def test_no_trials_give_no_rate(interval: object) -> None:
    assert callable(interval)
    with pytest.raises(UndefinedMeasureError, match="there were no tries"):
        interval(0, 0)
    with pytest.raises(UndefinedMeasureError, match="there were no tries"):
        smallest_rate(0)


@pytest.mark.parametrize("counts", [(-1, 5), (6, 5), (0, -5)])
def test_impossible_counts_are_refused(counts: tuple[int, int]) -> None:
    with pytest.raises(ParameterError, match="between 0 and the trials"):
        wilson(*counts)


@pytest.mark.parametrize("confidence", [0.0, 1.0, 95.0, -0.5, math.nan])
def test_a_confidence_outside_its_range_is_refused(confidence: float) -> None:
    with pytest.raises(ParameterError, match="confidence"):
        normal_quantile(confidence)


@pytest.mark.parametrize("rate", [0.0, 1.0, math.nan])
def test_no_sample_shows_a_rate_below_zero(rate: float) -> None:
    with pytest.raises(ParameterError, match="rate"):
        trials_to_show(rate)
