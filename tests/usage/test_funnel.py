import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom

from matchaudit.errors import ParameterError
from matchaudit.usage.funnel import funnel_limits


def test_ten_tosses_of_a_coin() -> None:
    """P(X <= 1) = 11/1024 < 0.025 < P(X <= 2) = 56/1024."""
    limits = funnel_limits([10], 0.5, confidence=0.95)

    assert limits.low_events.tolist() == [2]
    assert limits.high_events.tolist() == [8]
    assert limits.chance_outside[0] == pytest.approx(22 / 1024)
    assert limits.is_outside([1]).tolist() == [True]
    assert limits.is_outside([2]).tolist() == [False]


def test_one_trial_is_never_outside_unless_it_is_rare() -> None:
    """A single wrong match of a single check says nothing where 1 in 10 are wrong."""
    common = funnel_limits([1], 0.1, confidence=0.998)
    rare = funnel_limits([1], 0.0005, confidence=0.998)

    assert not common.is_outside([1])[0]
    assert rare.is_outside([1])[0]


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_a_share_of_none_or_all_has_one_possible_count(share: float) -> None:
    limits = funnel_limits([1, 7], share, confidence=0.95)

    assert limits.low_events.tolist() == [int(share), int(7 * share)]
    assert limits.high_events.tolist() == [int(share), int(7 * share)]
    assert limits.chance_outside.tolist() == [0, 0]


@given(
    n=st.integers(1, 400),
    # scipy overflows where a share is smaller than any that counts can give.
    share=st.just(0.0) | st.floats(1e-12, 1),
    confidence=st.sampled_from([0.8, 0.95, 0.998]),
)
def test_chance_puts_no_more_outside_than_was_asked(
    n: int, share: float, confidence: float
) -> None:
    limits = funnel_limits([n], share, confidence=confidence)
    counts = np.arange(n + 1)
    inside = ~limits.is_outside(counts)
    kept = float(binom.pmf(counts, n, share)[inside].sum())

    assert kept >= confidence - 1e-9
    assert limits.chance_outside[0] == pytest.approx(1 - kept, abs=1e-9)


@given(n=st.integers(2, 400), share=st.floats(0.05, 0.95))
def test_limits_are_no_wider_than_need_be(n: int, share: float) -> None:
    """One count further in at either end would leave out too much of that tail."""
    limits = funnel_limits([n], share, confidence=0.95)
    low, high = int(limits.low_events[0]), int(limits.high_events[0])

    assert binom.cdf(low, n, share) >= 0.025 - 1e-12
    assert binom.sf(high - 1, n, share) > 0.025 - 1e-12


@given(
    n=st.lists(st.integers(1, 1_000_000), min_size=1, max_size=9),
    share=st.floats(1e-7, 1 - 1e-7),
    confidence=st.sampled_from([0.95, 0.998]),
)
def test_limits_are_the_quantiles_of_the_binomial_distribution(
    n: list[int], share: float, confidence: float
) -> None:
    tail = (1 - confidence) / 2
    limits = funnel_limits(n, share, confidence=confidence)
    low, high = limits.low_events, limits.high_events

    assert np.array_equal(low, binom.ppf(tail, n, share))
    assert np.array_equal(high, binom.isf(tail, n, share))
    outside = binom.cdf(low - 1, n, share) + binom.sf(high, n, share)
    assert limits.chance_outside == pytest.approx(outside, rel=1e-9, abs=1e-11)


@pytest.mark.parametrize(
    ("n", "share", "confidence"),
    [([0], 0.5, 0.95), ([3], 1.5, 0.95), ([3], -0.1, 0.95), ([3], 0.5, 1.0)],
)
def test_what_is_out_of_range_is_refused(
    n: list[int], share: float, confidence: float
) -> None:
    with pytest.raises(ParameterError):
        funnel_limits(n, share, confidence=confidence)
