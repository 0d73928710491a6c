"""Rates that were measured in searches of real galleries (ISO/IEC 19795-1)."""

from matchaudit.galleries.measured.cautions import candidate_cautions
from matchaudit.galleries.measured.measure import measure_candidates
from matchaudit.galleries.measured.settings import CandidateSettings

__all__ = ["CandidateSettings", "candidate_cautions", "measure_candidates"]
