"""A tally of conditions in which the number of missed matches is chosen, not drawn."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from matchaudit.tallies.comparisons import ComparisonTally
from oracles.dense_tally import dense_tally

THRESHOLD = 2.0
"""All false matches score above and all false non-matches below it."""

Misses = Mapping[str, NDArray[np.int64]]


def condition_tally(
    column: str, misses: Misses, *, apart: bool = False, tries: int = 5
) -> ComparisonTally:
    """Mated comparisons with these missed matches of each subject by condition.

    Everybody is also compared once with everybody under each condition; each 20th of
    these is a false match. ``apart``: each condition has its own people.
    """
    probe, reference, score, label = [], [], [], []
    start = 0
    for condition, by_subject in misses.items():
        n = by_subject.size
        i, j = np.triu_indices(n, 1)
        own = np.repeat(np.arange(n), tries)
        missed = (np.tile(np.arange(tries), n) < np.repeat(by_subject, tries)).astype(
            int
        )
        probe.append(start + np.concatenate([i, own]))
        reference.append(start + np.concatenate([j, own]))
        nonmated = np.where(np.arange(i.size) % 20 == 0, 2.5, 1.0)
        score.append(np.concatenate([nonmated, 3.0 - 2 * missed]))
        label += [condition] * (i.size + own.size)
        start += n if apart else 0
    where = np.array(label)
    return dense_tally(
        np.concatenate(probe),
        np.concatenate(reference),
        np.concatenate(score),
        thresholds=[THRESHOLD],
        strata={c: ({column: c}, where == c) for c in misses},
    )


def repeated(**misses: list[int]) -> Misses:
    """Give each list of missed matches by subject to ten times as many subjects."""
    return {c: np.array(m * 10, dtype=np.int64) for c, m in misses.items()}
