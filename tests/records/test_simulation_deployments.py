import csv
import json
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from pathlib import Path

import duckdb
import numpy as np
import pytest

from matchaudit.errors import ParameterError
from matchaudit.records.deployments import DEPLOYMENTS
from matchaudit.records.simulation import (
    SYNTHETIC_DEPLOYMENTS,
    DeploymentTableSettings,
    SimulatedDeployments,
    simulate_deployments,
    write_deployments,
)

PARTS = (
    "true_alerts",
    "true_alerts_unconfirmed",
    "false_alerts",
    "false_alerts_unconfirmed",
)
OUTCOMES = ("arrests", "other_disposals", "no_action")


def _made(seed: int = 1, *, faults: bool = True) -> SimulatedDeployments:
    settings = DeploymentTableSettings(faults=faults)
    return simulate_deployments(settings, np.random.default_rng(seed))


def _rows(made: SimulatedDeployments) -> list[dict[str, object]]:
    columns = made.columns
    return [
        dict(zip(columns, row, strict=True))
        for row in zip(*columns.values(), strict=True)
    ]


def _sum(row: dict[str, object], names: tuple[str, ...]) -> int:
    return sum(int(str(row[name])) for name in names)


def _rate(row: dict[str, object], rounding: str) -> str:
    exact = Decimal(100 * int(str(row["false_alerts"]))) / int(str(row["faces_seen"]))
    return f"{exact.quantize(Decimal('0.0001'), rounding)}%"


def _that(made: SimulatedDeployments, kind: str) -> set[str]:
    return set(made.faults.get(kind, []))


@pytest.mark.parametrize("faults", [True, False])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_exactly_the_rows_that_the_truth_names_have_faults(
    seed: int, *, faults: bool
) -> None:
    made = _made(seed, faults=faults)
    rows = {str(row["deployment_id"]): row for row in _rows(made)}

    odd = {k for k, row in rows.items() if _sum(row, PARTS) != row["alerts"]}
    assert odd == _that(made, "parts_do_not_add_up")
    more = {
        k for k, row in rows.items() if _sum(row, OUTCOMES) > int(str(row["alerts"]))
    }
    assert more == _that(made, "outcomes_exceed_alerts")
    rates = {
        k: row
        for k, row in rows.items()
        if row["published_rate"] != _rate(row, ROUND_HALF_UP)
    }
    assert set(rates) == _that(made, "rate_truncated") | _that(made, "rate_wrong")
    cut = {
        k for k, row in rates.items() if row["published_rate"] == _rate(row, ROUND_DOWN)
    }
    assert cut == _that(made, "rate_truncated")
    days = made.columns["date"]
    back = [
        k for k, one, next_ in zip(rows, days[1:], days, strict=False) if one < next_
    ]
    assert len(back) == len(_that(made, "date_out_of_order"))
    assert (len(made.faults) == 8) is faults


def test_the_truth_adds_up() -> None:
    made = _made()
    truth = made.to_json()
    parts = truth["by_threshold"].values()

    assert truth["deployments"] == 240 == sum(one["deployments"] for one in parts)
    assert truth["false_alerts"] == sum(made.columns["false_alerts"])
    assert truth["truly_wrong"] == sum(one["truly_wrong"] for one in parts)
    # Alerts that nobody confirmed may be wrong as well: the truth is between.
    unconfirmed = sum(made.columns["true_alerts_unconfirmed"])
    assert 0 <= truth["truly_wrong"] - truth["false_alerts"] <= unconfirmed
    assert truth["alerts"] == sum(made.columns["alerts"]) - 1  # one was planted
    assert 0.06 < truth["true_wrong_share_of_alerts"] < 0.11


def test_files_hold_the_same_table_and_say_that_it_is_synthetic(tmp_path: Path) -> None:
    made = _made()
    beside = tmp_path / "truth.json"
    write_deployments(made, tmp_path / "d.csv", truth=beside)
    write_deployments(made, tmp_path / "d.parquet")
    first, *lines = (tmp_path / "d.csv").read_text(encoding="utf-8").splitlines()
    found = list(csv.DictReader(lines))
    with duckdb.connect() as database:
        path = str(tmp_path / "d.parquet")
        said = database.execute(
            "SELECT value FROM parquet_kv_metadata(?)", [path]
        ).fetchall()
        read = database.read_parquet(path)
        names, rows = read.columns, read.fetchall()

    assert first == f"# {SYNTHETIC_DEPLOYMENTS}"
    assert (SYNTHETIC_DEPLOYMENTS.encode(),) in said
    assert set(names) <= set(DEPLOYMENTS.names)
    assert names == list(found[0]) == list(made.columns)
    assert [tuple(row.values()) for row in _rows(made)] == rows
    assert [[str(v).removesuffix(".0") for v in row] for row in rows] == [
        list(row.values()) for row in found
    ]
    assert json.loads(beside.read_text(encoding="utf-8"))["faults"] == made.faults


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    written = []
    for seed in (5, 5, 6):
        write_deployments(_made(seed), tmp_path / "d.parquet")
        written.append((tmp_path / "d.parquet").read_bytes())

    assert written[0] == written[1] != written[2]


def test_what_makes_no_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match="60"):
        DeploymentTableSettings(n_deployments=59)
    with pytest.raises(ParameterError, match="parquet"):
        write_deployments(_made(), tmp_path / "d.json")
