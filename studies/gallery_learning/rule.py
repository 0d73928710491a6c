"""The linear rule for the score that a rate needs, and its misses on left-out worlds."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Self

import numpy as np
from numpy.typing import NDArray

from gallery_learning.rows import FOLDS
from gallery_learning.targets import STEEPEST, Samples, Targets

Floats = NDArray[np.float64]
Singles = NDArray[np.float32]  # the table of all products fills 200 MB

CUT = 3.0
"""Signs are cut off at so many spreads from typical."""
TERMS, WITH_SIGNS = 7, 6
_PENALTY, _PLAIN = 1e-4, 1e-3  # of weights, by target; times which of the plain ones
_LARGE = 0.5  # decades beyond which a miss counts by its size, not by its square
_ROUNDS = 3
_STEEP = 5.0  # rises count up to so many times the median
_STEP = 0.05


@dataclass(frozen=True)
class Rule:
    """A linear rule.

    Attributes
    ----------
    centre, spread : ndarray of float64, shape (K,)
        By which a sign is made comparable.
    weights : ndarray of float64, shape (7 + 6 * K,)
    left_out : ndarray of float64, shape (targets,)
        What rules say that have not seen the world.
    """

    centre: Floats
    spread: Floats
    weights: Floats
    left_out: Floats

    @classmethod
    def of(cls, samples: Samples, targets: Targets) -> Self:
        """Fit the rule by robust ridge regression, with and without each fold."""
        centre = np.nanmedian(samples.signs, axis=0)
        spread = 1.4826 * np.nanmedian(np.abs(samples.signs - centre), axis=0)
        spread += 0.25 * np.nanstd(samples.signs, axis=0) + 1e-6
        signs = comparable(samples.signs, centre, spread)[targets.sample]
        terms = targets.terms()
        products = [terms[:, [k]] * signs for k in range(WITH_SIGNS)]
        table = np.concatenate([terms, *products], axis=1).astype(np.float32)
        counts = samples.counts[targets.sample]
        fold = samples.fold[targets.sample]
        weights, left_out = _robust(table, targets, counts, fold)
        return cls(centre, spread, weights, left_out)

    def signs(self, raw: Floats) -> Floats:
        """Return signs, comparable."""
        return comparable(raw, self.centre, self.spread)

    def scores(self, signs: Floats, targets: Targets) -> Floats:
        """Return what the rule says of targets, whose signs are these, row by row."""
        terms, k = targets.terms(), signs.shape[1]
        found = terms @ self.weights[:TERMS]
        for j in range(WITH_SIGNS):
            first = TERMS + j * k
            found = found + terms[:, j] * (signs @ self.weights[first : first + k])
        return np.asarray(found)

    def sway(self, samples: Samples, targets: Targets) -> Floats:
        """Return the standard deviation of what it says, over people drawn again."""
        said = [
            self.scores(self.signs(drawn)[targets.sample], targets)
            + anchor[targets.sample]
            for drawn, anchor in zip(
                samples.drawn_signs.swapaxes(0, 1), samples.drawn_anchor.T, strict=True
            )
        ]
        return np.asarray(np.std(said, axis=0, ddof=1))

    def rise(self, samples: Samples, targets: Targets) -> Floats:
        """Return decades of the odds by one unit of the score, by the rule."""
        signs = self.signs(samples.signs)[targets.sample]
        rarer = self.scores(signs, targets.moved(-_STEP))
        slope = (rarer - self.scores(signs, targets.moved(_STEP))) / (2 * _STEP)
        return 1 / np.maximum(slope, STEEPEST)


def comparable(raw: Floats, centre: Floats, spread: Floats) -> Floats:
    """Return signs in spreads from typical; what is unknown counts as typical."""
    return np.nan_to_num(np.clip((raw - centre) / spread, -CUT, CUT))


@dataclass(frozen=True)
class _Sums:
    """Sums of products over each fold, shapes (folds, W, W) and (folds, W)."""

    square: Floats
    product: Floats
    penalty: Floats

    @classmethod
    def of(
        cls, folds: Iterable[tuple[Singles, Singles, Floats]], penalty: Floats
    ) -> Self:
        """Sum over folds, each with rows, weights and goals."""
        squares, products = [], []
        for rows, weight, goal in folds:
            weighted = rows * weight[:, None]
            squares.append((weighted.T @ weighted).astype(np.float64))
            goals = (goal * weight).astype(np.float32)
            products.append((weighted.T @ goals).astype(np.float64))
        return cls(np.array(squares), np.array(products), penalty)

    @cached_property
    def all(self) -> tuple[Floats, Floats]:
        return self.square.sum(axis=0), self.product.sum(axis=0)

    def weights(self, without: int | None = None) -> Floats:
        """Return weights fitted to all folds, or to all but one."""
        square, product = self.all
        if without is not None:
            square = square - self.square[without]
            product = product - self.product[without]
        solved = np.linalg.solve(square + np.diag(self.penalty), product)
        return np.asarray(solved, dtype=np.float64)


def _robust(
    table: Singles, targets: Targets, counts: Floats, fold: NDArray[np.int64]
) -> tuple[Floats, Floats]:
    """Return weights, and what weights say that were fitted without a target's fold."""
    base = np.minimum(targets.rise, np.median(targets.rise) * _STEEP) * np.sqrt(counts)
    base = base / np.sqrt((base**2).mean())
    scale = np.sqrt((table * table).mean(axis=0)) + 1e-9
    table = table / scale
    penalty = np.full(table.shape[1], _PENALTY * len(table))
    penalty[:TERMS] *= _PLAIN
    trust, left_out = np.ones(len(table)), np.zeros(len(table))
    folds = [np.flatnonzero(fold == k) for k in range(FOLDS)]
    weights = np.zeros(table.shape[1])
    for _ in range(_ROUNDS):
        w = (base * np.sqrt(trust)).astype(np.float32)
        sums = _Sums.of(
            ((table[some], w[some], targets.goal[some]) for some in folds), penalty
        )
        weights = sums.weights()
        for k, some in enumerate(folds):
            left_out[some] = table[some] @ sums.weights(without=k)
        miss = np.abs(left_out - targets.goal) * targets.rise
        trust = np.minimum(1, _LARGE / np.maximum(miss, 1e-9))
    return np.asarray(weights / scale), left_out
