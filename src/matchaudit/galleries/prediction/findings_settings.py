"""What is to be predicted: sizes, operating points and what is known of the gallery."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from matchaudit.errors import ParameterError
from matchaudit.estimation.finding import Key
from matchaudit.galleries.prediction.forecast import Scale


@dataclass(frozen=True, slots=True, kw_only=True)
class PredictionSettings:
    """The decisions of a prediction. None that is somebody's has a default.

    Attributes
    ----------
    gallery_sizes : tuple of int
        People in the galleries, each at least 2.
    thresholds : tuple of float
        Scores from which on a candidate is returned.
    target_fpirs : tuple of float
        Rates, in (0, 1), whose threshold is to be found.
    at_target_fmr : mapping of float to float
        Thresholds of the test that were found for false match rates.
    composition : mapping of str to float
        The share of each group in the gallery; the shares add up to 1. Without it the
        gallery is made up like the test.
    scale : {"identity", "log", "logit"} or None
        Declared scale of the scores; None: chosen by their shape.
    confidence : float, default=0.95
        Nominal two-sided coverage of every interval, in (0, 1).
    group_floor : int, default=10
        Groups with fewer people are not predicted for.
    resamples : int, default=200
        Draws of the test's people from which chance is judged.
    """

    gallery_sizes: tuple[int, ...]
    thresholds: tuple[float, ...] = ()
    target_fpirs: tuple[float, ...] = ()
    at_target_fmr: Mapping[float, float] = field(default_factory=dict)
    composition: Mapping[str, float] = field(default_factory=dict)
    scale: Scale | None = None
    confidence: float = 0.95
    group_floor: int = 10
    resamples: int = 200

    def __post_init__(self) -> None:
        """Refuse sizes and targets that are none."""
        for size in self.gallery_sizes:
            if size < 2:
                raise ParameterError("gallery_sizes", "2 or more", size)
        for target in self.target_fpirs:
            if not 0 < target < 1:
                raise ParameterError("target_fpirs", "in (0, 1)", target)

    @property
    def points(self) -> tuple["Point", ...]:
        """Every operating point, each once."""
        return (
            *(Point("threshold", t, t) for t in dict.fromkeys(self.thresholds)),
            *(Point("target_fmr", x, t) for x, t in self.at_target_fmr.items()),
            *(Point("target_fpir", x, None) for x in dict.fromkeys(self.target_fpirs)),
        )


@dataclass(frozen=True, slots=True)
class Point:
    """An operating point: a threshold, or the target that sets one.

    Attributes
    ----------
    key : str
        ``"threshold"``, ``"target_fmr"`` or ``"target_fpir"``.
    value : float
        The threshold or the target.
    threshold : float or None
        None where it depends on the gallery.
    """

    key: str
    value: float
    threshold: float | None

    def population(self, gallery_size: int, group: str) -> dict[str, Key]:
        """Return to what a finding applies; no group means everybody."""
        whole: dict[str, Key] = {"gallery_size": gallery_size, self.key: self.value}
        return {**whole, "group": group} if group else whole
