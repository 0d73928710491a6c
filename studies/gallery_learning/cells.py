"""How far left-out worlds were missed, cell by cell."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from gallery_learning.misses import Misses
from gallery_learning.targets import Samples, Targets

_PEOPLE = (1000, 4000)
_RATES = (0.01, 0.1)
_FARTHEST = 9.0  # decades that a miss counts at most
_OUTSIDE = 40.0  # what a decade outside the interval costs, at 95 %


def cells_table(samples: Samples, targets: Targets, misses: Misses) -> str:
    """Return a table of misses by people, gallery and kind of world."""
    head = (
        "people",
        "gallery",
        "worlds",
        "median miss",
        "coverage",
        "upper limit too low",
        "interval score",
        "half-width",
    )
    lines = [f"| {' | '.join(head)} |", "|---" * len(head) + "|"]
    kinds = samples.kind[targets.sample]
    for label, cell in _cells(targets):
        for kind in ("all", *dict.fromkeys(samples.kind)):
            some = cell & ((kinds == kind) | (kind == "all"))
            if some.any():
                lines.append(f"| {label} | {kind} | {_figures(misses, some)} |")
    return "\n".join(lines)


def _cells(targets: Targets) -> Iterator[tuple[str, NDArray[np.bool_]]]:
    reported = np.isin(targets.rate, _RATES)
    for people in _PEOPLE:
        of = reported & (targets.people == people)
        yield f"{people} | 100 times", of & (targets.size == 100 * people)
        yield f"{people} | 10,000 times", of & (targets.size == 10_000 * people)
        yield f"{people} | 270 million", of & (targets.size == 270_000_000)


def _figures(misses: Misses, some: NDArray[np.bool_]) -> str:
    miss, typical = misses.miss[some], misses.typical[some]
    too_much = np.maximum(miss - misses.below * typical, 0)
    too_little = np.maximum(-misses.above * typical - miss, 0)
    outside = too_much + too_little
    width = (misses.below + misses.above) * typical
    score = np.mean(width + _OUTSIDE * np.minimum(outside, _FARTHEST))
    return (
        f"{np.median(np.abs(miss)):.2f} | {np.mean(outside == 0):.3f} | "
        f"{np.mean(too_little > 0):.3f} | {score:.2f} | {np.median(width) / 2:.2f}"
    )
