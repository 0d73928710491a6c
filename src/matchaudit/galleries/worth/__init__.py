"""What a candidate is worth: how often the person that a search returns is right."""

from matchaudit.galleries.worth.assumptions import assumptions, narrowing
from matchaudit.galleries.worth.claimed_names import claim_findings, wrong_names
from matchaudit.galleries.worth.drivers import Driver, drivers
from matchaudit.galleries.worth.masks import (
    MASK_CAUTIONS,
    PUBLISHED_MISSED,
    PUBLISHED_WRONG,
)
from matchaudit.galleries.worth.predicted import worth_of_prediction
from matchaudit.galleries.worth.quantities import Inputs, Quantity, Ratio
from matchaudit.galleries.worth.ranges import (
    Range,
    Sample,
    enrolled_grid,
    enrolled_told,
)
from matchaudit.galleries.worth.result import Enrolled, Worth, worth
from matchaudit.galleries.worth.uses import cover_cautions, with_cover, with_review

__all__ = [
    "MASK_CAUTIONS",
    "PUBLISHED_MISSED",
    "PUBLISHED_WRONG",
    "Driver",
    "Enrolled",
    "Inputs",
    "Quantity",
    "Range",
    "Ratio",
    "Sample",
    "Worth",
    "assumptions",
    "claim_findings",
    "cover_cautions",
    "drivers",
    "enrolled_grid",
    "enrolled_told",
    "narrowing",
    "with_cover",
    "with_review",
    "worth",
    "worth_of_prediction",
    "wrong_names",
]
