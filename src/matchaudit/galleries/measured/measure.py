"""All that lists of candidates say about a search of a gallery."""

from collections.abc import Sequence

from matchaudit.errors import UndefinedMeasureError
from matchaudit.estimation.finding import Curve, Finding, Key
from matchaudit.estimation.statements import counted
from matchaudit.galleries.measured import words
from matchaudit.galleries.measured.curves import cmc_findings, det_findings
from matchaudit.galleries.measured.growth import growth_findings
from matchaudit.galleries.measured.operating import (
    OperatingPoint,
    operating_findings,
    operating_point,
    without_threshold,
)
from matchaudit.galleries.measured.parts import Part, galleries_of, groups_of
from matchaudit.galleries.measured.rate_findings import (
    FNIR,
    FPIR,
    failed_left_out,
    rates_of,
)
from matchaudit.galleries.measured.settings import CandidateSettings
from matchaudit.galleries.measured.statements import not_estimable
from matchaudit.tallies.candidates import BoolArray, CandidateTally

NOT_RECORDED = "the records do not say who is in the gallery"
_ENROLLED = {
    1: ("yes", "for people in the gallery"),
    0: ("no", "for people not in the gallery"),
    -1: ("not recorded", "that do not say so"),
}


def measure_candidates(
    tally: CandidateTally, *, settings: CandidateSettings
) -> tuple[list[Finding], list[Curve]]:
    """Measure everything that the settings ask for and the lists allow.

    Galleries of different sizes are never pooled. Without a threshold or a target the
    lists are measured as they were returned.

    Parameters
    ----------
    tally : CandidateTally
        Holds every threshold and dimension of the settings.
    settings : CandidateSettings

    Returns
    -------
    list of Finding
        Counts of searches; FPIR, selectivity, FNIR and TPIR of everybody and by group;
        thresholds for target FPIRs; the growth over sizes. Where the records do not say
        who is enrolled, rates are *not_estimable*, once.
    list of Curve
        ``cmc``, ``identification_det`` and ``gallery_growth``, where they can be drawn.
    """
    parts = galleries_of(tally)
    found = [finding for part in parts for finding in _searches(part)]
    if not any(part.rows.size for part in parts):
        return found + _no_rates(), []
    every: list[Part] = []
    for part in parts:
        findings, points = _operating(part, settings)
        at = (*settings.thresholds, *(point.threshold for point in points))
        thresholds = tuple(dict.fromkeys(at))
        found += rates_of(part, (*thresholds, None), settings)
        found += failed_left_out(part, (*thresholds, None), settings)
        found += findings
        groups = [g for d in settings.dimensions for g in groups_of(part, d)]
        for group in groups:
            found += rates_of(group, thresholds or (None,), settings)
        every += [part, *groups]
    curves: list[Curve] = []
    for more in (
        cmc_findings(every, settings),
        det_findings(every, settings),
        growth_findings(parts, settings),
    ):
        found += more[0]
        curves += more[1]
    return found, curves


def _operating(
    part: Part, settings: CandidateSettings
) -> tuple[list[Finding], Sequence[OperatingPoint]]:
    found: list[Finding] = []
    points = []
    for target in settings.target_fpirs:
        try:
            point = operating_point(part, target, confidence=settings.confidence)
        except UndefinedMeasureError as undefined:
            found += without_threshold(part, target, undefined.because, settings.ranks)
            continue
        points.append(point)
    return found + operating_findings(part, points, settings), points


def _searches(part: Part) -> list[Finding]:
    """Count the searches of a gallery, which needs no more than the lists."""
    lists = part.tally.lists
    here = lists.population == part.place
    chosen: list[tuple[dict[str, Key], BoolArray, str]] = [({}, here, "in all")]
    for code, (enrolled, people) in _ENROLLED.items():
        chosen.append(({"enrolled": enrolled}, here & (lists.enrolled == code), people))
    nobody = here & (lists.candidates == 0)
    chosen.append(({"returned": "nobody"}, nobody, "that returned nobody"))
    chosen.append(({"failed": "yes"}, here & lists.failed, "that failed"))
    found = []
    for key, which, what in chosen:
        n = int(which.sum())
        if n or "returned" in key:
            are = "is 1 search" if n == 1 else f"are {n:,} searches"
            says = words.about(part.population, f"There {are} {what}.")
            found.append(
                counted("galleries/searches", {**part.population, **key}, n, says)
            )
    return found


def _no_rates() -> list[Finding]:
    return [
        not_estimable(f"galleries/{name}", {}, NOT_RECORDED, what=what, sources=sources)
        for name, what, sources in (
            ("fpir", "how often a search returns a wrong person", FPIR),
            ("fnir", "how often a search misses the right person", FNIR),
        )
    ]
