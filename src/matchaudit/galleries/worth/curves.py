"""The curve of worth over the share enrolled, and the table of inputs."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from matchaudit.estimation.finding import Column, Curve
from matchaudit.galleries.worth.drivers import Driver
from matchaudit.galleries.worth.ranges import Range, Sample

Level = Literal["search", "candidate"]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Point:
    sample: Sample
    enrolled: float
    numbers: Range
    reviewed: bool = False
    level: Level = "search"


def worth_curve(samples: Sequence[Sample], grid: Sequence[float]) -> Curve:
    """Return how often a candidate is right over the share enrolled.

    Parameters
    ----------
    samples : sequence of Sample
        One for each group.
    grid : sequence of float
        Shares enrolled, ascending.

    Returns
    -------
    Curve
        ``worth``: for each group the first candidate, one that a reviewer accepts, and
        any one returned, where they are known.
    """
    points = [point for sample in samples for point in _points(sample, grid)]
    return Curve(
        "worth",
        "How often a candidate is right",
        (
            Column(
                "gallery_size",
                "integer",
                "people",
                "people in the gallery",
                tuple(p.sample.inputs.gallery_size for p in points),
            ),
            Column(
                "group",
                "string",
                "",
                "of whom; empty means everybody",
                tuple(p.sample.inputs.group for p in points),
            ),
            Column(
                "enrolled_share",
                "number",
                "probability",
                "how many of the people searched are in the gallery",
                tuple(p.enrolled for p in points),
            ),
            Column(
                "reviewed",
                "boolean",
                "",
                "whether a reviewer has accepted the candidate",
                tuple(p.reviewed for p in points),
            ),
            Column(
                "level",
                "string",
                "",
                "search: the first candidate; candidate: any one returned",
                tuple(p.level for p in points),
            ),
            _number("low", "lower end of how often it is right", points),
            _number("middle", "median; empty where only limits are known", points),
            _number("high", "upper end of how often it is right", points),
        ),
    )


def inputs_curve(drivers: Sequence[tuple[str, Driver]]) -> Curve:
    """Return all inputs with where they come from and their part of the width.

    Parameters
    ----------
    drivers : sequence of (str, Driver)
        Each with its group; empty means everybody.

    Returns
    -------
    Curve
        ``worth_inputs``.
    """
    rows = [driver for _, driver in drivers]
    return Curve(
        "worth_inputs",
        "What the worth of a candidate was worked out from",
        (
            Column("input", "string", "", "what it is", tuple(d.words for d in rows)),
            Column(
                "low",
                "number",
                "",
                "lower end of its range",
                tuple(d.low for d in rows),
            ),
            Column(
                "high",
                "number",
                "",
                "upper end of its range",
                tuple(d.high for d in rows),
            ),
            Column(
                "best",
                "number",
                "",
                "best value, where it was measured",
                tuple(d.best for d in rows),
            ),
            Column(
                "source",
                "string",
                "",
                "where it comes from",
                tuple(d.source for d in rows),
            ),
            Column(
                "driver_share",
                "number",
                "share",
                "its part of the width of the result",
                tuple(d.share for d in rows),
            ),
            Column(
                "unit",
                "string",
                "",
                "what the range is counted in: probability, times, power, not known",
                tuple(d.unit for d in rows),
            ),
            Column("key", "string", "", "its short name", tuple(d.input for d in rows)),
            Column(
                "group",
                "string",
                "",
                "of whom; empty means everybody",
                tuple(group for group, _ in drivers),
            ),
        ),
    )


def _points(sample: Sample, grid: Sequence[float]) -> list[_Point]:
    reviews = (False, True) if sample.inputs.reviewed else (False,)
    points = [
        _Point(
            sample=sample,
            enrolled=share,
            numbers=sample.search_correct(share, reviewed=reviewed),
            reviewed=reviewed,
        )
        for reviewed in reviews
        for share in grid
    ]
    any_one = [(share, sample.candidate_correct(share)) for share in grid]
    points += [
        _Point(sample=sample, enrolled=share, numbers=numbers, level="candidate")
        for share, numbers in any_one
        if numbers is not None
    ]
    return points


def _number(name: str, meaning: str, points: Sequence[_Point]) -> Column:
    values = tuple(getattr(point.numbers, name) for point in points)
    return Column(name, "number", "probability", meaning, values)
