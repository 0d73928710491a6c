"""The worlds that are learned from: tests of each, their signs, and the truth."""

import zlib
from collections.abc import Callable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from gallery_learning.broad import broad_truth, broad_world
from gallery_learning.draft_truth import truth as draft_truth
from gallery_learning.drafts import draft_of
from matchaudit.galleries.prediction.scales import rescaled, unit_of
from matchaudit.galleries.prediction.shape import Shape, Shapes, far_normal
from matchaudit.galleries.prediction.tops import Tops
from matchaudit.tallies.gallery_tails import GalleryTail

Floats = NDArray[np.float64]
Scores = NDArray[np.float32]

MOST = 4000
"""People in the largest test of a world."""
FOLDS = 5
_KEPT, _BINS, _RESAMPLES = 30_000, 1000, 10
_LATER = ("low2", "low5")  # signs that were thought of last stand last
_LOW = (0.01, 1e-5)
_LEAST = 1000  # the truth starts where tests of so many people end


@dataclass(frozen=True, slots=True, kw_only=True)
class Seed:
    """A world to be drawn.

    Attributes
    ----------
    generator : {"draft", "draft-low", "shipped"}
        ``draft-low`` is the draft with vectors of 20 to 56 dimensions among others.
    seed : int
    """

    generator: str
    seed: int

    @property
    def name(self) -> str:
        """The name by which the world was known when folds were drawn."""
        return f"data{'3' if self.shipped else ''}_w{self.seed}"

    @property
    def shipped(self) -> bool:
        """True if its generator is that of the package."""
        return self.generator == "shipped"

    @property
    def fold(self) -> int:
        """The part of the worlds with which it is left out."""
        return zlib.crc32(self.name.encode()) % FOLDS

    @property
    def kind(self) -> str:
        """What it is a mixture of, for the tables."""
        if not self.shipped:
            return "draft"
        return ("broad", "broad", "random", "random", "development")[self.seed % 5]


SEEDS = (
    *(Seed(generator="draft", seed=k) for k in range(620)),
    *(Seed(generator="draft-low", seed=k) for k in range(5000, 5171)),
    *(Seed(generator="shipped", seed=k) for k in range(262)),
)
"""The worlds from which the numbers that ship were learned."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tests:
    """T tests of one world, in units of the bulk of each.

    Attributes
    ----------
    people : ndarray of int64, shape (T,)
    names : ndarray of str, shape (K,)
        Of the signs.
    anchor : ndarray of float64, shape (T,)
    signs : ndarray of float64, shape (T, K)
    drawn_anchor, drawn_signs : ndarray of float64, shapes (T, B), (T, B, K)
        Of the tests with people drawn again.
    needed : ndarray of float64, shape (T, 10, 10)
        The truth: scores by `curves.SIZES` and `curves.RATES`.
    """

    people: NDArray[np.int64]
    names: NDArray[np.str_]
    anchor: Floats
    signs: Floats
    drawn_anchor: Floats
    drawn_signs: Floats
    needed: Floats

    def write(self, path: Path) -> None:
        """Keep the tests in a file."""
        found = {each.name: getattr(self, each.name) for each in fields(self)}
        unfinished = path.with_suffix(".part.npz")
        np.savez(unfinished, **found)
        unfinished.rename(path)

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read what `write` wrote."""
        with np.load(path) as found:
            return cls(**{each.name: found[each.name] for each in fields(cls)})


def tests_of(seed: Seed) -> Tests:
    """Draw a world, tests of it, their signs and the truth."""
    if seed.shipped:
        return _shipped(seed)
    rng = np.random.default_rng([5, seed.seed])
    draft = draft_of(seed.seed, low_dimensions=seed.generator == "draft-low")
    people = _people(rng)
    both = draft.norm is None
    tails = [_tail(draft.scores(n, rng), both_ways=both) for n in people]
    return _measured(people, tails, lambda lowest: draft_truth(draft, rng, lowest))


def _shipped(seed: Seed) -> Tests:
    """Draw a world of the package; its smaller tests are parts of the largest."""
    world, rng = broad_world(seed.seed, people=MOST)
    scores = world.scores().astype(np.float32)
    people, tails = _people(rng), []
    for n in people:
        some = np.sort(rng.choice(MOST, n, replace=False))
        part = scores[np.ix_(some, some)]
        tails.append(_tail(part, both_ways=world.symmetric))
    return _measured(people, tails, lambda lowest: broad_truth(world, lowest))


def _people(rng: np.random.Generator) -> list[int]:
    """Draw how many people the tests have."""
    further = [n for n, p in ((2000, 0.3), (500, 0.35), (250, 0.3)) if rng.random() < p]
    return [MOST, 1000, *further]


def _measured(
    people: list[int], tails: list[GalleryTail], truth: Callable[[float], Floats]
) -> Tests:
    lowest = min(
        float(tail.score[-1])
        for tail, n in zip(tails, people, strict=True)
        if n >= _LEAST
    )
    needed = truth(lowest)
    names: list[str] = []
    anchors, signs, found = [], [], []
    for tail, n in zip(tails, people, strict=True):
        unit = unit_of(tail, "identity")
        shapes = Shapes(Tops.of(rescaled(tail, unit)))
        rng = np.random.default_rng(n)
        even = np.full(n, 1 / n)
        weights = [rng.multinomial(n, even).astype(float) for _ in range(_RESAMPLES)]
        drawn = [shapes.of(weight) for weight in (np.ones(n), *weights)]
        names = _names(drawn[0])
        anchors.append([shape.anchor for shape in drawn])
        own = _lower_tail(tail)
        signs.append([[(shape.numbers | own)[k] for k in names] for shape in drawn])
        found.append((needed - unit.centre) / unit.spread)
    anchor, sign = np.array(anchors), np.array(signs)
    # Where no close pair was drawn again, the package said so by another number.
    sign[..., names.index("part0")][sign[..., names.index("part0")] == -6] = np.inf
    return Tests(
        people=np.array(people),
        names=np.array(names),
        anchor=anchor[:, 0],
        signs=sign[:, 0],
        drawn_anchor=anchor[:, 1:],
        drawn_signs=sign[:, 1:],
        needed=np.array(found),
    )


def _names(shape: Shape) -> list[str]:
    return [*(name for name in shape.numbers if name not in _LATER), *_LATER]


def _lower_tail(tail: GalleryTail) -> dict[str, float]:
    """Return the later signs, in double precision, as they were worked out.

    The edges are of single precision, and so would these signs be.
    """
    middle = (tail.edges[1:] + tail.edges[:-1]) / 2
    counts = tail.counts.astype(np.float64)
    n = counts.sum()
    mean = (counts * middle).sum() / n
    sd = np.sqrt((counts * (middle - mean) ** 2).sum() / n)
    run = np.r_[0, np.cumsum(counts)] / n
    place = (np.interp(_LOW, run, tail.edges) - mean) / sd
    found = (-float(z) / float(far_normal(p)) for z, p in zip(place, _LOW, strict=True))
    return dict(zip(_LATER, found, strict=True))


def _tail(scores: Scores, *, both_ways: bool) -> GalleryTail:
    """Return the tail of a test in single precision, as the rule was learned from.

    Unlike `tail_of_matrix` it has 1,000 bins, divides squares by all comparisons, and
    breaks ties anyhow.
    """
    n = len(scores)
    places = np.where(np.isnan(scores), -np.inf, scores).ravel()
    kept = np.argpartition(-places, _KEPT)[:_KEPT]
    kept = kept[np.argsort(-places[kept])]
    i, j, score = kept // n, kept % n, places[kept].astype(np.float64)
    if both_ways:
        once = i < j
        i, j = np.r_[i[once], j[once]], np.r_[j[once], i[once]]
        score = np.r_[score[once], score[once]]
        order = np.argsort(-score, kind="stable")
        i, j, score = i[order], j[order], score[order]
    usable = scores[~np.isnan(scores)]
    low, high = usable.min(), usable.max()
    counts, _ = np.histogram(usable, _BINS, (low, high))
    none = np.zeros(0, dtype=np.int64)
    return GalleryTail(
        search_subject=np.arange(n),
        reference_subject=np.arange(n),
        compared=np.full(n, n - 1),
        mean=_single(np.nanmean(scores, axis=1, dtype=np.float64)),
        sd=_single(np.sqrt(np.nanvar(scores, axis=1, dtype=np.float64))),
        search=i,
        reference=j,
        score=score,
        n_pairs=n * (n - 1),
        both_ways=both_ways,
        edges=np.linspace(low, high, _BINS + 1),
        counts=counts,
        mated_subject=none,
        mated_score=none.astype(np.float64),
    )


def _single(values: Floats) -> Floats:
    return values.astype(np.float32).astype(np.float64)
