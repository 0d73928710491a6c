"""The weight of a score: likelihood ratios, their bounds, Tippett and ECE plots."""

from collections.abc import Sequence
from dataclasses import replace

from matchaudit.estimation.finding import Finding
from matchaudit.report import numbers
from matchaudit.report.axes import PlainAxis, log_axis
from matchaudit.report.charts import Line, line_chart
from matchaudit.report.curves import Row, number, rows, thinned
from matchaudit.report.evidence import Draft, Evidence
from matchaudit.report.figure import Figure, Table, figure
from matchaudit.report.messages import Messages
from matchaudit.report.phrasing import best, between, spoken, table

NAMES = (
    "accuracy/lr_bounds",
    "accuracy/lr",
    "accuracy/cllr",
    "accuracy/cllr_min",
    "accuracy/cllr_cal",
)
POINTS = 60
TABLE_ROWS = 9


def draft(evidence: Evidence) -> Draft:
    """Draft the section."""
    findings = evidence.named(*NAMES)
    words = evidence.words
    found: list[Figure | Table | None] = [_table(findings, words)]
    for name, draw in (("tippett", _tippett), ("ece", _ece)):
        if name in evidence.curves:
            points = rows(evidence.curves[name])
            found.append(draw(points, words) if len(points) > 1 else None)
    exhibits = [exhibit for exhibit in found if exhibit is not None]
    return Draft("weight", findings, exhibits, ("tippett", "ece"))


def _table(findings: list[Finding], words: Messages) -> Table | None:
    keys = ("what", "best", "range", "finding")
    header = tuple(words.say(f"words.{key}") for key in keys)
    body = []
    for f in findings:
        of = ", ".join(spoken(value) for value in f.population.values())
        name = f"{words.name(f.id)}: {of}" if of else words.name(f.id)
        cells = (best(f, numbers.plain, words), between(f, numbers.plain, words))
        body.append((name, *cells, f.says))
    caption = words.say("sections.weight.table")
    return table(caption, header, body, words=words) if body else None


def _tippett(points: list[Row], words: Messages) -> Figure:
    lines = [
        Line(
            words.say(f"sections.weight.{kind}"),
            tuple(
                (10 ** (number(p, "log10_lr") or 0.0), number(p, kind) or 0.0)
                for p in thinned(points, POINTS)
            ),
            label_at=min(len(points), POINTS) * place // 10,
        )
        for kind, place in (("mated", 6), ("nonmated", 3))
    ]
    x = log_axis((a for line in lines for a, _ in line.points), kind="number")
    even = min(points, key=lambda p: abs(number(p, "log10_lr") or 0.0))
    title = words.say("sections.weight.tippett")
    titles = (
        words.say("sections.weight.x_tippett"),
        words.say("sections.weight.y_tippett"),
    )
    y = PlainAxis(0.0, 1.0, ".0%")
    return figure(
        lambda width: line_chart(lines, x=x, y=y, titles=titles, width=width),
        title=title,
        description=words.say(
            "sections.weight.describes_tippett",
            mated=numbers.percent(number(even, "mated") or 0.0),
            nonmated=numbers.percent(number(even, "nonmated") or 0.0),
        ),
        table=_points_table(
            title,
            points,
            [
                (titles[0], "log10_lr", lambda v: numbers.plain(10**v)),
                (lines[0].label, "mated", numbers.percent),
                (lines[1].label, "nonmated", numbers.percent),
            ],
            words=words,
            path="data/tippett.csv",
        ),
    )


def _ece(points: list[Row], words: Messages) -> Figure:
    names = ("ece", "ece_min", "ece_neutral")
    lines = [
        Line(
            words.say(f"sections.weight.{name}"),
            tuple(
                (number(p, "log10_prior_odds") or 0.0, number(p, name) or 0.0)
                for p in thinned(points, POINTS)
            ),
        )
        for name in names
    ]
    across = [a for a, _ in lines[0].points]
    top = max(b for line in lines for _, b in line.points)
    x, y = PlainAxis(min(across), max(across)), PlainAxis(0.0, top * 1.1 or 1.0)
    title = words.say("sections.weight.ece_figure")
    titles = (words.say("sections.weight.x_ece"), words.say("sections.weight.y_ece"))
    columns = [(titles[0], "log10_prior_odds", numbers.plain)]
    columns += [
        (line.label, name, numbers.plain)
        for line, name in zip(lines, names, strict=True)
    ]
    return figure(
        lambda width: line_chart(lines, x=x, y=y, titles=titles, width=width),
        title=title,
        description=words.say("sections.weight.describes_ece"),
        table=_points_table(title, points, columns, words=words, path="data/ece.csv"),
    )


def _points_table(
    title: str,
    points: list[Row],
    columns: Sequence[tuple[str, str, numbers.Write]],
    *,
    words: Messages,
    path: str,
) -> Table:
    body = [
        tuple(write(number(p, name) or 0.0) for _, name, write in columns)
        for p in thinned(points, TABLE_ROWS)
    ]
    made = table(title, tuple(head for head, _, _ in columns), body, words=words)
    note = words.say("page.cut", shown=len(body), all=len(points), path=path)
    return replace(made, note=note if len(points) > len(body) else None)
