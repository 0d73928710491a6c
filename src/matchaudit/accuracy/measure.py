"""All that one table of comparisons says about how often a matcher is wrong."""

import numpy as np

from matchaudit.accuracy import strata
from matchaudit.accuracy.conditions import condition_findings
from matchaudit.accuracy.det import det_findings
from matchaudit.accuracy.differentials import differential_findings
from matchaudit.accuracy.distances import as_distances
from matchaudit.accuracy.eer import eer_findings
from matchaudit.accuracy.failures import failure_findings
from matchaudit.accuracy.likelihood import likelihood_findings
from matchaudit.accuracy.rate_findings import rate_findings
from matchaudit.accuracy.scores import score_curve
from matchaudit.accuracy.settings import AccuracySettings
from matchaudit.accuracy.statements import not_estimable
from matchaudit.accuracy.thresholds import threshold_findings
from matchaudit.estimation.finding import Curve, Finding
from matchaudit.tallies.comparisons import ComparisonTally, ScoreSample

Measured = tuple[list[Finding], list[Curve]]


def measure(
    tally: ComparisonTally, scores: ScoreSample | None, *, settings: AccuracySettings
) -> Measured:
    """Measure everything that the settings ask for and the data allow.

    Parameters
    ----------
    tally : ComparisonTally
        Holds every threshold and target of the settings.
    scores : ScoreSample or None
        For likelihood ratios; without it there are none.
    settings : AccuracySettings

    Returns
    -------
    list of Finding
        Without a threshold or a target, rates at thresholds are *not_estimable*, once.
    list of Curve
        Of distinct names.
    """
    at = _operating_points(tally, settings)
    confidence, floor = settings.confidence, settings.group_floor
    found: list[Finding] = [] if at else _no_threshold()
    found += rate_findings(
        tally,
        thresholds=at,
        dimensions=settings.dimensions,
        confidence=confidence,
        group_floor=floor,
    )
    found += threshold_findings(
        tally, target_fmrs=settings.target_fmrs, confidence=confidence
    )
    found += eer_findings(tally, confidence=confidence)
    found += failure_findings(tally, thresholds=at, confidence=confidence)
    findings, curves = det_findings(
        tally,
        dimensions=settings.dimensions,
        confidence=confidence,
        group_floor=floor,
    )
    found += findings
    spread = score_curve(tally)
    curves += [spread] if spread is not None else []
    for more in (_gaps(tally, at, settings), _evidence(tally, scores, settings)):
        found += more[0]
        curves += more[1]
    return as_distances(found, curves) if settings.lower_is_closer else (found, curves)


def _operating_points(
    tally: ComparisonTally, settings: AccuracySettings
) -> tuple[float, ...]:
    """Return the thresholds asked for and those found for targets, each once."""
    found = [tally.at_target[x] for x in settings.target_fmrs if x in tally.at_target]
    return tuple(dict.fromkeys((*settings.thresholds, *found)))


def _no_threshold() -> list[Finding]:
    because = "no threshold was named"
    return [
        not_estimable(f"accuracy/{name}", {}, because, what=what)
        for name, what in (
            ("fmr", "how often there is a wrong match"),
            ("fnmr", "how often a match is missed"),
        )
    ]


def _gaps(
    tally: ComparisonTally, at: tuple[float, ...], settings: AccuracySettings
) -> Measured:
    """Compare groups and conditions at the operating points."""
    found: list[Finding] = []
    curves: list[Curve] = []
    for dimension in settings.dimensions if at else ():
        baseline = settings.baselines.get(dimension)
        if strata.is_two_sided(tally, dimension):
            findings, more = differential_findings(
                tally,
                dimension=dimension,
                reference=baseline,
                thresholds=at,
                confidence=settings.confidence,
                floor=settings.group_floor,
                rng_seed=settings.seed,
            )
        else:
            findings, more = condition_findings(
                tally,
                column=dimension,
                against=baseline,
                thresholds=at,
                confidence=settings.confidence,
                floor=settings.group_floor,
                rng_seed=settings.seed,
            )
        found += findings
        curves += more
    return found, curves


def _evidence(
    tally: ComparisonTally, scores: ScoreSample | None, settings: AccuracySettings
) -> Measured:
    if scores is None:
        return [], []
    return likelihood_findings(
        scores,
        tally=tally,
        rng=np.random.default_rng(settings.seed),
        lr_scores=settings.lr_scores,
        confidence=settings.confidence,
    )
