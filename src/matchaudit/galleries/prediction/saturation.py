"""Rates near 1, where a gallery is so large that nearly every search goes wrong."""

from dataclasses import dataclass, field, replace

from matchaudit.galleries.prediction.forecast import Fitted, Forecast, Scale

FROM = 0.7
"""Rates above are past those from which intervals were learned (0.001 to 0.7)."""


@dataclass(frozen=True, slots=True)
class Saturating:
    """A fitted tail that claims no more of rates near 1 than of the largest learned.

    A lower score lets more searches go wrong, never fewer. So whatever the rate at a
    low score is, it is no lower than the lower end at the score for the rate `FROM`.
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
        return replace(found, low=min(found.low, least.low))

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
