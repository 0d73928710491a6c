"""The command line with what nobody should type."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from matchaudit.cli import commands
from matchaudit.cli.console import wrapped

LOG = "search_id,searched_at,agency\nS1,2025-02-01,North\nS2,2025-03-02,South\n"
BAD = (
    "pack: ours\ntitle: Ours\nrules:\n  - id: P1\n    says: Two must look.\n"
    "    from: Order 1\n    must_be_true: reviewers like 2\n"
)


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(commands, [str(word) for word in words])


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "log.csv"
    path.write_text(LOG, encoding="utf-8")
    return path


def test_an_audit_shows_the_place_of_a_mistake_in_a_rule(log: Path) -> None:
    rules, out = log.parent / "bad.yaml", log.parent / "out"
    rules.write_text(BAD, encoding="utf-8")
    plan = log.parent / "plan.yaml"
    plan.write_text(
        "inputs: [{file: log.csv, as: searches}]\nrules: [bad.yaml]\n", encoding="utf-8"
    )

    typed = run("audit", log, "--as", "searches", "--rules", rules, "--out", out)
    planned = run("audit", plan)
    as_json = run(
        "audit", log, "--as", "searches", "--rules", rules, "--out", out, "--json"
    )

    for done in (typed, planned):
        assert done.exit_code == 2
        assert done.stderr.splitlines()[:2] == ["reviewers like 2", " " * 10 + "^"]
    assert json.loads(as_json.stdout)["error"]["code"] == "E19"
    assert not out.exists()


def test_a_pack_named_twice_is_refused_before_anything_is_read(log: Path) -> None:
    done = run("audit", log, "--as", "searches", "--rules", "us-wa", "--rules", "us-wa")

    assert done.exit_code == 2
    assert done.stderr.startswith('E19: There are two packs of the name "us-wa".')


def test_a_search_log_read_as_comparisons_is_told_what_to_add(log: Path) -> None:
    done = run("audit", log)
    with_rules = run("audit", log, "--rules", "us-wa")

    assert (done.exit_code, with_rules.exit_code) == (2, 2)
    assert "log.csv looks like a search log" in " ".join(done.stderr.split())
    assert "--as searches" in done.stderr
    assert "--as searches" in with_rules.stderr


def test_a_level_that_says_nothing_is_refused(log: Path) -> None:
    done = run("audit", log, "--as", "searches", "--confidence", "1e-9")

    assert done.exit_code == 2
    assert "at least 0.5" in done.stderr


def test_what_would_steer_a_terminal_is_not_printed() -> None:
    assert wrapped("a\x1b[31mb\x07 c\u202ed\n e") == "a?[31mb? c?d  e"
