import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from matchaudit.cli import commands


def _run(*words: object) -> Result:
    return CliRunner().invoke(commands, ["simulate", *(str(word) for word in words)])


def test_a_search_log_is_written_with_its_truth_and_the_next_step(
    tmp_path: Path,
) -> None:
    log, truth = tmp_path / "searches.csv", tmp_path / "truth.json"

    done = _run(
        "searches", "--seed", 1, "--searches", 200, "--out", log, "--truth", truth
    )

    assert done.exit_code == 0, done.output
    assert "203 synthetic rows" in done.stdout
    assert f"Next  matchaudit audit {log} --as searches --rules us-wa" in (
        done.stdout.replace("\n", "")
    )
    assert log.read_text(encoding="utf-8").startswith("# Synthetic example data: ")
    assert json.loads(truth.read_text(encoding="utf-8"))["searches"] == 200


def test_json_tells_the_rows_and_the_file(tmp_path: Path) -> None:
    log = tmp_path / "searches.parquet"

    done = _run("searches", "--seed", 1, "--searches", 150, "--out", log, "--json")

    assert json.loads(done.stdout) == {"rows": 153, "file": str(log)}


@pytest.mark.parametrize("wrong", [("--plant", 0.5), ("--setting", "nonsense")])
def test_a_log_that_cannot_be_is_refused(
    tmp_path: Path, wrong: tuple[object, ...]
) -> None:
    done = _run("searches", "--seed", 1, *wrong, "--out", tmp_path / "s.csv")

    assert done.exit_code == 2
    assert "simulate searches --help" in " ".join(done.stderr.split())
    assert list(tmp_path.iterdir()) == []


def test_a_table_of_deployments_is_written_with_its_truth_and_the_next_step(
    tmp_path: Path,
) -> None:
    table, truth = tmp_path / "lfr.csv", tmp_path / "truth.json"

    done = _run("deployments", "--seed", 1, "--out", table, "--truth", truth)

    assert done.exit_code == 0, done.output
    assert "240 synthetic deployments" in done.stdout
    assert f"Next  matchaudit audit {table} --as deployments" in (
        done.stdout.replace("\n", "")
    )
    assert len(json.loads(truth.read_text(encoding="utf-8"))["faults"]) == 8


def test_a_table_without_faults_can_be_asked_for(tmp_path: Path) -> None:
    truth = tmp_path / "truth.json"
    words = ("deployments", "--seed", 1, "--no-faults", "--deployments", 60, "--json")

    done = _run(*words, "--out", tmp_path / "lfr.parquet", "--truth", truth)

    assert json.loads(done.stdout)["rows"] == 60
    assert json.loads(truth.read_text(encoding="utf-8"))["faults"] == {}


def test_too_few_deployments_are_refused(tmp_path: Path) -> None:
    words = ("deployments", "--seed", 1, "--deployments", 5)

    done = _run(*words, "--out", tmp_path / "lfr.csv")

    assert done.exit_code == 2
    assert "from 60 to 100,000" in " ".join(done.stderr.split())
    assert list(tmp_path.iterdir()) == []


def test_a_register_of_claims_is_written_with_its_truth_and_the_next_step(
    tmp_path: Path,
) -> None:
    table, truth = tmp_path / "claims.csv", tmp_path / "truth.json"

    done = _run("claims", "--seed", 1, "--claims", 40, "--out", table, "--truth", truth)

    assert done.exit_code == 0, done.output
    assert "40 synthetic claims" in done.stdout
    assert f"Next  matchaudit audit {table} --as claims" in (
        done.stdout.replace("\n", "")
    )
    assert table.read_text(encoding="utf-8").startswith("# Synthetic example data: ")
    assert json.loads(truth.read_text(encoding="utf-8"))["claims"] == 40
