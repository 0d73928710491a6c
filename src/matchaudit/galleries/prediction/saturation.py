"""Rates near 1, where a gallery is so large that nearly every search goes wrong."""

from dataclasses import dataclass, replace

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
        higher, *_ = self.fitted.threshold_at(gallery_size, FROM, confidence=confidence)
        if higher <= threshold:
            return found
        least = self.fitted.forecast(gallery_size, higher, confidence=confidence)
        return replace(found, low=min(found.low, least.low))

    def threshold_at(
        self, gallery_size: int, target_fpir: float, *, confidence: float = 0.95
    ) -> tuple[float, float, float]:
        """Return the threshold that a target rate needs: estimate, low, high."""
        return self.fitted.threshold_at(
            gallery_size, target_fpir, confidence=confidence
        )
