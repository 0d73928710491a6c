"""What a prediction says of one gallery size."""

from dataclasses import dataclass
from typing import Literal, Protocol

Scale = Literal["identity", "log", "logit"]
"""The scale on which the bulk of the scores is taken to be close to normal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """A false positive identification rate at one threshold and gallery size.

    Attributes
    ----------
    gallery_size : int
        People in the gallery.
    threshold : float
        Score, larger is more alike.
    fpir : float
        The best estimate, in (0, 1).
    low, high : float
        Its interval, ``0 < low <= fpir <= high < 1``.
    confidence : float
        Nominal two-sided coverage of the interval.
    decades : float
        How far the false match rate at the threshold lies beyond what the test can
        show: ``log10`` of (1 / pairs of the test) over the rate; 0 where it can.
    beyond : str or None
        Why the forecast is past its horizon, as a clause ("the threshold lies 7
        decades beyond the test"); then only brackets may be shown. None within it.
    """

    gallery_size: int
    threshold: float
    fpir: float
    low: float
    high: float
    confidence: float
    decades: float
    beyond: str | None = None


class Fitted(Protocol):
    """A tail that was fitted to one test, from which any size can be forecast."""

    @property
    def scale(self) -> Scale:
        """The scale that was declared or chosen."""
        ...

    @property
    def backtest(self) -> float | None:
        """Decades by which a quarter of the test missed the whole; None if unknown.

        Positive where the quarter predicted too much.
        """
        ...

    def forecast(
        self, gallery_size: int, threshold: float, *, confidence: float = 0.95
    ) -> Forecast:
        """Return the rate at a threshold in a gallery of some size."""
        ...

    def threshold_at(
        self, gallery_size: int, target_fpir: float, *, confidence: float = 0.95
    ) -> tuple[float, float, float]:
        """Return the threshold that a target rate needs: estimate, low, high."""
        ...
