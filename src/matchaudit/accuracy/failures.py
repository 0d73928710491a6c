"""Findings of failures to acquire, and of the generalised rates that count them."""

from collections.abc import Sequence
from dataclasses import replace

from matchaudit.accuracy import terms
from matchaudit.accuracy.rate_wording import aim_below, no_events_sentence
from matchaudit.accuracy.rates import (
    failure_to_acquire_rate,
    false_accept_rate,
    false_reject_rate,
)
from matchaudit.accuracy.statements import ISO, not_estimable
from matchaudit.errors import UndefinedMeasureError
from matchaudit.estimation import wording
from matchaudit.estimation.counts import Estimate
from matchaudit.estimation.finding import Finding
from matchaudit.estimation.statements import measured
from matchaudit.tallies.comparisons import ComparisonTally, SideTally

FTA = (f"{ISO}, failure-to-acquire rate",)
ONE_SAMPLE = "The file names no samples, so we took one sample for each person."
FTE = (f"{ISO}, failure-to-enrol rate",)
SOURCES = {
    "far": (f"{ISO}, generalised false accept rate",),
    "frr": (f"{ISO}, generalised false reject rate",),
}
_RATES = {"far": false_accept_rate, "frr": false_reject_rate}
_GENERALISED = {"far": "GFAR", "frr": "GFRR"}
_TRIES = {
    "far": "tries with different people, failed ones too,",
    "frr": "tries with the same person",
}
_ENDED = {
    "far": ("was a wrong match", "were wrong matches"),
    "frr": ("failed or was a missed match", "failed or were missed matches"),
}
_WHAT = {
    "far": "the rate of wrong matches with failures (GFAR)",
    "frr": "the rate of failed or missed matches (GFRR)",
}
_SIDES = {
    "probe": ("gave no score", "gave a score", FTA),
    "reference": ("could not be enrolled", "could be enrolled", FTE),
}


def failure_findings(
    tally: ComparisonTally, *, thresholds: Sequence[float], confidence: float = 0.95
) -> list[Finding]:
    """Measure how often samples failed, and the generalised rates that count failures.

    A probe without a score is a failure to acquire; a reference without one, which
    gave no template, is a failure to enrol.

    Parameters
    ----------
    tally : ComparisonTally
    thresholds : sequence of float
        Each one of ``tally.thresholds``.
    confidence : float, default=0.95

    Returns
    -------
    list of Finding
        ``accuracy/failure_to_acquire`` for probes and references, ``accuracy/far`` and
        ``accuracy/frr`` at each threshold.
    """
    found = [
        _acquisition(tally.probes, "probe", confidence),
        _acquisition(tally.references, "reference", confidence),
    ]
    for name in _RATES:
        found += [_generalised(tally, name, t, confidence) for t in thresholds]
    return found


def _acquisition(side: SideTally, name: str, confidence: float) -> Finding:
    finding, population = "accuracy/failure_to_acquire", {"side": name}
    failed, worked, sources = _SIDES[name]
    try:
        estimate = failure_to_acquire_rate(side, confidence=confidence)
        if side.by.endswith("_subject"):
            estimate = replace(estimate, cautions=(*estimate.cautions, ONE_SAMPLE))
    except UndefinedMeasureError as undefined:
        return not_estimable(
            finding,
            population,
            undefined.because,
            what=f"how often a {name} {failed}",
            sources=sources,
        )
    if estimate.events == 0:
        says = (
            f"All {estimate.trials or 0:,} {name} samples {worked}. For people like "
            f"these up to {wording.limit(estimate.high, 'up')} could fail."
        )
    else:
        says = (
            f"{estimate.events or 0:,} of {estimate.trials or 0:,} {name} samples "
            f"{failed}. {terms.likely(estimate)}"
        )
    return measured(finding, population, estimate, says=says, sources=sources)


def _generalised(
    tally: ComparisonTally, name: str, threshold: float, confidence: float
) -> Finding:
    finding, population = f"accuracy/{name}", {"threshold": threshold}
    try:
        estimate = _RATES[name](tally, threshold, confidence=confidence)
    except UndefinedMeasureError as undefined:
        return not_estimable(
            finding,
            population,
            undefined.because,
            what=_WHAT[name],
            sources=SOURCES[name],
        )
    estimate = replace(
        estimate, method=f"{estimate.method}; generalised rate ({_GENERALISED[name]})"
    )
    says = _generalised_sentence(estimate, name, threshold)
    return measured(finding, population, estimate, says=says, sources=SOURCES[name])


def _generalised_sentence(estimate: Estimate, name: str, threshold: float) -> str:
    line = f"score {terms.score(threshold)}"
    if estimate.events == 0:
        errors = "wrong matches" if name == "far" else "failed or missed matches"
        return no_events_sentence(
            estimate,
            errors,
            f"at {line}, failed ones too" if name == "far" else f"at {line}",
            aim=aim_below(estimate.high),
        )
    ended = _ENDED[name][estimate.events != 1]
    return (
        f"At {line}, {estimate.events or 0:,} of {estimate.trials or 0:,} "
        f"{_TRIES[name]} {ended} ({_GENERALISED[name]}). {terms.likely(estimate)}"
    )
