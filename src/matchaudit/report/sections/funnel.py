"""Places and operators against what chance alone would do; never a ranking."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from matchaudit.report import numbers
from matchaudit.report.curves import Row, number, word
from matchaudit.report.evidence import Draft, Evidence
from matchaudit.report.figure import Figure, Spec, Table, figure
from matchaudit.report.funnel_chart import Dot, funnel_chart
from matchaudit.report.messages import Messages
from matchaudit.report.phrasing import best, between, count, own_base, population, table
from matchaudit.report.sections.denominators import DENOMINATORS

LABELS = 6
"""Dots outside the outer limits that bear their name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """What a funnel is of: its curve, and the columns that name and count.

    Attributes
    ----------
    labels : bool
        Whether dots outside may bear their name.
    title, x : str
        Keys of its words.
    """

    curve: str
    who: str
    n: str
    wrong: str
    labels: bool
    title: str
    x: str


PLACES = Kind(
    curve="locations",
    who="location",
    n="alerts",
    wrong="false_alerts",
    labels=True,
    title="places",
    x="x_places",
)
OPERATORS = Kind(
    curve="operators",
    who="operator",
    n="verified",
    wrong="wrong",
    labels=False,
    title="operators",
    x="x_operators",
)


def draft(evidence: Evidence) -> Draft:
    """Draft the section."""
    words = evidence.words
    pooled = evidence.named("usage/locations", "usage/operators")
    single = evidence.keyed(
        *DENOMINATORS, "usage/totals", by=("location",), within=("count", "clustered")
    )
    made: list[Figure | Table | None] = []
    for kind in (PLACES, OPERATORS):
        held = evidence.rows(kind.curve)
        held = sorted(held, key=lambda row: word(row, kind.who).casefold())
        made.append(_figure(held, kind, words))
    body = [
        (
            population("location", f),
            words.name(f.id),
            best(f, own_base(f), words),
            between(f, own_base(f), words),
            count(f.events),
            count(f.trials),
        )
        for f in sorted(single, key=lambda f: population("location", f).casefold())
        if f.unit == "probability"
    ]
    if body:
        names = ("place", "what", "best", "range", "errors", "trials")
        header = tuple(words.say(f"words.{name}") for name in names)
        caption = words.say("sections.funnel.found")
        made.append(table(caption, header, body, words=words, folds=True))
    exhibits = [exhibit for exhibit in made if exhibit is not None]
    says = [f.says for f in pooled if f.because is None]
    if any(isinstance(exhibit, Figure) for exhibit in exhibits):
        says.append(words.say("sections.funnel.about"))
    curves = (PLACES.curve, OPERATORS.curve)
    return Draft("funnel", [*pooled, *single], [*exhibits], curves, says=says)


def _figure(held: Sequence[Row], kind: Kind, words: Messages) -> Figure | None:
    """Draw the dots that have a share; those without any number are in the table."""
    drawn = [row for row in held if number(row, kind.n)]
    if len(drawn) < 2:
        return None
    key = "sections.funnel"
    outside = [row for row in drawn if word(row, "outside") == "99.8"]
    named = outside[:LABELS] if kind.labels else []
    dots = [_dot(row, kind, named=row in named) for row in drawn]
    whole = sum(number(row, kind.wrong) or 0.0 for row in drawn)
    centre = whole / sum(dot.n for dot in dots)
    seen = list(dict.fromkeys(dots))  # dots at one place are one dot
    title = words.say(f"{key}.{kind.title}")
    titles = (words.say(f"{key}.{kind.x}"), words.say(f"{key}.y"))
    return figure(
        partial(_drawn, seen, centre, titles),
        title=title,
        description=words.say(f"{key}.describes", n=len(dots), out=len(outside)),
        table=_table(held, kind, title, words),
    )


def _drawn(
    dots: Sequence[Dot], centre: float, titles: tuple[str, str], width: int
) -> Spec:
    return funnel_chart(dots, centre=centre, titles=titles, width=width)


def _dot(row: Row, kind: Kind, *, named: bool) -> Dot:
    n = number(row, kind.n) or 0.0
    share = number(row, "share")
    if share is None:
        share = (number(row, kind.wrong) or 0.0) / n
    return Dot(
        n=n,
        share=share,
        inner=(number(row, "low95") or 0.0, number(row, "high95") or 0.0),
        outer=(number(row, "low998") or 0.0, number(row, "high998") or 0.0),
        outside=word(row, "outside"),
        label=word(row, kind.who) if named else "",
    )


def _table(held: Sequence[Row], kind: Kind, title: str, words: Messages) -> Table:
    body = [
        (
            word(row, kind.who),
            count(number(row, kind.n)),
            count(number(row, kind.wrong)),
            _limits(row, "95", words),
            _limits(row, "998", words),
            _outside(row, words),
        )
        for row in held
    ]
    who = "place" if kind is PLACES else "operator"
    header = (
        words.say(f"words.{who}"),
        words.say(f"sections.funnel.{kind.x}"),
        words.say("words.wrong"),
        words.say("words.limits_95"),
        words.say("words.limits_998"),
        words.say("words.outside"),
    )
    path = f"data/{kind.curve}.csv"
    return table(title, header, body, words=words, path=path)


def _limits(row: Row, name: str, words: Messages) -> str:
    low, high = number(row, f"low{name}"), number(row, f"high{name}")
    if low is None or high is None:
        return ""
    ends = (numbers.percent(low), numbers.percent(high))
    return words.say("words.between", low=ends[0], high=ends[1])


def _outside(row: Row, words: Messages) -> str:
    outside = word(row, "outside")
    names = {"95": "words.beyond_95", "99.8": "words.beyond_998"}
    return words.say(names.get(outside, "words.no"))
