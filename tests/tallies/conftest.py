"""Small tables of comparisons, written as Parquet, for the tests of the tallies."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pytest

from matchaudit.records.table import ComparisonTable

TableOf = Callable[..., ComparisonTable]

COVARIATES = ("group", "mask", "capture", "visible_fraction")


def table_of(
    folder: Path,
    rows: Sequence[dict[str, Any]],
    *,
    score_type: str = "DOUBLE",
) -> ComparisonTable:
    """Write rows (probe_subject, reference_subject, score, ...) and describe them.

    A score of None is a failure.
    """
    names = list(dict.fromkeys(name for row in rows for name in row)) or [
        "probe_subject",
        "reference_subject",
        "score",
    ]
    types = {
        "score": score_type,
        **{
            f"{side}_{what}": kind
            for side in ("probe", "reference")
            for what, kind in (
                ("subject", "BIGINT"),
                ("id", "BIGINT"),
                ("visible_fraction", "DOUBLE"),
            )
        },
    }
    columns = ", ".join(
        f"unnest(CAST(? AS {types.get(name, 'VARCHAR')}[])) AS {name}" for name in names
    )
    path = folder / "scores.parquet"
    with duckdb.connect() as connection:
        connection.execute(
            f"COPY (SELECT {columns}) TO '{path}' (FORMAT parquet)",
            [[row.get(name) for row in rows] for name in names],
        )
    sides = {"probe_subject", "reference_subject"}
    covariates = tuple(n for n in names if n.partition("_")[2] in COVARIATES)
    people = {row[side] for row in rows for side in sides}
    return ComparisonTable(
        kind="comparisons",
        sql=(  # the path is the test's own
            "SELECT * REPLACE (CAST(score AS DOUBLE) AS score), score IS NULL AS failed"  # noqa: S608
            f", probe_subject = reference_subject AS mated FROM read_parquet('{path}')"
        ),
        columns=(*names, "failed", "mated"),
        covariates=covariates,
        n_subjects=max(people, default=-1) + 1,
        score_type=score_type,
        lower_is_closer=False,
        inputs=(),
        workspace=folder,
    )


@pytest.fixture
def make_table(tmp_path: Path) -> TableOf:
    """Make a table in the folder of the test."""

    def make(
        rows: Sequence[dict[str, Any]], *, score_type: str = "DOUBLE"
    ) -> ComparisonTable:
        return table_of(tmp_path, rows, score_type=score_type)

    return make
