"""Galleries and searches that are mixed from groups in declared shares.

Each group of probes against each group of references has a tail of its own; here they
are put together. That a search goes wrong with one group is taken to say nothing about
whether it goes wrong with another, which errs a little on the high side.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from matchaudit.galleries.prediction.forecast import Fitted, Forecast, Scale
from matchaudit.galleries.prediction.wording import HORIZON

_STEPS = 30
_HARDLY = 0.05


@dataclass(frozen=True, slots=True)
class MixedGallery:
    """Searches by one group, of a gallery that is made up of several.

    Attributes
    ----------
    parts : tuple of (float, Fitted)
        Of each group in the gallery its share, and the tail against it.
    """

    parts: tuple[tuple[float, Fitted], ...]

    @property
    def scale(self) -> Scale:
        """The scale of the largest group in the gallery."""
        return max(self.parts, key=lambda part: part[0])[1].scale

    @property
    def backtest(self) -> float | None:
        """The worst miss of any part."""
        return _worst(self.parts)

    def forecast(
        self, gallery_size: int, threshold: float, *, confidence: float = 0.95
    ) -> Forecast:
        """Return the rate at a threshold in a gallery of some size.

        ``1 - prod(1 - F_h)`` over the groups h, each with its own people.
        """
        each = [
            fitted.forecast(size, threshold, confidence=confidence)
            for share, fitted in self.parts
            if (size := math.floor(share * gallery_size + 0.5)) > 0
        ]
        if (
            not each
        ):  # too few people for any share of one: all are of the largest group
            _, fitted = max(self.parts, key=lambda part: part[0])
            each = [fitted.forecast(gallery_size, threshold, confidence=confidence)]
        return _joined(each, _any, gallery_size)

    def threshold_at(
        self, gallery_size: int, target_fpir: float, *, confidence: float = 0.95
    ) -> tuple[float, float, float]:
        """Return the threshold that a target rate needs: estimate, low, high."""
        return _crossings(self, gallery_size, target_fpir, confidence)


@dataclass(frozen=True, slots=True)
class MixedSearches:
    """Searches by several groups of one gallery.

    Attributes
    ----------
    parts : tuple of (float, Fitted)
        Of each group its share in the searches, and its tail against the gallery.
    """

    parts: tuple[tuple[float, Fitted], ...]

    @property
    def scale(self) -> Scale:
        """The scale of the group with the most searches."""
        return max(self.parts, key=lambda part: part[0])[1].scale

    @property
    def backtest(self) -> float | None:
        """The worst miss of any part."""
        return _worst(self.parts)

    def forecast(
        self, gallery_size: int, threshold: float, *, confidence: float = 0.95
    ) -> Forecast:
        """Return the rate at a threshold in a gallery of some size: the mean."""
        each = [
            fitted.forecast(gallery_size, threshold, confidence=confidence)
            for _, fitted in self.parts
        ]
        shares = [share for share, _ in self.parts]
        return _joined(each, lambda rates: _mean(shares, rates), gallery_size)

    def threshold_at(
        self, gallery_size: int, target_fpir: float, *, confidence: float = 0.95
    ) -> tuple[float, float, float]:
        """Return the threshold that a target rate needs: estimate, low, high."""
        return _crossings(self, gallery_size, target_fpir, confidence)


Mixed = MixedGallery | MixedSearches


def _any(rates: Sequence[float]) -> float:
    return -math.expm1(sum(math.log1p(-min(rate, 1 - 1e-15)) for rate in rates))


def _mean(shares: Sequence[float], rates: Sequence[float]) -> float:
    whole = sum(shares)
    return sum(s * r for s, r in zip(shares, rates, strict=True)) / whole


def _joined(
    each: Sequence[Forecast],
    mixed: Callable[[Sequence[float]], float],
    gallery_size: int,
) -> Forecast:
    """Join forecasts; ends with ends, as if all parts were off in one direction.

    A part may lie past the horizon if what it adds hardly counts: two groups that are
    much less alike than others.
    """
    rate = mixed([one.fpir for one in each])
    counts = [
        one
        for one in each
        if one.decades <= HORIZON
        or mixed([one.high if it is one else 0.0 for it in each]) > _HARDLY * rate
    ]
    return Forecast(
        gallery_size=gallery_size,
        threshold=each[0].threshold,
        fpir=rate,
        low=mixed([one.low for one in each]),
        high=mixed([one.high for one in each]),
        confidence=each[0].confidence,
        decades=max(one.decades for one in counts),
        beyond=next((one.beyond for one in counts if one.beyond), None),
    )


def _worst(parts: Sequence[tuple[float, Fitted]]) -> float | None:
    known = [f.backtest for _, f in parts if f.backtest is not None]
    return max(known, key=abs) if known else None


def _crossings(
    mixed: Mixed, gallery_size: int, target: float, confidence: float
) -> tuple[float, float, float]:
    """Find where the rate and both its ends fall to the target."""
    spans = [
        fitted.threshold_at(gallery_size, rate, confidence=confidence)
        for _, fitted in mixed.parts
        for rate in (target, target / (2 * len(mixed.parts)))
    ]
    first, last = min(low for _, low, _ in spans), max(high for *_, high in spans)
    # A group with a small share in the gallery needs less than its own threshold.
    first -= last - first

    def crossing(name: str) -> float:
        def rate(at: float) -> float:
            found = mixed.forecast(gallery_size, at, confidence=confidence)
            return float(getattr(found, name))

        return _falls_to(rate, target, first, last)

    low, middle, high = crossing("low"), crossing("fpir"), crossing("high")
    return middle, min(low, middle), max(high, middle)


def _falls_to(
    rate: Callable[[float], float], target: float, first: float, last: float
) -> float:
    """Return where a falling rate reaches a target, by halving."""
    for _ in range(_STEPS):
        middle = (first + last) / 2
        if rate(middle) > target:
            first = middle
        else:
            last = middle
    return last
