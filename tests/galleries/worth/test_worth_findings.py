from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from matchaudit.errors import ParameterError
from matchaudit.estimation.finding import Finding
from matchaudit.galleries.worth import (
    PUBLISHED_MISSED,
    PUBLISHED_WRONG,
    Enrolled,
    Inputs,
    Quantity,
    Sample,
    Worth,
    assumptions,
    claim_findings,
    cover_cautions,
    drivers,
    narrowing,
    with_cover,
    with_review,
    worth,
    wrong_names,
)
from oracles.reading_grade import reading_grade

_HALF = Quantity(low=0.5, high=0.5)
_GIVEN = Inputs(
    gallery_size=270_000_000,
    tpir=Quantity(low=0.90, high=0.97),
    fpir=Quantity(low=0.15, high=0.9),
    fmr=Quantity(low=1e-6, high=1e-6),
    at={"threshold": 0.62},
)
_ENROLLED = Enrolled(low=0.05, high=0.9)


def _worth(
    *inputs: Inputs, searches: int | None = None, n_claims: int | None = None
) -> Worth:
    return worth(
        list(inputs),
        enrolled=_ENROLLED,
        rng=np.random.default_rng(1),
        searches=searches,
        n_claims=n_claims,
    )


def _named(findings: Sequence[Finding], name: str) -> list[Finding]:
    return [f for f in findings if f.id == f"galleries/{name}"]


def test_each_share_has_its_own_range_for_each_kind_of_candidate() -> None:
    reviewed = replace(_GIVEN, accept_right=_HALF, accept_wrong=_HALF)
    found = _named(_worth(reviewed).findings, "candidate_correct")
    kinds = [sorted(f.population) for f in found[:3]]
    at = ["enrolled_share", "gallery_size", "threshold"]

    assert len(found) == 3 * 7
    assert kinds == [at, sorted([*at, "reviewed"]), sorted([*at, "level"])]
    assert {f.status for f in found} == {"bounded"}
    assert found[0].population["enrolled_share"] == 0.05
    assert found[0].curve == "data/worth.csv"


def test_the_numbers_of_a_finding_are_those_of_the_model() -> None:
    given = replace(_GIVEN, tpir=_HALF, fpir=_HALF)
    found = _named(_worth(given).findings, "candidate_correct")[0]
    right = 0.05 * 0.5

    assert found.interval == pytest.approx((right / (right + 0.5 * 0.975),) * 2)


def test_sentences_say_frequencies_and_nothing_hard_to_read() -> None:
    reviewed = replace(_GIVEN, accept_right=_HALF, accept_wrong=_HALF, group="B")
    shown = replace(_GIVEN, shown=20, fpir=None)
    found = (
        *_worth(reviewed, searches=100_000, n_claims=200).findings,
        *_worth(shown).findings,
    )
    sentences = {f.says for f in found if f.id != "galleries/worth_driver"}

    assert max(map(reading_grade, sentences)) <= 8
    assert not any("nan" in said or "inf" in said for said in sentences)
    assert any(said.startswith("Group B: If 1 in 10 of") for said in sentences)


def test_the_weight_and_the_break_even_share_agree_with_the_model() -> None:
    found = _worth(replace(_GIVEN, tpir=_HALF, fpir=Quantity(low=0.01, high=0.01)))
    weight = _named(found.findings, "match_weight")[0]
    break_even = {
        f.population["correct"]: f
        for f in _named(found.findings, "break_even_enrolled")
    }

    assert weight.interval == pytest.approx((50.0, 50.0))
    assert set(break_even) == {0.5, 0.9, 0.95}
    assert break_even[0.5].interval == pytest.approx(
        (0.005 / (0.5 * 0.505),) * 2, rel=1e-6
    )


def test_a_weight_without_an_upper_end_is_open() -> None:
    """A rate of comparisons that may be nought leaves the weight without a limit."""
    nought = Quantity(low=0.0, high=0.2, limits=True)
    found = _named(_worth(replace(_GIVEN, fpir=nought)).findings, "match_weight")[0]

    low, high = found.interval or (0, 0)
    assert low == pytest.approx(0.9 / 0.2, rel=0.01)
    assert high is None
    assert "times as often" in found.says
    assert "or more" in found.says


def test_where_all_are_shown_a_match_weighs_nothing() -> None:
    found = _worth(replace(_GIVEN, shown=20)).findings

    assert not _named(found, "match_weight")
    assert not _named(found, "break_even_enrolled")


def test_an_input_says_what_it_is_counted_in() -> None:
    masked = with_cover(replace(_GIVEN, fpir=None, measured_size=1000), "lower")
    rows = {c.name: c.values for c in _worth(masked).curves[1].columns}
    units = dict(zip(rows["key"], rows["unit"], strict=True))

    assert units["tpir"] == units["enrolled"] == "probability"
    assert units["missed_ratio"] == units["wrong_ratio"] == "times"
    assert (units["growth"], units["evenness"]) == ("power", "not known")


def test_where_no_share_is_enough_the_finding_says_so() -> None:
    low = Quantity(low=0.01, high=0.02)
    some = Quantity(low=0.9, high=1.0)
    found = _worth(replace(_GIVEN, tpir=low, fpir=some)).findings
    last = _named(found, "break_even_enrolled")[-1]

    assert last.interval == (1.0, None)
    assert "no share" in last.says


def test_a_year_brings_searches_times_the_rate() -> None:
    given = replace(_GIVEN, tpir=Quantity(low=1, high=1), fpir=_HALF)
    found = _worth(given, searches=1000).findings
    first = _named(found, "false_candidates_per_year")[0]
    people = _named(found, "wrong_candidates_per_year")[0]

    assert first.interval == pytest.approx((475.0, 475.0))
    assert people.interval == pytest.approx((270_000.0, 270_000.0))
    assert "about 270,000 wrong people: about 270 in each" in people.says


def test_groups_have_findings_and_rows_of_their_own() -> None:
    worse = replace(_GIVEN, group="B", fpir=Quantity(low=0.9, high=0.95))
    found = _worth(_GIVEN, worse)
    rows = {c.name: c for c in found.curves[0].columns}
    of_b = [f for f in found.findings if f.population.get("group") == "B"]

    assert len(rows["group"].values) == 2 * 2 * 40
    assert set(rows["group"].values) == {"", "B"}
    assert any(f.id == "galleries/candidate_correct" for f in of_b)
    assert {f.population["input"] for f in found.findings if "input" in f.population}


def test_the_curve_holds_what_the_findings_say() -> None:
    found = _worth(_GIVEN)
    rows = {c.name: c.values for c in found.curves[0].columns}
    said = _named(found.findings, "candidate_correct")[0]

    assert rows["enrolled_share"][0] == 0.05
    assert (rows["low"][0], rows["high"][0]) == said.interval
    assert set(rows["level"]) == {"search", "candidate"}
    assert set(rows["reviewed"]) == {False}


def test_parts_of_the_width_add_up_and_the_widest_input_leads() -> None:
    rows = _worth(_GIVEN).drivers
    shares = {row.input: row.share for row in rows}

    assert sum(s for s in shares.values() if s is not None) == pytest.approx(1)
    assert (shares["enrolled"] or 0) > (shares["fpir"] or 0) > (shares["tpir"] or 0)
    assert shares["fmr"] == pytest.approx(0)


def test_the_part_of_an_input_is_what_it_moves_alone() -> None:
    """One tenfold rate against odds of people enrolled from 1 to 81."""
    given = replace(_GIVEN, tpir=Quantity(low=1, high=1), fmr=None)
    tenth = Quantity(low=0.05, high=0.5, limits=True)
    sample = Sample.of(replace(given, fpir=tenth), rng=np.random.default_rng(1))
    shares = {d.input: d.share for d in drivers(sample, (0.1, 0.9))}

    moved = np.log(10)
    assert shares["fpir"] == pytest.approx(moved / (moved + np.log(81)), rel=1e-3)


def test_what_nobody_typed_is_among_the_inputs() -> None:
    only_comparisons = replace(_GIVEN, fpir=None, measured_size=12_000_000)
    rows = {row.input: row for row in _worth(only_comparisons).drivers}

    assert rows["evenness"].share is not None
    assert rows["evenness"].share > 0.3
    assert "NIST" in rows["growth"].source
    assert any("12 million" in said for said in assumptions(only_comparisons))


def test_each_limited_input_has_its_own_part_of_the_width() -> None:
    limited = replace(
        _GIVEN,
        anywhere=True,
        fpir=Quantity(low=0.01, high=0.5, limits=True),
        tpir=Quantity(low=0.2, high=0.9, limits=True),
    )
    shares = {row.input: row.share or 0 for row in _worth(limited).drivers}

    assert shares["fpir"] > shares["tpir"] > shares["order"] > 0
    assert sum(shares.values()) == pytest.approx(1)


def test_what_would_narrow_it_begins_with_the_widest_input() -> None:
    said = narrowing(_worth(replace(_GIVEN, fpir=None)).drivers)

    assert said[0].startswith("Count searches, not comparisons")
    assert len(said) == len(set(said)) <= 3
    assert max(map(reading_grade, said)) <= 9


def test_a_cover_takes_the_published_range_and_warns() -> None:
    given = with_cover(_GIVEN, "full")
    warned = cover_cautions([given], "full")

    assert given.missed_ratio is PUBLISHED_MISSED["full"]
    assert given.wrong_ratio is PUBLISHED_WRONG
    assert any("only the eyes" in said for said in warned)
    assert any("wrong matches" in said for said in warned)
    assert cover_cautions([_GIVEN], None) == ()


@pytest.mark.parametrize(
    ("cover", "missed"), [("lower", (0.024, 0.05)), ("full", (0.05, 0.5))]
)
def test_published_ranges_turn_the_best_matcher_into_what_was_published(
    cover: str, missed: tuple[float, float]
) -> None:
    ratio = PUBLISHED_MISSED["full" if cover == "full" else "lower"]
    odds = 0.003 / 0.997

    for times, expected in zip((ratio.low, ratio.high), missed, strict=True):
        assert odds * times / (1 + odds * times) == pytest.approx(expected)


def test_half_of_a_review_is_any_review() -> None:
    given = with_review(_GIVEN, right=None, wrong=_HALF)

    assert given.accept_right is not None
    assert (given.accept_right.low, given.accept_right.high) == (0, 1)
    assert "not given" in given.accept_right.source
    assert with_review(_GIVEN, right=None, wrong=None) is _GIVEN


def test_names_expected_to_be_wrong_are_those_not_right() -> None:
    given = replace(_GIVEN, tpir=Quantity(low=0.95, high=0.95), fmr=None)
    known = replace(given, fpir=Quantity(low=0.01, high=0.01))
    sample = Sample.of(known, rng=np.random.default_rng(1))
    found = wrong_names(200, sample, enrolled=0.05)
    said = claim_findings(200, sample, enrolled=[0.05, 0.5])

    right = 0.05 * 0.95
    assert found.low == pytest.approx(200 * (1 - right / (right + 0.01 * (1 - right))))
    assert [f.population["enrolled_share"] for f in said] == [0.05, 0.5]
    assert said[0].interval == (found.low, found.high)
    assert any("any one name" in caution for caution in said[0].cautions)
    with pytest.raises(ParameterError, match="n_claims"):
        wrong_names(0, sample, enrolled=0.5)


def test_names_that_a_reviewer_accepted_are_fewer_wrong() -> None:
    plain = replace(_GIVEN, fpir=Quantity(low=0.3, high=0.4))
    strict = replace(
        plain,
        accept_right=Quantity(low=0.9, high=0.95),
        accept_wrong=Quantity(low=0.1, high=0.2),
    )
    samples = [Sample.of(i, rng=np.random.default_rng(1)) for i in (plain, strict)]
    before = wrong_names(20, samples[0], enrolled=0.3)
    after = wrong_names(20, samples[1], enrolled=0.3, reviewed=True)

    assert after.high < before.low
