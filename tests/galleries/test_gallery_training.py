"""How the rule of predictions is learned: the draft's truth, targets and fits."""

import doctest
import importlib
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

STUDIES = Path(__file__).resolve().parents[2] / "studies"


@pytest.fixture(autouse=True)
def _importable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(STUDIES))


def module(name: str) -> ModuleType:
    return importlib.import_module(f"gallery_learning.{name}")


@pytest.mark.parametrize("name", ["curves", "misses"])
def test_the_examples_of_the_training_run(name: str) -> None:
    found = doctest.testmod(module(name))
    assert found.attempted > 0
    assert found.failed == 0


@pytest.mark.parametrize("seed", [3, 20])  # with clusters and hubs; with energies
def test_the_truth_of_a_draft_is_what_many_pairs_show(seed: int) -> None:
    draft = module("drafts").draft_of(seed, low_dimensions=False)
    rng = np.random.default_rng(1)
    probes, _ = draft.population.draw(80, rng)
    others, _ = draft.population.draw(20_000, rng)
    scores = probes @ others.T
    levels = np.quantile(scores, [0.5, 0.99, 0.9999])
    logs = module("draft_truth").log_exceedance(draft, probes, levels)
    seen = [(scores >= level).mean() for level in levels]
    assert np.exp(logs).mean(axis=0) == pytest.approx(seen, rel=0.25)


def test_all_worlds_of_the_training_have_names_of_their_own() -> None:
    seeds = module("rows").SEEDS
    assert len({seed.name for seed in seeds}) == len(seeds) == 1053
    assert {seed.fold for seed in seeds} == set(range(5))


def test_a_rule_is_learned_where_scores_are_linear_in_the_terms() -> None:
    """Scores that follow the rule without noise are foretold for left-out worlds."""
    targets_of, rows = module("targets"), module("rows")
    rng = np.random.default_rng(2)
    n, k = 120, 3
    signs = rng.uniform(-1, 1, size=(n, k))
    samples = targets_of.Samples(
        people=np.full(n, 1000),
        fold=np.arange(n) % rows.FOLDS,
        counts=np.ones(n),
        kind=np.full(n, "draft"),
        anchor=np.zeros(n),
        signs=signs,
        drawn_anchor=np.zeros((n, 2)),
        drawn_signs=np.stack([signs, signs], axis=1),
        needed=straight(signs[:, 0]),
    )
    targets = targets_of.Targets.of(samples)
    rule = module("rule").Rule.of(samples, targets)
    assert targets.goal.std() > 0.3
    assert np.abs(rule.left_out - targets.goal).max() < 0.02
    assert rule.sway(samples, targets) == pytest.approx(0, abs=1e-9)


def straight(sign: np.ndarray) -> np.ndarray:
    """Return scores that move by u times 0.8 + 0.1 * sign, and fall with the odds."""
    from matchaudit.galleries.prediction import surface

    curves = module("curves")
    odds = np.log10(curves.RATES / (1 - curves.RATES))
    size = np.broadcast_to(curves.SIZES[:, None], (10, 10)).astype(float)
    u = surface.far(np.broadcast_to(odds, (10, 10)), size, 999)
    slope = 0.8 + 0.1 * sign
    return np.asarray(slope[:, None, None] * u)
