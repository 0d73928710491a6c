"""One audit from a plan: read, tally, measure, release, render.

The only package that sees all parts. The command line calls nothing else.
"""

from matchaudit.audit.limits import above
from matchaudit.audit.limits import parse as limits
from matchaudit.audit.plan import Input, Plan, load
from matchaudit.audit.run import Outcome, run
from matchaudit.audit.simulated import demo_plan, simulate_comparisons
from matchaudit.audit.summary import Summary, summary
from matchaudit.audit.typed import planned

__all__ = [
    "Input",
    "Outcome",
    "Plan",
    "Summary",
    "above",
    "demo_plan",
    "limits",
    "load",
    "planned",
    "run",
    "simulate_comparisons",
    "summary",
]
