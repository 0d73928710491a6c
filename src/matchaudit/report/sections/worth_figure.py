"""The figure of worth: how often right, over the share of people who are enrolled."""

from collections.abc import Mapping, Sequence
from functools import partial

from matchaudit.report import numbers
from matchaudit.report.axes import NamedAxis, PlainAxis, log_odds, odds_axis
from matchaudit.report.charts import Line, line_chart
from matchaudit.report.curves import Row, number, thinned, word
from matchaudit.report.evidence import Evidence
from matchaudit.report.figure import Figure, Spec, Table, figure
from matchaudit.report.messages import Messages
from matchaudit.report.phrasing import table

NAME = "worth"
INPUTS = "worth_inputs"

LINES = 4
SIZES = 2
"""Gallery sizes that are drawn; the open data hold all."""

POINTS = 30
CANDIDATE = "candidate"

TOLD = (0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99)
"""Shares that have a row of the table."""


def worth_figures(evidence: Evidence) -> list[Figure]:
    """Draw each gallery size: everybody by kind of answer, then groups side by side."""
    words = evidence.words
    split: dict[float, list[Row]] = {}
    for row in evidence.rows(NAME):
        if number(row, "high") is not None:
            split.setdefault(number(row, "gallery_size") or 0.0, []).append(row)
    figures = []
    for size, held in list(split.items())[:SIZES]:
        kinds = _series([r for r in held if not word(r, "group")], _kind, words)
        groups = _series(
            [r for r in held if word(r, "group") and _kind(r, words) == _plain(words)],
            lambda row, _: word(row, "group"),
            words,
        )
        said = numbers.people(size) if size else words.say("words.not_known")
        for key, lines in (("figure", kinds), ("by_group", groups)):
            if lines:
                title = words.say(f"sections.worth.{key}", size=said)
                figures.append(_figure(title, lines, words))
    return figures


def _plain(words: Messages) -> str:
    return words.say("sections.worth.lines.returned")


def _kind(row: Row, words: Messages) -> str:
    """Return which answer a row gives: returned, after review, each one shown."""
    reviewed = bool(row.get("reviewed")) and word(row, "reviewed") != "no"
    each = word(row, "level") == CANDIDATE
    key = {
        (False, False): "returned",
        (True, False): "reviewed",
        (False, True): "each",
        (True, True): "each_reviewed",
    }[(reviewed, each)]
    return words.say(f"sections.worth.lines.{key}")


def _series(held: Sequence[Row], name: object, words: Messages) -> dict[str, list[Row]]:
    """Return the rows of at most four lines, each by rising share."""
    split: dict[str, list[Row]] = {}
    for row in held:
        if number(row, "enrolled_share") is not None and callable(name):
            split.setdefault(str(name(row, words)), []).append(row)
    kept = [(label, rows) for label, rows in split.items() if len(rows) > 1]
    return {
        label: sorted(rows, key=lambda row: number(row, "enrolled_share") or 0.0)
        for label, rows in kept[:LINES]
    }


def _figure(title: str, lines: Mapping[str, Sequence[Row]], words: Messages) -> Figure:
    drawn = [_line(label, thinned(rows, POINTS)) for label, rows in lines.items()]
    every = [
        number(r, "enrolled_share") or 0.0 for rows in lines.values() for r in rows
    ]
    titles = (words.say("sections.worth.x"), words.say("sections.worth.y"))
    return figure(
        partial(_drawn, drawn, odds_axis(every), titles),
        title=title,
        description=_description(lines, words),
        table=_table(title, lines, words),
    )


def _drawn(
    lines: Sequence[Line], x: NamedAxis, titles: tuple[str, str], width: int
) -> Spec:
    y = PlainAxis(0.0, 1.0, ".0%")
    return line_chart(lines, x=x, y=y, titles=titles, width=width)


def _line(label: str, rows: Sequence[Row]) -> Line:
    """Return a line; where no value of the range is likelier, its two sides."""
    upper = [(_place(row), number(row, "high") or 0.0) for row in rows]
    lower = [(_place(row), number(row, "low") or 0.0) for row in rows]
    middle = [number(row, "middle") for row in rows]
    edged = any(value is None for value in middle)
    halfway = [(a, (b + d) / 2) for (a, b), (_, d) in zip(upper, lower, strict=True)]
    points = [
        (_place(row), value or 0.0) for row, value in zip(rows, middle, strict=True)
    ]
    return Line(
        label,
        tuple(halfway if edged else points),
        (*upper, *reversed(lower)),
        edged=edged,
    )


def _place(row: Row) -> float:
    return log_odds(number(row, "enrolled_share") or 0.0)


def near(rows: Sequence[Row], share: float) -> Row:
    """Return the row whose share enrolled is nearest, as the axis shows it."""
    return min(rows, key=lambda row: abs(_place(row) - log_odds(share)))


def _description(lines: Mapping[str, Sequence[Row]], words: Messages) -> str:
    first, last = (
        [
            words.say(
                "sections.worth.describes_line",
                label=label,
                share=numbers.part(number(row, "enrolled_share") or 0.0),
                ends=ends(row, words),
            )
            for label, rows in lines.items()
            for row in [rows[at]]
        ]
        for at in (0, -1)
    )
    return words.say("sections.worth.describes", list=" ".join([*first, *last]))


def ends(row: Row, words: Messages) -> str:
    """Return between how many times in 100 a candidate is right."""
    low, high = number(row, "low") or 0.0, number(row, "high") or 0.0
    return words.say(
        "words.between",
        low=numbers.short(low * 100, way="down"),
        high=f"{numbers.short(high * 100, way='up')} in 100",
    )


def _table(title: str, lines: Mapping[str, Sequence[Row]], words: Messages) -> Table:
    """Set a row for each share that is told, a column for each line."""
    first = next(iter(lines.values()))
    shares = [number(row, "enrolled_share") or 0.0 for row in first]
    told = [s for s in TOLD if shares[0] * 0.99 <= s <= shares[-1] * 1.01]
    marks = sorted({shares[0], *told, shares[-1]})
    rows = list(
        dict.fromkeys(number(near(first, mark), "enrolled_share") for mark in marks)
    )
    body = [
        (
            numbers.part(share or 0.0),
            *(_cell(near(held, share or 0.0), words) for held in lines.values()),
        )
        for share in rows
    ]
    header = (words.say("sections.worth.share"), *lines)
    return table(title, header, body, words=words, path=f"data/{NAME}.csv")


def _cell(row: Row, words: Messages) -> str:
    middle = number(row, "middle")
    if middle is None:
        return ends(row, words)
    best = numbers.frequency(middle, base=100)
    return words.say("words.with_range", best=best, range=ends(row, words))
