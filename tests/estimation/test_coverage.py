"""Do the intervals hold the truth? The coverage study, small and with a tolerance."""

import importlib.util
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from numpy.typing import NDArray

from matchaudit.estimation.clustered import clustered_proportion, clustered_variance
from matchaudit.estimation.counts import Clusters, Dyads
from matchaudit.estimation.dyadic import dyadic_proportion, dyadic_variance
from matchaudit.estimation.proportions import wilson

STUDY = Path(__file__).resolve().parents[2] / "studies/coverage.py"
SETS = 300
Pair = tuple[float, float]

# `population("published")` of the study: thresholds at which the rates are known.
# fmt: off
FMR_AT = (-0.560284, -0.581194, -0.606646, -0.632648, -0.665358, -0.700654, -0.749219,
          -0.812162)
FNMR_AT = (-0.999585, -0.967199, -0.927045, -0.885189, -0.829612, -0.760828, -0.714446)
# fmt: on


@pytest.fixture(scope="module")
def study() -> ModuleType:
    spec = importlib.util.spec_from_file_location("coverage_study", STUDY)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def of_dyads(here: Dyads, looser: list[Dyads]) -> list[Pair]:
    """Return our interval, then those of wrong formulas."""
    ours = dyadic_proportion(here, looser=looser)
    rate = here.n_events / here.n_trials
    within = (
        here.sum_events_squared
        - 2 * rate * here.sum_events_trials
        + rate**2 * here.sum_trials_squared
    ) / here.n_trials**2
    right = dyadic_variance(here)
    return [(ours.low, ours.high)] + [
        (wrong.low, wrong.high)
        for wrong in (
            wilson(here.n_events, here.n_trials, variance=variance)
            for variance in (None, within, right / 2, right * 2)
        )
    ]


def of_clusters(here: Clusters, looser: list[Clusters]) -> list[Pair]:
    """Return our interval, then those of wrong formulas; none is purely dyadic."""
    ours = clustered_proportion(here, looser=looser)
    right = clustered_variance(here)
    return [(ours.low, ours.high)] + [
        (wrong.low, wrong.high)
        for wrong in (
            wilson(here.n_events, here.n_trials, variance=variance)
            for variance in (None, None, right / 2, right * 2)
        )
    ]


WRONG = ["independent trials", "no dyadic term", "half the variance", "twice it"]


@pytest.fixture(scope="module")
def verdicts(study: ModuleType) -> NDArray[np.bool_]:
    """For each method and cell, whether coverage and width are as they should be."""
    return np.concatenate([_verdicts(study, n) for n in (20, 50)], axis=1)


def _verdicts(study: ModuleType, n: int) -> NDArray[np.bool_]:
    rng = np.random.default_rng([8, n])
    draw: Callable[..., NDArray[np.float64]] = study.published
    sets: list[list[list[Pair]]] = []
    for _ in range(SETS):
        images = draw(rng, n)
        counts = study.false_matches(study.all_scores(images), n, FMR_AT)
        dyads = [study.dyads(pairs) for pairs in counts]
        mated = study.mated_scores(images)
        clusters = [Clusters(np.full(n, 10), (mated < t).sum(axis=1)) for t in FNMR_AT]
        sets.append(
            [of_dyads(dyads[k], dyads[k + 1 :]) for k in (0, 2, 4, 6)]
            + [of_clusters(clusters[k], clusters[k + 1 :]) for k in (0, 2, 4, 5)]
        )
    low, high = np.moveaxis(np.array(sets), -1, 0)  # sets, cells, methods
    true = np.array(study.JUDGED["FMR"] + study.JUDGED["FNMR"])
    expected = true * np.repeat([25 * n * (n - 1) / 2, 10 * n], 4)
    held = (low <= true[:, None]) & (true[:, None] <= high)
    coverage = held.mean(axis=0).T
    rich = expected >= 5
    good: NDArray[np.bool_] = (coverage >= 0.91) & (~rich | (coverage <= 0.985))
    return good


@pytest.mark.slow
def test_the_interval_holds_in_every_cell(verdicts: NDArray[np.bool_]) -> None:
    """At 20 and 50 people, with and without errors, about 95 times in 100."""
    assert verdicts[0].all()


@pytest.mark.slow
@pytest.mark.parametrize("wrong", range(4), ids=WRONG)
def test_a_wrong_formula_fails_the_same_check(
    verdicts: NDArray[np.bool_], wrong: int
) -> None:
    assert (~verdicts[1 + wrong]).sum() >= 2
