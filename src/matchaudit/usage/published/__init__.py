"""Published data audited as data: what is odd in it, row by row."""

from matchaudit.usage.published.faults import published_faults

__all__ = ["published_faults"]
