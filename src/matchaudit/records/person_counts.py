"""Every value of a file tried for the shapes of people's data, by the database."""

# ruff: noqa: S608 - names and texts in SQL are quoted by the database module

from collections.abc import Sequence
from dataclasses import replace

import duckdb

from matchaudit.records import database as db
from matchaudit.records import person_values as shapes
from matchaudit.records.person_values import ValueCounts
from matchaudit.records.plain_values import Looked
from matchaudit.records.staging import Staged

_PEEK = 1000
_FEW = 50
_MANY = 100


def count_by_column(
    connection: duckdb.DuckDBPyConnection,
    staged: Staged,
    columns: Sequence[str],
    looked: Looked | None = None,
) -> dict[str, ValueCounts]:
    """Count in each column of texts how many values have which shape.

    Every value is tried; where a column seems to hold a few only, each of them once.

    Parameters
    ----------
    connection : DuckDBPyConnection
    staged : Staged
    columns : sequence of str
        Some of ``staged.texts``.
    looked : Looked, optional
        What a first look found: plain values are counted, but not tried.

    Returns
    -------
    dict of str to ValueCounts
    """
    if not columns:
        return {}
    if len(columns) > _MANY:
        counts: dict[str, ValueCounts] = {}
        for start in range(0, len(columns), _MANY):
            some = columns[start : start + _MANY]
            names = ", ".join(map(db.name, some))
            values = (
                "SELECT DISTINCT c, v FROM (UNPIVOT "
                f"(SELECT {names} FROM {staged.relation}) ON {names} "
                "INTO NAME c VALUE v)"
            )
            counts |= dict.fromkeys(some, ValueCounts()) | _count(connection, values)
        return counts
    first = connection.execute(
        f"SELECT {', '.join(map(db.name, columns))} FROM {staged.relation} "
        f"LIMIT {_PEEK}"
    ).fetchall()
    looked = looked or Looked()
    counts = dict.fromkeys(columns, ValueCounts())
    for i, column in enumerate(columns):
        values = f"SELECT {db.name(column)} AS v FROM {staged.relation}"
        n, which = looked.open.get(column, (None, "true"))
        if column in looked.plain:
            continue
        few = len({row[i] for row in first}) <= _FEW
        if column in looked.by_kind or (few and column not in looked.open):
            values = values.replace("SELECT", "SELECT DISTINCT", 1)
        values = f"SELECT {db.text(column)} AS c, v FROM ({values} WHERE {which})"
        counts |= _count(connection, values)
        if n is not None:
            counts[column] = replace(counts[column], n=n)
    return counts


def _count(
    connection: duckdb.DuckDBPyConnection, values: str
) -> dict[str, ValueCounts]:
    """Count shapes of values ``v`` of columns ``c``.

    The cheap question comes first, as most columns hold numbers or codes.
    """
    trimmed = f"(SELECT c, trim(v) AS v FROM ({values}))"
    rows = connection.execute(
        f"SELECT c, count_if(v <> ''), count_if({_like(shapes.VALUE_PATTERN)}), "
        f"count_if({_like(shapes.ANY_NAME_PATTERN)} OR {_like(shapes.DATE_PATTERN)}) "
        f"FROM {trimmed} GROUP BY c"
    ).fetchall()
    # A count over nothing but NULL is NULL.
    counts = {c: ValueCounts(n=n or 0, shown=shown or 0) for c, n, shown, _ in rows}
    open_columns = [c for c, _, _, n_open in rows if n_open]
    if not open_columns:
        return counts
    year = f"try_cast(regexp_extract(v, '{shapes.YEAR_PATTERN}', 1) AS INTEGER)"
    rows = connection.execute(
        "SELECT c, count_if(named), count_if(named AND full_name), "
        "count(DISTINCT v) FILTER (WHERE named), count_if(dated), "
        "count(DISTINCT v) FILTER (WHERE dated), "
        f"coalesce(max({year}) FILTER (WHERE dated) "
        f"- min({year}) FILTER (WHERE dated), 0) "
        f"FROM (SELECT c, v, {_like(shapes.DATE_PATTERN)} AS dated, "
        f"{_like(shapes.FULL_NAME_PATTERN)} AS full_name, "
        f"({_like(shapes.ANY_NAME_PATTERN)} AND NOT {_like(shapes.NO_NAME_PATTERN)}) "
        f"AS named FROM {trimmed} "
        f"WHERE c IN ({', '.join(map(db.text, open_columns))})) GROUP BY c"
    ).fetchall()
    return counts | {
        c: replace(
            counts[c],
            names=names or 0,
            full_names=full_names or 0,
            distinct_names=distinct_names or 0,
            dates=dates or 0,
            distinct_dates=distinct_dates or 0,
            years=years or 0,
        )
        for c, names, full_names, distinct_names, dates, distinct_dates, years in rows
    }


def _like(pattern: str) -> str:
    return f"regexp_matches(v, {db.text(pattern)})"
