"""Findings that set the worst group against the best, the typical and the mean one."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from matchaudit.accuracy import index_ranges as ranges
from matchaudit.accuracy import summary_indices as indices
from matchaudit.accuracy.gap_statements import bounded, left_out, no_gap, no_index
from matchaudit.accuracy.gap_wording import ERRORS, SPREAD_CAUTION, spread_sentence
from matchaudit.accuracy.group_rates import (
    FloatArray,
    GapFamily,
    GroupRate,
    GroupRates,
    JointRates,
    Measure,
    joint_rates,
    plain,
)
from matchaudit.estimation.finding import Finding
from matchaudit.estimation.ratios import Bounded, log_spread

NIST = ("NIST IR 8429",)

_Range = Callable[[JointRates], tuple[float, float]]


def spread_findings(
    groups: GroupRates, measure: Measure, family: GapFamily
) -> list[Finding]:
    """Set the highest rate against the lowest, the typical and the mean rate.

    Parameters
    ----------
    groups : GroupRates
    measure : {"fmr", "fnmr"}
        Which rate the groups hold; needed if none can be compared.
    family : GapFamily

    Returns
    -------
    list of Finding
        ``accuracy/fmr_max_over_min``, ``..._geomean``, ``..._mean``, or those of fnmr.
    """
    rates = groups.rates
    because = no_gap(groups, family.dimension)
    if because is None and rates[-1].events == 0:
        because = f"there were no {ERRORS[measure]} in any {plain(family.dimension)}"
    found = []
    for kind, against, contrasts, value, log_range in _SPREADS:
        name = f"accuracy/{measure}_max_over_{kind}"
        if because:
            what = f"how unequal {ERRORS[measure]} are"
            found.append(no_index(name, family.population, because, what))
            continue
        number = _spread(
            rates, family, contrasts=contrasts, value=value, log_range=log_range
        )
        says = spread_sentence(
            rates[-1], rates[0], number, threshold=family.threshold, against=against
        )
        finding = bounded(
            name,
            {**family.population, "groups": len(rates)},
            number,
            says=says,
            sources=NIST,
            cautions=(SPREAD_CAUTION, *left_out(groups)),
        )
        found.append(replace(finding, curve=family.curve if measure == "fmr" else None))
    return found


def _spread(
    rates: tuple[GroupRate, ...],
    family: GapFamily,
    *,
    contrasts: Callable[[int], FloatArray],
    value: Callable[[FloatArray], float],
    log_range: _Range,
) -> Bounded:
    """Return the highest rate over another, with its joint interval."""
    k = len(rates)
    joint = joint_rates(
        rates,
        contrasts(k),
        scale=log_spread,
        confidence=family.confidence,
        rng=family.rng(),
    )
    low, high = log_range(joint)
    x = np.array([rate.value for rate in rates])
    defined = value is indices.max_over_mean or x.min() > 0
    most = value(x) if defined else None
    top = float(np.exp(high)) if np.isfinite(high) else None
    if value is indices.max_over_mean and top is not None:
        top = max(min(top, float(k)), most or 0.0)  # no rate is over k times the mean
    return Bounded(
        value=most,
        low=float(np.exp(low)),
        high=top,
        confidence=family.confidence,
        method="joint-mover-log",
    )


def _pairs(joint: JointRates) -> tuple[float, float]:
    """Return the log range of the highest rate over the lowest."""
    return ranges.largest_gap(log_spread(joint.estimates, joint.correlation))


def _geomean(joint: JointRates) -> tuple[float, float]:
    """Return the log range of the highest rate over the geometric mean."""
    spread = log_spread(joint.estimates, joint.correlation)
    return ranges.highest_over_centre(spread, geometric=True)


def _mean(joint: JointRates) -> tuple[float, float]:
    """Return the log range of the highest rate over the mean."""
    spread = log_spread(joint.estimates, joint.correlation)
    return ranges.highest_over_centre(spread, geometric=False)


_SPREADS: tuple[
    tuple[
        str,
        str,
        Callable[[int], FloatArray],
        Callable[[FloatArray], float],
        _Range,
    ],
    ...,
] = (
    ("min", "the lowest", ranges.pair_contrasts, indices.max_over_min, _pairs),
    (
        "geomean",
        "the typical rate",
        ranges.mean_contrasts,
        indices.max_over_geomean,
        _geomean,
    ),
    ("mean", "the mean rate", ranges.mean_contrasts, indices.max_over_mean, _mean),
)
