"""Searches one by one, as the tally takes them, so that each count can be traced."""

# ruff: noqa: S608 - names of columns are those of the schema

from collections.abc import Mapping
from dataclasses import dataclass

from matchaudit.records.table import SOURCE_FILE, SOURCE_ROW, Table
from matchaudit.tallies import search_statements as sql
from matchaudit.tallies.engine import DuckEngine, Engine

MOST_LISTED = 100_000
"""A longer log is not listed: whoever holds it has the same rows."""

_SPLIT_BY = ("search_id", "agency", "operator", "case_ref", "purpose", "mode", "group")
_FLAGS = ("nil", "returned", "not_returned", "checked", "wrong")
_MISSING = "''"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SearchListing:
    """``n`` searches and nil returns in the order of the files.

    Attributes
    ----------
    words : mapping of str to tuple of str, length n
        ``file``, ``month`` and columns of the log; an empty text is not recorded.
    row : tuple of int, length n
    flags : mapping of str to tuple of bool, length n
        ``nil``, ``returned``, ``not_returned``, ``checked`` and ``wrong``.
    """

    words: Mapping[str, tuple[str, ...]]
    row: tuple[int, ...]
    flags: Mapping[str, tuple[bool, ...]]


def list_searches(
    table: Table, *, zone: str = sql.UTC, engine: Engine | None = None
) -> SearchListing | None:
    """List the searches of a log that is not too long.

    Parameters
    ----------
    table : Table
        Records of the kind ``searches``.
    zone : str, default="UTC"
        The time zone by whose clocks a month begins.
    engine : Engine, optional

    Returns
    -------
    SearchListing or None
        None above ``MOST_LISTED`` rows.
    """
    if sum(given.rows for given in table.inputs) > MOST_LISTED:
        return None
    if engine is not None:
        return _listed(engine, table, zone)
    with DuckEngine(table.workspace) as own:
        return _listed(own, table, zone)


def _listed(engine: Engine, table: Table, zone: str) -> SearchListing:
    words = [name for name in _SPLIT_BY if name in table.columns]
    kept = (SOURCE_FILE, SOURCE_ROW, *words, "instant", *_FLAGS)
    selected = [
        f"{SOURCE_FILE} AS file",
        f"{SOURCE_ROW} AS row_number",
        f"coalesce(strftime(instant, '%Y-%m'), {_MISSING}) AS month",
        *(f"coalesce({sql.named(w)}, {_MISSING}) AS {sql.named(w)}" for w in words),
        *_FLAGS,
    ]
    engine.view("listed", sql.log(table, kept, zone=zone, key=False))
    rows = engine.columns(
        f"SELECT {', '.join(selected)} FROM listed ORDER BY file, row_number"
    )
    return SearchListing(
        words={name: tuple(rows[name].tolist()) for name in ("file", "month", *words)},
        row=tuple(int(row) for row in rows["row_number"].tolist()),
        flags={name: tuple((rows[name] == 1).tolist()) for name in _FLAGS},
    )
