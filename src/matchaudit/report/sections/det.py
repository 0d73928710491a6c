"""The trade between wrong and missed matches: the DET curve."""

from collections.abc import Callable, Sequence

from matchaudit.report import numbers
from matchaudit.report.axes import log_axis
from matchaudit.report.charts import Line, line_chart
from matchaudit.report.curves import Row, number, rows, thinned
from matchaudit.report.evidence import Draft, Evidence
from matchaudit.report.figure import Figure, Table, figure
from matchaudit.report.messages import Messages
from matchaudit.report.phrasing import table

POINTS = 60
"""Points of a line in the figure; the open data hold all."""

TABLE_ROWS = 12

LINES = 4
"""More lines than these cannot be told apart."""


def draft(evidence: Evidence) -> Draft:
    """Draft the section."""
    findings = evidence.named("accuracy/det")
    curve = evidence.curves.get("det")
    if curve is None:
        return Draft("det", findings)
    points = usable(rows(curve))
    exhibits: list[Figure | Table] = []
    words = evidence.words
    if len(points) > 1:
        near = points[len(points) // 2]
        exhibits.append(
            det_figure(
                {words.say("sections.det.line"): points},
                title=words.say("sections.det.figure"),
                description=words.say(
                    "sections.det.describes",
                    fmr=numbers.frequency(number(near, "fmr") or 0.0),
                    fnmr=numbers.frequency(number(near, "fnmr") or 0.0),
                    threshold=numbers.score(number(near, "threshold") or 0.0),
                ),
                words=words,
                path=curve.path,
            )
        )
    return Draft("det", findings, exhibits, ("det",))


def by_dimension(evidence: Evidence, chosen: Callable[[str], bool]) -> list[Figure]:
    """Draw a DET figure for each chosen dimension, at most four lines each."""
    curve = evidence.curves.get("det_by_group")
    split: dict[str, dict[str, list[Row]]] = {}
    for row in rows(curve) if curve is not None else ():
        lines = split.setdefault(str(row["dimension"]), {})
        lines.setdefault(str(row["group"]), []).append(row)
    words = evidence.words
    figures = []
    for dimension, lines in split.items():
        held = {name: usable(points) for name, points in lines.items()}
        drawn = [(name, points) for name, points in held.items() if len(points) > 1]
        what = dimension.replace("_", " ")
        if drawn and chosen(dimension):
            made = det_figure(
                dict(drawn[:LINES]),
                title=words.say("sections.det.by", what=what),
                description=words.say(
                    "sections.det.describes_by", n=len(drawn[:LINES])
                ),
                words=words,
                path="data/det_by_group.csv",
            )
            figures.append(made)
    return figures


def usable(points: Sequence[Row]) -> list[Row]:
    """Return the points that a log scale can hold, by rising threshold."""
    held = [p for p in points if number(p, "fmr") and number(p, "fnmr")]
    return sorted(held, key=lambda p: number(p, "threshold") or 0.0)


def det_figure(
    lines: dict[str, list[Row]],
    *,
    title: str,
    description: str,
    words: Messages,
    path: str,
    names: tuple[str, str] | None = None,
) -> Figure:
    """Draw DET curves on log axes, each with its band, and set them as a table.

    ``names`` are those of the two errors, where they are not of single comparisons.
    """
    drawn = [
        Line(name, _points(shown), _band(shown))
        for name, points in lines.items()
        for shown in [thinned(points, POINTS if len(lines) == 1 else POINTS // 2)]
    ]
    x = log_axis(a for line in drawn for a, _ in line.points)
    y = log_axis(b for line in drawn for _, b in line.points)
    titles = names or (words.say("sections.det.x"), words.say("sections.det.y"))
    return figure(
        lambda width: line_chart(drawn, x=x, y=y, titles=titles, width=width),
        title=title,
        description=description,
        table=_table(lines, title, words, path, names=titles),
    )


def _points(points: Sequence[Row]) -> tuple[tuple[float, float], ...]:
    return tuple((number(p, "fmr") or 0.0, number(p, "fnmr") or 0.0) for p in points)


def _band(points: Sequence[Row]) -> tuple[tuple[float, float], ...]:
    """Return the path along the upper ends of both intervals, and back below."""
    upper = [
        (number(p, "fmr_high") or 0.0, number(p, "fnmr_high") or 0.0) for p in points
    ]
    lower = [
        (number(p, "fmr_low") or 0.0, number(p, "fnmr_low") or 0.0) for p in points
    ]
    return (*upper, *reversed(lower))


def _table(
    lines: dict[str, list[Row]],
    title: str,
    words: Messages,
    path: str,
    *,
    names: tuple[str, str],
) -> Table:
    threshold, group, range_ = (
        words.say(f"words.{name}") for name in ("threshold", "group", "range")
    )
    header = (threshold, group, names[0], range_, names[1], range_)
    each = max(TABLE_ROWS // len(lines), 4)
    body = [
        (
            numbers.score(number(p, "threshold") or 0.0),
            name if len(lines) > 1 else "",
            *_cells(p, "fmr", words),
            *_cells(p, "fnmr", words),
        )
        for name, points in lines.items()
        for p in thinned(points, each)
    ]
    made = table(title, header, body, words=words, path=path)
    total = sum(len(points) for points in lines.values())
    note = words.say("page.cut", shown=len(body), all=total, path=path)
    return Table(
        made.caption, made.header, made.rows, note if total > len(body) else None
    )


def _cells(point: Row, name: str, words: Messages) -> tuple[str, str]:
    rate = number(point, name) or 0.0
    base = numbers.base_of(rate)
    low, high = (number(point, f"{name}_{end}") or 0.0 for end in ("low", "high"))
    ends = (
        numbers.short(low * base, way="down"),
        numbers.short(high * base, way="up"),
    )
    return (
        numbers.frequency(rate, base=base),
        words.say("words.between", low=ends[0], high=ends[1]),
    )
