"""``map`` and ``clean`` for kinds of record other than comparisons."""

from pathlib import Path

from click.testing import CliRunner

from matchaudit.cli import commands

LOG = (
    "Request #,Date of Search,Officer Name,Disposition\n"
    "S1,2025-02-13,Jane Doe,refuted\nS2,2025-02-14,Rick Roe,confirmed\n"
)


def test_the_next_step_is_that_of_the_kind(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_text(LOG, encoding="utf-8")

    done = CliRunner().invoke(commands, ["map", str(path), "--yes"])

    assert done.exit_code == 0, done.output
    assert "This looks like a search log." in done.output
    assert f"matchaudit clean {path}" in done.output
    assert "log.clean.csv --as searches --map" in done.output
    assert "--rules us-wa" in done.output
    assert "--target-fmr" not in done.output


def test_a_kind_may_be_said(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_text("date,alerts\n2025-02-13,1\n", encoding="utf-8")

    done = CliRunner().invoke(
        commands, ["map", str(path), "--yes", "--as", "deployments"]
    )
    assert "This looks like a table of deployments." in done.output
    assert "--as deployments --map" in done.output
    wrong = CliRunner().invoke(commands, ["map", str(path), "--yes", "--as", "visits"])
    assert wrong.exit_code == 2
    assert "comparisons, searches, deployments" in wrong.output.replace("\n", " ")
    cleaned = CliRunner().invoke(
        commands, ["clean", str(path), "--as", "deployments", "--json"]
    )
    assert '"dropped": []' in cleaned.output
