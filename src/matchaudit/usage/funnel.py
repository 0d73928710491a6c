"""The funnel: how far units of different sizes may lie from the share of all.

A unit with few trials may lie far off by chance alone, so a bare list of shares would
put small units at both ends. Exact binomial limits say how far is far, for each size.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import betainc, betaincc

from matchaudit.errors import ParameterError

_Counts = NDArray[np.int64]

FUNNEL_CONFIDENCES = (0.95, 0.998)
"""The inner and the outer limits that are shown: about 2 and 3 standard errors."""


ONE_HOLDS_MOST = (
    "One alone has over half of all. The share of all is mostly its own, so it can "
    "hardly lie outside."
)


def one_holds_most(n: ArrayLike) -> tuple[str, ...]:
    """Return a caution if one unit has over half of all trials.

    Parameters
    ----------
    n : array_like of int, shape (k,)
        Trials of each unit.

    Examples
    --------
    >>> one_holds_most([5, 4, 1]), len(one_holds_most([6, 3, 1]))
    ((), 1)
    """
    trials = np.asarray(n)
    return (ONE_HOLDS_MOST,) if 2 * trials.max() > trials.sum() else ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FunnelLimits:
    """Limits for ``k`` units; a count from ``low_events`` to ``high_events`` is inside.

    Attributes
    ----------
    low_events, high_events : ndarray of int64, shape (k,)
        ``0 <= low_events[i] <= high_events[i] <= n[i]``.
    low, high : ndarray of float64, shape (k,)
        The same as shares of ``n[i]``, in [0, 1].
    chance_outside : ndarray of float64, shape (k,)
        How likely chance alone is to put unit i outside: at most ``1 - confidence``.
    """

    low_events: NDArray[np.int64]
    high_events: NDArray[np.int64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    chance_outside: NDArray[np.float64]

    def is_outside(self, events: ArrayLike) -> NDArray[np.bool_]:
        """Return for each unit whether its count lies outside the limits."""
        count = np.asarray(events)
        return np.asarray((count < self.low_events) | (count > self.high_events))


def funnel_limits(n: ArrayLike, share: float, *, confidence: float) -> FunnelLimits:
    """Return exact binomial limits around a share, for units of given sizes.

    Counts jump, so the limits are drawn where each tail holds at most half of
    ``1 - confidence``: chance puts no more than that outside, often less.

    Parameters
    ----------
    n : array_like of int, shape (k,)
        Trials of each unit, at least 1.
    share : float
        The share of all units together, in [0, 1].
    confidence : float
        What chance alone keeps inside, at least; in (0, 1).

    Returns
    -------
    FunnelLimits

    Raises
    ------
    ParameterError
        If a unit has no trial, or ``share`` or ``confidence`` is out of range.

    References
    ----------
    .. [1] Spiegelhalter, D. J. (2005). Funnel plots for comparing institutional
       performance. Statistics in Medicine 24(8), 1185-1202.

    Examples
    --------
    >>> limits = funnel_limits([5, 50, 500], 0.2, confidence=0.95)
    >>> limits.low_events.tolist(), limits.high_events.tolist()
    ([0, 5, 83], [3, 16, 118])
    >>> limits.is_outside([4, 16, 82]).tolist()
    [True, False, True]
    """
    trials = np.atleast_1d(np.asarray(n, dtype=np.int64))
    if (trials < 1).any():
        raise ParameterError("n", "at least 1 for each unit", int(trials.min()))
    if not 0 <= share <= 1:
        raise ParameterError("share", "in [0, 1]", share)
    if not 0 < confidence < 1:
        raise ParameterError("confidence", "in (0, 1)", confidence)
    tail = (1 - confidence) / 2
    low = _first_count(trials, lambda k: _up_to(k, trials, share) >= tail)
    high = _first_count(trials, lambda k: _above(k, trials, share) <= tail)
    below = _up_to(low - 1, trials, share)
    above = _above(high, trials, share)
    return FunnelLimits(
        low_events=low,
        high_events=high,
        low=low / trials,
        high=high / trials,
        chance_outside=np.asarray(below + above, dtype=np.float64),
    )


# The same numbers as scipy.stats.binom, which takes a second to import.


def _up_to(count: _Counts, n: _Counts, share: float) -> NDArray[np.float64]:
    """Return the chance of at most ``count`` events in ``n``, of -1 at least."""
    some = np.clip(count, 0, n - 1)
    chance = np.where(count < n, betaincc(some + 1, n - some, share), 1.0)
    return np.where(count < 0, 0.0, chance)


def _above(count: _Counts, n: _Counts, share: float) -> NDArray[np.float64]:
    """Return the chance of more than ``count`` events in ``n``."""
    some = np.clip(count, 0, n - 1)
    return np.where(count < n, betainc(some + 1, n - some, share), 0.0)


def _first_count(n: _Counts, holds: Callable[[_Counts], NDArray[np.bool_]]) -> _Counts:
    """Return the least count up to ``n`` for which something holds from there on."""
    low, high = np.zeros_like(n), n.copy()
    while (low < high).any():
        middle = (low + high) // 2
        found = holds(middle)
        low, high = np.where(found, low, middle + 1), np.where(found, middle, high)
        low = np.minimum(low, high)
    return high
