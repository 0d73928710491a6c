import numpy as np
import pytest

from matchaudit.accuracy.calibration import Folded, folded
from matchaudit.accuracy.cllr import costs
from matchaudit.accuracy.cost_spread import ends, influence, resampled
from matchaudit.accuracy.evidence import mean_cost
from matchaudit.estimation.bootstrap import unit_weights, weighted_sums
from matchaudit.estimation.counts import IntArray
from measures import simulated


def _data() -> tuple[Folded, np.ndarray]:
    data = folded(simulated().sample())
    return data, np.random.default_rng(3).normal(size=data.score.size) + data.score


def _in_full(data: Folded, llr: np.ndarray, weights: IntArray) -> np.ndarray:
    """Return the cost in each resample, comparison by comparison."""
    total = np.zeros(weights.shape[0])
    for kind in (True, False):
        rows = data.mated == kind
        pair = (data.first[rows], data.second[rows])
        cost = costs(llr[rows], mated=kind)
        keys, place = np.unique(np.stack(pair), axis=1, return_inverse=True)
        place = place.ravel()
        many = weighted_sums(weights, np.bincount(place), keys[0], keys[1])
        total += weighted_sums(weights, np.bincount(place, cost), *keys) / many / 2
    return total


def test_one_person_more_moves_the_cost_as_it_does_in_full() -> None:
    """The derivative by the weight of a person, against a small difference."""
    data, llr = _data()
    moved = influence(data, llr)
    for person in (0, 7, 44):
        costs_at = []
        for step in (-1e-4, 1e-4):
            weight = np.ones(data.n_people)
            weight[person] += step
            total = 0.0
            for kind in (True, False):
                rows = data.mated == kind
                one, other = data.first[rows], data.second[rows]
                w = np.where(one == other, weight[one], weight[one] * weight[other])
                total += float(w @ costs(llr[rows], mated=kind) / w.sum()) / 2
            costs_at.append(total)
        slope = (costs_at[1] - costs_at[0]) / 2e-4
        assert moved[person] == pytest.approx(slope, rel=1e-5)


def test_resamples_spread_as_they_do_in_full() -> None:
    data, llr = _data()
    weights = unit_weights(data.n_people, 400, np.random.default_rng(1))
    value = mean_cost(data, llr)

    quick = resampled(value, influence(data, llr), weights)
    full = _in_full(data, llr, weights)

    assert np.corrcoef(quick, full)[0, 1] > 0.9
    assert quick.std() == pytest.approx(full.std(), rel=0.1)


def test_drawing_everybody_once_gives_the_cost_itself() -> None:
    data, llr = _data()
    once = np.ones((2, data.n_people), dtype=np.int64)

    drawn = resampled(0.25, influence(data, llr), once)

    assert drawn == pytest.approx([0.25, 0.25])


def test_an_interval_holds_its_value_and_none_is_made_of_equal_draws() -> None:
    draws = np.linspace(0.0, 1.0, 101)

    assert ends(0.5, draws, confidence=0.9) == pytest.approx((0.05, 0.95))
    assert ends(2.0, draws, confidence=0.9) == pytest.approx((0.05, 2.0))
    assert ends(0.5, np.full(9, 0.5), confidence=0.9) is None
