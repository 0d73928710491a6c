"""Rates near 1, where a gallery is so large that nearly every search goes wrong."""

from dataclasses import dataclass, field, replace
from itertools import takewhile

from matchaudit.galleries.prediction.forecast import Fitted, Forecast, Scale

FROM = 0.7
"""Rates above are past those from which intervals were learned (0.001 to 0.7)."""

_SMALLEST, _STEPS = 100, 4  # people; steps for each factor of ten


@dataclass(frozen=True, slots=True)
class Saturating:
    """A fitted tail that claims no more of rates near 1 than of the largest learned.

    A lower score lets more searches go wrong, never fewer. So whatever the rate at a
    low score is, it is no lower than the lower end at the score for the rate `FROM`.
    Nor is it lower than the lower end in a smaller gallery whose rate is within them.
    How close to 1 it comes depends on the searches that are like nobody, of which a
    test's closest pairs say little.

    Attributes
    ----------
    fitted : Fitted
    """

    fitted: Fitted
    _known: dict[tuple[int, float], Forecast] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    @property
    def scale(self) -> Scale:
        """The scale that was declared or chosen."""
        return self.fitted.scale

    @property
    def backtest(self) -> float | None:
        """Decades by which a quarter of the test missed the whole."""
        return self.fitted.backtest

    def forecast(
        self, gallery_size: int, threshold: float, *, confidence: float = 0.95
    ) -> Forecast:
        """Return the rate at a threshold in a gallery of some size."""
        found = self.fitted.forecast(gallery_size, threshold, confidence=confidence)
        if found.fpir <= FROM:
            return found
        least = self._learned(gallery_size, confidence)
        if least.threshold <= threshold:
            return found
        smaller = (
            self.fitted.forecast(size, threshold, confidence=confidence)
            for size in _smaller(gallery_size)
        )
        # A larger gallery goes wrong no less often than a smaller one.
        ends = [one.low for one in smaller if one.fpir <= FROM]
        low = max(min(found.low, least.low), *ends, 0.0)
        return replace(found, low=min(low, found.fpir))

    def _learned(self, gallery_size: int, confidence: float) -> Forecast:
        """Return the forecast at the score for the rate `FROM`."""
        asked = (gallery_size, confidence)
        if asked not in self._known:
            fitted = self.fitted
            at, *_ = fitted.threshold_at(gallery_size, FROM, confidence=confidence)
            self._known[asked] = fitted.forecast(
                gallery_size, at, confidence=confidence
            )
        return self._known[asked]

    def threshold_at(
        self, gallery_size: int, target_fpir: float, *, confidence: float = 0.95
    ) -> tuple[float, float, float]:
        """Return the threshold that a target rate needs: estimate, low, high."""
        return self.fitted.threshold_at(
            gallery_size, target_fpir, confidence=confidence
        )


def _smaller(gallery_size: int) -> list[int]:
    """Return smaller sizes, always the same ones, in even steps of the logarithm."""
    steps = range(_STEPS * 10)
    sizes = (round(_SMALLEST * 10 ** (step / _STEPS)) for step in steps)
    return list(takewhile(lambda size: size < gallery_size, sizes))
