from pathlib import Path
from typing import Any

import numpy as np
import pytest

from candidate_tables import rows_of, search, tally_of
from matchaudit.estimation.finding import Finding
from matchaudit.galleries.measured.growth import growth_findings
from matchaudit.galleries.measured.parts import Part, galleries_of
from matchaudit.galleries.measured.settings import CandidateSettings
from matchaudit.records.simulation.candidates import (
    ListSettings,
    simulate_lists,
    true_fpir,
)

LISTS = ListSettings(
    n_enrolled=500,
    n_others=500,
    gallery_sizes=(100, 1000, 10_000),
    subject_sd=0.5,
    mate_mean=4.0,
    threshold=3.0,
    list_length=20,
)


@pytest.fixture(scope="module")
def three_sizes(tmp_path_factory: pytest.TempPathFactory) -> tuple[Part, ...]:
    """The same people searched for in galleries of 100, 1,000 and 10,000."""
    lists = simulate_lists(LISTS, np.random.default_rng(20_250_606))
    folder = tmp_path_factory.mktemp("lists")
    return galleries_of(tally_of(folder, rows_of(lists), thresholds=[4.0]))


def by_step(findings: list[Finding], measure: str) -> dict[tuple[int, int], Finding]:
    return {
        (int(f.population["from"]), int(f.population["to"])): f
        for f in findings
        if f.population["measure"] == measure
    }


def test_wrong_answers_at_a_fixed_score_grow_as_they_should(
    three_sizes: tuple[Part, ...],
) -> None:
    found, _ = growth_findings(three_sizes, CandidateSettings(thresholds=(4.0,)))

    steps = by_step(found, "fpir")
    assert list(steps) == [(100, 1000), (1000, 10_000), (100, 10_000)]
    for (small, large), finding in steps.items():
        rates = [true_fpir(LISTS, size, 4.0) for size in (small, large)]
        true = np.log(rates[1] / rates[0]) / np.log(large / small)
        assert finding.interval is not None
        low, high = finding.interval
        assert low is not None
        assert high is not None
        assert low < true < high
        assert 0 < true < 1
        assert finding.unit == "exponent"
    assert "at score 4 or above" in steps[100, 1000].says


def test_misses_at_a_fixed_share_of_wrong_answers_grow(
    three_sizes: tuple[Part, ...],
) -> None:
    """The threshold rises with the gallery, and the rate of misses with it."""
    settings = CandidateSettings(target_fpirs=(0.05,), ranks=(1,))

    found, curves = growth_findings(three_sizes, settings)

    step = by_step(found, "fnir")[100, 10_000]
    assert step.estimate is not None
    first, _, last = three_sizes
    misses = [float((p.mated.missed(_line(p), 1)).mean()) for p in (first, last)]
    assert step.estimate == pytest.approx(np.log(misses[1] / misses[0]) / np.log(100))
    assert step.interval is not None
    assert step.interval[0] is not None
    assert step.interval[0] > 0
    assert step.population["target_fpir"] == 0.05
    assert curves == []


def _line(part: Part) -> float:
    """Return a score just above the largest that makes more than 5 in 100 wrong."""
    wrong = np.sort(part.nonmated.top_score)[::-1]
    return float(np.nextafter(wrong[int(0.05 * wrong.size)], np.inf))


def test_points_of_the_curve_are_the_measured_rates(
    three_sizes: tuple[Part, ...],
) -> None:
    _, (curve,) = growth_findings(three_sizes, CandidateSettings(thresholds=(4.0,)))

    columns = {c.name: c.values for c in curve.columns}
    assert curve.name == "gallery_growth"
    assert columns["gallery_size"] == (100, 1000, 10_000)
    assert set(columns["kind"]) == {"measured"}
    assert columns["within_horizon"] == (True, True, True)
    assert columns["fpir"] == tuple(
        (p.nonmated.top_score >= 4.0).mean() for p in three_sizes
    )


def test_the_same_seed_gives_the_same_range(three_sizes: tuple[Part, ...]) -> None:
    one, again, other = (
        growth_findings(three_sizes, CandidateSettings(thresholds=(4.0,), seed=seed))[0]
        for seed in (1, 1, 2)
    )

    assert [f.interval for f in one] == [f.interval for f in again]
    assert [f.interval for f in one] != [f.interval for f in other]


def two_sizes() -> list[dict[str, Any]]:
    return [
        row
        for size in (100, 200)
        for i in range(6)
        for row in search(
            f"{size}-{i}",
            *([("g", 0.9)] if size > 100 and i < 3 else []),
            of=f"p{i}",
            enrolled=False,
            gallery_size=size,
        )
    ]


def test_what_did_not_happen_cannot_grow(tmp_path: Path) -> None:
    parts = galleries_of(tally_of(tmp_path, two_sizes(), thresholds=[0.9]))

    (finding,), _ = growth_findings(parts, CandidateSettings(thresholds=(0.9,)))

    assert finding.status == "not_estimable"
    assert finding.because == "there was none in the gallery of 100 people"


def test_few_searches_cannot_set_a_threshold_anew(tmp_path: Path) -> None:
    rows = [{**row, "threshold": 0.1} for row in two_sizes()]
    parts = galleries_of(tally_of(tmp_path, rows))

    (finding,), _ = growth_findings(parts, CandidateSettings(target_fpirs=(0.1,)))

    assert finding.because is not None
    assert finding.because.startswith("there are too few searches to set the score")


def test_systems_are_not_compared_with_each_other(tmp_path: Path) -> None:
    rows = [
        row
        for size, system in ((100, "S"), (200, "T"))
        for row in search(
            system, ("g", 0.9), enrolled=False, gallery_size=size, system=system
        )
    ]
    parts = galleries_of(tally_of(tmp_path, rows))

    assert growth_findings(parts, CandidateSettings(thresholds=(0.5,))) == ([], [])
