import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from deployment_tables import deployments
from matchaudit.usage.denominators import (
    ALERTS_PER_HOUR,
    DENOMINATORS,
    OF_ALERTS,
    OF_FACES,
    PER_FACE_AND_ENTRY,
    PER_HUNDRED_HOURS,
    divided,
)

ROWS = deployments(
    [10, 10, 12],
    alerts=[4, 2, 1],
    faces_seen=[100, 200, None],
    watchlist_size=[7, 9, 11],
    minutes=[30, None, 90],
    duration=[None, 60, 1],
    false_alerts=[1, 0, 1],
)


def test_each_denominator_is_computed_row_by_row() -> None:
    nan = np.nan
    expected: dict[str, list[float]] = {
        OF_ALERTS.id: [4, 2, 1],
        OF_FACES.id: [100, 200, nan],
        PER_HUNDRED_HOURS.id: [0.005, 0.01, 0.015],
        PER_FACE_AND_ENTRY.id: [700, 1800, nan],
        ALERTS_PER_HOUR.id: [0.5, 1, 1.5],
    }

    assert {by.id for by in DENOMINATORS} == expected.keys()
    for by in DENOMINATORS:
        found = by.of(ROWS)
        assert found is not None
        np.testing.assert_allclose(found, expected[by.id])


def test_only_deployments_with_both_numbers_count() -> None:
    chosen = np.ones(3, dtype=np.bool_)
    found = divided(ROWS, chosen, ROWS.numbers["false_alerts"], OF_FACES)

    assert (found.n_events, found.total) == (1, 300)
    assert (found.n_silent, found.n_impossible) == (1, 0)
    assert found.n_days == 1


def test_more_wrong_alerts_than_alerts_or_alerts_in_no_time_are_left_out() -> None:
    rows = deployments([1, 2], alerts=[1, 3], minutes=[60, 0], false_alerts=[2, 1])
    chosen = np.ones(2, dtype=np.bool_)
    share = divided(rows, chosen, rows.numbers["false_alerts"], OF_ALERTS)
    time = divided(rows, chosen, rows.numbers["alerts"], ALERTS_PER_HOUR)

    assert (share.n_impossible, share.n_events, share.total) == (1, 1, 3)
    assert (time.n_impossible, time.n_events, time.total) == (1, 1, 1)


def test_only_the_chosen_deployments_are_looked_at() -> None:
    chosen = np.array([False, True, True])
    found = divided(ROWS, chosen, ROWS.numbers["false_alerts"], OF_ALERTS)

    assert (found.n_events, found.total, found.n_silent) == (1, 3, 0)


@given(
    st.lists(
        st.tuples(st.integers(0, 4), st.integers(0, 9), st.integers(0, 9)), min_size=1
    )
)
def test_days_together_hold_what_the_rows_hold(
    table: list[tuple[int, int, int]],
) -> None:
    day, some, more = zip(*table, strict=True)
    rows = deployments(
        day, alerts=[a + b for a, b in zip(some, more, strict=True)], false_alerts=some
    )
    found = divided(
        rows, np.ones(rows.n, np.bool_), rows.numbers["false_alerts"], OF_ALERTS
    )
    clusters = found.clusters()

    assert clusters.n_units == found.n_days
    assert clusters.n_trials == found.total == sum(some) + sum(more)
    assert clusters.n_events == found.n_events == sum(some)
    assert found.timed().time.tolist() == clusters.trials.tolist()


def test_a_column_that_is_not_there_divides_nothing() -> None:
    rows = deployments([1], alerts=[1], false_alerts=[1])
    found = divided(rows, np.ones(1, np.bool_), rows.numbers["alerts"], OF_FACES)

    assert found.at.size == 0
    assert found.n_silent == 1
    assert OF_FACES.of(rows) is None
    with pytest.raises(KeyError):
        rows.numbers["faces_seen"]
