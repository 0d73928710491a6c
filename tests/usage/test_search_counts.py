import numpy as np
import pytest
from scipy.stats import beta

from matchaudit.estimation.counts import Clusters
from matchaudit.tallies.search_counts import NOT_RECORDED
from matchaudit.usage import SearchSettings
from matchaudit.usage.search_counts import candidate_shares
from matchaudit.usage.search_counts import search_counts as counted
from search_tallies import search_counts, search_tally

ASKED = SearchSettings()


def test_a_missing_value_is_a_row_of_its_own() -> None:
    tally = search_tally(
        search_counts(10, returned=4),
        nil_returns=2,
        undated=1,
        contradictions=3,
        by={
            "authority_type": {
                "court_order": search_counts(7, returned=3),
                NOT_RECORDED: search_counts(3, returned=1),
            }
        },
    )

    findings, curves = counted(tally)

    assert [(f.id, dict(f.population), f.estimate) for f in findings] == [
        ("usage/searches", {}, 10),
        ("usage/totals", {"count": "nil_returns"}, 2),
        ("usage/searches", {"authority_type": "court_order"}, 7),
        ("usage/searches", {"authority_type": "not recorded"}, 3),
    ]
    assert findings[2].says == ("In 7 of 10 searches, authority type is court order.")
    assert len(findings[0].cautions) == 2
    assert curves == []


def test_many_values_have_a_table_of_their_own() -> None:
    """51 agencies: one finding that points to a table with all of them."""
    agencies = {f"a{i:02d}": search_counts(i, returned=0) for i in range(51)}
    tally = search_tally(search_counts(1275, returned=0), by={"agency": agencies})

    findings, (curve,) = counted(tally)

    assert [dict(f.population) for f in findings][2:] == [{"by": "agency"}]
    assert findings[2].curve == curve.path == "data/searches_by_agency.csv"
    assert curve.columns[0].values == tuple(agencies)
    assert sum(v for v in curve.columns[1].values if isinstance(v, int)) == 1275
    assert [dict(f.population) for f in candidate_shares(tally, ASKED)] == [{}]


def test_the_share_with_a_candidate_is_exact() -> None:
    (share,) = candidate_shares(search_tally(search_counts(20, returned=5)), ASKED)

    assert (share.status, share.estimate) == ("measured", 0.25)
    assert share.interval == pytest.approx(
        (beta.ppf(0.025, 5, 16), beta.ppf(0.975, 6, 15))
    )


def test_searches_that_do_not_say_leave_a_range() -> None:
    """5 of 20, and 10 that may be either: from 5 to 15 of 20."""
    tally = search_tally(search_counts(20, returned=5, unknown=10))

    (share,) = candidate_shares(tally, ASKED)

    assert share.status == "bounded"
    assert share.interval == pytest.approx(
        (beta.ppf(0.025, 5, 16), beta.ppf(0.975, 16, 5))
    )
    assert "between 25 and 75 in 100" in share.says


def test_a_log_that_never_says_has_no_share() -> None:
    (share,) = candidate_shares(
        search_tally(search_counts(20, returned=0, unknown=20)), ASKED
    )

    assert share.because == "no search says if there was one"


def test_agencies_have_shares_of_their_own() -> None:
    tally = search_tally(
        search_counts(30, returned=10),
        by={
            "agency": {
                "North": search_counts(20, returned=9),
                "South": search_counts(10, returned=1),
            }
        },
    )

    _, north, south = candidate_shares(tally, ASKED)

    assert (north.estimate, south.estimate) == (0.45, 0.1)
    assert south.says.startswith("For agency South, in 1 of 10 searches")


def test_one_case_searched_forty_times_is_one_case() -> None:
    """The one case brought all candidates, so the share is next to unknown."""
    clusters = Clusters(np.array([40, *[1] * 40]), np.array([40, *[0] * 40]))
    tally = search_tally(search_counts(80, returned=40), returned_by_case=clusters)

    alone, by_case = candidate_shares(tally, ASKED)

    assert alone.interval is not None
    assert by_case.interval is not None
    assert by_case.estimate == alone.estimate == 0.5
    assert by_case.interval[1] > alone.interval[1] + 0.2  # type: ignore[operator] # both ends
    assert dict(by_case.population) == {"clustered": "case"}


def test_a_single_operator_shows_no_difference() -> None:
    clusters = Clusters(np.array([40]), np.array([10]))
    tally = search_tally(search_counts(40, returned=10), returned_by_operator=clusters)

    _, by_operator = candidate_shares(tally, ASKED)

    assert by_operator.because == "the log holds fewer than two operators"
