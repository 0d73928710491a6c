"""Published figures, quoted as such: without an interval, and with what rounding leaves."""

from matchaudit.galleries.published.groups import group_findings, max_over_geomean
from matchaudit.galleries.published.misses import exponents, miss_findings
from matchaudit.galleries.published.quoting import Rounded, exponent, ratio

__all__ = [
    "Rounded",
    "exponent",
    "exponents",
    "group_findings",
    "max_over_geomean",
    "miss_findings",
    "ratio",
]
