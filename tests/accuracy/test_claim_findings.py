from dataclasses import replace

import numpy as np
import pytest

from matchaudit.accuracy.claim_bounds import ClaimBounds
from matchaudit.accuracy.claim_findings import CUT, RARE, bound_findings, lr_finding
from matchaudit.accuracy.evidence import Evidence, evidence_of
from matchaudit.accuracy.likelihood import likelihood_findings
from matchaudit.estimation.finding import Finding
from measures import closed, simulated


def _rng() -> np.random.Generator:
    return np.random.default_rng(2)


def _evidence() -> Evidence:
    return evidence_of(simulated().sample(), simulated().tally())


def _ends(finding: Finding) -> tuple[float | None, ...]:
    ends = finding.interval or ()
    return tuple(None if end is None else round(end, 4) for end in ends)


def _bounded(favour: float, against: float = -1.0) -> Evidence:
    bounds = ClaimBounds(
        against=against,
        favour=favour,
        cautious_against=against,
        cautious_favour=min(favour, 0.5),
        confidence=0.95,
    )
    return replace(_evidence(), bounds=bounds)


def test_bounds_have_one_open_end_and_say_what_can_be_claimed() -> None:
    favour, against = bound_findings(_bounded(2.0, -1.0))

    assert favour.status == against.status == "bounded"
    assert _ends(favour) == (None, 100.0)
    assert _ends(against) == (0.1, None)
    assert favour.says == (
        "No more than 100 to 1 can be claimed from this sample that it is one person."
    )
    assert against.says.startswith("No more than 10 to 1 ")
    assert favour.cautions == (
        (
            "If nothing is assumed about tries that share a person, no more than 3.1 "
            "to 1 can be claimed that it is one person."
        ),
    )
    assert against.cautions == ()


def test_a_ratio_inside_the_bounds_is_measured() -> None:
    evidence = _evidence()

    finding = lr_finding(evidence, 2.0, confidence=0.95)

    low, high = closed(finding.interval)
    line, half = evidence.line.log10_lr(2.0, confidence=0.95)
    assert finding.estimate == pytest.approx(10**line)
    assert low <= 10 ** (line - half)
    assert high >= 10 ** (line + half)
    assert finding.cautions == ()


def test_a_line_and_steps_that_disagree_are_both_held() -> None:
    """Scores bent so that no straight line fits them."""
    records = simulated()
    sample = records.sample()
    bent = np.where(sample.score > 1.5, 1.5 + (sample.score - 1.5) * 8, sample.score)
    evidence = evidence_of(replace(sample, score=bent), records.tally())
    evidence = replace(evidence, bounds=_bounded(9.0, -9.0).bounds)
    score = 1.4

    finding = lr_finding(evidence, score, confidence=0.95)

    line, half = evidence.line.log10_lr(score, confidence=0.95)
    steps = evidence.log10_by_steps(score)
    low, high = closed(finding.interval)
    assert abs(steps - line) > half
    assert low <= 10 ** min(line - half, steps) * (1 + 1e-9)
    assert high >= 10 ** max(line + half, steps) * (1 - 1e-9)
    assert any("disagree" in caution for caution in finding.cautions)


def test_an_end_that_was_cut_is_said_to_be() -> None:
    evidence = _evidence()
    line, half = evidence.line.log10_lr(2.0, confidence=0.95)

    finding = lr_finding(_bounded(line + half / 2), 2.0, confidence=0.95)

    assert finding.status == "measured"
    assert closed(finding.interval)[1] == pytest.approx(10 ** (line + half / 2))
    assert CUT in finding.cautions


def test_a_line_beyond_the_bounds_gives_no_estimate() -> None:
    line, half = _evidence().line.log10_lr(2.0, confidence=0.95)

    near = lr_finding(_bounded(line - half / 2), 2.0, confidence=0.95)
    far = lr_finding(_bounded(0.01), 2.0, confidence=0.95)

    assert near.status == far.status == "bounded"
    assert closed(near.interval)[1] == pytest.approx(10 ** (line - half / 2))
    assert _ends(far) == (None, 1.0233)
    assert far.says == "From score 2 nothing can be claimed."


@pytest.mark.parametrize(("which", "end"), [("max", 1), ("min", 0)])
def test_where_one_kind_was_not_seen_no_line_is_trusted(which: str, end: int) -> None:
    """Above every non-mated score and below every mated one."""
    evidence = _evidence()
    score = float(getattr(evidence.data.score, which)())

    finding = lr_finding(evidence, score, confidence=0.95)

    bound = (evidence.bounds.against, evidence.bounds.favour)[end]
    assert finding.status == "bounded"
    assert finding.interval is not None
    assert finding.interval[end] == pytest.approx(10**bound)
    assert finding.interval[1 - end] is None
    assert "no more than" in finding.says
    assert finding.cautions == (RARE,)


def test_between_two_kinds_apart_nothing_can_be_claimed() -> None:
    records = simulated()
    sample = records.sample()
    apart = replace(sample, score=sample.score + 100.0 * sample.mated)
    evidence = evidence_of(apart, records.tally())

    finding = lr_finding(evidence, 50.0, confidence=0.95)

    low, high = closed(finding.interval)
    assert finding.status == "bounded"
    assert low == pytest.approx(10**evidence.bounds.against)
    assert high == pytest.approx(10**evidence.bounds.favour)
    assert finding.says == "From score 50 nothing can be claimed."


def test_a_score_that_was_never_seen_has_no_ratio() -> None:
    finding = lr_finding(_evidence(), 99.0, confidence=0.95)

    assert finding.status == "not_estimable"
    assert finding.because == "no score like it was seen"


def test_a_system_that_says_nothing_lets_nobody_claim() -> None:
    """Mated scores drawn as the others are."""
    sample = simulated().sample()
    noise = np.random.default_rng(8).normal(size=sample.score.size)
    found, _ = likelihood_findings(
        replace(sample, score=noise), tally=simulated().tally(), rng=_rng()
    )

    assert found[0].estimate == pytest.approx(1.0, abs=0.05)
    assert [f.says for f in found if f.id == "accuracy/lr_bounds"] == [
        "From this sample nothing can be claimed that it is one person.",
        "From this sample nothing can be claimed that it is two people.",
    ]
