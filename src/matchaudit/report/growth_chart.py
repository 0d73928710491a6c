"""How a rate grows with the gallery: what was measured, what is predicted, to where."""

from collections.abc import Sequence
from dataclasses import dataclass

from matchaudit.report.axes import LogAxis, log_axis
from matchaudit.report.figure import INK, NARROW, SERIES, Spec
from matchaudit.report.marks import (
    Rows,
    layer,
    layered,
    placed,
    point_mark,
    text_field,
    x_axis,
)

Path = tuple[tuple[float, float], ...]

LOWEST = 1e-7
"""Rates below are drawn at the edge."""

PREDICTED, MEASURED, FORMULA, BRACKETS = SERIES


@dataclass(frozen=True, slots=True)
class Measured:
    """A rate at one size with its interval; an end or a rate of 0 is off the axis."""

    size: float
    rate: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Growth:
    """What is known of one threshold at galleries of all sizes.

    Attributes
    ----------
    measured : tuple of Measured
    predicted, naive : tuple of (float, float)
        Size and rate, by rising size.
    band, brackets : tuple of (float, float, float)
        Size, lower and upper end, by rising size.
    horizon : float or None
        The size up to which a prediction is made; None: nothing is beyond it.
    asked : tuple of float
        Sizes that somebody asked for: each has a tick.
    """

    measured: tuple[Measured, ...]
    predicted: Path
    naive: Path
    band: tuple[tuple[float, float, float], ...]
    brackets: tuple[tuple[float, float, float], ...]
    horizon: float | None
    asked: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Labels:
    """The words in a figure of growth."""

    measured: str
    predicted: str
    naive: str
    brackets: str
    horizon: str
    x: str
    y: str


def growth_axes(growth: Growth) -> tuple[LogAxis, LogAxis]:
    """Return the axes of sizes and of rates that hold everything."""
    sizes = [m.size for m in growth.measured]
    sizes += [row[0] for row in (*growth.predicted, *growth.naive)]
    sizes += [row[0] for row in (*growth.band, *growth.brackets)]
    sizes += growth.asked
    rates = [m.high for m in growth.measured] + [m.rate for m in growth.measured]
    rates += [rate for _, rate in growth.predicted]
    rates += [end for _, *ends in growth.band for end in ends]
    rates += [high for _, _, high in growth.brackets]
    if not rates:
        rates = [rate for _, rate in growth.naive]
    y = log_axis((max(r, LOWEST) for r in rates if r), kind="rate")
    low, high = min(sizes), max(sizes)
    if high < low * 10:
        low, high = low / 3, high * 3
    return LogAxis(low / 1.3, high * 1.3, "people", named=growth.asked), y


def growth_chart(growth: Growth, *, labels: Labels, width: int) -> Spec:
    """Draw a growth on log axes, each part with its own dash, mark and name."""
    narrow = width <= NARROW
    height = width if narrow else 420
    x, y = growth_axes(growth)
    ex = x_axis("x", x, labels.x, width - 110)
    ey = {**x_axis("y", y, labels.y), "axis": y.guide(5 if narrow else 7)}
    place = {"x": ex, "y": ey, "order": {"field": "k", "type": "quantitative"}}
    layers = [
        _area(growth.brackets, BRACKETS, (x, y), place),
        _area(growth.band, PREDICTED, (x, y), place),
        *_edges(growth.brackets, (x, y), place),
        _line(growth.naive, (x, y), place, color=FORMULA, strokeDash=[2, 3]),
        _line(growth.predicted, (x, y), place, color=PREDICTED),
        *_points(growth.measured, (x, y), place),
        *_horizon(growth, labels.horizon, (x, y), place),
        *_words(growth, labels, (x, y), place),
    ]
    chart = layered(layers, width, height)
    # Room above for the name of a line that ends at the top.
    return {**chart, "padding": {"left": 4, "top": 36, "bottom": 4, "right": 24}}


def _area(
    rows: Sequence[tuple[float, float, float]],
    colour: str,
    axes: tuple[LogAxis, LogAxis],
    place: Spec,
) -> Spec:
    path = [(n, high) for n, _, high in rows]
    path += [(n, low) for n, low, _ in reversed(rows)]
    mark = {
        "type": "line",
        "filled": True,
        "fill": colour,
        "stroke": None,
        "fillOpacity": 0.14,
    }
    return layer(placed(path, *axes) if len(rows) > 1 else [], mark, place)


def _edges(
    rows: Sequence[tuple[float, float, float]],
    axes: tuple[LogAxis, LogAxis],
    place: Spec,
) -> list[Spec]:
    """Draw both sides of brackets: no line runs between them."""
    sides = [[(row[0], row[k]) for row in rows] for k in (1, 2)]
    return [
        _line(side, axes, place, color=BRACKETS, strokeDash=[6, 3], strokeWidth=1.6)
        for side in sides
    ]


def _line(
    path: Sequence[tuple[float, float]],
    axes: tuple[LogAxis, LogAxis],
    place: Spec,
    **style: object,
) -> Spec:
    mark = {"type": "line", "strokeWidth": 2.2, **style}
    return layer(placed(path, *axes) if len(path) > 1 else [], mark, place)


def _points(
    measured: Sequence[Measured], axes: tuple[LogAxis, LogAxis], place: Spec
) -> list[Spec]:
    """Draw each measured rate with its interval; an end off the axis is an arrow."""
    y = axes[1]
    rows = [
        {"x": m.size, "y": max(m.low, y.low), "y2": min(max(m.high, y.low), y.high)}
        for m in measured
    ]
    rule = {"type": "rule", "color": MEASURED, "strokeWidth": 2}
    open_ones = [{"x": m.size, "y": y.low} for m in measured if m.low < y.low]
    dots = [(m.size, m.rate) for m in measured if m.rate >= y.low]
    return [
        layer(rows, rule, {**place, "y2": {"field": "y2"}}),
        layer(open_ones, point_mark("triangle-down", MEASURED, size=50), place),
        layer(placed(dots, *axes), point_mark("square", MEASURED, size=50), place),
    ]


def _horizon(
    growth: Growth, label: str, axes: tuple[LogAxis, LogAxis], place: Spec
) -> list[Spec]:
    """Draw the line across at which the prediction ends, with its name at the foot."""
    if growth.horizon is None:
        return []
    at = {"x": growth.horizon}
    rule = {"type": "rule", "color": INK, "strokeDash": [4, 3]}
    left = axes[0].place(growth.horizon) > 0.5
    text = {
        "type": "text",
        "fontSize": 12,
        "color": INK,
        "align": "right" if left else "left",
        "dx": -6 if left else 6,
        "dy": -22,
        "lineBreak": "\n",
    }
    foot = {**at, "y": axes[1].low, "text": label}
    return [
        layer([at], rule, {"x": place["x"]}),
        layer([foot], text, {**place, "text": text_field("text")}),
    ]


def _words(
    growth: Growth, labels: Labels, axes: tuple[LogAxis, LogAxis], place: Spec
) -> list[Spec]:
    """Write the name of each part beside it."""
    bold = {"type": "text", "fontSize": 12, "fontWeight": 600, "lineBreak": "\n"}
    named: list[tuple[str, str, tuple[float, float] | None, Spec]] = [
        (labels.naive, FORMULA, _end(growth.naive), _OVER),
        (labels.predicted, PREDICTED, _middle(growth.predicted), _BELOW),
        (labels.measured, MEASURED, _centre(growth.measured), _BELOW),
        (labels.brackets, BRACKETS, _foot(growth.brackets), _UNDER),
    ]
    layers = []
    for text, colour, at, side in named:
        rows: Rows = []
        if at is not None:
            rows = [{**row, "text": text} for row in placed([at], *axes)]
        mark = {**bold, "color": colour, **side}
        layers.append(layer(rows, mark, {**place, "text": text_field("text")}))
    return layers


_OVER = {"align": "right", "dx": 4, "dy": -22}
"""Left of the end of a line that rises, and above it: nothing else is there."""
_BELOW = {"align": "left", "dx": 8, "dy": 14}
_UNDER = {"align": "right", "dx": -4, "dy": 14}


def _end(path: Path) -> tuple[float, float] | None:
    return path[-1] if len(path) > 1 else None


def _middle(path: Path) -> tuple[float, float] | None:
    return path[len(path) * 2 // 5] if len(path) > 1 else None


def _centre(measured: Sequence[Measured]) -> tuple[float, float] | None:
    seen = [m for m in measured if m.rate > 0]
    return (seen[len(seen) // 2].size, seen[len(seen) // 2].rate) if seen else None


def _foot(rows: Sequence[tuple[float, float, float]]) -> tuple[float, float] | None:
    """Return the lower right corner of the brackets: below it is nothing."""
    return rows[-1][:2] if len(rows) > 1 else None
