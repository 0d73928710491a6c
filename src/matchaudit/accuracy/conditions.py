"""Errors under a condition of capture against another: masks, devices, light.

Where the same people were seen under both conditions the contrast is paired: the
covariance through them narrows the interval of the ratio.
"""

from collections.abc import Sequence

from matchaudit.accuracy.group_rates import GapFamily, Measure, rates_by_group
from matchaudit.accuracy.ratio_findings import CONDITIONS, no_reference, ratio_findings
from matchaudit.accuracy.visible_fraction import visible_fraction_curve
from matchaudit.estimation.finding import Curve, Finding
from matchaudit.tallies.comparisons import ComparisonTally

MEASURES: tuple[Measure, Measure] = ("fmr", "fnmr")


def condition_findings(  # noqa: PLR0913 - each is a decision that must be named
    tally: ComparisonTally,
    *,
    column: str,
    against: str | None,
    thresholds: Sequence[float],
    confidence: float = 0.95,
    floor: int = 10,
    rng_seed: int = 0,
) -> tuple[list[Finding], list[Curve]]:
    """Compare the errors under each condition with those under one of them.

    Parameters
    ----------
    tally : ComparisonTally
        With the strata of the column.
    column : str
        The covariate, such as ``"probe_mask"``.
    against : str or None
        The condition that the others are compared with, such as ``"none"``. None: no
        contrast is estimable, which is said once; not where a curve was drawn.
    thresholds : sequence of float
        Each one of ``tally.thresholds``.
    confidence : float, default=0.95
        Coverage of all contrasts of one measure and threshold at once, in (0, 1).
    floor : int, default=10
        Conditions with fewer subjects are not compared, and are named.
    rng_seed : int, default=0
        Seed for the critical values of correlated intervals.

    Returns
    -------
    findings : list of Finding
        ``accuracy/condition_contrast`` for each threshold, measure and condition. For a
        visible fraction also ``accuracy/fnmr``, which points to the curve.
    curves : list of Curve
        For a visible fraction the monotone curve of the false non-match rate.
    """
    found: list[Finding] = []
    for threshold in thresholds if against is not None else ():
        family = GapFamily(
            dimension=column,
            threshold=threshold,
            confidence=confidence,
            rng_seed=rng_seed,
        )
        for measure in MEASURES:
            groups = rates_by_group(
                tally,
                measure,
                dimension=column,
                k=tally.index(threshold),
                floor=floor,
            )
            found += ratio_findings(groups, measure, against, family, kind=CONDITIONS)
    seen: list[Finding] = []
    curves: list[Curve] = []
    if column.endswith("visible_fraction"):
        seen, curves = visible_fraction_curve(
            tally,
            column=column,
            thresholds=thresholds,
            confidence=confidence,
            floor=floor,
            rng_seed=rng_seed,
        )
    if against is None and not curves:
        found = [no_reference(column, kind=CONDITIONS)]
    return found + seen, curves
