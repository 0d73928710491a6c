"""A figure cannot be made without a title, a description and a table.

A chart is drawn twice, for wide and for narrow pages, so that its words are readable
on a telephone. Colours become CSS variables, so that they follow the reader's light
or dark scheme.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

from markupsafe import Markup, escape

from matchaudit.report import drawing
from matchaudit.report.joining import joined

Spec = dict[str, Any]
"""A chart as Vega-Lite writes it."""

WIDE, NARROW = 760, 330
"""Pixels from edge to edge."""

SERIES = ("#12436D", "#28A197", "#801650", "#F46A25")
"""Colours of the UK Government Analysis Function; each 3:1 or more on white."""

SENTENCE = 40
"""A longer cell is a sentence, not a number."""

BROAD = 95
"""Letters that fit side by side."""

INK, AXIS, GRID, CARD = "#16191D", "#888888", "#DDDDDD", "#FFFFFF"

_VARIABLES = {
    **{colour: f"var(--series-{k + 1})" for k, colour in enumerate(SERIES)},
    INK: "var(--ink)",
    AXIS: "var(--axis)",
    GRID: "var(--grid)",
    CARD: "var(--card)",
}
_LEFT_OUT = (
    r' (?:role|aria-[a-z]+|pointer-events|class|font-family)="[^"]*"',
    r' (?:opacity|fill-opacity|stroke-width)="1"',
    r' (?:stroke-miterlimit="10"|font-size="12px"|font-weight="normal")',
    r' transform="translate\(0,0\)"',
    rf' fill="{INK}"',  # the style sheet gives it to text that has no fill
    r'<path d="M0,0h\d+v\d+h-?\d+Z"/>',
    r'(?<=[ "\d]) [xy]2="0"(?=[ />])',
    r"<text[^>]* opacity=\"0\"[^>]*>[^<]*</text>",
    r'<path d="[^"]*"( display="none")/>',
)
_UNSTROKED = re.compile(r'(<path(?![^>]* stroke=)[^>]*?) stroke-width="[^"]*"')
_UNDRAWABLE = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Signs that XML cannot hold."""
_EMPTY_GROUP = re.compile(r"<g(?: [^>]*)?></g>")
_LONG_NUMBER = re.compile(r"-?\d+\.\d{2,}(?:e-\d+)?")


@dataclass(frozen=True, slots=True)
class Table:
    """A table for people: words only, ready to be set.

    Attributes
    ----------
    caption : str
    header : tuple of str
        The first column names the row.
    rows : tuple of tuple of str
    note : str or None
        What was left out, and where all of it is.
    folded : bool
        True for a long one that not every reader wants; it opens when printed.
    """

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str | None = None
    folded: bool = False

    def is_wordy(self, k: int) -> bool:
        """Return whether column k holds sentences, to be set from the left."""
        return any(len(row[k]) > SENTENCE for row in self.rows)

    @property
    def is_broad(self) -> bool:
        """Whether the table is broader than a page, so that its cells must wrap."""
        columns = zip(*self.rows, strict=True)
        return sum(max(map(len, column)) for column in columns) > BROAD


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart with the words and the table that belong to it.

    Attributes
    ----------
    title, description : str
    take_wide, take_narrow : callable
        Wait for the drawing of either size.
    table : Table
    """

    title: str
    description: str
    take_wide: Callable[[], Markup]
    take_narrow: Callable[[], Markup]
    table: Table

    @property
    def wide(self) -> Markup:
        """The drawing for wide pages, as SVG."""
        return self.take_wide()

    @property
    def narrow(self) -> Markup:
        """The drawing for narrow pages, as SVG."""
        return self.take_narrow()


def figure(
    spec: Callable[[int], Spec], *, title: str, description: str, table: Table
) -> Figure:
    """Ask for the drawings of a chart.

    Parameters
    ----------
    spec : callable
        Makes the chart for a width in pixels.
    title : str
        What is shown; short, and different from every other figure's.
    description : str
        What somebody who cannot see the chart should know of it.
    table : Table
        The same numbers.

    Returns
    -------
    Figure
    """
    words = (title, description)
    wide, narrow = (
        _asked(spec(width), identifier=f"{slug(title)}-{size}", words=words)
        for size, width in (("wide", WIDE), ("narrow", NARROW))
    )
    return Figure(title, description, wide, narrow, table)


def slug(words: str) -> str:
    """Return words as an identifier.

    Examples
    --------
    >>> slug("Wrong matches, by group")
    'wrong-matches-by-group'
    """
    return re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")


def _asked(
    chart: Spec, *, identifier: str, words: tuple[str, str]
) -> Callable[[], Markup]:
    """Ask for a drawing, and return what waits for it; it is made once."""
    take = drawing.ask(_drawable(_dressed(chart)))
    return cache(partial(_svg, take, identifier=identifier, words=words))


def _svg(take: drawing.Take, *, identifier: str, words: tuple[str, str]) -> Markup:
    """Return the chart as an SVG that a screen reader can name and describe."""
    drawn = take()
    title, description = (escape(word) for word in words)
    size = re.search(r'viewBox="0 0 (\S+) (\S+)"', drawn)
    if size is None:
        raise ValueError("the drawing has no size")
    width, height = size.groups()
    return Markup(  # noqa: S704 -- words are escaped, the drawing is the renderer's own
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{width}" '
        f'height="{height}" viewBox="0 0 {width} {height}" '
        f'aria-labelledby="{identifier}-t" aria-describedby="{identifier}-d">'
        f'<title id="{identifier}-t">{title}</title>'
        f'<desc id="{identifier}-d">{description}</desc>'
        f"{_tidied(drawn[drawn.index('>') + 1 :], identifier)}"
    )


def _drawable(part: Any) -> Any:  # noqa: ANN401 - any part of a specification
    """Replace signs that no drawing can hold: the renderer would end the process."""
    if isinstance(part, str):
        return _UNDRAWABLE.sub("\ufffd", part)
    if isinstance(part, Mapping):
        return {_drawable(name): _drawable(value) for name, value in part.items()}
    if isinstance(part, (list, tuple)):
        return [_drawable(each) for each in part]
    return part


def _dressed(chart: Spec) -> Spec:
    axis = {
        "labelFontSize": 12,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
        "labelColor": INK,
        "titleColor": INK,
        "domainColor": AXIS,
        "tickColor": AXIS,
        "gridColor": GRID,
        "titlePadding": 8,
        "labelFlush": False,
        "labelOverlap": "greedy",
        "labelLimit": 0,  # none: to measure every label takes a fifth of the time
    }
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "background": "transparent",
        "padding": 4,
        **chart,
        "config": {"aria": False, "font": "sans-serif", "axis": axis, "view": _BARE},
    }


_BARE = {"stroke": None}


def _tidied(drawn: str, identifier: str) -> str:
    """Leave out what nobody sees, and make every identifier the figure's own."""
    drawn = re.sub(r'^<rect [^>]*fill="transparent"/>', "", drawn)
    for pattern in _LEFT_OUT:
        drawn = re.sub(pattern, "", drawn)
    before = ""
    while before != drawn:
        before, drawn = drawn, _EMPTY_GROUP.sub("", drawn)
    drawn = _UNSTROKED.sub(r"\1", drawn)
    # The renderer numbers identifiers through all that it ever drew.
    names = dict.fromkeys(re.findall(r'\bid="([^"]+)"', drawn))
    for k, name in enumerate(names, start=1):
        drawn = drawn.replace(f'id="{name}"', f'id="{identifier}-{k}"')
        drawn = drawn.replace(f"url(#{name})", f"url(#{identifier}-{k})")
    drawn = re.sub(
        r'(?<= )(d|transform|x2|y2)="([^"]*)"',
        lambda found: f'{found[1]}="{_LONG_NUMBER.sub(_rounded, found[2])}"',
        drawn,
    )
    for colour, variable in _VARIABLES.items():
        drawn = drawn.replace(f'"{colour}"', f'"{variable}"')
    return joined(drawn)


def _rounded(found: re.Match[str]) -> str:
    return f"{float(found[0]):.1f}".removesuffix(".0")
