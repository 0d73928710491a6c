"""Inputs of the model out of the findings of an audit."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from matchaudit.estimation.finding import Finding
from matchaudit.galleries.worth.found_quantities import covered, quantity
from matchaudit.galleries.worth.operating_points import (
    Point,
    group_of,
    known,
    of_size,
    point_of,
    same_point,
    size_of,
)
from matchaudit.galleries.worth.quantities import Inputs, Quantity

__all__ = ["Point", "covered", "inputs_at", "points"]


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
            for finding in known(findings, name)
            if group_of(finding) == "" and of_size(finding, gallery_size)
        ]
        if found:
            return tuple({tuple(point.items()): point for point in found}.values())
    return ()


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
                    measured_size=_carried_from(right.size, gallery_size, point),
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
            for f in known(self.here, name)
            if of_size(f, size)
        ]

    def fpir(self, group: str) -> Quantity | None:
        for name in ("galleries/fpir_predicted", "galleries/fpir"):
            for finding in self._of(name, group, lambda f: of_size(f, self.size)):
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
                    [f for f in same if size_of(f) == size_of(finding)] if first else []
                )
                return _Found(
                    _right(finding),
                    anywhere=not first,
                    listed=_right(listed[0]) if listed else None,
                    size=int(size_of(finding)) or None,
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
            if finding.id != "galleries/fnir_predicted" or of_size(finding, self.size)
        ]
        return sorted(found, key=lambda f: (not of_size(f, self.size), -size_of(f)))

    def _of(
        self,
        name: str,
        group: str,
        fits: Callable[[Finding], bool] = lambda _: True,
    ) -> Iterable[Finding]:
        return (f for f in known(self.here, name) if group_of(f) == group and fits(f))


def _carried_from(measured: int | None, size: int, point: Point) -> int | None:
    """Return from which gallery people found are carried; None as they are.

    At one score a smaller gallery finds nobody whom a larger one misses, but for those
    who came after a wrong person.
    """
    if measured is not None and measured > size and "threshold" in point:
        return None
    return measured


def _right(finding: Finding) -> Quantity:
    return quantity(finding, other_way=finding.id != "galleries/tpir")


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
            and size_of(finding) == size
            and same_point(point, point_of(finding))
        ):
            return {"threshold": finding.estimate}
    return {}
