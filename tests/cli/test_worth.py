import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from matchaudit.cli import commands

_GALLERY = ("--gallery", "270000000")
_TYPED = (*_GALLERY, "--enrolled", "0.05..0.9", "--tpir", "0.90..0.97")


def _run(*words: object) -> Result:
    return CliRunner().invoke(commands, ["worth", *(str(word) for word in words)])


def test_a_rate_of_comparisons_tells_any_one_candidate_and_bounds_the_first() -> None:
    done = _run("--fmr", "1e-6", *_TYPED, "--searches", 100_000)
    said = " ".join(done.stdout.split())

    assert done.exit_code == 0, done.output
    assert said.startswith(
        "If 1 in 10 of the people searched is in the gallery, any one returned is right "
        "33 to 36 times in 100,000."
    )
    assert "the first one returned is right 9 times in 100 or more" in said
    assert "100,000 searches a year return about 27,000,000 wrong people" in said
    assert "how wrong matches fall on searches not known" in said
    assert "What is assumed" in said
    assert "What would narrow it - Count searches, not comparisons" in said


def test_a_rate_of_searches_tells_the_first_candidate() -> None:
    done = _run("--fpir", "0.15..0.9", *_TYPED)

    assert " ".join(done.stdout.split()).startswith(
        "If 1 in 10 of the people searched is in the gallery, a returned candidate is "
        "right 10 to 39 times in 100."
    )


@pytest.mark.parametrize(
    "more",
    [
        ("--fmr", "1e-6"),
        ("--fpir", "0.001..0.2", "--review-false-accept", "0.1..0.5"),
        ("--fpir", "1e-9..1e-7", "--masked", "full", "--claims", "200"),
        ("--mode", "investigation", "--masked", "lower", "--claims", "20"),
        ("--fmr", "0..1e-5", "--review-sensitivity", "0.8", "--searches", "7"),
    ],
)
def test_every_line_fits_a_terminal_of_80_columns(more: tuple[str, ...]) -> None:
    done = _run(*_TYPED, *more)

    assert done.exit_code == 0, done.output
    assert max(map(len, done.stdout.splitlines())) < 80
    assert "nan" not in done.stdout.split()
    assert "inf" not in done.stdout.split()


def test_in_an_investigation_nobody_needs_a_rate_of_wrong_matches() -> None:
    done = _run(*_TYPED, "--mode", "investigation", "--shown", 50, "--json")
    found = json.loads(done.stdout)["findings"]

    assert found[0]["population"]["mode"] == "investigation"
    assert found[1]["population"]["level"] == "candidate"
    assert found[1]["interval"][1] == pytest.approx(0.05 / 50)


def test_json_prints_findings_and_nothing_else() -> None:
    done = _run("--fmr", "1e-6", *_TYPED, "--json")
    facts = json.loads(done.stdout)

    assert facts["schema"] == "matchaudit/findings/1"
    assert {f["id"] for f in facts["findings"]} >= {
        "galleries/candidate_correct",
        "galleries/match_weight",
        "galleries/break_even_enrolled",
        "galleries/worth_driver",
    }


def test_claims_are_told_as_names_expected_to_be_wrong() -> None:
    done = _run("--fpir", "0.15..0.9", *_TYPED, "--claims", 200)

    assert "expect 123 to 180 of 200 such names to be wrong" in " ".join(
        done.stdout.split()
    )


def test_a_report_is_written_where_it_is_asked_for(tmp_path: Path) -> None:
    done = _run("--fmr", "1e-6", *_TYPED, "--out", tmp_path / "out")

    assert done.exit_code == 0, done.output
    assert f"Report    {tmp_path}/out/report.html" in done.stdout
    assert (tmp_path / "out" / "data" / "worth.csv").is_file()


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("--fmr", "1e-6", *_GALLERY, "--enrolled", "0.3", "--tpir", "0.9..1"), "E13"),
        (("--fmr", "1e-6", *_TYPED, "--from", "none.json"), "E15"),
        ((*_TYPED,), "E13"),
        (("--fmr", "2", *_TYPED), "E13"),
    ],
)
def test_what_cannot_be_used_exits_2_with_a_code(
    words: tuple[str, ...], why: str
) -> None:
    done = _run(*words)
    as_json = _run(*words, "--json")

    assert (done.exit_code, as_json.exit_code) == (2, 2)
    assert done.stderr.startswith(why)
    assert json.loads(as_json.stdout)["error"]["code"] == why


def test_candidates_shown_are_for_an_investigation() -> None:
    done = _run("--fmr", "1e-6", *_TYPED, "--shown", 5)

    assert done.exit_code == 2
    assert "--mode investigation" in done.stderr
