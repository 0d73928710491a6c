"""A funnel: shares against their numbers, between the limits that chance draws."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from matchaudit.report.axes import PlainAxis
from matchaudit.report.figure import INK, NARROW, SERIES, Spec
from matchaudit.report.marks import LETTER, layer, layered, point_mark, text_field

MARKS = {
    "none": ("circle", SERIES[0]),
    "95": ("diamond", SERIES[3]),
    "99.8": ("triangle-up", SERIES[2]),
}
"""The shape and the colour of a dot inside, outside the inner, outside the outer limits."""


UNSEEN = 0.2
"""Pixels by which a line may lie beside its points."""


@dataclass(frozen=True, slots=True)
class Dot:
    """One place or person: how many there were, the share, and the limits there.

    Attributes
    ----------
    inner, outer : tuple of float
        The ends between which chance alone keeps 95 and 99.8 in 100.
    outside : {"none", "95", "99.8"}
    label : str
        Written beside the dot; may be empty.
    """

    n: float
    share: float
    inner: tuple[float, float]
    outer: tuple[float, float]
    outside: str
    label: str = ""


def funnel_chart(
    dots: Sequence[Dot], *, centre: float, titles: tuple[str, str], width: int
) -> Spec:
    """Draw each dot, the share of all as a line, and the limits on both sides of it.

    The inner limits are dashed. Where few make them wide they leave the picture.
    """
    most = max(dot.n for dot in dots)
    middle = sorted(dot.outer[1] for dot in dots)[len(dots) // 2]
    highest = max(middle, 1.15 * max(dot.share for dot in dots))
    x = PlainAxis(0.0, most * 1.06, "~s" if most >= 10_000 else ",d")
    y = PlainAxis(0.0, min(highest * 1.06, 1.0), "~%")
    room = 4 if width <= NARROW else 7
    place = {
        "x": _axis("x", x, titles[0], room),
        "y": _axis("y", y, titles[1], 5),
    }
    whole = {"type": "rule", "color": INK, "strokeWidth": 1.5}
    layers = [layer([{"y": centre}], whole, {"y": place["y"]})]
    scale = width / y.high
    layers += [
        _limit(_line(dots, (ends, side), scale), dash, place)
        for ends, dash in (("inner", [5, 3]), ("outer", [1, 0]))
        for side in (0, 1)
    ]
    for outside, (shape, colour) in MARKS.items():
        rows = [_row(dot) for dot in dots if dot.outside == outside]
        layers.append(layer(rows, point_mark(shape, colour, size=80), place))
    layers += _labels(dots, x, place)
    return layered(layers, width, 330 if width <= NARROW else 380)


def _line(
    dots: Sequence[Dot], which: tuple[str, int], scale: float
) -> list[tuple[float, float]]:
    """Return the limits of all numbers from left to right, but those nobody sees."""
    ends, side = which
    heights = {dot.n: getattr(dot, ends)[side] for dot in dots}
    return seen([(n, heights[n]) for n in sorted(heights)], scale)


def _limit(
    line: Sequence[tuple[float, float]], dash: list[int], place: dict[str, Spec]
) -> Spec:
    mark = {
        "type": "line",
        "color": SERIES[1],
        "strokeWidth": 1.8,
        "strokeDash": dash,
        "clip": True,
    }
    return layer([{"x": n, "y": height} for n, height in line], mark, place)


def seen(
    line: Sequence[tuple[float, float]], scale: float
) -> list[tuple[float, float]]:
    """Leave out points that lie as good as on the line between others.

    That of Douglas and Peucker, with heights only: ``scale`` is pixels to a unit of height.

    Examples
    --------
    >>> seen([(0, 0), (1, 0.001), (2, 0), (3, 5), (4, 10)], 100)
    [(0, 0), (2, 0), (4, 10)]
    """
    if len(line) < 3:
        return list(line)
    (x0, y0), (x1, y1) = line[0], line[-1]
    off = [abs(y - y0 - (y1 - y0) * (x - x0) / (x1 - x0)) * scale for x, y in line]
    k = off.index(max(off))
    if off[k] < UNSEEN:
        return [line[0], line[-1]]
    return [*seen(line[: k + 1], scale)[:-1], *seen(line[k:], scale)]


def _labels(dots: Sequence[Dot], x: PlainAxis, place: dict[str, Spec]) -> list[Spec]:
    text = {"type": "text", "fontSize": 12, "fontWeight": 600, "color": INK}
    layers = []
    for align, dx in (("left", 9), ("right", -9)):
        rows = [
            _row(dot)
            for dot in dots
            if dot.label and (x.place(dot.n) > 0.6) == (align == "right")
        ]
        mark = {**text, "align": align, "dx": dx}
        layers.append(layer(rows, mark, {**place, "text": text_field("label")}))
    return layers


def _row(dot: Dot) -> dict[str, Any]:
    return {"x": dot.n, "y": dot.share, "label": dot.label}


def _axis(field: str, axis: PlainAxis, title: str, ticks: int) -> Spec:
    guide = {**axis.guide(ticks), "titleLimit": int(45 * LETTER)}
    return {
        "field": field,
        "type": "quantitative",
        "title": title,
        "scale": axis.scale,
        "axis": guide,
    }
