import numpy as np
import pytest

from matchaudit.accuracy.calibration import folded
from matchaudit.accuracy.cllr import cllr
from matchaudit.accuracy.cost_findings import resampled_costs
from matchaudit.accuracy.evidence import evidence_of, mean_cost
from matchaudit.accuracy.likelihood import likelihood_findings
from measures import closed, simulated


def _rng() -> np.random.Generator:
    return np.random.default_rng(2)


def test_the_cost_is_that_of_the_ratios_and_its_parts_add_up() -> None:
    sample = simulated().sample()
    evidence = evidence_of(sample)

    found, _ = likelihood_findings(sample, rng=_rng())
    by_id = {(f.id, f.population.get("calibration")): f.estimate for f in found}

    whole = cllr(np.exp(evidence.mated_llr), np.exp(evidence.nonmated_llr))
    parts = (
        by_id["accuracy/cllr_min", None],
        by_id["accuracy/cllr_cal", None],
    )
    assert by_id["accuracy/cllr", "logistic"] == pytest.approx(whole)
    assert None not in parts
    assert sum(p for p in parts if p is not None) == pytest.approx(whole)
    assert 0 < whole < 1


def test_intervals_of_costs_hold_their_estimates() -> None:
    found, _ = likelihood_findings(simulated().sample(), rng=_rng())

    for finding in found[:4]:
        low, high = closed(finding.interval)
        assert finding.estimate is not None
        assert low < finding.estimate < high
        assert finding.unit == "bits"


def test_drawing_everybody_once_gives_the_cost_itself() -> None:
    data = folded(simulated().sample())
    llr = np.linspace(-2, 2, data.score.size)
    weights = np.array([[1] * data.n_people, [2] * data.n_people])

    drawn = resampled_costs(data, llr, weights)

    assert drawn == pytest.approx([mean_cost(data, llr)] * 2)


def test_resamples_without_one_kind_are_left_out() -> None:
    """Nobody but one person: there are no strangers to compare him with."""
    data = folded(simulated().sample())
    alone = np.zeros((1, data.n_people), dtype=np.int64)
    alone[0, 3] = data.n_people

    assert resampled_costs(data, np.zeros(data.score.size), alone).size == 0
