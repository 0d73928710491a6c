"""Write a simulated test of a gallery as comparisons, with its truth beside it."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from matchaudit.records.simulation.comparisons import Samples
from matchaudit.records.simulation.files import write
from matchaudit.records.simulation.galleries.people import IntArray
from matchaudit.records.simulation.galleries.structure import FloatArray
from matchaudit.records.simulation.galleries.world import World
from matchaudit.records.simulation.pairing import (
    ordered_pairs,
    spans,
    unordered_pairs,
)

LARGEST = 270_000_000
SIZES = (10_000, 1_000_000, 12_000_000, LARGEST)
_DIGITS = 1e9  # scores are cut, and thresholds rounded up, to so many parts of 1
_EXACT = (
    "Given a probe, the probability that a random member of the gallery reaches the "
    "threshold is exact, but for an integral over energies and a table between whose "
    "points is interpolated (together less than 1 in 100). The rates are means over "
    "fresh probes; standard_error is theirs. Members of the gallery are drawn at random "
    "from the population of the test."
)


@dataclass(frozen=True, slots=True)
class GalleryComparisons:
    """The rows of a world's test: all pairs of subjects, then each one's second sample.

    Attributes
    ----------
    world : World
    """

    world: World

    @property
    def samples(self) -> Samples:
        """The first samples, ids 0 .. n - 1, then the second ones, in the same order."""
        n = self.world.n_subjects
        grouped = len(self.world.composition) > 1
        return Samples(
            subject=np.tile(np.arange(n), 2),
            group=np.tile(self.world.groups, 2) if grouped else None,
            failed=np.zeros(2 * n, dtype=bool),
        )

    @property
    def truth(self) -> "GalleryTruth":
        """The true rates."""
        return GalleryTruth(self.world)

    @property
    def string_pseudonyms(self) -> bool:
        """False: pseudonyms are numbers."""
        return False

    def blocks(self) -> Iterator[tuple[IntArray, IntArray, FloatArray]]:
        """Yield (probe ids, reference ids, scores)."""
        w = self.world
        n = w.n_subjects
        pairs = unordered_pairs if w.symmetric else ordered_pairs
        for first, last in spans(n, ordered=not w.symmetric):
            if first == last - 1 == 0 and w.symmetric:
                continue  # the first subject has nobody before it
            probe, reference = pairs(first, last, n)
            scores = w.scores_of(first, last)
            row = np.maximum(probe, reference) if w.symmetric else probe
            column = probe + reference - row
            yield probe, reference, _cut(scores[row - first, column])
        one = np.arange(n)
        yield one, one + n, _cut(w.mated_scores())


@dataclass(frozen=True, slots=True)
class GalleryTruth:
    """The true rates of a world, to be written as JSON."""

    world: World

    def thresholds(self) -> list[float]:
        """Return where to state the rates, rounded up to nine decimals.

        They are those at which 10, 1 and 0.1 in 100 searches of the largest gallery are
        wrong, and 50, 10 and 1 in 100 of one as large as the test.
        """
        wanted = [(LARGEST, rate) for rate in (0.1, 0.01, 0.001)]
        wanted += [(self.world.n_subjects - 1, rate) for rate in (0.5, 0.1, 0.01)]
        found = (self.world.threshold(size, rate) for size, rate in wanted)
        return sorted(math.ceil(one * _DIGITS) / _DIGITS for one in found)

    def to_json(self, thresholds: Sequence[float]) -> dict[str, Any]:
        """Return what is true of the population and of the test's design."""
        w = self.world
        names = list(w.composition) if len(w.composition) > 1 else []
        return {
            "family": w.family,
            "seed": w.seed,
            "subjects": w.n_subjects,
            "structure": w.structure.to_json(),
            "composition": dict(w.composition),
            "score_scale": w.score_scale,
            "symmetric": w.symmetric,
            "exact": _EXACT,
            "thresholds": list(thresholds),
            "comparisons": [
                self._pairs(threshold, probe, reference)
                for probe in [None, *names]
                for reference in ([None, *names] if probe else [None])
                for threshold in thresholds
            ],
            "searches": [
                row
                for threshold in thresholds
                for name in [None, *names]
                for row in self._searches(threshold, name)
            ],
        }

    def _pairs(
        self, threshold: float, probe: str | None, reference: str | None
    ) -> dict[str, Any]:
        rates = {
            "false_match_rate": self.world.fmr(
                threshold, probe_group=probe, reference_group=reference
            )
        }
        if reference is None:
            rates["false_non_match_rate"] = self.world.fnmr(
                threshold, probe_group=probe
            )
        named = {"probe_group": probe, "reference_group": reference}
        return {"population": _told(named), "threshold": threshold, **rates}

    def _searches(self, threshold: float, probe: str | None) -> list[dict[str, Any]]:
        w = self.world
        sizes = (w.n_subjects - 1, *SIZES)
        rows: list[dict[str, Any]] = [
            {
                "population": _told({"probe_group": probe}),
                "threshold": threshold,
                "gallery_size": size,
                "fpir": w.fpir(size, threshold, probe_group=probe),
                "standard_error": w.fpir_error(size, threshold, probe_group=probe),
            }
            for size in sizes
        ]
        if probe is None:
            missed = w.truth.fnir(sizes, w.structure.scale.raw(threshold))
            for row, rate in zip(rows, missed, strict=True):
                row["fnir"] = rate
        return rows


def write_gallery(world: World, out: Path, *, truth: Path | None = None) -> int:
    """Write a world's test to a file that says that it is synthetic.

    Parameters
    ----------
    world : World
    out : Path
        Ends in ``.parquet`` or ``.csv``.
    truth : Path, optional
        Where to write the true rates, as JSON.

    Returns
    -------
    int
        Rows written.

    Raises
    ------
    ParameterError
        If the file's name ends otherwise.
    """
    rows = GalleryComparisons(world)
    thresholds = () if truth is None else rows.truth.thresholds()
    return write(rows, out, truth=truth, thresholds=thresholds)


def _cut(scores: FloatArray) -> FloatArray:
    """Cut, so that a threshold of nine decimals splits them as it splits the scores."""
    cut: FloatArray = np.floor(scores * _DIGITS) / _DIGITS
    return cut


def _told(population: dict[str, str | None]) -> dict[str, str]:
    return {key: value for key, value in population.items() if value is not None}
