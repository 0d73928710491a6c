"""Findings by what they are of: an operating point, a gallery, a group."""

import math
from collections.abc import Iterable, Mapping

from matchaudit.estimation.finding import Finding, Key

OPERATING = ("threshold", "target_fpir", "target_fmr", "lists", "system")
"""Population keys that say at which point a rate was taken."""

Point = Mapping[str, Key]
"""An operating point, such as ``{"threshold": 0.62}``."""

_NEITHER = frozenset({*OPERATING, "gallery_size", "rank", "predicted"})
_GROUPS = frozenset({"group", "probe_group"})


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


def known(findings: Iterable[Finding], name: str) -> list[Finding]:
    """Return the findings of an id that have a range."""
    return [f for f in findings if f.id == name and f.interval is not None]


def size_of(finding: Finding) -> float:
    """Return of how many people its gallery is; 0 where it names none."""
    size = finding.population.get("gallery_size", 0)
    return float(size) if isinstance(size, (int, float)) else 0.0


def of_size(finding: Finding, size: int) -> bool:
    """Return whether it is of searches of such a gallery, or of comparisons."""
    return finding.id.startswith("accuracy/") or size_of(finding) == size


def _equal(one: Key, other: Key) -> bool:
    if isinstance(one, str) or isinstance(other, str):
        return one == other
    return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-12)
