from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import beta

from matchaudit.estimation.finding import Finding, Key
from matchaudit.estimation.partial_verification import CheckedUnits
from matchaudit.tallies.search_counts import (
    DrawnTally,
    SearchCounts,
    SearchTally,
    StrataTally,
)
from matchaudit.usage import SearchSettings
from matchaudit.usage.verification import GO_ON, miss_rate, wrong_shares
from oracles.reading_grade import reading_grade
from search_tallies import search_counts, search_tally

ASKED = SearchSettings()
MANY = search_counts(5000, returned=3304, checked=1204, wrong=310)


def single(*cells: tuple[int, int, int]) -> CheckedUnits:
    """Make single candidates of cells (candidates, checked, wrong) by stratum."""
    lines = np.array(
        [
            line
            for s, (n, seen, wrong) in enumerate(cells)
            for line in ((wrong, s, 1, 1), (seen - wrong, s, 1, 0), (n - seen, s, 0, 0))
            if line[0]
        ]
    )
    return CheckedUnits(
        times=lines[:, 0],
        kind=np.arange(len(lines)),
        stratum=lines[:, 1],
        trials=np.ones(len(lines), dtype=np.int64),
        checked=lines[:, 2],
        events=lines[:, 3],
        n_strata=len(cells),
    )


def found(
    tally: SearchTally, settings: SearchSettings = ASKED, **population: Key
) -> Finding:
    """Return the one finding of this population."""
    (finding,) = (
        f for f in wrong_shares(tally, settings) if dict(f.population) == population
    )
    return finding


def test_the_range_says_what_was_counted_and_what_it_leaves_open() -> None:
    finding = found(search_tally(MANY))

    assert finding.status == "bounded"
    assert finding.says == (
        "Of 1,204 candidates that were checked, 310 were wrong matches; 2,100 were "
        "never settled. So between 9 and 73 in 100 of all candidates were wrong. "
        "In more such searches it may be between 8 and 75 in 100."
    )
    assert finding.interval is not None
    low, high = finding.interval
    assert low == pytest.approx(beta.ppf(0.025, 310, 3304 - 309))
    assert high == pytest.approx(beta.ppf(0.975, 2411, 3304 - 2410))


def test_a_search_that_does_not_say_widens_the_range() -> None:
    """100 more searches may each have brought a wrong match, or none."""
    silent = search_counts(5000, returned=3304, checked=1204, wrong=310, unknown=100)

    wide, narrow = found(search_tally(silent)), found(search_tally(MANY))

    assert wide.interval is not None
    assert narrow.interval is not None
    assert wide.interval[0] < narrow.interval[0]  # type: ignore[operator] # both ends
    assert wide.interval[1] > narrow.interval[1]  # type: ignore[operator] # both ends
    assert "came back: 100." in wide.cautions[0]


def test_a_wholly_checked_log_has_a_measured_share() -> None:
    finding = found(search_tally(search_counts(200, returned=40, checked=40, wrong=10)))

    assert finding.status == "measured"
    assert finding.estimate == 0.25
    assert (finding.events, finding.trials) == (10, 40)


@pytest.mark.parametrize(
    ("counts", "because"),
    [
        (search_counts(9, returned=0), "no candidate came back"),
        (search_counts(9, returned=5), "none of the 5 was settled"),
    ],
)
def test_without_a_checked_candidate_there_is_no_range(
    counts: SearchCounts, because: str
) -> None:
    finding = found(search_tally(counts))

    assert finding.status == "not_estimable"
    assert finding.because == because


def test_the_checked_alone_are_measured_with_a_warning() -> None:
    finding = found(search_tally(MANY), among="verified")

    assert finding.status == "measured"
    assert finding.estimate == pytest.approx(310 / 1204)
    assert "Somebody chose" in finding.cautions[0]


def test_groups_and_agencies_have_ranges_of_their_own() -> None:
    """A small group is not estimated; a small agency is, for its errors are its own."""
    small = search_counts(8, returned=6, checked=3, wrong=1)
    tally = search_tally(
        MANY, by={"group": {"A": MANY, "B": small}, "agency": {"N": MANY, "S": small}}
    )

    assert found(tally, group="A").interval == found(tally).interval
    assert found(tally, group="A").says.startswith("For group A, of 1,204 candidates")
    assert found(tally, group="B").because == "fewer than 10 came back"
    assert found(tally, agency="S").status == "bounded"


def test_without_an_assumption_there_is_a_hint_how_to_ask() -> None:
    finding = found(search_tally(MANY), assuming="missing at random")

    assert finding.status == "not_estimable"
    assert finding.says == (
        "We cannot tell more than the range of wrong matches, because nobody said which "
        "facts decide what is checked."
    )
    assert "--missing-at-random-given group" in finding.cautions[0]
    assert reading_grade(finding.says) <= 8


def test_nothing_needs_a_belief_where_all_were_checked() -> None:
    everyone = search_counts(500, returned=300, checked=300, wrong=30)

    assert not [
        f
        for f in wrong_shares(search_tally(everyone), ASKED)
        if "assuming" in f.population
    ]


def test_an_estimate_within_strata_says_what_must_be_believed() -> None:
    """1 of 10 in 100 and 10 of 20 in 300: 160 of 400."""
    strata = StrataTally(
        columns=("group", "top_score"),
        labels=("a", "b"),
        units=single((100, 10, 1), (300, 20, 10)),
    )
    counts = search_counts(400, returned=400, checked=30, wrong=11)

    finding = found(
        search_tally(counts, strata=strata),
        assuming="missing at random",
        given="group and top_score",
    )

    assert finding.estimate == pytest.approx(0.4)
    assert finding.says.startswith(
        "If those checked are like the rest of the same group and top score, "
        "about 40 in 100 of all were wrong matches."
    )
    assert "a log cannot test" in finding.cautions[0]
    assert "between 2 and 96 in 100" in finding.cautions[0]


def test_a_stratum_that_nobody_checked_is_named() -> None:
    strata = StrataTally(
        columns=("group",),
        labels=("group A", "group B"),
        units=single((100, 10, 1), (300, 0, 0)),
    )

    finding = found(
        search_tally(MANY, strata=strata), assuming="missing at random", given="group"
    )

    assert finding.because == "no candidate was checked with group B"
    assert finding.cautions == (GO_ON,)
    assert reading_grade(GO_ON) <= 8


SAMPLE = DrawnTally(
    drawn=50,
    unresolved=0,
    least=single((100, 100, 10), (400, 50, 20)),
    most=single((100, 100, 10), (400, 50, 20)),
)


def test_a_random_sample_stands_for_the_rest() -> None:
    """10 of 100 wrong, and 20 of 50 that stand for 400: (10 + 160) / 500."""
    tally = search_tally(MANY, drawn=SAMPLE)
    told = SearchSettings(random_sample=True)

    finding = found(tally, told, assuming="random sample")

    assert finding.estimate == pytest.approx(0.34)
    assert finding.says.startswith(
        "A random sample of 50 was checked as well. With it, about 34"
    )


def test_a_sample_that_nobody_calls_random_is_not_used() -> None:
    sample = found(search_tally(MANY, drawn=SAMPLE), assuming="random sample")
    none = found(
        search_tally(MANY),
        SearchSettings(random_sample=True),
        assuming="random sample",
    )

    assert sample.because is not None
    assert "does not say" in sample.because
    assert none.because == "no search says that its candidate was drawn"
    assert all(
        dict(f.population) != {"assuming": "random sample"}
        for f in wrong_shares(search_tally(MANY), ASKED)
    )


def test_a_sample_with_unresolved_ones_gives_a_range() -> None:
    """5 of the 50 may be right or wrong: (10 + 160) / 500 to (10 + 200) / 500."""
    drawn = replace(SAMPLE, unresolved=5, most=single((100, 100, 10), (400, 50, 25)))
    told = SearchSettings(random_sample=True)

    finding = found(search_tally(MANY, drawn=drawn), told, assuming="random sample")

    assert finding.status == "bounded"
    assert finding.interval is not None
    low, high = finding.interval
    assert low is not None
    assert high is not None
    assert low < 0.34
    assert high > 0.42


def test_a_case_searched_often_is_one_case() -> None:
    """Four cases of 10 checked candidates each say little, and that is said."""
    cases = CheckedUnits(
        times=np.array([3, 1]),
        kind=np.array([0, 1]),
        stratum=np.zeros(2, dtype=np.int64),
        trials=np.array([20, 20]),
        checked=np.array([10, 10]),
        events=np.array([0, 10]),
        n_strata=1,
    )
    counts = search_counts(80, returned=80, checked=40, wrong=10)
    tally = search_tally(counts, cases=cases)

    alone = found(tally, among="verified")
    together = found(tally, among="verified", clustered="case")

    assert together.estimate == alone.estimate == 0.25
    assert together.interval is not None
    assert alone.interval is not None
    assert together.interval[1] > alone.interval[1] + 0.1  # type: ignore[operator] # both ends
    assert any("Only 4 cases" in c for c in together.cautions)
    wide, narrow = found(tally), found(search_tally(counts))
    assert wide.interval is not None
    assert narrow.interval is not None
    assert wide.interval[1] > narrow.interval[1]  # type: ignore[operator] # both ends


def test_a_log_cannot_tell_what_was_missed() -> None:
    finding = miss_rate()

    assert (finding.id, finding.status) == ("usage/miss_rate", "not_estimable")
    assert "seeded probes" in finding.cautions[0]


def test_each_group_has_its_own_share_of_the_checked_or_is_too_small() -> None:
    """270 of 1,412 is 19 in 100, with exact ends."""
    groups = {
        "A": search_counts(1500, returned=1500, checked=1412, wrong=270),
        "D": search_counts(20, returned=20, checked=9, wrong=5),
    }
    tally = replace(search_tally(MANY), by={"group": groups})

    share = found(tally, among="verified", group="A")
    small = found(tally, among="verified", group="D")

    assert (share.events, share.trials) == (270, 1412)
    assert share.interval is not None
    assert share.interval[0] == pytest.approx(beta.ppf(0.025, 270, 1412 - 269))
    assert share.says == (
        "For group A, of 1,412 candidates that were checked, 270 were wrong matches: "
        "about 19 in 100 (likely between 17 and 22 in 100)."
    )
    assert reading_grade(share.says) <= 8
    assert small.says == (
        "We cannot tell how many were wrong matches for group D, because fewer than "
        "10 were checked."
    )
