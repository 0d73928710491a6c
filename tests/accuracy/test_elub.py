import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchaudit.accuracy.elub import elub
from matchaudit.errors import UndefinedMeasureError

LIR = json.loads(
    (Path(__file__).parents[1] / "reference" / "lir_evidence.json").read_text("utf-8")
)
LLRS = st.lists(st.floats(-12, 12), min_size=1, max_size=40)


@pytest.mark.parametrize("name", sorted(LIR["cases"]))
def test_bounds_agree_with_lir(name: str) -> None:
    case = LIR["cases"][name]

    assert elub(case["mated"], case["nonmated"]) == pytest.approx(
        case["elub"], abs=1e-9
    )


def test_a_system_that_says_nothing_can_claim_nothing() -> None:
    assert elub([0.0] * 50, [0.0] * 50) == (0.0, 0.0)


def test_a_system_that_misleads_can_claim_nothing() -> None:
    assert elub([-2.0, -1.0, 0.0], [1.0, 2.0]) == (0.0, 0.0)


def test_more_comparisons_allow_larger_claims() -> None:
    """About one for each comparison of the other kind."""
    small = elub([np.inf] * 30, [-np.inf] * 100)
    large = elub([np.inf] * 30, [-np.inf] * 1_000)

    assert 1.9 < small[1] < 2.0
    assert 2.9 < large[1] < 3.0
    assert -1.5 < small[0] < -1.4


def test_comparisons_that_are_worth_less_allow_a_smaller_claim() -> None:
    """As large as that of so many independent ones."""
    many = [np.inf] * 3_000, [-np.inf] * 10_000

    assert elub(*many, sizes=(30, 100)) == elub([np.inf] * 30, [-np.inf] * 100)
    assert elub(*many, sizes=(3_000, 10_000)) == elub(*many)


def test_a_missing_kind_has_no_bounds() -> None:
    with pytest.raises(UndefinedMeasureError, match="missing"):
        elub([], [0.0])


@given(LLRS, LLRS)
def test_bounds_surround_one_and_stay_within_the_data(
    mated: list[float], nonmated: list[float]
) -> None:
    low, high = elub(mated, nonmated)

    assert low <= 0 <= high
    assert high <= np.log10(len(nonmated) + 1) + 0.01
    assert low >= -np.log10(len(mated) + 1) - 0.01
