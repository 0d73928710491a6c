from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from deployment_tables import deployments
from matchaudit.usage.row_order import by_file, by_name, in_order, row_order
from oracles.deployment_tables import clean_table, with_days

ROWS = clean_table(np.random.default_rng(1), 40)
ALL = np.arange(40)


@given(st.lists(st.integers(0, 6), max_size=8))
def test_no_longer_stretch_is_in_order(days: list[int]) -> None:
    """Every choice of rows is tried by hand."""
    kept = in_order(np.array(days, dtype=np.int64))
    best = max(
        (
            mask.bit_count()
            for mask in range(2 ** len(days))
            if (chosen := [d for k, d in enumerate(days) if mask >> k & 1])
            == sorted(chosen)
        ),
    )

    assert np.all(np.diff(np.array(days)[kept]) >= 0) if kept.size else not days
    assert kept.size == best


def test_a_table_from_last_to_first_day_is_turned_round() -> None:
    order = row_order(ROWS, ALL[::-1])

    assert order.is_by_date
    assert order.lined_up.tolist() == ALL.tolist()


def test_a_row_with_a_wrong_date_stays_where_it_stands() -> None:
    day = ROWS.day.copy()
    day[20] -= 365

    order = row_order(with_days(ROWS, day), ALL)

    assert order.is_by_date
    assert order.lined_up.tolist() == ALL.tolist()
    assert 20 not in order.kept


def test_a_table_in_no_order_is_sorted() -> None:
    shuffled = np.random.default_rng(2).permutation(ALL)

    order = row_order(ROWS, shuffled)

    assert not order.is_by_date
    assert np.all(np.diff(ROWS.day[order.lined_up]) >= 0)


def test_few_rows_out_of_order_are_not_blamed() -> None:
    order = row_order(ROWS, np.array([0, 4, 2]))

    assert not order.is_by_date
    assert order.lined_up.tolist() == [0, 2, 4]


def test_order_within_one_file_says_nothing_of_another() -> None:
    rows = replace(deployments(range(5)), file=("b", "a", "b", "a", "a"))

    parts = [part.tolist() for part in by_file(rows, np.array([4, 2, 0, 1]))]

    assert parts == [[4, 1], [2, 0]]


def test_rows_of_a_name_keep_their_order_and_lose_none() -> None:
    names = ["b", "a", "", "b", "a"]

    parts = list(by_name(names, np.array([9, 2, 7, 1, 4])))

    assert [name for name, _ in parts] == ["b", "a", ""]
    assert [some.tolist() for _, some in parts] == [[9, 1], [2, 4], [7]]
    assert list(by_name([], np.array([], dtype=np.int64))) == []
