"""The texts: literals are exact, and scattered codes are those of the array function."""

import math

import numpy as np
import pytest

from matchaudit.tallies import DuckEngine, statements


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> DuckEngine:
    return DuckEngine(tmp_path_factory.mktemp("engine"))


@pytest.mark.parametrize(
    "value", [0.1, -1.5e-300, 5e-324, 1.7976931348623157e308, math.inf, -math.inf]
)
def test_number(engine: DuckEngine, value: float) -> None:
    """A literal is read as exactly the double that it was written from."""
    found = engine.columns(f"SELECT {statements.number(value)} AS x")

    assert found["x"].tolist() == [value]


def test_quoted(engine: DuckEngine) -> None:
    """A quotation mark does not end a text."""
    text = "it's; --"

    found = engine.columns(f"SELECT {statements.quoted(text)} AS x")

    assert found["x"].tolist() == [text]


def test_scattered(engine: DuckEngine) -> None:
    """The statement and the array function scatter alike."""
    codes = np.array([0, 1, 2, 4999, 2**31 - 2], dtype=np.int64)
    values = ", ".join(f"({code})" for code in codes)
    found = engine.columns(
        f"SELECT {statements.scattered('x')} AS w FROM (VALUES {values}) AS t(x)"  # noqa: S608 - numbers
    )

    np.testing.assert_array_equal(found["w"], statements.scattered_codes(codes))
