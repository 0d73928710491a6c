import numpy as np

from matchaudit.usage.days import day_name
from matchaudit.usage.published.oddity import (
    Oddity,
    counted,
    not_told,
    odd_rows,
    row_name,
    such_as,
)
from oracles.deployment_tables import clean_table, with_texts

ROWS = clean_table(np.random.default_rng(71), 10)


def _odd(index: int, fault: str = "data/outlier") -> Oddity:
    return Oddity(
        fault=fault,
        index=index,
        column="minutes",
        published="1",
        expected="2",
        says=f"{index} is odd",
    )


def test_a_row_without_a_place_has_its_day() -> None:
    rows = with_texts(ROWS, location=(None,) * 10)

    assert row_name(rows, 3) == f"row 5 ({day_name(int(ROWS.day[3]))})"
    assert row_name(ROWS, 3).endswith(f", {ROWS.texts['location'][3]})")


def test_at_most_three_rows_are_named() -> None:
    odd = [_odd(index) for index in range(5)]

    assert such_as(ROWS, odd) == ": 0 is odd (also rows 3 and 4)"
    assert such_as(ROWS, odd[:2]) == ": 0 is odd (also row 3)"
    assert such_as(ROWS, odd[:1]) == ": 0 is odd"
    assert such_as(ROWS, []) == ""


def test_a_row_that_is_odd_twice_counts_once() -> None:
    found = counted("data/outlier", {}, [_odd(1), _odd(1)], says="Two.", looked_at=9)

    assert (found.finding.estimate, found.finding.events) == (1, 1)
    assert (found.finding.trials, found.finding.curve) == (9, "data/oddities.csv")
    nothing = counted("data/outlier", {}, [], says="None.", looked_at=9)
    assert (nothing.finding.estimate, nothing.finding.curve) == (0, None)


def test_what_cannot_be_told_says_why() -> None:
    found = not_told("data/outlier", {}, "nothing is given")

    assert found.finding.because == "nothing is given"
    assert found.finding.says.endswith("because nothing is given.")


def test_the_table_has_one_line_for_each_oddity_by_row() -> None:
    curve = odd_rows(ROWS, [_odd(4), _odd(1), _odd(4, "data/date_out_of_order")])

    columns = {column.name: column.values for column in curve.columns}
    assert columns["row"] == (3, 6, 6)
    assert columns["fault"] == (
        "data/outlier",
        "data/date_out_of_order",
        "data/outlier",
    )
    assert columns["date"][0] == str(np.datetime64(int(ROWS.day[1]), "D"))
    assert list(columns) == [
        "fault",
        "file",
        "row",
        "date",
        "location",
        "column",
        "published",
        "expected",
        "says",
    ]
