import numpy as np
import pytest

from matchaudit.accuracy.conditions import condition_findings
from matchaudit.estimation.finding import Curve, Finding
from oracles.condition_tally import THRESHOLD, condition_tally, repeated

FRACTION = "probe_visible_fraction"


def _visible(**kwargs: list[int]) -> tuple[list[Finding], dict[str, list[object]]]:
    names = {"low": "0.25 to 0.5", "mid": "0.5 to 0.75", "full": "0.75 to 1"}
    misses = {names.get(c, c): m for c, m in repeated(**kwargs).items()}
    found, curves = condition_findings(
        condition_tally(FRACTION, misses),
        column=FRACTION,
        against="0.75 to 1",
        thresholds=[THRESHOLD],
    )
    return found, _columns(curves)


def _columns(curves: list[Curve]) -> dict[str, list[object]]:
    assert [curve.name for curve in curves] == ["fnmr_by_visible_fraction"]
    return {column.name: list(column.values) for column in curves[0].columns}


def test_missed_matches_fall_as_more_of_the_face_is_in_view() -> None:
    found, curve = _visible(low=[3, 4, 4], mid=[1, 2, 2], full=[0, 0, 1])

    assert curve["visible_from"] == [0.25, 0.5, 0.75]
    assert curve["visible_to"] == [0.5, 0.75, 1.0]
    assert curve["fit"] == pytest.approx([11 / 15, 5 / 15, 1 / 15])
    assert curve["fit"] == pytest.approx(curve["fnmr"])
    pointing = [f for f in found if f.curve == "data/fnmr_by_visible_fraction.csv"]
    assert [f.id for f in pointing] == ["accuracy/fnmr"]
    assert "less than 0.25 or more than 1 in view" in pointing[0].cautions[0]


def test_a_small_step_against_the_order_is_pooled() -> None:
    """Rates 5/15, 6/15, 1/15: the first two become 5.5/15; the band holds the fit."""
    _, curve = _visible(low=[1, 2, 2], mid=[1, 2, 3], full=[0, 0, 1])

    assert curve["fit"] == pytest.approx([5.5 / 15, 5.5 / 15, 1 / 15])
    for low, fit, high in zip(curve["low"], curve["fit"], curve["high"], strict=True):
        assert isinstance(low, float)
        assert isinstance(fit, float)
        assert isinstance(high, float)
        assert low <= fit <= high


def test_data_against_the_order_get_no_curve() -> None:
    found, curve = _visible(low=[0, 0, 1], full=[4, 4, 5])

    assert curve["fit"] == [None, None]
    pointing = next(f for f in found if f.id == "accuracy/fnmr")
    assert any("do not fall" in caution for caution in pointing.cautions)


def test_bins_are_also_contrasted() -> None:
    found, _ = _visible(low=[3, 4, 4], full=[0, 0, 1])

    contrast = next(
        f
        for f in found
        if f.id == "accuracy/condition_contrast" and f.population["measure"] == "fnmr"
    )
    assert contrast.estimate == pytest.approx(11)
    assert contrast.population["condition"] == "0.25 to 0.5"


def test_a_fraction_that_was_not_recorded_is_left_out_of_the_curve() -> None:
    misses = {
        "0.5 to 1": np.array([0, 1] * 10),
        "0 to 0.5": np.array([1, 2] * 10),
        "not recorded": np.array([5, 5] * 10),
    }
    found, curves = condition_findings(
        condition_tally(FRACTION, misses),
        column=FRACTION,
        against=None,
        thresholds=[THRESHOLD],
    )

    assert _columns(curves)["visible_from"] == [0.0, 0.5]
    pointing = next(f for f in found if f.id == "accuracy/fnmr")
    assert any("was not recorded" in caution for caution in pointing.cautions)
    assert {f.id for f in found} == {"accuracy/fnmr"}, "the curve is the comparison"


def test_too_few_people_in_every_bin_leave_no_curve() -> None:
    misses = {"0 to 0.5": np.array([1, 2]), "0.5 to 1": np.array([0, 1])}

    found, curves = condition_findings(
        condition_tally(FRACTION, misses),
        column=FRACTION,
        against="0.5 to 1",
        thresholds=[THRESHOLD],
    )

    assert curves == []
    assert {f.status for f in found} == {"not_estimable"}
