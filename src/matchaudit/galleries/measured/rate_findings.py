"""Findings of FPIR, FNIR, TPIR and selectivity, of everybody and of each group."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from matchaudit.errors import UndefinedMeasureError
from matchaudit.estimation.counts import Estimate
from matchaudit.estimation.finding import Finding, Key
from matchaudit.estimation.statements import measured
from matchaudit.galleries.measured import words
from matchaudit.galleries.measured.parts import Part
from matchaudit.galleries.measured.rates import (
    complement,
    false_negative_identification_rate,
    false_positive_identification_rate,
    selectivity,
)
from matchaudit.galleries.measured.settings import CandidateSettings
from matchaudit.galleries.measured.statements import (
    ISO,
    NIST,
    line,
    not_estimable,
)

FPIR = (f"{ISO}, false positive identification rate", f"{NIST}, FPIR(N, T)")
FNIR = (f"{ISO}, false negative identification rate", f"{NIST}, FNIR(N, R, T)")
TPIR = (f"{ISO}, true positive identification rate", f"{NIST}, 1 - FNIR(N, R, T)")
SELECTIVITY = (f"{ISO}, selectivity",)


def rates_of(
    part: Part, thresholds: Sequence[float | None], settings: CandidateSettings
) -> list[Finding]:
    """Measure the rates of one part at thresholds, None being lists as returned.

    Parameters
    ----------
    part : Part
    thresholds : sequence of float or None
    settings : CandidateSettings
        Ranks, confidence and how many people a group needs.

    Returns
    -------
    list of Finding
        ``galleries/fpir`` and ``galleries/selectivity`` at each threshold that people
        were counted at, ``galleries/fnir`` and ``galleries/tpir`` at each rank as well.
    """
    found: list[Finding] = []
    for threshold in thresholds:
        found.append(_fpir(part, threshold, settings))
        if threshold is None or threshold in part.tally.thresholds:
            found.append(_selectivity(part, threshold, settings))
        for rank in settings.ranks:
            found += _fnir_and_tpir(part, threshold, rank, settings)
    return found


def failed_left_out(
    part: Part, thresholds: Sequence[float | None], settings: CandidateSettings
) -> Iterator[Finding]:
    """Yield FPIR and FNIR without the searches that failed, where any did.

    A failed search returned nobody: it is no wrong alarm and always a miss. Both ways
    of counting are shown, as the reader may need either.
    """
    if not part.tally.lists.failed[part.rows].any():
        return
    population = {**part.population, "failed": "left out"}
    without = replace(part, population=population, with_failed=False)
    for threshold in thresholds:
        yield _fpir(without, threshold, settings)
        for rank in settings.ranks:
            yield _fnir_and_tpir(without, threshold, rank, settings)[0]


def _floor(part: Part, settings: CandidateSettings, *, enrolled: bool) -> None:
    """Refuse a group of too few people."""
    people = (part.mated if enrolled else part.nonmated).people.size
    if "dimension" in part.population and people < settings.group_floor:
        raise UndefinedMeasureError(
            f"there are {people} people and we need at least {settings.group_floor}"
        )


def _fpir(part: Part, threshold: float | None, settings: CandidateSettings) -> Finding:
    def estimate() -> Estimate:
        _floor(part, settings, enrolled=False)
        return false_positive_identification_rate(
            part, threshold, confidence=settings.confidence
        )

    def says(rate: Estimate) -> str:
        said = words.fpir_sentence(rate) + _failed(part, enrolled=False)
        return words.about(part.population, said, threshold=threshold)

    return _stated(
        "galleries/fpir",
        {**line(threshold), **part.population},
        estimate,
        says=says,
        what="how often a search returns a wrong person",
        sources=FPIR,
    )


def _selectivity(
    part: Part, threshold: float | None, settings: CandidateSettings
) -> Finding:
    def estimate() -> Estimate:
        _floor(part, settings, enrolled=False)
        return selectivity(part, threshold, confidence=settings.confidence)

    def says(mean: Estimate) -> str:
        said = words.selectivity_sentence(mean)
        return words.about(part.population, said, threshold=threshold)

    return _stated(
        "galleries/selectivity",
        {**line(threshold), **part.population},
        estimate,
        says=says,
        what="how many wrong people a search returns",
        unit="people",
        sources=SELECTIVITY,
    )


def _fnir_and_tpir(
    part: Part, threshold: float | None, rank: int, settings: CandidateSettings
) -> list[Finding]:
    def missed() -> Estimate:
        _floor(part, settings, enrolled=True)
        return false_negative_identification_rate(
            part, threshold, rank, confidence=settings.confidence
        )

    def says(rate: Estimate, *, found: bool) -> str:
        said = words.fnir_sentence(rate, found=found)
        said += "" if found else _failed(part, enrolled=True)
        return words.about(part.population, said, threshold=threshold, rank=rank)

    population = {**line(threshold), "rank": rank, **part.population}
    return [
        _stated(
            "galleries/fnir",
            population,
            missed,
            says=lambda rate: says(rate, found=False),
            what="how often a search misses the right person",
            sources=FNIR,
        ),
        _stated(
            "galleries/tpir",
            population,
            lambda: complement(missed()),
            says=lambda rate: says(rate, found=True),
            what="how often a search finds the right person",
            sources=TPIR,
        ),
    ]


def _failed(part: Part, *, enrolled: bool) -> str:
    """Say how searches that failed were counted, if any did."""
    if not part.with_failed:
        return " Searches that failed are left out."
    searches = part.mated if enrolled else part.nonmated
    n = int(searches.failed.sum())
    if not n:
        return ""
    return f" {n:,} of them failed. {'It counts' if n == 1 else 'They count'} as no answer."


def _stated(  # noqa: PLR0913 - each part of the finding is named
    name: str,
    population: dict[str, Key],
    estimate: Callable[[], Estimate],
    *,
    says: Callable[[Estimate], str],
    what: str,
    sources: tuple[str, ...],
    unit: str = "probability",
) -> Finding:
    try:
        found = estimate()
    except UndefinedMeasureError as undefined:
        return not_estimable(
            name, population, undefined.because, what=what, unit=unit, sources=sources
        )
    return measured(
        name, population, found, says=says(found), unit=unit, sources=sources
    )
