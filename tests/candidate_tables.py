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


FACTS: dict[str, Any] = {"gallery_size": 100, "threshold": 0.5, "list_length": 2}


def worked_example() -> list[dict[str, Any]]:
    """Return a small example that can be counted by hand.

    Ten searches for people who are not in a gallery of 100, lists of two cut at score
    0.5. Three return somebody: at 0.9, 0.7 and 0.55. Five searches for people who are:
    found first at 0.95 and at 0.6, second at 0.8, and two not at all.
    """
    others = [
        search("n0", ("g1", 0.9), ("g2", 0.8), enrolled=False, **FACTS),
        search("n1", ("g3", 0.7), enrolled=False, **FACTS),
        search("n2", ("g4", 0.55), enrolled=False, **FACTS),
        *(search(f"n{i}", enrolled=False, **FACTS) for i in range(3, 10)),
    ]
    mated = [
        search("m0", ("m0", 0.95), **FACTS),
        search("m1", ("m1", 0.6), ("g1", 0.55), **FACTS),
        search("m2", ("g5", 0.85), ("m2", 0.8), **FACTS),
        search("m3", ("g5", 0.65), enrolled=True, **FACTS),
        search("m4", enrolled=True, **FACTS),
    ]
    return [row for rows in (*others, *mated) for row in rows]
