import numpy as np
import pytest

from matchaudit.accuracy.differentials import differential_findings
from matchaudit.accuracy.group_rates import GroupRate, rates_by_group
from matchaudit.accuracy.ratio_findings import joint_ratios
from matchaudit.estimation.ratios import rate_ratio
from oracles.grouped_tally import THRESHOLD, grouped_rows


def _rates(groups: dict[str, tuple[int, int, int]]) -> list[GroupRate]:
    tally = grouped_rows(groups).tally()
    k = tally.index(THRESHOLD)
    found = rates_by_group(tally, "fmr", dimension="group", k=k, floor=10)
    return sorted(found.rates, key=lambda rate: rate.label)


def test_two_groups_have_the_plain_interval_of_a_ratio() -> None:
    base, other = _rates({"A": (30, 4, 4), "B": (30, 12, 4)})

    (ratio,) = joint_ratios([other], base, confidence=0.9, rng=np.random.default_rng(1))

    alone = rate_ratio(other.estimate(0.9), base.estimate(0.9))
    assert ratio is not None
    assert ratio.value == pytest.approx(3)
    assert ratio.low == pytest.approx(alone.low)
    assert ratio.confidence == 0.9


def test_many_groups_have_wider_intervals_of_the_same_confidence() -> None:
    base, *others = _rates(dict.fromkeys("ABCDE", (30, 6, 4)))

    ratios = joint_ratios(others, base, confidence=0.95, rng=np.random.default_rng(1))

    alone = rate_ratio(others[0].estimate(0.95), base.estimate(0.95))
    first = ratios[0]
    assert first is not None
    assert first.high is not None
    assert alone.high is not None
    assert first.high > alone.high * 1.1
    assert first.confidence == 0.95


def test_no_event_on_either_side_has_no_ratio() -> None:
    base, other = _rates({"A": (30, 0, 4), "B": (30, 0, 4)})
    rng = np.random.default_rng(1)

    assert joint_ratios([other], base, confidence=0.95, rng=rng) == [None]
    assert joint_ratios([], base, confidence=0.95, rng=rng) == []


def test_a_group_alone_has_nothing_to_be_compared_with() -> None:
    tally = grouped_rows({"A": (30, 4, 4)}).tally()

    found, _ = differential_findings(
        tally, dimension="group", reference="A", thresholds=[THRESHOLD], rng_seed=1
    )

    assert found[0].id == "accuracy/fmr_ratio"
    assert found[0].because == "there is no other group in these data"
