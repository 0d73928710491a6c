"""How it is used in the field: searches, deployments, rules, what is never verified.

Everything is computed from the counts of ``tallies``; nothing here knows a database, a
network or a clock.
"""

from matchaudit.usage.breaks import Break, denominator_breaks
from matchaudit.usage.exposure import equal_risk_findings

__all__ = ["Break", "denominator_breaks", "equal_risk_findings"]
