"""Small tables of searches or deployments, written as Parquet, for tests of rules."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb

from matchaudit.records.table import Table
from matchaudit.usage.rules.kinds import kind_named

_TYPES = {
    "integer": "BIGINT",
    "number": "DOUBLE",
    "duration": "DOUBLE",
    "boolean": "BOOLEAN",
    "date": "TIMESTAMP",
}
_MOMENT = timedelta(microseconds=1)


def ends_of(said: str) -> tuple[datetime, datetime]:
    """Return the instants that a date lies between: a month, a day or an instant."""
    if len(said) == len("2025-01"):
        first = datetime.fromisoformat(f"{said}-01")
        return first, (first + timedelta(days=32)).replace(day=1) - _MOMENT
    first = datetime.fromisoformat(said).astimezone(UTC).replace(tzinfo=None)
    if "T" in said:
        return first, first
    first = datetime.fromisoformat(said)
    return first, first + timedelta(days=1) - _MOMENT


def table_of(
    folder: Path,
    rows: Sequence[Mapping[str, Any]],
    *,
    kind: str = "searches",
    columns: Sequence[str] = (),
) -> Table:
    """Write rows of values by field and describe them; dates are texts.

    ``columns`` are there even if no row has a value.
    """
    fields = kind_named(kind)
    names = list(dict.fromkeys([*columns, *(n for row in rows for n in row)]))
    arrays: dict[str, tuple[str, list[Any]]] = {
        "source_file": ("VARCHAR", ["log.csv"] * len(rows)),
        "source_row": ("BIGINT", list(range(2, len(rows) + 2))),
    }
    for name in names:
        type_ = fields.field(name).type
        values = [row.get(name) for row in rows]
        if type_ == "date":
            pairs = [(None, None) if v is None else ends_of(v) for v in values]
            arrays[name] = ("TIMESTAMP", [low for low, _ in pairs])
            arrays[f"{name}__latest"] = ("TIMESTAMP", [high for _, high in pairs])
        else:
            arrays[name] = (_TYPES.get(type_, "VARCHAR"), values)
    selected = ", ".join(
        f'unnest(CAST(? AS {type_}[])) AS "{name}"'
        for name, (type_, _) in arrays.items()
    )
    path = folder / "records.parquet"
    with duckdb.connect() as connection:
        connection.execute(
            f"COPY (SELECT {selected}) TO '{path}' (FORMAT parquet)",
            [values for _, values in arrays.values()],
        )
    return Table(
        kind=kind,
        sql=f"SELECT * FROM read_parquet('{path}')",  # noqa: S608 - the test's own path
        columns=tuple(names),
        inputs=(),
        workspace=folder,
    )
