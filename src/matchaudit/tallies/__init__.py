"""Counts out of large tables: the only code that scans them."""

from matchaudit.tallies.candidates import (
    CandidateTally,
    candidate_dimensions,
    tally_candidates,
)
from matchaudit.tallies.claims import ClaimRows, claim_rows
from matchaudit.tallies.comparisons import (
    ComparisonTally,
    ScoreHistogram,
    ScoreSample,
    SideTally,
    StratumTally,
)
from matchaudit.tallies.deployments import DeploymentRows, deployment_rows
from matchaudit.tallies.engine import DuckEngine, Engine
from matchaudit.tallies.gallery_pairs import gallery_tails
from matchaudit.tallies.gallery_tails import GalleryTail
from matchaudit.tallies.guarded import GuardedEngine
from matchaudit.tallies.rules import (
    Answers,
    GroupQuery,
    GroupTally,
    RecordQuery,
    RuleQueries,
    RuleTally,
    tally_rules,
)
from matchaudit.tallies.sample import score_sample
from matchaudit.tallies.search_counts import SearchCounts, SearchTally
from matchaudit.tallies.search_listing import SearchListing, list_searches
from matchaudit.tallies.searches import SearchTallySettings, tally_searches
from matchaudit.tallies.strata import MOST_VALUES, dimensions
from matchaudit.tallies.tally import TallySettings, tally_comparisons

__all__ = [
    "MOST_VALUES",
    "Answers",
    "CandidateTally",
    "ClaimRows",
    "ComparisonTally",
    "DeploymentRows",
    "DuckEngine",
    "Engine",
    "GalleryTail",
    "GroupQuery",
    "GroupTally",
    "GuardedEngine",
    "RecordQuery",
    "RuleQueries",
    "RuleTally",
    "ScoreHistogram",
    "ScoreSample",
    "SearchCounts",
    "SearchListing",
    "SearchTally",
    "SearchTallySettings",
    "SideTally",
    "StratumTally",
    "TallySettings",
    "candidate_dimensions",
    "claim_rows",
    "deployment_rows",
    "dimensions",
    "gallery_tails",
    "list_searches",
    "score_sample",
    "tally_candidates",
    "tally_comparisons",
    "tally_rules",
    "tally_searches",
]
