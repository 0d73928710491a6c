"""How sure one can be: counts in, an estimate with its interval and method out.

Nothing here knows what was counted. Trials come in clusters (``clustered``) or hang on
pairs of units (``dyadic``); intervals count units, not trials.
"""

from matchaudit.estimation.clustered import clustered_proportion
from matchaudit.estimation.counts import Clusters, Dyads, Estimate
from matchaudit.estimation.counts_per_time import (
    TimedCounts,
    clustered_garwood,
    garwood,
)
from matchaudit.estimation.dyadic import (
    dyadic_proportion,
    dyadic_variance,
    participation_number,
)
from matchaudit.estimation.finding import Column, Curve, Finding
from matchaudit.estimation.partial_verification import (
    Checked,
    CheckedUnits,
    ShareBounds,
    worst_case_share,
)
from matchaudit.estimation.proportions import clopper_pearson, trials_to_show, wilson
from matchaudit.estimation.reweighting import reweighted_share

__all__ = [
    "Checked",
    "CheckedUnits",
    "Clusters",
    "Column",
    "Curve",
    "Dyads",
    "Estimate",
    "Finding",
    "ShareBounds",
    "TimedCounts",
    "clopper_pearson",
    "clustered_garwood",
    "clustered_proportion",
    "dyadic_proportion",
    "dyadic_variance",
    "garwood",
    "participation_number",
    "reweighted_share",
    "trials_to_show",
    "wilson",
    "worst_case_share",
]
