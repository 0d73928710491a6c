import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.stats import chi2, norm, t

from matchaudit.errors import ParameterError, UndefinedMeasureError
from matchaudit.estimation.counts_per_time import (
    TimedCounts,
    clustered_garwood,
    garwood,
)

Days = NDArray[np.float64]


@pytest.mark.parametrize(
    ("events", "low", "high"),
    [(0, 0.0, 3.689), (1, 0.0253, 5.572), (10, 4.795, 18.39), (100, 81.36, 121.63)],
)
def test_the_limits_are_those_of_the_published_tables(
    events: int, low: float, high: float
) -> None:
    estimate = garwood(events, 1.0)

    assert estimate.low == pytest.approx(low, rel=1e-3)
    assert estimate.high == pytest.approx(high, rel=1e-3)
    assert estimate.value == events


@given(st.integers(1, 3000), st.floats(0.01, 1e6), st.floats(0.5, 0.999))
def test_the_limits_are_half_a_chi_squared_quantile(
    events: int, time: float, confidence: float
) -> None:
    estimate = garwood(events, time, confidence=confidence)
    tail = (1 - confidence) / 2

    assert estimate.low * time == pytest.approx(chi2.ppf(tail, 2 * events) / 2)
    assert estimate.high * time == pytest.approx(chi2.isf(tail, 2 * events + 2) / 2)


def test_no_time_says_nothing() -> None:
    with pytest.raises(UndefinedMeasureError, match="no time"):
        garwood(0, 0.0)


@pytest.mark.parametrize(
    ("events", "time", "confidence"), [(-1, 1, 0.95), (1, -1, 0.95), (1, 1, 1.0)]
)
def test_an_impossible_number_is_refused(
    events: float, time: float, confidence: float
) -> None:
    with pytest.raises(ParameterError):
        garwood(events, time, confidence=confidence)


def _of(events: list[int], time: float = 1.0) -> TimedCounts:
    found = np.array(events, dtype=np.float64)
    return TimedCounts(np.full(found.size, time), found)


def test_events_that_come_together_count_as_few() -> None:
    spread = clustered_garwood(_of([1, 1, 0, 1, 1, 0, 1, 1, 1, 1] * 10))
    bursts = clustered_garwood(_of([8, 0, 0, 0, 0, 0, 0, 0, 0, 0] * 10))
    exact = garwood(80, 100)

    assert (bursts.value, spread.value) == (0.8, 0.8)
    assert spread.high - spread.low == pytest.approx(exact.high - exact.low, rel=0.05)
    # By hand: 90 days lie 0.8 and 10 lie 7.2 off: 576 where Poisson has 80.
    effect = 576 / 80 * 100 / 99 * (t.ppf(0.975, 99) / norm.ppf(0.975)) ** 2
    assert bursts.high == pytest.approx(garwood(80 / effect, 100 / effect).high)
    assert bursts.low == pytest.approx(garwood(80 / effect, 100 / effect).low)


def test_two_days_are_hardly_enough() -> None:
    two = clustered_garwood(_of([5, 5]))

    assert two.low < 1
    assert two.high > 20


def test_one_day_cannot_show_how_days_differ() -> None:
    with pytest.raises(UndefinedMeasureError, match="one unit"):
        clustered_garwood(_of([5]))


def test_what_never_happened_borrows_from_what_happens_more_often() -> None:
    none = _of([0] * 20)
    often = _of([12, 0, 0, 0] * 5)
    estimate = clustered_garwood(none, looser=[often])

    assert estimate.method == "clustered-garwood-borrowed"
    assert estimate.low == 0
    assert estimate.high > 5 * garwood(0, 20).high
    with pytest.raises(UndefinedMeasureError, match="never happened"):
        clustered_garwood(none, looser=[none])


def test_few_events_alone_are_said_to_be_assumed_to_come_singly() -> None:
    assert clustered_garwood(_of([1] + [0] * 30)).method == "clustered-garwood-assumed"


@given(st.lists(st.integers(0, 30), min_size=2, max_size=30).filter(any))
def test_the_clustered_interval_holds_the_exact_one(events: list[int]) -> None:
    counts = _of(events, 2.0)
    clustered = clustered_garwood(counts)
    exact = garwood(sum(events), 2.0 * len(events))

    assert clustered.value == exact.value
    assert clustered.low <= exact.low + 1e-12
    assert clustered.high >= exact.high - 1e-12


@given(st.permutations([0, 0, 1, 2, 5, 9]), st.floats(0.1, 100))
def test_order_and_the_unit_of_time_do_not_matter(
    events: list[int], unit: float
) -> None:
    plain = clustered_garwood(_of([0, 0, 1, 2, 5, 9]))
    other = clustered_garwood(_of(events, unit))

    assert other.low * unit == pytest.approx(plain.low)
    assert other.high * unit == pytest.approx(plain.high)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("n_days", "mean", "spread", "burst"),
    [(20, 2.0, 1.0, 1), (20, 15.0, 1.0, 2), (140, 0.25, 1.0, 2), (140, 15.0, 0.7, 1)],
)
def test_the_interval_holds_the_truth_where_days_differ_and_events_come_together(
    n_days: int, mean: float, spread: float, burst: int
) -> None:
    rng = np.random.default_rng(20)
    held = sum(
        estimate.low <= mean <= estimate.high
        for estimate in (
            clustered_garwood(_simulated(rng, n_days, mean, spread, burst))
            for _ in range(1000)
        )
    )

    assert 930 <= held <= 990


def _simulated(
    rng: np.random.Generator, n_days: int, mean: float, spread: float, burst: int
) -> TimedCounts:
    """Days of uneven length and rate; the events come in bursts of a random size."""
    time: Days = rng.uniform(0.5, 1.5, n_days)
    rate = rng.gamma(spread**-2, spread**2, n_days)
    starts = rng.poisson(mean * time * rate / burst)
    events = [float(rng.geometric(1 / burst, start).sum()) for start in starts]
    return TimedCounts(time, np.array(events))
