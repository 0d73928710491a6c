"""A sanity check on real scores: 100 people predict what 517 show.

The table is NIST's BSSR1, face matcher C: one square matrix, rows are probes, columns
references, the diagonal is mated. A reference that failed has -1 throughout.
"""

from pathlib import Path

import numpy as np

from gallery_methods.methods import METHODS
from gallery_methods.predictions import Floats, Trial, log_odds
from gallery_methods.tables import short, table
from matchaudit.tallies.gallery_tails import tail_of_matrix

FAILED = -1.0
RATES = (0.5, 0.2, 0.1, 0.05)
PART = 100


def read(path: Path) -> Floats:
    """Return the scores of all subjects whose reference did not fail."""
    with path.open(encoding="utf-8") as lines:
        width = len(next(lines).split(","))
        scores = np.loadtxt(lines, delimiter=",", usecols=range(1, width))
    usable = ~(scores == FAILED).all(axis=0)
    kept: Floats = scores[np.ix_(usable, usable)]
    return kept


def measured(scores: Floats, rate: float) -> tuple[float, float]:
    """Return a threshold that about ``rate`` of the searches reach, and their share.

    The threshold lies midway between two maxima, so that it ties with none.

    >>> scores = np.array([[9.0, 1, 2], [1, 9, 4], [3, 5, 9]])
    >>> measured(scores, 1 / 3)
    (4.5, 0.3333333333333333)
    """
    off = scores.copy()
    np.fill_diagonal(off, -np.inf)
    largest = np.sort(off.max(axis=1))[::-1]
    k = max(round(rate * largest.size), 1)
    threshold = float((largest[k - 1] + largest[k]) / 2)
    return threshold, float((largest >= threshold).mean())


def splits(scores: Floats, method: str, repeats: int, seed: int) -> list[list[str]]:
    """Return how often the interval of 100 holds what the others show, by rate."""
    rng = np.random.default_rng(seed)
    held = np.zeros((2, len(RATES)))
    errors = np.zeros((repeats, len(RATES)))
    for repeat in range(repeats):
        order = rng.permutation(len(scores))
        few = scores[np.ix_(order[:PART], order[:PART])]
        rest = scores[np.ix_(order[PART:], order[PART:])]
        trial = Trial(tail=tail_of_matrix(few, both_ways=False), scores=few)
        predict = METHODS[method](trial, rng)
        for which, part in enumerate((scores, rest)):
            for k, rate in enumerate(RATES):
                threshold, found = measured(part, rate)
                said = predict(len(part) - 1, threshold)
                truth = log_odds(found)
                held[which, k] += said.low <= truth <= said.high
                if which == 0:
                    errors[repeat, k] = said.centre - truth
    held /= repeats
    return [
        [
            short(method),
            f"{rate:g}",
            f"{held[0, k]:.3f}",
            f"{held[1, k]:.3f}",
            f"{np.median(errors[:, k]):+.2f}",
        ]
        for k, rate in enumerate(RATES)
    ]


def real_table(path: Path, methods: tuple[str, ...], repeats: int, seed: int) -> str:
    """Write coverage over random splits."""
    scores = read(path)
    rows = [row for m in methods for row in splits(scores, m, repeats, seed)]
    heads = [
        "method",
        "share of searches",
        f"held what all {len(scores)} show",
        f"held what the other {len(scores) - PART} show",
        "median error",
    ]
    return table(heads, rows)
