"""One audit from a plan: read, tally, measure, release, render.

The only package that sees all parts. The command line calls nothing else.
"""

from matchaudit.audit.limits import above
from matchaudit.audit.limits import parse as parse_limits
from matchaudit.audit.own_file import proposal_facts
from matchaudit.audit.plan import Input, Plan, load
from matchaudit.audit.run import Outcome, run
from matchaudit.audit.simulated import (
    demo_plan,
    simulate_claims,
    simulate_comparisons,
    simulate_deployments,
    simulate_searches,
)
from matchaudit.audit.summary import Summary, summary
from matchaudit.audit.typed import planned
from matchaudit.records import (
    ColumnGuess,
    MapFile,
    Proposal,
    clean,
    clean_path,
    map_path,
    propose,
    save_map,
)

__all__ = [
    "ColumnGuess",
    "Input",
    "MapFile",
    "Outcome",
    "Plan",
    "Proposal",
    "Summary",
    "above",
    "clean",
    "clean_path",
    "demo_plan",
    "load",
    "map_path",
    "parse_limits",
    "planned",
    "proposal_facts",
    "propose",
    "run",
    "save_map",
    "simulate_claims",
    "simulate_comparisons",
    "simulate_deployments",
    "simulate_searches",
    "summary",
]
