import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from matchaudit.cli import commands

ROWS = "probe_subject,reference_subject,score\n"
HEAVY = ("duckdb", "scipy", "altair", "vl_convert", "numpy", "pydantic", "jinja2")


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(commands, [str(word) for word in words])


def few_scores(folder: Path) -> Path:
    """Write comparisons of twelve people, each with each and with themselves."""
    lines = [
        f"P{i:02d},P{j:02d},{0.9 - 0.01 * i if i == j else 0.1 + 0.03 * (i + j) % 0.4}"
        for i in range(12)
        for j in range(12)
    ]
    path = folder / "scores.csv"
    path.write_text(ROWS + "\n".join(lines) + "\n")
    return path


def test_help_loads_nothing_heavy() -> None:
    """``--help`` stays quick because heavy packages are imported inside commands."""
    code = (
        "import sys\nfrom matchaudit.cli import commands\n"
        "try:\n    commands(['audit', '--help'])\nexcept SystemExit:\n    pass\n"
        f"print([m for m in {HEAVY!r} if m in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run(  # noqa: S603 - our own interpreter and code
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )

    assert done.stderr.strip() == "[]"


def test_an_audit_prints_sentences_and_the_path_of_the_report(tmp_path: Path) -> None:
    done = run(
        "audit", few_scores(tmp_path), "--threshold", "0.45", "--out", tmp_path / "out"
    )

    assert done.exit_code == 0, done.output
    assert "144 comparisons read from 1 file." in done.stdout
    assert "How often the matcher is wrong" in done.stdout
    assert done.stdout.rstrip().endswith(f"{tmp_path / 'out' / 'report.html'}")
    assert max(map(len, done.stdout.splitlines()[:-1])) < 80


def test_json_on_standard_output_is_the_findings_file(tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = run(
        "audit", few_scores(tmp_path), "--threshold", "0.45", "--out", out, "--json"
    )

    assert done.stdout == (out / "findings.json").read_text()
    assert json.loads(done.stdout)["schema"] == "matchaudit/findings/1"


def test_the_written_plan_repeats_the_audit_to_the_byte(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    run("audit", few_scores(tmp_path), "--threshold", "0.45", "--out", first)
    done = run("audit", first / "plan.yaml", "--out", second)

    assert done.exit_code == 0, done.output
    for name in ("findings.json", "report.html", "data/det.csv"):
        assert (first / name).read_bytes() == (second / name).read_bytes()


def test_a_limit_that_is_not_kept_ends_with_exit_code_1(tmp_path: Path) -> None:
    scores, out = str(few_scores(tmp_path)), str(tmp_path / "out")
    words = ["audit", scores, "--threshold", "0.45", "--out", out]

    assert run(*words, "--fail-on", "accuracy/fmr>0.999").exit_code == 0
    assert run(*words, "--fail-on", "accuracy/fmr>0.0001").exit_code == 1


def test_bad_input_ends_with_exit_code_2_and_leaves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("probe_subject,reference_subject,score,Officer Name\nA,B,0.1,X\n")
    out = tmp_path / "out"

    done = run("audit", path, "--out", out)

    assert done.exit_code == 2
    assert done.stdout == ""
    assert 'E07: We stopped because 1 column may name people: "Officer Name".' in (
        " ".join(done.stderr.split())
    )
    assert not out.exists()


def test_an_error_is_json_where_json_was_asked_for(tmp_path: Path) -> None:
    done = run("audit", tmp_path / "none.csv", "--json", "--out", tmp_path / "out")

    error = json.loads(done.stdout)["error"]
    assert done.exit_code == 2
    assert error["file"] == "none.csv"
    assert error["fix"]


def test_what_was_not_asked_for_is_not_chosen(tmp_path: Path) -> None:
    """Without a threshold or a target nothing is measured at one, and that is said."""
    done = run("audit", few_scores(tmp_path), "--out", tmp_path / "out", "--json")

    rates = [
        f for f in json.loads(done.stdout)["findings"] if f["id"] == "accuracy/fmr"
    ]
    assert [f["status"] for f in rates] == ["not_estimable"]
    assert rates[0]["because"] == "no threshold was named"


def test_clean_then_audit_a_file_that_named_people(tmp_path: Path) -> None:
    path = few_scores(tmp_path)
    lines = path.read_text().splitlines()
    named = [lines[0] + ",Suspect DOB", *(f"{line},1990-01-01" for line in lines[1:])]
    path.write_text("\n".join(named) + "\n")

    cleaned = run("clean", path)
    assert 'Left out 1 column: "Suspect DOB".' in cleaned.stdout
    done = run(
        "audit",
        tmp_path / "scores.clean.csv",
        "--threshold",
        "0.45",
        "--out",
        tmp_path / "out",
    )

    assert done.exit_code == 0, done.output


def test_map_with_yes_saves_a_map_that_audit_takes(tmp_path: Path) -> None:
    path = few_scores(tmp_path)
    text = path.read_text().replace(
        ROWS.strip(), "Probe Subject,Reference Subject,Score"
    )
    path.write_text(text)

    mapped = run("map", path, "--yes")
    assert mapped.exit_code == 0, mapped.output
    assert max(map(len, mapped.stdout.splitlines()[:5])) < 80
    done = run(
        "audit",
        path,
        "--map",
        tmp_path / "scores.map.yaml",
        "--threshold",
        "0.45",
        "--out",
        tmp_path / "out",
    )

    assert done.exit_code == 0, done.output


def test_map_asks_and_takes_the_answers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = few_scores(tmp_path)
    path.write_text(path.read_text().replace(",score", ",Vendor Thing"))
    monkeypatch.setattr("matchaudit.cli.own_file._answerable", lambda: True)

    done = CliRunner().invoke(commands, ["map", str(path)], input="score\n")

    assert done.exit_code == 0, done.output
    assert "Vendor Thing: score" in (tmp_path / "scores.map.yaml").read_text()


def test_map_without_anybody_to_ask_saves_nothing(tmp_path: Path) -> None:
    path = few_scores(tmp_path)
    path.write_text(path.read_text().replace(",score", ",Vendor Thing"))

    done = run("map", path)

    assert done.exit_code == 2
    assert "--yes" in done.stderr
    assert not (tmp_path / "scores.map.yaml").exists()


def test_simulated_records_can_be_audited(tmp_path: Path) -> None:
    scores, truth = tmp_path / "scores.parquet", tmp_path / "truth.json"
    made = run(
        "simulate",
        "comparisons",
        "--subjects",
        "20",
        "--samples",
        "2",
        "--seed",
        "1",
        "--out",
        scores,
        "--truth",
        truth,
    )
    assert made.exit_code == 0, made.output
    assert json.loads(truth.read_text())["about"].startswith("Synthetic")

    done = run("audit", scores, "--threshold", "0.6", "--out", tmp_path / "out")

    assert done.exit_code == 0, done.output
    assert done.stdout.startswith("Synthetic example data")


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["--subjects", "1", "--seed", "1"], "n_subjects"),
        (["--seed", "-1"], "seed"),
        (["--seed", "1", "--setting", "nonsense"], "groups-and-masks"),
    ],
)
def test_a_simulation_that_cannot_be_is_refused(
    tmp_path: Path, words: list[str], complaint: str
) -> None:
    done = run("simulate", "comparisons", *words, "--out", tmp_path / "s.csv")

    assert done.exit_code == 2
    assert complaint in done.stderr
    assert list(tmp_path.iterdir()) == []
