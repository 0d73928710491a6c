"""What every chart is put together from: layers, axes and marks in Vega-Lite."""

import textwrap
from collections.abc import Sequence
from typing import Any

from matchaudit.report.axes import Axis, LogAxis
from matchaudit.report.figure import Spec

LETTER = 7.4
"""Pixels that a letter of 12 pixels takes at most, on average."""

Rows = list[dict[str, Any]]


def layered(layers: list[Spec], width: int, height: int) -> Spec:
    """Return a chart of these layers; empty ones are left out."""
    return {
        "width": width,
        "height": height,
        "autosize": {"type": "fit", "contains": "padding"},
        "layer": [layer for layer in layers if layer["data"]["values"]],
    }


def layer(rows: Rows, mark: Spec, encoding: Spec) -> Spec:
    """Return one layer: rows, how they are drawn, and where."""
    return {"data": {"values": rows}, "mark": mark, "encoding": encoding}


def x_axis(field: str, axis: Axis, title: str | None = None, room: int = 0) -> Spec:
    """Return an axis with as many ticks as fit into so many pixels."""
    letters = _LETTERS.get(axis.kind, 14) if isinstance(axis, LogAxis) else 7
    limit = max(int(room / (letters * LETTER)), 2)
    return {
        "field": field,
        "type": "quantitative",
        "title": _wrapped(title, room),
        "scale": axis.scale,
        "axis": axis.guide(limit),
    }


def _wrapped(title: str | None, room: int) -> str | list[str] | None:
    """Break a title that is broader than the axis."""
    if title is None or room <= 0 or len(title) * NARROW_LETTER <= room + SPARE:
        return title
    return textwrap.wrap(title, int((room + SPARE) / NARROW_LETTER))


NARROW_LETTER = 6.2
"""Pixels that a letter of 12 pixels takes on average in a long line."""

SPARE = 20
"""Pixels by which a title may be broader than the axis that it is centred on."""

_LETTERS = {"ratio": 7, "people": 9, "count": 5}
"""How long the words at a tick are, for the kinds of axis that have short ones."""


def text_field(field: str) -> Spec:
    """Return an encoding that takes words as they are."""
    return {"field": field, "type": "nominal"}


def point_mark(shape: str, colour: str, *, size: int = 45) -> Spec:
    """Return a filled point."""
    return {
        "type": "point",
        "shape": shape,
        "filled": True,
        "size": size,
        "color": colour,
        "opacity": 1,
    }


def placed(points: Sequence[tuple[float, float]], x: Axis, y: Axis) -> Rows:
    """Return points that the scales can hold: what lies outside goes to the edge."""
    return [
        {
            "x": _significant(min(max(a, x.low), x.high)),
            "y": _significant(min(max(b, y.low), y.high)),
            "k": k,
        }
        for k, (a, b) in enumerate(points)
    ]


def _significant(value: float) -> float:
    return float(f"{value:.5g}")
