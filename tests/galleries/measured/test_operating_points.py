from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from candidate_tables import rows_of, search, tally_of
from matchaudit.errors import UndefinedMeasureError
from matchaudit.estimation.finding import Finding
from matchaudit.galleries.measured.operating import (
    operating_findings,
    operating_point,
    threshold_at,
    without_threshold,
)
from matchaudit.galleries.measured.parts import Part, galleries_of
from matchaudit.galleries.measured.settings import CandidateSettings
from matchaudit.records.simulation.candidates import (
    ListSettings,
    simulate_lists,
    true_fpir,
    true_miss_rate,
)

SETTINGS = CandidateSettings(ranks=(1,))


def ladder_part(folder: Path, *, cut: float | None = None) -> Part:
    """Twenty searches that return somebody at 0.01, 0.02, ... 0.20; mates at 0.195."""
    facts: dict[str, Any] = {} if cut is None else {"threshold": cut}
    rows = [
        row
        for i in range(1, 21)
        for row in search(f"n{i}", (f"g{i}", i / 100), enrolled=False, **facts)
    ]
    rows += [
        row for i in range(5) for row in search(f"m{i}", (f"m{i}", 0.195), **facts)
    ]
    (part,) = galleries_of(tally_of(folder, rows))
    return part


@pytest.mark.parametrize(
    ("target", "threshold"),
    [(0.5, 0.11), (0.1, 0.19), (0.05, 0.195), (0.099, 0.195), (0.04, 0.2)],
)
def test_the_threshold_is_the_smallest_seen_that_will_do(
    tmp_path: Path, target: float, threshold: float
) -> None:
    """A mate's score is one that was seen; beyond the last it is just above it."""
    part = ladder_part(tmp_path)

    found = threshold_at(part, target)

    assert found == pytest.approx(threshold)
    assert part.nonmated.returned_wrong(found).mean() <= target


def test_lists_that_were_cut_too_high_have_no_threshold(tmp_path: Path) -> None:
    part = ladder_part(tmp_path, cut=0.15)
    few = replace(part, gallery=replace(part.gallery, cut=0.195))

    with pytest.raises(UndefinedMeasureError, match=r"cut at score 0\.195"):
        threshold_at(few, 0.1)
    assert threshold_at(part, 0.1) == pytest.approx(0.19)


def by_id(findings: list[Finding]) -> dict[str, Finding]:
    return {finding.id: finding for finding in findings}


@pytest.fixture(scope="module")
def simulated(tmp_path_factory: pytest.TempPathFactory) -> Part:
    """Lists of 4,000 searches of a gallery whose rates are known."""
    lists = simulate_lists(_LISTS, np.random.default_rng(20_250_604))
    folder = tmp_path_factory.mktemp("lists")
    (part,) = galleries_of(tally_of(folder, rows_of(lists)))
    return part


_LISTS = ListSettings(n_enrolled=500, n_others=1500, threshold=3.5)


def test_the_interval_of_a_threshold_holds_the_true_one(simulated: Part) -> None:
    point = operating_point(simulated, 0.05)

    assert point.low is not None
    assert point.high is not None
    assert point.low < point.threshold < point.high
    assert true_fpir(_LISTS, 1000, point.low) > 0.05
    assert true_fpir(_LISTS, 1000, point.high) < 0.05


def test_what_is_missed_there_allows_for_both(simulated: Part) -> None:
    point = operating_point(simulated, 0.02)

    found = by_id(operating_findings(simulated, [point], SETTINGS))

    missed = found["galleries/fnir_at_fpir"]
    assert missed.status == "measured"
    assert missed.population == {"target_fpir": 0.02, "rank": 1, "gallery_size": 1000}
    assert missed.interval is not None
    low, high = missed.interval
    assert low is not None
    assert high is not None
    true = true_miss_rate(_LISTS, point.threshold)
    assert low < true < high
    assert "first place: at the score for 1 in 50 wrong answers" in missed.says
    line = found["galleries/threshold_at_fpir"]
    assert line.estimate == point.threshold
    assert "at most 1 in 50 searches" in line.says


def test_a_target_that_is_too_rare_is_bounded(simulated: Part) -> None:
    """Fifteen hundred searches cannot show one in ten thousand."""
    point = operating_point(simulated, 1e-4)

    found = by_id(operating_findings(simulated, [point], SETTINGS))

    assert point.high is None
    line = found["galleries/threshold_at_fpir"]
    assert line.status == "bounded"
    assert line.estimate is None
    assert line.interval == (point.low, None)
    assert "no score here shows 1 in 10,000 wrong answers" in line.says
    missed = found["galleries/fnir_at_fpir"]
    assert missed.status == "bounded"
    assert "It may be far more" in missed.says


def test_no_threshold_is_said_for_each_rank(tmp_path: Path) -> None:
    found = without_threshold(ladder_part(tmp_path), 0.1, "nobody looked", (1, 5))

    assert [(f.id, f.population.get("rank"), f.status) for f in found] == [
        ("galleries/threshold_at_fpir", None, "not_estimable"),
        ("galleries/fnir_at_fpir", 1, "not_estimable"),
        ("galleries/fnir_at_fpir", 5, "not_estimable"),
    ]
    assert all(f.because == "nobody looked" for f in found)
