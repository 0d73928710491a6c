import pytest

from matchaudit.galleries.prediction.saturation import FROM, Saturating
from oracles.normal_tail import NormalTail

FITTED = NormalTail(mean=0.0, sd=1.0, n_pairs=10**6)
CAREFUL = Saturating(FITTED)
SIZE = 10**6


def test_a_rate_that_was_learned_stays_as_it_is() -> None:
    at, low, high = FITTED.threshold_at(SIZE, 0.1)
    assert CAREFUL.forecast(SIZE, at) == FITTED.forecast(SIZE, at)
    assert CAREFUL.threshold_at(SIZE, 0.1) == (at, low, high)


@pytest.mark.parametrize("threshold", [0.0, 3.0, 4.0])
def test_a_rate_near_one_may_be_as_low_as_that_at_a_higher_score(
    threshold: float,
) -> None:
    at, *_ = FITTED.threshold_at(SIZE, FROM)
    assert threshold < at
    plain, found = (x.forecast(SIZE, threshold) for x in (FITTED, CAREFUL))
    assert plain.low > 0.9
    assert FITTED.forecast(SIZE, at).low <= found.low < FROM
    assert (found.fpir, found.high) == (plain.fpir, plain.high)


def test_the_lower_end_does_not_fall_as_the_gallery_grows() -> None:
    """At one score a larger gallery goes wrong no less often."""
    threshold = FITTED.threshold_at(2000, 0.5)[0]
    sizes = [2000, 10_000, 100_000, 10**6, 12 * 10**6, 270 * 10**6]

    lows = [CAREFUL.forecast(size, threshold).low for size in sizes]

    assert all(low > 0.6 * lows[0] for low in lows)
    assert lows[2:] == pytest.approx(sorted(lows[2:]))


def test_what_is_known_of_the_fit_is_passed_on() -> None:
    assert CAREFUL.scale == "identity"
    assert CAREFUL.backtest == 0.1
