"""What a candidate is worth: how often the person that a search returns is right."""

from matchaudit.galleries.worth.assumptions import assumptions, narrowing
from matchaudit.galleries.worth.claimed_names import claim_findings, wrong_names
from matchaudit.galleries.worth.drivers import Driver, drivers
from matchaudit.galleries.worth.masks import (
    MASK_CAUTIONS,
    PUBLISHED_MISSED,
    PUBLISHED_WRONG,
    Cover,
)
from matchaudit.galleries.worth.quantities import Inputs, Quantity, Ratio
from matchaudit.galleries.worth.ranges import (
    Range,
    Sample,
    enrolled_grid,
    enrolled_told,
)
from matchaudit.galleries.worth.result import Enrolled, Worth, worth

__all__ = [
    "MASK_CAUTIONS",
    "PUBLISHED_MISSED",
    "PUBLISHED_WRONG",
    "Cover",
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
    "drivers",
    "enrolled_grid",
    "enrolled_told",
    "narrowing",
    "worth",
    "wrong_names",
]
