"""Deployments measured: all denominators side by side, and what each one hides."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from matchaudit.errors import ParameterError
from matchaudit.estimation.finding import Curve, Finding
from matchaudit.tallies.deployments import DeploymentRows
from matchaudit.usage.breaks import denominator_breaks
from matchaudit.usage.denominators import DENOMINATORS
from matchaudit.usage.deployment_mixing import with_parts
from matchaudit.usage.deployment_rates import Rates
from matchaudit.usage.deployment_trace import deployment_trace
from matchaudit.usage.exposure import as_typed, equal_risk_findings
from matchaudit.usage.locations import location_findings
from matchaudit.usage.period_curve import periods_curve
from matchaudit.usage.periods import scopes
from matchaudit.usage.totals import totals
from matchaudit.usage.unconfirmed import WrongAlerts, wrong_alerts


@dataclass(frozen=True, slots=True, kw_only=True)
class DeploymentSettings:
    """The decisions of an audit of deployments.

    Attributes
    ----------
    confidence : float, default=0.95
        Nominal two-sided coverage of every interval, in (0, 1).
    group_counts : mapping of str to (int, int)
        Published elsewhere, for each group ``(k, n)``: k of n wrong alerts were of it.
    """

    confidence: float = 0.95
    group_counts: Mapping[str, tuple[int, int]] = field(default_factory=dict)


def measure_deployments(
    rows: DeploymentRows, *, settings: DeploymentSettings
) -> tuple[list[Finding], list[Curve]]:
    """Measure deployments by every denominator that the files allow.

    Parameters
    ----------
    rows : DeploymentRows
    settings : DeploymentSettings

    Returns
    -------
    findings : list of Finding
        The totals; each rate of all deployments (exact, and clustered by day) and of
        each part; the places; the groups, if any were given.
    curves : list of Curve
        ``deployment_periods``, ``deployments`` (which row is counted where), and
        ``locations`` and ``equal_risk`` where there is something to draw.

    Raises
    ------
    ParameterError
        If there is no deployment, or a setting is out of range.
    """
    if not rows.n:
        raise ParameterError("rows", "one deployment or more", 0)
    breaks = denominator_breaks(rows)
    parts = scopes(rows, breaks)
    wrong = wrong_alerts(rows)
    found = totals(rows, parts)
    for by in DENOMINATORS:
        for scope in parts:
            rates = Rates(
                rows=rows, scope=scope, wrong=wrong, confidence=settings.confidence
            )
            found += rates.findings(by, clustered=not scope.population)
    found = with_parts(found, parts)
    places, place_curves = location_findings(rows)
    groups, group_curves = equal_risk_findings(
        settings.group_counts, confidence=settings.confidence
    )
    groups = as_typed(groups, wrong_in_file=_published(wrong))
    curves = [
        periods_curve(rows, breaks),
        deployment_trace(rows, breaks),
        *place_curves,
        *group_curves,
    ]
    return [*found, *places, *groups], curves


def _published(wrong: WrongAlerts | None) -> int | None:
    return None if wrong is None else int(np.nansum(wrong.as_published))
