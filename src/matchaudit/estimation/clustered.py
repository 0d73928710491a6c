"""A proportion where units bring several trials each: one-way dependence.

Trials of one unit move together; units are independent of each other.
"""

from collections.abc import Sequence

import numpy as np

from matchaudit.errors import UndefinedMeasureError
from matchaudit.estimation.counts import Clusters, Estimate
from matchaudit.estimation.design_effects import Spread, dependent_proportion, ladder


def clustered_variance(clusters: Clusters, *, corrected: bool = True) -> float:
    """Return the variance of a rate over independent units.

    With ``Y_i = events_i - rate * trials_i`` and N trials it is ``sum Y_i**2 / N**2``.

    Parameters
    ----------
    clusters : Clusters
    corrected : bool, default=True
        Divide by ``N**2 - sum trials_i**2`` instead of ``N**2``, which takes out the
        bias of few units: ``n / (n - 1)`` where all have the same number of trials.

    Returns
    -------
    float
        At least 0.

    Raises
    ------
    UndefinedMeasureError
        If there are fewer than two units.

    References
    ----------
    .. [1] Fogliato, R., Patil, P. and Perona, P. (2023). Confidence intervals for
       error rates in 1:1 matching tasks. arXiv 2306.01198.

    Examples
    --------
    >>> import numpy as np
    >>> clusters = Clusters(np.array([10, 10, 10]), np.array([0, 1, 5]))
    >>> round(clustered_variance(clusters), 6)
    0.023333
    """
    m = clusters.trials.astype(np.float64)
    total = float(m.sum())
    between = total**2 - float(m @ m) if clusters.n_units > 1 else 0.0
    if between <= 0:
        raise UndefinedMeasureError(
            "fewer than two subjects were tried, which cannot show how subjects differ"
        )
    y = clusters.events - clusters.n_events / total * m
    return float(y @ y) / (between if corrected else total**2)


def clustered_proportion(
    clusters: Clusters,
    *,
    looser: Sequence[Clusters] = (),
    confidence: float = 0.95,
) -> Estimate:
    """Estimate a proportion whose trials are clustered in independent units.

    Parameters
    ----------
    clusters : Clusters
        Trials and events of each unit.
    looser : sequence of Clusters, optional
        The same trials under looser rules, with more events, in any order. The design
        effect is borrowed from them where events are few.
    confidence : float, default=0.95
        Nominal two-sided coverage, in (0, 1).

    Returns
    -------
    Estimate
        ``method`` is ``"clustered-wilson-t"``, or ``"clustered-exact"`` where none or all
        were events, and ends in how dependence was found where these counts do not
        show it: ``"-borrowed"``, ``"-assumed"`` (nothing to borrow from) or
        ``"-bound"`` (the worst: all trials of a unit count as one).

    Raises
    ------
    UndefinedMeasureError
        If there are fewer than two units.
    ParameterError
        If ``confidence`` is not in (0, 1).

    Examples
    --------
    >>> import numpy as np
    >>> trials, events = np.full(40, 10), np.zeros(40, dtype=np.int64)
    >>> events[:4] = [1, 2, 5, 4]
    >>> estimate = clustered_proportion(Clusters(trials, events))
    >>> round(estimate.value, 3), round(estimate.low, 3), round(estimate.high, 3)
    (0.03, 0.009, 0.094)
    """
    rungs = [clustered_spread(rung) for rung in ladder(clusters, looser)]
    return dependent_proportion(
        clustered_spread(clusters), rungs, confidence=confidence
    )


def clustered_spread(clusters: Clusters) -> Spread:
    """Return events and trials, and what units show of their dependence.

    Parameters
    ----------
    clusters : Clusters

    Returns
    -------
    Spread

    Raises
    ------
    UndefinedMeasureError
        If there are fewer than two units.

    Examples
    --------
    >>> import numpy as np
    >>> clustered_spread(Clusters(np.array([2, 2]), np.array([2, 0]))).n_units
    2
    """
    variance = clustered_variance(clusters)
    trials, events = clusters.n_trials, clusters.n_events
    m = clusters.trials.astype(np.float64)
    e = clusters.events.astype(np.float64)
    least = max(trials // int(clusters.trials.max()), 1)
    independent = events * (trials - events) / trials**3
    squares = m * m
    return Spread(
        kind="clustered",
        events=events,
        trials=trials,
        n_units=clusters.n_units,
        design_effect=max(variance / independent, 1.0) if independent else None,
        prior_design_effect=float(squares.sum()) / trials,
        least_effective_trials=least,
        # Satterthwaite's, if a unit's variance goes with its squared trials.
        degrees_of_freedom=max(
            float(squares.sum() ** 2 / (squares @ squares)) - 1, 1.0
        ),
        participation=events**2 / float(e @ e) if events else None,
    )
