"""How often something comes in a time: exact, and where units of time differ.

A count has no upper end, so the interval is Poisson's (Garwood). Counts of one unit,
such as a day, come together; units are independent of each other. Time stands for any
exposure that is no count of trials.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaincinv, stdtrit

from matchaudit.errors import ParameterError, UndefinedMeasureError
from matchaudit.estimation.counts import Estimate
from matchaudit.estimation.design_effects import PRIOR_EVENTS, VISIBLE
from matchaudit.estimation.proportions import normal_quantile


@dataclass(frozen=True, slots=True, eq=False)
class TimedCounts:
    """Events and time of ``n`` independent units.

    Attributes
    ----------
    time : ndarray of float64, shape (n,)
        Time of each unit, in one unit of time; above 0.
    events : ndarray of float64, shape (n,)
        Events in it, whole and at least 0.
    """

    time: NDArray[np.float64]
    events: NDArray[np.float64]


def garwood(events: float, time: float, *, confidence: float = 0.95) -> Estimate:
    """Estimate how many events come in one unit of time, with the exact interval.

    Parameters
    ----------
    events : float
        At least 0. A fraction is allowed: an effective count.
    time : float
        Above 0, in any unit.
    confidence : float, default=0.95
        Least two-sided coverage, in (0, 1).

    Returns
    -------
    Estimate
        Events per unit of time. ``trials`` is None: time is not counted. One tail has
        half of ``1 - confidence``, also where no events were seen.

    Raises
    ------
    UndefinedMeasureError
        If there is no time.
    ParameterError
        If a number is negative or ``confidence`` is not in (0, 1).

    References
    ----------
    .. [1] Garwood, F. (1936). Fiducial limits for the Poisson distribution.
       Biometrika 28(3/4), 437-442.

    Examples
    --------
    >>> estimate = garwood(0, 100)
    >>> round(estimate.high, 4)
    0.0369
    >>> estimate = garwood(10, 2)
    >>> estimate.value, round(estimate.low, 2), round(estimate.high, 2)
    (5.0, 2.4, 9.2)
    """
    if events < 0:
        raise ParameterError("events", "at least 0", events)
    if time < 0:
        raise ParameterError("time", "at least 0", time)
    if not 0 < confidence < 1:
        raise ParameterError("confidence", "in (0, 1)", confidence)
    if time == 0:
        raise UndefinedMeasureError("there was no time in which it could happen")
    tail = (1 - confidence) / 2
    low = float(gammaincinv(events, tail)) if events > 0 else 0.0
    return Estimate(
        value=events / time,
        low=low / time,
        high=float(gammaincinv(events + 1, 1 - tail)) / time,
        confidence=confidence,
        method="garwood",
        events=int(events) if float(events).is_integer() else None,
    )


def clustered_garwood(
    counts: TimedCounts,
    *,
    looser: Sequence[TimedCounts] = (),
    confidence: float = 0.95,
) -> Estimate:
    """Estimate how many events come in one unit of time, where units differ.

    The variance of the ratio of events to time over units, divided by Poisson's, is the
    design effect; the interval is Garwood's for so many times fewer events and time,
    with Student's quantile for few units. Few events cannot show a design effect: part
    of it is then borrowed from the nearest looser rule.

    Parameters
    ----------
    counts : TimedCounts
    looser : sequence of TimedCounts, optional
        More frequent events in the same time, of which these are a part.
    confidence : float, default=0.95
        Nominal two-sided coverage, in (0, 1).

    Returns
    -------
    Estimate
        ``method`` is ``"clustered-garwood"``, with ``"-borrowed"`` behind it where the
        design effect comes for a good part from a looser rule, and ``"-assumed"`` where
        it is that of so few events alone.

    Raises
    ------
    UndefinedMeasureError
        If there are fewer than two units, or no event under any rule.
    ParameterError
        If ``confidence`` is not in (0, 1).

    Examples
    --------
    >>> days = np.full(20, 5.0)
    >>> found = np.array([0, 0, 9, 0, 1] * 4, dtype=np.float64)
    >>> estimate = clustered_garwood(TimedCounts(days, found))
    >>> round(estimate.value, 2), round(estimate.low, 2), round(estimate.high, 2)
    (0.4, 0.14, 0.91)
    """
    if counts.time.size < 2:
        raise UndefinedMeasureError("one unit alone cannot show how units differ")
    z = normal_quantile(confidence)
    t = float(stdtrit(_degrees_of_freedom(counts), 1 - (1 - confidence) / 2))
    effect, source = _design_effect(counts, looser)
    # Student's quantile acts as a larger design effect.
    shrunk = effect * (t / z) ** 2
    events, time = float(counts.events.sum()), float(counts.time.sum())
    exact = garwood(events / shrunk, time / shrunk, confidence=confidence)
    return Estimate(
        value=events / time,
        low=exact.low,
        high=exact.high,
        confidence=confidence,
        method="-".join(["clustered-garwood", *source]),
        events=int(events),
        units=int(counts.time.size),
    )


def _design_effect(
    counts: TimedCounts, looser: Sequence[TimedCounts]
) -> tuple[float, list[str]]:
    """Return the design effect to use, and what the method's name says of it."""
    own = _own(counts)
    wider = next((w for w in map(_own, looser) if w is not None), None)
    if own is None:
        if wider is None:
            raise UndefinedMeasureError(
                "it never happened, so nothing shows how units of time differ"
            )
        return wider, ["borrowed"]
    events = float(counts.events.sum())
    alone = PRIOR_EVENTS / (PRIOR_EVENTS + events / own)
    if wider is None:
        return own, ["assumed"] if events <= PRIOR_EVENTS else []
    mixed = max(own, (1 - alone) * own + alone * wider)
    return mixed, ["borrowed"] if mixed > VISIBLE * own else []


def _own(counts: TimedCounts) -> float | None:
    """Return how many times larger the variance is than Poisson's, at least 1."""
    events, time = float(counts.events.sum()), float(counts.time.sum())
    if not events:
        return None
    t = counts.time
    rest = counts.events - events / time * t
    variance = float(rest @ rest) / (time**2 - float(t @ t))
    return max(variance * time**2 / events, 1.0)


def _degrees_of_freedom(counts: TimedCounts) -> float:
    # Satterthwaite's, if a unit's variance goes with its time.
    t = counts.time
    return max(float((t.sum() ** 2) / (t @ t)) - 1, 1.0)
