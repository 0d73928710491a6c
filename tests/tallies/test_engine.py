"""The engine and the texts that it runs."""

import math
from pathlib import Path

import duckdb
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchaudit.tallies import DuckEngine, statements
from matchaudit.tallies.histograms import scale_for


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> DuckEngine:
    return DuckEngine(tmp_path_factory.mktemp("engine"))


def test_extensions_and_the_network_are_off(engine: DuckEngine) -> None:
    """A statement can neither load an extension nor unlock what forbids it."""
    with pytest.raises(duckdb.Error):
        engine.columns("SELECT * FROM read_parquet('https://example.org/x.parquet')")
    with pytest.raises(duckdb.Error, match="locked"):
        engine.columns("SET autoload_known_extensions = true")


def test_what_does_not_fit_goes_to_the_workspace(tmp_path: Path) -> None:
    """Rows beyond the memory limit are kept on disk."""
    with DuckEngine(tmp_path, memory="30MB", threads=1) as engine:
        engine.keep("many", "SELECT hash(range) AS h FROM range(6000000)")
        assert list((tmp_path / "spill").iterdir())
        assert engine.columns("SELECT count(*) AS n FROM many")["n"].tolist() == [
            6000000
        ]


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


@given(st.floats(-1e300, 1e300), st.floats(-1e300, 1e300))
def test_scale(one: float, other: float) -> None:
    """There are at most 2,049 bins, and the ends lie in the first and the last."""
    low, high = sorted((one, other))

    scale = scale_for(low, high)

    assert math.frexp(scale.scale)[0] == 0.5
    assert scale.last - scale.first <= 2048
    assert scale.first <= low * scale.scale < scale.first + 1
    assert scale.last <= high * scale.scale < scale.last + 1


def test_scale_of_ordinary_scores_is_fine() -> None:
    """Scores between -1 and 1 get bins of 1/512."""
    assert scale_for(-1, 1).scale == 512
    assert scale_for(0.2, 0.2).edges.size > 2
