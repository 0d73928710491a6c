"""What may leave the building: makes ``Released``, the only thing a report accepts."""

from matchaudit.disclosure.released import Provenance, Released

__all__ = ["Provenance", "Released"]
