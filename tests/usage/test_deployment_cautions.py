from dataclasses import replace

import numpy as np
import pytest

from matchaudit.estimation.counts import Estimate
from matchaudit.usage.denominators import ALERTS_PER_HOUR, OF_ALERTS, Divided
from matchaudit.usage.deployment_cautions import NOT_SEEN, cautions, mixing
from matchaudit.usage.periods import Scope
from oracles.reading_grade import reading_grade

SCOPE = Scope(kind="all", population={}, start="", chosen=np.ones(9, bool), crosses=())


def _divided(silent: int, impossible: int) -> Divided:
    return Divided(
        at=np.arange(2),
        day=np.arange(2),
        events=np.ones(2),
        over=np.ones(2),
        n_silent=silent,
        n_impossible=impossible,
    )


def _estimate(method: str, units: int | None) -> Estimate:
    return Estimate(
        value=0.5, low=0.1, high=0.9, confidence=0.95, method=method, units=units
    )


def test_nothing_is_warned_of_where_nothing_is_wrong() -> None:
    exact = _estimate("clopper-pearson", None)

    assert cautions(SCOPE, OF_ALERTS, _divided(0, 0), exact) == ()


def test_deployments_that_are_left_out_are_counted_by_reason() -> None:
    exact = _estimate("clopper-pearson", None)

    assert cautions(SCOPE, OF_ALERTS, _divided(2, 1), exact) == (
        "Left out, for want of a number: 2 of 9 deployments.",
        "Left out, with more wrong alerts than there could be: 1 of 9 deployments.",
    )
    assert (
        "alerts but no time"
        in cautions(SCOPE, ALERTS_PER_HOUR, _divided(0, 1), exact)[0]
    )


@pytest.mark.parametrize("how", NOT_SEEN)
def test_few_days_and_a_borrowed_spread_are_named(how: str) -> None:
    few = _estimate(f"clustered-garwood-{how}", 7)
    said = cautions(SCOPE, OF_ALERTS, _divided(0, 0), few)

    assert said[0].startswith("Only 7 days")
    assert said[1:] == (NOT_SEEN[how],)
    assert max(map(reading_grade, said)) <= 9


def test_a_mix_of_thresholds_is_named() -> None:
    mixed = replace(SCOPE, thresholds=(0.6, 0.62, 0.64))
    (said,) = cautions(
        mixed, OF_ALERTS, _divided(0, 0), _estimate("clopper-pearson", None)
    )

    assert said.startswith("More than one threshold was in use: 0.6, 0.62 and 0.64.")
    assert "0.4 and 3 more." in mixing((0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7))
    assert reading_grade(said) <= 8
