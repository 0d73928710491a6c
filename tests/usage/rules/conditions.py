"""Conditions of tests: read as those of a pack, and run over a few records."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb

from matchaudit.usage.rules.cards import WordList
from matchaudit.usage.rules.kinds import kind_named
from matchaudit.usage.rules.parsing import condition
from matchaudit.usage.rules.refusals import Place, Source
from matchaudit.usage.rules.tree import Node
from matchaudit.usage.rules.writing import Writer
from usage.rules.tables import table_of

LISTS = {
    "WHOLE": WordList(says="All of them.", values=("theft", "arson"), complete=True),
    "PART": WordList(says="Some of them.", values=("theft",)),
    "NONE": WordList(says="Not read."),
}


def read(text: str, *, kind: str = "searches") -> Node:
    """Read a condition as that of rule R2."""
    source = Source(text, Place("R2", "must_be_true"))
    return condition(source, kind=kind_named(kind), lists=LISTS)


def told(
    folder: Path,
    text: str,
    rows: Sequence[Mapping[str, Any]],
    *,
    columns: Sequence[str] = (),
) -> list[bool | None]:
    """Return what a condition says of each record: true, false or None (unknown)."""
    table = table_of(folder, rows, columns=columns)
    sql = Writer(frozenset(table.columns)).flag(read(text))
    with duckdb.connect() as connection:
        found = connection.execute(
            f"SELECT {sql} FROM ({table.sql}) ORDER BY source_row"  # noqa: S608 - ours
        ).fetchall()
    return [value for (value,) in found]
