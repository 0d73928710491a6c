import re

from hypothesis import given
from hypothesis import strategies as st

from matchaudit.accuracy import terms
from matchaudit.estimation.counts import Estimate


def _estimate(value: float, low: float, high: float) -> Estimate:
    return Estimate(
        value=value,
        low=low,
        high=high,
        confidence=0.95,
        method="x",
        events=12,
        trials=100_000,
    )


@given(st.floats(1e-6, 0.4), st.floats(1.0, 9.0))
def test_ends_of_intervals_are_rounded_outward(low: float, factor: float) -> None:
    high = min(low * factor, 1.0)
    middle = (low + high) / 2
    says = terms.likely(_estimate(middle, low, high)).replace(",", "")
    down, up, size = map(float, re.findall(r"\d[\d.e-]*", says.removesuffix(".")))

    assert down / size <= low * (1 + 1e-9)
    assert up / size >= high * (1 - 1e-9)
    assert up / size <= high * 1.25


@given(st.floats(-1e4, 1e4))
def test_a_score_to_take_is_never_below_the_one_that_was_found(value: float) -> None:
    assert float(terms.score_from(value)) >= value - abs(value) * 1e-9


def test_two_groups_are_both_named() -> None:
    population = {"probe_group": "A", "reference_group": "B", "probe_mask": "none"}

    assert terms.where(population) == " from group A and group B with mask none"
