"""``matchaudit rules``: what it prints, and its exit codes."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from matchaudit.cli import commands

PACK = """\
pack: ours
title: Our policy
rules:
  - id: P1
    says: A warrant must come before a live search.
    from: Order 1
    applies_when: mode = 'realtime'
    must_be_true: authority_type = 'warrant' and authority_issued_at <= searched_at
    severity: high
  - id: P2
    says: Each system must be in the register.
    from: Order 2
    needs: a register of systems
"""
LOG = """\
search_id,searched_at,mode,authority_type,authority_issued_at
S1,2025-01-02T10:00:00,realtime,warrant,2025-01-02T09:00:00
S2,2025-01-02T10:00:00,realtime,warrant,2025-01-02T11:00:00
S3,2025-01-02T10:00:00,realtime,,
S4,2025-01-02T10:00:00,still,,
"""


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(commands, ["rules", *(str(word) for word in words)])


def pack_and_log(folder: Path, pack: str = PACK) -> tuple[Path, Path]:
    (folder / "ours.yaml").write_text(pack, encoding="utf-8")
    (folder / "log.csv").write_text(LOG, encoding="utf-8")
    return folder / "ours.yaml", folder / "log.csv"


def test_show_prints_the_words_of_each_list() -> None:
    """Nobody can read a card aloud that points to a list which is not shown."""
    whole = " ".join(run("show", "us-md").stdout.split())
    part = " ".join(run("show", "us-wa").stdout.split())

    assert "List MD_LIST The crimes of section 2-503(a)(1)(i)" in whole
    assert "The list is whole: other words are not on it. It holds:" in whole
    assert "not whole: other words cannot be told. It holds: exigent." in part


def test_show_reads_a_limit_on_months_aloud(tmp_path: Path) -> None:
    limit = """\
  - id: P3
    says: Few searches may be urgent.
    from: Order 3
    for_each: [agency, month]
    share_where: urgent
    at_most: 0.05
"""
    pack, _ = pack_and_log(tmp_path, PACK + limit)
    said = " ".join(run("show", pack).stdout.split())
    uk = " ".join(run("show", "uk").stdout.split())

    assert (
        "Share of those where: urgent For each agency and month: at most 5 in 100"
        in said
    )
    assert "For each year: false_alerts out of faces_seen, at most 1 in 1,000" in uk


def test_show_and_check_say_from_when_a_rule_holds(tmp_path: Path) -> None:
    day = "When: In force from 2 December 2027: for earlier searches the answer is"
    assert day in " ".join(run("show", "eu-ai-act").stdout.split())
    dated = PACK.replace("severity: high", "valid: {from: 2025-01-03}")
    pack, log = pack_and_log(tmp_path, dated)

    done = run("check", pack, "--against", log)

    said = " ".join(done.stdout.split())
    assert "meets 0, breaks 0, cannot tell 0, does not apply 4" in said
    assert "In force from 3 January 2025: for earlier searches" in said


def test_list_names_every_pack_and_gives_no_advice() -> None:
    done = run("list")

    assert done.exit_code == 0
    assert "us-wa  Washington State" in done.stdout
    assert "Not legal advice." in done.stdout
    assert max(map(len, done.stdout.splitlines())) < 80
    packs = json.loads(run("list", "--json").stdout)
    assert {"pack", "title", "run", "not_checkable", "not_run"} == set(packs[0])


def test_show_reads_each_card_aloud() -> None:
    done = run("show", "us-wa")

    assert done.exit_code == 0
    assert "WA-080-1  (high)" in done.stdout
    assert "From RCW 43.386.080(1). The source was read in full." in done.stdout
    assert "Must be true: " in done.stdout
    assert "Not legal advice." in done.stdout
    shown = json.loads(run("show", "us-wa", "--json").stdout)
    assert f"{len(shown['rules'])}" == f"{done.stdout.count('From ')}"


def test_show_claims_no_reading_of_a_rule_of_ones_own(tmp_path: Path) -> None:
    pack, _ = pack_and_log(tmp_path)

    said = " ".join(run("show", pack).stdout.split())

    assert "From Order 1. Applies when:" in said
    assert "was read" not in said


def test_check_without_a_file_only_reads_the_pack(tmp_path: Path) -> None:
    pack, _ = pack_and_log(tmp_path)

    done = run("check", pack)

    assert done.exit_code == 0
    assert "2 rules read, no mistake found: 1 can be run, 1 cannot." in done.stdout


def test_check_against_a_file_gives_four_counts_and_the_records(
    tmp_path: Path,
) -> None:
    pack, log = pack_and_log(tmp_path)

    done = run("check", pack, "--against", log, "--rule", "P1")

    assert done.exit_code == 0, done.output
    assert "meets 1, breaks 1, cannot tell 1, does not apply 1" in done.stdout
    assert "Not recorded: authority_issued_at (1 time)" in done.stdout
    assert "breaks: S2 (log.csv, row 3)" in done.stdout
    assert "cannot tell: S3 (log.csv, row 4)" in done.stdout
    assert "Each system must be in the register" not in done.stdout
    every = run("check", pack, "--against", log).stdout
    assert "Not checkable from this log: it needs a register of systems." in every
    assert "breaks: S2" not in every


def test_check_as_json_holds_the_same(tmp_path: Path) -> None:
    pack, log = pack_and_log(tmp_path)

    found = json.loads(
        run("check", pack, "--against", log, "--rule", "P1", "--json").stdout
    )

    assert [card["breaks"] for card in found["cards"]] == [1]
    assert [r["record"] for r in found["behind"]] == ["S2", "S3"]
    assert found["note"] == "Not legal advice."


def test_one_rule_that_can_be_run_is_one_rule(tmp_path: Path) -> None:
    pack, log = pack_and_log(tmp_path, PACK.partition("  - id: P2")[0])

    assert "1 rule read, no mistake found: 1 can be run." in run("check", pack).stdout
    log.write_text("".join(LOG.splitlines(keepends=True)[:2]), encoding="utf-8")
    assert "\n1 record.\n" in run("check", pack, "--against", log).stdout


def test_check_reads_a_file_as_an_audit_would(tmp_path: Path) -> None:
    """What a message tells one to add to the command can be added to this one."""
    pack, log = pack_and_log(tmp_path)
    log.write_text(
        "search_id;searched_at;mode;authority_type;authority_issued_at\n"
        "S1;02/01/2025 10:00;realtime;warrant;03/01/2025 09:00\n"
        "S1;02/01/2025 10:00;realtime;warrant;03/01/2025 09:00\n",
        encoding="utf-16",
    )
    command = ("check", pack, "--against", log, "--one-row-per", "candidate")
    more = ("--delimiter", ";", "--encoding", "utf-16", "--decimal", "comma")

    unclear = run(*command)
    done = run(*command, *more, "--dates", "day-first", "--timezone", "Europe/London")

    assert unclear.exit_code == 2
    assert "--dates day-first" in " ".join(unclear.stderr.split())
    assert done.exit_code == 0, done.output
    assert "meets 0, breaks 1, cannot tell 0, does not apply 0" in done.stdout


def test_every_record_behind_a_rule_is_named_or_said_to_be_more(
    tmp_path: Path,
) -> None:
    pack, log = pack_and_log(tmp_path)
    late = LOG.splitlines()[2].removeprefix("S2")
    head = LOG.splitlines()[0]
    rows = [f"S{k}{late}" for k in range(1_016)]
    few = tmp_path / "few.csv"
    few.write_text("\n".join([head, *rows[:36]]), encoding="utf-8")
    log.write_text("\n".join([head, *rows]), encoding="utf-8")

    some = run("check", pack, "--against", few, "--rule", "P1").stdout
    many = run("check", pack, "--against", log, "--rule", "P1").stdout
    as_json = run("check", pack, "--against", log, "--rule", "P1", "--json").stdout

    assert (some.count("breaks: "), "more" in some) == (36, False)
    assert many.count("breaks: ") == 1_000
    assert (
        "And 16 more: matchaudit audit writes them to data/rule_records.csv"
        in " ".join(many.split())
    )
    assert len(json.loads(as_json)["behind"]) == 1_016


def test_a_mistake_is_shown_with_a_caret(tmp_path: Path) -> None:
    pack, _ = pack_and_log(tmp_path, PACK.replace("'realtime'", "'realtme'"))

    done = run("check", pack)

    assert done.exit_code == 2
    assert "mode = 'realtme'\n       ^\n" in done.stderr
    assert 'Did you mean "realtime"?' in " ".join(done.stderr.split())
    as_json = run("check", pack, "--json")
    assert as_json.exit_code == 2
    assert json.loads(as_json.stdout)["error"]["code"] == "E19"


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("show", "us-wo"), 'Did you mean "us-wa"?'),
        (("check", "us-wa", "--rule", "WA-1"), 'has no rule "WA-1"'),
    ],
)
def test_what_is_not_there_is_said_with_the_next_step(
    words: tuple[str, ...], why: str
) -> None:
    done = run(*words)

    assert done.exit_code == 2
    assert why in " ".join(done.stderr.split())
