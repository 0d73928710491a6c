"""Time and memory of all built-in rules over a table of synthetic searches.

``python bench/rules.py`` draws a million searches with every field filled at random,
keeps them as Parquet, and answers all rules in a process of its own. The goal: under
10 seconds and 1 GB in all, on two processors.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb

from matchaudit.records.schema import Field
from matchaudit.records.searches import SEARCHES
from matchaudit.records.table import Table
from matchaudit.tallies import tally_rules
from matchaudit.usage import rules

EMPTY = 0.1
"""The share of cells that are left empty."""


def _value(field: Field) -> str:
    if field.name == "search_id":
        return "'S' || i"
    if field.name == "nil_return":
        return "FALSE"
    if field.values:
        words = ", ".join(f"'{word}'" for word in field.values)
        return f"list_extract([{words}], 1 + CAST(floor(random() * {len(field.values)}) AS INTEGER))"
    return {
        "string": "'P' || CAST(floor(random() * 500) AS INTEGER)",
        "integer": "CAST(floor(random() * 5) AS BIGINT)",
        "number": "random() * 10",
        "boolean": "random() < 0.5",
        "date": "TIMESTAMP '2025-01-01' + CAST(floor(random() * 500000) AS INTEGER) * INTERVAL 1 MINUTE",
    }[field.type]


def write(path: Path, rows: int) -> None:
    """Write synthetic searches; a tenth of the cells are empty, some dates have no hour."""
    drawn, ends = [], []
    for field in SEARCHES.fields:
        keep = field.name in {"search_id", "searched_at"}
        value = _value(field)
        filled = value if keep else f"CASE WHEN random() >= {EMPTY} THEN {value} END"
        drawn.append(f'{filled} AS "{field.name}"')
        if field.type == "date":
            ends.append(
                f'"{field.name}" + CASE WHEN i % 10 = 0 THEN INTERVAL 1 DAY '
                f'ELSE INTERVAL 0 DAY END AS "{field.name}__latest"'
            )
    with duckdb.connect() as connection:
        connection.execute("SELECT setseed(0.5)")
        connection.execute(
            f"COPY (SELECT 'synthetic.csv' AS source_file, i + 2 AS source_row, "  # noqa: S608 - our own names
            f"* EXCLUDE (i), {', '.join(ends)} FROM (SELECT i, {', '.join(drawn)} "
            f"FROM range({rows}) AS t(i))) TO '{path}' (FORMAT parquet)"
        )


def answer(path: Path) -> dict[str, float]:
    """Answer all built-in rules and return what it cost."""
    before = time.perf_counter()
    packs = [rules.pack(name) for name in rules.built_in_packs()]
    with tempfile.TemporaryDirectory() as folder:
        table = Table(
            kind="searches",
            sql=f"SELECT * FROM read_parquet('{path}')",  # noqa: S608 - our own path
            columns=SEARCHES.names,
            inputs=(),
            workspace=Path(folder),
        )
        queries = rules.rule_queries(packs, kind="searches", columns=SEARCHES.names)
        tally = tally_rules(table, queries)
        findings, _ = rules.rule_findings(packs, tally)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "seconds": round(time.perf_counter() - before, 2),
        "peak_mb": round(peak),
        "records": tally.n_records,
        "cards": sum(len(pack.rules) for pack in packs),
        "run": len(queries.records) + len(queries.groups),
        "findings": len(findings),
    }


def main() -> None:
    """Write the table if need be, answer the rules in a process of their own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=float, default=1e6)
    parser.add_argument("--answer", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.answer:
        print(json.dumps(answer(given.answer)))
        return
    folder = Path(tempfile.gettempdir()) / "matchaudit-bench"
    folder.mkdir(exist_ok=True)
    path = folder / f"searches-{int(given.rows)}.parquet"
    if not path.exists():
        write(path, int(given.rows))
    command = [sys.executable, __file__, "--answer", str(path)]
    subprocess.run(command, check=True)  # noqa: S603 - our own script


if __name__ == "__main__":
    main()
