"""The threshold for a target FPIR, and how many people are missed there."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from matchaudit.errors import UndefinedMeasureError
from matchaudit.estimation import wording
from matchaudit.estimation.counts import Estimate
from matchaudit.estimation.finding import Finding, Key
from matchaudit.galleries.measured import words
from matchaudit.galleries.measured.parts import Part
from matchaudit.galleries.measured.rate_findings import FNIR, FPIR
from matchaudit.galleries.measured.rates import (
    NO_NONMATED,
    check_threshold,
    false_negative_identification_rate,
    false_positive_identification_rate,
)
from matchaudit.galleries.measured.settings import CandidateSettings
from matchaudit.galleries.measured.statements import not_estimable
from matchaudit.tallies.operating import most_allowed

ALSO_ITS_SCORE = (
    "This range also allows for the score itself being unsure, so it differs from the "
    "range at one fixed score."
)
_AROUND = 2.0 ** np.arange(-2, 2.25, 0.25)
Ends = tuple[float | None, float | None]


@dataclass(frozen=True, slots=True)
class OperatingPoint:
    """The smallest observed score whose FPIR is at most a target.

    Attributes
    ----------
    target : float
    threshold : float
    low, high : float or None
        Its interval; None where the searches leave an end open.
    """

    target: float
    threshold: float
    low: float | None
    high: float | None


def threshold_at(part: Part, target: float) -> float:
    """Return the smallest observed score whose FPIR is at most a target.

    Mates' scores are candidates as well: one that no wrong person has can miss fewer
    people at the same FPIR. Where no observed score will do it is just above the
    largest.

    Parameters
    ----------
    part : Part
    target : float
        In (0, 1).

    Returns
    -------
    float

    Raises
    ------
    UndefinedMeasureError
        If nobody was searched for who is not enrolled, or lists were cut at a score
        where wrong answers are already rarer than the target.
    """
    searches = part.nonmated
    if not searches.n:
        raise UndefinedMeasureError(NO_NONMATED)
    wrong = np.sort(searches.top_score)
    seen = np.unique(np.concatenate([wrong, part.mated.mate_score]))
    seen = seen[np.isfinite(seen)]
    if not seen.size:
        raise UndefinedMeasureError("no search returned anybody")
    at_or_above = searches.n - np.searchsorted(wrong, seen)
    fits = seen[at_or_above <= most_allowed(target, searches.n)]
    found = float(fits[0]) if fits.size else float(np.nextafter(seen[-1], np.inf))
    lowest = max(part.gallery.cut, float(seen[0]))
    returned = int((wrong >= lowest).sum()) / searches.n
    if np.isfinite(part.gallery.cut) and returned <= target:
        raise UndefinedMeasureError(
            f"lists were cut at score {words.score(part.gallery.cut)}, where only "
            f"{wording.upper(returned)} searches return a wrong person"
        )
    check_threshold(part, found)
    return found


def operating_point(
    part: Part, target: float, *, confidence: float = 0.95
) -> OperatingPoint:
    """Return the threshold for a target FPIR with its interval.

    The ends are the scores at which the ends of the FPIR's interval cross the target,
    taken on the safe side between the scores that were looked at.

    Parameters
    ----------
    part : Part
    target : float
        In (0, 1).
    confidence : float, default=0.95

    Returns
    -------
    OperatingPoint

    Raises
    ------
    UndefinedMeasureError
        As for `threshold_at`, or if only one person was searched for.
    """
    at = threshold_at(part, target)
    thresholds = _around(part, target, at)
    band = [
        false_positive_identification_rate(part, t, confidence=confidence)
        for t in thresholds.tolist()
    ]
    # The true rate never rises with the threshold, nor may the ends of its band.
    upper = np.maximum.accumulate([e.high for e in band][::-1])[::-1]
    lower = np.minimum.accumulate([e.low for e in band])
    below, above = np.flatnonzero(upper <= target), np.flatnonzero(lower >= target)
    return OperatingPoint(
        target,
        at,
        min(float(thresholds[above[-1]]), at) if above.size else None,
        max(float(thresholds[below[0]]), at) if below.size else None,
    )


def operating_findings(
    part: Part, points: Sequence[OperatingPoint], settings: CandidateSettings
) -> list[Finding]:
    """State the threshold for each target FPIR, and FNIR there at each rank.

    Parameters
    ----------
    part : Part
    points : sequence of OperatingPoint
    settings : CandidateSettings

    Returns
    -------
    list of Finding
        ``galleries/threshold_at_fpir`` and ``galleries/fnir_at_fpir``. An end of an
        interval that the searches leave open makes it *bounded*.
    """
    found: list[Finding] = []
    for point in points:
        found.append(_threshold_finding(part, point, settings.confidence))
        found += [_fnir_finding(part, point, r, settings) for r in settings.ranks]
    return found


def without_threshold(
    part: Part, target: float, because: str, ranks: Sequence[int]
) -> list[Finding]:
    """State that there is no threshold for a target, and why."""
    of = {"target_fpir": target, **part.population}
    held = wording.one_in(target)
    return [
        not_estimable(
            "galleries/threshold_at_fpir",
            of,
            because,
            what=_which_score(held),
            unit="score",
            sources=FPIR,
        ),
        *(
            not_estimable(
                "galleries/fnir_at_fpir",
                {**of, "rank": rank},
                because,
                what=_how_many(held),
                sources=FNIR,
            )
            for rank in ranks
        ),
    ]


def _which_score(held: str) -> str:
    return f"which score keeps wrong answers to {held} searches"


def _how_many(held: str) -> str:
    return f"how many people are missed at the score for {held} wrong answers"


def _around(part: Part, target: float, at: float) -> NDArray[np.float64]:
    """Return thresholds to look at: those of the curve, and more about the target."""
    wrong = np.sort(part.nonmated.top_score)[::-1]
    places = np.unique((_AROUND * max(target * wrong.size, 1.0)).astype(np.int64))
    near = wrong[places[places < wrong.size]]
    top = float(np.nextafter(wrong[0], np.inf))
    every = np.unique(np.concatenate([part.grid, near, [at, top]]))
    usable = np.isfinite(every) & (every >= part.gallery.cut)
    return np.asarray(every[usable], dtype=np.float64)


def _threshold_finding(part: Part, point: OperatingPoint, confidence: float) -> Finding:
    held = wording.one_in(point.target)
    population: dict[str, Key] = {"target_fpir": point.target, **part.population}
    because = f"there are too few searches to show {held}"
    undefined = not_estimable(
        "galleries/threshold_at_fpir",
        population,
        because,
        what=_which_score(held),
        unit="score",
        sources=FPIR,
    )
    method = (
        "smallest observed score with FPIR at most the target; interval where the "
        "interval of the FPIR crosses the target"
    )
    return _with_ends(
        replace(undefined, method=method),
        point.threshold,
        (point.low, point.high),
        confidence=confidence,
        says=words.about(part.population, _threshold_sentence(point)),
    )


def _threshold_sentence(point: OperatingPoint) -> str:
    held = wording.one_in(point.target)
    if point.high is not None:
        sure = wording.cut(point.high, "up", figures=5)
        at = wording.cut(point.threshold, "up", figures=5)
        return (
            f"In this test, at score {words.score(at)} or above, at most {held} searches "
            f"for {words.OTHERS} returned a wrong person. To be nearly sure of it, take "
            f"score {words.score(sure)}."
        )
    said = f"No score here shows {held} wrong answers. There are too few searches."
    if point.low is None:
        return said
    return f"{said} It takes score {words.score(point.low)} or above."


def _fnir_finding(
    part: Part, point: OperatingPoint, rank: int, settings: CandidateSettings
) -> Finding:
    name, held = "galleries/fnir_at_fpir", wording.one_in(point.target)
    population: dict[str, Key] = {
        "target_fpir": point.target,
        "rank": rank,
        **part.population,
    }
    what = _how_many(held)
    try:
        rate = false_negative_identification_rate(
            part, point.threshold, rank, confidence=settings.confidence
        )
    except UndefinedMeasureError as undefined:
        return not_estimable(
            name, population, undefined.because, what=what, sources=FNIR
        )
    ends = _widened(part, point, rank, rate)
    because = f"there are too few searches to show {held}"
    return _with_ends(
        replace(
            not_estimable(name, population, because, what=what, sources=FNIR),
            method=f"{rate.method}, combined with the interval of the threshold",
            events=rate.events,
            trials=rate.trials,
            cautions=(ALSO_ITS_SCORE, *rate.cautions),
        ),
        rate.value,
        ends,
        confidence=settings.confidence,
        says=words.about(
            part.population, _missed_sentence(rate, ends, held), rank=rank
        ),
    )


def _widened(part: Part, point: OperatingPoint, rank: int, rate: Estimate) -> Ends:
    """Widen an interval by that of its threshold.

    Nobody is enrolled in a gallery and not enrolled in it, so the two are independent.
    """
    searches = part.mated
    low = high = None
    if point.low is not None:
        fewer = float(searches.missed(point.low, rank).mean())
        low = max(rate.value - np.hypot(rate.value - rate.low, rate.value - fewer), 0.0)
    if point.high is not None:
        more = float(searches.missed(point.high, rank).mean())
        high = min(
            rate.value + np.hypot(rate.high - rate.value, more - rate.value), 1.0
        )
    return (
        None if low is None else float(low),
        None if high is None else float(high),
    )


def _missed_sentence(rate: Estimate, ends: Ends, held: str) -> str:
    low, high = ends
    start = f"At the score for {held} wrong answers"
    if low is not None and high is not None:
        whole = replace(rate, low=low, high=high)
        said = words.fnir_sentence(whole)
        return f"{start}, {said[0].lower()}{said[1:]}"
    if low is not None:
        return (
            f"{start}, at least {wording.limit(low, 'down')} people are missed. It may "
            f"be far more, since no score here shows {held}."
        )
    return f"{start}, at most {wording.limit(high or 0.0, 'up')} people are missed."


def _with_ends(
    undefined: Finding, value: float, ends: Ends, *, confidence: float, says: str
) -> Finding:
    """Return a finding *measured* with two ends, *bounded* with one, else as it is."""
    if ends == (None, None):
        return undefined
    whole = None not in ends
    return replace(
        undefined,
        status="measured" if whole else "bounded",
        estimate=value if whole else None,
        interval=ends,
        confidence=confidence,
        says=says,
        because=None,
    )
