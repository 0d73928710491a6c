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
    assert found.low == FITTED.forecast(SIZE, at).low < 0.5
    assert (found.fpir, found.high) == (plain.fpir, plain.high)


def test_what_is_known_of_the_fit_is_passed_on() -> None:
    assert CAREFUL.scale == "identity"
    assert CAREFUL.backtest == 0.1
