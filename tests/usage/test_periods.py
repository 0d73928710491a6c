import itertools

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from deployment_tables import deployments
from matchaudit.usage import Break
from matchaudit.usage.period_curve import periods_curve
from matchaudit.usage.periods import placed_days, scopes, stretches

DAY = 19_358  # 1 January 2023


def _break(first_day: int, series: str = "made.csv") -> Break:
    return Break(
        series=series,
        index=0,
        file="made.csv",
        row=2,
        last_day=first_day - 1,
        first_day=first_day,
        earliest_day=first_day,
        latest_day=first_day,
        before=30.0,
        after=3.0,
        alerts_before=1.0,
        alerts_after=1.0,
        n_before=2,
        n_after=2,
        p_value=0.001,
    )


ROWS = deployments(
    [DAY, DAY + 9, DAY + 10, DAY + 400],
    alerts=[1, 3, 5, None],
    false_alerts=[1, 0, 2, None],
    minutes=[60, 60, 120, 30],
    faces_seen=[600, 1200, 240, None],
    threshold=[0.6, 0.64, 0.64, None],
)


def test_a_break_begins_a_stretch_on_its_first_day() -> None:
    found = stretches(ROWS, [_break(DAY + 10)])

    assert [s.period for s in found] == [
        "2023-01-01 to 2023-01-10",
        "2023-01-11 to 2024-02-05",
    ]
    assert [s.chosen.tolist() for s in found] == [
        [True, True, False, False],
        [False, False, True, True],
    ]
    assert [s.after_break for s in found] == [False, True]


@given(
    st.lists(st.integers(0, 50), min_size=1, max_size=20),
    st.sets(st.integers(1, 60), max_size=4),
)
def test_each_deployment_is_in_just_one_stretch(days: list[int], at: set[int]) -> None:
    rows = deployments(days, alerts=[1] * len(days))
    found = stretches(rows, [_break(day) for day in sorted(at)])

    np.testing.assert_array_equal(sum(s.chosen.astype(int) for s in found), 1)
    assert all(a.last < b.first for a, b in itertools.pairwise(found))


def test_a_row_with_a_date_out_of_order_goes_where_it_stands() -> None:
    days = [*range(DAY, DAY + 12), DAY - 300, *range(DAY + 12, DAY + 20)]
    rows = deployments(days, alerts=[1] * 21)
    before, after = stretches(rows, [_break(DAY + 10)])

    assert before.chosen.tolist() == [True] * 10 + [False] * 11
    assert after.period == "2023-01-11 to 2023-01-20"
    assert placed_days(rows)[12] == DAY + 11
    # The year is that which was published.
    assert [s.chosen.sum() for s in scopes(rows, []) if s.kind == "year"] == [1, 20]


def test_a_table_in_no_order_is_placed_by_its_dates() -> None:
    days = [DAY + k * 7 % 23 for k in range(23)]

    assert placed_days(deployments(days)).tolist() == days


def test_a_scope_is_named_in_its_population_and_its_sentence() -> None:
    found = scopes(ROWS, [_break(DAY + 10)])

    assert [(dict(s.population), s.start) for s in found] == [
        ({}, ""),
        ({"period": "2023"}, "In 2023, "),
        ({"period": "2024"}, "In 2024, "),
        (
            {"period": "2023-01-01 to 2023-01-10"},
            "From 1 January 2023 to 10 January 2023, ",
        ),
        (
            {"period": "2023-01-11 to 2024-02-05"},
            "From 11 January 2023 to 5 February 2024, ",
        ),
        ({"threshold": 0.6}, "At score 0.6, "),
        ({"threshold": 0.64}, "At score 0.64, "),
    ]
    assert [len(s.crosses) for s in found] == [1, 1, 0, 0, 0, 0, 1]


def test_one_year_one_threshold_and_no_break_make_one_scope() -> None:
    rows = deployments([DAY, DAY + 1], threshold=[0.6, 0.6], source=["a", "a"])

    assert [dict(s.population) for s in scopes(rows, [])] == [{}]


def test_two_agencies_have_their_own_stretches() -> None:
    rows = deployments(
        [DAY, DAY + 5, DAY, DAY + 5], agency=["North", "North", "South", "South"]
    )
    found = scopes(rows, [_break(DAY + 3, series="North")])
    named = [dict(s.population) for s in found if s.kind == "stretch"]

    assert named == [
        {"agency": "North", "period": "2023-01-01 to 2023-01-01"},
        {"agency": "North", "period": "2023-01-06 to 2023-01-06"},
    ]
    south = next(s for s in found if s.population == {"agency": "South"})
    assert south.crosses == ()
    assert south.chosen.tolist() == [False, False, True, True]


def test_the_curve_tells_each_stretch_and_leaves_empty_what_is_not_recorded() -> None:
    curve = periods_curve(ROWS, [_break(DAY + 10), _break(DAY + 100)])
    columns = {column.name: column.values for column in curve.columns}

    assert columns == {
        "from": ("2023-01-01", "2023-01-11", "2024-02-05"),
        "to": ("2023-01-10", "2023-01-11", "2024-02-05"),
        "deployments": (2, 1, 1),
        "alerts": (4, 5, None),
        "false_alerts": (1, 2, None),
        "hours": (2.0, 2.0, 0.5),
        "faces_seen": (1800, 240, None),
        "median_faces_per_minute": (15.0, 2.0, None),
        "alerts_per_hour": (2.0, 2.5, None),
        "starts_with": ("first row", "denominator changed", "denominator changed"),
        "series": ("made.csv",) * 3,
    }
