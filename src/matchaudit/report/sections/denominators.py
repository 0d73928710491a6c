"""The same wrong alerts, out of alerts, hours, faces, and faces for each entry."""

from dataclasses import replace
from functools import partial

from matchaudit.estimation.finding import Finding
from matchaudit.report import numbers
from matchaudit.report.axes import LogAxis, log_axis
from matchaudit.report.charts import Span, interval_chart
from matchaudit.report.evidence import Draft, Evidence, Exhibit
from matchaudit.report.figure import Figure, Spec, Table, figure
from matchaudit.report.messages import Messages
from matchaudit.report.numbers import Way, WriteEnd
from matchaudit.report.phrasing import (
    best,
    between,
    count,
    headline,
    in_base,
    population,
    table,
)

ALERTS, FACES = "usage/false_share_of_alerts", "usage/false_share_of_faces"
HOURS, ENTRIES = "usage/false_per_100_hours", "usage/false_per_face_and_entry"
ALL_ALERTS = "usage/alerts_per_hour"
WRONG = {ALERTS: "alerts", HOURS: "hours", FACES: "faces", ENTRIES: "entries"}
"""What wrong alerts are counted out of, the most often first."""

DENOMINATORS = {**WRONG, ALL_ALERTS: "all_alerts"}
VARIANTS = ("unconfirmed", "clustered")
NIL_RETURNS = "nil_returns"
"""A total that belongs to the searches."""

MISFITS = (
    "data/duplicated_column",
    "data/parts_do_not_add_up",
    "data/outcomes_exceed_alerts",
)
"""Faults of counts that are added up."""

TAKEN = {"as wrong": "as_wrong", "either way": "either_way"}


def draft(evidence: Evidence) -> Draft:
    """Draft the section."""
    words = evidence.words
    found = evidence.plain(*DENOMINATORS, within=VARIANTS)
    found.sort(key=lambda f: [*DENOMINATORS].index(f.id))
    totals = [
        f
        for f in evidence.plain("usage/totals", within=("count",))
        if f.population.get("count") != NIL_RETURNS
    ]
    exhibits: list[Exhibit] = [
        exhibit
        for exhibit in (
            _figure(found, words),
            _side_by_side(found, words),
            _totals(totals, evidence),
        )
        if exhibit is not None
    ]
    main = [f for f in found if not f.population and f.id in (ALERTS, FACES)]
    says = [f.says for f in main if f.because is None]
    return Draft(
        "denominators", [*found, *totals], exhibits, curves=("deployments",), says=says
    )


def writer(finding: Finding, words: Messages) -> WriteEnd:
    """Return how a rate is written: as a frequency, or per hours of use."""
    key = {HOURS: "per_hundred", ALL_ALERTS: "per_hour"}.get(finding.id)
    if key is None:
        return in_base(_base(finding))

    def write(rate: float, /, *, way: Way | None = None) -> str:
        said = numbers.short(rate, way=way)
        return words.say(f"sections.denominators.{key}", n=said)

    return write


def _base(finding: Finding) -> int:
    """Return out of how many a rate is said: 100, or so many that it is 1 or more."""
    ends = [end for end in finding.interval or () if end is not None]
    rate, base = finding.estimate or max(ends, default=0.0), 100
    while 0 < rate * base < 1 and base < 10**12:
        base *= 10
    return base


def _figure(found: list[Finding], words: Messages) -> Figure | None:
    """Draw what is wrong out of each denominator on one axis, per one of each."""
    key = "sections.denominators"
    drawn = [
        f
        for f in found
        if f.id in WRONG
        and f.interval is not None
        and "clustered" not in f.population
        and f.population.get("unconfirmed") != "as wrong"
        and _per_one(f, f.interval[1] or 0.0) < 1
    ]
    if not drawn:
        return None
    spans = [_span(f, words) for f in drawn]
    axis: LogAxis = log_axis([end for s in spans for end in (s.value, s.low, s.high)])
    high, low = (
        f"{span.label.replace(chr(10), ' ')} ({span.text})"
        for span in (spans[0], spans[-1])
    )
    title = words.say(f"{key}.figure")
    return figure(
        partial(_drawn, spans, axis, words.say(f"{key}.axis")),
        title=title,
        description=words.say(f"{key}.describes", highest=high, lowest=low),
        table=_few(drawn, title, words),
    )


def _span(finding: Finding, words: Messages) -> Span:
    low, high = finding.interval or (None, None)
    return Span(
        _label(finding, words),
        _per_one(finding, finding.estimate) if finding.estimate else None,
        _per_one(finding, low) if low else None,
        _per_one(finding, high) if high is not None else None,
        headline(finding, writer(finding, words), words),
    )


def _drawn(spans: list[Span], axis: LogAxis, title: str, width: int) -> Spec:
    return interval_chart(spans, axis=axis, title=title, width=width)


def _per_one(finding: Finding, rate: float) -> float:
    return rate / 100 if finding.id == HOURS else rate


def _label(finding: Finding, words: Messages) -> str:
    what = words.say(f"sections.denominators.{DENOMINATORS[finding.id]}")
    taken = _taken(finding, words) if "unconfirmed" in finding.population else ""
    return f"{what}\n{taken}" if taken else what


def _taken(finding: Finding, words: Messages) -> str:
    how = population("unconfirmed", finding)
    return words.say(f"sections.denominators.{TAKEN.get(how, 'published')}")


def _few(drawn: list[Finding], title: str, words: Messages) -> Table:
    header = tuple(words.say(f"words.{name}") for name in ("what", "best", "range"))
    body = [
        (
            _label(f, words).replace("\n", ", "),
            best(f, writer(f, words), words),
            between(f, writer(f, words), words),
        )
        for f in drawn
    ]
    return table(title, header, body, words=words)


def _side_by_side(found: list[Finding], words: Messages) -> Table | None:
    if not found:
        return None
    return _rows(found, words.say("sections.denominators.table"), words)


def _rows(found: list[Finding], caption: str, words: Messages) -> Table:
    """Set the exact range and that by day side by side."""
    by_day = {
        (f.id, population("unconfirmed", f)): f
        for f in found
        if "clustered" in f.population
    }
    body = []
    for f in found:
        if "clustered" in f.population:
            continue
        write = writer(f, words)
        beside = by_day.get((f.id, population("unconfirmed", f)))
        body.append(
            (
                words.say(f"sections.denominators.{DENOMINATORS[f.id]}"),
                _taken(f, words),
                best(f, write, words),
                between(f, write, words),
                between(beside, write, words) if beside else "",
                _counted(f),
            )
        )
    header = ("what", "taken", "best", "range", "by_day", "errors")
    names = tuple(words.say(f"words.{name}") for name in header)
    return table(caption, names, body, words=words)


def _counted(finding: Finding) -> str:
    """Return wrong ones out of all as two numbers, as far as they are known."""
    pair = (count(finding.events), _large(finding.trials))
    return " / ".join(filter(None, pair)) if pair[0] else ""


def _large(n: int | None) -> str:
    """Return a count; thousands of millions with three figures, as billions."""
    if n is None or n < 10**9:
        return count(n)
    return f"{numbers.plain(n / 1e9)} billion"


def _totals(totals: list[Finding], evidence: Evidence) -> Table | None:
    """List the counts, and below them what does not fit in them."""
    words = evidence.words
    body = [(counted_name(f), count(f.estimate)) for f in totals]
    header = (words.say("words.what"), words.say("words.number"))
    caption = words.say("sections.denominators.totals")
    if not body:
        return None
    made = table(caption, header, body, words=words)
    odd = {f.id: f.says for f in reversed(evidence.named(*MISFITS)) if f.estimate}
    if not odd:
        return made
    says = " ".join(odd[name] for name in MISFITS if name in odd)
    note = words.say("sections.denominators.totals_odd", says=says)
    return replace(made, note=note)


def counted_name(finding: Finding) -> str:
    """Return what a total counts, such as "Faces seen"."""
    return population("count", finding).replace("_", " ").capitalize()
