"""Missed matches by how much of the face is in view, as a curve that never rises.

More of a face in view cannot make a match harder; this is assumed, and said if the data
speak against it. Nothing is drawn beyond the fractions that were observed.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from matchaudit.accuracy.group_rates import (
    GapFamily,
    GroupRate,
    joint_rates,
    rates_by_group,
)
from matchaudit.accuracy.terms import score
from matchaudit.errors import UndefinedMeasureError
from matchaudit.estimation.counts import Estimate
from matchaudit.estimation.finding import Column, Curve, Finding
from matchaudit.estimation.isotonic import monotone_band, monotone_fit
from matchaudit.estimation.ratios import plain_spread
from matchaudit.tallies.comparisons import ComparisonTally

NAME = "fnmr_by_visible_fraction"
AGAINST_ORDER = (
    "Here missed matches do not fall as more of the face is in view, so no smooth curve "
    "is drawn. Something else must differ between the tries."
)


@dataclass(frozen=True, slots=True)
class _Bin:
    """One bin of the visible fraction at one threshold."""

    threshold: float
    start: float
    stop: float
    rate: GroupRate
    fit: float | None
    low: float
    high: float


def visible_fraction_curve(
    tally: ComparisonTally,
    *,
    column: str,
    thresholds: Sequence[float],
    confidence: float = 0.95,
    floor: int = 10,
    rng_seed: int = 0,
) -> tuple[list[Finding], list[Curve]]:
    """Fit the false non-match rate by visible fraction.

    Parameters
    ----------
    tally : ComparisonTally
        With strata such as ``{"probe_visible_fraction": "0.25 to 0.5"}``.
    column : str
        ``"probe_visible_fraction"`` or ``"reference_visible_fraction"``.
    thresholds : sequence of float
        Each one of ``tally.thresholds``.
    confidence : float, default=0.95
        Of the whole band at once, in (0, 1).
    floor : int, default=10
        Bins with fewer subjects are left out, and are named.
    rng_seed : int, default=0
        Seed for the critical value of the band.

    Returns
    -------
    findings : list of Finding
        One ``accuracy/fnmr`` for each threshold that points to the curve.
    curves : list of Curve
        One, with a row for each threshold and bin; none if no bin can be estimated.
    """
    found: list[Finding] = []
    rows: list[_Bin] = []
    name = NAME if column.startswith("probe_") else f"{NAME}_reference"
    for threshold in thresholds:
        groups = rates_by_group(
            tally, "fnmr", dimension=column, k=tally.index(threshold), floor=floor
        )
        family = GapFamily(
            dimension=column,
            threshold=threshold,
            confidence=confidence,
            rng_seed=rng_seed,
        )
        bins = _bins(groups.rates, family)
        if not bins:
            continue
        left_out = tuple(f"Left out: {why}." for why in groups.left_out.values())
        found.append(_finding(bins, family, path=f"data/{name}.csv", said=left_out))
        rows += bins
    return found, [_curve(rows, name, confidence)] if rows else []


def _bins(rates: Sequence[GroupRate], family: GapFamily) -> list[_Bin]:
    """Return the bins in the order of the fraction, with fit and band."""
    if not rates:
        return []
    edges = {rate.label: _edges(rate.label) for rate in rates}
    ordered = sorted(rates, key=lambda rate: edges[rate.label])
    joint = joint_rates(
        ordered,
        np.eye(len(ordered)),
        scale=plain_spread,
        confidence=family.confidence,
        rng=family.rng(),
    )
    fits, lows, highs = _falling(ordered, joint.estimates)
    return [
        _Bin(family.threshold, *edges[rate.label], rate, fit, low, high)
        for rate, fit, low, high in zip(ordered, fits, lows, highs, strict=True)
    ]


def _falling(
    rates: Sequence[GroupRate], estimates: Sequence[Estimate]
) -> tuple[list[float | None], list[float], list[float]]:
    """Return the fit that never rises and its band; no fit if none is possible."""
    lows, highs = [e.low for e in estimates], [e.high for e in estimates]
    try:
        low, high = monotone_band(lows, highs, increasing=False)
    except UndefinedMeasureError:
        return [None] * len(rates), lows, highs
    fit = monotone_fit(
        [rate.value for rate in rates],
        [rate.trials for rate in rates],
        increasing=False,
    )
    # Pooling weighs by trials and the band does not: the band must hold the fit.
    return fit.tolist(), np.minimum(low, fit).tolist(), np.maximum(high, fit).tolist()


def _edges(label: str) -> tuple[float, float]:
    """Return the ends of a bin from its label.

    Examples
    --------
    >>> _edges("0.25 to 0.5")
    (0.25, 0.5)
    """
    start, _, stop = label.partition(" to ")
    return float(start), float(stop or start)


def _finding(
    bins: Sequence[_Bin], family: GapFamily, *, path: str, said: tuple[str, ...]
) -> Finding:
    """Return the finding that points to the curve."""
    least, most = bins[0], bins[-1]
    unseen = (
        f"Nothing is said about faces with less than {least.start:g} or more than "
        f"{most.stop:g} in view."
    )
    cautions = (
        unseen,
        *((AGAINST_ORDER,) if least.fit is None else ()),
        *said,
    )
    return Finding(
        id="accuracy/fnmr",
        population={"threshold": family.threshold, "by": family.dimension},
        status="counted",
        unit="probability",
        method="isotonic, joint band" if least.fit is not None else "joint band",
        says=(
            f"At score {score(family.threshold)}, {least.rate.events:,} of "
            f"{least.rate.trials:,} tries were missed matches with "
            f"{least.rate.label} of the face in view. With {most.rate.label} in view "
            f"it was {most.rate.events:,} of {most.rate.trials:,}."
        ),
        curve=path,
        sources=("ISO/IEC 19795-1:2021, false non-match rate",),
        cautions=cautions,
    )


def _curve(rows: Sequence[_Bin], name: str, confidence: float) -> Curve:
    """Return the bins of all thresholds as a table."""
    band = f"of the {confidence:.0%} band that holds for all bins at once."
    rates = [row.rate for row in rows]
    return Curve(
        name=name,
        title="Missed matches by how much of the face is in view",
        columns=(
            Column(
                "threshold",
                "number",
                "score",
                "A comparison matches from this score on.",
                tuple(row.threshold for row in rows),
            ),
            Column(
                "visible_from",
                "number",
                "fraction",
                "Least visible fraction of the bin.",
                tuple(row.start for row in rows),
            ),
            Column(
                "visible_to",
                "number",
                "fraction",
                "Largest visible fraction of the bin.",
                tuple(row.stop for row in rows),
            ),
            Column(
                "fnmr",
                "number",
                "probability",
                "False non-match rate of the bin alone.",
                tuple(rate.value for rate in rates),
            ),
            Column(
                "fit",
                "number",
                "probability",
                "Curve that never rises; empty if the data speak against one.",
                tuple(row.fit for row in rows),
            ),
            Column(
                "low",
                "number",
                "probability",
                f"Lower end {band}",
                tuple(row.low for row in rows),
            ),
            Column(
                "high",
                "number",
                "probability",
                f"Upper end {band}",
                tuple(row.high for row in rows),
            ),
            Column(
                "events",
                "integer",
                "count",
                "False non-matches.",
                tuple(rate.events for rate in rates),
            ),
            Column(
                "trials",
                "integer",
                "count",
                "Usable mated comparisons.",
                tuple(rate.trials for rate in rates),
            ),
            Column(
                "subjects",
                "integer",
                "count",
                "Subjects in them.",
                tuple(rate.n_subjects for rate in rates),
            ),
        ),
    )
