"""Write simulated comparisons of a given number as Parquet, out of core.

Synthetic: no score here belongs to anybody. 5,000 subjects with 5 samples each would
make 312 million pairs of samples; as many of them as asked for are kept, at random.
With ``--complete`` there are fewer subjects and every pair of samples is kept.
"""

import argparse
import math
from pathlib import Path

import duckdb

SAMPLES, SUBJECTS = 5, 5000
MATED, NONMATED = "0.62 + 0.15 * z", "0.05 + 0.12 * z"


def write(path: Path, rows: int, *, complete: bool) -> None:
    """Write the table; the same arguments give scores of the same distribution."""
    subjects = SUBJECTS
    if complete:
        subjects = round(math.sqrt(2 * rows) / SAMPLES)
    n = subjects * SAMPLES
    kept = 1.0 if complete else rows / (n * (n - 1) // 2)
    partial = path.with_suffix(".partial")
    with duckdb.connect(config={"memory_limit": "300MB", "threads": 2}) as connection:
        connection.execute("SELECT setseed(0.5)")
        connection.execute(
            f"""
            COPY (
              SELECT probe_subject, reference_subject, mated, CAST(greatest(-1, least(1,
                CASE WHEN mated THEN {MATED} ELSE {NONMATED} END)) AS FLOAT) AS score
              FROM (
                SELECT CAST(p // {SAMPLES} AS INTEGER) AS probe_subject,
                  CAST(r // {SAMPLES} AS INTEGER) AS reference_subject,
                  p // {SAMPLES} = r // {SAMPLES} AS mated,
                  sqrt(-2 * ln(1 - random())) * cos(2 * pi() * random()) AS z
                FROM (SELECT p, unnest(range(p + 1, {n})) AS r FROM range({n}) t(p))
                WHERE random() < {kept} OR p // {SAMPLES} = r // {SAMPLES}))
            TO '{partial}' (FORMAT parquet)"""  # noqa: S608 - numbers, and our own path
        )
    partial.rename(path)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("path", type=Path)
    parser.add_argument("--rows", type=float, required=True)
    parser.add_argument("--complete", action="store_true")
    given = parser.parse_args()
    write(given.path, int(given.rows), complete=given.complete)
