"""The figure of worth: how often right, over the share of people who are enrolled."""

from collections.abc import Iterable, Mapping, Sequence
from functools import partial

from matchaudit.estimation.finding import Finding
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

NEARLY_ALWAYS = 0.9995
"""From here on an upper end says nothing."""

ALMOST = 0.99
"""From here on an upper end is said out of 1,000, as the sentences do."""

FEW = 0.1
"""Shares below are said out of more than 100."""

ROWS = 9
"""Shares that have a row of the table."""

CORRECT = "galleries/candidate_correct"


def worth_figures(evidence: Evidence) -> list[Figure]:
    """Draw each gallery size: everybody by kind of answer, then groups side by side."""
    words = evidence.words
    drawn = _by_size(evidence.rows(NAME))
    told = _by_size(_told(f) for f in evidence.named(CORRECT))
    figures = []
    for size, held in list(drawn.items())[:SIZES]:
        said = numbers.people(size) if size else words.say("words.not_known")
        for key, series in (("figure", _kinds), ("by_group", _groups)):
            lines = series(held, words)
            if lines:
                title = words.say(f"sections.worth.{key}", size=said)
                cells = series(told.get(size, []), words)
                whole = cells if set(cells) == set(lines) else lines
                figures.append(_figure(title, lines, words, told=whole))
    return figures


def _by_size(rows: Iterable[Row]) -> dict[float, list[Row]]:
    split: dict[float, list[Row]] = {}
    for row in rows:
        if number(row, "high") is not None:
            split.setdefault(number(row, "gallery_size") or 0.0, []).append(row)
    return split


def _told(finding: Finding) -> Row:
    """Return a finding as a row of the curve: it is of a share that a sentence names."""
    low, high = finding.interval or (None, None)
    cells = {k: v for k, v in finding.population.items() if k != "reviewed"}
    ends = {"low": low, "middle": finding.estimate, "high": high}
    return {**cells, **ends, "reviewed": "reviewed" in finding.population}


def _kinds(held: Sequence[Row], words: Messages) -> dict[str, list[Row]]:
    return _series([(_kind(r, words), r) for r in held if not word(r, "group")])


def _groups(held: Sequence[Row], words: Messages) -> dict[str, list[Row]]:
    returned = words.say("sections.worth.lines.returned")
    return _series(
        [
            (word(r, "group"), r)
            for r in held
            if word(r, "group") and _kind(r, words) == returned
        ]
    )


def _kind(row: Row, words: Messages) -> str:
    """Return which answer a row gives: returned, after review, each one shown."""
    reviewed = bool(row.get("reviewed"))
    each = word(row, "level") == CANDIDATE
    key = {
        (False, False): "returned",
        (True, False): "reviewed",
        (False, True): "each",
        (True, True): "each_reviewed",
    }[(reviewed, each)]
    return words.say(f"sections.worth.lines.{key}")


def _series(named: Sequence[tuple[str, Row]]) -> dict[str, list[Row]]:
    """Return the rows of at most four lines, each by rising share."""
    split: dict[str, list[Row]] = {}
    for name, row in named:
        if number(row, "enrolled_share") is not None:
            split.setdefault(name, []).append(row)
    kept = [(label, rows) for label, rows in split.items() if len(rows) > 1]
    return {
        label: sorted(rows, key=lambda row: number(row, "enrolled_share") or 0.0)
        for label, rows in kept[:LINES]
    }


def _figure(
    title: str,
    lines: Mapping[str, Sequence[Row]],
    words: Messages,
    *,
    told: Mapping[str, Sequence[Row]],
) -> Figure:
    each = POINTS if len(lines) < 3 else POINTS // 2
    drawn = [_line(label, thinned(rows, each)) for label, rows in lines.items()]
    every = [
        number(r, "enrolled_share") or 0.0 for rows in lines.values() for r in rows
    ]
    titles = (words.say("sections.worth.x"), words.say("sections.worth.y"))
    return figure(
        partial(_drawn, drawn, odds_axis(every), titles),
        title=title,
        description=_description(lines, words),
        table=_table(title, told, words),
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
    """Return between how many times in 100, or in more, a candidate is right."""
    low, high = number(row, "low") or 0.0, number(row, "high") or 0.0
    if high > NEARLY_ALWAYS:
        least = numbers.frequency(low, base=100, way="down")
        return words.say("words.at_least", low=least)
    base = base_of_ends(high)
    return words.say(
        "words.ends",
        low=numbers.short(low * base, way="down"),
        high=numbers.frequency(high, base=base, way="up"),
    )


def base_of_ends(high: float) -> int:
    """Return out of how many a range is told; never such that 995 in 1,000 is all.

    Examples
    --------
    >>> base_of_ends(0.86), base_of_ends(0.9951), base_of_ends(0.038)
    (100, 1000, 1000)
    """
    if high > ALMOST:
        return 1000
    return numbers.base_of(high) if high < FEW else 100


def _table(title: str, lines: Mapping[str, Sequence[Row]], words: Messages) -> Table:
    """Set a row for each share that is told, a column for each line."""
    first = next(iter(lines.values()))
    shares = [number(row, "enrolled_share") or 0.0 for row in thinned(first, ROWS)]
    body = [
        (
            numbers.part(share),
            *(_cell(near(held, share), words) for held in lines.values()),
        )
        for share in shares
    ]
    header = (words.say("sections.worth.share"), *lines)
    return table(title, header, body, words=words, path=f"data/{NAME}.csv")


def _cell(row: Row, words: Messages) -> str:
    middle = number(row, "middle")
    if middle is None:
        return ends(row, words)
    best = numbers.frequency(middle)
    return words.say("words.with_range", best=best, range=ends(row, words))
