"""Whole audits, from files to findings."""

import json
from pathlib import Path

import numpy as np
import pytest

from matchaudit import audit
from matchaudit.audit import Input, Plan
from matchaudit.errors import InputError
from matchaudit.estimation.finding import Finding

SCORES = Path(__file__).resolve().parents[2] / ".." / "shared/data/scores"
FACE_C = SCORES / "bssr1-face-C.csv"
needs_bssr1 = pytest.mark.skipif(
    not FACE_C.exists(),
    reason="NOT TESTED ON REAL SCORES: shared/data/scores/bssr1-face-C.csv is not here",
)
HEADER = "probe_subject,reference_subject,score,probe_capture\n"


def written(folder: Path, *, captures: int = 2) -> Path:
    """Write comparisons of 30 people with different scores and kinds of capture."""
    rng = np.random.default_rng(3)
    lines = [
        f"P{i},P{j},{(0.8 if i == j else 0.3) + rng.normal(0, 0.1):.4f},c{k % captures}"
        for k, (i, j) in enumerate(np.ndindex(30, 30))
    ]
    path = folder / "scores.csv"
    path.write_text(HEADER + "\n".join(lines) + "\n")
    return path


def only(findings: tuple[Finding, ...], name: str, **population: float) -> Finding:
    found = [
        f for f in findings if f.id == name and dict(f.population) == dict(population)
    ]
    assert len(found) == 1, [dict(f.population) for f in found]
    return found[0]


@needs_bssr1
def test_real_face_scores_give_the_published_figures() -> None:
    """BSSR1 face C: one failed reference, so 266,256 usable non-mated comparisons."""
    targets = (1e-2, 1e-3, 1e-4)
    plan = Plan(
        inputs=(Input(file=str(FACE_C), failed_scores=(-1.0,)),), target_fmrs=targets
    )

    findings = audit.run(plan).findings

    eer = only(findings, "accuracy/eer")
    assert eer.estimate == pytest.approx(0.0426, abs=1e-4)
    missed = [only(findings, "accuracy/fnmr_at_fmr", target_fmr=t) for t in targets]
    assert [f.estimate for f in missed] == pytest.approx(
        [0.083, 0.159, 0.256], abs=5e-4
    )
    wrong = [f for f in findings if f.id == "accuracy/fmr"]
    assert {f.trials for f in wrong} == {266_256}
    for f, target, low, high, effective in zip(
        wrong,
        targets,
        (7.9e-3, 6.5e-4, 4.5e-5),
        (1.27e-2, 1.53e-3, 2.1e-4),
        (6_700, 21_000, 64_000),
        strict=True,
    ):
        assert f.estimate is not None
        assert f.interval is not None
        assert f.effective_trials is not None
        assert f.estimate <= target
        assert f.interval == pytest.approx((low, high), rel=0.05)
        assert f.effective_trials == pytest.approx(effective, rel=0.1)


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    plan = Plan(inputs=(Input(file=str(written(tmp_path))),), thresholds=(0.5,))

    for name in ("first", "second"):
        audit.run(plan, out=tmp_path / name)

    files = sorted(p for p in (tmp_path / "first").rglob("*") if p.is_file())
    assert len(files) > 5
    for path in files:
        again = tmp_path / "second" / path.relative_to(tmp_path / "first")
        assert path.read_bytes() == again.read_bytes()


def test_distances_and_their_similarities_give_the_same_rates(tmp_path: Path) -> None:
    near = written(tmp_path)
    lines = [line.split(",") for line in near.read_text().splitlines()[1:]]
    far = tmp_path / "distances.csv"
    far.write_text(
        HEADER + "".join(f"{a},{b},{1 - float(s):.4f},{c}\n" for a, b, s, c in lines)
    )
    similar = Plan(inputs=(Input(file=str(near)),), thresholds=(0.55,))
    distant = Plan(
        inputs=(Input(file=str(far), lower_is_closer=True),), thresholds=(0.45,)
    )

    one = only(audit.run(similar).findings, "accuracy/fmr", threshold=0.55)
    other = only(audit.run(distant).findings, "accuracy/fmr", threshold=0.45)

    assert (one.events, one.interval) == (other.events, other.interval)
    assert "t distance 0.45" in other.says


def test_too_many_values_are_passed_over_and_said(tmp_path: Path) -> None:
    path = written(tmp_path, captures=70)
    plan = Plan(inputs=(Input(file=str(path)),), thresholds=(0.5,))

    outcome = audit.run(plan)

    assert any(
        "Nothing was compared by probe_capture with 70 values" in caution
        for caution in outcome.released.provenance.cautions
    )
    with pytest.raises(InputError, match="at most 50 values"):
        audit.run(plan.model_copy(update={"by": ("probe_capture",)}))


def test_files_of_one_table_must_be_read_alike(tmp_path: Path) -> None:
    path = str(written(tmp_path))
    plan = Plan(inputs=(Input(file=path), Input(file=path, decimal="comma")))

    with pytest.raises(InputError, match="read in one way"):
        audit.run(plan)


def test_nothing_is_left_after_a_failure(tmp_path: Path) -> None:
    path = written(tmp_path)
    path.write_text(path.read_text() + "P1,P2\n")
    before = sorted(tmp_path.iterdir())

    with pytest.raises(InputError):
        audit.run(Plan(inputs=(Input(file=str(path)),)), out=tmp_path / "out")

    assert sorted(tmp_path.iterdir()) == before


def test_the_demo_never_writes_over_a_file_that_is_not_its_own(tmp_path: Path) -> None:
    mine = tmp_path / "example-comparisons.csv"
    mine.write_text("my,own,data\n")

    with pytest.raises(InputError, match="not a simulated file"):
        audit.demo_plan(tmp_path)

    assert mine.read_text() == "my,own,data\n"


def test_a_simulation_replaces_only_a_simulation(tmp_path: Path) -> None:
    for name in ("s.csv", "s.parquet"):
        path = tmp_path / name
        for _ in range(2):
            audit.simulate_comparisons(path, subjects=20, samples=1, seed=1)
        path.write_bytes(b"mine,\n" * 20)

        with pytest.raises(InputError, match="not a simulated file"):
            audit.simulate_comparisons(path, subjects=20, samples=1, seed=1)

        assert path.read_bytes() == b"mine,\n" * 20


def test_a_threshold_far_from_all_scores_is_pointed_out(tmp_path: Path) -> None:
    plan = Plan(inputs=(Input(file=str(written(tmp_path))),), thresholds=(50.0, 0.5))

    cautions = audit.run(plan).released.provenance.cautions

    assert [c.split(":")[0] for c in cautions] == ["No score is near 50"]


def test_a_folder_of_others_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("mine")
    plan = Plan(inputs=(Input(file=str(tmp_path / "there-is-none.csv")),))

    with pytest.raises(InputError, match="did not write"):
        audit.run(plan, out=tmp_path / "out")


def test_the_demo_plan_can_be_made_again(tmp_path: Path) -> None:
    assert audit.demo_plan(tmp_path) == audit.demo_plan(tmp_path)


def test_the_demo_holds_a_register_against_its_own_test(tmp_path: Path) -> None:
    test = audit.demo_plan(tmp_path)
    found = tmp_path / "audit" / "findings.json"

    claims = audit.demo_claims_plan(tmp_path, found)

    assert claims.kinds == ("claims",)
    assert claims.accuracy == str(found)
    assert claims.gallery_sizes == test.gallery_sizes == (270_000_000,)
    assert Path(claims.inputs[0].file).read_text().startswith("# Synthetic")


def test_findings_json_is_what_was_measured(tmp_path: Path) -> None:
    plan = Plan(inputs=(Input(file=str(written(tmp_path))),), thresholds=(0.5,))
    outcome = audit.run(plan)

    facts = json.loads(outcome.findings_json)

    assert len(facts["findings"]) == len(outcome.findings)
    assert facts["plan_sha256"] == outcome.released.provenance.plan_sha256


def test_days_at_the_end_of_a_month_are_of_that_month_by_the_clocks_on_the_spot(
    tmp_path: Path,
) -> None:
    """In UTC the last day of January in Detroit ends in February."""
    (tmp_path / "log.csv").write_text(
        "search_id,searched_at,case_ref\n"
        "S1,2025-01-31,K1\nS2,2025-01-31 22:00,\nS3,2025-02-28,K2\n"
    )
    (tmp_path / "pack.yaml").write_text(
        "pack: ours\ntitle: Ours\nrules:\n- id: R1\n  says: Each has a case.\n"
        "  from: Order 1\n  for_each: [month]\n  share_where: case_ref is null\n"
        "  at_most: 0.1\n"
    )
    log = {"file": str(tmp_path / "log.csv"), "as": "searches"}
    given = Input.model_validate({**log, "timezone": "America/Detroit"})

    run = audit.run(Plan(inputs=(given,), rules=(str(tmp_path / "pack.yaml"),)))

    counted = {
        f.population["answer"]: f.estimate for f in run.findings if f.id == "usage/rule"
    }
    assert counted == {"meets": 1, "breaks": 1, "cannot_tell": 0, "does_not_apply": 0}
