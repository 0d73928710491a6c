"""Values that say nothing of a person: those of their field's type, and plain codes.

They need no closer look, which makes the check of large files quick. Whatever else a
column holds is looked at.
"""

# ruff: noqa: S608 - names and texts in SQL are quoted by the database module

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import duckdb

from matchaudit.records import database as db
from matchaudit.records.schema import Field
from matchaudit.records.staging import Staged

_INTEGER, _NUMBER = "-?[0-9]{1,15}", "-?[0-9]{1,15}(?:[.][0-9]{1,15})?"
# A few letters and digits, or a digest in hex with or without hyphens: neither the name
# nor the telephone number, address or date of anybody.
_CODE = "[A-Za-z]{0,3}[_-]?[0-9]{1,15}|[0-9a-fA-F-]{16,128}"
_FLAGS = "('true', 'false')"
_LIFETIMES = 15
_MAY_BE_OLD = frozenset({"captured_at"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What a first look at columns of texts found.

    Attributes
    ----------
    open : dict of str to tuple of int and str
        For columns with values that are not plain: how many values there are, and the
        SQL that is true for those to look at.
    plain : frozenset of str
        Columns of which all values are plain.
    neat : frozenset of str
        Those of them that hold no empty text: the database can read them as they are.
    by_kind : frozenset of str
        Columns of labels, of which each different value is looked at once.
    """

    open: Mapping[str, tuple[int, str]] = field(default_factory=dict)
    plain: frozenset[str] = frozenset()
    neat: frozenset[str] = frozenset()
    by_kind: frozenset[str] = frozenset()


def first_look(
    connection: duckdb.DuckDBPyConnection,
    staged: Staged,
    fields: Mapping[str, Field],
) -> Looked:
    """Find the columns with values that are not plain, in one scan.

    Parameters
    ----------
    connection : DuckDBPyConnection
    staged : Staged
    fields : mapping of str to Field
        The field that each column holds, where that is sure.
    """
    labels = frozenset(c for c, f in fields.items() if f.role == "label")
    fields = {
        column: f
        for column, f in fields.items()
        if column in staged.texts and (is_typed(f) or f.role == "pseudonym")
    }
    if not fields:
        return Looked(by_kind=labels)
    open_values = {column: f"NOT ({_plain(column, f)})" for column, f in fields.items()}
    counts = db.one_row(
        connection,
        "SELECT "
        + ", ".join(
            f"count({db.name(c)}), count_if({open_}), {_years(c, fields[c])}, "
            f"count_if({db.name(c)} = '')"
            for c, open_ in open_values.items()
        )
        + f" FROM {staged.relation}",
    )
    found: dict[str, tuple[int, str]] = {}
    plain, neat = [], []
    for i, (column, open_) in enumerate(open_values.items()):
        n, n_open, years, n_empty = counts[4 * i : 4 * i + 4]
        if (years or 0) >= _LIFETIMES:
            found[column] = (int(n), "true")
        elif n_open:
            found[column] = (int(n), open_)
        else:
            plain.append(column)
            neat += [] if n_empty else [column]
    return Looked(
        open=found, plain=frozenset(plain), neat=frozenset(neat), by_kind=labels
    )


def is_typed(of: Field) -> bool:
    """Say whether a field's type leaves no room for a name."""
    typed = ("integer", "number", "boolean", "date")
    return bool(of.values) or of.type in typed


def raw_case_numbers(
    connection: duckdb.DuckDBPyConnection, staged: Staged, columns: Sequence[str]
) -> list[str]:
    """Return those columns of which half the values are numbers like 25-10442.

    An agency numbers its cases by the year; a keyed pseudonym has no year in it.
    """
    year = "^[A-Za-z]{0,4}[-/ ]?(?:(?:19|20)[0-9]{2}|[0-3][0-9])[-/][0-9]{3,8}$"
    found = []
    for column in columns:
        v = f"trim(CAST({db.name(column)} AS VARCHAR))"
        n, n_like = db.one_row(
            connection,
            f"SELECT count_if({v} <> ''), count_if(regexp_matches({v}, {db.text(year)})) "
            f"FROM {staged.relation}",
        )
        if n_like and 2 * n_like >= n:
            found.append(column)
    return found


def _plain(column: str, of: Field) -> str:
    v = db.name(column)
    fits = f"regexp_full_match({v}, '{_CODE}')"
    if is_typed(of):
        words = ", ".join(map(db.text, of.values))
        fits = {
            "string": f"{v} IN ({words or 'NULL'})",
            "boolean": f"{v} IN {_FLAGS}",
            "date": f"try_cast({v} AS TIMESTAMP) IS NOT NULL",
            "integer": f"regexp_full_match({v}, '{_INTEGER}')",
        }.get(of.type, f"regexp_full_match({v}, '{_NUMBER}')")
    return f"{v} IS NULL OR {v} = '' OR coalesce({fits}, false)"


def _years(column: str, of: Field) -> str:
    """Return SQL of the years from the first date to the last, if they may be births."""
    if of.type != "date" or of.name in _MAY_BE_OLD:
        return "0"
    time = f"try_cast({db.name(column)} AS TIMESTAMP)"
    return f"date_diff('year', min({time}), max({time}))"
