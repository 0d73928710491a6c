"""Which months were reported: rows, a nil return, or silence, told apart by shape."""

from collections.abc import Sequence
from dataclasses import dataclass

from matchaudit.report.figure import AXIS, INK, NARROW, SERIES, Spec
from matchaudit.report.marks import LETTER, layer, layered, point_mark, text_field

STATES = ("rows", "nil return", "silent")


@dataclass(frozen=True, slots=True)
class Month:
    """What one agency sent for one month, such as "2024-03".

    Attributes
    ----------
    state : {"rows", "nil return", "silent"}
    """

    agency: str
    month: str
    state: str


def month_bars(counts: Sequence[tuple[str, int]], *, title: str, width: int) -> Spec:
    """Draw one bar for each month, with its number where there is room."""
    rows = [{"month": month, "n": n, "text": f"{n:,}"} for month, n in counts]
    x = _months([month for month, _ in counts], width)
    y = {
        "field": "n",
        "type": "quantitative",
        "title": title,
        "axis": {"tickCount": 4, "format": ",d"},
    }
    bar = {"type": "bar", "color": SERIES[0]}
    text = {"type": "text", "dy": -7, "fontSize": 12, "color": INK}
    widest = max(len(str(row["text"])) for row in rows)
    fits = widest * LETTER < (width - 80) / len(rows)
    layers = [
        layer(rows, bar, {"x": x, "y": y}),
        layer(rows if fits else [], text, {"x": x, "y": y, "text": text_field("text")}),
    ]
    return layered(layers, width, 260)


def month_marks(
    months: Sequence[Month], *, words: tuple[str, str, str], width: int
) -> Spec:
    """Draw a row for each agency: a square, a ring or a cross for each month.

    ``words`` name the three states in the order of `STATES`; they stand beside their
    shape in the rows above the agencies.
    """
    names = list(dict.fromkeys(month.agency for month in months))
    every = sorted({month.month for month in months})
    room = 90 if width <= NARROW else 170
    y = {
        "field": "agency",
        "type": "nominal",
        "sort": [*words, *names],
        "title": None,
        "axis": {
            "labelLimit": room,
            "minExtent": min(room, max(map(len, (*words, *names))) * LETTER + 8),
            "ticks": False,
            "domain": False,
        },
    }
    place = {"x": _months(every, width - room), "y": y}
    size = min(((width - room) / len(every) * 0.6) ** 2, 110)
    layers = []
    for state, word in zip(STATES, words, strict=True):
        rows = [
            {"agency": m.agency, "month": m.month} for m in months if m.state == state
        ]
        legend = [{"agency": word, "month": every[0]}]
        layers.append(layer([*legend, *rows], _mark(state, size), place))
    return layered(layers, width, 22 * (len(names) + len(words)) + 60)


def _mark(state: str, size: float) -> Spec:
    if state == "rows":
        return point_mark("square", SERIES[0], size=int(size))
    if state == "nil return":
        ring = point_mark("circle", INK, size=int(size))
        return {**ring, "filled": False, "strokeWidth": 1.6, "fill": "transparent"}
    cross = point_mark("cross", SERIES[2], size=int(size))
    return {**cross, "angle": 45}


def _months(every: Sequence[str], room: int) -> Spec:
    """Return the months as an axis that names as many of them as fit."""
    limit = max(int(room / (9 * LETTER)), 2)
    step = -(-len(every) // limit)
    return {
        "field": "month",
        "type": "ordinal",
        "sort": "ascending",  # a list of hundreds ends the renderer
        "title": None,
        "axis": {
            "values": list(every[::step]),
            "labelAngle": 0,
            "ticks": True,
            "tickColor": AXIS,
        },
    }
