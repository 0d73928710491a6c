"""Ratios of rates, and what else is made of several rates, with intervals.

The interval of a function h of several rates is made from each rate's own interval, by
squares and sums ("MOVER"): each rate is moved in turn to the end of its interval that
raises h, and the rises are combined as standard errors are, with the correlation of the
rates. So a ratio is as honest with few events as the intervals it is made from, and it
is never the quotient of two interval ends, which would be far too wide. A ratio is
treated on the log scale.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matchaudit.errors import ParameterError, UndefinedMeasureError
from matchaudit.estimation.counts import Estimate

FloatArray = NDArray[np.float64]
Measure = Callable[[FloatArray], float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounded:
    """A number of which one side may be open.

    Attributes
    ----------
    value : float or None
        None where only the interval is known.
    low, high : float or None
        None for an open end. Never both.
    confidence : float
        Nominal two-sided coverage, in (0, 1).
    method : str
    """

    value: float | None
    low: float | None
    high: float | None
    confidence: float
    method: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """Several values with an interval for each, and how they move together.

    Attributes
    ----------
    centre, low, high : ndarray of float64, shape (k,)
        ``low <= centre <= high``. Only ``low`` may be infinite (a log rate of 0).
    correlation : ndarray of float64, shape (k, k)
    """

    centre: FloatArray
    low: FloatArray
    high: FloatArray
    correlation: FloatArray


def rate_ratio(
    numerator: Estimate, denominator: Estimate, *, correlation: float = 0.0
) -> Bounded:
    """Estimate the ratio of two rates.

    Parameters
    ----------
    numerator, denominator : Estimate
        Two rates with their own good intervals, of one confidence.
    correlation : float, default=0.0
        Of the two estimates, in [-1, 1]; 0 if no unit brings trials to both.

    Returns
    -------
    Bounded
        With an event on both sides: the ratio and its interval. With none above: the
        upper end only. With none below: the lower end only; a ratio is never infinite.

    Raises
    ------
    UndefinedMeasureError
        If neither side has an event.

    References
    ----------
    .. [1] Donner, A., Zou, G. Y. (2012). Closed-form confidence intervals for
       functions of the normal mean and standard deviation. Stat. Methods Med. Res.
       21(4), 347-359.
    .. [2] Zou, G. Y., Donner, A. (2008). Construction of confidence limits about
       effect measures: a general approach. Stat. in Medicine 27(10), 1693-1702.

    Examples
    --------
    >>> rate = Estimate(value=0.02, low=0.01, high=0.04, confidence=0.95, method="m")
    >>> ratio = rate_ratio(rate, rate)
    >>> round(ratio.low, 3), ratio.value, round(ratio.high, 3)
    (0.375, 1.0, 2.665)
    """
    if numerator.confidence != denominator.confidence:
        confidence = (numerator.confidence, denominator.confidence)
        raise ParameterError("confidence", "the same on both sides", confidence)
    if not -1 <= correlation <= 1:
        raise ParameterError("correlation", "between -1 and 1", correlation)
    if numerator.value == 0 and denominator.value == 0:
        raise UndefinedMeasureError("there was no event on either side")
    joint = np.array([[1.0, correlation], [correlation, 1.0]])
    sides = log_spread((numerator, denominator), joint)
    low, high = square_and_add(lambda x: float(x[0] - x[1]), sides)
    both = numerator.value > 0 and denominator.value > 0
    return Bounded(
        value=numerator.value / denominator.value if both else None,
        low=math.exp(low) if numerator.value > 0 else None,
        high=_exp(high) if denominator.value > 0 else None,
        confidence=numerator.confidence,
        method="ratio-mover-log",
    )


def log_spread(rates: Sequence[Estimate], correlation: FloatArray) -> Spread:
    """Return rates on the log scale.

    A rate of 0 has no log. Its centre is then the rate that would give no event half
    of the time, read off its upper end; its lower end stays open (minus infinity).

    Parameters
    ----------
    rates : sequence of Estimate, length k
    correlation : ndarray of float64, shape (k, k)
        Of the rates.

    Returns
    -------
    Spread

    Examples
    --------
    >>> none = Estimate(value=0, low=0, high=0.0126, confidence=0.95, method="m")
    >>> float(np.exp(log_spread([none], np.eye(1)).centre[0]).round(4))
    0.0024
    """
    centre = [math.log(rate.value or _median_of_no_event(rate)) for rate in rates]
    return Spread(
        centre=np.array(centre),
        low=np.array([math.log(r.low) if r.low > 0 else -math.inf for r in rates]),
        high=np.array([math.log(rate.high) for rate in rates]),
        correlation=correlation,
    )


def plain_spread(rates: Sequence[Estimate], correlation: FloatArray) -> Spread:
    """Return rates on their own scale, for differences.

    Parameters
    ----------
    rates : sequence of Estimate, length k
    correlation : ndarray of float64, shape (k, k)
        Of the rates.

    Returns
    -------
    Spread

    Examples
    --------
    >>> rate = Estimate(value=0.02, low=0.01, high=0.04, confidence=0.95, method="m")
    >>> plain_spread([rate], np.eye(1)).high
    array([0.04])
    """
    return Spread(
        centre=np.array([rate.value for rate in rates]),
        low=np.array([rate.low for rate in rates]),
        high=np.array([rate.high for rate in rates]),
        correlation=correlation,
    )


def square_and_add(measure: Measure, spread: Spread) -> tuple[float, float]:
    """Return the interval of a function of several values.

    Parameters
    ----------
    measure : callable
        From an array of shape (k,) to a float; monotone in each of its elements.
    spread : Spread
        The values and their intervals.

    Returns
    -------
    low, high : float
        Minus or plus infinity where moving one value to an open end leads there.

    Examples
    --------
    The interval of a difference is 1.4 times as wide as either side's, not twice:

    >>> two = Spread(
    ...     centre=np.zeros(2), low=-np.ones(2), high=np.ones(2), correlation=np.eye(2)
    ... )
    >>> low, high = square_and_add(lambda x: x[0] - x[1], two)
    >>> round(low, 3), round(high, 3)
    (-1.414, 1.414)
    """
    middle = float(measure(spread.centre))
    k = range(spread.centre.size)
    up = np.array([_moved(measure, spread, i, spread.high[i]) for i in k]) - middle
    down = np.array([_moved(measure, spread, i, spread.low[i]) for i in k]) - middle
    # The sign is that of the slope, so that correlation works the right way round.
    rise = np.where(up >= down, up, -down)
    fall = np.where(up >= down, down, -up)
    return (
        middle - _combined(fall, spread.correlation),
        middle + _combined(rise, spread.correlation),
    )


def _moved(measure: Measure, spread: Spread, i: int, end: float) -> float:
    """Return the measure with one value moved to an end of its interval."""
    values = spread.centre.copy()
    values[i] = end
    return measure(values)


def _combined(shifts: FloatArray, correlation: FloatArray) -> float:
    """Combine signed shifts as standard errors are combined."""
    if np.isinf(shifts).any():
        return math.inf
    return math.sqrt(max(float(shifts @ correlation @ shifts), 0.0))


def _median_of_no_event(rate: Estimate) -> float:
    """Return the rate that gives no event half of the time."""
    tail = (1 - rate.confidence) / 2
    none_seen = math.log1p(-min(rate.high, 1 - 1e-9))  # log P(no event) = log(tail)
    return -math.expm1(none_seen * math.log(0.5) / math.log(tail))


def _exp(log_ratio: float) -> float | None:
    """Return the ratio, or None where it has no upper end."""
    return math.exp(log_ratio) if log_ratio < 700 else None
