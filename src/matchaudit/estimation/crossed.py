"""A proportion whose events hang on two units each, as in searches of one gallery.

A trial belongs to one unit, such as the person who is searched for. An event also hangs
on a *partner*, such as the person in the gallery who was returned. Trials of one unit
move together, and so do events with one partner: a face in the gallery that looks like
many others brings wrong answers to many who have nothing to do with each other.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from matchaudit.estimation.clustered import clustered_spread
from matchaudit.estimation.counts import Clusters, Estimate, IntArray
from matchaudit.estimation.design_effects import Spread, dependent_proportion, ladder

# Tuned on other data sets than the published table.
FREEDOM_OF_ONE, LEAST_FREEDOM = 2.0, 5.0


@dataclass(frozen=True, eq=False)
class Crossed:
    """Clusters of trials, and on which partner each of their events hangs.

    Attributes
    ----------
    clusters : Clusters
    unit : ndarray of int64, shape (m,)
        Code of the unit of each event, at least 0.
    partner : ndarray of int64, shape (m,)
        Code of its partner; -1 where that is not known.
    """

    clusters: Clusters
    unit: IntArray
    partner: IntArray

    @cached_property
    def spread(self) -> tuple[Spread, bool]:
        """What units and partners show, and whether any partner joins units."""
        return _joined(self)


def shared_events(crossed: Crossed) -> NDArray[np.float64]:
    """Return how many ordered pairs of events of different units each partner joins.

    Parameters
    ----------
    crossed : Crossed

    Returns
    -------
    ndarray of float64, shape (p,)
        With ``Z_h`` events of partner h, ``Z_ih`` of them of unit i:
        ``Z_h**2 - sum_i Z_ih**2``, for each partner with an event.

    Examples
    --------
    >>> three = Clusters(np.array([2, 1, 1]), np.array([2, 1, 1]))
    >>> events = Crossed(three, np.array([0, 0, 1, 2]), np.array([7, 7, 7, 9]))
    >>> shared_events(events)
    array([4., 0.])
    """
    known = crossed.partner >= 0
    partner, unit = crossed.partner[known], crossed.unit[known]
    if not partner.size:
        return np.zeros(0)
    _, of = np.unique(partner, return_inverse=True)
    times = np.bincount(of).astype(np.float64)
    cells, repeats = np.unique(of * (int(unit.max()) + 1) + unit, return_counts=True)
    own = np.bincount(
        cells // (int(unit.max()) + 1),
        repeats.astype(np.float64) ** 2,
        minlength=times.size,
    )
    return np.asarray(times**2 - own, dtype=np.float64)


def freedom_of_partners(partners: float) -> float:
    """Return how many degrees of freedom so many partners give a variance.

    Few partners join most events as a rule, and squares of their counts vary much; their
    number alone would make an interval far wider than it need be.

    Parameters
    ----------
    partners : float
        How many equal partners would join as many events, at least 1.

    Returns
    -------
    float

    Examples
    --------
    >>> freedom_of_partners(1.0), freedom_of_partners(20.0)
    (5.0, 40.0)
    """
    return max(FREEDOM_OF_ONE * partners, LEAST_FREEDOM)


def joint_freedom(*parts: tuple[float, float]) -> float:
    """Return Satterthwaite's degrees of freedom of a sum of variances.

    Parameters
    ----------
    *parts : tuple of float
        A variance, and its own degrees of freedom.

    Returns
    -------
    float
        At least 1.

    Examples
    --------
    >>> joint_freedom((1.0, 10.0), (1.0, 10.0))
    20.0
    """
    whole = sum(variance for variance, _ in parts)
    return max(whole**2 / sum(v**2 / freedom for v, freedom in parts), 1.0)


def crossed_proportion(
    crossed: Crossed, *, looser: Sequence[Crossed] = (), confidence: float = 0.95
) -> Estimate:
    """Estimate a proportion whose trials share units and whose events share partners.

    The variance is that over units, and beside it that of partners who join events of
    different units: ``V + (1 - p)**2 sum_h (Z_h**2 - sum_i Z_ih**2) / N**2``. It is
    never below either one alone.

    Parameters
    ----------
    crossed : Crossed
    looser : sequence of Crossed, optional
        The same trials under looser rules, with more events, in any order. The design
        effect is borrowed from them where events are few.
    confidence : float, default=0.95
        Nominal two-sided coverage, in (0, 1).

    Returns
    -------
    Estimate
        As that of `clustered_proportion`, with ``"crossed-"`` in front of the method
        where a partner joins events of different units under any of the rules.

    Raises
    ------
    UndefinedMeasureError
        If there are fewer than two units.
    ParameterError
        If ``confidence`` is not in (0, 1).

    References
    ----------
    .. [1] Cameron, A. C., Gelbach, J. B. and Miller, D. L. (2011). Robust inference
       with multiway clustering. J. Business and Economic Statistics 29(2), 238-249.

    Examples
    --------
    >>> tries = Clusters(np.ones(400, np.int64), np.repeat([1, 0], [20, 380]))
    >>> apart = crossed_proportion(Crossed(tries, np.arange(20), np.arange(20)))
    >>> one = crossed_proportion(Crossed(tries, np.arange(20), np.zeros(20, np.int64)))
    >>> round(apart.high, 3), one.high > apart.high
    (0.076, True)
    """
    by_clusters = {id(c.clusters): c for c in (crossed, *looser)}
    rungs = ladder(crossed.clusters, [c.clusters for c in looser])
    joined = [by_clusters[id(c)].spread for c in (crossed.clusters, *rungs)]
    if any(shares for _, shares in joined):
        # Dependence through a partner can leave fewer trials than there are units.
        spreads = [
            replace(s, kind="crossed", least_effective_trials=1) for s, _ in joined
        ]
    else:
        spreads = [spread for spread, _ in joined]
    return dependent_proportion(spreads[0], spreads[1:], confidence=confidence)


def _joined(crossed: Crossed) -> tuple[Spread, bool]:
    own = clustered_spread(crossed.clusters)
    pairs = shared_events(crossed)
    shared = float(pairs.sum())
    if own.design_effect is None or not shared:
        return own, shared > 0
    rate = own.events / own.trials
    # In units of the variance of independent trials, p (1 - p) / N.
    extra = (1 - rate) * shared / own.events
    whole = own.design_effect + extra
    freedom = joint_freedom(
        (own.design_effect, own.degrees_of_freedom),
        (extra, freedom_of_partners(shared**2 / float(pairs @ pairs))),
    )
    of_partner = np.unique(crossed.partner[crossed.partner >= 0], return_counts=True)[1]
    carried = own.events**2 / float(
        (of_partner.astype(np.float64) ** 2).sum()
        + (own.events - int(of_partner.sum()))
    )
    few = carried if own.participation is None else min(own.participation, carried)
    spread = replace(
        own,
        design_effect=whole,
        degrees_of_freedom=freedom,
        participation=few,
    )
    return spread, True
