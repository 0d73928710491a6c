"""Predicted findings: how often a larger gallery would return a wrong person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from matchaudit.errors import UndefinedMeasureError
from matchaudit.estimation.finding import Curve, Finding
from matchaudit.galleries.prediction import findings_growth as growth
from matchaudit.galleries.prediction.findings_point import (
    FNIR,
    FPIR,
    THRESHOLD,
    Asked,
    point_findings,
    untold,
)
from matchaudit.galleries.prediction.findings_settings import PredictionSettings
from matchaudit.galleries.prediction.forecast import Fitted, Scale
from matchaudit.galleries.prediction.mixtures import MixedGallery, MixedSearches
from matchaudit.galleries.prediction.saturation import Saturating
from matchaudit.tallies.gallery_tails import GalleryTail

NO_POINT = "no score and no target was named"
_PROBE, _REFERENCE = "probe_group", "reference_group"


class Fit(Protocol):
    """What fits a tail, such as ``galleries.prediction.fit``."""

    def __call__(
        self,
        tail: GalleryTail,
        *,
        rng: np.random.Generator,
        scale: Scale | None = None,
        resamples: int = 200,
    ) -> Fitted:
        """Return the fitted tail, or raise UndefinedMeasureError."""
        ...


def prediction_findings(
    tails: Sequence[GalleryTail],
    *,
    settings: PredictionSettings,
    fit: Fit,
    rng: np.random.Generator,
) -> tuple[list[Finding], list[Curve]]:
    """Predict how often larger galleries return a wrong person, or miss the right one.

    Parameters
    ----------
    tails : sequence of GalleryTail
        The first is everybody; those of a ``probe_group`` are predicted for apart. A
        declared composition needs those of each ``probe_group`` against each
        ``reference_group``.
    settings : PredictionSettings
    fit : callable
        Fits a tail: ``galleries.prediction.fit``.
    rng : Generator

    Returns
    -------
    list of Finding
        For each gallery, operating point and group ``galleries/fpir_predicted``,
        ``galleries/fnir_predicted`` (in all, and with ``rank`` 1), for a target
        ``galleries/threshold_at_fpir``, and ``galleries/probes_to_confirm``. Beyond
        the horizon they are *bounded*. Without a score or a target there is one, *not
        estimable*.
    list of Curve
        ``gallery_growth``, unless nothing was asked for.
    """
    points = settings.points
    if not points:
        return [_nothing_named(size) for size in settings.gallery_sizes], []
    parts = _parts(tails, settings, fit, rng)
    everybody = parts[0].fitted
    found: list[Finding] = []
    rows: list[growth.Row] = []
    for part in parts:
        found += _of_part(part, everybody, settings)
        rows += _growth(part, everybody, settings)
    return found, [growth.growth_curve(rows)] if rows else []


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """One population: its tail, and what was fitted, or why nothing could be."""

    group: str
    tail: GalleryTail
    fitted: Fitted | None
    because: str = ""


def _parts(
    tails: Sequence[GalleryTail],
    settings: PredictionSettings,
    fit: Fit,
    rng: np.random.Generator,
) -> list[_Part]:
    """Fit everybody, and each group of probes."""

    def fitted(tail: GalleryTail) -> Fitted:
        return Saturating(
            fit(tail, rng=rng, scale=settings.scale, resamples=settings.resamples)
        )

    groups = {
        tail.population[_PROBE]: tail
        for tail in tails[1:]
        if set(tail.population) == {_PROBE}
    }
    parts = []
    for group, tail in groups.items():
        parts.append(_part(group, tail, tails, settings, fitted))
    everybody = tails[0]
    try:
        if settings.composition:
            whole: Fitted = _of_all_searches(parts)
        else:
            whole = fitted(everybody)
    except UndefinedMeasureError as undefined:
        first = _Part(group="", tail=everybody, fitted=None, because=undefined.because)
        return [first, *parts]
    return [_Part(group="", tail=everybody, fitted=whole), *parts]


def _of_part(
    part: _Part, everybody: Fitted | None, settings: PredictionSettings
) -> list[Finding]:
    """Return what is predicted of one population."""
    if part.fitted is None or everybody is None:
        because = part.because or "everybody together cannot be predicted for"
        return _untold(part.group, because, settings)
    return [
        finding
        for point in settings.points
        for size in settings.gallery_sizes
        for finding in point_findings(
            Asked(
                tail=part.tail,
                fitted=part.fitted,
                everybody=everybody,
                population=point.population(size, part.group),
                point=point,
                confidence=settings.confidence,
                like_test=not settings.composition,
                guessed=settings.scale is None,
            )
        )
    ]


class _Fitting(Protocol):
    def __call__(self, tail: GalleryTail) -> Fitted: ...


def _part(
    group: str,
    tail: GalleryTail,
    tails: Sequence[GalleryTail],
    settings: PredictionSettings,
    fitted: _Fitting,
) -> _Part:
    """Fit one group of probes, against the test's gallery or a declared one."""
    people, floor = tail.n_subjects, settings.group_floor
    if people < floor:
        few = f"there are {people} people and we need at least {floor}"
        return _Part(group=group, tail=tail, fitted=None, because=few)
    try:
        if not settings.composition:
            return _Part(group=group, tail=tail, fitted=fitted(tail))
        against = {
            one.population[_REFERENCE]: one
            for one in tails[1:]
            if one.population.get(_PROBE) == group and _REFERENCE in one.population
        }
        return _Part(
            group=group,
            tail=tail,
            fitted=MixedGallery(_shares(against, settings.composition, fitted)),
        )
    except UndefinedMeasureError as undefined:
        return _Part(group=group, tail=tail, fitted=None, because=undefined.because)


def _shares(
    against: Mapping[str, GalleryTail],
    composition: Mapping[str, float],
    fitted: _Fitting,
) -> tuple[tuple[float, Fitted], ...]:
    missing = [g for g, share in composition.items() if share and g not in against]
    if missing:
        raise UndefinedMeasureError(
            f"nobody was compared with group {' and group '.join(missing)}"
        )
    return tuple(
        (share, fitted(against[group])) for group, share in composition.items() if share
    )


def _of_all_searches(parts: Sequence[_Part]) -> MixedSearches:
    """Mix groups as the test's searches were."""
    known = [
        (float(part.tail.search_subject.size), part.fitted)
        for part in parts
        if part.fitted is not None
    ]
    if len(known) < len(parts) or not known:
        raise UndefinedMeasureError(
            "some group of people is too small to be predicted for"
            if parts
            else "no groups are recorded, so that shares of groups say nothing"
        )
    return MixedSearches(tuple((n, one) for n, one in known))


def _growth(
    part: _Part, everybody: Fitted | None, settings: PredictionSettings
) -> list[growth.Row]:
    """Return the curves at all scores, those that targets need included."""
    largest = max(settings.gallery_sizes)
    at = [point.threshold for point in settings.points if point.threshold is not None]
    if everybody is not None:
        at += [
            everybody.threshold_at(
                largest, point.value, confidence=settings.confidence
            )[0]
            for point in settings.points
            if point.threshold is None
        ]
    rows = []
    for threshold in dict.fromkeys(at):
        rows += growth.growth_rows(
            part.tail,
            part.fitted,
            threshold=threshold,
            largest=largest,
            group=part.group,
            confidence=settings.confidence,
            like_test=not settings.composition,
        )
    return rows


def nothing_predicted(because: str, settings: PredictionSettings) -> list[Finding]:
    """Say for everything that was asked that it cannot be told, and why."""
    if not settings.points:
        return [_nothing_named(size) for size in settings.gallery_sizes]
    return _untold("", because, settings)


def _untold(group: str, because: str, settings: PredictionSettings) -> list[Finding]:
    found = []
    for size in settings.gallery_sizes:
        for point in settings.points:
            population = point.population(size, group)
            found.append(untold(FPIR, population, because))
            if point.threshold is None and not group:
                found.append(
                    untold(THRESHOLD, {**population, "predicted": True}, because)
                )
            found.append(untold(FNIR, population, because))
    return found


def _nothing_named(size: int) -> Finding:
    return untold(FPIR, {"gallery_size": size}, NO_POINT)
