from pathlib import Path

import numpy as np
import pytest

from candidate_tables import rows_of, tally_of, worked_example
from matchaudit.estimation.finding import Curve
from matchaudit.galleries.measured.curves import (
    CLOSED_SET,
    OPEN_SET,
    cmc_findings,
    det_findings,
)
from matchaudit.galleries.measured.parts import Part, galleries_of, groups_of
from matchaudit.galleries.measured.settings import CandidateSettings
from matchaudit.records.simulation.candidates import (
    ListSettings,
    simulate_lists,
    true_fpir,
    true_miss_rate,
)

SETTINGS = CandidateSettings()
LISTS = ListSettings(n_enrolled=400, n_others=400, threshold=3.5)


def columns(curve: Curve) -> dict[str, tuple[object, ...]]:
    return {column.name: column.values for column in curve.columns}


@pytest.fixture(scope="module")
def simulated(tmp_path_factory: pytest.TempPathFactory) -> Part:
    lists = simulate_lists(LISTS, np.random.default_rng(20_250_605))
    rows = rows_of(lists)
    for row in rows:
        row["probe_group"] = "B" if row["probe_subject"].endswith("3") else "A"
    folder = tmp_path_factory.mktemp("lists")
    (part,) = galleries_of(tally_of(folder, rows, by=["probe_group"]))
    return part


def test_the_cmc_of_the_example(tmp_path: Path) -> None:
    """Two of five are found first, and three within the first two."""
    parts = galleries_of(tally_of(tmp_path, worked_example()))

    (finding,), (curve,) = cmc_findings(parts, SETTINGS)

    found = columns(curve)
    assert found["rank"] == (1, 2)
    assert found["searches"] == (5, 5)
    assert found["found"] == (2, 3)
    assert found["share"] == (0.4, 0.6)
    assert found["group"] == ("", "")
    assert "system" not in found
    assert finding.curve == curve.path == "data/cmc.csv"
    assert finding.cautions == (OPEN_SET,)


def test_a_closed_set_is_called_one(tmp_path: Path) -> None:
    rows = [row for row in worked_example() if row["enrolled"]]

    (finding,), _ = cmc_findings(galleries_of(tally_of(tmp_path, rows)), SETTINGS)

    assert finding.cautions == (CLOSED_SET,)


def test_the_det_of_the_example(tmp_path: Path) -> None:
    """At 0.55 three of ten are wrong; at 0.7 two of ten, and three of five missed."""
    parts = galleries_of(tally_of(tmp_path, worked_example()))

    (finding,), (curve,) = det_findings(parts, SETTINGS)

    found = columns(curve)
    points = dict(
        zip(
            found["threshold"],
            zip(found["fpir"], found["fnir"], strict=True),
            strict=True,
        )
    )
    assert points[0.55] == (0.3, 0.4)
    assert points[0.7] == (0.2, 0.6)
    assert points[0.95] == (0.0, 0.8)
    assert set(found["rank"]) == {2}
    assert finding.curve == "data/identification_det.csv"
    assert finding.population == {"gallery_size": 100}


def test_the_det_follows_the_truth(simulated: Part) -> None:
    _, (curve,) = det_findings([simulated], SETTINGS)
    found = columns(curve)

    inside = np.zeros(2)
    for k, threshold in enumerate(found["threshold"]):
        assert isinstance(threshold, float)
        truths = true_fpir(LISTS, 1000, threshold), true_miss_rate(LISTS, threshold)
        for j, name in enumerate(("fpir", "fnir")):
            low, high = found[f"{name}_low"][k], found[f"{name}_high"][k]
            assert isinstance(low, float)
            assert isinstance(high, float)
            inside[j] += low <= truths[j] <= high

    assert (inside / len(found["threshold"]) > 0.85).all()
    assert len(found["threshold"]) <= 40
    assert list(found["fpir"]) == sorted(found["fpir"], reverse=True)  # type: ignore[type-var]
    assert list(found["fnir"]) == sorted(found["fnir"])  # type: ignore[type-var]


def test_groups_stand_beside_everybody(simulated: Part) -> None:
    parts = [simulated, *groups_of(simulated, "probe_group")]

    found, (cmc,) = cmc_findings(parts, SETTINGS)
    _, (det,) = det_findings(parts, SETTINGS)

    assert len(found) == 1
    assert set(columns(cmc)["group"]) == {"", "A", "B"}
    shared = columns(det)
    by_group = {
        group: [
            t
            for t, g in zip(shared["threshold"], shared["group"], strict=True)
            if g == group
        ]
        for group in ("", "A", "B")
    }
    assert by_group[""] == by_group["A"] == by_group["B"]


def test_a_group_of_few_people_is_not_drawn(simulated: Part) -> None:
    parts = [simulated, *groups_of(simulated, "probe_group")]
    settings = CandidateSettings(group_floor=100)

    _, (curve,) = cmc_findings(parts, settings)

    assert set(columns(curve)["group"]) == {"", "A"}


def test_without_mates_there_is_no_curve(tmp_path: Path) -> None:
    rows = [row for row in worked_example() if not row["enrolled"]]
    parts = galleries_of(tally_of(tmp_path, rows))

    assert cmc_findings(parts, SETTINGS) == ([], [])
    assert det_findings(parts, SETTINGS) == ([], [])
