"""Says beside a rate of all deployments how far apart its parts lie.

A rate over several thresholds, or over stretches in which faces were counted otherwise, is
a mix that holds for none of them alone.
"""

from collections.abc import Sequence
from dataclasses import replace

from matchaudit.estimation.finding import Finding
from matchaudit.usage.denominators import OF_ALERTS, OF_FACES
from matchaudit.usage.deployment_wording import parts_sentence
from matchaudit.usage.periods import Scope


def with_parts(findings: Sequence[Finding], scopes: Sequence[Scope]) -> list[Finding]:
    """Return the findings; a rate that mixes unlike parts names two.

    Parameters
    ----------
    findings : sequence of Finding
        Of all deployments and of each part.
    scopes : sequence of Scope
        The parts, with all deployments.

    Returns
    -------
    list of Finding
        The share of alerts is told by threshold, that of faces by stretch, where two
        ranges do not meet.
    """
    parts = {OF_ALERTS.id: "threshold", OF_FACES.id: "stretch"}
    found = []
    for finding in findings:
        kind = parts.get(finding.id)
        if kind is None or finding.population or finding.status != "measured":
            found.append(finding)
            continue
        named = [scope.population for scope in scopes if scope.kind == kind]
        rates = [f for f in findings if f.id == finding.id and f.population in named]
        found.append(
            replace(finding, says=finding.says + _extremes(finding, rates, kind))
        )
    return found


def _extremes(whole: Finding, rates: Sequence[Finding], kind: str) -> str:
    """Return the parts that are surest to be low and to be high, or nothing."""
    known = [f for f in rates if f.status == "measured" and f.interval is not None]
    if not known:
        return ""
    least, most = min(known, key=_high), max(known, key=_low)
    if _high(least) >= _low(most):
        return ""
    if kind == "stretch":
        parts = (least, most)
        return f" {parts_sentence(whole, parts, of=f'{len(known)} periods')}"
    places = [f" at score {f.population['threshold']:g}" for f in (least, most)]
    return f" {parts_sentence(whole, (least, most), of='scores', places=places)}"


def _low(finding: Finding) -> float:
    return (finding.interval or (0.0, 0.0))[0] or 0.0


def _high(finding: Finding) -> float:
    end = (finding.interval or (0.0, 0.0))[1]
    return 1.0 if end is None else end
