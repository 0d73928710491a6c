import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchaudit.estimation import wording


@given(st.floats(0.01, 100))
def test_an_end_of_a_ratio_stays_on_its_side_of_1(value: float) -> None:
    down, up = (float(wording.times_end(value, way)) for way in ("down", "up"))

    assert down <= value * (1 + 1e-9)
    assert up >= value * (1 - 1e-9)
    if abs(value - 1) > 1e-4:
        assert (down < 1) == (up < 1) == (value < 1)


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


@given(st.floats(1e-12, 1e9))
def test_an_end_is_rounded_outward_and_not_far(value: float) -> None:
    low, high = (
        float(wording.end(value, way).replace(",", "")) for way in ("down", "up")
    )

    assert 0.949 * value <= low <= value * (1 + 1e-9)
    assert value * (1 - 1e-9) <= high <= 1.051 * value


def test_an_end_just_below_a_power_of_ten_is_said_plainly() -> None:
    ends = [wording.end(value, "up") for value in (0.99999, 9.9999, 99.999, 0.0)]

    assert ends == ["1", "10", "100", "0"]
