"""How it is used in the field: searches, deployments, rules, what is never verified.

Everything is computed from the counts of ``tallies``; nothing here knows a database, a
network or a clock.
"""

from matchaudit.usage.breaks import Break, denominator_breaks
from matchaudit.usage.deployments import DeploymentSettings, measure_deployments
from matchaudit.usage.exposure import CountedBy, equal_risk_findings
from matchaudit.usage.funnel import FunnelLimits, funnel_limits
from matchaudit.usage.log_findings import SearchSettings
from matchaudit.usage.published import published_faults
from matchaudit.usage.search_trace import search_trace
from matchaudit.usage.searches import measure_searches

__all__ = [
    "Break",
    "CountedBy",
    "DeploymentSettings",
    "FunnelLimits",
    "SearchSettings",
    "denominator_breaks",
    "equal_risk_findings",
    "funnel_limits",
    "measure_deployments",
    "measure_searches",
    "published_faults",
    "search_trace",
]
