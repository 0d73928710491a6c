"""One audit from a plan: read, tally, measure, release, render.

The only package that sees all parts. The command line calls nothing else. What it
offers is loaded when it is first asked for: a command pays for its own part only.
"""

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matchaudit.audit.limits import above
    from matchaudit.audit.limits import parse as parse_limits
    from matchaudit.audit.own_file import proposal_facts
    from matchaudit.audit.plan import Input, Plan, load
    from matchaudit.audit.run import Outcome, run
    from matchaudit.audit.simulated import (
        demo_claims_plan,
        demo_plan,
        simulate_claims,
        simulate_comparisons,
        simulate_deployments,
        simulate_galleries,
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
else:
    _HOMES = {
        "ColumnGuess": "matchaudit.records",
        "Input": "matchaudit.audit.plan",
        "MapFile": "matchaudit.records",
        "Outcome": "matchaudit.audit.run",
        "Plan": "matchaudit.audit.plan",
        "Proposal": "matchaudit.records",
        "Summary": "matchaudit.audit.summary",
        "above": "matchaudit.audit.limits",
        "clean": "matchaudit.records",
        "clean_path": "matchaudit.records",
        "demo_claims_plan": "matchaudit.audit.simulated",
        "demo_plan": "matchaudit.audit.simulated",
        "load": "matchaudit.audit.plan",
        "map_path": "matchaudit.records",
        "parse_limits": "matchaudit.audit.limits:parse",
        "planned": "matchaudit.audit.typed",
        "proposal_facts": "matchaudit.audit.own_file",
        "propose": "matchaudit.records",
        "run": "matchaudit.audit.run",
        "save_map": "matchaudit.records",
        "simulate_claims": "matchaudit.audit.simulated",
        "simulate_comparisons": "matchaudit.audit.simulated",
        "simulate_deployments": "matchaudit.audit.simulated",
        "simulate_galleries": "matchaudit.audit.simulated",
        "simulate_searches": "matchaudit.audit.simulated",
        "summary": "matchaudit.audit.summary",
    }
    """Where each name lives: its module, and after a colon its name there."""

    def __getattr__(name: str) -> object:
        """Load what was asked for."""
        if name not in _HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        home, _, there = _HOMES[name].partition(":")
        found = globals()[name] = getattr(import_module(home), there or name)
        return found

    class _Offered(ModuleType):
        """Keeps modules from hiding the functions that have their names: ``run``."""

        def __setattr__(self, name: str, value: object) -> None:
            if name not in _HOMES or not isinstance(value, ModuleType):
                super().__setattr__(name, value)

    sys.modules[__name__].__class__ = _Offered

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
    "demo_claims_plan",
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
    "simulate_galleries",
    "simulate_searches",
    "summary",
]
