import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchaudit.report import numbers


@pytest.mark.parametrize(
    ("rate", "said"),
    [
        (1.2e-4, "12 in 100,000"),
        (0.44, "44 in 100"),
        (0.001, "1 in 1,000"),
        (0.083, "83 in 1,000"),
        (0.0996, "10 in 100"),
        (1.0, "100 in 100"),
        (0.0, "0 in 100"),
    ],
)
def test_rate_is_a_natural_frequency(rate: float, said: str) -> None:
    assert numbers.frequency(rate) == said


@given(st.floats(min_value=1e-9, max_value=1.0))
def test_frequency_is_within_a_twentieth_of_the_rate(rate: float) -> None:
    """Two digits are kept, so the words never mislead by more than 5 in 100."""
    many, _, base = numbers.frequency(rate).partition(" in ")

    billions = base.endswith(" billion")
    size = float(base.removesuffix(" billion").replace(",", ""))
    said = float(many.replace(",", "")) / (size * 1e9 if billions else size)
    assert math.isclose(said, rate, rel_tol=0.051)


@given(st.floats(min_value=-1e12, max_value=1e12))
def test_no_number_has_an_exponent(x: float) -> None:
    """Nobody has to read 1e-07."""
    assert "e" not in numbers.plain(x)


def test_numbers_of_every_kind() -> None:
    assert numbers.integer(3_112_500) == "3,112,500"
    assert numbers.percent(0.0426) == "4.26%"
    assert numbers.times(9.29) == "9.3 times"
    assert numbers.plain(math.inf) == "infinity"
    assert numbers.score(0.533084) == "0.53308"
