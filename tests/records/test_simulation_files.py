import csv
import hashlib
import json
from dataclasses import replace
from pathlib import Path

import duckdb
import numpy as np
import pytest

from matchaudit.errors import ParameterError
from matchaudit.records.simulation import (
    SYNTHETIC,
    ComparisonSettings,
    KnownTruth,
    SimulatedComparisons,
    named_setting,
    pairing,
    simulate,
    write,
)

NAMES = [
    "probe_subject",
    "reference_subject",
    "probe_id",
    "reference_id",
    "score",
    "probe_group",
    "reference_group",
    "probe_mask",
    "probe_visible_fraction",
    "failed",
]


def _setting() -> ComparisonSettings:
    setting = named_setting("groups-and-masks", n_subjects=20, n_samples=3)
    assert isinstance(setting, ComparisonSettings)
    return replace(setting, failure_rate=0.1)


def _simulated() -> SimulatedComparisons:
    return simulate(_setting(), np.random.default_rng(7))


def test_parquet_holds_the_rows_in_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pairing, "BLOCK_ROWS", 200)  # several parts to join
    simulated = _simulated()
    out = tmp_path / "it's scores.parquet"
    rows = write(simulated, out)
    with duckdb.connect() as database:
        relation = database.read_parquet(str(out))
        types = dict(zip(relation.columns, map(str, relation.types), strict=True))
        found = relation.fetchnumpy()
    expected = simulated.columns()
    failed = expected["failed"].astype(bool)
    score = np.ma.asarray(found["score"])

    assert rows == 1770 == score.size
    assert list(found) == NAMES
    assert types["score"] == "DOUBLE"
    assert types["probe_subject"] == "BIGINT"
    assert types["failed"] == "BOOLEAN"
    for name in set(NAMES) - {"score", "probe_visible_fraction"}:
        assert np.array_equal(found[name], expected[name]), name
    assert np.array_equal(np.ma.getmaskarray(score), failed)
    assert np.array_equal(score.data[~failed], expected["score"][~failed])
    assert found["probe_visible_fraction"] == pytest.approx(
        expected["probe_visible_fraction"], abs=5e-4
    )


def test_parquet_says_that_it_is_synthetic(tmp_path: Path) -> None:
    out = tmp_path / "scores.parquet"
    write(_simulated(), out)
    with duckdb.connect() as database:
        said = database.execute(
            "SELECT key, value FROM parquet_kv_metadata(?)", [str(out)]
        ).fetchall()

    assert (b"matchaudit_synthetic", SYNTHETIC.encode()) in said
    assert SYNTHETIC.startswith("Synthetic example data: ")


def test_csv_says_first_that_it_is_synthetic(tmp_path: Path) -> None:
    simulated = _simulated()
    out = tmp_path / "scores.csv"
    write(simulated, out)
    with out.open(encoding="utf-8", newline="") as lines:
        first = next(lines)
        rows = list(csv.DictReader(lines))
    expected = simulated.columns()

    assert first == f"# {SYNTHETIC}\n"
    assert list(rows[0]) == NAMES
    assert [row["failed"] == "true" for row in rows] == expected["failed"].tolist()
    assert all((row["score"] == "") == (row["failed"] == "true") for row in rows)
    assert [float(row["score"] or "nan") for row in rows] == pytest.approx(
        expected["score"].tolist(), abs=0, nan_ok=True
    )


@pytest.mark.parametrize("ending", ["parquet", "csv"])
def test_a_seed_gives_the_same_bytes(ending: str, tmp_path: Path) -> None:
    digests = []
    for name in ("first", "second"):
        out, truth = tmp_path / f"{name}.{ending}", tmp_path / f"{name}.json"
        write(_simulated(), out, truth=truth)
        digests.append(
            [hashlib.sha256(path.read_bytes()).hexdigest() for path in (out, truth)]
        )

    assert digests[0] == digests[1]


def test_only_what_was_simulated_is_written(tmp_path: Path) -> None:
    out = tmp_path / "scores.csv"
    setting = named_setting("fogliato-exp", n_subjects=3, n_samples=2)
    write(simulate(setting, np.random.default_rng(1)), out)
    header = out.read_text(encoding="utf-8").splitlines()[1]

    assert (
        header == "probe_subject,reference_subject,probe_id,reference_id,score,failed"
    )


def test_subjects_can_be_written_as_string_pseudonyms(tmp_path: Path) -> None:
    out = tmp_path / "scores.csv"
    setting = ComparisonSettings(n_subjects=2, n_samples=1, string_pseudonyms=True)
    write(simulate(setting, np.random.default_rng(1)), out)

    assert out.read_text(encoding="utf-8").splitlines()[2].startswith("S00001,S00000,")


def test_the_truth_is_written_beside(tmp_path: Path) -> None:
    truth = tmp_path / "truth.json"
    write(_simulated(), tmp_path / "scores.csv", truth=truth, thresholds=[0.64])
    facts = json.loads(truth.read_text(encoding="utf-8"))
    known = KnownTruth(_setting())

    assert facts["about"] == SYNTHETIC
    assert facts["rates"][0] == {
        "population": {},
        "threshold": 0.64,
        "false_match_rate": known.false_match_rate(0.64),
        "false_non_match_rate": known.false_non_match_rate(0.64),
    }


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match=r"\.parquet or \.csv"):
        write(_simulated(), tmp_path / "scores.xlsx")

    assert list(tmp_path.iterdir()) == []


def test_a_truth_that_is_not_known_is_refused(tmp_path: Path) -> None:
    setting = named_setting("fogliato-exp", n_subjects=3)
    simulated = simulate(setting, np.random.default_rng(1))

    with pytest.raises(ParameterError, match="no closed form"):
        write(simulated, tmp_path / "scores.csv", truth=tmp_path / "truth.json")

    assert list(tmp_path.iterdir()) == []


def test_nothing_is_left_behind_after_a_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError("the disk is full")

    simulated = _simulated()
    monkeypatch.setattr("shutil.copyfileobj", fail)
    with pytest.raises(OSError, match="the disk is full"):
        write(simulated, tmp_path / "scores.csv")

    assert list(tmp_path.iterdir()) == []
