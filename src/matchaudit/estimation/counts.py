"""Counts that an interval is made from, and the interval itself.

Nothing here knows what was counted. *Clusters* are units that each bring several
trials (one-way dependence). *Dyads* are unordered pairs of units that each bring
several trials, so that every trial hangs on two units (dyadic dependence).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

IntArray = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Clusters:
    """Trials and events of ``n`` independent units.

    Attributes
    ----------
    trials : ndarray of int64, shape (n,)
        Trials of each unit, at least 1.
    events : ndarray of int64, shape (n,)
        Events among them, ``0 <= events[i] <= trials[i]``.
    """

    trials: IntArray
    events: IntArray

    @property
    def n_units(self) -> int:
        """Number of units with at least one trial."""
        return int(self.trials.size)

    @property
    def n_trials(self) -> int:
        """Number of trials."""
        return int(self.trials.sum())

    @property
    def n_events(self) -> int:
        """Number of events."""
        return int(self.events.sum())


@dataclass(frozen=True, slots=True)
class Dyads:
    """Moments of the trials and events of unordered pairs of ``n`` units.

    With ``M_ij`` trials and ``E_ij`` events of the pair ``{i, j}``:

    Attributes
    ----------
    units : ndarray of int64, shape (n,)
        Codes of the units, ascending, so that two tables can be joined.
    trials : ndarray of int64, shape (n,)
        ``sum_j M_ij``: each trial is counted at both its units. At least 1.
    events : ndarray of int64, shape (n,)
        ``sum_j E_ij``.
    sum_trials_squared, sum_events_trials, sum_events_squared : int
        Sums over pairs ``i < j`` of ``M_ij**2``, ``E_ij * M_ij``, ``E_ij**2``.
    """

    units: IntArray
    trials: IntArray
    events: IntArray
    sum_trials_squared: int
    sum_events_trials: int
    sum_events_squared: int

    @property
    def n_units(self) -> int:
        """Number of units with at least one trial."""
        return int(self.trials.size)

    @property
    def n_trials(self) -> int:
        """Number of trials: half the sum over units."""
        return int(self.trials.sum()) // 2

    @property
    def n_events(self) -> int:
        """Number of events: half the sum over units."""
        return int(self.events.sum()) // 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A number with its interval and how both were obtained.

    Attributes
    ----------
    value, low, high : float
        Finite, ``low <= value <= high``.
    confidence : float
        Nominal two-sided coverage, in (0, 1).
    method : str
        A short name such as ``"dyadic-wilson"``; the documentation has a page for it.
    events, trials : int or None
        The counts behind the value, where it is a proportion.
    effective_trials : float or None
        How many independent trials would give the same precision.
    units : int or None
        How many independent units lie behind the trials, where that is known.
    cautions : tuple of str
        Plain sentences that must stand beside the number.
    """

    value: float
    low: float
    high: float
    confidence: float
    method: str
    events: int | None = None
    trials: int | None = None
    effective_trials: float | None = None
    units: int | None = None
    cautions: tuple[str, ...] = ()
