from dataclasses import replace

import numpy as np
import pytest

from matchaudit.accuracy.calibration import folded
from matchaudit.accuracy.cllr import cllr, cllr_min
from matchaudit.accuracy.cost_findings import APART, by_hindsight, cost_findings
from matchaudit.accuracy.evidence import Evidence, evidence_of, mean_cost
from matchaudit.estimation.finding import Finding
from matchaudit.tallies.comparisons import ScoreSample
from measures import closed, simulated


def _found(evidence: Evidence) -> dict[tuple[str, object], Finding]:
    rng = np.random.default_rng(2)
    found = cost_findings(evidence, rng=rng, confidence=0.95)
    return {(f.id[9:], f.population.get("calibration")): f for f in found}


def _evidence(sample: ScoreSample) -> Evidence:
    return evidence_of(sample, simulated().tally())


def test_the_cost_is_that_of_the_ratios() -> None:
    evidence = _evidence(simulated().sample())

    found = _found(evidence)

    whole = cllr(np.exp(evidence.mated_llr), np.exp(evidence.nonmated_llr))
    assert found["cllr", "logistic"].estimate == pytest.approx(whole)
    low, high = closed(found["cllr", "logistic"].interval)
    assert low < whole < high
    assert 0 < whole < 1


def test_the_best_cost_lies_between_hindsight_and_other_people() -> None:
    """Hindsight flatters: it is the estimate that others print, and the lower side."""
    sample = simulated().sample()
    evidence = _evidence(sample)

    found = _found(evidence)

    mated, nonmated = sample.score[sample.mated], sample.score[~sample.mated]
    flattered = cllr_min(np.exp(mated), np.exp(nonmated))
    fair = mean_cost(evidence.data, evidence.llr["pav"])
    best = found["cllr_min", None]
    low, high = closed(best.interval)
    assert best.estimate == pytest.approx(flattered)
    assert low < flattered < fair < high
    assert high == pytest.approx(closed(found["cllr", "pav"].interval)[1])


def test_good_scaling_is_not_called_poor() -> None:
    """Scores of both kinds are normal here, and a line fits."""
    cal = _found(_evidence(simulated().sample()))["cllr_cal", None]

    low, high = closed(cal.interval)
    assert cal.status == "bounded"
    assert low == 0
    assert 0 < high < 0.1
    assert cal.says.startswith("There is no sign of poor scaling: it costs 0.0")


def test_poor_scaling_is_found() -> None:
    """Scores bent at their middle, so that a line misleads."""
    sample = simulated().sample()
    bent = np.sign(sample.score) * np.abs(sample.score) ** 7

    found = _found(_evidence(replace(sample, score=bent)))

    cal = found["cllr_cal", None]
    low, high = closed(cal.interval)
    gap = (found["cllr", "logistic"].estimate or 0) - (
        found["cllr", "pav"].estimate or 0
    )
    assert 0.05 < low < gap < high
    assert cal.says.startswith("Poor scaling costs between ")


def test_the_cost_of_a_line_is_refused_where_nothing_holds_it_back() -> None:
    """The kinds do not overlap: the steeper the line, the cheaper it looks."""
    sample = simulated().sample()

    found = _found(_evidence(replace(sample, score=sample.score + 100 * sample.mated)))

    for key in (("cllr", "logistic"), ("cllr_cal", None)):
        assert found[key].status == "not_estimable"
        assert found[key].because == APART
    low, high = closed(found["cllr_min", None].interval)
    assert found["cllr_min", None].estimate == low == 0
    assert high > 0.01


def test_hindsight_pools_the_raw_scores() -> None:
    """Its cost is Cllr_min of the scores, whatever their scale."""
    sample = simulated().sample()
    data = folded(sample)

    cost = mean_cost(data, by_hindsight(data))

    mated, nonmated = sample.score[sample.mated], sample.score[~sample.mated]
    assert cost == pytest.approx(cllr_min(np.exp(mated), np.exp(nonmated)))
