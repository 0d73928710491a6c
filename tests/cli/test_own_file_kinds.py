"""``map`` and ``clean`` for kinds of record other than comparisons."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from matchaudit.cli import commands
from matchaudit.records.mapping import load_map

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
    kinds = "comparisons, candidates, searches, deployments, claims"
    assert kinds in wrong.output.replace("\n", " ")
    cleaned = CliRunner().invoke(
        commands, ["clean", str(path), "--as", "deployments", "--json"]
    )
    assert '"dropped": []' in cleaned.output


VENDOR_LOG = "search_id,searched_at,Result,What happened next,Signed\n" + "".join(
    f"S{i},2025-02-{i:02d},{result},{after},0{i}/02/2025\n"
    for i, (result, after) in enumerate(
        [("hit ok", "stopped"), ("hit bad", "looked at")] * 4, 1
    )
)


def test_words_and_dates_of_a_column_that_i_name_are_asked_about(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "log.csv"
    path.write_text(VENDOR_LOG, encoding="utf-8")
    monkeypatch.setattr("matchaudit.cli.own_file._answerable", lambda: True)
    said = "outcome\naction\nauthority_issued_at\nrefuted\nconfirmed\n"

    done = CliRunner().invoke(
        commands,
        ["map", str(path), "--as", "searches"],
        input=f"{said}not_recorded\ninterview\nday-first\n",
    )

    assert done.exit_code == 0, done.output
    sheet = load_map(tmp_path / "log.map.yaml")
    assert sheet.columns["Result"] == "outcome"
    assert sheet.recode == {
        "outcome": {"hit bad": "refuted", "hit ok": "confirmed"},
        "action": {"looked at": "", "stopped": "interview"},
    }
    assert sheet.dates == "day-first"
    assert "Left out" not in done.output
    assert done.output.count("authority_type,") == 1  # all names are listed once


def test_a_column_whose_words_cannot_be_shown_is_no_dead_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "log.csv"
    rows = "".join(f"S{i},2025-02-01,code{i}\n" for i in range(40))
    path.write_text(f"search_id,searched_at,Result\n{rows}", encoding="utf-8")
    monkeypatch.setattr("matchaudit.cli.own_file._answerable", lambda: True)

    done = CliRunner().invoke(
        commands, ["map", str(path), "--as", "searches"], input="outcome\n"
    )

    said = " ".join(done.output.split())
    assert '"Result" is left out: it has very many words' in said
    assert "under recode, outcome" in said
    assert "without --yes" not in said


def test_the_next_step_for_a_register_of_claims_says_what_a_row_is(
    tmp_path: Path,
) -> None:
    path = tmp_path / "list.csv"
    path.write_text("Register ID,Publication date\na1,2026-01-03\n", encoding="utf-8")

    done = CliRunner().invoke(commands, ["map", str(path), "--as", "claims", "--yes"])

    assert done.exit_code == 0, done.output
    assert "--as claims" in done.output.split("Next")[1]
    assert "--accuracy" in done.output.split("Next")[1]
