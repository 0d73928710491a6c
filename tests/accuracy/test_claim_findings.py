from dataclasses import replace

import numpy as np
import pytest

from matchaudit.accuracy.claim_findings import lr_finding
from matchaudit.accuracy.evidence import evidence_of
from matchaudit.accuracy.likelihood import likelihood_findings
from measures import closed, simulated


def _rng() -> np.random.Generator:
    return np.random.default_rng(2)


def test_the_bounds_are_counted_and_say_what_can_be_claimed() -> None:
    sample = simulated().sample()
    evidence = evidence_of(sample)

    found, _ = likelihood_findings(sample, rng=_rng())
    favour, against = (f for f in found if f.id == "accuracy/lr_bounds")

    assert favour.estimate == pytest.approx(10 ** evidence.bounds[1])
    assert against.estimate == pytest.approx(10 ** evidence.bounds[0])
    assert favour.says.startswith("No more than ")
    assert favour.says.endswith(
        "to 1 can be claimed from this sample that it is one person."
    )
    assert "share people" in favour.cautions[0]


def test_a_ratio_inside_the_bounds_is_measured() -> None:
    evidence = evidence_of(simulated().sample())

    finding = lr_finding(evidence, 2.0, confidence=0.95)

    low, high = closed(finding.interval)
    assert finding.estimate is not None
    assert low < finding.estimate < high
    assert 10 ** evidence.bounds[0] <= low
    assert high <= 10 ** evidence.bounds[1] * (1 + 1e-12)


@pytest.mark.parametrize(("which", "end"), [("max", 1), ("min", 0)])
def test_a_ratio_beyond_the_bounds_is_cut_there(which: str, end: int) -> None:
    evidence = evidence_of(simulated().sample())
    score = float(getattr(evidence.data.score, which)())

    finding = lr_finding(evidence, score, confidence=0.95)

    assert finding.status == "bounded"
    assert finding.interval is not None
    assert finding.interval[end] == pytest.approx(10 ** evidence.bounds[end])
    assert "no more than" in finding.says


def test_a_score_that_was_never_seen_has_no_ratio() -> None:
    finding = lr_finding(evidence_of(simulated().sample()), 99.0, confidence=0.95)

    assert finding.status == "not_estimable"
    assert finding.because == "no score like it was seen"


def test_a_system_that_says_nothing_lets_nobody_claim() -> None:
    """Mated scores drawn as the others are."""
    sample = simulated().sample()
    noise = np.random.default_rng(8).normal(size=sample.score.size)
    found, _ = likelihood_findings(replace(sample, score=noise), rng=_rng())

    assert found[0].estimate == pytest.approx(1.0, abs=0.05)
    assert [f.says for f in found if f.id == "accuracy/lr_bounds"] == [
        "From this sample nothing can be claimed that it is one person.",
        "From this sample nothing can be claimed that it is two people.",
    ]
