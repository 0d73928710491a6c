"""A register of claims, from a file to findings."""

import json
from pathlib import Path

import pytest

from matchaudit.audit import Outcome, Plan, run, simulate_claims
from matchaudit.audit.plan import Assumed, Input
from matchaudit.errors import InputError
from matchaudit.estimation.finding import Finding

SIZES = [1_000_000]
RATES = Assumed(fmr=(1e-6, 1e-6), tpir=(0.9, 0.95), enrolled=(0.1, 0.9))


def _register(folder: Path, *, sampled: bool = False) -> tuple[Path, int]:
    claims, truth = folder / "claims.csv", folder / "truth.json"
    simulate_claims(claims, claims=400, sampled=sampled, seed=3, truth=truth)
    facts = json.loads(truth.read_text(encoding="utf-8"))
    return claims, int(facts["truly_wrong"])


def _run(claims: Path, out: Path | None = None, **more: object) -> Outcome:
    given = Input.model_validate({"file": str(claims), "as": "claims"})
    return run(Plan.model_validate({"inputs": [given], **more}), out=out)


def _of(outcome: Outcome, name: str, **population: object) -> list[Finding]:
    return [
        f
        for f in outcome.findings
        if f.id == name and population.items() <= dict(f.population).items()
    ]


def _accuracy(folder: Path, *findings: dict[str, object]) -> str:
    path = folder / "findings.json"
    facts = {
        "schema": "matchaudit/findings/1",
        "title": "An audit",
        "synthetic": "Synthetic example data: scores.",
        "findings": list(findings),
    }
    path.write_text(json.dumps(facts), encoding="utf-8")
    return str(path)


def _rate(
    name: str, low: float, best: float, high: float, **at: object
) -> dict[str, object]:
    return {
        "id": name,
        "population": at,
        "status": "measured",
        "estimate": best,
        "interval": [low, high],
        "confidence": 0.95,
        "unit": "probability",
        "method": "wilson",
        "says": "A rate.",
        "sources": [],
        "cautions": [],
    }


def test_the_bounds_hold_the_truth_and_the_report_is_written(tmp_path: Path) -> None:
    claims, wrong = _register(tmp_path)
    outcome = _run(claims, tmp_path / "out", assumed=RATES, gallery_sizes=SIZES)
    (bounds,) = [f for f in _of(outcome, "claims/refuted_share") if f.population == {}]

    assert bounds.interval is not None
    low, high = bounds.interval
    assert low is not None
    assert high is not None
    assert low <= wrong / 400 <= high
    assert (tmp_path / "out" / "data" / "claims_expected.csv").exists()
    assert (tmp_path / "out" / "data" / "claims_corrections.csv").exists()
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert "Synthetic example data" in page
    for path in (tmp_path / "out").rglob("*"):  # no id of a claim anywhere
        assert path.is_dir() or b"C000" not in path.read_bytes(), path.name


def test_a_random_sample_holds_the_truth(tmp_path: Path) -> None:
    claims, wrong = _register(tmp_path, sampled=True)
    outcome = _run(claims, random_sample=True)
    (share,) = _of(outcome, "claims/refuted_share", assuming="random sample")

    assert share.status == "measured"
    assert share.interval is not None
    assert (share.interval[0] or 0) <= wrong / 400 <= (share.interval[1] or 0)


def test_without_accuracy_nothing_is_expected(tmp_path: Path) -> None:
    claims, _ = _register(tmp_path)
    (found,) = _of(_run(claims), "claims/expected_false")
    empty = _accuracy(tmp_path, _rate("accuracy/eer", 0.1, 0.2, 0.3))
    (other,) = _of(_run(claims, accuracy=empty), "claims/expected_false")

    assert found.status == other.status == "not_estimable"
    assert "--accuracy" in found.says
    assert "findings that were named do not say" in other.says


def test_sizes_of_the_plan_are_kept_to(tmp_path: Path) -> None:
    claims, _ = _register(tmp_path)
    outcome = _run(claims, assumed=RATES, gallery_sizes=[270_000_000])
    sizes = {
        f.population["gallery_size"] for f in _of(outcome, "claims/expected_false")
    }

    assert sizes == {270_000_000}


def test_measured_rates_are_taken_at_each_point_of_the_audit(tmp_path: Path) -> None:
    """Nobody knows from which score on a publisher takes a match for one."""
    claims, _ = _register(tmp_path)
    accuracy = _accuracy(
        tmp_path,
        _rate("accuracy/fmr", 5e-7, 1e-6, 2e-6, threshold=0.6),
        _rate("accuracy/fnmr", 0.01, 0.02, 0.03, threshold=0.6),
        _rate("accuracy/fmr", 5e-8, 1e-7, 2e-7, threshold=0.7),
        _rate("accuracy/fnmr", 0.03, 0.05, 0.08, threshold=0.7),
    )
    outcome = _run(claims, accuracy=accuracy, gallery_sizes=[1_000_000])
    at = {"level": "candidate", "enrolled_share": 0.01}
    (loose,), (strict,) = (
        [f.interval for f in _of(outcome, "claims/expected_false", threshold=t, **at)]
        for t in (0.6, 0.7)
    )

    assert loose is not None
    assert strict is not None
    assert (loose[0] or 0) > (strict[1] or 0)  # ten times the wrong matches
    assert outcome.released.provenance.synthetic is not None


def test_a_contrast_that_was_measured_comes_before_a_published_one(
    tmp_path: Path,
) -> None:
    claims, _ = _register(tmp_path)
    rates = [
        _rate("accuracy/fmr", 1e-6, 1e-6, 1e-6, threshold=0.6),
        _rate("accuracy/fnmr", 0.02, 0.02, 0.02, threshold=0.6),
    ]
    contrast = _rate(
        "accuracy/condition_contrast",
        2.0,
        2.0,
        2.0,
        measure="fnmr",
        condition="lower",
        threshold=0.6,
    )
    plain = _run(claims, accuracy=_accuracy(tmp_path, *rates), gallery_sizes=SIZES)
    (tmp_path / "b").mkdir()
    measured = _run(
        claims,
        accuracy=_accuracy(tmp_path / "b", *rates, {**contrast, "unit": "ratio"}),
        gallery_sizes=SIZES,
    )
    sources = [
        {
            str(value)
            for curve in outcome.released.curves
            if curve.name == "worth_inputs"
            for column in curve.columns
            if column.name == "source"
            for value in column.values
        }
        for outcome in (plain, measured)
    ]

    assert any("NIST" in source for source in sources[0])
    assert any("condition_contrast" in source for source in sources[1] - sources[0])


def test_a_share_of_nobody_or_everybody_is_refused(tmp_path: Path) -> None:
    claims, _ = _register(tmp_path)
    with pytest.raises(InputError) as caught:
        _run(claims, assumed=RATES.model_copy(update={"enrolled": (0.0, 0.5)}))

    assert caught.value.problem.code == "E13"


def test_a_plan_that_lists_publishers_tells_them(tmp_path: Path) -> None:
    claims, _ = _register(tmp_path)
    names = tuple(f"Outlet {k}" for k in range(1, 9))
    given = Input.model_validate(
        {"file": str(claims), "as": "claims", "vocabularies": {"publisher": names}}
    )
    told = run(Plan(inputs=(given,)))
    silent = _run(claims)

    def publishers(outcome: Outcome) -> set[str]:
        said = (f.population.get("publisher") for f in outcome.findings)
        return {str(name) for name in said if name is not None}

    assert publishers(told) <= {*names, "others"}
    assert len(publishers(told)) > 1
    assert publishers(silent) == set()


def test_dates_that_cannot_be_are_a_caution_without_a_row(tmp_path: Path) -> None:
    rows = "".join(f"K{i},2026-02-0{i},refuted,2026-01-0{i}\n" for i in range(1, 8))
    path = tmp_path / "c.csv"
    path.write_text(f"claim_id,published_at,status,corrected_at\n{rows}")
    cautions = _run(path).released.provenance.cautions

    assert any('7 were given a "corrected_at" before' in c for c in cautions)
    assert not any("ows 2" in c for c in cautions)


def _twelve(folder: Path) -> Path:
    path = folder / "twelve.csv"
    rows = "".join(f"K{i},2026-01-{i:02d},ai_match\n" for i in range(1, 13))
    path.write_text(f"claim_id,published_at,method\n{rows}", encoding="utf-8")
    return path


def _high(outcome: Outcome, **population: object) -> float:
    (found,) = _of(outcome, "claims/expected_false", level="candidate", **population)
    assert found.interval is not None
    return float(found.interval[1] or 0)


def test_a_reviewer_that_is_typed_is_in_the_population(tmp_path: Path) -> None:
    assumed = RATES.model_copy(update={"review_false_accept": (0.1, 0.3)})
    outcome = _run(_twelve(tmp_path), assumed=assumed, gallery_sizes=SIZES)
    reviewed = _of(outcome, "claims/expected_false", reviewed="yes")

    assert len(reviewed) == len(
        _of(outcome, "claims/expected_false", level="candidate")
    )


def test_faces_of_which_nothing_is_said_are_covered_if_the_plan_says_so(
    tmp_path: Path,
) -> None:
    claims = _twelve(tmp_path)
    covered = RATES.model_copy(update={"masked": "full"})
    bare = _run(claims, assumed=RATES, gallery_sizes=SIZES)
    masked = _run(claims, assumed=covered, gallery_sizes=SIZES)

    assert _high(masked, enrolled_share=0.5) > _high(bare, enrolled_share=0.5)
    (said,) = _of(bare, "claims/expected_false", level="candidate", enrolled_share=0.5)
    assert any("count as bare" in caution for caution in said.cautions)
    assert any("12 do not say what covers" in caution for caution in said.cautions)


def test_sizes_that_were_predicted_join_the_powers_of_ten(tmp_path: Path) -> None:
    accuracy = _accuracy(
        tmp_path,
        _rate("accuracy/fnmr", 0.01, 0.02, 0.03, threshold=0.6),
        _rate(
            "galleries/fpir_predicted",
            0.001,
            0.01,
            0.1,
            threshold=0.6,
            gallery_size=270_000_000,
        ),
    )
    outcome = _run(_twelve(tmp_path), accuracy=accuracy)
    found = _of(outcome, "claims/expected_false", enrolled_share=0.1)

    # Only there is it known how often a search returns a wrong person.
    assert {f.population["gallery_size"] for f in found} == {270_000_000}
    assert any('of the audit "An audit"' in c for c in found[0].cautions)
