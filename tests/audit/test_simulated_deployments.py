"""Simulated deployments, read and audited as published data."""

from pathlib import Path

import pytest

from matchaudit.audit.simulated import simulate_deployments
from matchaudit.records import DEPLOYMENTS, read_records
from matchaudit.tallies import deployment_rows
from matchaudit.usage import published_faults

KINDS = {
    "data/denominator_changed",
    "data/duplicated_column",
    "data/parts_do_not_add_up",
    "data/outcomes_exceed_alerts",
    "data/published_rate",
    "data/outlier",
    "data/date_out_of_order",
}


def _found(table: Path) -> dict[str, float]:
    """Return how many rows are odd in each way in which any is."""
    read = read_records(table, kind=DEPLOYMENTS, workspace=table.parent)
    findings, _ = published_faults(deployment_rows(read))
    counts: dict[str, float] = {}
    for one in findings:
        assert one.estimate is not None
        counts[one.id] = counts.get(one.id, 0) + one.estimate
    return {name: n for name, n in counts.items() if n}


@pytest.mark.parametrize("seed", [1, 2])
def test_every_planted_fault_is_found_and_no_other(tmp_path: Path, seed: int) -> None:
    table = tmp_path / "lfr.csv"
    simulate_deployments(table, seed=seed)

    found = _found(table)

    assert set(found) == KINDS
    assert found["data/date_out_of_order"] == 1
    assert found["data/outlier"] == 1
    assert found["data/parts_do_not_add_up"] == 1
    assert found["data/published_rate"] == 4
    assert found["data/duplicated_column"] == 90
    assert found["data/denominator_changed"] == pytest.approx(60, abs=6)


def test_a_table_without_faults_raises_no_alarm(tmp_path: Path) -> None:
    table = tmp_path / "lfr.parquet"
    simulate_deployments(table, seed=3, faults=False)

    assert _found(table) == {}
