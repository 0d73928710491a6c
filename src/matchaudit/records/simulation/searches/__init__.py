"""Simulated search logs of invented agencies, with a known truth.

The truth: which candidates are the wrong person, which searches break which rule, what
is missing, and when an agency was silent.
"""

from matchaudit.records.simulation.searches.breaches import PLANTS
from matchaudit.records.simulation.searches.files import (
    SYNTHETIC_SEARCHES,
    write_searches,
)
from matchaudit.records.simulation.searches.log import Log
from matchaudit.records.simulation.searches.plants import Plant
from matchaudit.records.simulation.searches.settings import (
    SEARCH_SETTINGS,
    SearchedGroup,
    SearchSettings,
    search_setting,
)
from matchaudit.records.simulation.searches.simulated import (
    SimulatedSearches,
    simulate_searches,
)
from matchaudit.records.simulation.searches.truth import SearchTruth

__all__ = [
    "PLANTS",
    "SEARCH_SETTINGS",
    "SYNTHETIC_SEARCHES",
    "Log",
    "Plant",
    "SearchSettings",
    "SearchTruth",
    "SearchedGroup",
    "SimulatedSearches",
    "search_setting",
    "simulate_searches",
    "write_searches",
]
