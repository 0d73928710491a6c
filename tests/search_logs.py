"""Small search logs in canonical form, written as Parquet. All are invented."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb

from matchaudit.records.searches import SEARCHES
from matchaudit.records.table import LATEST, Table

Row = Mapping[str, Any]

TYPES = {
    "string": "VARCHAR",
    "rate": "VARCHAR",
    "integer": "BIGINT",
    "number": "DOUBLE",
    "duration": "DOUBLE",
    "boolean": "BOOLEAN",
    "date": "TIMESTAMP",
}


def search_table(folder: Path, rows: Sequence[Row]) -> Table:
    """Write rows by field and describe them.

    ``searched_at`` is an ISO date or instant, or a pair of the two ends of an interval.
    """
    fields = list(dict.fromkeys(name for row in rows for name in row))
    columns: dict[str, tuple[str, list[Any]]] = {}
    for name in fields:
        kind = TYPES[SEARCHES.field(name).type]
        values = [row.get(name) for row in rows]
        if kind == "TIMESTAMP":
            pairs = [v if isinstance(v, tuple) else (v, v) for v in values]
            columns[name] = (kind, [first for first, _ in pairs])
            columns[name + LATEST] = (kind, [last for _, last in pairs])
        else:
            columns[name] = (kind, values)
    columns["source_row"] = ("BIGINT", list(range(2, len(rows) + 2)))
    select = ", ".join(
        f'unnest(CAST(? AS {kind}[])) AS "{name}"'
        for name, (kind, _) in columns.items()
    )
    path = folder / "searches.parquet"
    with duckdb.connect() as connection:
        connection.execute(
            f"COPY (SELECT {select}) TO '{path}' (FORMAT parquet)",
            [values for _, values in columns.values()],
        )
    return Table(
        kind="searches",
        sql=f"SELECT *, 'log.csv' AS source_file FROM read_parquet('{path}')",  # noqa: S608 - the path is the test's own
        columns=tuple(fields),
        inputs=(),
        workspace=folder,
    )
