"""Learn, from simulated tests, how a tail's shape foretells larger galleries.

This repeats how ``learned.json`` of ``matchaudit.galleries.prediction`` was made::

    python studies/gallery_training.py --jobs 2 --cache rows --out learned.json

It draws 1,053 worlds, tests of each and the truth about them, measures the signs of the
tests with the package's own code, and fits the two rules. What was chosen by hand, and
after seeing what, stands in ``docs/decisions/0006-gallery-prediction.md``. All worlds are
simulated; none is of a family that is held out.

A world takes about 2.5 seconds of one processor and 0.7 GB, all of them about 45 minutes;
the fit takes half a minute and 1.5 GB. ``--worlds 20`` tries it with the first 20 of each
kind. With ``--cache`` a run goes on where it was broken off. A processor that rounds sums in
another way moves single weights by about .001, and rates by 2 % at most.
"""

import argparse
import json
import multiprocessing
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

import numpy as np
from gallery_learning.cells import cells_table
from gallery_learning.misses import PLAIN, Misses
from gallery_learning.rows import SEEDS, Seed, Tests, tests_of
from gallery_learning.rule import CUT, TERMS, WITH_SIGNS, Rule
from gallery_learning.targets import Samples, Targets
from numpy.typing import NDArray

BACKTEST = 0.6
"""Decades, by hand: of 34 simulated tests of 1,000 people about one missed by more."""
DIGITS = 5
NOTE = "Learned from simulated galleries: studies/gallery_training.py, docs/decisions."


def kept(seed: Seed, cache: Path | None) -> Tests:
    """Return the tests of a world, from the cache if they are there."""
    if cache is None:
        return tests_of(seed)
    path = cache / f"{seed.name}.npz"
    if not path.exists():
        tests_of(seed).write(path)
    return Tests.read(path)


def first_of(seeds: Sequence[Seed], most: int | None) -> Iterator[Seed]:
    """Return the first worlds of each kind; all of them if no number is given."""
    for kind in dict.fromkeys(seed.generator for seed in seeds):
        yield from [seed for seed in seeds if seed.generator == kind][:most]


def learned(worlds: Sequence[tuple[Seed, Tests]]) -> dict[str, object]:
    """Fit both rules, and return what is to be written."""
    samples = Samples.of(worlds)
    targets = Targets.of(samples)
    rule = Rule.of(samples, targets)
    misses = Misses.of(samples, targets, rule)
    print(cells_table(samples, targets, misses))
    names = [str(name) for name in worlds[0][1].names]
    return {
        "note": NOTE,
        "worlds": len(worlds),
        "names": names,
        "centre": rounded(rule.centre),
        "spread": rounded(rule.spread),
        "cut": CUT,
        "plain": rounded(rule.weights[:TERMS]),
        "by_sign": [
            rounded(row) for row in rule.weights[TERMS:].reshape(WITH_SIGNS, -1)
        ],
        "noise": rounded(misses.weights[:PLAIN]),
        "noise_by_sign": rounded(misses.weights[PLAIN:]),
        "above": round(misses.above, 4),
        "below": round(misses.below, 4),
        "backtest": BACKTEST,
    }


def rounded(values: NDArray[np.float64]) -> list[float]:
    """Return numbers with five digits."""
    return [float(f"{value:.{DIGITS}g}") for value in values]


def main() -> None:
    """Draw, fit and write."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add = parser.add_argument
    add("--worlds", type=int, help="of each of the three kinds; all by default")
    add("--jobs", type=int, default=1, help="processes")
    add("--cache", type=Path, help="folder to keep the tests of worlds in")
    add("--out", type=Path, required=True)
    asked = parser.parse_args()
    if asked.cache:
        asked.cache.mkdir(parents=True, exist_ok=True)
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ[name] = "1"  # for the processes that are started below
    worlds: list[tuple[Seed, Tests]] = []
    seeds = list(first_of(SEEDS, asked.worlds))
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(asked.jobs, mp_context=context) as pool:
        drawn = pool.map(partial(kept, cache=asked.cache), seeds)
        for seed, tests in zip(seeds, drawn, strict=True):
            worlds.append((seed, tests))
            if len(worlds) % 20 == 0 or len(worlds) == len(seeds):
                print(f"{len(worlds)} of {len(seeds)} worlds", flush=True)
    text = json.dumps(learned(worlds), indent=1)
    asked.out.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
