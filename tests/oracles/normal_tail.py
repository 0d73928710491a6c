"""A fitted tail that is known in closed form: normal scores, everybody alike."""

import math
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr, ndtri

from matchaudit.galleries.prediction.forecast import Forecast, Scale
from matchaudit.tallies.gallery_tails import GalleryTail

WIDTH = 0.5
"""Half width of the interval, in decades of odds."""


@dataclass(frozen=True)
class NormalTail:
    """Non-mated scores are normal, and no person differs from another."""

    mean: float
    sd: float
    n_pairs: int
    scale: Scale = "identity"
    backtest: float | None = 0.1

    def fmr(self, threshold: float) -> float:
        """Return the false match rate."""
        return float(ndtr((self.mean - threshold) / self.sd))

    def forecast(
        self, gallery_size: int, threshold: float, *, confidence: float = 0.95
    ) -> Forecast:
        """Return ``1 - (1 - FMR)**N``, half a decade of odds either way."""
        fmr = self.fmr(threshold)
        rate = -math.expm1(gallery_size * math.log1p(-min(fmr, 1 - 1e-12)))
        rate = min(max(rate, 1e-15), 1 - 1e-12)
        decades = max(0.0, -math.log10(fmr * self.n_pairs)) if fmr else 99.0
        far = f"the score lies {decades:.0f} powers of ten beyond the test"
        return Forecast(
            gallery_size=gallery_size,
            threshold=threshold,
            fpir=rate,
            low=_moved(rate, -WIDTH),
            high=_moved(rate, WIDTH),
            confidence=confidence,
            decades=decades,
            beyond=far if decades > 6 else None,
        )

    def threshold_at(
        self, gallery_size: int, target_fpir: float, *, confidence: float = 0.95
    ) -> tuple[float, float, float]:
        """Return the threshold for a rate, and for its ends."""
        del confidence
        middle, high, low = (
            self._score(gallery_size, _moved(target_fpir, by))
            for by in (0.0, -WIDTH, WIDTH)
        )
        return middle, low, high

    def _score(self, gallery_size: int, rate: float) -> float:
        fmr = -math.expm1(math.log1p(-rate) / gallery_size)
        return self.mean - self.sd * float(ndtri(fmr))


def fit_normal(
    tail: GalleryTail,
    *,
    rng: np.random.Generator,
    scale: Scale | None = None,
    resamples: int = 200,
) -> NormalTail:
    """Fit by the moments of the bulk."""
    del rng, resamples
    return NormalTail(
        mean=float(np.average(tail.mean, weights=tail.compared)),
        sd=float(np.sqrt(np.average(tail.sd**2, weights=tail.compared))),
        n_pairs=tail.n_pairs,
        scale=scale or "identity",
    )


def _moved(rate: float, decades: float) -> float:
    odds = rate / (1 - rate) * 10**decades
    return odds / (1 + odds)
