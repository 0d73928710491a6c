from collections.abc import Sequence

import numpy as np
import pytest

from matchaudit.accuracy.det import det_findings
from matchaudit.accuracy.rates import false_match_rate, false_non_match_rate
from matchaudit.estimation.finding import Curve
from measures import simulated
from oracles.dense_tally import dense_tally


def _column(curve: Curve, name: str) -> Sequence[object]:
    return next(c.values for c in curve.columns if c.name == name)


def test_each_point_is_the_rate_and_its_interval() -> None:
    tally = simulated().tally()

    (finding,), (curve,) = det_findings(tally)

    assert finding.curve == curve.path == "data/det.csv"
    for k, t in enumerate(tally.thresholds):
        wrong, missed = false_match_rate(tally, t), false_non_match_rate(tally, t)
        assert _column(curve, "threshold")[k] == t
        assert _column(curve, "fmr")[k] == wrong.value
        assert _column(curve, "fmr_low")[k] == wrong.low
        assert _column(curve, "fmr_high")[k] == wrong.high
        assert _column(curve, "false_matches")[k] == wrong.events
        assert _column(curve, "nonmated")[k] == wrong.trials
        assert _column(curve, "fnmr")[k] == missed.value
        assert _column(curve, "fnmr_high")[k] == missed.high
        assert _column(curve, "false_non_matches")[k] == missed.events


def test_groups_have_a_curve_of_their_own_members() -> None:
    tally = simulated().tally()

    findings, curves = det_findings(tally, dimensions=("group", "probe_mask"))
    by_group = curves[1]

    assert by_group.name == "det_by_group"
    assert [dict(f.population) for f in findings] == [
        {},
        {"dimension": "group"},
        {"dimension": "probe_mask"},
    ]
    assert set(_column(by_group, "group")) == {"A", "B", "C", "none", "surgical"}
    row = list(_column(by_group, "group")).index("C")
    within = {"probe_group": "C", "reference_group": "C"}
    first = float(tally.thresholds[0])
    assert (
        _column(by_group, "fmr")[row]
        == false_match_rate(tally, first, population=within).value
    )


def test_groups_under_the_floor_have_no_curve() -> None:
    _, curves = det_findings(
        simulated().tally(), dimensions=("group",), group_floor=100
    )

    assert [c.name for c in curves] == ["det"]
    _, enough = det_findings(simulated().tally(), dimensions=("group",), group_floor=15)
    assert [c.name for c in enough] == ["det", "det_by_group"]


def test_a_kind_that_is_missing_leaves_its_cells_empty() -> None:
    tally = dense_tally([0, 1], [0, 1], [0.9, 0.5], thresholds=(0.6, np.inf))

    _, (curve,) = det_findings(tally)

    assert _column(curve, "threshold") == (0.6,)
    assert _column(curve, "fmr") == (None,)
    assert _column(curve, "nonmated") == (None,)
    assert _column(curve, "fnmr") == (pytest.approx(0.5),)
