"""What is to be learned: the score that a rate needs, test by test."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Self

import numpy as np
from numpy.typing import NDArray

from gallery_learning.curves import RATES, SIZES
from gallery_learning.rows import Seed, Tests
from matchaudit.galleries.prediction import surface

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

START = float(np.log10(0.1 / 0.9))
"""log10 odds of the rate from whose score predictions set out."""
STEEPEST = 0.02
"""Units of the bulk by a decade of the odds, at least."""
_LEARNED = (1, 2, 3, 4, 5, 7, 9)  # places of RATES; the others are for slopes
_SHIPPED_COUNTS = 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Samples:
    """All tests, one below the other: R of them.

    Attributes
    ----------
    people : ndarray of int64, shape (R,)
    fold : ndarray of int64, shape (R,)
        The part of the worlds with which it is left out.
    counts : ndarray of float64, shape (R,)
        Weight: worlds of the package's generator count three times.
    kind : ndarray of str, shape (R,)
    anchor : ndarray of float64, shape (R,)
    signs : ndarray of float64, shape (R, K)
    drawn_anchor, drawn_signs : ndarray of float64, shapes (R, B), (R, B, K)
    needed : ndarray of float64, shape (R, 10, 10)
    """

    people: Ints
    fold: Ints
    counts: Floats
    kind: NDArray[np.str_]
    anchor: Floats
    signs: Floats
    drawn_anchor: Floats
    drawn_signs: Floats
    needed: Floats

    @classmethod
    def of(cls, worlds: Sequence[tuple[Seed, Tests]]) -> Self:
        """Put the tests of worlds below each other, by the names of the worlds."""
        ordered = sorted(worlds, key=lambda world: (world[0].shipped, world[0].name))
        each = [(seed, tests.people.size) for seed, tests in ordered]
        told = {
            "fold": np.concatenate([[s.fold] * n for s, n in each]),
            "kind": np.concatenate([[s.kind] * n for s, n in each]),
            "counts": np.concatenate(
                [[_SHIPPED_COUNTS if s.shipped else 1.0] * n for s, n in each]
            ),
        }
        found = {
            field.name: np.concatenate([getattr(t, field.name) for _, t in ordered])
            for field in fields(cls)
            if field.name not in told
        }
        return cls(**found, **told)


@dataclass(frozen=True, slots=True, kw_only=True)
class Targets:
    """What is to be learned, one entry for each test, size and rate.

    Attributes
    ----------
    sample : ndarray of int64
        Place of the test in `Samples`.
    people : ndarray of float64
        In the test.
    size, rate, log_odds : ndarray of float64
        Of the gallery, and of false positive identifications in it.
    goal : ndarray of float64
        The score that the rate needs, from the anchor of the test.
    rise : ndarray of float64
        Decades of the odds by one unit of the score, in truth.
    """

    sample: Ints
    people: Floats
    size: Floats
    rate: Floats
    log_odds: Floats
    goal: Floats
    rise: Floats

    @classmethod
    def of(cls, samples: Samples) -> Self:
        """Return all targets in galleries at least as large as the test."""
        odds = np.log10(RATES / (1 - RATES))
        lower = np.maximum(np.arange(RATES.size) - 1, 0)
        upper = np.minimum(np.arange(RATES.size) + 1, RATES.size - 1)
        below, above = samples.needed[:, :, lower], samples.needed[:, :, upper]
        slope = (below - above) / (odds[upper] - odds[lower])
        usable = np.isfinite(samples.needed) & (slope > 0)  # where a part is NaN: none
        usable &= SIZES[None, :, None] >= samples.people[:, None, None]
        usable &= np.isin(np.arange(RATES.size), _LEARNED)
        sample, size, rate = np.nonzero(usable)
        return cls(
            sample=sample,
            people=samples.people[sample].astype(np.float64),
            size=SIZES[size].astype(np.float64),
            rate=RATES[rate],
            log_odds=odds[rate],
            goal=samples.needed[usable] - samples.anchor[sample],
            rise=1 / np.maximum(slope[usable], STEEPEST),
        )

    def far(self) -> Floats:
        """Return how much farther out each rate lies than the anchor: `surface.far`."""
        found = np.empty(self.size.size)
        for people in np.unique(self.people):
            some = self.people == people
            found[some] = surface.far(self.log_odds[some], self.size[some], people - 1)
        return found

    def terms(self) -> Floats:
        """Return what weights are multiplied with, shape (targets, 7).

        `surface.terms` gives the same, but cuts rates off where nothing was learned;
        slopes are taken a little across that line.
        """
        u, v, n = self.far(), self.log_odds - START, np.log10(self.people) - 3.3
        return np.stack([u, u * (u - 2.5) / 2, v, v * u, v * v, u * n, v * n], axis=-1)

    def moved(self, step: float) -> Self:
        """Return the targets with other rates: so many decades of the odds higher."""
        return replace(self, log_odds=self.log_odds + step)
