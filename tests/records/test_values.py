"""Single values, tried on a small kind with dates, shares and an id."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from matchaudit.errors import InputError, Problem
from matchaudit.records.database import open_database
from matchaudit.records.date_order import date_order
from matchaudit.records.formats import read_layout
from matchaudit.records.instants import DateRules
from matchaudit.records.schema import Field, Kind, UniqueKey
from matchaudit.records.staging import stage_csv
from matchaudit.records.value_checks import check_values
from matchaudit.records.values import ValueRules, typed

SEARCHES = Kind(
    name="searches",
    row="one search",
    fields=(
        Field(name="search_id", type="string", meaning="Its ID."),
        Field(name="searched_at", type="date", meaning="When."),
        Field(
            name="threshold",
            type="number",
            meaning="The limit.",
            label="Thresholds",
            minimum=0,
            maximum=1,
        ),
        Field(name="candidates", type="integer", meaning="How many.", minimum=0),
        Field(name="top_score", type="number", meaning="Best.", label="Scores"),
        Field(name="solved", type="boolean", meaning="Was it?"),
    ),
    unique=UniqueKey(
        field="search_id",
        noun="search ID",
        each="search",
        hint="If the log lists one row for each candidate, run again with "
        "--one-row-per candidate.",
    ),
)
Check = Callable[..., list[tuple[Any, ...]]]


@pytest.fixture
def check(tmp_path: Path) -> Check:
    """Check a text file and return its typed rows."""

    def _check(text: str, **rules: Any) -> list[tuple[Any, ...]]:  # noqa: ANN401 - any rule
        path = tmp_path / "searches.csv"
        path.write_text(text, encoding="utf-8")
        with open_database(tmp_path) as connection:
            staged = stage_csv(connection, path, read_layout(path), tmp_path)
            if "searched_at" in staged.columns and "dates" not in rules:
                rules["dates"] = date_order(connection, staged, "searched_at")
            rules["dates"] = DateRules(order=rules.get("dates"))
            fields = {
                name: typed(SEARCHES.field(name), name, "VARCHAR", ValueRules(**rules))
                for name in staged.columns
            }
            check_values(connection, staged, fields, SEARCHES)
            values = ", ".join(field.value for field in fields.values())
            return connection.execute(
                f"SELECT {values} FROM {staged.relation} ORDER BY {staged.row}"  # noqa: S608 - our own SQL
            ).fetchall()

    return _check


@pytest.fixture
def refused(check: Check) -> Callable[..., Problem]:
    """Return the problem that a text file has."""

    def _refused(text: str, **rules: Any) -> Problem:  # noqa: ANN401 - any rule
        with pytest.raises(InputError) as caught:
            check(text, **rules)
        return caught.value.problem

    return _refused


Refused = Callable[..., Problem]


def test_e05_asks_whether_a_comma_is_a_decimal_comma(refused: Refused) -> None:
    rows = "".join(f"S{i};0.5\n" for i in range(4))
    problem = refused(f"search_id;threshold\n{rows}S9;0,80\n")

    assert problem.code == "E05"
    assert problem.message == (
        'Thresholds must be between 0 and 1. Row 6 says "0,80". Did you mean 0.80? If '
        "the whole file uses commas for decimals, run again with --decimal comma. If "
        "it uses percent, use --percent threshold."
    )
    assert (problem.row, problem.column, problem.value) == (6, "threshold", "0,80")


def test_e05_asks_whether_a_share_is_in_percent(refused: Refused) -> None:
    problem = refused("threshold\n80\n0.5\n90%\n")

    assert problem.message == (
        'Thresholds must be between 0 and 1. Row 2 says "80". Did you mean 0.80? If '
        "the whole file uses percent, use --percent threshold. 2 rows have this "
        "problem."
    )


def test_e05_for_a_number_without_a_range(refused: Refused) -> None:
    problem = refused("search_id;top_score\na;0,80\n")

    assert problem.message == (
        'Scores must be numbers. Row 2 says "0,80". Did you mean 0.80? If the whole '
        "file uses commas for decimals, run again with --decimal comma."
    )


@pytest.mark.parametrize(
    ("column", "value", "sentence"),
    [
        ("top_score", "high", 'Scores must be numbers. Row 2 says "high".'),
        ("threshold", "nan ", None),
        ("threshold", "-0.1", "Thresholds must be between 0 and 1."),
        ("threshold", "inf", "Thresholds must be between 0 and 1."),
        ("candidates", "-1", 'Values of "candidates" must be 0 or more.'),
        ("candidates", "many", 'Values of "candidates" must be 0 or more.'),
        ("solved", "perhaps", 'Values of "solved" must be yes or no.'),
        ("searched_at", "2025-02-31", "must be dates like 2025-02-01."),
        ("searched_at", "soon", "must be dates like 2025-02-01."),
    ],
)
def test_e05_says_what_the_field_allows(
    check: Check, refused: Refused, column: str, value: str, sentence: str | None
) -> None:
    text = f"search_id,{column}\nS1,{value}\n"
    if sentence is None:
        assert check(text) == [("S1", None)]
    else:
        problem = refused(text)
        assert problem.code == "E05"
        assert sentence in problem.message
        assert problem.row == 2


def test_a_wrong_value_that_may_show_a_person_is_not_repeated(
    refused: Refused,
) -> None:
    problem = refused("search_id,top_score\na,jane@example.org\n")

    assert "jane" not in problem.message
    assert problem.value is None


def test_texts_become_numbers_flags_and_dates(check: Check) -> None:
    rows = check(
        "search_id,threshold,candidates,solved,searched_at\n"
        " S1 ,0.25,3,Yes,2025-02-01T09:14\nS2,NA,,no,\n"
    )

    assert rows[0][:4] == ("S1", 0.25, 3, True)
    assert rows[0][4].isoformat() == "2025-02-01T09:14:00"
    assert rows[1] == ("S2", None, None, False, None)


def test_decimal_commas_and_percent_are_read_when_said(check: Check) -> None:
    text = "search_id;threshold\na;80,5\nb;7\n"

    rows = check(text, decimal_comma=True, percent=frozenset({"threshold"}))

    assert [row[1] for row in rows] == pytest.approx([0.805, 0.07])


def test_recoded_values_are_read_as_ours(check: Check) -> None:
    rows = check(
        "search_id,solved\na,Closed\nb,Open\nc,yes\n",
        recode={"solved": {"Closed": "yes", "Open": "no"}},
    )

    assert [row[1] for row in rows] == [True, False, True]


def test_e04_says_which_row_settles_the_order(refused: Refused) -> None:
    problem = refused("search_id,searched_at\na,01/02/2025\nb,13/02/2025\n")

    assert problem.code == "E04"
    assert problem.message == (
        "We cannot tell if 01/02/2025 is 1 February or January 2. Row 3 has "
        "13/02/2025, so day first looks right. Run again with --dates day-first, or "
        "use 2025-02-01."
    )


def test_e04_where_another_row_puts_the_month_first(refused: Refused) -> None:
    problem = refused("search_id,searched_at\na,01/02/2025\nb,02/13/2025\n")

    assert problem.message == (
        "We cannot tell if 01/02/2025 is 1 February or January 2. Row 3 has "
        "02/13/2025, so month first looks right. Run again with --dates month-first, "
        "or use 2025-01-02."
    )


def test_e04_where_no_row_settles_it(refused: Refused) -> None:
    problem = refused("search_id,searched_at\na,01/02/2025 10:30\n")

    assert problem.fix == (
        "Run again with --dates day-first or --dates month-first, or use 2025-02-01."
    )


def test_e04_where_a_file_mixes_both_orders(refused: Refused) -> None:
    problem = refused("search_id,searched_at\na,13/02/2025\nb,02/13/2025\n")

    assert problem.code == "E04"
    assert "put the day first and some the month" in problem.what


@pytest.mark.parametrize(
    ("dates", "said", "expected"),
    [
        ("day-first", "01/02/2025", "2025-02-01T00:00:00"),
        ("month-first", "01/02/2025 09:30", "2025-01-02T09:30:00"),
        ("day-first", "1.2.2025", "2025-02-01T00:00:00"),
        ("day-first", "2025-03-04", "2025-03-04T00:00:00"),
    ],
)
def test_dates_are_read_in_the_order_said(
    check: Check, dates: str, said: str, expected: str
) -> None:
    rows = check(f"search_id,searched_at\na,{said}\n", dates=dates)

    assert rows[0][1].isoformat() == expected


def test_dates_that_can_be_read_in_one_way_need_no_order(check: Check) -> None:
    rows = check("search_id,searched_at\na,13/02/2025\nb,05/05/2025\nc,2025-01-02\n")

    assert [row[1].month for row in rows] == [2, 5, 1]


def test_e06_names_the_id_and_its_rows(refused: Refused) -> None:
    rows = "".join(f"S{i:05}\n" for i in range(32))

    problem = refused(f"search_id\n{rows}S00031\n")

    assert problem.code == "E06"
    assert problem.message == (
        "2 rows have the same search ID, S00031 (rows 33 and 34). Each search must "
        "have its own ID. If the log lists one row for each candidate, run again with "
        "--one-row-per candidate."
    )


def test_e06_counts_the_other_ids_that_repeat(refused: Refused) -> None:
    problem = refused("search_id\nb\na\nb\na\nb\n")

    assert problem.what == "3 rows have the same search ID, b (rows 2, 4 and 6)."
    assert problem.done == "2 search IDs have this problem."
