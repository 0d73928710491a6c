"""Files of every form, made by hand, and what was read from them."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pytest

from matchaudit.errors import InputError, Problem
from matchaudit.records import ComparisonTable, ReadOptions, read_comparisons

Rows = Sequence[dict[str, Any]]


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, str], Path]:
    """Write a text file and return where it is."""

    def _write(name: str, text: str, encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        path.write_bytes(text.encode(encoding))
        return path

    return _write


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A folder for canonical copies."""
    folder = tmp_path / "workspace"
    folder.mkdir()
    return folder


@pytest.fixture
def read(workspace: Path) -> Callable[..., ComparisonTable]:
    """Read a file with options given by name."""

    def _read(path: Path | Sequence[Path], **options: Any) -> ComparisonTable:  # noqa: ANN401 - any option
        return read_comparisons(
            path, options=ReadOptions(**options), workspace=workspace
        )

    return _read


@pytest.fixture
def problem(read: Callable[..., ComparisonTable]) -> Callable[..., Problem]:
    """Return the problem for which a file is refused."""

    def _problem(path: Path | Sequence[Path], **options: Any) -> Problem:  # noqa: ANN401 - as above
        with pytest.raises(InputError) as caught:
            read(path, **options)
        return caught.value.problem

    return _problem


@pytest.fixture
def rows_of() -> Callable[[ComparisonTable], list[tuple[Any, ...]]]:
    """Return the canonical rows of a table, sorted."""

    def _rows_of(table: ComparisonTable) -> list[tuple[Any, ...]]:
        with duckdb.connect() as connection:
            rows = connection.execute(table.sql).fetchall()
        return sorted(rows, key=repr)

    return _rows_of


@pytest.fixture
def write_parquet(tmp_path: Path) -> Callable[..., Path]:
    """Write the rows of a query as Parquet."""

    def _write_parquet(sql: str, name: str = "scores.parquet", note: str = "") -> Path:
        path = tmp_path / name
        metadata = f", KV_METADATA {{matchaudit_synthetic: '{note}'}}" if note else ""
        with duckdb.connect() as connection:
            connection.execute(f"COPY ({sql}) TO '{path}' (FORMAT parquet{metadata})")
        return path

    return _write_parquet


@pytest.fixture
def write_workbook(tmp_path: Path) -> Callable[..., Path]:
    """Write lists of cells as sheets of a workbook."""
    from openpyxl import Workbook

    def _write_workbook(
        rows: Sequence[Sequence[object]],
        name: str = "scores.xlsx",
        second: Sequence[Sequence[object]] = (),
    ) -> Path:
        book = Workbook()
        sheets = [book.active, *([book.create_sheet("two")] if second else [])]
        for sheet, content in zip(sheets, (rows, second), strict=False):
            for row in content:
                sheet.append(list(row))
        path = tmp_path / name
        book.save(path)
        return path

    return _write_workbook


@pytest.fixture
def write_json_lines(tmp_path: Path) -> Callable[..., Path]:
    """Write one JSON object a line."""

    def _write_json_lines(rows: Rows, name: str = "scores.jsonl") -> Path:
        path = tmp_path / name
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
        return path

    return _write_json_lines
