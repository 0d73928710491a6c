"""Inputs of the model: a range each, with where it comes from."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from matchaudit.errors import ParameterError
from matchaudit.estimation.finding import Key


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
        value of the range is as likely as another (uniform), or each step of its
        logarithm where it spans more than a factor of ten.
    source : str
        Where it comes from, as words in a table: ``"typed"``, ``"measured:
        accuracy/fnmr at score 0.62"``, ``"NISTIR 8311 (2020), table 4"``.
    limits : bool
        True if nothing is known but the two ends: no value between them is more likely
        than another, and none is averaged over. What follows is told for both ends.
    """

    low: float
    high: float
    estimate: float | None = None
    source: str = "typed"
    limits: bool = False

    def __post_init__(self) -> None:
        """Refuse a range that is none."""
        middle = self.low if self.estimate is None else self.estimate
        if not 0 <= self.low <= middle <= self.high <= 1:
            ends = (self.low, self.estimate, self.high)
            raise ParameterError("quantity", "a range within 0 and 1", ends)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratio:
    """By what a rate is multiplied: any value of the range, by its logarithm.

    Attributes
    ----------
    low, high : float
        ``0 < low <= high``.
    source : str
        Where it comes from, as words in a table.
    odds : bool
        True if the odds of an error are multiplied, False if the rate itself is, up
        to 1. Of people missed only.
    """

    low: float
    high: float
    source: str
    odds: bool = False

    def __post_init__(self) -> None:
        """Refuse a range that is none."""
        if not 0 < self.low <= self.high:
            raise ParameterError("ratio", "a range above 0", (self.low, self.high))


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """Everything that the worth of a candidate depends on, but the share enrolled.

    Attributes
    ----------
    gallery_size : int
        People in the gallery, at least 2.
    tpir : Quantity
        How often a search for somebody who is enrolled returns that person first.
    anywhere : bool
        True if ``tpir`` counts that person at any place on the list: then a wrong one
        comes first in between none and all of the searches that return one.
    listed : Quantity or None
        How often that person is anywhere on the list, where it is known apart.
    fpir : Quantity or None
        How often a search for somebody who is not enrolled returns anybody. None: only
        the limits that ``fmr`` sets are known.
    fmr : Quantity or None
        How often a comparison of two people is a wrong match.
    measured_size : int or None
        People in the gallery in which ``tpir`` was measured, if another.
    missed_ratio, wrong_ratio : Ratio or None
        What covers the faces multiplies missed people and wrong matches by so much.
    accept_right, accept_wrong : Quantity or None
        How often a reviewer accepts a list with the right person, and one without. Both
        or none.
    shown : int or None
        In an investigation so many candidates are always shown, whatever their score.
        None: those above a threshold are.
    group : str
        Of whom; empty means everybody.
    at : mapping of str to str, int, float or bool
        The operating point, such as ``{"threshold": 0.62}``, if it is known.
    """

    gallery_size: int
    tpir: Quantity
    anywhere: bool = False
    listed: Quantity | None = None
    fpir: Quantity | None = None
    fmr: Quantity | None = None
    measured_size: int | None = None
    missed_ratio: Ratio | None = None
    wrong_ratio: Ratio | None = None
    accept_right: Quantity | None = None
    accept_wrong: Quantity | None = None
    shown: int | None = None
    group: str = ""
    at: Mapping[str, Key] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse inputs from which nothing follows."""
        if self.gallery_size < 2:
            raise ParameterError("gallery_size", "at least 2", self.gallery_size)
        if self.fpir is None and self.fmr is None and self.shown is None:
            raise ParameterError("fpir", "given, or fmr, or shown", None)
        if (self.accept_right is None) != (self.accept_wrong is None):
            raise ParameterError("accept_right", "given with accept_wrong", None)

    @property
    def reviewed(self) -> bool:
        """Whether somebody looks at the candidates before they are used."""
        return self.accept_right is not None
