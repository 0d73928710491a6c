"""A proportion of independent trials, and what a sample without events can show.

Law of names: ``*_interval`` is a pair ``(low, high)``; ``*_rate`` is a probability.
Sizes may be fractions: dependence turns many trials into few effective ones.
"""

import math

from scipy.special import betaincinv, ndtri

from matchaudit.errors import ParameterError, UndefinedMeasureError
from matchaudit.estimation.counts import Estimate

ROUNDING = 1e-9  # log1p and expm1 leave this much where a whole number is meant


def normal_quantile(confidence: float) -> float:
    """Return z such that a standard normal lies in (-z, z) with ``confidence``.

    Raises
    ------
    ParameterError
        If ``confidence`` is not in (0, 1).

    Examples
    --------
    >>> round(normal_quantile(0.95), 4)
    1.96
    """
    return float(ndtri(1 - _tail(confidence)))


def wilson_interval(
    rate: float, size: float, *, quantile: float
) -> tuple[float, float]:
    """Return the Wilson score interval of a rate at a size that may be a fraction.

    Parameters
    ----------
    rate : float
        Observed rate, in [0, 1].
    size : float
        Independent trials, or effective ones; above 0.
    quantile : float
        Normal or Student quantile of the confidence.

    Returns
    -------
    tuple of float
        ``(low, high)``, ``0 <= low <= rate <= high <= 1``.

    References
    ----------
    .. [1] Wilson, E. B. (1927). Probable inference, the law of succession, and
       statistical inference. JASA 22(158), 209-212.

    Examples
    --------
    >>> low, high = wilson_interval(0.5, 100, quantile=1.96)
    >>> round(low, 4), round(high, 4)
    (0.4038, 0.5962)
    """
    weight = quantile**2 / size
    middle = (rate + weight / 2) / (1 + weight)
    half = math.sqrt(rate * (1 - rate) * weight + weight**2 / 4) / (1 + weight)
    return max(0.0, min(middle - half, rate)), min(1.0, max(middle + half, rate))


def wilson(
    events: int,
    trials: int,
    *,
    variance: float | None = None,
    confidence: float = 0.95,
) -> Estimate:
    """Estimate a proportion with the Wilson score interval.

    Parameters
    ----------
    events, trials : int
        ``0 <= events <= trials``.
    variance : float, optional
        Variance of the rate where trials are not independent. The interval is then
        that of ``rate * (1 - rate) / variance`` effective trials, and of all trials
        where this is 0 (none or all were events).
    confidence : float, default=0.95
        Nominal two-sided coverage, in (0, 1).

    Returns
    -------
    Estimate
        Its interval always contains ``events / trials``.

    Raises
    ------
    UndefinedMeasureError
        If there are no trials.
    ParameterError
        If the counts are impossible or ``confidence`` is not in (0, 1).

    Examples
    --------
    >>> round(wilson(0, 300).high, 4)
    0.0126
    >>> round(wilson(1, 100, variance=1.0).high, 10)
    0.9974806314
    """
    rate = _rate(events, trials)
    size = float(trials)
    if variance is not None and variance > 0:
        size = rate * (1 - rate) / variance or size
    low, high = wilson_interval(rate, size, quantile=normal_quantile(confidence))
    return Estimate(
        value=rate,
        low=low,
        high=high,
        confidence=confidence,
        method="wilson" if variance is None else "adjusted-wilson",
        events=events,
        trials=trials,
        effective_trials=size,
    )


def clopper_pearson(
    events: float, trials: float, *, confidence: float = 0.95
) -> Estimate:
    """Estimate a proportion with the exact (Clopper-Pearson) interval.

    Parameters
    ----------
    events, trials : float
        ``0 <= events <= trials``. Fractions are allowed: an effective size. The
        ``events`` and ``trials`` of the result are set where both are whole.
    confidence : float, default=0.95
        Least two-sided coverage, in (0, 1).

    Returns
    -------
    Estimate
        One tail has half of ``1 - confidence``, also where no events were seen.

    Raises
    ------
    UndefinedMeasureError
        If there are no trials.
    ParameterError
        If the counts are impossible or ``confidence`` is not in (0, 1).

    References
    ----------
    .. [1] Clopper, C. J. and Pearson, E. S. (1934). The use of confidence or fiducial
       limits illustrated in the case of the binomial. Biometrika 26(4), 404-413.

    Examples
    --------
    >>> estimate = clopper_pearson(0, 200)
    >>> round(estimate.high, 4)
    0.0183
    """
    rate = _rate(events, trials)
    tail = _tail(confidence)
    rest = trials - events
    whole = float(events).is_integer() and float(trials).is_integer()
    return Estimate(
        value=rate,
        low=float(betaincinv(events, rest + 1, tail)) if events > 0 else 0.0,
        high=float(betaincinv(events + 1, rest, 1 - tail)) if rest > 0 else 1.0,
        confidence=confidence,
        method="clopper-pearson",
        events=int(events) if whole else None,
        trials=int(trials) if whole else None,
        effective_trials=float(trials),
    )


def smallest_rate(effective_trials: float, *, confidence: float = 0.95) -> float:
    """Return the smallest rate that a sample could show: its limit without events.

    Parameters
    ----------
    effective_trials : float
        Independent trials, or effective ones; above 0.
    confidence : float, default=0.95
        Nominal two-sided coverage, in (0, 1).

    Returns
    -------
    float
        Upper end of the exact two-sided interval for 0 events: in (0, 1).

    Raises
    ------
    UndefinedMeasureError
        If there are no trials.
    ParameterError
        If ``confidence`` is not in (0, 1).

    Examples
    --------
    >>> round(smallest_rate(200), 5)
    0.01828
    """
    if effective_trials <= 0:
        raise UndefinedMeasureError("there were no tries")
    return -math.expm1(math.log(_tail(confidence)) / effective_trials)


def sample_behind(high: float, *, confidence: float = 0.95) -> float:
    """Return how many independent trials without events have this upper end.

    The inverse of `smallest_rate`.

    Parameters
    ----------
    high : float
        Upper end of the exact two-sided interval for 0 events, in (0, 1).
    confidence : float, default=0.95
        Nominal two-sided coverage, in (0, 1).

    Returns
    -------
    float

    Raises
    ------
    ParameterError
        If ``high`` or ``confidence`` is not in (0, 1).

    Examples
    --------
    >>> round(sample_behind(smallest_rate(200)), 6)
    200.0
    """
    if not 0 < high < 1:
        raise ParameterError("high", "in (0, 1)", high)
    return math.log(_tail(confidence)) / math.log1p(-high)


def trials_to_show(rate: float, *, confidence: float = 0.95) -> int:
    """Return how many independent trials without events show a rate below ``rate``.

    The "rule of three" with both tails: about 3.7 divided by the rate.

    Parameters
    ----------
    rate : float
        The rate to stay below, in (0, 1).
    confidence : float, default=0.95
        Nominal two-sided coverage, in (0, 1).

    Returns
    -------
    int
        The least n with ``smallest_rate(n) <= rate``.

    Raises
    ------
    ParameterError
        If ``rate`` or ``confidence`` is not in (0, 1).

    Examples
    --------
    >>> trials_to_show(0.001)
    3688
    """
    if not 0 < rate < 1:
        raise ParameterError("rate", "in (0, 1)", rate)
    need = math.log(_tail(confidence)) / math.log1p(-rate)
    return math.ceil(need * (1 - ROUNDING))


def _rate(events: float, trials: float) -> float:
    if trials == 0:
        raise UndefinedMeasureError("there were no tries")
    if not 0 <= events <= trials:
        raise ParameterError("events", "between 0 and the trials", (events, trials))
    return events / trials


def _tail(confidence: float) -> float:
    if not 0 < confidence < 1:
        raise ParameterError("confidence", "in (0, 1)", confidence)
    return (1 - confidence) / 2
