"""Real scores (NIST BSSR1, face matcher C) as searches of galleries of two sizes."""

import csv
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from candidate_tables import tally_of
from matchaudit.galleries.measured.growth import growth_findings
from matchaudit.galleries.measured.parts import Part, galleries_of
from matchaudit.galleries.measured.rates import (
    false_negative_identification_rate,
    false_positive_identification_rate,
    selectivity,
)
from matchaudit.galleries.measured.settings import CandidateSettings

SCORES = Path(__file__).parents[4] / "shared/data/scores/bssr1-face-C.csv"
LINE, LENGTH = 0.6, 20
GALLERIES = {129: slice(0, 516, 4), 258: slice(0, 516, 2)}
"""Whose references are enrolled: each fourth person, or each second one."""

pytestmark = pytest.mark.skipif(
    not SCORES.exists(),
    reason="NOT TESTED on real scores: shared data is absent",
)


@pytest.fixture(scope="module")
def scores() -> NDArray[np.float64]:
    """Scores of 516 people; the one without a usable reference is left out."""
    with SCORES.open(encoding="utf-8") as file:
        rows = list(csv.reader(file))[1:]
    matrix = np.array([[float(cell) for cell in row[1:]] for row in rows])
    usable = ~(matrix == -1).all(axis=0)
    return matrix[np.ix_(usable, usable)]


@pytest.fixture(scope="module")
def parts(
    scores: NDArray[np.float64], tmp_path_factory: pytest.TempPathFactory
) -> dict[int, Part]:
    """Lists of the 20 best, for everybody, in each gallery."""
    rows: list[dict[str, Any]] = []
    for size, chosen in GALLERIES.items():
        people = np.arange(scores.shape[0])[chosen]
        for probe in range(scores.shape[0]):
            order = people[np.argsort(-scores[probe, people], kind="stable")][:LENGTH]
            rows += [
                {
                    "search_id": f"{size}:{probe}",
                    "rank": rank,
                    "score": float(scores[probe, who]),
                    "enrolled": bool(probe in people),
                    "probe_subject": f"p{probe}",
                    "candidate_subject": f"p{who}",
                    "gallery_size": size,
                }
                for rank, who in enumerate(order.tolist(), 1)
            ]
    folder = tmp_path_factory.mktemp("real")
    found = galleries_of(tally_of(folder, rows, thresholds=[LINE]))
    return {int(part.population["gallery_size"]): part for part in found}


@pytest.mark.parametrize("size", GALLERIES)
def test_rates_are_those_of_the_matrix(
    scores: NDArray[np.float64], parts: dict[int, Part], size: int
) -> None:
    people = np.arange(scores.shape[0])[GALLERIES[size]]
    others = np.setdiff1d(np.arange(scores.shape[0]), people)
    wrong = scores[np.ix_(others, people)]
    mates = scores[people, people]
    ranks = 1 + (scores[np.ix_(people, people)] > mates[:, None]).sum(axis=1)

    fpir = false_positive_identification_rate(parts[size], LINE)
    fnir = false_negative_identification_rate(parts[size], LINE, 5)
    mean = selectivity(parts[size], LINE)

    assert fpir.value == (wrong >= LINE).any(axis=1).mean()
    assert fnir.value == pytest.approx(1 - ((mates >= LINE) & (ranks <= 5)).mean())
    listed = np.minimum((wrong >= LINE).sum(axis=1), LENGTH)
    assert mean.value == pytest.approx(listed.mean())
    assert fpir.trials == others.size


def test_twice_the_gallery_brings_more_wrong_answers_but_not_twice(
    parts: dict[int, Part],
) -> None:
    settings = CandidateSettings(thresholds=(LINE,))

    (finding,), _ = growth_findings(list(parts.values()), settings)

    assert finding.interval is not None
    low, high = finding.interval
    assert low is not None
    assert high is not None
    assert 0 < low < high < 1
