"""A rate or a ratio that was found, as an input of the model."""

from collections.abc import Sequence
from statistics import NormalDist

from matchaudit.estimation.finding import Finding
from matchaudit.galleries.worth.drawing import log_odds, share_at
from matchaudit.galleries.worth.operating_points import (
    Point,
    group_of,
    known,
    point_of,
    point_words,
    same_point,
)
from matchaudit.galleries.worth.quantities import Quantity, Ratio

_CALLED = {
    "lower": ("lower", "lower_face"),
    "full": ("full", "eyes_only"),
}
"""What records call faces that are covered so."""
_BARE = ("none", "no", "bare", "uncovered")
"""What records call faces that nothing covers."""
_LEAST = 1e-3
_Z_OF_95 = NormalDist().inv_cdf(0.975)


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
        Of the rates, as it was measured; None as well where it was measured beside
        another cover.
    """
    fitting = [
        f
        for f in known(findings, "accuracy/condition_contrast")
        if f.population.get("measure") == measure
        and f.population.get("condition") in _CALLED.get(cover, (cover,))
        and f.population.get("against", "none") in _BARE
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
