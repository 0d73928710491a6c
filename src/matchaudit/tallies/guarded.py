"""A database that can read the files of one table, and do nothing else."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Timer
from typing import Any, Self

import duckdb
import numpy as np

from matchaudit.errors import InputError, Problem
from matchaudit.records.table import Table
from matchaudit.tallies.engine import Columns, DuckEngine

MEMORY = "500MB"
SECONDS = 300.0
_TEXT = re.compile(r"'((?:[^']|'')*)'")


class GuardedEngine(DuckEngine):
    """DuckDB without access to anything but the table's files, for a limited time.

    External access is off, extensions are off, and no setting can be changed back.

    Parameters
    ----------
    table : Table
        Its workspace, and the files that its SQL names, may be read.
    memory : str, default="500MB"
        What the database may hold; the rest goes to the workspace.
    seconds : float, default=300
        For one statement. After that it is stopped, with E19.
    """

    def __init__(
        self, table: Table, *, memory: str = MEMORY, seconds: float = SECONDS
    ) -> None:
        workspace = table.workspace.resolve()
        self._seconds = seconds
        self._connection = duckdb.connect(
            config={
                "memory_limit": memory,
                "temp_directory": str(workspace / "spill"),
                "preserve_insertion_order": False,
                "autoinstall_known_extensions": False,
                "autoload_known_extensions": False,
                "allow_community_extensions": False,
            }
        )
        self._allow("allowed_directories", [str(workspace)])
        self._allow("allowed_paths", _files_in(table.sql))
        self._connection.execute("SET enable_external_access = false")
        self._connection.execute("SET lock_configuration = true")

    def _allow(self, setting: str, places: list[str]) -> None:
        each = ", ".join("'" + place.replace("'", "''") + "'" for place in places)
        self._connection.execute(f"SET {setting} = [{each}]")

    def view(self, name: str, sql: str) -> None:
        """Give a SELECT a name; nothing is computed yet."""
        with self._limited():
            super().view(name, sql)

    def keep(self, name: str, sql: str) -> None:
        """Compute a SELECT once and keep its rows, on disk if need be."""
        with self._limited():
            super().keep(name, sql)

    def columns(self, sql: str) -> Columns:
        """Run a SELECT and return its columns, without nulls, as arrays."""
        with self._limited():
            found: Any = self._connection.execute(sql).fetchnumpy()
        return {name: np.asarray(values) for name, values in found.items()}

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    @contextmanager
    def _limited(self) -> Iterator[None]:
        """Stop what takes too long; say so in words."""
        timer = Timer(self._seconds, self._connection.interrupt)
        timer.daemon = True
        timer.start()
        try:
            yield
        except duckdb.InterruptException as error:
            raise _stopped(f"took longer than {self._seconds:g} seconds") from error
        except duckdb.OutOfMemoryException as error:
            raise _stopped("needed more memory than is allowed") from error
        finally:
            timer.cancel()


def _files_in(sql: str) -> list[str]:
    """Return the files that a table's own SQL names."""
    texts = [text.replace("''", "'") for text in _TEXT.findall(sql)]
    paths = [Path(text) for text in texts if 0 < len(text) < 4096 and "\0" not in text]
    return [str(path) for path in paths if path.is_absolute() and path.is_file()]


def _stopped(why: str) -> InputError:
    return InputError(
        Problem(
            code="E19",
            what=f"We stopped, because the rules {why}.",
            fix="Run them on fewer records, or fewer rules at a time.",
            done="No answer was kept.",
        )
    )
