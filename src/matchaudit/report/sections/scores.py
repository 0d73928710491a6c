"""The scores of same-person and different-person comparisons."""

import math
from dataclasses import replace

from matchaudit.report import numbers
from matchaudit.report.axes import PlainAxis
from matchaudit.report.charts import Line, line_chart
from matchaudit.report.curves import Row, number, rows, thinned
from matchaudit.report.evidence import Draft, Evidence
from matchaudit.report.figure import Figure, Table, figure
from matchaudit.report.messages import Messages
from matchaudit.report.phrasing import table

KINDS = ("mated", "nonmated")
TABLE_ROWS = 12


def draft(evidence: Evidence) -> Draft:
    """Draft the section."""
    curve = evidence.curves.get("scores")
    drawn = _figure(rows(curve), evidence.words) if curve is not None else None
    return Draft("scores", [], [drawn] if drawn is not None else [], ("scores",))


def _figure(bins: list[Row], words: Messages) -> Figure | None:
    finite = [b for b in bins if math.isfinite(_middle(b))]
    if len(finite) < 2:
        return None
    hills = [_hill(finite, kind, words) for kind in KINDS]
    top = max(y for hill in hills for _, y in hill.points) or 1.0
    first, last = (number(finite[k], name) or 0.0 for k, name in _ENDS)
    x, y = PlainAxis(first, last), PlainAxis(0.0, top * 1.12, ".2~g")
    titles = (words.say("sections.scores.x"), words.say("sections.scores.y"))
    peaks = {
        kind: numbers.score(round(hill.points[hill.label_at or 0][0], 3))
        for kind, hill in zip(KINDS, hills, strict=True)
    }
    title = words.say("sections.scores.figure")
    return figure(
        lambda width: line_chart(hills, x=x, y=y, titles=titles, width=width),
        title=title,
        description=words.say("sections.scores.describes", **peaks),
        table=_table(title, finite, len(bins), words),
    )


_ENDS = ((0, "score_low"), (-1, "score_high"))


def _middle(b: Row) -> float:
    return ((number(b, "score_low") or 0.0) + (number(b, "score_high") or 0.0)) / 2


def _hill(bins: list[Row], kind: str, words: Messages) -> Line:
    points = tuple((_middle(b), number(b, kind) or 0.0) for b in bins)
    peak = max(range(len(points)), key=lambda k: points[k][1])
    band = ((points[0][0], 0.0), *points, (points[-1][0], 0.0))
    return Line(words.say(f"sections.scores.{kind}"), points, band, peak)


def _table(title: str, bins: list[Row], total: int, words: Messages) -> Table:
    body = [
        (
            " to ".join(numbers.score(number(b, name) or 0.0) for _, name in _ENDS),
            *(numbers.plain(number(b, kind) or 0.0) for kind in KINDS),
        )
        for b in thinned(bins, TABLE_ROWS)
    ]
    header = tuple(words.say(f"sections.scores.{key}") for key in ("x", *KINDS))
    note = words.say("page.cut", shown=len(body), all=total, path="data/scores.csv")
    return replace(table(title, header, body, words=words), note=note)
