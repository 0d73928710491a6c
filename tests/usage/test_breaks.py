import numpy as np
import pytest

from matchaudit.usage.breaks import denominator_breaks, faces_level_shifts
from oracles.deployment_tables import clean_table, with_days, with_numbers, with_texts
from oracles.published_files import MET, published

CLEAN = clean_table(np.random.default_rng(11), 160)
LATER = np.arange(160) >= 90


def _times(factor: float, *names: str) -> dict[str, np.ndarray]:
    return {
        name: np.where(LATER, CLEAN.numbers[name] * factor, CLEAN.numbers[name])
        for name in names
    }


def test_faces_that_jump_alone_are_a_break() -> None:
    rows = with_numbers(CLEAN, **_times(6.0, "faces_seen"))

    [found] = denominator_breaks(rows)

    assert found.earliest_day <= CLEAN.day[90] <= found.latest_day
    assert abs(np.flatnonzero(CLEAN.day == found.first_day)[0] - 90) <= 6
    assert 3 < found.after / found.before < 12
    assert found.last_day < found.first_day
    assert found.row == CLEAN.row[found.index]
    assert found.n_before + found.n_after == 160
    assert not found.in_step


def test_faces_that_jump_with_the_alerts_are_not_a_break() -> None:
    rows = with_numbers(CLEAN, **_times(6.0, "faces_seen", "alerts"))

    assert denominator_breaks(rows) == ()
    [shared] = faces_level_shifts(rows)
    assert shared.in_step
    assert shared.alerts_after / shared.alerts_before > 3


def test_alerts_that_jump_alone_are_not_a_break() -> None:
    assert denominator_breaks(with_numbers(CLEAN, **_times(6.0, "alerts"))) == ()


def test_a_small_jump_is_not_told() -> None:
    assert denominator_breaks(with_numbers(CLEAN, **_times(1.2, "faces_seen"))) == ()


def test_the_order_of_the_rows_does_not_matter() -> None:
    rows = with_numbers(CLEAN, **_times(6.0, "faces_seen"))
    last_first = np.arange(160)[::-1]
    turned = with_days(
        with_numbers(
            rows, **{name: column[last_first] for name, column in rows.numbers.items()}
        ),
        rows.day[last_first],
    )

    [found], [again] = denominator_breaks(rows), denominator_breaks(turned)

    assert again.first_day == found.first_day
    assert (again.before, again.after) == (found.before, found.after)


def test_agencies_are_looked_at_one_by_one() -> None:
    """Two agencies that count in their own way, one after the other, have no break."""
    rows = with_numbers(CLEAN, **_times(6.0, "faces_seen"))
    named = with_texts(rows, agency=tuple(np.where(LATER, "North", "South").tolist()))

    assert denominator_breaks(named) == ()


def test_the_duration_stands_in_for_minutes() -> None:
    rows = with_numbers(CLEAN, **_times(6.0, "faces_seen"))
    numbers = dict(rows.numbers)
    half = np.where(np.arange(160) % 2, numbers["minutes"], np.nan)
    both = with_numbers(rows, minutes=half, duration=numbers["minutes"])

    assert denominator_breaks(both) == denominator_breaks(rows)


@pytest.mark.parametrize("name", ["faces_seen", "alerts", "minutes"])
def test_without_a_number_nothing_is_told(name: str) -> None:
    nothing = with_numbers(CLEAN, **{name: np.full(160, np.nan)})

    assert denominator_breaks(nothing) == ()


def test_the_published_table_has_its_breaks() -> None:
    """Faces per minute moved tenfold and back; alerts per hour went their own way."""
    found = faces_level_shifts(published(MET))

    days = [str(np.datetime64(one.first_day, "D")) for one in found]
    assert days == [
        "2023-11-09",
        "2024-01-23",
        "2024-07-25",
        "2024-08-22",
        "2025-02-06",
    ]
    assert [one.in_step for one in found] == [False, False, False, False, True]
    assert found[0].before == pytest.approx(35.8, abs=0.5)
    assert found[1].after == pytest.approx(4.5, abs=0.3)
    assert found[3].after == pytest.approx(27.8, abs=0.3)
