"""Learn, from simulated tests, how a tail's shape foretells larger galleries.

``python studies/gallery_training.py --worlds 400 --out learned.json`` draws worlds (broad
mixtures, the family ``random``, and the families for development; none that is held
out), measures the shape of tests of them, and fits the two rules of
``matchaudit.galleries.prediction``. All worlds are simulated. The numbers that ship were
learned from these worlds and from those of a draft of the generator: see
``docs/decisions/0006-gallery-prediction.md``.
"""

import argparse
import json
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from matchaudit.galleries.prediction import surface
from matchaudit.galleries.prediction.scales import rescaled, unit_of
from matchaudit.galleries.prediction.shape import Shape, Shapes
from matchaudit.galleries.prediction.tops import Tops
from matchaudit.records.simulation.galleries.families import (
    DEVELOPMENT,
    draw_structure,
)
from matchaudit.records.simulation.galleries.structure import (
    Group,
    Hubs,
    Structure,
    VendorScale,
)
from matchaudit.records.simulation.galleries.world import World, world_of
from matchaudit.tallies.gallery_tails import tail_of_matrix

Floats = NDArray[np.float64]
RATES = np.array([0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 0.7])
SIZES = (
    4_000,
    30_000,
    100_000,
    400_000,
    2_000_000,
    10_000_000,
    40_000_000,
    270_000_000,
)
PEOPLE = (4_000, 1_000, 500, 250)
RESAMPLES = 10
CUT = 3.0
WITH_SIGNS = 6
HALF_STEP = 0.05


def broad_structure(rng: np.random.Generator) -> Structure:
    """Draw a mixture of all structures, each from weak to very strong."""
    d = int(np.exp(rng.uniform(np.log(20 if rng.random() < 0.15 else 60), np.log(260))))
    n = int(rng.integers(1, 9))
    weights = np.maximum(rng.dirichlet(np.full(n, rng.uniform(0.5, 8))), 0.01)
    strength, clusters = rng.uniform(0.5, 4.5), rng.random() < 0.6
    many = max(2, int(np.exp(rng.uniform(np.log(3), np.log(1000))) / n))
    zipf = rng.uniform(0, 1.6)
    groups = []
    for weight in weights / weights.sum():
        spread = rng.uniform(0, 2.2)
        cosine = min(spread / np.sqrt(d), 0.6)
        group = Group(weight=float(weight), cosine=cosine)
        if clusters:
            group = replace(
                group,
                cluster_share=rng.uniform(0.1, 1),
                n_clusters=many,
                zipf=zipf,
                cluster_cosine=min((spread + strength) / np.sqrt(d), 0.6),
            )
        groups.append(group)
    hubs = Hubs(
        share=float(np.exp(rng.uniform(np.log(0.001), np.log(0.06)))),
        cosine=min(rng.uniform(1.5, 6) / np.sqrt(d), 0.6),
    )
    return Structure(
        dimension=d,
        groups=tuple(groups),
        group_common=rng.uniform(0, 0.6) if n > 1 else 0.0,
        hubs=hubs if rng.random() < 0.4 else None,
        energy_sd=rng.uniform(0.03, 0.4) if rng.random() < 0.5 else 0.0,
        energy_df=rng.uniform(4, 12) if rng.random() < 0.2 else None,
        quality_sd=rng.uniform(0.02, 0.25) if rng.random() < 0.15 else 0.0,
        t_norm=rng.random() < 0.2,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One simulated test, and the scores that rates need at gallery sizes."""

    world: int
    people: int
    shape: Shape
    resamples: list[Shape]
    size: Floats
    log_odds: Floats
    score: Floats
    rise: Floats


def draw_cases(seed: int) -> list[Case]:
    """Draw a world, and tests of several sizes."""
    rng = np.random.default_rng([11, seed])
    kind = seed % 5
    if kind < 2:
        structure = broad_structure(rng)
    else:
        family = "random" if kind < 4 else str(rng.choice(DEVELOPMENT))
        structure = draw_structure(family, rng)
    made = world_of(
        replace(structure, scale=VendorScale()), n_subjects=PEOPLE[0], rng=rng
    )
    scores = made.scores()
    needed = {n: [made.threshold(n, rate) for rate in RATES] for n in SIZES}
    return [
        replace(draw_case(made, scores, (people, needed), rng), world=seed)
        for people in PEOPLE
    ]


def draw_case(
    made: World,
    scores: Floats,
    asked: tuple[int, dict[int, list[float]]],
    rng: np.random.Generator,
) -> Case:
    """Measure a test of some of a world's people."""
    people, truth = asked
    some = np.sort(rng.choice(len(scores), people, replace=False))
    tail = tail_of_matrix(scores[np.ix_(some, some)], both_ways=made.symmetric)
    unit = unit_of(tail, "identity")
    shapes = Shapes(Tops.of(rescaled(tail, unit)))
    drawn = [
        shapes.of(rng.multinomial(people, [1 / people] * people).astype(float))
        for _ in range(RESAMPLES)
    ]
    size, odds, score, rise = [], [], [], []
    for each in (n for n in SIZES if n >= people):
        needed = unit.of(np.array(truth[each]))
        levels = surface.log_odds_of(RATES)
        slope = np.maximum(-np.gradient(needed, levels), 0.02)
        size += [each] * RATES.size
        odds += levels.tolist()
        score += needed.tolist()
        rise += (1 / slope).tolist()
    return Case(
        world=0,
        people=people,
        shape=shapes.of(np.ones(people)),
        resamples=drawn,
        size=np.array(size),
        log_odds=np.array(odds),
        score=np.array(score),
        rise=np.array(rise),
    )


def terms_of(case: Case, shift: float = 0.0) -> Floats:
    """Return the terms of all of a case's targets, shape (7, targets)."""
    odds = case.log_odds + shift
    u = surface.far(odds, case.size, case.people - 1)
    return surface.terms(u, odds, case.people)


def design(terms: Floats, signs: Floats) -> Floats:
    """Return one row for each target: the terms, and their products with signs."""
    products = terms[:WITH_SIGNS, None, :] * signs[None, :, None]
    return np.concatenate([terms, products.reshape(-1, terms.shape[1])]).T


def robust_ridge(rows: Floats, goal: Floats, rise: Floats) -> Floats:
    """Return weights with small misses in decades, large ones counting less."""
    scale = np.sqrt((rows**2).mean(axis=0)) + 1e-9
    rows = rows / scale
    penalty = np.full(rows.shape[1], 1e-4 * len(rows))
    penalty[:7] *= 1e-3
    base = np.minimum(rise, 5 * np.median(rise))
    base /= np.sqrt((base**2).mean())
    trust, weights = np.ones(len(goal)), np.zeros(rows.shape[1])
    for _ in range(3):
        w = base * np.sqrt(trust)
        left = (rows * w[:, None]).T @ (rows * w[:, None]) + np.diag(penalty)
        weights = np.linalg.solve(left, (rows * w[:, None]).T @ (goal * w))
        miss = np.abs(rows @ weights - goal) * rise
        trust = np.minimum(1, 0.5 / np.maximum(miss, 1e-9))
    found: Floats = weights / scale
    return found


def learn(cases: list[Case]) -> dict[str, object]:
    """Fit both rules; misses are those of worlds that were left out."""
    names = list(cases[0].shape.numbers)
    raw = np.array([[c.shape.numbers[name] for name in names] for c in cases])
    centre = np.nanmedian(raw, axis=0)
    spread = 1.4826 * np.nanmedian(np.abs(raw - centre), axis=0)
    spread += 0.25 * np.nanstd(raw, axis=0) + 1e-6

    def signs(shape: Shape) -> Floats:
        values = np.array([shape.numbers[name] for name in names])
        return np.nan_to_num(np.clip((values - centre) / spread, -CUT, CUT))

    rows = [design(terms_of(c), signs(c.shape)) for c in cases]
    goals = [c.score - c.shape.anchor for c in cases]
    fold = np.array([c.world % 5 for c in cases])

    def fitted(keep: NDArray[np.bool_]) -> Floats:
        some = np.flatnonzero(keep)
        rises = np.concatenate([cases[i].rise for i in some])
        return robust_ridge(
            np.concatenate([rows[i] for i in some]),
            np.concatenate([goals[i] for i in some]),
            rises,
        )

    left_out = [fitted(fold != k) for k in range(5)]
    weights = fitted(fold >= 0)
    misses, noise = [], []
    for case, row, goal, k in zip(cases, rows, goals, fold, strict=True):
        misses.append((row @ left_out[k] - goal) * case.rise)
        sway = np.std(
            [
                design(terms_of(case), signs(s)) @ weights + s.anchor
                for s in case.resamples
            ],
            axis=0,
            ddof=1,
        )
        own = signs(case.shape)
        step = design(terms_of(case, -HALF_STEP), own) - design(
            terms_of(case, HALF_STEP), own
        )
        rise = 1 / np.maximum(step @ weights / (2 * HALF_STEP), 0.02)
        u = surface.far(case.log_odds, case.size, case.people - 1)
        parts = surface.noise_terms(u, case.log_odds, case.people, sway=sway, rise=rise)
        unusual = np.repeat(np.abs(own)[:, None], len(goal), axis=1)
        noise.append(np.concatenate([parts, unusual]).T)
    return {
        "names": names,
        "centre": centre.tolist(),
        "spread": spread.tolist(),
        "cut": CUT,
        "plain": weights[:7].tolist(),
        "by_sign": weights[7:].reshape(WITH_SIGNS, -1).tolist(),
        **learn_noise(np.concatenate(misses), np.concatenate(noise)),
        "backtest": 0.6,
    }


def learn_noise(miss: Floats, rows: Floats) -> dict[str, object]:
    """Fit the rule for how far the first one typically misses."""
    penalty = np.full(rows.shape[1], 0.01 * len(rows))
    penalty[:10] = 0.01
    goal = np.log10(np.abs(miss) + 0.03)
    weights = np.linalg.solve(rows.T @ rows + np.diag(penalty), rows.T @ goal)
    in_units = miss / 10 ** (rows @ weights)
    low, high = np.quantile(in_units, [0.025, 0.975])
    print(f"median miss {np.median(np.abs(miss)):.2f} decades")
    return {
        "noise": weights[:10].tolist(),
        "noise_by_sign": weights[10:].tolist(),
        "below": float(high),
        "above": float(-1.08 * low),
    }


def main() -> None:
    """Draw, fit and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--worlds", type=int, default=400)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--out", type=Path, required=True)
    asked = parser.parse_args()
    cases: list[Case] = []
    for seed in range(asked.first, asked.first + asked.worlds):
        cases += draw_cases(seed)
        print(f"world {seed}", flush=True)
    asked.out.write_text(json.dumps(learn(cases), indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
