import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from matchaudit.cli import commands

TABLE = (
    "algorithm,fpir,fnir_N1600000,fnir_N12000000\n"
    "maker_1,0.003,0.0020,0.0040\nmaker_2,0.003,0.01,\n"
)


def _run(*words: object) -> Result:
    return CliRunner().invoke(commands, ["frte", *map(str, words), "--plain"])


def _table(folder: Path) -> Path:
    path = folder / "table.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def _own(folder: Path) -> Path:
    path = folder / "findings.json"
    rate = {
        "id": "galleries/fnir",
        "population": {"threshold": 0.61834, "gallery_size": 270_000_000, "rank": 20},
        "status": "measured",
        "estimate": 0.0213,
        "interval": [0.0123, 0.0312],
        "confidence": 0.95,
        "unit": "probability",
        "method": "wilson",
        "says": "A rate.",
    }
    facts = {"schema": "matchaudit/findings/1", "title": "Ours", "findings": [rate]}
    path.write_text(json.dumps(facts), encoding="utf-8")
    return path


def test_a_figure_is_quoted_with_its_growth_and_without_an_interval(
    tmp_path: Path,
) -> None:
    done = _run("--file", _table(tmp_path), "--algorithm", "maker_1")
    text = " ".join(done.stdout.split())

    assert done.exit_code == 0, done.output
    assert "20 in 10,000 people were not found" in text
    assert "2 times as many (rounding alone: between 1.9 and 2.1)" in text
    assert "published without an interval" in text


def test_own_figures_fit_into_eighty_columns(tmp_path: Path) -> None:
    done = _run(
        "--file", _table(tmp_path), "--algorithm", "maker_1", "--from", _own(tmp_path)
    )

    assert done.exit_code == 0, done.output
    assert max(map(len, done.stdout.splitlines())) <= 80
    assert "270,000,000" in done.stdout
    assert "0.012 and 0.031" in done.stdout
    assert "not published" in done.stdout


def test_json_prints_the_findings(tmp_path: Path) -> None:
    done = _run("--file", _table(tmp_path), "--algorithm", "maker_1", "--json")
    facts = json.loads(done.stdout)

    assert facts["schema"] == "matchaudit/findings/1"
    assert {f["id"] for f in facts["findings"]} == {
        "galleries/published_fnir",
        "galleries/published_growth",
    }


def test_a_report_is_written_where_it_is_asked_for(tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = _run("--file", _table(tmp_path), "--algorithm", "maker_2", "--out", out)

    assert done.exit_code == 0, done.output
    assert (out / "report.html").exists()
    assert "Report" in done.stdout


@pytest.mark.parametrize("as_json", [(), ("--json",)])
def test_a_wrong_name_ends_with_two_and_the_nearest_name(
    tmp_path: Path, as_json: tuple[str, ...]
) -> None:
    done = _run("--file", _table(tmp_path), "--algorithm", "make_1", *as_json)

    assert done.exit_code == 2
    assert "maker_1" in done.output
    assert "E13" in done.output
