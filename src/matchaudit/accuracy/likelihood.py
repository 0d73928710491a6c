"""What a score is worth as evidence: likelihood ratios, their cost and their bounds."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from matchaudit.accuracy import claim_findings, cost_findings
from matchaudit.accuracy.evidence import evidence_of
from matchaudit.accuracy.evidence_curves import evidence_curves
from matchaudit.accuracy.statements import not_estimable
from matchaudit.errors import UndefinedMeasureError
from matchaudit.estimation.finding import Curve, Finding
from matchaudit.tallies.comparisons import ComparisonTally, ScoreSample

PART = "Not all tries were looked at, but a sample of them."
_WHAT = (
    ("accuracy/cllr", "how much a score tells", "bits", cost_findings.SOURCES),
    ("accuracy/cllr_min", "how much a score could tell", "bits", cost_findings.SOURCES),
    ("accuracy/cllr_cal", "how much poor scaling costs", "bits", cost_findings.SOURCES),
    (
        "accuracy/lr_bounds",
        "how much can be claimed",
        "likelihood ratio",
        claim_findings.SOURCES,
    ),
)


def likelihood_findings(
    sample: ScoreSample,
    *,
    tally: ComparisonTally,
    rng: np.random.Generator,
    lr_scores: Sequence[float] = (),
    confidence: float = 0.95,
) -> tuple[list[Finding], list[Curve]]:
    """Measure what a score is worth as evidence.

    Each comparison's likelihood ratio (LR) comes from a fit to other people than its
    own two: people are dealt into 20 folds, and the folds of both are left out.

    Parameters
    ----------
    sample : ScoreSample
    tally : ComparisonTally
        Of the table that the sample is from: it bounds what can be claimed.
    rng : numpy.random.Generator
        For the bootstrap over people.
    lr_scores : sequence of float, default=()
        Scores whose LR is asked for.
    confidence : float, default=0.95

    Returns
    -------
    list of Finding
        ``accuracy/cllr`` by logistic calibration and by pooling adjacent violators,
        ``accuracy/cllr_min``, ``accuracy/cllr_cal``, ``accuracy/lr_bounds`` for and
        against one person, ``accuracy/lr`` for each score asked for.
    list of Curve
        ``tippett`` and ``ece``; none if nothing can be estimated.
    """
    try:
        evidence = evidence_of(sample, tally, confidence=confidence)
    except UndefinedMeasureError as undefined:
        return _nothing(lr_scores, undefined.because), []
    found = cost_findings.cost_findings(evidence, rng=rng, confidence=confidence)
    found += claim_findings.bound_findings(evidence)
    found += [
        claim_findings.lr_finding(evidence, score, confidence=confidence)
        for score in lr_scores
    ]
    if not sample.complete:
        found = [replace(f, cautions=(*f.cautions, PART)) for f in found]
    return found, evidence_curves(
        evidence.mated_llr, evidence.nonmated_llr, by_score=evidence.data.without()
    )


def _nothing(lr_scores: Sequence[float], because: str) -> list[Finding]:
    found = [
        not_estimable(name, {}, because, what=what, unit=unit, sources=sources)
        for name, what, unit, sources in _WHAT
    ]
    return found + [claim_findings.no_lr(score, because) for score in lr_scores]
