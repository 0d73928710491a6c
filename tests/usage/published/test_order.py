import numpy as np
import pytest

from matchaudit.usage.days import day_name
from matchaudit.usage.published.order import dates
from oracles.deployment_tables import clean_table, with_days

ALL = np.arange(200)
CLEAN = clean_table(np.random.default_rng(51))


def test_rows_in_order_are_right() -> None:
    [found] = dates(CLEAN, ALL)

    assert (found.finding.estimate, found.finding.trials) == (0, 200)
    assert found.finding.says == "In none of 200 rows the date is out of order."


@pytest.mark.parametrize("turned", [False, True])
def test_a_wrong_year_is_mended(turned: bool) -> None:  # noqa: FBT001  pytest parameter
    day = CLEAN.day.copy()
    right = int(day[100])
    year, rest = str(np.datetime64(right, "D")).split("-", 1)
    wrong = np.datetime64(f"{int(year) - 1}-{rest}", "D")
    day[100] = wrong.astype(np.int64)

    [found] = dates(with_days(CLEAN, day), ALL[::-1] if turned else ALL)

    [oddity] = found.oddities
    assert oddity.index == 100
    assert oddity.published == str(wrong)
    assert oddity.expected == str(np.datetime64(right, "D"))
    assert f"with another year would be {day_name(right)}" in found.finding.says


def test_day_and_month_in_the_wrong_order_are_mended() -> None:
    days = np.arange("2024-03-01", "2024-03-31", dtype="datetime64[D]").astype(np.int64)
    rows = with_days(CLEAN, np.r_[days, np.full(170, days[-1])])
    rows.day[4] = np.datetime64("2024-05-03", "D").astype(np.int64)

    [found] = dates(rows, ALL)

    assert found.oddities[0].expected == "2024-03-05"


def test_a_date_that_cannot_be_mended_is_bounded_by_its_neighbours() -> None:
    day = CLEAN.day.copy()
    day[100] -= 1000

    [found] = dates(with_days(CLEAN, day), ALL)

    low, high = day_name(int(day[99])), day_name(int(day[101]))
    if "with another" not in found.oddities[0].says:
        assert found.oddities[0].expected == f"between {low} and {high}"


def test_the_last_row_has_a_neighbour_on_one_side() -> None:
    day = CLEAN.day.copy()
    day[199] -= 400

    [found] = dates(with_days(CLEAN, day), ALL)

    assert found.oddities[0].expected == f"after {day_name(int(day[198]))}"


def test_a_table_in_no_order_is_not_judged() -> None:
    shuffled = np.random.default_rng(1).permutation(CLEAN.day)

    [found] = dates(with_days(CLEAN, shuffled), ALL)

    assert found.finding.status == "not_estimable"
