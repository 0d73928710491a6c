"""The charts as Vega-Lite: each takes numbers and a width in pixels.

The specifications are written as plain mappings. Building the same ones with Altair
took five CPU seconds of a report's ten, nearly all of it to check our own constants.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from matchaudit.report.axes import Axis, DayAxis, LogAxis, PlainAxis
from matchaudit.report.figure import CARD, INK, NARROW, SERIES, Spec
from matchaudit.report.marks import (
    LETTER,
    Rows,
    layer,
    layered,
    placed,
    point_mark,
    text_field,
    x_axis,
)
from matchaudit.report.shades import shade

SHAPES = ("circle", "square", "triangle-up", "diamond")
MOST_BESIDE = 0.28
"""Part of the width that names may take beside the lines; longer ones stand above."""
DASHES = ([1, 0], [7, 3], [2, 2], [9, 3, 2, 3])


@dataclass(frozen=True, slots=True)
class Span:
    """One row of an interval chart; an end that is None is open."""

    label: str
    value: float | None
    low: float | None
    high: float | None
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """One series: points from left to right, and its band as a closed path.

    Attributes
    ----------
    label_at : int or None
        The point that the label stands over (a peak) or right of (elsewhere); None:
        right of the last one.
    notes : tuple of (float, float, str)
        Words over places of the line, such as the height of a step.
    edged : bool
        True where nothing between the ends of the band is more likely than the rest:
        its two sides are drawn, and no line between them.
    """

    label: str
    points: tuple[tuple[float, float], ...]
    band: tuple[tuple[float, float], ...] = ()
    label_at: int | None = None
    notes: tuple[tuple[float, float, str], ...] = ()
    edged: bool = False

    @property
    def paths(self) -> tuple[tuple[tuple[float, float], ...], ...]:
        """What is drawn as a line: the points, or both sides of the band."""
        half = len(self.band) // 2
        return (self.band[:half], self.band[half:]) if self.edged else (self.points,)


def interval_chart(
    spans: Sequence[Span], *, axis: LogAxis | PlainAxis, title: str, width: int
) -> Spec:
    """Draw one row for each span: a point, a line to both ends, the number in words."""
    rows = [_drawn(span, axis) for span in spans]
    room = 110 if width <= NARROW else 230
    widest = max(len(part) for span in spans for part in span.label.split("\n"))
    y = {
        "field": "label",
        "type": "nominal",
        "sort": [span.label for span in spans],
        "title": None,
        "axis": {
            "labelLimit": room,
            "minExtent": min(room, widest * LETTER + 8),
            "labelExpr": r"split(datum.label, '\n')",
            "labelOffset": -8 if any("\n" in span.label for span in spans) else 0,
            "ticks": False,
            "domain": False,
            "labelPadding": 8,
        },
    }
    x = x_axis("low", axis, title, width - room)
    rule = {"type": "rule", "color": SERIES[0], "strokeWidth": 3}
    layers = [layer(rows, rule, {"x": x, "x2": {"field": "high"}, "y": y})]
    if isinstance(axis, LogAxis) and axis.mark is not None:
        mark = {"type": "rule", "color": INK, "strokeDash": [4, 3]}
        layers.insert(0, layer([{"low": axis.mark}], mark, {"x": x}))
    for side, shape in (("low", "triangle-left"), ("high", "triangle-right")):
        ends = [row for row in rows if row[f"{side}_open"]]
        point = point_mark(shape, SERIES[0], size=70)
        layers.append(layer(ends, point, {"x": {**x, "field": side}, "y": y}))
    shown = [row for row in rows if row["value"] is not None]
    dot = {
        **point_mark("circle", SERIES[0], size=80),
        "stroke": CARD,
        "strokeWidth": 1.5,
    }
    layers.append(layer(shown, dot, {"x": {**x, "field": "value"}, "y": y}))
    for align in ("left", "center", "right"):
        chosen = [row for row in rows if row["align"] == align]
        text = {"type": "text", "align": align, "dy": -12, "fontSize": 12, "color": INK}
        encoding = {"x": {**x, "field": "middle"}, "y": y, "text": text_field("text")}
        layers.append(layer(chosen, text, encoding))
    return layered(layers, width, 40 * len(spans) + 56)


def line_chart(
    lines: Sequence[Line], *, x: Axis, y: Axis, titles: tuple[str, str], width: int
) -> Spec:
    """Draw at most four lines, told apart by dash, mark and a label of their own."""
    height = min(width, 420)
    lines = lines[: len(SERIES)]
    ex = x_axis("x", x, titles[0], width - 90)
    ey = {**x_axis("y", y, titles[1]), "axis": y.guide(4 if width <= NARROW else 6)}
    place = {"x": ex, "y": ey, "order": {"field": "k", "type": "quantitative"}}
    faint = 0.14 if len(lines) <= 2 else 0.08
    bands, strokes, marks = [], [], []
    for k, line in enumerate(lines):
        bands.append(layer(placed(line.band, x, y), _area(k, faint), place))
        for path in line.paths:
            strokes.append(layer(placed(path, x, y), _stroke(k, line), place))
            spread = placed(_spread(path, k), x, y)
            marks.append(layer(spread, point_mark(SHAPES[k], SERIES[k]), place))
    room, above = 8.0, 6
    beside = len(lines) > 1 and any(line.label_at is None for line in lines)
    longest = max(len(line.label) for line in lines) * LETTER + 12
    if beside and longest > width * MOST_BESIDE:
        marks += _names_above(lines)
        above = 10 + 18 * len(lines)
        height += above
    elif len(lines) > 1:
        marks += _labels(lines, (x, y), {"x": ex, "y": ey}, height)
        room = longest if beside else room
    crossing = _crossing(x, y, {"x": ex, "y": ey})
    notes = [_notes(line, {"x": ex, "y": ey}) for line in lines]
    chart = layered([*bands, *crossing, *strokes, *marks, *notes], width, height)
    return {**chart, "padding": {"left": 4, "top": above, "bottom": 4, "right": room}}


def _area(k: int, opacity: float) -> Spec:
    return {
        "type": "line",
        "filled": True,
        "fill": SERIES[k],
        "stroke": None,
        "fillOpacity": opacity,
    }


def _stroke(k: int, line: Line) -> Spec:
    return {
        "type": "line",
        "color": SERIES[k],
        "strokeWidth": 1.5 if line.edged else 2.2,
        "strokeDash": DASHES[k],
    }


def _crossing(x: Axis, y: Axis, place: dict[str, Spec]) -> list[Spec]:
    """Draw the lines across: where a ratio is 1, on which days something changed."""
    rule = {"type": "rule", "color": INK, "strokeDash": [4, 3]}
    level = [{"y": y.mark}] if isinstance(y, LogAxis) and y.mark else []
    days = [{"x": day} for day in x.marks] if isinstance(x, DayAxis) else []
    return [
        layer(level, rule, {"y": place["y"]}),
        layer(days, rule, {"x": place["x"]}),
    ]


def _notes(line: Line, place: dict[str, Spec]) -> Spec:
    rows = [{"x": a, "y": b, "text": text} for a, b, text in line.notes]
    mark = {"type": "text", "dy": -9, "fontSize": 12, "color": INK}
    return layer(rows, mark, {**place, "text": text_field("text")})


def heat_map(
    cells: Sequence[tuple[str, str, float | None, str]],
    *,
    titles: tuple[str, str],
    width: int,
) -> Spec:
    """Draw a square of numbers; a darker cell is a higher rate (log scale)."""
    rates = [rate for _, _, rate, _ in cells if rate]
    ends = (min(rates), max(rates)) if rates else (1.0, 1.0)
    rows = [
        {"row": row, "column": column, "text": text, **shade(rate, ends)}
        for row, column, rate, text in cells
    ]
    order = list(dict.fromkeys(row for row, _, _, _ in cells))
    few = len(order) <= 6
    widest = max(len(name) for name in order)
    room = min(80 if width <= NARROW else 150, widest * LETTER + 6)
    side = {"labelLimit": room, "ticks": False, "domain": False, "labelPadding": 6}
    angle = 0 if widest * LETTER < (width - 120) / len(order) else -45
    across = {**side, "orient": "top", "labelAngle": angle}
    column = _names("column", order, titles[1], across)
    row = _names("row", order, titles[0], {**side, "minExtent": room})
    place = {"x": column, "y": row}
    fill = {"field": "fill", "type": "nominal", "scale": None}
    ink = {"field": "ink", "type": "nominal", "scale": None}
    text = {"type": "text", "fontSize": 13 if few else 10}
    layers = [
        layer(rows, {"type": "rect", "cornerRadius": 3}, {**place, "color": fill}),
        layer(rows, text, {**place, "text": text_field("text"), "color": ink}),
    ]
    return layered(layers, width, (44 if few else 30) * len(order) + 80)


def _names(field: str, order: list[str], title: str, axis: Spec) -> Spec:
    return {
        "field": field,
        "type": "nominal",
        "sort": order,
        "title": title,
        "axis": axis,
        "scale": {"paddingInner": 0.05},
    }


def _drawn(span: Span, axis: LogAxis | PlainAxis) -> dict[str, Any]:
    low = axis.low if span.low is None else max(span.low, axis.low)
    high = axis.high if span.high is None else min(span.high, axis.high)
    value = None if span.value is None or span.value < axis.low else span.value
    middle = high if value is None else value
    place = axis.place(middle)
    return {
        "label": span.label,
        "low": low,
        "high": high,
        "value": value,
        "low_open": span.low is None or span.low < axis.low,
        "high_open": span.high is None or span.high > axis.high,
        "text": span.text,
        "middle": middle,
        "align": "left" if place < 0.25 else "right" if place > 0.75 else "center",
    }


def _spread(
    points: tuple[tuple[float, float], ...], k: int
) -> list[tuple[float, float]]:
    """Choose about five points to mark, at other places for each series."""
    step = max(len(points) // 5, 1)
    return list(points[(k * step) // 4 :: step])


def _names_above(lines: Sequence[Line]) -> list[Spec]:
    """Write each series' mark and name above the chart: beside it is no room."""
    layers = []
    for k, line in enumerate(lines):
        y = {"value": 18 * (k - len(lines)) + 4}
        mark = point_mark(SHAPES[k], SERIES[k])
        text = {
            "type": "text",
            "align": "left",
            "baseline": "middle",
            "fontSize": 12,
            "fontWeight": 600,
            "color": SERIES[k],
        }
        row = [{"label": line.label}]
        layers += [
            layer(row, mark, {"x": {"value": 6}, "y": y}),
            layer(
                row,
                text,
                {"x": {"value": 16}, "y": y, "text": text_field("label")},
            ),
        ]
    return layers


def _labels(
    lines: Sequence[Line], axes: tuple[Axis, Axis], place: Spec, height: int
) -> list[Spec]:
    """Write each series' name over its peak, or right of its end without overlap."""
    right: Rows = []
    over: Rows = []
    beside: Rows = []
    taken = [-1.0]
    gap = 16 / (height - 60)
    rightmost = [max(line.points) for line in lines]
    for k in sorted(range(len(lines)), key=lambda k: rightmost[k][1]):
        line = lines[k]
        label = {"label": line.label, "colour": SERIES[k]}
        if line.label_at is not None:
            a, b = line.points[line.label_at]
            peak = b == max(y for _, y in line.points)
            (over if peak else beside).append({**label, "x": a, "y": b})
            continue
        a, b = rightmost[k]
        up = max(axes[1].place(b), taken[-1] + gap)
        taken.append(up)
        right.append({**label, "x": min(a, axes[0].high), "y": axes[1].at(up)})
    words = {
        "text": text_field("label"),
        "color": {**text_field("colour"), "scale": None},
    }
    bold = {"type": "text", "fontSize": 12, "fontWeight": 600}
    return [
        layer(right, {**bold, "align": "left", "dx": 9}, {**place, **words}),
        layer(over, {**bold, "dy": -9}, {**place, **words}),
        layer(beside, {**bold, "align": "left", "dx": 9, "dy": -3}, {**place, **words}),
    ]
