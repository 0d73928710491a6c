"""Records that try to break a report, a terminal or a promise of silence."""

from pathlib import Path

import pytest

from matchaudit.errors import InputError, Problem
from matchaudit.records import DEPLOYMENTS, SEARCHES, Kind, read_records

HEADER = "search_id,searched_at,agency,operator,reviewers"
ROW = ("S1", "2025-02-01", "North", "op1", "2")
PLACE = dict(zip(HEADER.split(","), range(5), strict=True))


def refused(folder: Path, text: str, kind: Kind = SEARCHES) -> Problem:
    path = folder / "log.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as error:
        read_records(path, kind=kind, workspace=folder)
    assert error.value.problem.message.isprintable()
    return error.value.problem


def log_with(column: str, value: str) -> str:
    """Return a log of two rows of which the second has one other value."""
    second = ["S2", *ROW[1:]]
    second[PLACE[column]] = value
    return "\n".join([HEADER, ",".join(ROW), ",".join(second)]) + "\n"


@pytest.mark.parametrize("column", ["search_id", "agency", "operator"])
@pytest.mark.parametrize("sign", ["\x1b[31m", "\x07", "\u202e", "\u200b"])
def test_a_sign_that_is_not_seen_is_refused_with_its_row(
    tmp_path: Path, column: str, sign: str
) -> None:
    problem = refused(tmp_path, log_with(column, f"ab{sign}c"))

    assert (problem.code, problem.row, problem.column) == ("E05", 3, column)
    assert problem.value is None
    assert "a sign that is not seen" in problem.what


@pytest.mark.parametrize("year", ["0000", "0001", "0202", "1969", "2101", "9999"])
def test_a_year_in_which_no_search_can_lie_is_refused(
    tmp_path: Path, year: str
) -> None:
    problem = refused(tmp_path, log_with("searched_at", f"{year}-02-01"))

    assert (problem.code, problem.row) == ("E05", 3)
    assert "in a year from 1970 to 2100" in problem.fix


@pytest.mark.parametrize("year", ["1970", "2100"])
def test_a_year_at_the_edge_is_read(tmp_path: Path, year: str) -> None:
    path = tmp_path / "log.csv"
    path.write_text(log_with("searched_at", f"{year}-12-31"), encoding="utf-8")

    assert read_records(path, kind=SEARCHES, workspace=tmp_path).inputs[0].rows == 2


def test_a_day_counted_by_a_spreadsheet_is_explained(tmp_path: Path) -> None:
    problem = refused(tmp_path, log_with("searched_at", "45678"))

    assert problem.value == "45678"
    assert "how a spreadsheet counts days" in problem.fix


@pytest.mark.parametrize("value", ["Smith", "Jane Doe", "Żółć"])
def test_a_name_among_numbers_is_not_repeated(tmp_path: Path, value: str) -> None:
    problem = refused(tmp_path, log_with("reviewers", value))

    assert (problem.code, problem.value) == ("E05", None)
    assert value not in problem.message


def test_a_name_among_repeated_ids_is_not_repeated(tmp_path: Path) -> None:
    rows = [f"S{i},2025-02-01,North,op1,2" for i in range(40)]
    rows += ["Jane Doe,2025-02-01,North,op1,2"] * 2

    problem = refused(tmp_path, "\n".join([HEADER, *rows]) + "\n")

    assert problem.code == "E07"
    assert "Jane" not in str(problem.to_json())


def test_a_column_whose_name_does_not_print_is_named_without_it(tmp_path: Path) -> None:
    problem = refused(tmp_path, log_with("agency", "A").replace("agency", "age\x1bncy"))

    assert problem.code == "E01"
    assert '"age?ncy"' in problem.what


@pytest.mark.parametrize(
    ("header", "kind", "other"),
    [
        ("search_id,searched_at,agency", DEPLOYMENTS, "searches"),
        ("date,alerts,location", SEARCHES, "deployments"),
        ("probe_subject,reference_subject,score", SEARCHES, "comparisons"),
    ],
)
def test_records_of_another_kind_are_told_with_the_option_for_them(
    tmp_path: Path, header: str, kind: Kind, other: str
) -> None:
    problem = refused(tmp_path, f"{header}\nA1,A2,0.5\n", kind)

    assert problem.code == "E01"
    assert f"run again with --as {other}." in problem.fix


@pytest.mark.parametrize("minutes", ["1e300", "1e-300", "1e13"])
def test_a_length_that_nothing_can_be_worked_out_from_is_refused(
    tmp_path: Path, minutes: str
) -> None:
    text = f"date,alerts,minutes\n2025-02-01,1,0\n2025-02-02,1,{minutes}\n"

    problem = refused(tmp_path, text, DEPLOYMENTS)

    assert (problem.code, problem.row, problem.value) == ("E05", 3, minutes)
    assert "too large or too small" in problem.fix


def test_json_that_is_nested_without_end_is_refused_with_its_line(
    tmp_path: Path,
) -> None:
    path = tmp_path / "log.jsonl"
    deep = "[" * 100_000 + "]" * 100_000
    path.write_text('{"search_id":' + deep + "}\n", encoding="utf-8")

    with pytest.raises(InputError) as error:
        read_records(path, kind=SEARCHES, workspace=tmp_path)

    assert error.value.problem.code == "E03"
    assert "Line 1 of log.jsonl" in error.value.problem.what


@pytest.mark.parametrize("name", ["Jane Doe", '"Doe, Jane"'])
def test_one_name_among_pseudonyms_is_one_too_many(tmp_path: Path, name: str) -> None:
    rows = [f"S{i},2025-02-01,North,op{i % 5},2" for i in range(40)]
    rows.append(f"S40,2025-02-01,North,{name},2")

    problem = refused(tmp_path, "\n".join([HEADER, *rows]) + "\n")

    assert problem.code == "E07"
    assert "Jane" not in problem.message
