import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from matchaudit.accuracy.cllr import (
    cllr,
    cllr_cal,
    cllr_min,
    cllr_min_of_counts,
    ece,
    pav,
    tallied,
)
from matchaudit.errors import ParameterError, UndefinedMeasureError

LIR = json.loads(
    (Path(__file__).parents[1] / "reference" / "lir_evidence.json").read_text("utf-8")
)
CASES = sorted(LIR["cases"])
LRS = st.lists(st.floats(1e-3, 1e3), min_size=1, max_size=30)


def _lrs(name: str) -> tuple[np.ndarray, np.ndarray]:
    case = LIR["cases"][name]
    return 10.0 ** np.array(case["mated"]), 10.0 ** np.array(case["nonmated"])


def test_saying_nothing_costs_one_bit() -> None:
    assert cllr([1.0, 1.0], [1.0]) == 1.0


def test_each_kind_counts_for_half_whatever_its_size() -> None:
    """log2(1 + 1/3) and log2(1 + 7) = 3, by hand."""
    assert cllr([3.0], [7.0]) == pytest.approx((np.log2(4 / 3) + 3) / 2)
    assert cllr([3.0], [7.0] * 9) == cllr([3.0], [7.0])


def test_infinite_ratios_cost_nothing_where_they_are_right() -> None:
    assert cllr([np.inf], [0.0]) == 0.0
    assert cllr_min([np.inf], [0.0]) == 0.0


@pytest.mark.parametrize(("mated", "nonmated"), [([0.0], [1.0]), ([1.0], [np.inf])])
def test_an_infinite_ratio_that_misleads_has_no_cost_to_report(
    mated: list[float], nonmated: list[float]
) -> None:
    with pytest.raises(UndefinedMeasureError, match="misleads"):
        cllr(mated, nonmated)


def test_a_missing_kind_and_impossible_ratios_are_refused() -> None:
    with pytest.raises(UndefinedMeasureError, match="no mated"):
        cllr([], [1.0])
    with pytest.raises(ParameterError, match="not negative"):
        cllr([-1.0], [1.0])
    with pytest.raises(ParameterError, match="not negative"):
        cllr_min([1.0], [np.nan])


@pytest.mark.parametrize("name", CASES)
def test_costs_agree_with_lir(name: str) -> None:
    mated, nonmated = _lrs(name)
    case = LIR["cases"][name]

    assert cllr(mated, nonmated) == pytest.approx(case["cllr"], abs=1e-9)
    assert cllr_min(mated, nonmated) == pytest.approx(case["cllr_min"], abs=1e-9)
    assert cllr_cal(mated, nonmated) == pytest.approx(case["cllr_cal"], abs=1e-9)


@pytest.mark.parametrize("name", CASES)
def test_the_cross_entropy_agrees_with_lir(name: str) -> None:
    mated, nonmated = _lrs(name)
    values = tallied(np.log(mated), np.log(nonmated))

    assert ece(*values, LIR["priors"]) == pytest.approx(
        LIR["cases"][name]["ece"], abs=1e-9
    )


@pytest.mark.parametrize("name", CASES)
def test_pooled_ratios_agree_with_lir(name: str) -> None:
    case = LIR["cases"][name]
    values, m, n = tallied(np.array(case["mated"]), np.array(case["nonmated"]))
    known = np.array([float(x) for x in case["pav"]])

    at = np.searchsorted(values, case["mated"] + case["nonmated"])

    assert pav(m, n)[at] / np.log(10) == pytest.approx(known, abs=1e-9)


def test_neighbours_out_of_order_are_pooled() -> None:
    mated, nonmated = np.array([0.0, 2.0, 1.0, 1.0]), np.array([2.0, 0.0, 2.0, 0.0])

    assert np.exp(pav(mated, nonmated)) == pytest.approx([0.0, 1.5, 1.5, np.inf])


@given(LRS, LRS)
@example(
    [1.0] * 3 + [2.0] * 2 + [3.0] * 3 + [4.0], [1.0] * 3 + [2.0] + [3.0] * 4 + [4.0]
)
def test_no_monotone_scale_beats_the_pooled_one(
    mated: list[float], nonmated: list[float]
) -> None:
    least = cllr_min(mated, nonmated)
    values, m, n = tallied(np.log(mated), np.log(nonmated))

    assert 0 <= least <= 1 + 1e-12
    for slope in (0.0, 0.3, 1.0, 2.0):
        assert (
            least
            <= cllr(np.exp(slope * np.log(mated)), np.array(nonmated) ** slope) + 1e-9
        )
    assert cllr_min_of_counts(m, n) == pytest.approx(least)
    llr = pav(m, n)
    assert (llr[1:] >= llr[:-1]).all()
    assert values.size == m.size


@given(LRS, LRS, st.floats(0.1, 5.0))
def test_the_least_cost_depends_on_the_order_only(
    mated: list[float], nonmated: list[float], power: float
) -> None:
    warped = cllr_min(np.array(mated) ** power * 7, np.array(nonmated) ** power * 7)

    assert warped == pytest.approx(cllr_min(mated, nonmated), abs=1e-9)
