"""How many trials, and of how many units, it takes to show that a rate is low.

More trials of the same units show little more. New units do, but how much cannot be
known beforehand. Where every unit meets every other one, k times the units bring k**2
times the trials, and between k times the effective trials (units differ much) and k**2
times (they hardly differ). So the trials are a least number and the units a range.
"""

import math
from dataclasses import dataclass

from matchaudit.errors import UndefinedMeasureError
from matchaudit.estimation.counts import Estimate
from matchaudit.estimation.proportions import sample_behind, trials_to_show

INDEPENDENT = 0.99  # effective trials that are this share of all, or more


@dataclass(frozen=True, slots=True)
class Effort:
    """What a sample without events would need to show a rate.

    Attributes
    ----------
    independent : bool
        Whether the sample's trials count fully.
    trials : float
        So many if trials are independent, else at least so many.
    units : tuple of float or None
        Fewest and most units, of which each brings trials as in the sample. None if
        trials are independent or nothing is known of units.
    """

    independent: bool
    trials: float
    units: tuple[float, float] | None


def effort_to_show(estimate: Estimate, rate: float) -> Effort:
    """Return what it takes to show that a rate is below ``rate``, without events.

    Parameters
    ----------
    estimate : Estimate
        Of a sample without events. Its upper end tells the effective trials, with all
        corrections for few units in them.
    rate : float
        In (0, 1).

    Returns
    -------
    Effort

    Raises
    ------
    UndefinedMeasureError
        If the sample has no trials, or has events.

    Examples
    --------
    >>> from matchaudit.estimation.proportions import clopper_pearson
    >>> effort_to_show(clopper_pearson(0, 200), 0.001)
    Effort(independent=True, trials=3688.0, units=None)
    """
    if not estimate.trials or estimate.events:
        raise UndefinedMeasureError("only a sample without cases is asked for more")
    size = sample_behind(estimate.high, confidence=estimate.confidence)
    need = float(trials_to_show(rate, confidence=estimate.confidence))
    if size >= INDEPENDENT * estimate.trials:
        return Effort(independent=True, trials=need, units=None)
    growth = max(need / size, 1.0)
    units = None
    if estimate.units is not None:
        pairs = estimate.method.startswith("dyadic")
        fewest = math.sqrt(growth) if pairs else growth
        units = (fewest * estimate.units, growth * estimate.units)
    return Effort(independent=False, trials=growth * estimate.trials, units=units)
