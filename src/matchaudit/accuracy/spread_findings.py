"""Findings that set the worst group against the best, the typical and the mean one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

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
    Measure,
    joint_rates,
    plain,
)
from matchaudit.errors import UndefinedMeasureError
from matchaudit.estimation.finding import Finding
from matchaudit.estimation.ratios import Bounded, Spread, log_spread

NIST = ("NIST IR 8429",)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Over:
    """What the highest rate is set against, and how."""

    kind: str
    against: str
    contrasts: Callable[[int], FloatArray]
    value: Callable[[FloatArray], float]
    log_range: Callable[[Spread], tuple[float, float]]


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
    for over in _OVER:
        name = f"accuracy/{measure}_max_over_{over.kind}"
        if because:
            what = f"how unequal {ERRORS[measure]} are by {plain(family.dimension)}"
            finding = no_index(name, family.population, because, what)
        else:
            number = _number(rates, over, family)
            says = spread_sentence(
                rates[-1],
                rates[0],
                number,
                threshold=family.threshold,
                against=over.against,
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


def _number(rates: Sequence[GroupRate], over: _Over, family: GapFamily) -> Bounded:
    """Return the highest rate over another, with its joint interval."""
    k = len(rates)
    joint = joint_rates(
        rates,
        over.contrasts(k),
        scale=log_spread,
        confidence=family.confidence,
        rng=family.rng(),
    )
    low, high = over.log_range(log_spread(joint.estimates, joint.correlation))
    top = float(np.exp(high)) if np.isfinite(high) else None
    try:
        value = over.value(np.array([rate.value for rate in rates]))
    except UndefinedMeasureError:
        value = None
    if over.kind == "mean" and top is not None:
        top = max(min(top, float(k)), value or 0.0)  # no rate is over k times the mean
    return Bounded(
        value=value,
        low=float(np.exp(low)),
        high=top,
        confidence=family.confidence,
        method="joint-mover-log",
    )


_OVER = (
    _Over(
        kind="min",
        against="the lowest",
        contrasts=ranges.pair_contrasts,
        value=indices.max_over_min,
        log_range=ranges.largest_gap,
    ),
    _Over(
        kind="geomean",
        against="the typical rate",
        contrasts=ranges.mean_contrasts,
        value=indices.max_over_geomean,
        log_range=partial(ranges.highest_over_centre, geometric=True),
    ),
    _Over(
        kind="mean",
        against="the mean rate",
        contrasts=ranges.mean_contrasts,
        value=indices.max_over_mean,
        log_range=partial(ranges.highest_over_centre, geometric=False),
    ),
)
