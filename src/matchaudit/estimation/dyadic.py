"""A proportion where every trial hangs on a pair of units: dyadic dependence.

Trials of two pairs that share a unit move together; trials of disjoint pairs are
independent. Everything is computed from sums per unit, so that it takes milliseconds
whatever the number of pairs.
"""

from collections.abc import Sequence

import numpy as np

from matchaudit.errors import UndefinedMeasureError
from matchaudit.estimation.counts import Dyads, Estimate
from matchaudit.estimation.design_effects import Spread, dependent_proportion, ladder

# Of n units about n / 1.5 degrees of freedom are left. Tuned in the coverage study: a
# few units with many events make the variance estimate shakier than n would suggest.
UNITS_PER_DEGREE = 1.5


def dyadic_variance(dyads: Dyads, *, corrected: bool = True) -> float:
    """Return the variance of a rate over unordered pairs of units.

    With ``Y_ij = E_ij - rate * M_ij``, ``r_i = sum_j Y_ij``, ``S = sum_{i<j} Y_ij**2``
    and N trials it is ``(S + max(sum_i r_i**2 - 2 S, 0)) / N**2``, and never below the
    variance of independent trials.

    Parameters
    ----------
    dyads : Dyads
    corrected : bool, default=True
        Divide by the products of trials of disjoint pairs,
        ``N**2 - sum_i m_i**2 + sum_{i<j} M_ij**2``, instead of ``N**2``. In a complete
        design this takes out the bias of few units: a factor
        ``n (n - 1) / ((n - 2) (n - 3))``.

    Returns
    -------
    float
        At least ``rate * (1 - rate) / N``.

    Raises
    ------
    UndefinedMeasureError
        If there are no trials, or no two disjoint pairs.

    References
    ----------
    .. [1] Fogliato, R., Patil, P. and Perona, P. (2023). Confidence intervals for
       error rates in 1:1 matching tasks. arXiv 2306.01198.
    .. [2] Aronow, P. M., Samii, C. and Assenova, V. A. (2015). Cluster-robust variance
       estimation for dyadic data. Political Analysis 23(4), 564-577.

    Examples
    --------
    Five units, one trial a pair; unit 0 has events with units 1, 2 and 3.

    >>> import numpy as np
    >>> star = Dyads(np.arange(5), np.full(5, 4), np.array([3, 1, 1, 1, 0]), 10, 3, 3)
    >>> (
    ...     round(dyadic_variance(star, corrected=False), 4),
    ...     round(dyadic_variance(star), 4),
    ... )
    (0.027, 0.09)
    """
    total = float(dyads.n_trials)
    m = dyads.trials.astype(np.float64)
    disjoint = total**2 - float(m @ m) + dyads.sum_trials_squared
    if disjoint <= 0:
        raise UndefinedMeasureError(
            "all pairs share one subject or there are fewer than four subjects, "
            "which cannot show how subjects differ"
        )
    rate = dyads.n_events / total
    within = (
        dyads.sum_events_squared
        - 2 * rate * dyads.sum_events_trials
        + rate**2 * dyads.sum_trials_squared
    )
    r = dyads.events - rate * m
    around = float(r @ r)
    variance = (within + max(around - 2 * within, 0.0)) / total**2
    if corrected:
        variance *= total**2 / disjoint
    return max(variance, rate * (1 - rate) / total)


def participation_number(dyads: Dyads) -> float:
    """Return how many units share the events: ``(sum r)**2 / sum r**2``.

    Parameters
    ----------
    dyads : Dyads
        With r events at each unit.

    Returns
    -------
    float
        Between 2 (one pair has all events) and ``n_units`` (all have the same share).

    Raises
    ------
    UndefinedMeasureError
        If there are no events.

    Examples
    --------
    >>> import numpy as np
    >>> star = Dyads(np.arange(5), np.full(5, 4), np.array([3, 1, 1, 1, 0]), 10, 3, 3)
    >>> participation_number(star)
    3.0
    """
    r = dyads.events.astype(np.float64)
    if dyads.n_events == 0:
        raise UndefinedMeasureError("there were no cases that subjects could share")
    return float(r.sum() ** 2 / (r @ r))


def dyadic_proportion(
    dyads: Dyads, *, looser: Sequence[Dyads] = (), confidence: float = 0.95
) -> Estimate:
    """Estimate a proportion whose trials hang on pairs of units.

    Parameters
    ----------
    dyads : Dyads
        Moments of the trials and events of unordered pairs.
    looser : sequence of Dyads, optional
        The same trials under looser rules, with more events, in any order. The design
        effect is borrowed from them where events are few.
    confidence : float, default=0.95
        Nominal two-sided coverage, in (0, 1).

    Returns
    -------
    Estimate
        ``method`` is ``"dyadic-wilson-t"``, or ``"dyadic-exact"`` where none or all
        were events, and ends in how dependence was found where these counts do not
        show it: ``"-borrowed"``, ``"-assumed"`` (nothing to borrow from) or
        ``"-bound"`` (the worst: as many trials as pairs can be disjoint).

    Raises
    ------
    UndefinedMeasureError
        If there are no trials, or no two disjoint pairs.
    ParameterError
        If ``confidence`` is not in (0, 1).

    Examples
    --------
    >>> import numpy as np
    >>> star = Dyads(np.arange(5), np.full(5, 4), np.array([3, 1, 1, 1, 0]), 10, 3, 3)
    >>> estimate = dyadic_proportion(star)
    >>> round(estimate.value, 2), round(estimate.low, 2), round(estimate.high, 2)
    (0.3, 0.04, 0.83)
    """
    rungs = [_spread(rung) for rung in ladder(dyads, looser)]
    return dependent_proportion(_spread(dyads), rungs, confidence=confidence)


def _spread(dyads: Dyads) -> Spread:
    variance = dyadic_variance(dyads)
    trials, events = dyads.n_trials, dyads.n_events
    m = dyads.trials.astype(np.float64)
    independent = events * (trials - events) / trials**3
    squares = m * m
    return Spread(
        kind="dyadic",
        events=events,
        trials=trials,
        n_units=dyads.n_units,
        design_effect=max(variance / independent, 1.0) if independent else None,
        prior_design_effect=dyads.sum_trials_squared / trials,
        # No unit is in more trials than this, so so many disjoint sets of pairs exist.
        least_effective_trials=max(trials // int(dyads.trials.max()), 1),
        # Satterthwaite's, if a unit's variance goes with its squared trials.
        degrees_of_freedom=max(
            float(squares.sum() ** 2 / (squares @ squares)) / UNITS_PER_DEGREE - 1, 1.0
        ),
        participation=participation_number(dyads) if events else None,
    )
