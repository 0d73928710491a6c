"""Dates that take much SQL to read, worked out once and kept beside the file's columns.

What a date says is used many times over: to check it, to write it, for both its ends.
Written out each time, the forms of dates and the hours that clocks show twice made one
statement so long that the database took ten times as long to plan as to run it.
"""

# ruff: noqa: S608 - names and texts in SQL are quoted by the database module

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import count

import duckdb

from matchaudit.records import database as db
from matchaudit.records import instants
from matchaudit.records.instants import DateForms, DateRules
from matchaudit.records.staging import Staged

_TABLE_NUMBERS = count(1)
_FEW = 2
"""So many are read as fast where they stand as a table is copied."""
_ROW = db.name("matchaudit row")


@dataclass(frozen=True, slots=True, kw_only=True)
class TextDate:
    """A column of dates as texts: the SQL of what it says, and in which forms."""

    raw: str
    column: str
    forms: DateForms


def stage_dates(
    connection: duckdb.DuckDBPyConnection,
    staged: Staged,
    dates: Mapping[str, TextDate],
    rules: DateRules,
) -> tuple[Staged, dict[str, tuple[str, str]]]:
    """Work out the instants of dates that are slow to read.

    Parameters
    ----------
    connection : DuckDBPyConnection
    staged : Staged
    dates : mapping of str to TextDate
        By canonical name.
    rules : DateRules

    Returns
    -------
    Staged
        With the instants beside the file's columns, or as it was if few are slow.
    dict of str to (str, str)
        By canonical name the columns of the first and the last instant.
    """
    slow = {n: d for n, d in dates.items() if d.forms.other or rules.zone is not None}
    if len(slow) <= _FEW:
        return staged, {}
    raws, starts, ends, places = [], [], [], {}
    for i, (name, date) in enumerate(slow.items()):
        raw, begins, first, last = (
            db.name(f"matchaudit {what} {i}")
            for what in ("raw", "start", "first", "last")
        )
        raws.append(f"{date.raw} AS {raw}")
        starts.append(f"{instants.start(raw, date.forms, rules)} AS {begins}")
        both = instants.interval(
            raw, date.column, "VARCHAR", date.forms, rules, begins=begins
        )
        ends += [f"{both[0]} AS {first}", f"{both[1]} AS {last}"]
        places[name] = (first, last)
    table = f"dated_{next(_TABLE_NUMBERS)}"
    said = f"SELECT *, {staged.row} AS {_ROW}, {', '.join(raws)} FROM {staged.numbered}"
    begun = f"SELECT *, {', '.join(starts)} FROM ({said})"
    connection.execute(
        f"CREATE TABLE {table} AS SELECT {_kept(staged)}, {_ROW}, {', '.join(ends)} "
        f"FROM ({begun})"
    )
    return replace(staged, relation=table, numbered=table, row=_ROW), places


def _kept(staged: Staged) -> str:
    return ", ".join(map(db.name, staged.columns))
