"""Counts as they were published, added up."""

from collections.abc import Sequence

import numpy as np

from matchaudit.estimation.finding import Finding
from matchaudit.estimation.wording import whole
from matchaudit.tallies.deployments import DeploymentRows
from matchaudit.usage.denominators import hours_of
from matchaudit.usage.deployment_wording import after
from matchaudit.usage.periods import Scope
from matchaudit.usage.unconfirmed import Floats

COUNTS = {
    "alerts": ("alert", "alerts", ""),
    "faces_seen": ("face was seen", "faces were seen", ""),
    "true_alerts": ("alert", "alerts", " confirmed as right"),
    "true_alerts_unconfirmed": ("alert", "alerts", " taken as right, not confirmed"),
    "false_alerts": ("alert", "alerts", " confirmed as wrong"),
    "false_alerts_unconfirmed": ("alert", "alerts", " taken as wrong, not confirmed"),
    "interventions": ("stop", "stops", " after an alert that was right"),
    "false_interventions": ("stop", "stops", " after an alert that was wrong"),
    "arrests": ("arrest", "arrests", ""),
    "other_disposals": ("other outcome", "other outcomes", ""),
    "no_action": ("case", "cases", " without any action"),
    "arrests_or_disposals": (
        "arrest or other outcome",
        "arrests or other outcomes",
        "",
    ),
}
"""Columns that are added up, and what they count: one, several, and what follows."""


def totals(rows: DeploymentRows, scopes: Sequence[Scope]) -> list[Finding]:
    """Add up each count that the files have.

    Parameters
    ----------
    rows : DeploymentRows
    scopes : sequence of Scope

    Returns
    -------
    list of Finding
        ``usage/totals`` of all, of each year and threshold, and of each count:
        ``deployments``, ``hours`` and the columns. A sum that no row gives is not there.
    """
    hours = hours_of(rows)
    found = []
    for scope in scopes:
        if scope.kind not in {"all", "year", "threshold"}:
            continue
        n = int(scope.chosen.sum())
        were = "was 1 deployment" if n == 1 else f"were {n:,} deployments"
        found.append(_total(scope, "deployments", float(n), f"there {were}.", 0))
        if hours is not None:
            found += _sum(scope, "hours", hours)
        for name in COUNTS:
            if name in rows.numbers:
                found += _sum(scope, name, rows.numbers[name])
    return found


def _sum(scope: Scope, name: str, values: Floats) -> list[Finding]:
    known = values[scope.chosen & ~np.isnan(values)]
    if not known.size:
        return []
    total = float(known.sum())
    silent = int(scope.chosen.sum()) - int(known.size)
    return [_total(scope, name, total, f"{_says(name, total)}.", silent)]


def _says(name: str, total: float) -> str:
    if name == "hours":
        return f"they ran for {whole(total)} hours"
    one, several, rest = COUNTS[name]
    number = whole(total) if total else "no"
    noun = one if total == 1 else several
    if name == "faces_seen":
        return f"{number} {noun}"
    return f"there {'was' if total == 1 else 'were'} {number} {noun}{rest}"


def _total(scope: Scope, name: str, total: float, says: str, silent: int) -> Finding:
    n = int(scope.chosen.sum())
    left_out = f"Not told for {silent:,} of {n:,} deployments."
    return Finding(
        id="usage/totals",
        population={**scope.population, "count": name},
        status="counted",
        estimate=total,
        unit="hours" if name == "hours" else "count",
        method="count",
        says=after(scope.start, says),
        cautions=(left_out,) if silent else (),
    )
