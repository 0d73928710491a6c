"""Wrong alerts by group, over the share of those seen that nobody knows."""

from collections.abc import Sequence
from functools import partial

from matchaudit.report import numbers
from matchaudit.report.axes import LogAxis, PlainAxis, log_axis
from matchaudit.report.charts import Line, line_chart
from matchaudit.report.curves import Row, distinct, number, thinned, word
from matchaudit.report.evidence import Draft, Evidence
from matchaudit.report.figure import Figure, Spec, Table, figure
from matchaudit.report.messages import Messages
from matchaudit.report.phrasing import between, count, own_base, population, table

CURVES = ("equal_risk", "equal_risk_of_candidates")
"""Of alerts and of candidates: a report may hold both."""

GROUPS = 3
"""Figures; the open data hold the curve of every group."""

POINTS = 25
"""Points of a line in the figure; the open data hold all."""

ENDS = (0.01, 100.0)
"""Ratios beyond these are drawn at the edge."""


def draft(evidence: Evidence) -> Draft:
    """Draft the section."""
    words = evidence.words
    found = evidence.named("usage/wrong_by_group")
    exhibits: list[Figure | Table] = []
    for name in CURVES:
        exhibits += _figures(name, evidence)
    body = [
        (
            population("group", f),
            between(f, own_base(f), words),
            count(f.events),
            count(f.trials),
        )
        for f in found
        if f.interval is not None
    ]
    if body:
        names = ("group", "range", "errors", "trials")
        header = tuple(words.say(f"words.{name}") for name in names)
        caption = words.name("usage/wrong_by_group")
        exhibits.append(table(caption, header, body, words=words))
    says = [f.says for f in found if f.because is None]
    return Draft("exposure", found, [*exhibits], CURVES, says=says)


def _figures(name: str, evidence: Evidence) -> list[Figure | Table]:
    """Draw the first groups of one curve."""
    curve = evidence.rows(name)
    groups = distinct(row.get("group") for row in curve)
    drawn = [
        _figure(
            [row for row in curve if word(row, "group") == group], name, evidence.words
        )
        for group in groups[:GROUPS]
    ]
    return [one for one in drawn if one is not None]


def _figure(curve: Sequence[Row], name: str, words: Messages) -> Figure | None:
    """Draw the ratio over the unknown share with its band and a line at 1."""
    key = "sections.exposure"
    group = word(curve[0], "group")
    held = [row for row in curve if number(row, "risk_ratio")]
    if len(held) < 2:
        return None
    drawn = thinned(held, POINTS)
    line = Line(group, _path(drawn, "risk_ratio"), _band(drawn))
    inside = [b for _, b in line.points if ENDS[0] <= b <= ENDS[1]]
    y = log_axis(inside, kind="ratio", mark=1.0)
    titles = (words.say(f"{key}.x"), words.say(f"{key}.y"))
    title = words.say(f"{key}.{name}", group=group)
    tenth, half = (_near(held, share) for share in (0.1, 0.5))
    return figure(
        partial(_drawn, line, y, titles),
        title=title,
        description=words.say(
            f"{key}.describes",
            tenth=numbers.times(number(tenth, "risk_ratio") or 0.0),
            half=numbers.times(number(half, "risk_ratio") or 0.0),
        ),
        table=_table(held, title, name, words),
    )


def _drawn(line: Line, y: LogAxis, titles: tuple[str, str], width: int) -> Spec:
    x = PlainAxis(0.0, 1.0, ".0%")
    return line_chart([line], x=x, y=y, titles=titles, width=width)


def _path(held: Sequence[Row], name: str) -> tuple[tuple[float, float], ...]:
    return tuple(
        (number(row, "share_of_faces") or 0.0, number(row, name) or 0.0) for row in held
    )


def _band(held: Sequence[Row]) -> tuple[tuple[float, float], ...]:
    """Return the path along the upper ends, an open one at the edge, and back below."""
    open_end = 10.0**9
    upper = tuple(
        (
            number(row, "share_of_faces") or 0.0,
            open_end if (high := number(row, "high")) is None else high,
        )
        for row in held
    )
    return (*upper, *reversed(_path(held, "low")))


def _near(held: Sequence[Row], share: float) -> Row:
    return min(held, key=lambda r: abs((number(r, "share_of_faces") or 0.0) - share))


def _table(held: Sequence[Row], title: str, name: str, words: Messages) -> Table:
    body = [
        (
            numbers.percent(number(row, "share_of_faces") or 0.0),
            numbers.times(number(row, "risk_ratio") or 0.0),
            _ends(row, words),
        )
        for row in (_near(held, k / 10) for k in range(1, 10))
    ]
    header = (
        words.say("sections.exposure.share"),
        words.say("words.ratio"),
        words.say("words.range"),
    )
    return table(title, header, body, words=words, path=f"data/{name}.csv")


def _ends(row: Row, words: Messages) -> str:
    low, high = number(row, "low"), number(row, "high")
    if high is None:
        return words.say("words.at_least", low=numbers.times(low or 0.0, way="down"))
    return words.say(
        "words.between",
        low=numbers.short(low or 0.0, way="down"),
        high=numbers.times(high, way="up"),
    )
