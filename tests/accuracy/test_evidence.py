import numpy as np
import pytest

from matchaudit.accuracy.calibration import pooled
from matchaudit.accuracy.claim_bounds import claim_bounds
from matchaudit.accuracy.cllr import cllr
from matchaudit.accuracy.evidence import evidence_of, mean_cost
from measures import simulated


def test_ratios_are_split_by_kind_and_bounded_by_both() -> None:
    records = simulated()
    evidence = evidence_of(records.sample(), records.tally())
    log10 = [llr / np.log(10) for llr in (evidence.mated_llr, evidence.nonmated_llr)]

    assert evidence.mated_llr.size == int(evidence.data.mated.sum())
    assert evidence.mated_llr.mean() > 0 > evidence.nonmated_llr.mean()
    assert evidence.bounds == claim_bounds(records.tally(), *log10)


def test_the_mean_cost_is_cllr() -> None:
    records = simulated()
    evidence = evidence_of(records.sample(), records.tally())
    mated = evidence.data.mated

    for llr in evidence.llr.values():
        cost = cllr(np.exp(llr[mated]), np.exp(llr[~mated]))
        assert mean_cost(evidence.data, llr) == pytest.approx(cost)


def test_steps_give_each_score_the_ratio_of_its_pool() -> None:
    records = simulated()
    evidence = evidence_of(records.sample(), records.tally())
    data = evidence.data
    row = 17

    by_bin = pooled(*data.without())(data.score, data.bins)

    steps = evidence.log10_by_steps(float(data.score[row]))
    assert steps == pytest.approx(by_bin[row] / np.log(10))
