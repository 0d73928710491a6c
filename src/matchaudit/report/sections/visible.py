"""Missed matches by how much of the face can be seen."""

from collections.abc import Sequence

from matchaudit.report import numbers
from matchaudit.report.axes import PlainAxis
from matchaudit.report.charts import Line, line_chart
from matchaudit.report.curves import Row, number, rows
from matchaudit.report.evidence import Evidence
from matchaudit.report.figure import Figure, Table, figure
from matchaudit.report.messages import Messages
from matchaudit.report.phrasing import FEW_EVENTS, count, table, words_of

NAME = "fnmr_by_visible_fraction"
ENDS = ("visible_from", "visible_to")


def visible_names(evidence: Evidence) -> list[str]:
    """Return the curves of this kind: for the probe's face, for the reference's."""
    return [name for name in evidence.curves if name.startswith(NAME)]


def visible_figure(evidence: Evidence, name: str) -> Figure | None:
    """Draw the steps of the first threshold; None if no bin could be measured."""
    words = evidence.words
    held = rows(evidence.curves[name])
    steps = [
        row
        for row in held
        if row["threshold"] == held[0]["threshold"] and number(row, "fnmr") is not None
    ]
    if not steps:
        return None
    label = words.say("sections.conditions.visible_line")
    line = Line(label, _along(steps, "fit"), _band(steps))
    # A linear axis: a fit of 0 has a place on it, and these rates are large.
    highest = max(b for _, b in (*line.points, *line.band))
    axis = PlainAxis(0.0, min(highest * 1.1, 1.0) or 1.0, "~%")
    titles = (words.say("sections.conditions.visible_x"), label)
    threshold = numbers.score(number(steps[0], "threshold") or 0.0)
    side = "reference" if name.endswith("reference") else "probe"
    title = words.say(
        "sections.conditions.visible",
        threshold=threshold,
        side=words.say(f"words.{side}"),
    )
    return figure(
        lambda width: line_chart(
            [line], x=PlainAxis(0.0, 1.0, ".0%"), y=axis, titles=titles, width=width
        ),
        title=title,
        description=words.say(
            "sections.conditions.describes_visible",
            first=numbers.frequency(number(steps[0], "fnmr") or 0.0),
            last=numbers.frequency(number(steps[-1], "fnmr") or 0.0),
        ),
        table=_table(title, steps, words, evidence.curves[name].path),
    )


def _along(steps: Sequence[Row], name: str) -> tuple[tuple[float, float], ...]:
    """Return the steps as a path; where there is no fit the bin's own rate stands."""
    points = []
    for row in steps:
        value = number(row, name)
        rate = value if value is not None else number(row, "fnmr")
        points += [(number(row, end) or 0.0, rate or 0.0) for end in ENDS]
    return tuple(points)


def _band(steps: Sequence[Row]) -> tuple[tuple[float, float], ...]:
    return (*_along(steps, "high"), *reversed(_along(steps, "low")))


def _table(title: str, steps: Sequence[Row], words: Messages, path: str) -> Table:
    body = [
        (
            " to ".join(numbers.percent(number(row, end) or 0.0) for end in ENDS),
            *_cells(row, words),
            count(number(row, "trials")),
        )
        for row in steps
    ]
    header = (
        words.say("sections.conditions.visible_x"),
        words.say("words.missed"),
        words.say("words.range"),
        words.say("words.trials"),
    )
    return table(title, header, body, words=words, path=path)


def _cells(row: Row, words: Messages) -> tuple[str, str]:
    """Return the rate of a bin, as counts where they are few, and its range."""
    rate, high = (number(row, name) or 0.0 for name in ("fnmr", "high"))
    base = numbers.base_of(high)
    most = numbers.frequency(high, base=base, way="up")
    if not rate:
        # Other bins may lift the low end of the band; with none seen it would puzzle.
        return words.say("words.none_seen"), words.say("words.at_most", high=most)
    low = numbers.short((number(row, "low") or 0.0) * base, way="down")
    ends = words.say("words.between", low=low, high=most)
    events = number(row, "events") if "events" in row else None
    trials = number(row, "trials")
    if events is not None and trials is not None and events < FEW_EVENTS:
        return words_of(int(events), int(trials)), ends
    return numbers.frequency(rate, base=base), ends
