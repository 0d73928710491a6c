"""The share of all items from the checked ones, stratum by stratum.

Each stratum counts by its items, not by how many of them somebody chose to check. This
holds if within a stratum the checked are like the rest: by assumption (Begg and
Greenes), or because they were drawn at random (two-phase sampling, where one stratum
was checked wholly and a sample of the other was).
"""

import math

import numpy as np
from scipy import sparse

from matchaudit.errors import UndefinedMeasureError
from matchaudit.estimation.counts import Estimate
from matchaudit.estimation.partial_verification import (
    CheckedUnits,
    FloatArray,
    stratum_shares,
)
from matchaudit.estimation.proportions import normal_quantile, wilson_interval

DRAWS = 1000
MOST_KINDS = 5000
"""With more kinds of unit than this, the formula and the bootstrap agree."""

_AT_ONCE = 100  # draws whose weights are held in memory together


def reweighted_share(
    units: CheckedUnits, *, rng: np.random.Generator, confidence: float = 0.95
) -> Estimate:
    """Estimate the share of events among all items from the checked ones.

    Parameters
    ----------
    units : CheckedUnits
    rng : numpy.random.Generator
        For the bootstrap over units.
    confidence : float, default=0.95
        Nominal two-sided coverage, in (0, 1).

    Returns
    -------
    Estimate
        Each end is the farther of two: the percentile of a bootstrap over units, which
        knows how items of one unit move together, and the Wilson limits of the strata
        put together, which know that a stratum where few were checked and none was an
        event may still have some.

    Raises
    ------
    UndefinedMeasureError
        If there are fewer than two units, or a stratum has items and none was checked.

    References
    ----------
    .. [1] Begg, C. B. and Greenes, R. A. (1983). Assessment of diagnostic tests when
       disease verification is subject to selection bias. Biometrics 39(1), 207-215.
    .. [2] Zou, G. Y. and Donner, A. (2008). Construction of confidence limits about
       effect measures: a general approach. Statistics in Medicine 27(10), 1693-1702.

    Examples
    --------
    90 of 100 items of the first stratum were checked, 10 of 100 of the second:

    >>> units = CheckedUnits(
    ...     times=np.array([81, 9, 10, 5, 5, 90]),
    ...     kind=np.arange(6),
    ...     stratum=np.array([0, 0, 0, 1, 1, 1]),
    ...     trials=np.ones(6, dtype=np.int64),
    ...     checked=np.array([1, 1, 0, 1, 1, 0]),
    ...     events=np.array([0, 1, 0, 0, 1, 0]),
    ...     n_strata=2,
    ... )
    >>> estimate = reweighted_share(units, rng=np.random.default_rng(1))
    >>> round(estimate.value, 3), estimate.low < 0.2, estimate.high > 0.4
    (0.3, True, True)
    """
    weight, share = stratum_shares(units)
    if units.n_units < 2:
        raise UndefinedMeasureError("fewer than 2 units cannot show how units differ")
    value = float(weight @ share)
    low, high = _from_strata(units, weight, share, confidence)
    method = "reweighted-linear"
    if units.times.size <= MOST_KINDS:
        method = "reweighted-bootstrap"
        below, above = _from_draws(units, rng, confidence)
        low, high = min(low, below), max(high, above)
    return Estimate(
        value=value,
        low=min(max(low, 0.0), value),
        high=max(min(high, 1.0), value),
        confidence=confidence,
        method=method,
        units=units.n_units,
    )


def _from_strata(
    units: CheckedUnits, weight: FloatArray, share: FloatArray, confidence: float
) -> tuple[float, float]:
    """Put the strata's Wilson limits together, widened for items that hang together."""
    z = normal_quantile(confidence)
    value, trials = float(weight @ share), units.by_stratum(units.trials)
    checked = units.by_stratum(units.checked)
    below = above = z * z * float(weight @ (share - value) ** 2) / float(trials.sum())
    for part, rate, size in zip(weight, share, checked, strict=True):
        if size:
            low, high = wilson_interval(float(rate), float(size), quantile=z)
            below += float(part * (rate - low)) ** 2
            above += float(part * (high - rate)) ** 2
    effect = math.sqrt(_design_effect(units, weight, share))
    return value - effect * math.sqrt(below), value + effect * math.sqrt(above)


def _design_effect(units: CheckedUnits, weight: FloatArray, share: FloatArray) -> float:
    """Return how many times larger the dependence within units makes the variance.

    Both variances are those of the sum of influences: what one item brings beyond the
    mean, by its stratum and, if it was checked, by what was found.
    """
    value = float(weight @ share)
    checked = units.by_stratum(units.checked)
    expand = units.by_stratum(units.trials) / np.maximum(checked, 1)
    s = units.stratum
    line = units.trials * (share[s] - value)
    line = line + expand[s] * (units.events - units.checked * share[s])
    by_unit = np.bincount(units.kind, line, minlength=units.times.size)
    together = float(units.times @ by_unit**2) * units.n_units / (units.n_units - 1)
    between = units.by_stratum(units.trials) @ (share - value) ** 2
    within = expand**2 @ (checked * share * (1 - share))
    alone = float(between + within)
    return max(together / alone, 1.0) if alone > 0 else 1.0


def _from_draws(
    units: CheckedUnits, rng: np.random.Generator, confidence: float
) -> tuple[float, float]:
    """Draw units anew; a stratum that lost all its checked items may be anything."""
    k, n = units.times.size, units.n_units
    lines = [
        sparse.csr_array(
            (counts.astype(np.float64), (units.kind, units.stratum)),
            shape=(k, units.n_strata),
        )
        for counts in (units.trials, units.checked, units.events)
    ]
    least: list[FloatArray] = []
    most: list[FloatArray] = []
    for start in range(0, DRAWS, _AT_ONCE):
        size = min(_AT_ONCE, DRAWS - start)
        drawn = rng.multinomial(n, units.times / n, size=size).astype(np.float64)
        trials, checked, events = (np.asarray((a.T @ drawn.T).T) for a in lines)
        rate = events / np.maximum(checked, 1)
        total = np.maximum(trials.sum(axis=1), 1)
        least.append((trials * rate).sum(axis=1) / total)
        unknown = (trials * (checked == 0)).sum(axis=1)
        most.append(least[-1] + unknown / total)
    tail = (1 - confidence) / 2
    low = np.quantile(np.concatenate(least), tail)
    high = np.quantile(np.concatenate(most), 1 - tail)
    return float(low), float(high)
