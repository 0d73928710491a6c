import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchaudit.estimation.finding import Curve, Finding
from matchaudit.tallies.search_counts import NOT_RECORDED, SearchCounts
from matchaudit.usage.silence import month_name, silence, week_name
from search_tallies import Cells, period_counts, search_tally

JANUARY = 2025 * 12


def told(cells: Cells) -> tuple[dict[str, Finding], Curve]:
    """Return what is said of each agency, and the table."""
    tally = search_tally(SearchCounts(), months=period_counts(cells))
    findings, (curve,) = silence(tally)
    return {str(f.population.get("agency", "")): f for f in findings}, curve


def test_a_nil_return_is_not_silence() -> None:
    """South has a row in January, a nil return in February, and nothing in March."""
    found, curve = told(
        {
            ("North", JANUARY): (5, 2, 0),
            ("North", JANUARY + 1): (1, 1, 0),
            ("North", JANUARY + 2): (4, 0, 0),
            ("North", JANUARY + 3): (4, 0, 0),
            ("South", JANUARY): (7, 3, 0),
            ("South", JANUARY + 1): (0, 0, 1),
            ("South", JANUARY + 3): (1, 1, 0),
        }
    )

    assert found["North"].estimate == 0
    assert found["South"].estimate == 1
    assert found["South"].says == (
        "Agency South is silent in 1 of 4 months, with no row and no nil return: "
        "2025-03."
    )
    assert found["South"].cautions == ()
    rows = list(zip(*(column.values for column in curve.columns), strict=True))
    assert rows[4:] == [
        ("South", "2025-01", 7, 3, "rows"),
        ("South", "2025-02", 0, 0, "nil return"),
        ("South", "2025-03", 0, 0, "silent"),
        ("South", "2025-04", 1, 1, "rows"),
    ]


def test_an_agency_is_looked_at_over_the_whole_log() -> None:
    """One that stops reporting is silent; that it may have left is said."""
    cells = {("North", JANUARY + i): (1, 0, 0) for i in range(12)}
    found, _ = told({**cells, ("South", JANUARY + 2): (1, 0, 0)})

    south = found["South"]

    assert south.estimate == 11
    assert south.says.endswith(
        ": 2025-01, 2025-02, 2025-04, 2025-05, 2025-06 and 6 more."
    )
    assert "11 of them lie before its first row or after its last" in south.cautions[0]
    assert "only in part" in south.cautions[1]


def test_a_log_without_agencies_is_one_whole() -> None:
    found, _ = told(
        {(NOT_RECORDED, JANUARY): (1, 0, 0), (NOT_RECORDED, JANUARY + 2): (1, 0, 0)}
    )

    assert found[NOT_RECORDED].estimate == 1
    assert found[NOT_RECORDED].says.startswith("What is logged without an agency")


def test_a_log_without_dates_cannot_tell() -> None:
    found, curve = told({})

    assert found[""].because == "no search has a date"
    assert [column.values for column in curve.columns] == [()] * 5


def test_a_short_log_has_weeks_too() -> None:
    tally = search_tally(
        SearchCounts(),
        weeks=period_counts({("North", 2826): (1, 0, 0), ("North", 2828): (1, 0, 0)}),
    )

    findings, curves = silence(tally)

    assert [dict(f.population) for f in findings] == [
        {"agency": "North"},
        {"agency": "North", "period": "week"},
    ]
    assert findings[1].says.endswith("2024-03-04 (each week by its Monday).")
    assert [curve.name for curve in curves] == ["searches_by_month", "searches_by_week"]


def weekly(
    cells: Cells, months: Cells | None = None
) -> tuple[dict[str, Finding], list[str]]:
    """Return what is said of weeks, by agency, and the names of the tables."""
    tally = search_tally(
        SearchCounts(), weeks=period_counts(cells), months=period_counts(months or {})
    )
    findings, curves = silence(tally)
    told = {
        str(f.population["agency"]): f
        for f in findings
        if f.population.get("period") == "week"
    }
    return told, [curve.name for curve in curves]


def test_in_a_long_log_only_busy_agencies_are_looked_at_by_week() -> None:
    """Where a search a week is made, a week without one is no news."""
    cells = {("Busy", 2800 + i): (5, 0, 0) for i in range(60) if i not in (7, 30)}
    cells |= {("Busy", 2860): (15, 0, 0)}
    cells |= {("Quiet", 2800 + 2 * i): (9, 0, 0) for i in range(30)}

    told, curves = weekly(cells)

    assert set(told) == {"Busy"}
    assert told["Busy"].estimate == 2
    assert f": {week_name(2807)} and {week_name(2830)} (each" in told["Busy"].says
    assert curves == ["searches_by_month"]


def test_a_nil_return_for_a_month_tells_of_its_weeks() -> None:
    """May 2025 began on a Thursday and ended on a Saturday."""
    days = np.datetime64("2025-03-31") - np.datetime64("1969-12-29")
    april = int(days.astype(int)) // 7
    cells = {("North", april + i): (1, 0, 0) for i in (0, 1, 2, 3, 10, 11)}

    told, _ = weekly(cells, {("North", JANUARY + 4): (0, 0, 1)})

    assert week_name(april) == "2025-03-31"
    assert told["North"].says.endswith(": 2025-06-02 (each week by its Monday).")


@pytest.mark.parametrize(
    ("week", "monday"), [(0, "1969-12-29"), (1, "1970-01-05"), (2879, "2025-03-03")]
)
def test_a_week_is_called_by_its_monday(week: int, monday: str) -> None:
    assert week_name(week) == monday


def test_december_is_the_last_month_of_its_year() -> None:
    assert month_name(JANUARY - 1) == "2024-12"


@given(
    held=st.dictionaries(
        st.tuples(st.sampled_from("AB"), st.integers(0, 15)),
        st.tuples(st.integers(0, 3), st.just(0), st.just(1)),
        min_size=1,
    )
)
def test_silent_and_told_months_add_up(
    held: dict[tuple[str, int], tuple[int, int, int]],
) -> None:
    found, curve = told(held)
    months = [period for _, period in held]
    n_months = max(months) - min(months) + 1

    for agency, finding in found.items():
        own = sum(a == agency for a, _ in held)
        assert finding.estimate == n_months - own
    assert len(curve.columns[0].values) == n_months * len(found)


def test_an_agency_that_is_called_so_is_not_called_so_twice() -> None:
    found, _ = told(
        {("Agency 2", JANUARY): (1, 0, 0), ("Agency 2", JANUARY + 2): (1, 0, 0)}
    )

    assert found["Agency 2"].says.startswith("Agency 2 is silent in 1 of 3 months")
