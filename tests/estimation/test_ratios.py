import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import beta, norm

from matchaudit.errors import ParameterError, UndefinedMeasureError
from matchaudit.estimation.counts import Dyads, Estimate
from matchaudit.estimation.dyadic import dyadic_proportion
from matchaudit.estimation.ratios import (
    Spread,
    log_spread,
    plain_spread,
    rate_ratio,
    square_and_add,
)


def _rate(events: int, trials: int, confidence: float = 0.95) -> Estimate:
    """An exact interval, as a stand-in for any good one."""
    tail = (1 - confidence) / 2
    e, n = events, trials
    return Estimate(
        value=e / n,
        low=float(beta.ppf(tail, e, n - e + 1)) if e else 0.0,
        high=float(beta.ppf(1 - tail, e + 1, n - e)) if e < n else 1.0,
        confidence=confidence,
        method="exact",
    )


def _lognormal(value: float, spread: float) -> Estimate:
    return Estimate(
        value=value,
        low=value * math.exp(-1.96 * spread),
        high=value * math.exp(1.96 * spread),
        confidence=0.95,
        method="known",
    )


def test_symmetric_logs_give_the_usual_interval_of_a_ratio() -> None:
    """With spreads 0.3 and 0.4 on the log scale the ratio's is 0.5."""
    ratio = rate_ratio(_lognormal(0.02, 0.3), _lognormal(0.01, 0.4))

    assert ratio.value == pytest.approx(2)
    assert ratio.low == pytest.approx(2 * math.exp(-1.96 * 0.5))
    assert ratio.high == pytest.approx(2 * math.exp(1.96 * 0.5))


def test_rates_that_move_together_give_a_narrower_ratio() -> None:
    """0.09 + 0.16 - 2 (0.6) (0.3) (0.4) = 0.106, by hand."""
    ratio = rate_ratio(_lognormal(0.02, 0.3), _lognormal(0.01, 0.4), correlation=0.6)

    assert ratio.high == pytest.approx(2 * math.exp(1.96 * math.sqrt(0.106)))


def test_a_ratio_is_never_the_quotient_of_interval_ends() -> None:
    above, below = _rate(20, 10_000), _rate(10, 10_000)

    ratio = rate_ratio(above, below)

    assert ratio.low is not None
    assert ratio.high is not None
    assert above.low / below.high < ratio.low < 2 < ratio.high < above.high / below.low


def test_no_event_above_leaves_the_upper_end_only() -> None:
    ratio = rate_ratio(_rate(0, 1000), _rate(30, 1000))

    assert (ratio.value, ratio.low) == (None, None)
    assert ratio.high == pytest.approx(0.131, rel=0.1)  # exact: F(2, 60) / 30


def test_no_event_below_leaves_the_lower_end_only() -> None:
    """The mirror image of no event above."""
    ratio = rate_ratio(_rate(30, 1000), _rate(0, 1000))
    mirror = rate_ratio(_rate(0, 1000), _rate(30, 1000))

    assert (ratio.value, ratio.high) == (None, None)
    assert ratio.low is not None
    assert mirror.high is not None
    assert ratio.low * mirror.high == pytest.approx(1)


def test_no_event_on_either_side_says_nothing_about_the_ratio() -> None:
    with pytest.raises(UndefinedMeasureError, match="either side"):
        rate_ratio(_rate(0, 100), _rate(0, 900))


def test_an_interval_down_to_zero_below_leaves_the_upper_end_open() -> None:
    wide = Estimate(value=0.1, low=0.0, high=0.9, confidence=0.95, method="m")

    ratio = rate_ratio(_rate(5, 100), wide)

    assert ratio.value == pytest.approx(0.5)
    assert ratio.high is None
    assert rate_ratio(wide, _rate(5, 100)).low == 0.0


def test_both_sides_need_one_confidence() -> None:
    with pytest.raises(ParameterError, match="confidence"):
        rate_ratio(_rate(1, 10), _rate(1, 10, confidence=0.9))
    with pytest.raises(ParameterError, match="correlation"):
        rate_ratio(_rate(1, 10), _rate(1, 10), correlation=1.5)


@given(st.integers(1, 40), st.integers(1, 40))
def test_swapped_sides_give_the_inverse(above: int, below: int) -> None:
    ratio = rate_ratio(_rate(above, 1000), _rate(below, 3000), correlation=0.3)
    other = rate_ratio(_rate(below, 3000), _rate(above, 1000), correlation=0.3)

    assert ratio.low is not None
    assert other.high is not None
    assert ratio.low * other.high == pytest.approx(1)


def test_the_centre_of_no_event_is_its_median() -> None:
    """A rate of 1 - 0.5 ** (1 / n) gives no event in n trials half of the time."""
    spread = log_spread([_rate(0, 300)], np.eye(1))

    assert math.exp(spread.centre[0]) == pytest.approx(1 - 0.5 ** (1 / 300))
    assert spread.low[0] == -math.inf


def test_a_difference_is_made_on_the_plain_scale() -> None:
    """Newcombe (1998), method 10 uses Wilson limits in this same formula."""
    first = Estimate(value=0.7, low=0.5766, high=0.8004, confidence=0.95, method="w")
    second = Estimate(value=0.6, low=0.4905, high=0.7003, confidence=0.95, method="w")
    both = plain_spread([first, second], np.eye(2))

    low, high = square_and_add(lambda x: float(x[0] - x[1]), both)

    assert low == pytest.approx(0.1 - math.hypot(0.7 - 0.5766, 0.7003 - 0.6))
    assert high == pytest.approx(0.1 + math.hypot(0.8004 - 0.7, 0.6 - 0.4905))


def test_a_share_of_the_mean_stays_finite_where_a_rate_is_zero() -> None:
    rates = [_rate(12, 1000), _rate(0, 1000), _rate(6, 1000)]
    spread = log_spread(rates, np.eye(3))

    low, high = square_and_add(lambda x: float(np.exp(x[0]) / np.exp(x).mean()), spread)

    assert 1 < low < 12 / 6 < high < 3


def test_equal_values_that_move_together_have_no_difference_to_speak_of() -> None:
    same = Spread(
        centre=np.zeros(2),
        low=-np.ones(2),
        high=np.ones(2),
        correlation=np.ones((2, 2)),
    )

    assert square_and_add(lambda x: float(x[0] - x[1]), same) == (0.0, 0.0)


@pytest.mark.parametrize(("above", "below"), [(20.0, 20.0), (8.0, 2.0), (3.0, 30.0)])
def test_the_interval_covers_with_few_events(above: float, below: float) -> None:
    """With Poisson counts it holds at least 95 times in 100; ends of ends are wider."""
    rng = np.random.default_rng(17)
    n, repeats = 10_000, 1500
    counts = np.stack([rng.poisson(above, repeats), rng.poisson(below, repeats)])
    rates = {e: _rate(e, n) for e in range(int(counts.max()) + 1)}

    hits = trials = 0
    for a, b in counts.T:
        if a or b:
            ratio = rate_ratio(rates[a], rates[b])
            trials += 1
            hits += (ratio.low or 0) <= above / below <= (ratio.high or math.inf)

    error = norm.ppf(0.999) * math.sqrt(0.95 * 0.05 / trials)
    assert hits / trials >= 0.95 - error
    assert hits / trials <= 0.992


def _pairs_of(rng: np.random.Generator, n: int, rate: float) -> list[Dyads]:
    """Draw events of all pairs of n units, of which some are in many; 3 thresholds."""
    first, second = np.triu_indices(n, 1)
    person = rng.normal(0, 0.5, n)
    score = (person[first] + person[second])[:, None] + rng.normal(
        0, 1, (first.size, 4)
    )
    drawn = []
    for step in (1, 4, 16):
        events = (score >= norm.isf(rate * step) * math.sqrt(1.5)).sum(axis=1)
        units = np.bincount(first, events, n) + np.bincount(second, events, n)
        drawn.append(
            Dyads(
                units=np.arange(n),
                trials=np.full(n, 4 * (n - 1)),
                events=units.astype(np.int64),
                sum_trials_squared=16 * first.size,
                sum_events_trials=4 * int(events.sum()),
                sum_events_squared=int((events**2).sum()),
            )
        )
    return drawn


@pytest.mark.slow
def test_the_interval_covers_where_units_are_in_many_pairs() -> None:
    """Taking tries as independent fails the same check by far."""
    rng = np.random.default_rng(31)
    ours, independent = [], []
    for _ in range(250):
        above, below = (
            dyadic_proportion(drawn[0], looser=drawn[1:])
            for drawn in (_pairs_of(rng, 40, 0.01), _pairs_of(rng, 40, 0.01))
        )
        ratio = rate_ratio(above, below)
        ours.append((ratio.low or 0) <= 1 <= (ratio.high or math.inf))
        if above.events and below.events:
            spread = 1.96 * math.sqrt(1 / above.events + 1 / below.events)
            independent.append(abs(math.log(above.value / below.value)) <= spread)

    assert np.mean(ours) >= 0.93
    assert np.mean(independent) < 0.75
