from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchaudit.errors import ParameterError
from matchaudit.tallies import SearchCounts, SearchTallySettings, tally_searches
from matchaudit.tallies.search_counts import NOT_RECORDED, PeriodCounts
from search_logs import search_table

DAY = "2025-03-05"


def log_of(*rows: dict[str, Any]) -> list[dict[str, Any]]:
    """Number rows and date those that have no date."""
    return [
        {"search_id": f"s{i}", "searched_at": DAY, **row} for i, row in enumerate(rows)
    ]


def counts_of(periods: PeriodCounts) -> dict[tuple[str, int], tuple[int, int, int]]:
    return {
        (agency, int(period)): (int(n), int(some), int(nil))
        for agency, period, n, some, nil in zip(
            periods.agency,
            periods.period,
            periods.searches,
            periods.returned,
            periods.nil_returns,
            strict=True,
        )
    }


def test_what_came_back_and_what_was_checked(tmp_path: Path) -> None:
    """A search whose candidate has an outcome brought one, whatever else is missing."""
    rows = log_of(
        {"candidates": 3, "outcome": "refuted"},
        {"candidates": 2, "outcome": "confirmed"},
        {"candidates": 1, "outcome": "unresolved"},
        {"candidates": 1, "outcome": None},
        {"candidates": None, "outcome": "not_followed_up"},
        {"candidates": 0, "outcome": None},
        {"candidates": 0, "outcome": "not_followed_up"},
        {"candidates": None, "outcome": None},
        {"candidates": 0, "outcome": "refuted"},
    )

    tally = tally_searches(search_table(tmp_path, rows))

    assert tally.overall == SearchCounts(
        searches=9, returned=6, not_returned=2, checked=3, wrong=2
    )
    assert tally.overall.unknown == 1
    assert tally.contradictions == 1
    assert tally.overall.verification.trials == 7
    assert tally.overall.verification.unchecked == 4


def test_a_nil_return_is_no_search(tmp_path: Path) -> None:
    rows = log_of(
        {"agency": "North", "nil_return": False},
        {"agency": "North", "nil_return": True, "searched_at": "2025-04-01"},
        {"agency": None, "nil_return": None},
    )

    tally = tally_searches(search_table(tmp_path, rows))

    assert tally.overall.searches == 2
    assert tally.nil_returns == 1
    assert {k: v.searches for k, v in tally.by["agency"].items()} == {
        "North": 1,
        NOT_RECORDED: 1,
    }
    march, april = 2025 * 12 + 2, 2025 * 12 + 3
    assert counts_of(tally.months) == {
        ("North", march): (1, 0, 0),
        ("North", april): (0, 0, 1),
        (NOT_RECORDED, march): (1, 0, 0),
    }


def test_a_day_is_in_the_month_where_its_middle_is(tmp_path: Path) -> None:
    """31 January in New York ends on 1 February in UTC; a whole year has no month."""
    rows = log_of(
        {"searched_at": ("2025-01-31 05:00:00", "2025-02-01 04:59:59.999999")},
        {"searched_at": ("2025-01-01", "2025-01-31 23:59:59.999999")},
        {"searched_at": ("2025-01-01", "2025-12-31 23:59:59.999999")},
    )

    tally = tally_searches(search_table(tmp_path, rows))

    assert counts_of(tally.months) == {(NOT_RECORDED, 2025 * 12): (2, 0, 0)}
    assert tally.undated == 1


def test_a_search_late_on_the_last_day_is_in_the_month_that_clocks_there_show(
    tmp_path: Path,
) -> None:
    """In Detroit it is still Sunday, 31 March when it is 1 April in UTC."""
    table = search_table(
        tmp_path,
        [
            {"search_id": "a", "searched_at": "2024-04-01 03:30"},
            {"search_id": "b", "searched_at": "2024-04-01 04:30"},
        ],
    )

    utc, detroit = (
        tally_searches(table, settings=SearchTallySettings(zone=zone))
        for zone in ("UTC", "America/Detroit")
    )

    march, april = 2024 * 12 + 2, 2024 * 12 + 3
    assert counts_of(utc.months) == {(NOT_RECORDED, april): (2, 0, 0)}
    assert counts_of(detroit.months) == {
        (NOT_RECORDED, march): (1, 0, 0),
        (NOT_RECORDED, april): (1, 0, 0),
    }
    assert detroit.weeks is not None
    assert utc.weeks is not None
    assert np.ptp(detroit.weeks.period) == 1
    assert np.ptp(utc.weeks.period) == 0


def test_an_unknown_time_zone_is_refused(tmp_path: Path) -> None:
    table = search_table(tmp_path, [{"search_id": "a", "searched_at": "2024-04-01"}])

    with pytest.raises(ParameterError, match="zone"):
        tally_searches(table, settings=SearchTallySettings(zone="Detroit'; SELECT 1"))


def test_a_log_is_counted_by_week_too(tmp_path: Path) -> None:
    """2 March 2025 was a Sunday, so 3 March begins a week."""
    log = log_of({"searched_at": "2025-03-02"}, {"searched_at": "2025-03-03"})

    weeks = tally_searches(search_table(tmp_path, log)).weeks

    assert weeks is not None
    assert np.diff(weeks.period).tolist() == [1]
    assert weeks.searches.tolist() == [1, 1]


def test_searches_of_one_case_are_one_unit(tmp_path: Path) -> None:
    """Two cases alike are one kind; a search without a case is a case of its own."""
    rows = log_of(
        {"case_ref": "a", "candidates": 1, "outcome": "refuted"},
        {"case_ref": "a", "candidates": 1, "outcome": None},
        {"case_ref": "b", "candidates": 1, "outcome": None},
        {"case_ref": "b", "candidates": 1, "outcome": "refuted"},
        {"case_ref": "c", "candidates": 1, "outcome": "confirmed"},
        {"case_ref": None, "candidates": 1, "outcome": "confirmed"},
        {"case_ref": None, "candidates": 0, "outcome": None},
    )

    tally = tally_searches(search_table(tmp_path, rows))

    assert tally.cases is not None
    kinds = sorted(
        zip(
            tally.cases.times.tolist(),
            tally.cases.trials.tolist(),
            tally.cases.checked.tolist(),
            tally.cases.events.tolist(),
            strict=True,
        )
    )
    assert kinds == [(1, 1, 1, 0), (1, 1, 1, 0), (2, 2, 1, 1)]
    assert tally.returned_by_case is not None
    by_case = tally.returned_by_case
    assert sorted(zip(by_case.trials, by_case.events, strict=True)) == [
        (1, 0),
        (1, 1),
        (1, 1),
        (2, 2),
        (2, 2),
    ]


def test_strata_are_values_and_bands_of_the_score(tmp_path: Path) -> None:
    rows = log_of(
        *(
            {"group": g, "top_score": s, "candidates": 1, "outcome": o}
            for g, s, o in (
                ("A", 0.1, "refuted"),
                ("A", 0.2, None),
                ("A", 0.9, "confirmed"),
                ("B", 0.8, None),
                (None, None, None),
            )
        )
    )
    asked = SearchTallySettings(strata=("group", "top_score"), score_bands=2)

    tally = tally_searches(search_table(tmp_path, rows), settings=asked)

    assert tally.strata is not None
    assert tally.strata.labels == (
        "group A, top_score band 1",
        "group A, top_score band 2",
        "group B, top_score band 2",
        "group not recorded, top_score not recorded",
    )
    units = tally.strata.units
    assert units.by_stratum(units.trials).tolist() == [2, 1, 1, 1]
    assert units.by_stratum(units.checked).tolist() == [1, 1, 0, 0]
    assert units.by_stratum(units.events).tolist() == [1, 0, 0, 0]


def test_a_drawn_candidate_stands_for_the_unchecked(tmp_path: Path) -> None:
    """An unresolved one of the sample counts as right, and then as wrong."""
    rows = log_of(
        *(
            {"candidates": 1, "outcome": o, "verification_sample": drawn}
            for o, drawn in (
                ("refuted", False),
                ("confirmed", None),
                (None, False),
                (None, False),
                ("refuted", True),
                ("confirmed", True),
                ("unresolved", True),
            )
        ),
        {"candidates": 0, "outcome": None, "verification_sample": True},
    )

    drawn = tally_searches(search_table(tmp_path, rows)).drawn

    assert drawn is not None
    assert (drawn.drawn, drawn.unresolved) == (3, 1)
    for units, wrong in ((drawn.least, 1), (drawn.most, 2)):
        assert units.by_stratum(units.trials).tolist() == [2, 5]
        assert units.by_stratum(units.checked).tolist() == [2, 3]
        assert units.by_stratum(units.events).tolist() == [1, wrong]


def test_a_log_with_the_needed_columns_only(tmp_path: Path) -> None:
    tally = tally_searches(search_table(tmp_path, log_of({}, {})))

    assert tally.overall == SearchCounts(searches=2)
    assert tally.by == {}
    assert (tally.cases, tally.strata, tally.drawn) == (None, None, None)
    assert tally.operators == {}


def test_a_value_that_reads_like_a_missing_one_is_not_lost(tmp_path: Path) -> None:
    rows = log_of({"agency": NOT_RECORDED}, {"agency": None}, {"agency": "North"})

    tally = tally_searches(search_table(tmp_path, rows))

    assert {k: v.searches for k, v in tally.by["agency"].items()} == {
        "North": 1,
        NOT_RECORDED: 2,
    }
    assert list(tally.by["agency"]) == ["North", NOT_RECORDED]


def test_a_log_of_nil_returns_has_no_search(tmp_path: Path) -> None:
    tally = tally_searches(search_table(tmp_path, log_of({"nil_return": True})))

    assert tally.overall == SearchCounts()
    assert tally.nil_returns == 1


@pytest.mark.parametrize(
    "name",
    ["purpose", "candidates", "case_ref", "searched_at", "outcome"],
)
def test_what_cannot_be_a_stratum_is_refused(tmp_path: Path, name: str) -> None:
    """One that is not there, a count, a pseudonym, a date, and the outcome itself."""
    rows = log_of({"candidates": 1, "case_ref": "a", "outcome": "refuted"})

    with pytest.raises(ParameterError, match="strata"):
        tally_searches(
            search_table(tmp_path, rows), settings=SearchTallySettings(strata=(name,))
        )


ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "group": st.sampled_from(["A", "B", None]),
            "case_ref": st.sampled_from(["a", "b", "c", None]),
            "operator": st.sampled_from(["x", "y", None]),
            "candidates": st.sampled_from([0, 1, 5, None]),
            "outcome": st.sampled_from(["confirmed", "refuted", "unresolved", None]),
            "nil_return": st.sampled_from([False, False, True, None]),
            "verification_sample": st.sampled_from([True, False, None]),
        }
    ),
    min_size=1,
    max_size=25,
)


@given(rows=ROWS)
@settings(max_examples=12, deadline=None)
def test_all_ways_to_count_add_up(rows: list[dict[str, Any]]) -> None:
    """Values of a column, cases, strata and phases hold the same searches."""
    with TemporaryDirectory() as folder:
        tally = tally_searches(
            search_table(Path(folder), log_of(*rows)),
            settings=SearchTallySettings(strata=("group",)),
        )
    whole = tally.overall

    assert whole.searches + tally.nil_returns == len(rows)
    for values in tally.by.values():
        assert sum(c.searches for c in values.values()) == whole.searches
        assert sum(c.wrong for c in values.values()) == whole.wrong
    assert int(tally.months.searches.sum()) == whole.searches
    assert tally.cases is not None
    assert tally.cases.by_stratum(tally.cases.trials).sum() == whole.verification.trials
    assert tally.cases.by_stratum(tally.cases.events).sum() == whole.wrong
    assert tally.strata is not None
    units = tally.strata.units
    assert units.by_stratum(units.trials).sum() == whole.returned
    assert units.by_stratum(units.checked).sum() == whole.checked
    if tally.drawn is not None:
        least = tally.drawn.least
        assert least.by_stratum(least.trials).sum() == whole.returned
        assert least.by_stratum(least.events).sum() == whole.wrong
