"""Figures of claims: wrong names to expect, and how long wrong ones stand."""

from collections.abc import Mapping, Sequence
from functools import partial

from matchaudit.report import numbers
from matchaudit.report.axes import Axis, LogAxis, NamedAxis, PlainAxis, odds_axis
from matchaudit.report.axes import log_odds as place_of
from matchaudit.report.charts import Line, line_chart
from matchaudit.report.curves import Row, number, thinned, word
from matchaudit.report.evidence import Evidence
from matchaudit.report.figure import Figure, Spec, Table, figure
from matchaudit.report.messages import Messages
from matchaudit.report.phrasing import count, table

EXPECTED_CURVE = "claims_expected"
CORRECTIONS = "claims_corrections"

POINTS = 30
TICKS = 6
TABLE_ROWS = 12

Ends = tuple[float, float, float]
"""Where, and between which ends."""


def expected_figure(evidence: Evidence) -> Figure | None:
    """Draw between how many of the claims are expected to be wrong.

    Over the size of the gallery, for all shares enrolled at once; over the share where
    one size was asked for.
    """
    words = evidence.words
    rows = [
        row
        for row in evidence.rows(EXPECTED_CURVE)
        if number(row, "low") is not None and number(row, "high") is not None
    ]
    sizes = sorted({number(row, "gallery_size") or 0.0 for row in rows})
    if not rows or not sizes[0]:
        return None
    by = "gallery_size" if len(sizes) > 1 else "enrolled_share"
    lines = {
        name: ends
        for name, ends in _envelopes(rows, by, words).items()
        if len(ends) > 1
    }
    if not lines:
        return None
    n = max(number(row, "claims") or 1.0 for row in rows)
    key = "sections.claims"
    kind = "over_size" if len(sizes) > 1 else "over_share"
    title = words.say(f"{key}.{kind}.figure", n=numbers.integer(n))
    x: Axis = (
        LogAxis(sizes[0] / 1.2, sizes[-1] * 1.2, "people", named=(sizes[-1],))
        if len(sizes) > 1
        else odds_axis(a for ends in lines.values() for a, _, _ in ends)
    )
    placed = lines if len(sizes) > 1 else _on_odds(lines)
    titles = (words.say(f"{key}.{kind}.x"), words.say(f"{key}.wrong_names"))
    return figure(
        partial(_drawn, placed, (x, PlainAxis(0.0, n, ",d")), titles),
        title=title,
        description=_description(lines, by, words),
        table=_table(lines, by, title, words),
    )


def _envelopes(
    rows: Sequence[Row], by: str, words: Messages
) -> dict[str, Sequence[Ends]]:
    """Return, for each kind of candidate, the least and the most at each place."""
    held: dict[str, dict[float, list[Row]]] = {}
    for row in rows:
        kind = "any" if word(row, "level") == "candidate" else "first"
        name = words.say(f"sections.claims.levels.{kind}")
        held.setdefault(name, {}).setdefault(number(row, by) or 0.0, []).append(row)
    return {
        name: [
            (
                at,
                min(number(row, "low") or 0.0 for row in there),
                max(number(row, "high") or 0.0 for row in there),
            )
            for at, there in sorted(places.items())
        ]
        for name, places in held.items()
    }


def _on_odds(lines: Mapping[str, Sequence[Ends]]) -> dict[str, Sequence[Ends]]:
    return {
        name: [(place_of(at), low, high) for at, low, high in ends]
        for name, ends in lines.items()
    }


def _drawn(
    lines: Mapping[str, Sequence[Ends]],
    axes: tuple[Axis, Axis],
    titles: tuple[str, str],
    width: int,
) -> Spec:
    made = [_line(name, thinned(ends, POINTS)) for name, ends in lines.items()]
    return line_chart(made, x=axes[0], y=axes[1], titles=titles, width=width)


def _line(name: str, ends: Sequence[Ends]) -> Line:
    upper = [(at, high) for at, _, high in ends]
    lower = [(at, low) for at, low, _ in ends]
    halfway = tuple((at, (low + high) / 2) for at, low, high in ends)
    return Line(name, halfway, (*upper, *reversed(lower)), edged=True)


def _place(at: float, by: str) -> str:
    return numbers.people(at) if by == "gallery_size" else numbers.part(at)


def _description(lines: Mapping[str, Sequence[Ends]], by: str, words: Messages) -> str:
    said = [
        words.say(
            "sections.claims.describes_line",
            name=name,
            at=_place(at, by),
            low=numbers.rough(low, way="down"),
            high=numbers.rough(high, way="up"),
        )
        for name, ends in lines.items()
        for at, low, high in (ends[0], ends[-1])
    ]
    return words.say("sections.claims.describes_expected", list=" ".join(said))


def _table(
    lines: Mapping[str, Sequence[Ends]], by: str, title: str, words: Messages
) -> Table:
    first = thinned(next(iter(lines.values())), TABLE_ROWS)
    cells = {
        name: {at: (low, high) for at, low, high in ends}
        for name, ends in lines.items()
    }
    body = [
        (
            _place(at, by),
            *(_cell(held.get(at), words) for held in cells.values()),
        )
        for at, _, _ in first
    ]
    head = "sections.growth.size" if by == "gallery_size" else "sections.worth.share"
    header = (words.say(head), *lines)
    return table(title, header, body, words=words, path=f"data/{EXPECTED_CURVE}.csv")


def _cell(ends: tuple[float, float] | None, words: Messages) -> str:
    if ends is None:
        return ""
    low, high = numbers.rough(ends[0], way="down"), numbers.rough(ends[1], way="up")
    return words.say("words.ends", low=low, high=high)


def corrections_figure(evidence: Evidence) -> Figure | None:
    """Draw the share of wrong claims corrected by each day, with how many are watched."""
    rows = evidence.rows(CORRECTIONS)
    if len(rows) < 2:
        return None
    words = evidence.words
    key = "sections.claims"
    line = Line(
        words.say(f"{key}.corrected"),
        _steps(rows, "share"),
        (*_steps(rows, "high"), *reversed(_steps(rows, "low"))),
    )
    last = number(rows[-1], "day") or 1.0
    x = NamedAxis(0.0, last, _ticks(rows, last))
    titles = (words.say(f"{key}.x_corrections"), words.say(f"{key}.corrected"))
    title = words.say(f"{key}.corrections")
    share = numbers.frequency(number(rows[-1], "share") or 0.0, base=100)
    return figure(
        partial(_drawn_steps, line, x, titles),
        title=title,
        description=words.say(
            f"{key}.describes_corrections", day=count(last), share=share
        ),
        table=_corrections_table(rows, title, words),
    )


def _drawn_steps(line: Line, x: NamedAxis, titles: tuple[str, str], width: int) -> Spec:
    y = PlainAxis(0.0, 1.0, ".0%")
    return line_chart([line], x=x, y=y, titles=titles, width=width)


def _steps(rows: Sequence[Row], name: str) -> tuple[tuple[float, float], ...]:
    """Return a path that stays level until the next day on which it changes."""
    points: list[tuple[float, float]] = []
    for row in rows:
        day, value = number(row, "day") or 0.0, number(row, name) or 0.0
        if points:
            points.append((day, points[-1][1]))
        points.append((day, value))
    return tuple(points)


def _ticks(rows: Sequence[Row], last: float) -> tuple[tuple[float, str], ...]:
    """Return days about evenly apart that have a row, each with how many are watched."""
    wanted = [last * k / (TICKS - 1) for k in range(TICKS)]
    chosen = {}
    for at in wanted:
        row = min(rows, key=lambda row, at=at: abs((number(row, "day") or 0.0) - at))  # type: ignore[misc]
        chosen[number(row, "day") or 0.0] = row
    return tuple(
        (day, f"{count(day)}\n({count(number(row, 'at_risk'))})")
        for day, row in sorted(chosen.items())
    )


def _corrections_table(rows: Sequence[Row], title: str, words: Messages) -> Table:
    body = []
    for row in thinned(rows, TABLE_ROWS):
        low, high = number(row, "low") or 0.0, number(row, "high") or 0.0
        ends = (
            numbers.short(low * 100, way="down"),
            f"{numbers.short(high * 100, way='up')} in 100",
        )
        body.append(
            (
                count(number(row, "day")),
                numbers.frequency(number(row, "share") or 0.0, base=100),
                words.say("words.between", low=ends[0], high=ends[1]),
                count(number(row, "at_risk")),
            )
        )
    key = "sections.claims"
    header = (
        words.say(f"{key}.day"),
        words.say(f"{key}.corrected"),
        words.say("words.range"),
        words.say(f"{key}.watched"),
    )
    return table(title, header, body, words=words, path=f"data/{CORRECTIONS}.csv")
