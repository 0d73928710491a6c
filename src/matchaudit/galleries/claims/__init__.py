"""Public claims to have identified somebody, in totals: never a verdict on one claim.

How many were refuted, between which bounds when few were checked; how long wrong ones
stood; how many would be wrong by what matching can do at all.
"""

from matchaudit.galleries.claims.expected import NO_ACCURACY, expected_false
from matchaudit.galleries.claims.expected_points import Accuracy, Enrolled
from matchaudit.galleries.claims.measure import measure_claims
from matchaudit.galleries.claims.order import order_cautions
from matchaudit.galleries.claims.register import (
    FEWEST,
    FEWEST_EXPECTED,
    ClaimSettings,
    StatusCounts,
)

__all__ = [
    "FEWEST",
    "FEWEST_EXPECTED",
    "NO_ACCURACY",
    "Accuracy",
    "ClaimSettings",
    "Enrolled",
    "StatusCounts",
    "expected_false",
    "measure_claims",
    "order_cautions",
]
