"""How long it takes until something happens, where not everybody was watched to the end.

Units begin to be watched at day 0. Each *ends* on a day, or is still going on when it
was last looked at (right-censored). Only whole days are known, so ties are common.

Law of names: ``days`` are whole days since the beginning; a ``share`` is the part of the
units that have ended by a day.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matchaudit.errors import ParameterError, UndefinedMeasureError
from matchaudit.estimation.counts import Estimate, IntArray
from matchaudit.estimation.proportions import clopper_pearson

METHOD = "kaplan-meier-log-log"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Waits:
    """Units that were watched, each for so many days.

    Attributes
    ----------
    days : ndarray of int64, shape (n,)
        Until it ended, or until it was last looked at; at least 0.
    ended : ndarray of bool, shape (n,)
        False: it had not ended by then.
    """

    days: IntArray
    ended: NDArray[np.bool_]

    def __post_init__(self) -> None:
        """Refuse days before the beginning, and arrays of two lengths."""
        if self.days.shape != self.ended.shape or (self.days < 0).any():
            raise ParameterError("days", "0 or more, one for each unit", self.days)

    @property
    def n(self) -> int:
        """How many units were watched."""
        return int(self.days.size)

    def at_risk(self, day: float) -> int:
        """Return how many were watched on a day and had not ended before it."""
        return int((self.days >= day).sum())

    def all_watched(self, day: float) -> bool:
        """Say whether nobody was lost from sight before the end of a day."""
        return bool((self.ended | (self.days >= day)).all())


@dataclass(frozen=True, slots=True, kw_only=True)
class Median:
    """The day by which half of the units have ended; None: not reached.

    ``low`` and ``high`` are the ends of its interval, and open where None.
    """

    value: float | None
    low: float | None
    high: float | None
    confidence: float
    method: str = METHOD


def share_by(waits: Waits, day: float, *, confidence: float = 0.95) -> Estimate:
    """Estimate the share of units that have ended by a day (Kaplan-Meier).

    Parameters
    ----------
    waits : Waits
    day : float
        0 or more. Units that end on this very day count as ended.
    confidence : float, default=0.95
        Nominal two-sided coverage, in (0, 1).

    Returns
    -------
    Estimate
        With the log-log interval. Where nobody was lost from sight by that day, or all
        or none have ended, it is the exact one of the units that were watched.

    Raises
    ------
    UndefinedMeasureError
        If no unit was watched, or none until that day while some were lost from sight.

    References
    ----------
    .. [1] Kaplan, E. L. and Meier, P. (1958). Nonparametric estimation from incomplete
       observations. JASA 53(282), 457-481.
    .. [2] Kalbfleisch, J. D. and Prentice, R. L. (2002). The statistical analysis of
       failure time data, 2nd ed., section 1.4.

    Examples
    --------
    >>> waits = Waits(
    ...     days=np.array([2, 5, 5, 9, 30, 30]),
    ...     ended=np.array([True, True, False, True, False, False]),
    ... )
    >>> found = share_by(waits, 10)
    >>> round(found.value, 3), round(found.low, 3), round(found.high, 3)
    (0.556, 0.215, 0.934)
    """
    if not waits.n:
        raise UndefinedMeasureError("nothing was watched")
    reached = bool((waits.days >= day).any())
    if waits.all_watched(day):
        ended = int((waits.ended & (waits.days <= day)).sum())
        return clopper_pearson(ended, waits.n, confidence=confidence)
    share, variance = _share(waits, day)
    if not reached and share < 1:
        raise UndefinedMeasureError(f"nobody was watched until day {day:g}")
    if share in {0.0, 1.0}:  # no log-log interval: as if the others were not there
        n = waits.at_risk(day) if share == 0 else int(waits.ended.sum())
        return clopper_pearson(round(share * n), n, confidence=confidence)
    low, high = _log_log(share, variance, confidence)
    return Estimate(
        value=share,
        low=low,
        high=high,
        confidence=confidence,
        method=METHOD,
        units=waits.n,
    )


def median_wait(waits: Waits, *, confidence: float = 0.95) -> Median:
    """Return the day by which half have ended, with the interval of Brookmeyer.

    Parameters
    ----------
    waits : Waits
    confidence : float, default=0.95
        Nominal two-sided coverage, in (0, 1).

    Returns
    -------
    Median
        Its ends are the first days on which the upper and the lower limit of the share
        reach a half.

    Raises
    ------
    UndefinedMeasureError
        If no unit was watched.

    References
    ----------
    .. [1] Brookmeyer, R. and Crowley, J. (1982). A confidence interval for the median
       survival time. Biometrics 38(1), 29-41.

    Examples
    --------
    >>> waits = Waits(days=np.arange(1, 22), ended=np.ones(21, dtype=bool))
    >>> found = median_wait(waits)
    >>> found.value, found.low, found.high
    (11.0, 6.0, 16.0)
    """
    if not waits.n:
        raise UndefinedMeasureError("nothing was watched")
    value = low = high = None
    for day in np.unique(waits.days[waits.ended]).tolist():
        share = share_by(waits, day, confidence=confidence)
        value = day if value is None and share.value >= 0.5 else value
        low = day if low is None and share.high >= 0.5 else low
        high = day if high is None and share.low >= 0.5 else high
    known = [None if day is None else float(day) for day in (value, low, high)]
    return Median(value=known[0], low=known[1], high=known[2], confidence=confidence)


def _share(waits: Waits, day: float) -> tuple[float, float]:
    """Return the share that has ended by a day, and Greenwood's sum."""
    from scipy import stats

    days = waits.days.astype(np.float64)
    sample = stats.CensoredData(uncensored=days[waits.ended], right=days[~waits.ended])
    going_on = float(stats.ecdf(sample).sf.evaluate([float(day)])[0])
    times, events = np.unique(days[waits.ended & (days <= day)], return_counts=True)
    risk = np.array([waits.at_risk(time) for time in times], dtype=np.float64)
    left = risk - events
    greenwood = float((events / (risk * left)).sum()) if (left > 0).all() else 0.0
    return 1 - going_on, greenwood


def _log_log(share: float, greenwood: float, confidence: float) -> tuple[float, float]:
    """Return the limits of a share on the scale log(-log(what is going on))."""
    from scipy.special import ndtri

    z = float(ndtri((1 + confidence) / 2))
    going_on = 1 - share
    half = z * math.sqrt(greenwood) / abs(math.log(going_on))
    ends = (going_on ** math.exp(-half), going_on ** math.exp(half))
    return 1 - max(ends), 1 - min(ends)
