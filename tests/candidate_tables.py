"""Small tables of candidates in canonical form, written as Parquet. All are invented."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
import numpy as np

from matchaudit.records.candidates import CANDIDATES
from matchaudit.records.simulation.candidates import SimulatedLists
from matchaudit.records.table import Table
from matchaudit.tallies import CandidateTally, tally_candidates

Row = Mapping[str, Any]

TYPES = {
    "string": "VARCHAR",
    "integer": "BIGINT",
    "number": "DOUBLE",
    "boolean": "BOOLEAN",
}


def candidate_table(folder: Path, rows: Sequence[Row]) -> Table:
    """Write rows by field and describe them; a field that no row has is not there."""
    fields = list(dict.fromkeys(name for row in rows for name in row))
    for name in ("rank", "score"):
        if name not in fields:
            fields.append(name)
    columns = {
        name: (
            TYPES[CANDIDATES.field(name).type],
            [row.get(name) for row in rows],
        )
        for name in fields
    }
    columns["source_row"] = ("BIGINT", list(range(2, len(rows) + 2)))
    select = ", ".join(
        f'unnest(CAST(? AS {kind}[])) AS "{name}"'
        for name, (kind, _) in columns.items()
    )
    path = folder / "candidates.parquet"
    with duckdb.connect() as connection:
        connection.execute(
            f"COPY (SELECT {select}) TO '{path}' (FORMAT parquet)",
            [values for _, values in columns.values()],
        )
    return Table(
        kind="candidates",
        sql=f"SELECT *, 'lists.csv' AS source_file FROM read_parquet('{path}')",  # noqa: S608 - the path is the test's own
        columns=tuple(name for name in CANDIDATES.names if name in fields),
        inputs=(),
        workspace=folder,
    )


def tally_of(
    folder: Path,
    rows: Sequence[Row],
    *,
    thresholds: Sequence[float] = (),
    by: Sequence[str] = (),
    edges: Sequence[float] = (0.0, 0.5, 1.0),
) -> CandidateTally:
    """Write rows and tally them."""
    table = candidate_table(folder, rows)
    return tally_candidates(table, thresholds=thresholds, by=by, edges=edges)


def search(
    name: str,
    *found: tuple[str, float],
    of: str | None = None,
    enrolled: bool | None = None,
    **facts: object,
) -> list[dict[str, Any]]:
    """Return the rows of one search for the person ``of``.

    ``found`` are people and scores in the order of their ranks. Somebody who is found
    is enrolled.
    """
    person = of or name
    if enrolled is None:
        enrolled = any(who == person for who, _ in found)
    same = {
        "search_id": name,
        "probe_subject": person,
        "enrolled": enrolled,
        **facts,
    }
    if not found:
        return [{**same, "rank": None, "score": None, "candidate_subject": None}]
    return [
        {**same, "rank": rank, "score": score, "candidate_subject": who}
        for rank, (who, score) in enumerate(found, 1)
    ]


def rows_of(simulated: SimulatedLists) -> list[dict[str, Any]]:
    """Return simulated lists as rows."""
    columns = simulated.columns
    rows = []
    for i in range(columns["rank"].size):
        row = {name: values[i].item() for name, values in columns.items()}
        row |= {
            name: f"{name[0]}{row[name]}"
            for name in ("search_id", "probe_subject", "candidate_subject")
        }
        # Codes of probes and of the gallery share one range of pseudonyms.
        row["probe_subject"] = f"c{columns['probe_subject'][i].item()}"
        if row["rank"] < 0:
            row |= {"rank": None, "score": None, "candidate_subject": None}
        assert row["score"] is None or np.isfinite(row["score"])
        rows.append(row)
    return rows
