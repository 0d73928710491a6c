import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from matchaudit.cli import commands


def _run(*words: object) -> Result:
    asked = ["simulate", "galleries", *(str(word) for word in words)]
    return CliRunner().invoke(commands, asked)


def test_a_test_of_a_gallery_is_written_with_its_truth_and_the_next_step(
    tmp_path: Path,
) -> None:
    table, truth = tmp_path / "g.csv", tmp_path / "truth.json"
    words = ("--family", "hubs", "--subjects", 40, "--seed", 1)

    done = _run(*words, "--out", table, "--truth", truth)

    assert done.exit_code == 0, done.output
    assert "820 synthetic comparisons" in done.stdout
    assert "--as comparisons --gallery-size 270000000" in done.stdout.replace("\n", "")
    assert table.read_text(encoding="utf-8").startswith("# Synthetic example data: ")
    assert json.loads(truth.read_text(encoding="utf-8"))["family"] == "hubs"


@pytest.mark.parametrize(
    "wrong", [("--family", "none"), ("--subjects", 1), ("--subjects", 20_001)]
)
def test_a_gallery_that_cannot_be_is_refused(
    tmp_path: Path, wrong: tuple[object, ...]
) -> None:
    done = _run("--seed", 1, *wrong, "--out", tmp_path / "g.csv")

    assert done.exit_code == 2
    assert "simulate galleries --help" in " ".join(done.stderr.split())
    assert list(tmp_path.iterdir()) == []


def test_a_file_of_real_records_is_never_replaced(tmp_path: Path) -> None:
    real = tmp_path / "g.csv"
    real.write_text("probe_subject,reference_subject,score\n1,2,0.5\n", "utf-8")

    done = _run("--seed", 1, "--subjects", 10, "--out", real)

    assert done.exit_code == 2
    assert real.read_text("utf-8").endswith("1,2,0.5\n")


def test_the_truth_never_replaces_another_file(tmp_path: Path) -> None:
    table, notes = tmp_path / "g.csv", tmp_path / "notes.json"
    notes.write_text("{}", "utf-8")
    words = ("--seed", 1, "--subjects", 10, "--out", table, "--truth")

    for place in (table, notes):
        done = _run(*words, place)
        assert done.exit_code == 2
        assert "E14" in done.stderr

    assert notes.read_text("utf-8") == "{}"
    assert not table.exists()
    truth = tmp_path / "truth.json"
    assert [_run(*words, truth).exit_code for _ in range(2)] == [0, 0]
