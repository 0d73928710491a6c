"""The searches that were logged: by month, and by what was recorded of them."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

from matchaudit.estimation.finding import Finding
from matchaudit.report import numbers
from matchaudit.report.curves import Row, distinct, number, word
from matchaudit.report.evidence import Draft, Evidence
from matchaudit.report.figure import Figure, Spec, Table, figure
from matchaudit.report.messages import Messages
from matchaudit.report.month_chart import STATES, Month, month_bars, month_marks
from matchaudit.report.phrasing import (
    best,
    between,
    count,
    counts,
    own_base,
    population,
    spoken,
    table,
)
from matchaudit.report.sections.denominators import NIL_RETURNS

PATH = "data/searches_by_month.csv"
FIRST = ("purpose", "mode", "authority_type", "agency")
"""Tables that stand first; the others are folded."""

SAYS = 6
"""Sentences at most."""

AGENCIES = 12
"""Rows of the figure of months; the table below it has more."""


def draft(evidence: Evidence) -> Draft:
    """Draft the section."""
    words = evidence.words
    counted = evidence.named("usage/searches")
    silent = evidence.named("usage/silent_months")
    shares = evidence.named("usage/candidate_share")
    returns = [
        f
        for f in evidence.named("usage/totals")
        if f.population.get("count") == NIL_RETURNS
    ]
    weeks = evidence.rows("searches_by_week")
    months = evidence.rows("searches_by_month")
    made: list[Figure | Table | None] = [
        _bars(months, words),
        _marks([*_as_months(weeks)] or months, words),
        *_tables(counted, words),
        _shares(shares, words),
    ]
    exhibits = [exhibit for exhibit in made if exhibit is not None]
    overall = evidence.plain("usage/searches", "usage/candidate_share")
    told = [*overall, *returns, *(f for f in silent if f.estimate)]
    says = [f.says for f in told if f.because is None][:SAYS]
    findings = [*counted, *silent, *shares, *returns]
    curves = [name for name in evidence.curves if name.startswith("searches")]
    return Draft("searches", findings, [*exhibits], curves, says=says)


def _as_months(weeks: Sequence[Row]) -> Iterator[Row]:
    """Yield weeks, named by the Monday that begins them, as if they were months."""
    for row in weeks:
        yield {**row, "month": word(row, "week")}


def _bars(months: Sequence[Row], words: Messages) -> Figure | None:
    """Draw one bar for each month over all agencies."""
    totals: dict[str, int] = {}
    for row in months:
        month = word(row, "month")
        totals[month] = totals.get(month, 0) + int(number(row, "searches") or 0)
    if len(totals) < 2:
        return None
    key = "sections.searches"
    drawn = sorted(totals.items())
    ranked = sorted(drawn, key=lambda item: item[1])
    least, most = (f"{n:,} in {month}" for month, n in (ranked[0], ranked[-1]))
    title = words.say(f"{key}.bars")
    header = (words.say("words.month"), words.name("usage/searches"))
    body = [(month, numbers.integer(n)) for month, n in drawn]
    return figure(
        partial(_bars_drawn, drawn, words.say(f"{key}.axis")),
        title=title,
        description=words.say(f"{key}.describes_bars", most=most, fewest=least),
        table=table(title, header, body, words=words, path=PATH),
    )


def _bars_drawn(drawn: Sequence[tuple[str, int]], title: str, width: int) -> Spec:
    return month_bars(drawn, title=title, width=width)


def _marks(months: Sequence[Row], words: Messages) -> Figure | None:
    """Draw which months each agency reported."""
    agencies = distinct(row.get("agency") for row in months)
    states = [word(row, "state") for row in months]
    if not agencies or len({word(row, "month") for row in months}) < 2:
        return None
    key = "sections.searches"
    shown = set(agencies[:AGENCIES])
    held = [
        Month(word(row, "agency"), word(row, "month"), word(row, "state"))
        for row in months
        if word(row, "agency") in shown
    ]
    names = (
        words.say(f"{key}.rows"),
        words.say(f"{key}.nil"),
        words.say(f"{key}.silent"),
    )
    n_rows, n_nil, n_silent = (states.count(state) for state in STATES)
    title = words.say(f"{key}.marks")
    return figure(
        partial(_marks_drawn, held, names),
        title=title,
        description=words.say(
            f"{key}.describes_marks", rows=n_rows, nil=n_nil, silent=n_silent
        ),
        table=_marks_table(months, agencies, title, words),
    )


def _marks_drawn(
    held: Sequence[Month], names: tuple[str, str, str], width: int
) -> Spec:
    return month_marks(held, words=names, width=width)


def _marks_table(
    months: Sequence[Row], agencies: Sequence[str], title: str, words: Messages
) -> Table:
    said: dict[tuple[str, str], list[str]] = {}
    for row in months:
        own = (word(row, "agency"), word(row, "state"))
        said.setdefault(own, []).append(word(row, "month"))
    body = [
        (
            agency,
            numbers.integer(len(said.get((agency, "rows"), []))),
            ", ".join(said.get((agency, "nil return"), [])),
            ", ".join(said.get((agency, "silent"), [])),
        )
        for agency in agencies
    ]
    key = "sections.searches"
    header = (
        words.say("words.agency"),
        words.say(f"{key}.rows"),
        words.say(f"{key}.nil"),
        words.say(f"{key}.silent"),
    )
    return table(title, header, body, words=words, path=PATH)


def _tables(counted: list[Finding], words: Messages) -> list[Table]:
    """Set one table for each thing that was recorded, such as the purpose."""
    split: dict[str, list[Finding]] = {}
    for finding in counted:
        if finding.population and "by" not in finding.population:
            split.setdefault(", ".join(finding.population), []).append(finding)
    tables = []
    for what in sorted(split, key=lambda what: _place(what, split)):
        found = split[what]
        said = what.replace("_", " ")
        body = [(_who(f), count(f.estimate)) for f in found]
        header = (said.capitalize(), words.name("usage/searches"))
        quoted = f'"{said}"' if said.endswith(" by") else said
        caption = words.say("sections.searches.by", what=quoted)
        made = table(caption, header, body, words=words, folds=True)
        tables.append(made if what in FIRST else replace(made, folded=True))
    return tables


def _place(what: str, split: dict[str, list[Finding]]) -> int:
    first = [*FIRST, *split]
    return first.index(what)


def _who(finding: Finding) -> str:
    said = ", ".join(spoken(value) for value in finding.population.values())
    return said.replace("_", " ")


def _whose(finding: Finding, words: Messages) -> str:
    """Return whose share it is; a range in which cases move together says so."""
    if "clustered" in finding.population:
        unit = population("clustered", finding)
        every, each = words.say("words.all"), words.say("words.one_by_one", unit=unit)
        return f"{every}, {each}"
    return _who(finding) or words.say("words.all")


def _shares(shares: list[Finding], words: Messages) -> Table | None:
    body = [
        (
            _whose(f, words),
            best(f, own_base(f), words),
            between(f, own_base(f), words),
            *counts(f),
        )
        for f in shares
    ]
    names = ("what", "best", "range", "number", "trials", "effective")
    header = tuple(words.say(f"words.{name}") for name in names)
    caption = words.say("sections.searches.shares")
    return table(caption, header, body, words=words, folds=True) if body else None
