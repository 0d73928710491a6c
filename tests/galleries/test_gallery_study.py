"""The methods that predictions are compared with, and the study that compares them."""

import doctest
import functools
import importlib
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import norm

from matchaudit.tallies.gallery_tails import tail_of_matrix

STUDIES = Path(__file__).resolve().parents[2] / "studies"
MODULES = sorted(p.stem for p in (STUDIES / "gallery_methods").glob("[a-z]*.py"))


@pytest.fixture(autouse=True)
def _importable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(STUDIES))


def module(name: str) -> ModuleType:
    return importlib.import_module(f"gallery_methods.{name}")


@functools.cache
def normal_scores(n: int = 700, seed: int = 3) -> NDArray[np.float64]:
    """Make a symmetric matrix of independent standard normal scores."""
    draw = np.random.default_rng(seed).standard_normal((n, n))
    upper = np.triu(draw, 1)
    return upper + upper.T


def said_of(method: str, scores: NDArray[np.float64], size: int, at: float) -> object:
    tail = tail_of_matrix(scores, both_ways=True)
    trial = module("predictions").Trial(tail=tail, scores=scores)
    fit = module("methods").METHODS[method]
    return fit(trial, np.random.default_rng(1))(size, at)


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_the_study_run(name: str) -> None:
    found = doctest.testmod(module(name))
    assert found.failed == 0


@pytest.mark.parametrize("method", ["naive", "a_emp", "a_gpd", "b_bb", "d"])
@pytest.mark.parametrize("rate", [0.5, 0.1])
def test_independent_pairs_at_a_hundred_times_the_test(
    method: str, rate: float
) -> None:
    """Where all pairs are alike, pooling them is right: the truth is known."""
    size = 3000
    at = float(norm.isf(-np.expm1(np.log1p(-rate) / size)))
    said = said_of(method, normal_scores(), size, at)
    truth = np.log10(rate / (1 - rate))
    assert said.low <= truth <= said.high  # type: ignore[attr-defined]  # a Prediction
    assert abs(said.centre - truth) < 0.5  # type: ignore[attr-defined]  # a Prediction


def test_the_hybrid_finds_a_normal_tail_at_270_million() -> None:
    size, rate = 270_000_000, 0.1
    at = float(norm.isf(-np.expm1(np.log1p(-rate) / size)))
    said = said_of("d", normal_scores(), size, at)
    assert abs(said.centre - np.log10(1 / 9)) < 0.6  # type: ignore[attr-defined]  # a Prediction


def test_the_shift_of_the_hybrid_goes_with_the_decades() -> None:
    """-.19 decade for each decade of FMR below that of the 50th pair."""
    size, scores = 270_000_000, normal_scores()
    fmr = 1e-10
    at = float(norm.isf(fmr))
    plain, shifted = (said_of(m, scores, size, at) for m in ("d", "d_cal"))
    decades = np.log10(50 / (700 * 699 / 2)) - np.log10(fmr)
    gap = plain.centre - shifted.centre  # type: ignore[attr-defined]  # a Prediction
    assert gap == pytest.approx(0.19 * decades, abs=0.12)


def test_nothing_above_the_threshold_is_said_as_never() -> None:
    said = said_of("naive", normal_scores(), 270_000_000, 9.0)
    assert said.centre == -12  # type: ignore[attr-defined]  # a Prediction
    assert said.high > 0  # type: ignore[attr-defined]  # 3.7 pairs in 244,650, of 270M


def test_each_pair_counts_once_and_people_are_weighed() -> None:
    scores = normal_scores(50)
    pairs = module("top_pairs").top_pairs(tail_of_matrix(scores, both_ways=True))
    assert pairs.score.size == pairs.n_pairs == 1225
    ones = np.ones((1, 50))
    assert pairs.pair_weights(ones).sum() == pytest.approx(1225)
    drawn = pairs.weights(4, np.random.default_rng(1))
    assert pairs.pair_weights(drawn).sum(axis=1) == pytest.approx(np.full(4, 1225))


def test_unevenness_of_a_star_and_of_disjoint_pairs() -> None:
    """One of four people matches the others: E P^2 = (6 + 0) / (4 * 3 * 2), P = 1/2."""
    pairs = module("top_pairs")
    ones = np.ones((1, 4))
    score = np.array([3.0, 2.0, 1.0])
    star = pairs.TopPairs(
        score, np.zeros(3, int), np.array([1, 2, 3]), 4, directed=False
    )
    assert star.unevenness(3, ones) == pytest.approx([6 / 24 / 0.25 - 1])
    apart = pairs.TopPairs(
        score[:2], np.array([0, 2]), np.array([1, 3]), 4, directed=False
    )
    assert apart.unevenness(2, ones) == pytest.approx([-1])


def test_a_pareto_tail_is_found_again() -> None:
    pareto = module("pareto")
    share = (np.arange(4000) + 0.5) / 4000
    heavy = 2 / 0.3 * (share**-0.3 - 1)
    shape, scale = pareto.pareto_fit(heavy, np.ones((1, 4000)))
    assert shape == pytest.approx([0.3], abs=0.02)
    assert scale == pytest.approx([2], abs=0.05)
    bounded = 2 / -0.4 * (share**0.4 - 1)
    shape, scale = pareto.pareto_fit(bounded, np.ones((1, 4000)))
    assert shape == pytest.approx([-0.4], abs=0.03)
    assert pareto.pareto_tail(6.0, shape, scale) == 0  # beyond its end at 5


def test_a_miss_costs_forty_times_its_distance() -> None:
    scoring = module("scoring")
    two = np.array([[0.0, 0.0], [1.0, 1.0]])
    said = scoring.Said(two, two - 1, two + 1, two + 1.5, two > 5)
    found = scoring.score(said)
    assert found.interval_score == pytest.approx(2 + 40 * 0.5)
    assert (found.coverage, found.under, found.bias) == (0, 1, -1.5)


def test_what_was_run_before_is_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One world of 200 people; the second time nothing is computed."""
    trials = module("trials")
    case = trials.cases("random", 200, 1)[0]
    first = trials.run(case, ("naive", "b_bb"), tmp_path)
    aims = [np.log10(t / (1 - t)) for t in (0.1, 0.01)] * 3
    found = [point["truth"] for point in first["points"][:6]]
    assert found == pytest.approx(aims, abs=1e-3)
    monkeypatch.setattr(trials, "_made", None)
    assert trials.run(case, ("naive", "b_bb"), tmp_path) == first
    with pytest.raises(TypeError, match="not callable"):
        trials.run(case, ("naive", "c_exp"), tmp_path)


@pytest.mark.slow
def test_a_small_study_does_not_depend_on_the_number_of_processes(
    tmp_path: Path,
) -> None:
    page = tmp_path / "page.md"
    frame = "<!-- gallery-study: begin -->\nlast run\n<!-- gallery-study: end -->\n"
    pages = []
    for jobs in ("1", "2"):
        page.write_text(frame)
        run = [sys.executable, str(STUDIES / "galleries.py"), "--worlds", "2"]
        run += ["--subjects", "100", "--methods", "naive", "b_bb", "d_cal"]
        run += ["--jobs", jobs, "--date", "2026-01-02", "--out", str(page)]
        subprocess.run(run, check=True, capture_output=True)  # noqa: S603  # our script
        pages.append(page.read_text().split("### What it costs")[0])
    assert pages[0] == pages[1]
    assert "Made on 2026-01-02" in pages[0]
    assert "last run" not in pages[0]
