"""Figures that several sections make in the same way."""

from collections.abc import Callable, Sequence
from typing import Protocol

from matchaudit.estimation.finding import Finding
from matchaudit.report import numbers
from matchaudit.report.axes import LogAxis, PlainAxis, log_axis
from matchaudit.report.charts import Span, interval_chart
from matchaudit.report.figure import Figure, Table, figure
from matchaudit.report.messages import Messages
from matchaudit.report.phrasing import (
    best,
    between,
    common_base,
    counts,
    headline,
    in_base,
    own_base,
    table,
)

Name = Callable[[Finding], str]


class Describe(Protocol):
    """Says what a figure shows to somebody who cannot see it."""

    def __call__(self, *, highest: str, lowest: str) -> str:
        """Return the description; the rows named are the extreme ones."""


SPANS = 20
"""Rows of an interval chart; the table below it has more."""


def rates_figure(
    findings: Sequence[Finding],
    *,
    name: Name,
    title: str,
    describe: Describe,
    words: Messages,
    mixed: bool = False,
) -> Figure | None:
    """Draw rates with their intervals, one row each; None if there is none to draw.

    Rates of one kind are said out of one base, so that they compare; ``mixed`` ones
    each out of the base that suits it.
    """
    shared = in_base(common_base(findings))
    return _spans_figure(
        findings,
        name=name,
        title=title,
        describe=describe,
        words=words,
        style=_Style(
            "rate",
            own_base if mixed else lambda _: shared,
            words.say("sections.groups.axis"),
        ),
    )


def ratios_figure(
    findings: Sequence[Finding],
    *,
    name: Name,
    title: str,
    describe: Describe,
    words: Messages,
) -> Figure | None:
    """Draw ratios with their intervals and a line at 1; None if none can be drawn."""
    return _spans_figure(
        findings,
        name=name,
        title=title,
        describe=describe,
        words=words,
        style=_Style(
            "ratio", lambda _: numbers.times, words.say("sections.groups.axis_ratio")
        ),
    )


def shares_figure(
    findings: Sequence[Finding],
    *,
    name: Name,
    title: str,
    describe: Describe,
    words: Messages,
) -> Figure | None:
    """Draw shares with their ranges on an axis from none to all; None if none."""
    shared = in_base(common_base(findings))
    return _spans_figure(
        findings,
        name=name,
        title=title,
        describe=describe,
        words=words,
        style=_Style("share", lambda _: shared, words.say("sections.groups.axis")),
    )


class _Style:
    """How the numbers of an interval chart are scaled and written."""

    def __init__(
        self, kind: str, write: Callable[[Finding], numbers.WriteEnd], axis: str
    ) -> None:
        self.kind = kind
        self.write = write
        self.axis = axis

    def scale(self, findings: Sequence[Finding]) -> LogAxis | PlainAxis:
        """Return the axis that holds all estimates and the ends that are closed."""
        if self.kind == "share":
            return PlainAxis(0.0, 1.0, ".0%")
        values = [f.estimate for f in findings]
        values += [end for f in findings for end in f.interval or ()]
        mark = 1.0 if self.kind == "ratio" else None
        if self.kind == "rate":
            highest = max((v for v in values if v), default=1.0)
            values = [v for v in values if v and v > highest * 1e-6]
        return log_axis(values, kind=self.kind, mark=mark)


def _spans_figure(
    findings: Sequence[Finding],
    *,
    name: Name,
    title: str,
    describe: Describe,
    words: Messages,
    style: _Style,
) -> Figure | None:
    drawn = [f for f in findings if f.interval is not None][:SPANS]
    if not drawn:
        return None
    spans = [
        Span(
            name(f),
            f.estimate if style.kind == "share" else f.estimate or None,
            *(f.interval or (None, None) if style.kind == "share" else _ends(f)),
            headline(f, style.write(f), words),
        )
        for f in drawn
    ]
    axis = style.scale(drawn)
    ranked = sorted(drawn, key=_height)
    low, high = (
        f"{name(f).replace(chr(10), ' ')} ({headline(f, style.write(f), words)})"
        for f in (ranked[0], ranked[-1])
    )
    return figure(
        lambda width: interval_chart(spans, axis=axis, title=style.axis, width=width),
        title=title,
        description=describe(highest=high, lowest=low),
        table=_spans_table(title, findings, name, style, words),
    )


def _ends(finding: Finding) -> tuple[float | None, float | None]:
    low, high = finding.interval or (None, None)
    return (low or None), high


def _height(finding: Finding) -> float:
    ends = [end for end in finding.interval or () if end is not None]
    return finding.estimate or max(ends, default=0.0)


def _spans_table(
    title: str,
    findings: Sequence[Finding],
    name: Name,
    style: _Style,
    words: Messages,
) -> Table:
    header = ("what", "best", "range", "errors", "trials", "effective")
    rows = [
        (
            name(f).replace("\n", " "),
            best(f, style.write(f), words),
            between(f, style.write(f), words),
            *counts(f),
        )
        for f in findings
    ]
    return table(
        title, tuple(words.say(f"words.{h}") for h in header), rows, words=words
    )
