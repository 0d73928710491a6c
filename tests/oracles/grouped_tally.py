"""A tally of groups in which the number of errors is chosen, not drawn."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matchaudit.tallies.comparisons import ComparisonTally
from oracles.dense_tally import dense_tally

THRESHOLD = 2.0
"""All false matches score above and all false non-matches below it."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Comparisons one by one, with the group of each subject."""

    probe: NDArray[np.int64]
    reference: NDArray[np.int64]
    score: NDArray[np.float64]
    group_of: NDArray[np.str_]

    def tally(
        self, thresholds: Sequence[float] = (1.2, 1.5, THRESHOLD)
    ) -> ComparisonTally:
        """Count all, by probe group and by both groups."""
        of_probe, of_reference = (
            self.group_of[self.probe],
            self.group_of[self.reference],
        )
        groups = [str(group) for group in np.unique(self.group_of)]
        strata: dict[str, tuple[dict[str, str], NDArray[np.bool_]]] = {}
        for a in groups:
            strata[a] = ({"probe_group": a}, of_probe == a)
            for b in groups:
                both = {"probe_group": a, "reference_group": b}
                strata[f"{a}/{b}"] = (both, (of_probe == a) & (of_reference == b))
        return dense_tally(
            self.probe,
            self.reference,
            self.score,
            thresholds=thresholds,
            strata=strata,
        )


def grouped_rows(
    groups: Mapping[str, tuple[int, int, int]], *, mated: int = 2, seed: int = 0
) -> Rows:
    """Make rows from (subjects, false matches within, false non-matches) of each group.

    Every subject is compared once with every other, and ``mated`` times with itself.
    """
    rng = np.random.default_rng(seed)
    sizes = [size for size, _, _ in groups.values()]
    group_of = np.repeat(np.array(list(groups)), sizes)
    i, j = np.triu_indices(group_of.size, 1)
    nonmated = rng.uniform(0, 1.9, i.size)
    own = np.repeat(np.arange(group_of.size), mated)
    same = rng.uniform(2.1, 4, own.size)
    for group, (_, matches, misses) in groups.items():
        within = np.flatnonzero((group_of[i] == group) & (group_of[j] == group))
        nonmated[rng.permutation(within)[:matches]] = 2.5
        mine = np.flatnonzero(group_of[own] == group)
        same[rng.permutation(mine)[:misses]] = 1.0
    return Rows(
        probe=np.concatenate([i, own]),
        reference=np.concatenate([j, own]),
        score=np.concatenate([nonmated, same]),
        group_of=group_of,
    )
