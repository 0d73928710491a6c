"""The curve of growth: measured within the test, predicted beyond it, and its limits."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from matchaudit.errors import UndefinedMeasureError
from matchaudit.estimation.counts import Estimate
from matchaudit.estimation.finding import Column, Curve
from matchaudit.galleries.prediction.brackets import (
    Bracket,
    curve_bracket,
    fmr_bracket,
    rate_bracket,
)
from matchaudit.galleries.prediction.forecast import Fitted
from matchaudit.galleries.prediction.measured_growth import (
    largest_tested,
    measured_growth,
)
from matchaudit.tallies.gallery_tails import GalleryTail

NAME = "gallery_growth"
_MEASURED, _PREDICTED, _LIMITS = 6, 16, 6
_FITTED = 5  # sizes whose rates limit that of a larger gallery


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One point of the curve; see the columns."""

    threshold: float
    kind: str
    gallery_size: int
    group: str
    fpir: float | None
    low: float | None
    high: float | None
    within_horizon: bool


def limits(
    tail: GalleryTail, *, gallery_size: int, threshold: float, confidence: float
) -> Bracket:
    """Limit the rate in a gallery by what was measured in smaller ones.

    Parameters
    ----------
    tail : GalleryTail
    gallery_size : int
    threshold : float
    confidence : float
        That all the rates which the limits rest on lie within their intervals.

    Returns
    -------
    tuple of float
        (0, 1) where nothing was measured.
    """
    most = largest_tested(tail)
    sizes = _sizes(1, min(most, gallery_size), _FITTED)
    try:
        each = measured_growth(
            tail,
            sizes,
            threshold=threshold,
            confidence=1 - (1 - confidence) / len(sizes),
        )
    except UndefinedMeasureError:
        return 0.0, 1.0
    rates = [(one.low, one.high) for one in each]
    found = curve_bracket(sizes, rates, gallery_size=gallery_size)
    if found is not None:
        return found
    return rate_bracket(rates[-1], tested=sizes[-1], gallery_size=gallery_size)


def growth_rows(  # noqa: PLR0913 - what is drawn, at which score, of whom, how far
    tail: GalleryTail,
    fitted: Fitted | None,
    *,
    threshold: float,
    largest: int,
    group: str,
    confidence: float,
    like_test: bool = True,
) -> list[Row]:
    """Return the points of the curve at one score.

    Parameters
    ----------
    tail : GalleryTail
    fitted : Fitted or None
        None if nothing can be predicted.
    threshold : float
    largest : int
        The largest gallery that was asked for.
    group : str
        "" is everybody: then limits and the naive line stand beside the prediction.
    confidence : float
    like_test : bool, default=True
        False if the gallery is declared to be made up otherwise than the test: then
        what was measured does not limit it.

    Returns
    -------
    list of Row
    """
    most = largest_tested(tail)
    within = fitted is not None and (
        fitted.forecast(max(largest, 2), threshold, confidence=confidence).beyond
        is None
    )

    def row(kind: str, size: int, rate: float | None, ends: Bracket | None) -> Row:
        return Row(
            threshold=threshold,
            kind=kind,
            gallery_size=size,
            group=group,
            fpir=rate,
            low=None if ends is None else ends[0],
            high=None if ends is None else ends[1],
            within_horizon=within or kind == "measured",
        )

    sizes = _sizes(max(1, most // 32), most, _MEASURED)
    measured = _measured(tail, sizes, threshold, confidence)
    rows = [row("measured", s, e.value, (e.low, e.high)) for s, e in measured]
    further = _sizes(min(most, largest), largest, _PREDICTED)
    if fitted is not None and within:
        for size in further:
            f = fitted.forecast(size, threshold, confidence=confidence)
            rows.append(row("predicted", size, f.fpir, (f.low, f.high)))
    if group or not like_test:
        return rows
    for size in _sizes(min(most, largest), largest, _LIMITS):
        ends = limits(
            tail, gallery_size=size, threshold=threshold, confidence=confidence
        )
        rows.append(row("bracket", size, None, ends))
    fmr = _fmr(tail, fitted, threshold, confidence)
    if fmr > 0:
        rows += [
            row("naive", size, fmr_bracket((fmr, fmr), size)[1], None)
            for size in sorted({*sizes, *further})
        ]
    return rows


def growth_curve(rows: Iterable[Row]) -> Curve:
    """Return the curve of these rows, in the order of score, group, kind and size."""
    order = {"measured": 0, "predicted": 1, "bracket": 2, "naive": 3}
    every = sorted(
        rows, key=lambda r: (r.threshold, r.group, order[r.kind], r.gallery_size)
    )
    columns = tuple(
        Column(name, kind, unit, meaning, tuple(getattr(row, name) for row in every))
        for name, kind, unit, meaning in _COLUMNS
    )
    title = "Searches that return a wrong person, as the gallery grows"
    return Curve(NAME, title, columns)


_KINDS = (
    "measured: in galleries drawn from the test's own; predicted; bracket: limits "
    "without a model; naive: as if all comparisons were independent."
)
_Kind = Literal["string", "integer", "number", "boolean"]
_COLUMNS: tuple[tuple[str, _Kind, str, str], ...] = (
    ("threshold", "number", "score", "A candidate is returned from this score on."),
    ("kind", "string", "", _KINDS),
    ("gallery_size", "integer", "people", "People in the gallery."),
    ("group", "string", "", "Of the people searched for; empty: everybody."),
    ("fpir", "number", "probability", "Searches that return a wrong person."),
    ("low", "number", "probability", "Lower end; empty: not known."),
    ("high", "number", "probability", "Upper end; empty: not known."),
    ("within_horizon", "boolean", "", "Whether the score can be predicted for."),
)


def _measured(
    tail: GalleryTail, sizes: Sequence[int], threshold: float, confidence: float
) -> list[tuple[int, Estimate]]:
    try:
        found = measured_growth(tail, sizes, threshold=threshold, confidence=confidence)
    except UndefinedMeasureError:
        return []
    return list(zip(sizes, found, strict=True))


def _fmr(
    tail: GalleryTail, fitted: Fitted | None, threshold: float, confidence: float
) -> float:
    """Return the false match rate: measured if the test shows one, else predicted."""
    found = _measured(tail, [1], threshold, confidence)
    if found and found[0][1].value > 0:
        return found[0][1].value
    if fitted is None:
        return 0.0
    return fitted.forecast(1, threshold, confidence=confidence).fpir


def _sizes(first: int, last: int, n: int) -> list[int]:
    """Return whole numbers that rise by about a factor."""
    each = np.geomspace(first, max(first, last), n)
    return sorted({int(size) for size in np.rint(each)} | {int(last)})
