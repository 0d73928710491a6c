"""How errors grew over the galleries that were really searched.

NIST writes FNIR(N) ~ a N**b at a fixed FPIR, with a threshold set anew for each gallery
(FRTE 1:N). Here b is measured between two sizes, with an interval from resampling the
people who were searched for: the same people may be searched for in each gallery. At a
fixed threshold the same is done for FPIR.
"""

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matchaudit.errors import UndefinedMeasureError
from matchaudit.estimation import wording
from matchaudit.estimation.finding import Curve, Finding, Key
from matchaudit.estimation.proportions import normal_quantile
from matchaudit.galleries.measured import words
from matchaudit.galleries.measured.curves import Named, Row, curve_of
from matchaudit.galleries.measured.parts import Part, Searches
from matchaudit.galleries.measured.rates import (
    NO_MATES,
    check_rank,
    check_threshold,
    false_positive_identification_rate,
)
from matchaudit.galleries.measured.settings import CandidateSettings
from matchaudit.galleries.measured.statements import NIST, not_estimable

FloatArray = NDArray[np.float64]
RESAMPLES = 200
FEWEST_ALLOWED = 5
"""So many searches must be allowed to go wrong before their score can be drawn anew."""
SOURCES = (f"{NIST}, FNIR(N) ~ a N^b at fixed FPIR",)
ONLY_PEOPLE = (
    "The range allows for other people being searched for, not for another gallery."
)
_GROWTH = (
    Named("threshold", "number", "score", "A candidate counts from this score on"),
    Named("kind", "string", "", "How it is known"),
    Named("gallery_size", "integer", "people", "People in the gallery"),
    Named("group", "string", "", "The group; empty for all"),
    Named("fpir", "number", "probability", "False positive identification rate"),
    Named("low", "number", "probability", "Lower end of its interval"),
    Named("high", "number", "probability", "Upper end of its interval"),
    Named("within_horizon", "boolean", "", "Whether the test can say so much"),
)
Weighted = Callable[[FloatArray], tuple[float, float]]
"""From weights of people to weighted events and trials."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Measure:
    """One error whose growth is asked for.

    ``key`` are the population's keys; ``words`` say what grew; ``at`` gives for one
    gallery the weighted events and trials, or raises UndefinedMeasureError.
    """

    key: Mapping[str, Key]
    words: str
    at: Callable[[Part], Weighted]


def growth_findings(
    parts: Sequence[Part], settings: CandidateSettings
) -> tuple[list[Finding], list[Curve]]:
    """Measure how fast errors grew from one gallery size to the next.

    Parameters
    ----------
    parts : sequence of Part
        Searches by everybody, one part a gallery.
    settings : CandidateSettings

    Returns
    -------
    list of Finding
        ``galleries/growth_exponent`` for neighbouring sizes, and for the smallest and
        the largest; nothing where only one size was searched.
    list of Curve
        ``gallery_growth``: FPIR at each threshold and size, or nothing.
    """
    found: list[Finding] = []
    points: list[tuple[float, Part]] = []
    for family in _families(parts):
        points += [(t, part) for t in settings.thresholds for part in family]
        measures = _measures(settings)
        steps = list(itertools.pairwise(family))
        if len(family) > 2:
            steps.append((family[0], family[-1]))
        for measure in measures:
            found += [_exponent(measure, pair, settings) for pair in steps]
    return found, _curves(points, settings.confidence)


def _families(parts: Sequence[Part]) -> list[list[Part]]:
    """Return galleries of several sizes that were searched by one system."""
    sized = [p for p in parts if "gallery_size" in p.population]
    families: list[list[Part]] = []
    for labels in (("system",), ("system", "gallery")):
        by_label: dict[tuple[Key, ...], list[Part]] = {}
        for part in sized:
            key = tuple(part.population.get(name, "") for name in labels)
            by_label.setdefault(key, []).append(part)
        families = [sorted(f, key=_size) for f in by_label.values()]
        if all(len({_size(p) for p in f}) == len(f) for f in families):
            break
    return [f for f in families if len(f) > 1 and len({_size(p) for p in f}) == len(f)]


def _size(part: Part) -> int:
    return int(part.population["gallery_size"])


def _measures(settings: CandidateSettings) -> list[_Measure]:
    rank = settings.ranks[0]
    missed = f"searches that miss a person ({words.within(rank)})"
    found = [
        _Measure(
            key={"measure": "fpir", "threshold": t},
            words="wrong answers",
            at=lambda part, t=t: _wrong_at(part, t),  # type: ignore[misc]
        )
        for t in settings.thresholds
    ]
    found += [
        _Measure(
            key={"measure": "fnir", "target_fpir": target, "rank": rank},
            words=f"{missed} at {wording.one_in(target)} wrong answers",
            at=lambda part, target=target: _missed_at_fpir(part, target, rank),  # type: ignore[misc]
        )
        for target in settings.target_fpirs
    ]
    if not found:
        key: dict[str, Key] = {"measure": "fnir", "lists": "as returned", "rank": rank}
        found.append(
            _Measure(key=key, words=missed, at=lambda part: _missed(part, rank))
        )
    return found


def _by_person(
    searches: Searches, events: NDArray[np.bool_], n_people: int
) -> Weighted:
    unit = searches.people[searches.unit]
    trials = np.bincount(unit, minlength=n_people).astype(np.float64)
    happened = np.bincount(unit[events], minlength=n_people).astype(np.float64)
    return lambda weights: (float(weights @ happened), float(weights @ trials))


def _n_people(part: Part) -> int:
    return int(part.tally.lists.unit.max()) + 1


def _wrong_at(part: Part, threshold: float) -> Weighted:
    check_threshold(part, threshold)
    searches = part.nonmated
    return _by_person(searches, searches.top_score >= threshold, _n_people(part))


def _missed(part: Part, rank: int) -> Weighted:
    _check_mates(part, rank)
    searches = part.mated
    return _by_person(searches, searches.missed(None, rank), _n_people(part))


def _missed_at_fpir(part: Part, target: float, rank: int) -> Weighted:
    """Set the threshold anew for each draw of people, then count who is missed."""
    _check_mates(part, rank)
    wrong, mated = part.nonmated, part.mated
    if target * wrong.n < FEWEST_ALLOWED:
        raise UndefinedMeasureError(
            f"there are too few searches to set the score for {wording.one_in(target)}"
        )
    order = np.argsort(-wrong.top_score, kind="stable")
    scores = wrong.top_score[order]
    if np.sum(scores >= part.gallery.cut) <= 2 * target * wrong.n:
        raise UndefinedMeasureError(
            "lists were cut too near to the score that it takes"
        )
    person = wrong.people[wrong.unit][order]
    searched = mated.people[mated.unit]
    reached = np.where(mated.missed(None, rank), -np.inf, mated.mate_score)

    def missed(weights: FloatArray) -> tuple[float, float]:
        above = np.cumsum(weights[person])
        last = int(np.searchsorted(above, target * above[-1], side="right"))
        line = scores[min(last, scores.size - 1)]
        of = weights[searched]
        return float(of @ (reached <= line)), float(of.sum())

    return missed


def _check_mates(part: Part, rank: int) -> None:
    if not part.tally.mates_recorded:
        raise UndefinedMeasureError(NO_MATES)
    check_rank(part, rank)


def _exponent(
    measure: _Measure, pair: tuple[Part, Part], settings: CandidateSettings
) -> Finding:
    first, last = pair
    population: dict[str, Key] = {
        **measure.key,
        "from": _size(first),
        "to": _size(last),
        **{k: v for k, v in first.population.items() if k == "system"},
    }
    about = {"unit": "exponent", "sources": SOURCES}
    try:
        low, b, high = _estimated(measure, pair, settings)
    except UndefinedMeasureError as undefined:
        return not_estimable(
            "galleries/growth_exponent",
            population,
            undefined.because,
            what=f"how {measure.words} grow from {_size(first):,} to {_size(last):,} "
            "people",
            **about,  # type: ignore[arg-type]
        )
    return Finding(
        id="galleries/growth_exponent",
        population=population,
        status="measured",
        estimate=b,
        interval=(low, high),
        confidence=settings.confidence,
        unit="exponent",
        method="log-log slope between two sizes, bootstrap over people",
        says=_sentence(measure, pair, (low, b, high)),
        sources=SOURCES,
        cautions=(ONLY_PEOPLE,),
    )


def _estimated(
    measure: _Measure, pair: tuple[Part, Part], settings: CandidateSettings
) -> tuple[float, float, float]:
    ways = [measure.at(part) for part in pair]
    n = _n_people(pair[0])
    counts = [way(np.ones(n)) for way in ways]
    for (events, trials), part in zip(counts, pair, strict=True):
        if not trials:
            raise UndefinedMeasureError("one of the galleries has no such search")
        if not events:
            raise UndefinedMeasureError(
                f"there was none in the gallery of {_size(part):,} people"
            )
    decades = float(np.log(_size(pair[1]) / _size(pair[0])))
    rates = [events / trials for events, trials in counts]
    b = float(np.log(rates[1] / rates[0])) / decades
    rng = np.random.default_rng(settings.seed)
    drawn = np.empty(RESAMPLES)
    for i in range(RESAMPLES):
        weights = np.bincount(rng.integers(n, size=n), minlength=n).astype(np.float64)
        # Half an event more, so that a draw without one has a logarithm.
        logs = [np.log((e + 0.5) / (t + 1)) for e, t in (way(weights) for way in ways)]
        drawn[i] = (logs[1] - logs[0]) / decades
    wide = normal_quantile(settings.confidence) * float(np.std(drawn, ddof=1))
    return b - wide, b, b + wide


def _sentence(
    measure: _Measure, pair: tuple[Part, Part], slope: tuple[float, float, float]
) -> str:
    larger = _size(pair[1]) / _size(pair[0])
    low, times, high = (larger**b for b in slope)
    threshold = measure.key.get("threshold")
    line = "" if threshold is None else words.at_score(float(threshold))
    return (
        f"From {_size(pair[0]):,} to {_size(pair[1]):,} people in the gallery: "
        f"{measure.words}{line} became {wording.rounded(times)} times as common. It is likely between "
        f"{wording.end(low, 'down')} and {wording.end(high, 'up')} times."
    )


def _curves(points: Sequence[tuple[float, Part]], confidence: float) -> list[Curve]:
    rows: list[Row] = []
    for threshold, part in points:
        try:
            rate = false_positive_identification_rate(
                part, threshold, confidence=confidence
            )
        except UndefinedMeasureError:
            continue
        rows.append(
            {
                "threshold": threshold,
                "kind": "measured",
                "gallery_size": _size(part),
                "group": "",
                "fpir": rate.value,
                "low": rate.low,
                "high": rate.high,
                "within_horizon": True,
            }
        )
    title = "Searches that return a wrong person, by the size of the gallery"
    return [curve_of("gallery_growth", title, rows, _GROWTH)] if rows else []
