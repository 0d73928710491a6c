"""Inputs of the model out of the findings of an audit."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import NormalDist

from matchaudit.estimation.finding import Finding, Key
from matchaudit.galleries.worth.drawing import log_odds, share_at
from matchaudit.galleries.worth.quantities import Inputs, Quantity, Ratio

OPERATING = ("threshold", "target_fpir", "target_fmr", "lists", "system")
"""Population keys that say at which point a rate was taken."""

Point = Mapping[str, Key]
"""An operating point, such as ``{"threshold": 0.62}``."""

_NEITHER = frozenset({*OPERATING, "gallery_size", "rank", "predicted"})
_GROUPS = frozenset({"group", "probe_group"})
_CALLED = {
    "lower": ("lower", "lower_face"),
    "full": ("full", "eyes_only"),
}
"""What records call faces that are covered so."""
_LEAST = 1e-3
_Z_OF_95 = NormalDist().inv_cdf(0.975)


def points(findings: Sequence[Finding], gallery_size: int) -> tuple[Point, ...]:
    """Return at which operating points wrong matches are known.

    Parameters
    ----------
    findings : sequence of Finding
    gallery_size : int
        People in the gallery that is asked about.

    Returns
    -------
    tuple of Point
        Of searches of such a gallery, predicted or measured; where there are none, of
        comparisons. Each once, in the order of the findings.
    """
    for name in ("galleries/fpir_predicted", "galleries/fpir", "accuracy/fmr"):
        found = [
            point_of(finding)
            for finding in _known(findings, name)
            if group_of(finding) == "" and _of_size(finding, gallery_size)
        ]
        if found:
            return tuple({tuple(point.items()): point for point in found}.values())
    return ()


def point_of(finding: Finding) -> dict[str, Key]:
    """Return the operating point of a finding."""
    return {
        key: finding.population[key] for key in OPERATING if key in finding.population
    }


def same_point(one: Point, other: Point) -> bool:
    """Return whether two points share a key, and differ in none that they share.

    Examples
    --------
    >>> same_point({"threshold": 0.6, "target_fmr": 1e-3}, {"threshold": 0.6})
    True
    """
    shared = one.keys() & other.keys()
    return bool(shared) and all(_equal(one[key], other[key]) for key in shared)


def group_of(finding: Finding) -> str | None:
    """Return of which group a finding is; "" means everybody, None something else."""
    population = finding.population
    more = population.keys() - _NEITHER
    if not more:
        return ""
    if more == {"group"} or (
        more == {"dimension", "group"} and population["dimension"] in _GROUPS
    ):
        return str(population["group"])
    if more <= {"probe_group", "reference_group"} and "probe_group" in more:
        group = population["probe_group"]
        return str(group) if population.get("reference_group", group) == group else None
    return None


def inputs_at(
    findings: Sequence[Finding],
    point: Point,
    *,
    gallery_size: int,
    given: Mapping[str, Quantity],
    shown: int | None = None,
) -> list[Inputs]:
    """Return what an audit knows at one operating point.

    Parameters
    ----------
    findings : sequence of Finding
    point : Point
    gallery_size : int
        People in the gallery that is asked about.
    given : mapping of str to Quantity
        ``"tpir"``, ``"fpir"`` or ``"fmr"`` from elsewhere: they come first.
    shown : int, optional
        In an investigation so many candidates are always shown.

    Returns
    -------
    list of Inputs
        Of everybody first, then of each group with a rate of its own; empty where it is
        not known how often the right person is found, or how often matches are wrong.
    """
    rates = _Rates(findings, point, gallery_size)
    groups = dict.fromkeys(
        group for f in rates.wrong if (group := group_of(f)) is not None
    )
    found = []
    for group in dict.fromkeys(("", *groups)):
        right = rates.found(group)
        if "tpir" in given:
            right = _Found(given["tpir"])
        fpir = given.get("fpir") or rates.fpir(group)
        fmr = given.get("fmr") or rates.fmr(group)
        if right is not None and (shown or fpir or fmr):
            found.append(
                Inputs(
                    gallery_size=gallery_size,
                    tpir=right.tpir,
                    anywhere=right.anywhere,
                    listed=right.listed,
                    fpir=fpir,
                    fmr=fmr,
                    measured_size=right.size,
                    shown=shown,
                    group=group,
                    at=dict(point),
                )
            )
    return found


@dataclass(frozen=True, slots=True)
class _Found:
    """How often the right person is found: as fields of `Inputs`."""

    tpir: Quantity
    anywhere: bool = False
    listed: Quantity | None = None
    size: int | None = None


class _Rates:
    """The rates of an audit at one operating point."""

    def __init__(self, findings: Sequence[Finding], point: Point, size: int) -> None:
        self.size = size
        at = {**point, **_threshold(findings, point, size)}
        self.here = [f for f in findings if same_point(at, point_of(f))]
        self.wrong = [
            f
            for name in ("galleries/fpir_predicted", "galleries/fpir", "accuracy/fmr")
            for f in _known(self.here, name)
            if _of_size(f, size)
        ]

    def fpir(self, group: str) -> Quantity | None:
        for name in ("galleries/fpir_predicted", "galleries/fpir"):
            for finding in self._of(name, group, lambda f: _of_size(f, self.size)):
                return quantity(finding)
        return None

    def fmr(self, group: str) -> Quantity | None:
        for finding in self._of("accuracy/fmr", group):
            return quantity(finding)
        return None

    def found(self, group: str) -> "_Found | None":
        """Return how often the right person is found, and in how large a gallery.

        A group without a rate of its own has that of everybody.
        """
        for whose in dict.fromkeys((group, "")):
            searched = self._searched(whose)
            first = [f for f in searched if f.population.get("rank") == 1]
            for finding in first or searched:
                same = [f for f in searched if "rank" not in f.population]
                listed = (
                    [f for f in same if _size(f) == _size(finding)] if first else []
                )
                return _Found(
                    _right(finding),
                    anywhere=not first,
                    listed=_right(listed[0]) if listed else None,
                    size=int(_size(finding)) or None,
                )
            for finding in self._of("accuracy/fnmr", whose):
                return _Found(_right(finding), anywhere=True)
        return None

    def _searched(self, group: str) -> list[Finding]:
        """Return rates of searches, those of this gallery first, then of larger ones."""
        names = (
            "galleries/fnir_predicted",
            "galleries/tpir",
            "galleries/fnir",
            "galleries/fnir_at_fpir",
        )
        found = [
            finding
            for name in names
            for finding in self._of(name, group, _first_rank)
            if finding.id != "galleries/fnir_predicted" or _of_size(finding, self.size)
        ]
        return sorted(found, key=lambda f: (not _of_size(f, self.size), -_size(f)))

    def _of(
        self,
        name: str,
        group: str,
        fits: Callable[[Finding], bool] = lambda _: True,
    ) -> Iterable[Finding]:
        return (f for f in _known(self.here, name) if group_of(f) == group and fits(f))


def quantity(finding: Finding, *, other_way: bool = False) -> Quantity:
    """Return a rate as an input of the model.

    Parameters
    ----------
    finding : Finding
        Measured, or bounded; an open end is 0 or 1.
    other_way : bool, default=False
        True: one minus it.

    Returns
    -------
    Quantity
    """
    low, high = finding.interval or (None, None)
    ends = (
        0.0 if low is None else max(low, 0.0),
        1.0 if high is None else min(high, 1.0),
    )
    best = finding.estimate
    if other_way:
        ends = (1 - ends[1], 1 - ends[0])
        best = None if best is None else 1 - best
    if best is not None:
        best = min(max(best, ends[0]), ends[1])
        ends = _of_95(ends, best, finding.confidence)
    return Quantity(
        low=ends[0],
        high=ends[1],
        estimate=best,
        source=_source(finding, other_way=other_way),
        limits=finding.status == "bounded",
    )


def _of_95(
    ends: tuple[float, float], best: float, confidence: float | None
) -> tuple[float, float]:
    """Return the ends of the 95 % interval, from those of another confidence."""
    if confidence is None or confidence == 0.95 or not 0 < ends[0] < best < ends[1] < 1:
        return ends
    wider = _Z_OF_95 / NormalDist().inv_cdf((1 + confidence) / 2)
    middle = log_odds(best)
    low, high = (share_at(middle + wider * (log_odds(end) - middle)) for end in ends)
    return float(low), float(high)


def covered(
    findings: Sequence[Finding], cover: str, measure: str, at: Point
) -> Ratio | None:
    """Return by how much a covered face multiplies an error, if that was measured.

    Parameters
    ----------
    findings : sequence of Finding
    cover : str
        ``"lower"`` or ``"full"``; records call these also ``lower_face`` and
        ``eyes_only``.
    measure : {"fmr", "fnmr"}
    at : Point
        Where the contrast must have been measured, if it names a threshold.

    Returns
    -------
    Ratio or None
    """
    fitting = [
        f
        for f in _known(findings, "accuracy/condition_contrast")
        if f.population.get("measure") == measure
        and f.population.get("condition") in _CALLED.get(cover, (cover,))
        and ("threshold" not in at or same_point(at, point_of(f)))
    ]
    if len(fitting) != 1:  # none, or nobody said which
        return None
    low, high = fitting[0].interval or (None, None)
    if low is None or high is None or high <= 0:
        return None
    return Ratio(
        low=low if low > 0 else high * _LEAST, high=high, source=_source(fitting[0])
    )


def _right(finding: Finding) -> Quantity:
    return quantity(finding, other_way=finding.id != "galleries/tpir")


def _known(findings: Iterable[Finding], name: str) -> list[Finding]:
    return [f for f in findings if f.id == name and f.interval is not None]


def _size(finding: Finding) -> float:
    size = finding.population.get("gallery_size", 0)
    return float(size) if isinstance(size, (int, float)) else 0.0


def _of_size(finding: Finding, size: int) -> bool:
    """Return whether it is of searches of such a gallery, or of comparisons."""
    return finding.id.startswith("accuracy/") or _size(finding) == size


def _first_rank(finding: Finding) -> bool:
    return finding.population.get("rank", 1) == 1


def _threshold(findings: Sequence[Finding], point: Point, size: int) -> Point:
    """Return the threshold that a target rate was found to need."""
    if "threshold" in point or "target_fpir" not in point:
        return {}
    for finding in findings:
        if (
            finding.id == "galleries/threshold_at_fpir"
            and finding.estimate is not None
            and group_of(finding) == ""
            and _size(finding) == size
            and same_point(point, point_of(finding))
        ):
            return {"threshold": finding.estimate}
    return {}


def _equal(one: Key, other: Key) -> bool:
    if isinstance(one, str) or isinstance(other, str):
        return one == other
    return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-12)


def _source(finding: Finding, *, other_way: bool = False) -> str:
    how = "predicted" if finding.id.endswith("_predicted") else "measured"
    at = ", ".join(point_words(point_of(finding)))
    size = finding.population.get("gallery_size")
    group = group_of(finding)
    minus = "1 - " if other_way else ""
    words = [f"{how}: {minus}{finding.id}", at]
    words.append(f"{int(size):,} people" if isinstance(size, (int, float)) else "")
    words.append(f"group {group}" if group else "")
    words.append("limits only" if finding.status == "bounded" else "")
    return ", ".join(word for word in words if word)


def point_words(point: Point) -> list[str]:
    """Return an operating point as one would type it.

    Examples
    --------
    >>> point_words({"threshold": 0.62, "target_fpir": 0.001})
    ['score=0.62', 'target_fpir=0.001']
    """
    return [
        f"{'score' if key == 'threshold' else key}={value:g}"
        if isinstance(value, (int, float))
        else f"{key}={value}"
        for key, value in point.items()
    ]
