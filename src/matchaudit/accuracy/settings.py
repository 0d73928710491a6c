"""What an accuracy audit is to measure."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class AccuracySettings:
    """The decisions of an accuracy audit. None that is somebody's has a default.

    Attributes
    ----------
    thresholds : tuple of float
        Scores from which on a comparison matches, each one of the tally's.
    target_fmrs : tuple of float
        False match rates whose threshold the tally found.
    dimensions : tuple of str
        What to split by: ``"group"`` (both sides) or ``"probe_mask"`` (one side).
    baselines : mapping of str to str
        For a dimension the value that the others are compared with, such as
        ``{"group": "A", "probe_mask": "none"}``. Without one nothing is compared.
    confidence : float, default=0.95
        Nominal two-sided coverage of every interval, in (0, 1).
    group_floor : int, default=10
        Groups with fewer people are not estimated.
    lr_scores : tuple of float
        Scores whose likelihood ratio is asked for.
    seed : int, default=1
        Of the bootstrap.
    lower_is_closer : bool, default=False
        True if the scores are distances with their sign turned. Thresholds and scores
        of the settings are turned too; findings show distances as the file holds them.
    """

    thresholds: tuple[float, ...] = ()
    target_fmrs: tuple[float, ...] = ()
    dimensions: tuple[str, ...] = ()
    baselines: Mapping[str, str] = field(default_factory=dict)
    confidence: float = 0.95
    group_floor: int = 10
    lr_scores: tuple[float, ...] = ()
    seed: int = 1
    lower_is_closer: bool = False
