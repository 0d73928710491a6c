import numpy as np
import pytest

from matchaudit.accuracy.cllr import cllr
from matchaudit.accuracy.elub import elub
from matchaudit.accuracy.evidence import evidence_of, mean_cost
from measures import simulated


def test_ratios_are_split_by_kind_and_bounded_by_both() -> None:
    evidence = evidence_of(simulated().sample())
    log10 = [llr / np.log(10) for llr in (evidence.mated_llr, evidence.nonmated_llr)]

    assert evidence.mated_llr.size == int(evidence.data.mated.sum())
    assert evidence.mated_llr.mean() > 0 > evidence.nonmated_llr.mean()
    assert evidence.bounds == elub(*log10)


def test_the_mean_cost_is_cllr() -> None:
    evidence = evidence_of(simulated().sample())
    mated = evidence.data.mated

    for llr in evidence.llr.values():
        cost = cllr(np.exp(llr[mated]), np.exp(llr[~mated]))
        assert mean_cost(evidence.data, llr) == pytest.approx(cost)
