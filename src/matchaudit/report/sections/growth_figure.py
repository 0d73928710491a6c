"""The figure of growth: one for each score at which rates were measured or predicted."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from matchaudit.report import numbers
from matchaudit.report.curves import Row, number, thinned, word
from matchaudit.report.evidence import Evidence
from matchaudit.report.figure import Figure, Spec, Table, figure
from matchaudit.report.growth_chart import Growth, Labels, Measured, growth_chart
from matchaudit.report.messages import Messages
from matchaudit.report.phrasing import table

NAME = "gallery_growth"

FIGURES = 2
"""Scores that are drawn; the open data hold all."""

POINTS = 40
"""Points of a line in the figure."""

TABLE_ROWS = 12

KINDS = ("measured", "predicted", "bracket", "naive")


def growth_figures(evidence: Evidence, asked: Sequence[float]) -> list[Figure]:
    """Draw the growth at the highest scores of everybody: at low ones all go wrong."""
    made = [
        _figure(score, held, asked, evidence.words)
        for score, held in sorted(_by_score(evidence).items())
    ]
    return [drawn for drawn in made if drawn is not None][-FIGURES:]


def predicts(evidence: Evidence) -> bool:
    """Return whether anything was predicted, or limits were set; else it is measured."""
    kinds = {word(row, "kind") for row in evidence.rows(NAME)}
    return bool(kinds & {"predicted", "bracket", "naive"})


def largest_measured(evidence: Evidence) -> list[Row]:
    """Return the rate in the largest gallery that was measured, for each score."""
    found = []
    for held in _by_score(evidence).values():
        measured = [row for row in held if word(row, "kind") == "measured"]
        if measured:
            found.append(max(measured, key=_size))
    return found


def measured_in_words(row: Row, words: Messages) -> str:
    """Return a measured rate as a sentence."""
    rate = number(row, "fpir") or 0.0
    low, high = number(row, "low"), number(row, "high")
    size, at = numbers.people(_size(row)), numbers.score(number(row, "threshold") or 0)
    if high is None:
        said = numbers.frequency(rate)
        return words.say("sections.growth.known_bare", size=size, at=at, rate=said)
    base = numbers.base_of(rate or high)
    most = numbers.frequency(high, base=base, way="up")
    if not rate:
        return words.say("sections.growth.known_none", size=size, at=at, high=most)
    return words.say(
        "sections.growth.known",
        size=size,
        at=at,
        rate=numbers.frequency(rate, base=base),
        low=numbers.short((low or 0.0) * base, way="down"),
        high=numbers.short(high * base, way="up"),
    )


def _by_score(evidence: Evidence) -> dict[float, list[Row]]:
    """Return the rows of everybody by score, each by rising size."""
    split: dict[float, list[Row]] = {}
    for row in evidence.rows(NAME):
        score = number(row, "threshold")
        if not word(row, "group") and score is not None and _size(row) > 0:
            split.setdefault(score, []).append(row)
    return {score: sorted(held, key=_size) for score, held in split.items()}


def _size(row: Row) -> float:
    return number(row, "gallery_size") or 0.0


def _growth(held: Sequence[Row], asked: Sequence[float]) -> Growth:
    """Return what is drawn; brackets only beyond what can be predicted."""
    kinds = {k: [row for row in held if word(row, "kind") == k] for k in KINDS}
    within = [
        row
        for row in kinds["predicted"]
        if row.get("within_horizon") is not False and number(row, "fpir") is not None
    ]
    last = max((_size(row) for row in within), default=0.0)
    brackets = [
        (_size(row), number(row, "low") or 0.0, number(row, "high") or 1.0)
        for row in kinds["bracket"]
        if _size(row) >= last and number(row, "high") is not None
    ]
    beyond = any(size > last for size, *_ in brackets)
    ends = [size for size, *_ in brackets]
    sizes = [_size(row) for row in kinds["measured"]]
    horizon = (last or max(sizes, default=0.0) or min(ends)) if beyond else None
    return Growth(
        measured=tuple(
            Measured(
                _size(row),
                number(row, "fpir") or 0.0,
                number(row, "low") or 0.0,
                number(row, "high") or number(row, "fpir") or 0.0,
            )
            for row in kinds["measured"]
        ),
        predicted=_path(within),
        naive=_path(kinds["naive"]),
        band=tuple(
            (_size(row), number(row, "low") or 0.0, number(row, "high") or 1.0)
            for row in thinned(within, POINTS)
            if number(row, "high") is not None
        ),
        brackets=tuple(thinned(brackets, POINTS)) if beyond else (),
        horizon=horizon,
        asked=tuple(asked),
    )


def _path(rows: Sequence[Row]) -> tuple[tuple[float, float], ...]:
    return tuple(
        (_size(row), rate)
        for row in thinned(rows, POINTS)
        if (rate := number(row, "fpir")) is not None
    )


def _figure(
    score: float, held: Sequence[Row], asked: Sequence[float], words: Messages
) -> Figure | None:
    growth = _growth(held, asked)
    lines = (growth.predicted, growth.naive, growth.brackets, growth.measured)
    if max(map(len, lines)) < 2:
        return None
    key = "sections.growth"
    names = ("measured", "predicted", "naive", "bracket", "horizon", "x", "y")
    labels = Labels(*(words.say(f"{key}.labels.{name}") for name in names))
    if not growth.predicted:
        labels = replace(labels, horizon=words.say(f"{key}.labels.unpredicted"))
    said = numbers.score(score)
    title = words.say(f"{key}.figure", threshold=said)
    return figure(
        partial(_drawn, growth, labels),
        title=title,
        description=_description(growth, words),
        table=_table(title, held, asked, words),
    )


def _drawn(growth: Growth, labels: Labels, width: int) -> Spec:
    return growth_chart(growth, labels=labels, width=width)


def _description(growth: Growth, words: Messages) -> str:
    """Say where each part begins and ends."""
    key = "sections.growth.described"
    parts = [words.say(f"{key}.axes")]
    for name, path in (
        ("measured", [(m.size, m.rate) for m in growth.measured]),
        ("predicted", growth.predicted),
        ("naive", growth.naive),
    ):
        if path:
            (first, low), (last, high) = path[0], path[-1]
            parts.append(
                words.say(
                    f"{key}.{name}",
                    first=numbers.people(first),
                    last=numbers.people(last),
                    low=numbers.frequency(low),
                    high=numbers.frequency(high),
                )
            )
    if growth.horizon is not None and growth.brackets:
        size, low, high = growth.brackets[-1]
        parts.append(
            words.say(
                f"{key}.bracket",
                horizon=numbers.people(growth.horizon),
                size=numbers.people(size),
                low=numbers.frequency(low),
                high=numbers.frequency(high),
            )
        )
    return " ".join(parts)


def _table(
    title: str, held: Sequence[Row], asked: Sequence[float], words: Messages
) -> Table:
    """Set sizes down and kinds across, each with its range."""
    sizes = sorted({_size(row) for row in held})
    measured = [_size(row) for row in held if word(row, "kind") == "measured"]
    wanted = {*thinned(sizes, TABLE_ROWS), *thinned(measured, TABLE_ROWS // 2)}
    wanted |= {size for size in asked if size in sizes}
    cells = {(_size(row), word(row, "kind")): row for row in held}
    body = [
        (
            numbers.people(size),
            *(_cell(cells.get((size, kind)), words) for kind in KINDS),
        )
        for size in sizes
        if size in wanted
    ]
    header = ("size", *(f"columns.{kind}" for kind in KINDS))
    names = tuple(words.say(f"sections.growth.{name}") for name in header)
    made = table(title, names, body, words=words, path=f"data/{NAME}.csv")
    note = words.say(
        "page.cut", shown=len(body), all=len(sizes), path=f"data/{NAME}.csv"
    )
    shown = note if len(sizes) > len(body) else None
    return Table(made.caption, made.header, made.rows, shown, made.folded)


def _cell(row: Row | None, words: Messages) -> str:
    """Return a rate with its range, a range alone, or nothing."""
    if row is None:
        return ""
    rate, low, high = (number(row, name) for name in ("fpir", "low", "high"))
    base = numbers.base_of(rate or high or 0.0)
    if high is None:
        return numbers.frequency(rate or 0.0, base=base) if rate else ""
    least = numbers.short((low or 0.0) * base, way="down")
    most = numbers.frequency(high, base=base, way="up")
    if rate is None:
        return words.say("words.between", low=least, high=most)
    if not rate:
        return words.say("words.at_most", high=most)
    ends = words.say(
        "words.between", low=least, high=numbers.short(high * base, way="up")
    )
    best = numbers.frequency(rate, base=base)
    return words.say("words.with_range", best=best, range=ends)
