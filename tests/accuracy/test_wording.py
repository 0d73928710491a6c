import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchaudit.accuracy import wording
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
    says = wording.likely(_estimate(middle, low, high)).replace(",", "")
    down, up, size = map(float, re.findall(r"\d[\d.e-]*", says.removesuffix(".")))

    assert down / size <= low * (1 + 1e-9)
    assert up / size >= high * (1 - 1e-9)
    assert up / size <= high * 1.25


@given(st.floats(0.01, 100))
def test_an_end_of_a_ratio_stays_on_its_side_of_1(value: float) -> None:
    down, up = (float(wording.times_end(value, way)) for way in ("down", "up"))

    assert down <= value * (1 + 1e-9)
    assert up >= value * (1 - 1e-9)
    if abs(value - 1) > 1e-4:
        assert (down < 1) == (up < 1) == (value < 1)


@given(st.floats(-1e4, 1e4))
def test_a_score_to_take_is_never_below_the_one_that_was_found(value: float) -> None:
    assert float(wording.score_from(value)) >= value - abs(value) * 1e-9


@pytest.mark.parametrize(
    ("rate", "words"),
    [
        (0.0, "0 in 100"),
        (1.0, "100 in 100"),
        (0.44, "44 in 100"),
        (0.083, "83 in 1,000"),
        (0.00999, "1 in 100"),
        (1.2e-4, "12 in 100,000"),
        (0.9996, "9,996 in 10,000"),
        (3e-9, "3 in 1,000,000,000"),
    ],
)
def test_a_frequency_is_of_a_power_of_ten(rate: float, words: str) -> None:
    assert wording.frequency(rate) == words


@given(st.floats(1e-9, 1.0))
def test_a_frequency_keeps_the_rate_to_its_figures(rate: float) -> None:
    many, _, size = wording.frequency(rate).replace(",", "").partition(" in ")

    assert float(many) / float(size) == pytest.approx(rate, rel=0.06)


@given(st.floats(1.0, 1e9))
def test_a_limit_is_never_said_to_be_more_than_it_is(limit: float) -> None:
    said = float(wording.at_most(limit).replace(",", ""))

    assert said <= limit * (1 + 1e-9)
    assert said > limit * 0.9


def test_two_groups_are_both_named() -> None:
    population = {"probe_group": "A", "reference_group": "B", "probe_mask": "none"}

    assert wording.where(population) == " from group A and group B with mask none"
