"""What an audit of 1:N searches is to measure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateSettings:
    """The decisions of an audit of candidates. None that is somebody's has a default.

    Attributes
    ----------
    thresholds : tuple of float
        Scores from which on a candidate counts, each one of the tally's.
    target_fpirs : tuple of float
        False positive identification rates whose threshold is to be found, in (0, 1).
    ranks : tuple of int
        How far down a list somebody looks.
    dimensions : tuple of str
        What to split by, such as ``"probe_group"``; each one of the tally's.
    confidence : float, default=0.95
        Nominal two-sided coverage of every interval, in (0, 1).
    group_floor : int, default=10
        Groups with fewer people are not estimated.
    seed : int, default=1
        Of the bootstrap.
    """

    thresholds: tuple[float, ...] = ()
    target_fpirs: tuple[float, ...] = ()
    ranks: tuple[int, ...] = (1,)
    dimensions: tuple[str, ...] = ()
    confidence: float = 0.95
    group_floor: int = 10
    seed: int = 1
