import numpy as np
import pytest

from matchaudit.accuracy.group_rates import joint_rates, plain, rates_by_group
from matchaudit.accuracy.index_ranges import pair_contrasts
from matchaudit.accuracy.rates import stratum_fmr, stratum_fnmr
from matchaudit.estimation.ratios import log_spread
from matchaudit.estimation.simultaneous import pointwise_confidence, sidak_value
from oracles.dense_tally import dense_tally
from oracles.grouped_tally import THRESHOLD, grouped_rows

GROUPS = {"A": (30, 8, 6), "B": (30, 2, 9), "C": (30, 5, 3), "D": (6, 3, 3)}


def test_groups_are_in_the_order_of_their_rates() -> None:
    tally = grouped_rows(GROUPS).tally()
    k = tally.index(THRESHOLD)

    fmr = rates_by_group(tally, "fmr", dimension="group", k=k, floor=10)
    fnmr = rates_by_group(tally, "fnmr", dimension="group", k=k, floor=10)

    assert [rate.label for rate in fmr.rates] == ["B", "C", "A"]
    assert [rate.label for rate in fnmr.rates] == ["C", "A", "B"]
    assert fmr.left_out == {"D": "group D has 6 subjects; at least 10 are needed"}
    assert [(r.events, r.trials, r.n_subjects) for r in fnmr.rates] == [
        (3, 60, 30),
        (6, 60, 30),
        (9, 60, 30),
    ]


def test_a_rate_is_that_of_its_stratum() -> None:
    tally = grouped_rows(GROUPS).tally()
    k = tally.index(THRESHOLD)
    worst = rates_by_group(tally, "fmr", dimension="group", k=k, floor=10).rates[-1]
    within = tally.stratum({"probe_group": "A", "reference_group": "A"})

    assert worst.estimate(0.9) == stratum_fmr(within, k, confidence=0.9)
    assert worst.value == worst.estimate(0.9).value == pytest.approx(8 / 435)
    assert worst.residuals.n_trials == 435


def test_too_few_people_for_any_interval_is_named() -> None:
    """Three people have no two pairs without a common person."""
    tally = grouped_rows({"A": (30, 8, 6), "B": (3, 1, 1)}).tally()

    groups = rates_by_group(
        tally, "fmr", dimension="group", k=tally.index(THRESHOLD), floor=0
    )

    assert [rate.label for rate in groups.rates] == ["A"]
    assert "cannot show how subjects differ" in groups.left_out["B"]


def test_one_comparison_alone_is_not_widened() -> None:
    tally = grouped_rows(GROUPS).tally()
    k = tally.index(THRESHOLD)
    two = rates_by_group(tally, "fnmr", dimension="group", k=k, floor=10).rates[:2]

    joint = joint_rates(
        two,
        pair_contrasts(2),
        scale=log_spread,
        confidence=0.95,
        rng=np.random.default_rng(1),
    )

    plainly = [stratum_fnmr(rate.stratum, k, confidence=0.95) for rate in two]
    assert [e.low for e in joint.estimates] == pytest.approx([e.low for e in plainly])
    assert joint.correlation.tolist() == [[1, 0], [0, 1]]


def test_independent_rates_are_widened_as_sidak_says() -> None:
    tally = grouped_rows(GROUPS).tally()
    k = tally.index(THRESHOLD)
    three = rates_by_group(tally, "fmr", dimension="group", k=k, floor=10).rates

    joint = joint_rates(
        three,
        np.eye(3),
        scale=log_spread,
        confidence=0.95,
        rng=np.random.default_rng(1),
    )

    wider = pointwise_confidence(sidak_value(3))
    expected = [stratum_fmr(rate.stratum, k, confidence=wider) for rate in three]
    assert [e.high for e in joint.estimates] == pytest.approx(
        [e.high for e in expected]
    )


def test_a_dimension_in_words() -> None:
    assert plain("probe_visible_fraction") == "visible fraction"


def test_references_do_not_count_as_people_under_a_condition_of_the_probe() -> None:
    """Four masked people are compared with 60 others, and once with themselves."""
    probe, reference = np.meshgrid(np.arange(4), np.arange(64), indexing="ij")
    score = np.linspace(0, 3, probe.size)
    masked = dense_tally(
        probe.ravel(),
        reference.ravel(),
        score,
        thresholds=[THRESHOLD],
        strata={"m": ({"probe_mask": "surgical"}, np.ones(probe.size, dtype=bool))},
    )

    groups = rates_by_group(masked, "fmr", dimension="probe_mask", k=0, floor=10)

    assert groups.rates == ()
    assert groups.left_out == {
        "surgical": "mask surgical has 4 subjects; at least 10 are needed"
    }
