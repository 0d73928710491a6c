"""Predictions of an audit, from files of simulated galleries whose truth is known."""

import json
import math
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pytest

from matchaudit.audit import reading
from matchaudit.audit.galleries import predicted, with_worth
from matchaudit.audit.plan import Plan
from matchaudit.audit.run import run
from matchaudit.audit.simulated import simulate_galleries
from matchaudit.errors import InputError
from matchaudit.estimation.finding import Finding
from matchaudit.galleries import prediction
from matchaudit.galleries.prediction import Fitted
from matchaudit.tallies import GalleryTail
from oracles.normal_tail import fit_normal

FPIR, FNIR = "galleries/fpir_predicted", "galleries/fnir_predicted"
SIZES = (270_000_000,)


@pytest.fixture(scope="module")
def simulated(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """Write a test of 400 people who have look-alikes, and its truth."""
    folder = tmp_path_factory.mktemp("galleries")
    rows, truth = folder / "rows.parquet", folder / "truth.json"
    simulate_galleries(rows, subjects=400, family="lookalikes", seed=11, truth=truth)
    return rows, json.loads(truth.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def in_groups(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a test of 40 people in two groups, every fourth in group B."""
    rng = np.random.default_rng(3)
    path = tmp_path_factory.mktemp("groups") / "rows.parquet"
    rows = [
        (i, j, rng.normal() if i != j else 6.0, "AAAB"[i % 4], "AAAB"[j % 4])
        for i in range(40)
        for j in range(i, 40)
    ]
    sides = ("probe_subject", "reference_subject", "score")
    names = (*sides, "probe_group", "reference_group")
    columns = ", ".join(f"unnest(?) AS {name}" for name in names)
    with duckdb.connect() as connection:
        connection.execute(
            f"COPY (SELECT {columns}) TO '{path}'",  # the path is the test's own
            [list(column) for column in zip(*rows, strict=True)],
        )
    return path


def of(path: Path, *, folder: Path, **keys: Any) -> tuple[Plan, list[Finding]]:  # noqa: ANN401 - keys of a plan
    plan = Plan.model_validate({"inputs": [{"file": str(path)}], **keys})
    table = reading.read_comparisons(plan.inputs, workspace=folder)
    findings, _, _ = predicted(plan, table, lambda _: None, at_target_fmr={})
    return plan, findings


def one(findings: list[Finding], name: str, **population: float | str) -> Finding:
    (found,) = [f for f in findings if f.id == name and f.population == population]
    return found


def true_rates(truth: Mapping[str, Any]) -> dict[tuple[int, float], dict[str, float]]:
    return {
        (row["gallery_size"], row["threshold"]): row
        for row in truth["searches"]
        if not row["population"]
    }


def test_predictions_hold_the_truth_of_a_simulated_gallery(
    simulated: tuple[Path, dict[str, Any]], tmp_path: Path
) -> None:
    rows, truth = simulated
    rates = true_rates(truth)
    thresholds = sorted({threshold for _, threshold in rates})
    _, found = of(
        rows,
        folder=tmp_path,
        thresholds=thresholds,
        gallery_sizes=SIZES,
        target_fpirs=[0.01],
    )
    checked = 0
    for (size, threshold), true in rates.items():
        if size not in SIZES:
            continue
        finding = one(found, FPIR, gallery_size=size, threshold=threshold)
        assert finding.interval is not None
        low, high = finding.interval
        assert (low or 0) <= true["fpir"] <= (high or 1) + 1e-6, (size, threshold)
        missed = one(found, FNIR, gallery_size=size, threshold=threshold)
        assert missed.interval is not None
        if finding.status == "measured" and 1e-4 < true["fpir"] < 0.7:
            checked += 1
            guess, is_ = finding.estimate or 0.0, true["fpir"]
            odds = math.log10(guess / (1 - guess) / (is_ / (1 - is_)))
            assert abs(odds) < 1.5
    assert checked >= 2


def test_a_whole_audit_says_what_a_candidate_of_the_larger_gallery_is_worth(
    in_groups: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prediction, "fit", fit_normal)
    plan = Plan.model_validate(
        {
            "inputs": [{"file": str(in_groups)}],
            "gallery_sizes": [10_000],
            "thresholds": [4.0],
            "target_fmrs": [0.01],
        }
    )
    outcome = run(plan, out=tmp_path / "out")
    ids = {finding.id for finding in outcome.findings}
    assert {FPIR, FNIR, "galleries/probes_to_confirm"} <= ids
    assert "galleries/candidate_correct" in ids
    held = (tmp_path / "out" / "data" / "gallery_growth.csv").read_text("utf-8")
    assert {"measured", "predicted", "bracket", "naive"} <= {
        line.split(",")[1] for line in held.splitlines()[1:]
    }
    set_by = one(list(outcome.findings), FPIR, gallery_size=10_000, target_fmr=0.01)
    assert set_by.interval is not None
    by_group = [f for f in outcome.findings if f.id == FPIR and "group" in f.population]
    assert {f.population["group"] for f in by_group} == {"A", "B"}


def test_the_same_seed_gives_the_same_numbers(
    in_groups: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def drawn(tail: GalleryTail, *, rng: np.random.Generator, **_: object) -> Fitted:
        found = fit_normal(tail, rng=rng)
        return replace(found, mean=found.mean + rng.normal(0, 0.1))

    monkeypatch.setattr(prediction, "fit", drawn)
    keys: dict[str, Any] = {"gallery_sizes": [1000], "thresholds": [3.0]}
    keys["by"] = ["reference_group"]  # not by the group of the probe
    first, again, other = (
        of(in_groups, folder=tmp_path, **keys, seed=seed)[1] for seed in (7, 7, 8)
    )
    assert first == again
    assert first[0].estimate != other[0].estimate
    assert not any("group" in f.population for f in first)


def test_no_gallery_asks_for_no_prediction(in_groups: Path, tmp_path: Path) -> None:
    plan, found = of(in_groups, folder=tmp_path, thresholds=[3.0])
    assert found == []
    assert with_worth(plan, [], found) == ([], [])


def test_a_gallery_without_a_score_says_what_is_missing(
    in_groups: Path, tmp_path: Path
) -> None:
    _, found = of(in_groups, folder=tmp_path, gallery_sizes=[1000, 5000])
    assert [f.status for f in found] == ["not_estimable"] * 2
    assert "no score and no target was named" in found[0].says


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ({"target_fpirs": [0.01]}, "--target-fpir is about searches of a gallery"),
        (
            {"thresholds": [3.0], "gallery_composition": {"A": 1.0}},
            "--gallery-share is about searches of a gallery",
        ),
        (
            {
                "thresholds": [3.0],
                "gallery_sizes": [1000],
                "gallery_composition": {"A": 0.5, "C": 0.5},
            },
            'group "C", which is in no record. The records hold these groups: A, B.',
        ),
    ],
)
def test_what_says_nothing_of_a_gallery_is_refused(
    in_groups: Path, tmp_path: Path, keys: dict[str, Any], words: str
) -> None:
    with pytest.raises(InputError, match="E13") as caught:
        of(in_groups, folder=tmp_path, **keys)
    assert words in caught.value.problem.message


def test_shares_of_groups_that_are_not_recorded_are_refused(
    simulated: tuple[Path, dict[str, Any]], tmp_path: Path
) -> None:
    with pytest.raises(InputError, match="do not hold the groups") as caught:
        of(
            simulated[0],
            folder=tmp_path,
            thresholds=[0.5],
            gallery_sizes=[1000],
            gallery_composition={"A": 1.0},
        )
    assert caught.value.problem.code == "E13"


def test_a_declared_gallery_is_predicted_for_by_its_groups(
    in_groups: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prediction, "fit", fit_normal)
    keys: dict[str, Any] = {"thresholds": [4.0], "gallery_sizes": [10_000]}
    _, like_test = of(in_groups, folder=tmp_path, **keys)
    _, declared = of(
        in_groups, folder=tmp_path, **keys, gallery_composition={"A": 0.5, "B": 0.5}
    )
    at: dict[str, float | str] = {"gallery_size": 10_000, "threshold": 4.0}
    assert one(declared, FPIR, **at).estimate != one(like_test, FPIR, **at).estimate
    groups = [one(declared, FPIR, **at, group=g).estimate for g in "AB"]
    everybody = one(declared, FPIR, **at).estimate
    assert everybody == pytest.approx(np.average(np.array(groups), weights=[30, 10]))


def test_a_file_of_distances_is_predicted_for_in_distances(
    in_groups: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prediction, "fit", fit_normal)
    turned = tmp_path / "turned.parquet"
    with duckdb.connect() as connection:
        connection.execute(
            "COPY (SELECT * REPLACE (-score AS score) FROM read_parquet(?)) "  # noqa: S608 - the test's own path
            f"TO '{turned}'",
            [str(in_groups)],
        )
    keys: dict[str, Any] = {"gallery_sizes": [10_000], "target_fpirs": [0.01]}
    _, found = of(in_groups, folder=tmp_path, **keys, thresholds=[4.0])
    plan = Plan.model_validate(
        {
            "inputs": [{"file": str(turned), "lower_is_closer": True}],
            **keys,
            "thresholds": [-4.0],
        }
    )
    table = reading.read_comparisons(plan.inputs, workspace=tmp_path)
    distances, _, _ = predicted(plan, table, lambda _: None)
    at: dict[str, float | str] = {"gallery_size": 10_000, "threshold": 4.0}
    turned_at = {**at, "threshold": -4.0}
    same = one(distances, FPIR, **turned_at)
    assert same.estimate == one(found, FPIR, **at).estimate
    assert "at distance -4 or below" in same.says
    name, target = "galleries/threshold_at_fpir", {"target_fpir": 0.01}
    score = one(found, name, gallery_size=10_000, **target, predicted=True)
    distance = one(distances, name, gallery_size=10_000, **target, predicted=True)
    assert distance.unit == "distance"
    assert distance.estimate == -(score.estimate or 0)


def test_a_file_without_wrong_pairs_says_so(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_text("probe_subject,reference_subject,score\na,a,1\nb,b,2\n", "utf-8")
    _, found = of(path, folder=tmp_path, gallery_sizes=[1000], thresholds=[1.5])
    assert {f.status for f in found} == {"not_estimable"}
    assert "no comparisons of different people" in found[0].says
