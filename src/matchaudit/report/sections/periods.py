"""Rates by period and threshold, with the days on which a count changed its meaning."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import numpy as np

from matchaudit.estimation.finding import Finding
from matchaudit.report import numbers
from matchaudit.report.axes import DayAxis, LogAxis, log_axis
from matchaudit.report.charts import Line, line_chart
from matchaudit.report.curves import Row, distinct, number, word
from matchaudit.report.evidence import Draft, Evidence
from matchaudit.report.exhibits import rates_figure
from matchaudit.report.figure import Figure, Spec, Table, figure
from matchaudit.report.messages import Messages
from matchaudit.report.phrasing import best, between, count, population, table
from matchaudit.report.sections.denominators import (
    ALERTS,
    DENOMINATORS,
    ENTRIES,
    FACES,
    VARIANTS,
    counted_name,
    writer,
)

SPLITS = ("period", "threshold", "source", "agency", "system", "file")
SHOWN = {k: v for k, v in DENOMINATORS.items() if k != ENTRIES}
"""Columns of a table; the open data hold the rates for each entry as well."""

DRAWN = ("period",)
"""Splits that are drawn as well; of the others the table says all that there is."""

SERIES = 3
"""Figures of steps, one for each agency or file; the open data hold all."""

CHANGED = "denominator changed"
STEPS = {
    "median_faces_per_minute": "faces_a_minute",
    "alerts_per_hour": "alerts_an_hour",
}


def draft(evidence: Evidence) -> Draft:
    """Draft the section."""
    words = evidence.words
    found = evidence.keyed(*DENOMINATORS, by=SPLITS, within=VARIANTS)
    totals = evidence.keyed("usage/totals", by=SPLITS, within=("count",))
    steps = evidence.rows("deployment_periods")
    breaks = [row for row in steps if word(row, "starts_with") == CHANGED]
    plain = [f for f in found if not set(f.population) & {*VARIANTS}]
    made: list[Figure | Table | None] = [*_all_steps(steps, words)]
    for key in dict.fromkeys(split_of(f) for f in [*plain, *totals]):
        rates = [f for f in plain if split_of(f) == key]
        listed = _rates(rates, key, words, broken=bool(breaks))
        made += [
            _shares(rates, key, listed, words),
            _counts([f for f in totals if split_of(f) == key], key, words),
        ]
    exhibits = [exhibit for exhibit in made if exhibit is not None]
    findings = [*found, *totals]
    return Draft(
        "periods",
        findings,
        [*exhibits],
        ("deployment_periods",),
        says=_broken(breaks, words),
    )


def split_of(finding: Finding) -> str:
    """Return what a finding is split by: the year, the period, the threshold."""
    keys = [key for key in finding.population if key in SPLITS]
    is_year = population("period", finding).isdigit()
    return " and ".join("year" if is_year and k == "period" else k for k in keys)


def _part(finding: Finding) -> str:
    """Return which part of the split a finding is about."""
    parts = (population(k, finding) for k in finding.population if k in SPLITS)
    return ", ".join(parts)


def _broken(breaks: Sequence[Row], words: Messages) -> list[str]:
    """Say across which days rates per face cannot be compared."""
    if not breaks:
        return []
    days = ", ".join(word(row, "from") for row in breaks)
    key = "broken" if len(breaks) > 1 else "broken_once"
    return [words.say(f"sections.periods.{key}", n=len(breaks), days=days)]


def _all_steps(steps: Sequence[Row], words: Messages) -> list[Figure | None]:
    """Draw one figure for each agency or file, or one of all."""
    names = distinct(row.get("series") for row in steps)
    if len(names) < 2:
        return [_steps(steps, "", words)]
    return [
        _steps([row for row in steps if word(row, "series") == name], name, words)
        for name in names[:SERIES]
    ]


def _steps(steps: Sequence[Row], whose: str, words: Messages) -> Figure | None:
    """Draw faces a minute and alerts an hour as steps over time on one log axis."""
    lines = [
        line
        for column, key in STEPS.items()
        for line in [_line(steps, column, words.say(f"sections.periods.{key}"))]
        if len(line.points) > 1
    ]
    if not lines:
        return None
    key = "sections.periods"
    marks = tuple(
        _day(word(row, "from")) for row in steps if word(row, "starts_with") == CHANGED
    )
    ends = [a for line in lines for a, _ in line.points]
    x = DayAxis(min(ends), max(ends), marks)
    y = log_axis((b for line in lines for _, b in line.points), kind="ratio")
    titles = (words.say("words.date"), words.say(f"{key}.axis"))
    first, *_, last = (b for _, b in lines[0].points)
    title = words.say(f"{key}.steps")
    title = f"{title}: {whose}" if whose else title
    return figure(
        partial(_drawn, lines, x, y, titles),
        title=title,
        description=words.say(
            f"{key}.describes_steps",
            first=numbers.short(first),
            last=numbers.short(last),
            n=len(marks),
        ),
        table=_steps_table(steps, title, words),
    )


def _drawn(
    lines: list[Line], x: DayAxis, y: LogAxis, titles: tuple[str, str], width: int
) -> Spec:
    return line_chart(lines, x=x, y=y, titles=titles, width=width)


def _line(steps: Sequence[Row], column: str, label: str) -> Line:
    points, notes = [], []
    for row in steps:
        value = number(row, column)
        if not value:
            continue
        days = _day(word(row, "from")), _day(word(row, "to")) + 1
        points += [(day, value) for day in days]
        notes.append((sum(days) / 2, value, numbers.short(value)))
    return Line(label, tuple(points), notes=tuple(notes))


def _day(text: str) -> float:
    """Return days since 1970-01-01."""
    return float(np.datetime64(text[:10], "D").astype(int))


def _steps_table(steps: Sequence[Row], title: str, words: Messages) -> Table:
    columns = ("deployments", "alerts", "false_alerts", "hours", "faces_seen")
    body = [
        (
            word(row, "from"),
            word(row, "to"),
            *(_short(number(row, column)) for column in STEPS),
            *(count(number(row, column)) for column in columns),
            _starts(row, words),
        )
        for row in steps
    ]
    key = "sections.periods"
    header = (
        words.say(f"{key}.from"),
        words.say(f"{key}.to"),
        *(words.say(f"{key}.{name}") for name in STEPS.values()),
        words.say(f"{key}.deployments"),
        words.say(f"{key}.alerts"),
        words.say(f"{key}.false_alerts"),
        words.say(f"{key}.hours_of_use"),
        words.say(f"{key}.faces_seen"),
        words.say(f"{key}.starts"),
    )
    path = "data/deployment_periods.csv"
    return table(title, header, body, words=words, path=path)


def _starts(row: Row, words: Messages) -> str:
    key = "changed" if word(row, "starts_with") == CHANGED else "begins"
    return words.say(f"sections.periods.{key}")


def _short(value: float | None) -> str:
    return "" if value is None else numbers.short(value)


def _shares(
    rates: list[Finding], key: str, listed: Table | None, words: Messages
) -> Figure | Table | None:
    """Draw the wrong share of alerts of some splits above the table of all rates."""
    shares = [f for f in rates if f.id == ALERTS]
    if key not in DRAWN or len(shares) < 2:
        return listed
    drawn = rates_figure(
        shares,
        name=_part,
        title=words.say("sections.periods.by", what=key),
        describe=partial(words.say, "sections.periods.describes"),
        words=words,
    )
    return listed if drawn is None or listed is None else replace(drawn, table=listed)


def _rates(
    rates: list[Finding], key: str, words: Messages, *, broken: bool
) -> Table | None:
    """Set one row for each part, a column for each denominator."""
    by_part = _by_part(rates)
    if not by_part:
        return None
    body = [
        (part, *(_cell(held.get(name), words) for name in SHOWN))
        for part, held in by_part.items()
    ]
    heads = (words.say(f"sections.denominators.{d}") for d in SHOWN.values())
    caption = words.say("sections.periods.rates", what=key)
    header = (key.capitalize(), *heads)
    made = table(caption, header, body, words=words)
    across = broken and any(f.id == FACES for f in rates)
    note = words.say("sections.periods.across") if across else made.note
    return replace(made, note=note)


def _cell(finding: Finding | None, words: Messages) -> str:
    if finding is None:
        return ""
    write = writer(finding, words)
    said, ends = best(finding, write, words), between(finding, write, words)
    if finding.status != "measured":
        return ends
    if finding.estimate == 0:
        return f"{said}, {ends}"
    return words.say("words.with_range", best=said, range=ends)


def _counts(totals: list[Finding], key: str, words: Messages) -> Table | None:
    counted = list(dict.fromkeys(counted_name(f) for f in totals))
    rows: dict[str, dict[str, str]] = {}
    for f in totals:
        rows.setdefault(_part(f), {})[counted_name(f)] = count(f.estimate)
    body = [
        (part, *(held.get(name, "") for name in counted)) for part, held in rows.items()
    ]
    caption = words.say("sections.periods.counts", what=key)
    header = (key.capitalize(), *counted)
    if not body:
        return None
    return replace(table(caption, header, body, words=words), folded=True)


def _by_part(rates: list[Finding]) -> dict[str, dict[str, Finding]]:
    parts: dict[str, dict[str, Finding]] = {}
    for finding in rates:
        parts.setdefault(_part(finding), {})[finding.id] = finding
    return parts
