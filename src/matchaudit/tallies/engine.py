"""A thin engine: it runs SQL texts and returns arrays, and knows nothing else.

The texts live in ``statements`` and keep to what DuckDB and Spark SQL share, so that a
second engine is these three methods again.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self

import numpy as np
from numpy.typing import NDArray

Columns = Mapping[str, NDArray[Any]]


class Engine(Protocol):
    """What a tally needs of an engine."""

    def view(self, name: str, sql: str) -> None:
        """Give a SELECT a name; nothing is computed yet."""
        ...

    def keep(self, name: str, sql: str) -> None:
        """Compute a SELECT once and keep its rows, on disk if need be."""
        ...

    def columns(self, sql: str) -> Columns:
        """Run a SELECT and return its columns, without nulls, as arrays."""
        ...


class DuckEngine:
    """DuckDB in process, within a memory limit, spilling to a folder.

    It reads local files only: extensions, and with them the network, are off.

    Parameters
    ----------
    workspace : Path
        Folder for what does not fit in memory.
    memory : str, default="200MB"
        What DuckDB may hold. The process needs about 100 MB more.
    threads : int or None
        Default: the machine's, at most 4, because each needs its share of the memory.

    Examples
    --------
    >>> with DuckEngine(Path(".")) as engine:
    ...     engine.columns("SELECT 1 AS one")["one"].tolist()
    [1]
    """

    def __init__(
        self, workspace: Path, *, memory: str = "200MB", threads: int | None = None
    ) -> None:
        import duckdb

        self._connection = duckdb.connect(
            config={
                "memory_limit": memory,
                "threads": threads or min(4, os.cpu_count() or 1),
                "temp_directory": str(workspace / "spill"),
                "preserve_insertion_order": False,
                "autoinstall_known_extensions": False,
                "autoload_known_extensions": False,
                "allow_community_extensions": False,
                "lock_configuration": True,
            }
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the connection; what was kept is gone."""
        self._connection.close()

    def view(self, name: str, sql: str) -> None:
        """Give a SELECT a name; nothing is computed yet."""
        self._connection.execute(f"CREATE OR REPLACE TEMP VIEW {name} AS {sql}")

    def keep(self, name: str, sql: str) -> None:
        """Compute a SELECT once and keep its rows, on disk if need be."""
        self._connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {sql}")

    def columns(self, sql: str) -> Columns:
        """Run a SELECT and return its columns, without nulls, as arrays."""
        found = self._connection.execute(sql).fetchnumpy()
        return {name: np.asarray(values) for name, values in found.items()}
