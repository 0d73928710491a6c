"""Inputs of the model: a range each, with where it comes from."""

from dataclasses import dataclass

from matchaudit.errors import ParameterError


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A rate or share that is known within a range only.

    Attributes
    ----------
    low, high : float
        ``0 <= low <= high <= 1``.
    estimate : float or None
        The best value, where it was measured: then the quantity is drawn on the
        log-odds scale so that the two ends are its 95 % interval. Without one every
        value of the range is as likely as another (uniform).
    source : str
        Where it comes from, as words in a table: ``"typed"``, ``"measured:
        accuracy/fnmr at score 0.62"``, ``"NISTIR 8311 (2020), table 4"``.
    """

    low: float
    high: float
    estimate: float | None = None
    source: str = "typed"

    def __post_init__(self) -> None:
        """Refuse a range that is none."""
        middle = self.low if self.estimate is None else self.estimate
        if not 0 <= self.low <= middle <= self.high <= 1:
            ends = (self.low, self.estimate, self.high)
            raise ParameterError("quantity", "a range within 0 and 1", ends)
