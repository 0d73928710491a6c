from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import pytest

from matchaudit.estimation.finding import Finding, Key
from matchaudit.galleries.worth import (
    Inputs,
    Quantity,
    assumptions,
    worth_of_prediction,
)
from matchaudit.galleries.worth.found_quantities import covered, quantity
from matchaudit.galleries.worth.from_findings import inputs_at, points
from matchaudit.galleries.worth.operating_points import group_of

BIG = 270_000_000


def _found(
    name: str,
    estimate: float | None = 0.1,
    ends: tuple[float | None, float | None] = (0.05, 0.2),
    **population: Key,
) -> Finding:
    status: Literal["measured", "bounded"]
    status = "bounded" if estimate is None else "measured"
    return Finding(
        id=name,
        population=population,
        status=status,
        estimate=estimate,
        interval=ends,
        confidence=0.95,
        unit="probability",
        method="by hand",
        says="It was so.",
    )


def _inputs(found: Sequence[Finding], point: dict[str, Key]) -> list[Inputs]:
    return inputs_at(found, point, gallery_size=BIG, given={})


_PREDICTED = _found("galleries/fpir_predicted", gallery_size=BIG, threshold=0.6)
_MISSED = _found(
    "galleries/fnir_predicted", 0.02, (0.01, 0.04), gallery_size=BIG, threshold=0.6
)


def test_a_prediction_for_this_gallery_comes_before_rates_of_comparisons() -> None:
    other = _found("galleries/fpir_predicted", gallery_size=1000, threshold=0.5)
    fmr = _found("accuracy/fmr", 1e-6, (1e-7, 1e-5), threshold=0.7)

    assert points([fmr, other, _PREDICTED], BIG) == ({"threshold": 0.6},)
    assert points([fmr], BIG) == ({"threshold": 0.7},)
    assert points([other], BIG) == ()


def test_people_found_are_those_not_missed() -> None:
    found = _inputs([_PREDICTED, _MISSED], {"threshold": 0.6})[0]

    assert found.fpir == quantity(_PREDICTED)
    assert (found.tpir.low, found.tpir.estimate, found.tpir.high) == pytest.approx(
        (0.96, 0.98, 0.99)
    )
    assert found.measured_size in (None, BIG)
    assert "1 - galleries/fnir_predicted, score=0.6, 270,000,000 people" in (
        found.tpir.source
    )


def test_people_found_in_a_smaller_gallery_are_carried_to_this_one() -> None:
    small = _found("galleries/tpir", 0.9, (0.8, 0.95), gallery_size=50, threshold=0.6)
    larger = _found(
        "galleries/tpir", 0.7, (0.6, 0.8), gallery_size=900, threshold=0.6, rank=1
    )
    tenth = _found(
        "galleries/tpir", 0.99, (0.9, 1.0), gallery_size=900, threshold=0.6, rank=10
    )
    found = _inputs([_PREDICTED, small, tenth, larger], {"threshold": 0.6})[0]

    assert found.measured_size == 900
    assert found.tpir.estimate == 0.7


def test_at_one_score_a_smaller_gallery_finds_no_more_people() -> None:
    measured = _found(
        "galleries/tpir", 0.7, (0.6, 0.8), gallery_size=900, threshold=0.6, rank=1
    )
    wrong = _found("galleries/fpir", 0.1, (0.05, 0.2), gallery_size=90, threshold=0.6)
    (found,) = inputs_at(
        [measured, wrong], {"threshold": 0.6}, gallery_size=90, given={}
    )

    assert found.measured_size is None
    assert any("come first" in said for said in assumptions(replace(found, shown=20)))
    assert not any("come first" in said for said in assumptions(found))


def test_who_comes_first_counts_before_who_is_found_at_all() -> None:
    first = _found(
        "galleries/fnir_predicted",
        0.2,
        (0.1, 0.3),
        gallery_size=BIG,
        threshold=0.6,
        rank=1,
    )
    found = _inputs([_PREDICTED, _MISSED, first], {"threshold": 0.6})[0]

    assert found.tpir.estimate == pytest.approx(0.8)
    assert found.listed is not None
    assert found.listed.estimate == pytest.approx(0.98)
    assert not found.anywhere


def test_misses_of_comparisons_stand_in_at_the_same_score_only() -> None:
    here = _found("accuracy/fnmr", 0.03, (0.01, 0.06), threshold=0.6)
    there = _found("accuracy/fnmr", 0.3, (0.1, 0.6), threshold=0.8)
    found = _inputs([_PREDICTED, there, here], {"threshold": 0.6})[0]

    assert found.tpir.estimate == pytest.approx(0.97)
    assert found.measured_size is None
    assert found.anywhere
    assert _inputs([_PREDICTED, there], {"threshold": 0.6}) == []


def test_ends_of_another_confidence_become_those_of_95_in_100() -> None:
    """On the log-odds scale an interval of 80 in 100 is 1.28 wide for each 1.96."""
    narrow = replace(_found("accuracy/fmr", 0.5, (0.4, 0.6)), confidence=0.8)
    found = quantity(narrow)
    odds = (0.6 / 0.4) ** (1.959964 / 1.281552)

    assert found.high == pytest.approx(odds / (1 + odds), rel=1e-6)
    assert found.low == pytest.approx(1 - found.high)
    assert quantity(replace(narrow, confidence=0.95)).high == 0.6


def test_a_target_is_held_against_the_score_that_it_needs() -> None:
    target: dict[str, Key] = {"target_fpir": 1e-3, "gallery_size": BIG}
    wrong = _found("galleries/fpir_predicted", 1e-3, (1e-4, 1e-2), **target)
    at = _found("galleries/threshold_at_fpir", 0.71, (0.68, 0.75), **target)
    fnmr = _found("accuracy/fnmr", 0.03, (0.01, 0.06), threshold=0.71)
    found = _inputs([wrong, at, fnmr], {"target_fpir": 1e-3})[0]

    assert found.tpir.estimate == pytest.approx(0.97)


def test_beyond_the_horizon_there_are_limits_only() -> None:
    bracket = _found(
        "galleries/fpir_predicted", None, (1e-5, None), gallery_size=BIG, threshold=0.6
    )
    found = _inputs([bracket, _MISSED], {"threshold": 0.6})[0]

    assert found.fpir is not None
    assert (found.fpir.low, found.fpir.high, found.fpir.limits) == (1e-5, 1.0, True)


def test_a_group_has_its_own_wrong_matches_and_else_everybodys_misses() -> None:
    of_b = _found(
        "galleries/fpir_predicted",
        0.4,
        (0.3, 0.5),
        gallery_size=BIG,
        threshold=0.6,
        group="B",
    )
    fmr_of_b = _found(
        "accuracy/fmr",
        1e-5,
        (1e-6, 1e-4),
        threshold=0.6,
        probe_group="B",
        reference_group="B",
    )
    everybody, group = _inputs(
        [_PREDICTED, _MISSED, of_b, fmr_of_b], {"threshold": 0.6}
    )

    assert (everybody.group, group.group) == ("", "B")
    assert group.fpir == quantity(of_b)
    assert group.fmr == quantity(fmr_of_b)
    assert group.tpir == everybody.tpir
    assert everybody.fmr is None


@pytest.mark.parametrize(
    ("population", "group"),
    [
        ({"threshold": 0.6}, ""),
        ({"dimension": "group", "group": "B"}, "B"),
        ({"dimension": "probe_mask", "group": "lower"}, None),
        ({"probe_group": "A", "reference_group": "B"}, None),
        ({"probe_mask": "lower"}, None),
    ],
)
def test_only_groups_of_people_are_groups(
    population: dict[str, Key], group: str | None
) -> None:
    found = replace(_found("accuracy/fmr"), population=population)

    assert group_of(found) == group


def test_what_was_typed_comes_before_what_was_measured() -> None:
    typed = Quantity(low=0.5, high=0.6)
    found = inputs_at(
        [_PREDICTED, _MISSED],
        {"threshold": 0.6},
        gallery_size=BIG,
        given={"tpir": typed},
    )[0]

    assert found.tpir is typed


def _contrast(
    measure: str,
    ends: tuple[float | None, float | None],
    *,
    threshold: float = 0.6,
    estimate: float | None = 5.0,
) -> Finding:
    return _found(
        "accuracy/condition_contrast",
        estimate,
        ends,
        dimension="probe_mask",
        measure=measure,
        condition="lower",
        against="none",
        threshold=threshold,
    )


def test_a_measured_cover_comes_before_a_published_one() -> None:
    found = [
        _contrast("fnmr", (2.0, 9.0)),
        _contrast("fnmr", (3.0, 4.0), threshold=0.8),
    ]
    ratio = covered(found, "lower", "fnmr", {"threshold": 0.6})

    assert ratio is not None
    assert (ratio.low, ratio.high) == (2.0, 9.0)
    assert ratio.source.startswith("measured: accuracy/condition_contrast")
    assert covered(found, "lower", "fmr", {"threshold": 0.6}) is None
    assert covered(found, "full", "fnmr", {"threshold": 0.6}) is None
    assert covered(found, "lower", "fnmr", {}) is None  # which of the two?
    assert not ratio.odds


def test_a_cover_measured_beside_another_cover_says_nothing_of_bare_faces() -> None:
    found = _contrast("fnmr", (2.0, 9.0))
    beside = replace(found, population={**found.population, "against": "full"})

    assert covered([beside], "lower", "fnmr", {}) is None


def test_a_cover_goes_by_the_names_that_records_have() -> None:
    found = replace(
        _contrast("fnmr", (2.0, 9.0)),
        population={"measure": "fnmr", "condition": "eyes_only", "threshold": 0.6},
    )

    assert covered([found], "full", "fnmr", {}) is not None
    assert covered([found], "lower", "fnmr", {}) is None


def test_a_cover_without_an_upper_end_was_not_measured() -> None:
    found = [_contrast("fnmr", (2.0, None), estimate=None)]

    assert covered(found, "lower", "fnmr", {}) is None


@dataclass(frozen=True)
class _Assumed:
    enrolled: tuple[float, float] | None = None
    fmr: tuple[float, float] | None = None
    tpir: tuple[float, float] | None = None
    review_sensitivity: tuple[float, float] | None = None
    review_false_accept: tuple[float, float] | None = None
    masked: Literal["lower", "full"] | None = None
    searches: int | None = None


def test_an_audit_that_predicts_tells_the_worth_in_each_gallery() -> None:
    small = _found("galleries/fpir_predicted", gallery_size=10_000, threshold=0.6)
    fnmr = _found("accuracy/fnmr", 0.03, (0.01, 0.06), threshold=0.6)
    findings, curves = worth_of_prediction(
        [small, _PREDICTED, fnmr],
        assumed=_Assumed(masked="lower", review_false_accept=(0.1, 0.5)),
        rng=np.random.default_rng(1),
    )
    rows = {c.name: c.values for c in curves[0].columns}

    assert {f.population["gallery_size"] for f in findings} == {10_000, BIG}
    assert set(rows["gallery_size"]) == {10_000, BIG}
    assert (rows["enrolled_share"][0], max(map(float, _numbers(rows)))) == (0.01, 0.99)
    assert set(rows["reviewed"]) == {True, False}
    assert [c.name for c in curves] == ["worth", "worth_inputs"]
    assert any("masks" in c for f in findings for c in f.cautions)


def _numbers(rows: dict[str, tuple[str | int | float | None, ...]]) -> list[float]:
    return [float(v) for v in rows["enrolled_share"] if v is not None]


def test_a_plan_that_says_how_many_are_enrolled_sets_the_grid() -> None:
    findings, curves = worth_of_prediction(
        [_PREDICTED, _MISSED],
        assumed=_Assumed(enrolled=(0.0, 0.5), tpir=(0.2, 0.3), searches=1000),
        rng=np.random.default_rng(1),
    )
    rows = {c.name: c.values for c in curves[0].columns}
    sources = {c.name: c.values for c in curves[1].columns}["source"]

    assert (_numbers(rows)[0], _numbers(rows)[-1]) == (0.001, 0.5)
    assert "assumed in the plan" in sources
    assert any(f.id == "galleries/false_candidates_per_year" for f in findings)


def test_without_people_found_there_is_no_worth() -> None:
    found = worth_of_prediction(
        [_PREDICTED], assumed=_Assumed(), rng=np.random.default_rng(1)
    )

    assert found == ([], [])
