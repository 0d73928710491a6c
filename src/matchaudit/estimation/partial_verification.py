"""A share of items of which only some were checked.

The items that nobody checked may hold no event, or hold nothing else. So the data alone
give a range, and its width does not shrink with more of the same data. Two things
narrow it: an assumption on why items were checked (*missing at random* within strata),
or a random sample of the rest. Both come to the same arithmetic, a mean over strata of
the shares seen among the checked; what differs is whether one must believe it.

Law of names: ``trials`` are items, ``checked`` those that were looked at, ``events``
those of them that were found to be what is counted.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from matchaudit.errors import ParameterError, UndefinedMeasureError
from matchaudit.estimation.clustered import clustered_proportion
from matchaudit.estimation.counts import Clusters, IntArray
from matchaudit.estimation.proportions import clopper_pearson

FloatArray = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """Items, those of them that were checked, and the events among these.

    ``0 <= events <= checked <= trials``.
    """

    trials: int
    checked: int
    events: int

    def __post_init__(self) -> None:
        """Refuse counts that cannot be."""
        if not 0 <= self.events <= self.checked <= self.trials:
            raise ParameterError("events, checked, trials", "in this order", self)

    @property
    def unchecked(self) -> int:
        """Items that nobody checked."""
        return self.trials - self.checked


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CheckedUnits:
    """Items by stratum, in units that are independent of each other.

    Units with the same counts are of one *kind*, and each kind is kept once. A kind has
    one line for each stratum that it has items in.

    Attributes
    ----------
    times : ndarray of int64, shape (k,)
        How many units are of kind i, at least 1.
    kind, stratum : ndarray of int64, shape (m,)
        The kind (0 .. k-1) and the stratum (0 .. n_strata-1) of each line.
    trials, checked, events : ndarray of int64, shape (m,)
        Counts in one unit of the kind, ``0 <= events <= checked <= trials``.
    n_strata : int
    """

    times: IntArray
    kind: IntArray
    stratum: IntArray
    trials: IntArray
    checked: IntArray
    events: IntArray
    n_strata: int

    @property
    def n_units(self) -> int:
        """How many units there are."""
        return int(self.times.sum())

    def by_stratum(self, counts: IntArray) -> FloatArray:
        """Return a line's counts summed over all units, for each stratum."""
        weights = (counts * self.times[self.kind]).astype(np.float64)
        total = np.zeros(self.n_strata)
        np.add.at(total, self.stratum, weights)
        return total

    def clusters(self, counts: IntArray) -> Clusters:
        """Return units with their trials, and ``counts`` of each line as events."""
        k = self.times.size
        trials = np.bincount(self.kind, self.trials, minlength=k).astype(np.int64)
        events = np.bincount(self.kind, counts, minlength=k).astype(np.int64)
        used = trials > 0
        times = self.times[used]
        return Clusters(np.repeat(trials[used], times), np.repeat(events[used], times))

    def checked_only(self) -> "CheckedUnits":
        """Return the same units with their checked items alone."""
        return replace(self, trials=self.checked)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareBounds:
    """Between what a share must lie.

    Attributes
    ----------
    least, most : float
        The share among these very items, if no unchecked item is an event, or all are.
    low, high : float
        The same with room for sampling: ``low <= least <= most <= high``.
    confidence : float
    method : str
    """

    least: float
    most: float
    low: float
    high: float
    confidence: float
    method: str


def worst_case_share(
    counts: Checked, *, units: CheckedUnits | None = None, confidence: float = 0.95
) -> ShareBounds:
    """Bound a share without any assumption on the items that nobody checked.

    Parameters
    ----------
    counts : Checked
    units : CheckedUnits, optional
        The same items in units that move together; each end then has the wider of its
        exact limit and the limit for dependent trials.
    confidence : float, default=0.95
        Nominal two-sided coverage at either end, in (0, 1).

    Returns
    -------
    ShareBounds
        From the lower exact limit of ``events / trials`` to the upper one of
        ``(events + unchecked) / trials``.

    Raises
    ------
    UndefinedMeasureError
        If there are no items.

    References
    ----------
    .. [1] Manski, C. F. (1989). Anatomy of the selection problem. Journal of Human
       Resources 24(3), 343-360.

    Examples
    --------
    >>> bounds = worst_case_share(Checked(trials=100, checked=40, events=10))
    >>> bounds.least, bounds.most
    (0.1, 0.7)
    >>> round(bounds.low, 3), round(bounds.high, 3)
    (0.049, 0.788)
    """
    n, at_most = counts.trials, counts.events + counts.unchecked
    least = clopper_pearson(counts.events, n, confidence=confidence)
    most = clopper_pearson(at_most, n, confidence=confidence)
    low, high, method = least.low, most.high, "manski-clopper-pearson"
    if units is not None and units.n_units > 1:
        some = units.clusters(units.events)
        all_of = units.clusters(units.events + units.trials - units.checked)
        low = min(low, clustered_proportion(some, confidence=confidence).low)
        high = max(high, clustered_proportion(all_of, confidence=confidence).high)
        method = "manski-clustered"
    return ShareBounds(
        least=least.value,
        most=most.value,
        low=low,
        high=high,
        confidence=confidence,
        method=method,
    )


def unchecked_strata(units: CheckedUnits) -> tuple[int, ...]:
    """Return the strata that hold items of which none was checked.

    Examples
    --------
    >>> one = np.array([1, 1])
    >>> units = CheckedUnits(
    ...     times=one,
    ...     kind=np.array([0, 1]),
    ...     stratum=np.array([0, 1]),
    ...     trials=one,
    ...     checked=np.array([1, 0]),
    ...     events=np.array([0, 0]),
    ...     n_strata=3,
    ... )
    >>> unchecked_strata(units)
    (1,)
    """
    held = units.by_stratum(units.trials) > 0
    seen = units.by_stratum(units.checked) > 0
    return tuple(np.flatnonzero(held & ~seen).tolist())


def stratum_shares(units: CheckedUnits) -> tuple[FloatArray, FloatArray]:
    """Return each stratum's part of the items, and its share of events.

    Raises
    ------
    UndefinedMeasureError
        If there are no items, or a stratum has items and none of them was checked.
    """
    blank = len(unchecked_strata(units))
    trials = units.by_stratum(units.trials)
    if not trials.sum():
        raise UndefinedMeasureError("there were no items")
    if blank:
        raise UndefinedMeasureError(
            f"in {blank} of {np.count_nonzero(trials)} strata none was checked"
        )
    checked = units.by_stratum(units.checked)
    share = units.by_stratum(units.events) / np.maximum(checked, 1)
    return trials / trials.sum(), share
