import numpy as np
import pytest

from matchaudit.usage.published.neighbours import outliers
from matchaudit.usage.published.oddity import Oddity
from oracles.deployment_tables import clean_table, with_numbers, with_value

ALL = np.arange(200)
LISTS = np.repeat(15_000 + 7.0 * np.arange(100), 2)
CLEAN = with_numbers(clean_table(np.random.default_rng(61)), watchlist_size=LISTS)


def _odd(name: str, **changed: np.ndarray) -> list[Oddity]:
    found = outliers(with_numbers(CLEAN, **changed), ALL)
    [one] = [f for f in found if f.finding.population["column"] == name]
    assert one.finding.estimate == len(one.oddities)
    return list(one.oddities)


def test_one_wrong_digit_is_told_and_mended() -> None:
    wrong = LISTS.copy()
    wrong[100] = 18_350  # for 15,350

    [oddity] = _odd("watchlist_size", watchlist_size=wrong)

    assert oddity.index == 100
    assert (oddity.published, oddity.expected) == ("18,350", "15,350")
    assert "with one digit changed it would be 15,350" in oddity.says


def test_a_value_no_digit_can_mend_is_told_with_its_neighbours() -> None:
    wrong = LISTS.copy()
    wrong[100] = 29_000

    [oddity] = _odd("watchlist_size", watchlist_size=wrong)

    assert oddity.expected == "15,343 to 15,357"


def test_a_list_that_stays_at_its_new_size_is_a_change() -> None:
    assert _odd("watchlist_size", watchlist_size=LISTS + 3000 * (ALL >= 90)) == []
    one_day = LISTS + 3000 * ((ALL >= 90) & (ALL < 92))
    assert _odd("watchlist_size", watchlist_size=one_day) == []


def test_neighbours_that_do_not_agree_show_nothing() -> None:
    wild = np.random.default_rng(3).lognormal(9, 0.4, 200).round()

    assert _odd("watchlist_size", watchlist_size=wild) == []


def test_a_small_difference_is_not_told() -> None:
    assert _odd("watchlist_size", watchlist_size=LISTS * (1 + 0.04 * (ALL == 50))) == []


def test_another_threshold_for_one_row_is_told() -> None:
    level = np.where(ALL == 40, 0.46, 0.64)

    [oddity] = _odd("threshold", threshold=level)

    assert (oddity.published, oddity.expected) == ("0.46", "0.64")


@pytest.mark.parametrize("index", [0, 199])
def test_the_first_and_the_last_row_cannot_be_told(index: int) -> None:
    assert _odd("watchlist_size", watchlist_size=LISTS + 9000 * (index == ALL)) == []


def test_a_short_day_is_not_an_outlier() -> None:
    rows = with_value(CLEAN, "minutes", 30, 60.0)

    assert all(one.finding.estimate == 0 for one in outliers(rows, ALL))


def test_a_short_table_is_too_little_to_tell() -> None:
    rows = with_value(CLEAN, "watchlist_size", 4, 90_000.0)

    assert all(one.finding.estimate == 0 for one in outliers(rows, ALL[:8]))
