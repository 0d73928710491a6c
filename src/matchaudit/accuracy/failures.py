"""Findings of failures to acquire, and of the generalised rates that count them."""

from collections.abc import Sequence
from dataclasses import replace

from matchaudit.accuracy import wording
from matchaudit.accuracy.rates import (
    failure_to_acquire_rate,
    false_accept_rate,
    false_reject_rate,
)
from matchaudit.accuracy.statements import ISO, measured, not_estimable
from matchaudit.errors import UndefinedMeasureError
from matchaudit.estimation.counts import Estimate
from matchaudit.estimation.finding import Finding, Key
from matchaudit.tallies.comparisons import ComparisonTally, SideTally

FTA = (f"{ISO}, failure-to-acquire rate",)
ONE_SAMPLE = "The file names no samples, so we took one sample for each person."
SOURCES = {
    "far": (f"{ISO}, false accept rate",),
    "frr": (f"{ISO}, false reject rate",),
}
_RATES = {"far": false_accept_rate, "frr": false_reject_rate}
_ENDED = {
    "far": "tries with different people, failed ones too, were wrong matches",
    "frr": "tries with the same person failed or were missed matches",
}


def failure_findings(
    tally: ComparisonTally, *, thresholds: Sequence[float], confidence: float = 0.95
) -> list[Finding]:
    """Measure how often no score was got, and the rates that count such failures.

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
    try:
        estimate = failure_to_acquire_rate(side, confidence=confidence)
        if side.by.endswith("_subject"):
            estimate = replace(estimate, cautions=(*estimate.cautions, ONE_SAMPLE))
    except UndefinedMeasureError as undefined:
        return not_estimable(
            finding,
            population,
            undefined.because,
            what=f"how often a {name} gave no score",
            sources=FTA,
        )
    if estimate.events == 0:
        says = (
            f"All {estimate.trials or 0:,} {name} samples gave a score, but as many as "
            f"{wording.frequency(estimate.high)} could fail."
        )
    else:
        size = wording.base(estimate.value)
        says = (
            f"About {wording.share_of(estimate.value, size)} in {size:,} {name} "
            f"samples gave no score ({wording.spread(estimate, size)})."
        )
    return measured(finding, population, estimate, says=says, sources=FTA)


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
            what=f"how often {_ENDED[name].removeprefix('tries ')}",
            sources=SOURCES[name],
        )
    says = _generalised_sentence(estimate, name, population)
    return measured(finding, population, estimate, says=says, sources=SOURCES[name])


def _generalised_sentence(
    estimate: Estimate, name: str, population: dict[str, Key] | dict[str, float]
) -> str:
    line = f"score {wording.score(float(population['threshold']))}"
    if estimate.events == 0:
        errors = "wrong matches" if name == "far" else "failed or missed matches"
        return wording.no_events_sentence(
            estimate, errors, f"at {line}", aim=wording.aim_below(estimate.high)
        )
    size = wording.base(estimate.value)
    return (
        f"At {line}, about {wording.share_of(estimate.value, size)} in {size:,} "
        f"{_ENDED[name]} ({wording.spread(estimate, size)})."
    )
