import math

import numpy as np
import pytest

from matchaudit.errors import ParameterError, UndefinedMeasureError
from matchaudit.estimation.clustered import clustered_proportion
from matchaudit.estimation.counts import Clusters, Estimate
from matchaudit.estimation.effort import effort_to_show
from matchaudit.estimation.proportions import (
    clopper_pearson,
    sample_behind,
    smallest_rate,
)


def nothing(method: str, units: int | None) -> Estimate:
    """Return 2,000 trials without an event that count as 200."""
    return Estimate(
        value=0.0,
        low=0.0,
        high=smallest_rate(200),
        confidence=0.95,
        method=method,
        events=0,
        trials=2_000,
        units=units,
    )


def test_pairs_need_at_least_the_root_as_many_units() -> None:
    """3,688 for 200 is 18.44 times as much; its root is 4.294."""
    effort = effort_to_show(nothing("dyadic-exact-borrowed", 50), 0.001)

    assert not effort.independent
    assert effort.trials == pytest.approx(36_880)
    assert effort.units == pytest.approx((50 * math.sqrt(18.44), 50 * 18.44))


def test_units_that_bring_their_own_trials_are_needed_in_proportion() -> None:
    effort = effort_to_show(nothing("clustered-exact", 50), 0.001)

    assert effort.units == pytest.approx((922, 922))


def test_without_a_count_of_units_none_is_named() -> None:
    assert effort_to_show(nothing("dyadic-exact", None), 0.001).units is None


def test_what_is_shown_already_takes_no_less_than_was_tried() -> None:
    assert effort_to_show(nothing("dyadic-exact", 50), 0.5).trials == 2_000


def test_the_size_is_the_one_behind_the_upper_end() -> None:
    """All of a person's tries alike: the corrected size is far below the plain one."""
    ten = Clusters(np.full(40, 10), np.zeros(40, dtype=np.int64))
    looser = Clusters(np.full(40, 10), np.repeat([3, 0], [4, 36]))
    estimate = clustered_proportion(ten, looser=[looser])
    size = sample_behind(estimate.high)

    assert estimate.effective_trials is not None
    assert size < estimate.effective_trials
    need = effort_to_show(estimate, 0.01)
    assert need.trials == pytest.approx(400 * 368 / size, rel=0.01)


def test_a_sample_with_events_is_not_asked() -> None:
    with pytest.raises(UndefinedMeasureError):
        effort_to_show(clopper_pearson(1, 200), 0.001)


@pytest.mark.parametrize("high", [0.0, 1.0])
def test_an_end_that_no_sample_has_is_refused(high: float) -> None:
    with pytest.raises(ParameterError, match="high"):
        sample_behind(high)
