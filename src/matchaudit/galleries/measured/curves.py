"""The curves of 1:N search: found by rank, and missed against wrong over thresholds."""

from collections.abc import Callable, Mapping, Sequence
from typing import Literal, NamedTuple

import numpy as np

from matchaudit.errors import UndefinedMeasureError
from matchaudit.estimation.counts import Estimate
from matchaudit.estimation.crossed import crossed_proportion
from matchaudit.estimation.finding import Column, Curve, Finding
from matchaudit.galleries.measured import words
from matchaudit.galleries.measured.parts import POINTS, Part
from matchaudit.galleries.measured.rates import (
    complement,
    false_negative_identification_rate,
    false_positive_identification_rate,
)
from matchaudit.galleries.measured.settings import CandidateSettings
from matchaudit.galleries.measured.statements import ISO, NIST, drawn

Cell = str | int | float | None
Row = Mapping[str, Cell]
CMC = (f"{ISO}, cumulative match characteristic",)
DET = (f"{ISO}, detection error trade-off curve", f"{NIST}, FNIR against FPIR")
OPEN_SET = (
    "The records also hold searches for people who are not in the gallery. This curve "
    "leaves them out, and says nothing of wrong answers."
)

CLOSED_SET = (
    "This is a closed set: everybody who was searched for is in the gallery. In use "
    "that is seldom so."
)


class Named(NamedTuple):
    """A column of a curve: its name, type, unit and meaning."""

    name: str
    type: Literal["string", "integer", "number", "boolean"]
    unit: str
    meaning: str


_LABELS = (
    Named("system", "string", "", "The system, where there is more than one"),
    Named("gallery", "string", "", "The gallery, where there is more than one"),
    Named("gallery_size", "integer", "people", "People in the gallery"),
    Named("dimension", "string", "", "What the records are split by; empty for all"),
    Named("group", "string", "", "The group or condition; empty for all"),
)
_CMC = (
    *_LABELS,
    Named("rank", "integer", "", "How far down the list is looked"),
    Named("searches", "integer", "count", "Searches for people in the gallery"),
    Named("found", "integer", "count", "Those that returned the right person by then"),
    Named("share", "number", "probability", "Share of searches that did"),
    Named("low", "number", "probability", "Lower end of its interval"),
    Named("high", "number", "probability", "Upper end of its interval"),
)
_DET = (
    *_LABELS,
    Named("threshold", "number", "score", "A candidate counts from this score on"),
    Named("fpir", "number", "probability", "False positive identification rate"),
    Named("fpir_low", "number", "probability", "Lower end of its interval"),
    Named("fpir_high", "number", "probability", "Upper end of its interval"),
    Named("fnir", "number", "probability", "False negative identification rate"),
    Named("fnir_low", "number", "probability", "Lower end of its interval"),
    Named("fnir_high", "number", "probability", "Upper end of its interval"),
    Named("rank", "integer", "", "How far down the list is looked"),
)


def cmc_findings(
    parts: Sequence[Part], settings: CandidateSettings
) -> tuple[list[Finding], list[Curve]]:
    """Draw how many of the searches for enrolled people find them, by rank.

    The cumulative match characteristic, of lists as they were returned.

    Parameters
    ----------
    parts : sequence of Part
        Those of everybody first; groups of too few people are left out.
    settings : CandidateSettings

    Returns
    -------
    list of Finding
        ``galleries/cmc`` for each gallery; none where nobody can tell.
    list of Curve
        ``cmc``, or nothing.
    """
    rows: list[Row] = []
    found: list[Finding] = []
    for part in _large_enough(parts, settings, mated=True):
        here = _cmc_rows(part, settings.confidence)
        rows += here
        if here and "dimension" not in part.population:
            found.append(_cmc_finding(part))
    if not rows:
        return [], []
    return found, [curve_of("cmc", "People found by rank", rows, _CMC)]


def det_findings(
    parts: Sequence[Part], settings: CandidateSettings
) -> tuple[list[Finding], list[Curve]]:
    """Draw how many are missed as fewer searches return a wrong person.

    The detection error trade-off of the open set: FNIR anywhere on the list against
    FPIR, at thresholds that the lists allow.

    Parameters
    ----------
    parts : sequence of Part
    settings : CandidateSettings

    Returns
    -------
    list of Finding
        ``galleries/det`` for each gallery.
    list of Curve
        ``identification_det``, or nothing.
    """
    rows: list[Row] = []
    found: list[Finding] = []
    everybody: dict[int, Part] = {}
    for part in _large_enough(parts, settings, mated=False):
        everybody.setdefault(part.place, part)
        here = _det_rows(part, everybody[part.place], settings.confidence)
        rows += here
        if here and "dimension" not in part.population:
            found.append(_det_finding(part))
    if not rows:
        return [], []
    title = "Missed people against wrong people in searches"
    return found, [curve_of("identification_det", title, rows, _DET)]


def _large_enough(
    parts: Sequence[Part], settings: CandidateSettings, *, mated: bool
) -> list[Part]:
    def people(part: Part) -> int:
        n_mated, n_nonmated = part.mated.people.size, part.nonmated.people.size
        if "dimension" not in part.population:
            return settings.group_floor
        return int(n_mated if mated else min(n_mated, n_nonmated))

    return [part for part in parts if people(part) >= settings.group_floor]


def _cmc_rows(part: Part, confidence: float) -> list[Row]:
    searches = part.mated
    if not part.tally.mates_recorded or searches.people.size < 2:
        return []
    last = part.gallery.length
    ranks = np.unique(np.geomspace(1, max(last, 1), POINTS).round().astype(int))
    if last <= POINTS:
        ranks = np.arange(1, last + 1)
    rungs = [searches.alone(searches.missed(None, int(r))) for r in ranks]
    rows: list[Row] = []
    for rank, misses in zip(ranks.tolist(), rungs, strict=True):
        share = complement(
            crossed_proportion(misses, looser=rungs, confidence=confidence)
        )
        cells = {
            "rank": rank,
            "searches": searches.n,
            "found": share.events,
            "share": share.value,
            "low": share.low,
            "high": share.high,
        }
        rows.append({**_labels(part), **cells})
    return rows


def _det_rows(part: Part, everybody: Part, confidence: float) -> list[Row]:
    rank = part.gallery.length
    rows: list[Row] = []
    for threshold in everybody.grid.tolist():
        wrong = _or_none(
            lambda t=threshold: false_positive_identification_rate(  # type: ignore[misc]
                part, t, confidence=confidence
            )
        )
        missed = _or_none(
            lambda t=threshold: false_negative_identification_rate(  # type: ignore[misc]
                part, t, rank, confidence=confidence
            )
        )
        if wrong is None or missed is None:
            return []
        cells = {"threshold": threshold, **_cells("fpir", wrong)}
        rows.append({**_labels(part), **cells, **_cells("fnir", missed), "rank": rank})
    return rows


def _cells(name: str, estimate: Estimate) -> dict[str, float]:
    return {
        name: estimate.value,
        f"{name}_low": estimate.low,
        f"{name}_high": estimate.high,
    }


def _labels(part: Part) -> dict[str, Cell]:
    names = [named.name for named in _LABELS]
    blank: dict[str, Cell] = dict.fromkeys(names, "")
    return {**blank, "gallery_size": None, **part.population}


def _or_none(estimate: Callable[[], Estimate]) -> Estimate | None:
    try:
        return estimate()
    except UndefinedMeasureError:
        return None


def curve_of(
    name: str, title: str, rows: Sequence[Row], named: Sequence[Named]
) -> Curve:
    """Return a table whose rows name their columns; an unused label is left out."""
    return Curve(
        name,
        title,
        tuple(
            Column(
                c.name, c.type, c.unit, c.meaning, tuple(row[c.name] for row in rows)
            )
            for c in named
            if c.name not in ("system", "gallery") or any(row[c.name] for row in rows)
        ),
    )


def _cmc_finding(part: Part) -> Finding:
    return drawn(
        "galleries/cmc",
        part.population,
        "cmc",
        words.about(
            part.population,
            "The curve shows how far down the list people in the gallery are found.",
        ),
        sources=CMC,
        cautions=(OPEN_SET if part.nonmated.n else CLOSED_SET,),
    )


def _det_finding(part: Part) -> Finding:
    return drawn(
        "galleries/det",
        part.population,
        "identification_det",
        words.about(
            part.population,
            "The curve shows how many people are missed as fewer answers are wrong.",
        ),
        sources=DET,
    )
