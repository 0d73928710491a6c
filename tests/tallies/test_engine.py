"""The engine that runs the texts."""

from pathlib import Path

import duckdb
import pytest

from matchaudit.tallies import DuckEngine


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
