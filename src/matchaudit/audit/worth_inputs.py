"""Choose, among the findings of an audit, those that a worth is worked out from."""

from collections.abc import Mapping, Sequence

from matchaudit.audit.typed_ranges import problem
from matchaudit.estimation.finding import Finding, Key
from matchaudit.galleries.worth import Inputs, Quantity
from matchaudit.galleries.worth.from_findings import inputs_at, points
from matchaudit.galleries.worth.operating_points import (
    OPERATING,
    Point,
    point_of,
    point_words,
    same_point,
)

_NAMES = {"score": "threshold"}
_WORDS = ("lists", "system")
_FORM = "Write it like this: --at score=0.62, or --at target_fpir=1e-3."


def measured_inputs(
    findings: Sequence[Finding],
    *,
    gallery_size: int,
    at: str | None,
    shown: int | None,
    given: Mapping[str, Quantity],
) -> list[Inputs]:
    """Return what an audit knows of a gallery, at the one operating point asked for.

    Parameters
    ----------
    findings : sequence of Finding
    gallery_size : int
    at : str or None
        Such as ``"score=0.62"``; needed where the audit has several points.
    shown : int or None
        In an investigation so many candidates are always shown.
    given : mapping of str to Quantity
        Rates that were typed: they come before those of the audit.

    Returns
    -------
    list of Inputs
        Of everybody first, then of groups.

    Raises
    ------
    InputError
        ``E13`` if it is not clear which point is meant, or a rate is missing.
    """
    known = points(findings, gallery_size)
    point = _chosen(known, at) if known or at is not None else _any(findings, given)
    found = inputs_at(
        findings, point, gallery_size=gallery_size, given=given, shown=shown
    )
    if not found or found[0].group:
        raise _missing(findings, point, given)
    return found


def _chosen(known: Sequence[Point], at: str | None) -> Point:
    fitting = known
    if at is not None:
        asked = _typed(at)
        fitting = [
            p for p in known if asked.keys() <= p.keys() and same_point(p, asked)
        ]
    if len(fitting) == 1:
        return fitting[0]
    names = "; ".join(", ".join(point_words(point)) for point in known)
    if not fitting:
        raise problem(
            f"The findings have no rate of wrong matches at {at}.",
            f"Choose one with --at: {names}." if known else "Leave out --at.",
        )
    first = ",".join(point_words(fitting[0]))
    raise problem(
        f"The findings have wrong matches at {len(fitting)} points, and a candidate is "
        f"worth something else at each: {names}.",
        f"Say which, such as --at {first}.",
    )


def _typed(at: str) -> Point:
    """Read a point: one key and its value, or several with commas between them."""
    point: dict[str, Key] = {}
    for said in at.split(","):
        name, equals, value = said.partition("=")
        key = _NAMES.get(name.strip(), name.strip())
        if not equals or key not in OPERATING:
            raise problem(f'--at takes a score or a target. It got "{at}".', _FORM)
        point[key] = value.strip() if key in _WORDS else _number(value, at)
    return point


def _number(value: str, at: str) -> float:
    try:
        return float(value)
    except ValueError:
        raise problem(f'--at takes a number. It got "{at}".', _FORM) from None


def _any(findings: Sequence[Finding], given: Mapping[str, Quantity]) -> Point:
    """Return the one point at which anything is known, where wrong matches were typed."""
    found = [
        point_of(f)
        for f in findings
        if f.id in ("accuracy/fnmr", "galleries/tpir", "galleries/fnir")
    ]
    distinct = {tuple(point.items()): point for point in found if point}
    if len(distinct) == 1:
        return next(iter(distinct.values()))
    if not distinct or "tpir" in given:
        return {}
    names = "; ".join(", ".join(point_words(point)) for point in distinct.values())
    raise problem(
        f"The findings say how often people are found at several points: {names}.",
        "Give the rate you mean with --tpir.",
    )


def _missing(
    findings: Sequence[Finding], point: Point, given: Mapping[str, Quantity]
) -> Exception:
    where = " and ".join(point_words(point)) or "any score"
    if "tpir" not in given and not inputs_at(
        findings, point, gallery_size=2, given={**given, "fmr": _ANY}
    ):
        return problem(
            f"The findings do not say how often the right person is found at {where}.",
            "Give a range, such as --tpir 0.90..0.97, or --at with another score.",
        )
    return problem(
        f"The findings do not say how often matches are wrong at {where}.",
        "Audit the scores with --gallery-size and --threshold, or give --fmr or --fpir.",
    )


_ANY = Quantity(low=0.0, high=1.0)
