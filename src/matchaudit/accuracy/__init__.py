"""How often the matcher is wrong, for whom, and how sure one can be.

Error rates and thresholds, the DET curve, failures, differences between groups and
conditions, and the weight of a score as evidence. Everything is computed from the
counts of ``tallies``; nothing here knows a database, a network or a clock.

Names: ``*_rate`` is a probability with its counts, ``*_ratio`` has no unit,
``*_findings`` returns findings (and curves) that say what they mean.
"""

from matchaudit.accuracy.cllr import cllr, cllr_min
from matchaudit.accuracy.conditions import condition_findings
from matchaudit.accuracy.det import det_findings
from matchaudit.accuracy.differentials import differential_findings
from matchaudit.accuracy.eer import eer_findings
from matchaudit.accuracy.failures import failure_findings
from matchaudit.accuracy.likelihood import likelihood_findings
from matchaudit.accuracy.measure import measure
from matchaudit.accuracy.rate_findings import rate_findings
from matchaudit.accuracy.rates import (
    failure_to_acquire_rate,
    false_accept_rate,
    false_match_rate,
    false_non_match_rate,
    false_reject_rate,
)
from matchaudit.accuracy.settings import AccuracySettings
from matchaudit.accuracy.thresholds import threshold_findings

__all__ = [
    "AccuracySettings",
    "cllr",
    "cllr_min",
    "condition_findings",
    "det_findings",
    "differential_findings",
    "eer_findings",
    "failure_findings",
    "failure_to_acquire_rate",
    "false_accept_rate",
    "false_match_rate",
    "false_non_match_rate",
    "false_reject_rate",
    "likelihood_findings",
    "measure",
    "rate_findings",
    "threshold_findings",
]
