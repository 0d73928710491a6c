"""Gaps between groups at one common threshold: who bears the errors.

Every interval allows for subjects that are in many comparisons, and for the number of
groups: the intervals of one family (all groups against the reference, all pairs of
groups) hold all at once. So "the worst of 20 groups" is not mere chance.
"""

from collections.abc import Sequence

from matchaudit.accuracy.group_rates import (
    GapFamily,
    Measure,
    rates_by_group,
)
from matchaudit.accuracy.index_findings import index_findings
from matchaudit.accuracy.match_matrix import fmr_matrix
from matchaudit.accuracy.ratio_findings import no_reference, ratio_findings
from matchaudit.accuracy.spread_findings import spread_findings
from matchaudit.estimation.finding import Curve, Finding
from matchaudit.tallies.comparisons import ComparisonTally

MEASURES: tuple[Measure, Measure] = ("fmr", "fnmr")


def differential_findings(  # noqa: PLR0913 - each is a decision that must be named
    tally: ComparisonTally,
    *,
    dimension: str,
    reference: str | None,
    thresholds: Sequence[float],
    confidence: float = 0.95,
    floor: int = 10,
    rng_seed: int,
) -> tuple[list[Finding], list[Curve]]:
    """Measure the gaps between the groups of one dimension.

    Parameters
    ----------
    tally : ComparisonTally
        With the strata of the dimension.
    dimension : str
        ``"group"`` (told of both sides) or ``"probe_mask"`` (of one).
    reference : str or None
        The group that all others are compared with. None: no group is singled out, and
        ratios to a reference are *not_estimable*, once.
    thresholds : sequence of float
        Each one of ``tally.thresholds``.
    confidence : float, default=0.95
        Coverage of all intervals of a family at once, in (0, 1).
    floor : int, default=10
        Groups with fewer subjects are not compared, and are named.
    rng_seed : int
        Seed for the critical values of correlated intervals.

    Returns
    -------
    findings : list of Finding
        For each threshold ``accuracy/fmr_ratio`` and ``accuracy/fnmr_ratio``,
        ``..._max_over_min``, ``..._max_over_geomean``, ``..._max_over_mean``, and
        ``accuracy/fdr``, ``accuracy/inequity_rate``, ``accuracy/garbe``.
    curves : list of Curve
        The false match rate of each probe group with each reference group, if the
        dimension is told of both sides.

    References
    ----------
    .. [1] ISO/IEC 19795-10:2024, Quantifying biometric system performance variation
       across demographic groups.
    .. [2] Grother, P., Ngan, M., Hanaoka, K. (2019). Face recognition vendor test part
       3: demographic effects. NIST IR 8280.
    """
    matrix = fmr_matrix(
        tally,
        dimension=dimension,
        thresholds=thresholds,
        confidence=confidence,
        floor=floor,
    )
    found = [no_reference(dimension)] if reference is None else []
    for threshold in thresholds:
        family = GapFamily(
            dimension=dimension,
            threshold=threshold,
            confidence=confidence,
            rng_seed=rng_seed,
            curve=matrix.path if matrix else None,
        )
        groups = {
            measure: rates_by_group(
                tally,
                measure,
                dimension=dimension,
                k=tally.index(threshold),
                floor=floor,
            )
            for measure in MEASURES
        }
        for measure in MEASURES:
            if reference is not None:
                found += ratio_findings(groups[measure], measure, reference, family)
            found += spread_findings(groups[measure], measure, family)
        found += index_findings(groups["fmr"], groups["fnmr"], family)
    return found, [matrix] if matrix else []
