"""Findings of FDR, inequity rate and GARBE: both kinds of error in one number."""

import numpy as np

from matchaudit.accuracy import index_ranges as ranges
from matchaudit.accuracy import summary_indices as indices
from matchaudit.accuracy.gap_statements import bounded, left_out, no_gap, no_index
from matchaudit.accuracy.gap_wording import (
    ERRORS,
    INDEX_CAUTION,
    counts,
    extremes,
    index_sentence,
)
from matchaudit.accuracy.group_rates import (
    FloatArray,
    GapFamily,
    GroupRate,
    GroupRates,
    JointRates,
    Scale,
    by_counts,
    joint_rates,
    plain,
)
from matchaudit.estimation.finding import Finding
from matchaudit.estimation.ratios import Bounded, log_spread, plain_spread

FMR_WEIGHT = 0.5
"""Weight of the false match rate in all three; stated in each finding."""


def index_findings(
    fmr: GroupRates, fnmr: GroupRates, family: GapFamily
) -> list[Finding]:
    """Return FDR, inequity rate and GARBE of the groups that have both rates.

    Parameters
    ----------
    fmr, fnmr : GroupRates
    family : GapFamily

    Returns
    -------
    list of Finding
        ``accuracy/fdr``, ``accuracy/inequity_rate``, ``accuracy/garbe``.
    """
    labels = {r.label for r in fmr.rates} & {r.label for r in fnmr.rates}
    both = tuple(
        GroupRates(tuple(r for r in groups.rates if r.label in labels), groups.left_out)
        for groups in (fmr, fnmr)
    )
    because = no_gap(both[0], family.dimension)
    population = {**family.population, "fmr_weight": FMR_WEIGHT}
    found = []
    for name, title, compute in _INDICES:
        missing = because or (_no_events(both) if name != "accuracy/fdr" else None)
        if missing:
            what = f"how unequal the errors are by {plain(family.dimension)}"
            found.append(no_index(name, population, missing, what))
            continue
        number = compute(*_aligned(both[0].rates, both[1].rates), family)
        ends = [extremes(groups.rates[-1], groups.rates[0]) for groups in both]
        says = index_sentence(
            title, number, threshold=family.threshold, ends=(ends[0], ends[1])
        )
        missed = dict.fromkeys(left_out(fmr) + left_out(fnmr))
        found.append(
            bounded(
                name,
                {**population, "groups": len(labels)},
                number,
                says=says,
                cautions=(INDEX_CAUTION, *missed),
            )
        )
    return found


def _aligned(
    fmr: tuple[GroupRate, ...], fnmr: tuple[GroupRate, ...]
) -> tuple[tuple[GroupRate, ...], tuple[GroupRate, ...]]:
    """Return both kinds of rate in one order of groups, again from their counts."""
    other = {rate.label: rate for rate in fnmr}
    pairs = sorted(
        ((rate, other[rate.label]) for rate in fmr),
        key=lambda pair: (by_counts(pair[0])[:-1], by_counts(pair[1])),
    )
    return tuple(f for f, _ in pairs), tuple(g for _, g in pairs)


def _split(
    f: tuple[GroupRate, ...],
    g: tuple[GroupRate, ...],
    family: GapFamily,
    *,
    contrasts: FloatArray,
    scale: Scale,
) -> tuple[JointRates, JointRates]:
    """Return both kinds of rate with intervals that hold for all contrasts at once."""
    k = len(f)
    zero = np.zeros_like(contrasts)
    joint = joint_rates(
        [*f, *g],
        np.block([[contrasts, zero], [zero, contrasts]]),
        scale=scale,
        confidence=family.confidence,
        rng=family.rng(),
    )
    estimates, r = joint.estimates, joint.correlation
    return (
        JointRates(estimates[:k], r[:k, :k]),
        JointRates(estimates[k:], r[k:, k:]),
    )


def _fdr(
    f: tuple[GroupRate, ...], g: tuple[GroupRate, ...], family: GapFamily
) -> Bounded:
    """Return the fairness discrepancy rate, from the joint intervals of all gaps."""
    contrasts = ranges.pair_contrasts(len(f))
    sides = _split(f, g, family, contrasts=contrasts, scale=plain_spread)
    gaps = [
        ranges.largest_gap(plain_spread(side.estimates, side.correlation))
        for side in sides
    ]
    return Bounded(
        value=indices.fairness_discrepancy_rate(
            _values(f), _values(g), fmr_weight=FMR_WEIGHT
        ),
        low=1 - _weighted(gaps[0][1], gaps[1][1]),
        high=1 - _weighted(gaps[0][0], gaps[1][0]),
        confidence=family.confidence,
        method="joint-mover",
    )


def _inequity_rate(
    f: tuple[GroupRate, ...], g: tuple[GroupRate, ...], family: GapFamily
) -> Bounded:
    """Return the inequity rate, from the joint intervals of all ratios."""
    contrasts = ranges.pair_contrasts(len(f))
    sides = _split(f, g, family, contrasts=contrasts, scale=log_spread)
    gaps = [
        ranges.largest_gap(log_spread(side.estimates, side.correlation))
        for side in sides
    ]
    some = min(*_values(f), *_values(g)) > 0
    high = _weighted(gaps[0][1], gaps[1][1])
    return Bounded(
        value=indices.inequity_rate(_values(f), _values(g), fmr_weight=FMR_WEIGHT)
        if some
        else None,
        low=float(np.exp(_weighted(gaps[0][0], gaps[1][0]))),
        high=float(np.exp(high)) if np.isfinite(high) else None,
        confidence=family.confidence,
        method="joint-mover-log",
    )


def _garbe(
    f: tuple[GroupRate, ...], g: tuple[GroupRate, ...], family: GapFamily
) -> Bounded:
    """Return GARBE, from its range over the joint intervals of all rates."""
    sides = _split(f, g, family, contrasts=np.eye(len(f)), scale=plain_spread)
    spans = [
        ranges.gini_range(
            [rate.low for rate in side.estimates],
            [rate.high for rate in side.estimates],
        )
        for side in sides
    ]
    return Bounded(
        value=indices.garbe(_values(f), _values(g), fmr_weight=FMR_WEIGHT),
        low=_weighted(spans[0][0], spans[1][0]),
        high=_weighted(spans[0][1], spans[1][1]),
        confidence=family.confidence,
        method="joint-box",
    )


_INDICES = (
    ("accuracy/fdr", "the FDR (1 means no gap)", _fdr),
    ("accuracy/inequity_rate", "the inequity rate (1 means no gap)", _inequity_rate),
    ("accuracy/garbe", "the GARBE index (0 means no gap)", _garbe),
)


def _values(rates: tuple[GroupRate, ...]) -> list[float]:
    return [rate.value for rate in rates]


def _weighted(f: float, g: float) -> float:
    return FMR_WEIGHT * f + (1 - FMR_WEIGHT) * g


def _no_events(both: tuple[GroupRates, ...]) -> str | None:
    """Return that one kind of error never happened, or None."""
    for groups in both:
        worst = groups.rates[-1]
        if worst.events == 0:
            return f"there were no {ERRORS[worst.measure]} ({counts(worst)})"
    return None
