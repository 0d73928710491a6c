"""How often do the intervals hold the truth? A seeded simulation with known rates.

Data sets of few people are drawn from made-up populations whose error rates at fixed
thresholds are known, and each interval is asked whether it holds the known rate::

    python studies/coverage.py --out docs/explanation/coverage.md

No face is involved: the scores are made of random numbers.
"""

import argparse
import multiprocessing
import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from matchaudit.estimation.clustered import clustered_proportion, clustered_variance
from matchaudit.estimation.counts import Clusters, Dyads, Estimate
from matchaudit.estimation.dyadic import dyadic_proportion, dyadic_variance
from matchaudit.estimation.proportions import wilson

Array = NDArray[np.float64]

SEED = 202_311_22
IMAGES = 5
DRAWS = 500  # of the bootstrap
Z = 1.959964
# Rates at which intervals are judged, and looser ones between and above to borrow from.
FMR = (1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 3e-2, 1e-1, 3e-1)
FNMR = (1e-3, 3e-3, 1e-2, 3e-2, 1e-1, 3e-1, 5e-1)
JUDGED = {"FMR": (1e-4, 1e-3, 1e-2, 1e-1), "FNMR": (1e-3, 1e-2, 1e-1, 3e-1)}
METHODS = ("ours", "naive", "adjusted", "bootstrap")


def unit_length(x: Array) -> Array:
    """Scale vectors to length 1, so that a dot product orders as L2 distance does."""
    scaled: Array = x / np.linalg.norm(x, axis=-1, keepdims=True)
    return scaled


def published(rng: np.random.Generator, n: int) -> Array:
    """Draw the released setting of arXiv 2306.01198: Exp(1)^128 and N(0, 5 I)."""
    centre = rng.standard_exponential((n, 1, 128), dtype=np.float32)
    noise = rng.standard_normal((n, IMAGES, 128), dtype=np.float32)
    return unit_length(centre + np.float32(np.sqrt(5)) * noise)


def look_alikes(rng: np.random.Generator, n: int) -> Array:
    """Draw groups of look-alikes, the rarest the most alike, and bad photographers."""
    group = rng.choice(5, size=n, p=[0.4, 0.3, 0.2, 0.08, 0.02])
    pull = 4.4 * np.array([0.5, 0.7, 0.9, 1.1, 1.3], dtype=np.float32)[group]
    centre = rng.standard_normal((n, 64), dtype=np.float32)
    centre[np.arange(n), group] += pull
    quality = rng.gamma(4, 0.25, (n, 1, 1)).astype(np.float32)
    noise = rng.standard_normal((n, IMAGES, 64), dtype=np.float32)
    return unit_length(centre[:, None, :] + quality * noise)


def hubs(rng: np.random.Generator, n: int) -> Array:
    """Draw positions such that 3 in 100 people are close to everybody."""
    width = np.where(rng.random(n) < 0.03, 0.35, 1.0).astype(np.float32)
    centre = width[:, None] * rng.standard_normal((n, 48), dtype=np.float32)
    noise = rng.standard_normal((n, IMAGES, 48), dtype=np.float32)
    spread = rng.gamma(2, 0.18, (n, 1, 1)).astype(np.float32)
    return centre[:, None, :] + spread * noise


FAMILIES: dict[str, Callable[[np.random.Generator, int], Array]] = {
    "published": published,
    "look-alikes": look_alikes,
    "hubs": hubs,
}


def closeness(x: Array, y: Array) -> Array:
    """Return minus half the squared distance of all vectors of two batches."""
    score: Array = x @ np.swapaxes(y, -1, -2)
    score -= (x * x).sum(-1)[..., :, None] / 2
    score -= (y * y).sum(-1)[..., None, :] / 2
    return score


def mated_scores(x: Array) -> Array:
    """Return the scores of the unordered pairs of images of one person, (n, 10)."""
    first, second = np.triu_indices(IMAGES, 1)
    return closeness(x, x)[:, first, second]


def all_scores(x: Array) -> Array:
    """Return the scores of all images against all, (5 n, 5 n)."""
    flat = x.reshape(-1, x.shape[-1])
    return closeness(flat, flat)


@dataclass(frozen=True)
class Truth:
    """Thresholds and the rates that the population has there, loosest last."""

    fmr_at: Array
    fmr: Array
    fnmr_at: Array
    fnmr: Array


def population(family: str, *, blocks: int = 60, n: int = 400) -> Truth:
    """Find thresholds and true rates from many people, drawn with seeds of their own."""
    draw = FAMILIES[family]
    rng = np.random.default_rng([SEED, 0, list(FAMILIES).index(family)])
    people = np.repeat(np.arange(n), IMAGES)
    other = people[:, None] < people[None, :]
    sample = all_scores(draw(rng, n))
    low = float(sample.min()) * 1.3 - 0.1
    edges = np.linspace(low, 0.05, 2**18 + 1)

    def bins(scores: Array) -> Array:
        index = (scores - low) * (edges.size - 1) / (edges[-1] - low)
        index = np.clip(index, 0, edges.size - 2).astype(np.int64)
        return np.bincount(index.ravel(), minlength=edges.size - 1).astype(np.float64)

    nonmated, mated = np.zeros((2, edges.size - 1))
    for _ in range(blocks):
        nonmated += bins(all_scores(draw(rng, n))[other])
        mated += bins(mated_scores(draw(rng, 5000)))
    above = np.append(np.cumsum(nonmated[::-1])[::-1], 0) / np.sum(nonmated)
    below = np.append(0, np.cumsum(mated)) / np.sum(mated)
    match = [int(np.abs(above - rate).argmin()) for rate in FMR]
    miss = [int(np.abs(below - rate).argmin()) for rate in FNMR]
    return Truth(edges[match], above[match], edges[miss], below[miss])


def false_matches(scores: Array, n: int, at: Array) -> list[NDArray[np.int64]]:
    """Count the pairs of images of two people at or above each threshold, (n, n)."""
    counts = []
    for threshold in at:
        hit = scores >= threshold
        pairs = hit.reshape(n, IMAGES, n, IMAGES).sum(axis=(1, 3), dtype=np.int64)
        np.fill_diagonal(pairs, 0)
        counts.append(pairs)
    return counts


def dyads(pairs: NDArray[np.int64]) -> Dyads:
    """Sum counts of pairs of people; every pair has 25 comparisons."""
    n, each = len(pairs), IMAGES**2
    return Dyads(
        units=np.arange(n),
        trials=np.full(n, each * (n - 1)),
        events=pairs.sum(axis=1),
        sum_trials_squared=each**2 * n * (n - 1) // 2,
        sum_events_trials=each * int(pairs.sum()) // 2,
        sum_events_squared=int((pairs**2).sum()) // 2,
    )


Intervals = list[tuple[float, float]]


def ends(estimate: Estimate) -> tuple[float, float]:
    """Return the interval alone."""
    return estimate.low, estimate.high


def for_false_matches(counts: list[NDArray[np.int64]], w: Array) -> Iterator[Intervals]:
    """Yield the intervals of all methods at each judged rate, the rate first."""
    each = IMAGES**2
    rungs = [dyads(pairs) for pairs in counts]
    again = each * (w * (w - 1)).sum(axis=1)  # a person drawn twice meets themself
    drawn = each * (w.sum(axis=1) ** 2 - (w * w).sum(axis=1)) + again
    for k in map(FMR.index, JUDGED["FMR"]):
        here = rungs[k]
        rate = here.n_events / here.n_trials
        variance = dyadic_variance(here, corrected=False)
        boot = ((w @ counts[k]) * w).sum(axis=1) + rate * again
        yield [
            (rate, rate),
            ends(dyadic_proportion(here, looser=rungs[k + 1 :])),
            ends(wilson(here.n_events, here.n_trials)),
            ends(wilson(here.n_events, here.n_trials, variance=variance)),
            tuple(np.quantile(boot / drawn, [0.025, 0.975])),
        ]


def for_false_non_matches(mated: Array, at: Array, w: Array) -> Iterator[Intervals]:
    """Yield the intervals of all methods at each judged rate, the rate first."""
    trials = np.full(len(mated), mated.shape[1])
    rungs = [Clusters(trials, (mated < t).sum(axis=1)) for t in at]
    for k in map(FNMR.index, JUDGED["FNMR"]):
        here = rungs[k]
        rate = here.n_events / here.n_trials
        variance = clustered_variance(here, corrected=False)
        boot = (w @ here.events) / (w @ here.trials)
        yield [
            (rate, rate),
            ends(clustered_proportion(here, looser=rungs[k + 1 :])),
            ends(wilson(here.n_events, here.n_trials)),
            ends(wilson(here.n_events, here.n_trials, variance=variance)),
            tuple(np.quantile(boot, [0.025, 0.975])),
        ]


def chunk(family: str, truth: Truth, n: int, seed: int, sets: int) -> Array:
    """Return rate and interval ends, shape (sets, 8 cells, 1 + methods, 2)."""
    rng = np.random.default_rng([SEED, 1, list(FAMILIES).index(family), n, seed])
    rows = []
    for _ in range(sets):
        images = FAMILIES[family](rng, n)
        w = rng.multinomial(n, np.full(n, 1 / n), size=DRAWS).astype(np.float64)
        counts = false_matches(all_scores(images), n, truth.fmr_at)
        cells = list(for_false_matches(counts, w))
        cells += for_false_non_matches(mated_scores(images), truth.fnmr_at, w)
        rows.append(cells)
    return np.array(rows)


@dataclass(frozen=True)
class Cell:
    """What was found for one rate at one number of people."""

    name: str
    rate: float
    expected: float
    none: float
    coverage: Array  # by method
    error: float  # Monte Carlo standard error of our coverage
    median: float  # our width
    mean: float  # our width
    relative: Array  # mean width by method, over that of the oracle

    @property
    def meets(self) -> str:
        """Whether our interval meets the bar."""
        low = self.coverage[0] >= 0.93
        rich = self.expected >= 5
        high = rich and (self.coverage[0] > 0.97 or self.relative[0] > 1.5)
        return "yes" if low and not high else "**no**"


def judge(found: Array, truth: Truth, n: int) -> list[Cell]:
    """Compare intervals with the truth."""
    cells = []
    names = [(kind, rate) for kind in JUDGED for rate in JUDGED[kind]]
    for c, (kind, nominal) in enumerate(names):
        at = FMR.index(nominal) if kind == "FMR" else FNMR.index(nominal)
        true = float((truth.fmr if kind == "FMR" else truth.fnmr)[at])
        trials = 25 * n * (n - 1) // 2 if kind == "FMR" else 10 * n
        rate, low, high = found[:, c, 0, 0], found[:, c, 1:, 0], found[:, c, 1:, 1]
        covered = ((low <= true) & (true <= high)).mean(axis=0)
        oracle = 2 * Z * float(np.sqrt(((rate - true) ** 2).mean()))
        width = high - low
        cells.append(
            Cell(
                name=kind,
                rate=nominal,
                expected=nominal * trials,
                none=float((rate == 0).mean()),
                coverage=covered,
                error=float(np.sqrt(covered[0] * (1 - covered[0]) / len(found))),
                median=float(np.median(width[:, 0])),
                mean=float(width[:, 0].mean()),
                relative=width.mean(axis=0) / oracle,
            )
        )
    return cells


def table(cells: list[Cell], *, bar: bool) -> str:
    """Write the cells as a Markdown table."""
    heads = [
        "rate",
        "errors expected",
        "sets without",
        *(f"held: {method}" for method in METHODS),
        *(["meets the bar"] if bar else []),
        "our width: median, mean",
        *(f"over oracle: {method}" for method in METHODS),
    ]
    lines = ["| " + " | ".join(heads) + " |", "|" + " --- |" * len(heads)]
    for cell in cells:
        row = [
            f"{cell.name} {cell.rate:.0e}".replace("e-0", "e-"),
            f"{cell.expected:.3g}" if cell.expected < 100 else f"{cell.expected:,.0f}",
            f"{100 * cell.none:.0f} %",
            f"{cell.coverage[0]:.3f} ± {cell.error:.3f}",
            *(f"{coverage:.3f}" for coverage in cell.coverage[1:]),
            *([cell.meets] if bar else []),
            f"{cell.median:.2g}, {cell.mean:.2g}",
            *(f"{relative:.2f}" for relative in cell.relative),
        ]
        lines.append("| " + " | ".join(row) + " |")
    return "\n".join(lines)


def study(plan: dict[str, tuple[tuple[int, ...], int]], *, workers: int) -> str:
    """Run all data sets of the plan and return the tables."""
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    context = multiprocessing.get_context("spawn")
    parts: list[str] = []
    verdicts: list[str] = []
    with ProcessPoolExecutor(workers, mp_context=context) as pool:
        truths = dict(zip(plan, pool.map(population, plan), strict=True))
        for family, (sizes, sets) in plan.items():
            for n in sizes:
                step = max(sets // 20, 1)
                jobs = [
                    pool.submit(chunk, family, truths[family], n, start, step)
                    for start in range(0, sets, step)
                ]
                found = np.concatenate([job.result() for job in jobs])
                cells = judge(found, truths[family], n)
                heading = f"### {family}: {n} people, {len(found):,} data sets"
                bar = family == "published" and n >= 20
                verdicts += [cell.meets for cell in cells] if bar else []
                parts.append(f"{heading}\n\n{table(cells, bar=bar)}")
    kept = f"{verdicts.count('yes')} of {len(verdicts)} cells meet the bar."
    return "\n\n".join([kept, *parts])


def write(out: Path, text: str) -> None:
    """Put the tables between the markers of a page."""
    begin, end = "<!-- coverage: begin -->", "<!-- coverage: end -->"
    page = out.read_text(encoding="utf-8")
    head, rest = page.split(begin)
    tail = rest.split(end)[1]
    out.write_text(f"{head}{begin}\n\n{text}\n\n{end}{tail}", encoding="utf-8")


def main() -> None:
    """Parse the command line, run, print and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="100 data sets, 20 people")
    parser.add_argument("--out", type=Path, help="page whose tables to replace")
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    plan: dict[str, tuple[tuple[int, ...], int]] = {
        "published": ((10, 20, 50, 100), 1000),
        "look-alikes": ((20, 50, 100), 400),
        "hubs": ((20, 50, 100), 400),
    }
    if options.quick:
        plan = {"published": ((20,), 100)}
    started = time.perf_counter()
    text = study(plan, workers=options.workers)
    print(text)
    print(f"\n{time.perf_counter() - started:.0f} s")
    if options.out:
        write(options.out, text)


if __name__ == "__main__":
    main()
