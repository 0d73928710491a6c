"""Wrong alerts, or candidates, by group, over a share that is not known."""

from collections.abc import Mapping, Sequence
from functools import partial

from matchaudit.estimation.finding import Finding
from matchaudit.report import numbers
from matchaudit.report.axes import LogAxis, PlainAxis, log_axis
from matchaudit.report.charts import Line, line_chart
from matchaudit.report.curves import Row, number, thinned, word
from matchaudit.report.evidence import Draft, Evidence
from matchaudit.report.figure import Figure, Spec, Table, figure
from matchaudit.report.messages import Messages
from matchaudit.report.phrasing import between, count, own_base, population, table

OF_CURVES = {
    "equal_risk": "exposure",
    "equal_risk_of_candidates": "exposure_of_candidates",
}
"""Of alerts and of candidates, with the section's name: a report may hold both."""

GROUPS = 4
"""Lines of a figure; the open data hold the curve of every group."""

POINTS = 25
"""Points of a line in the figure; the open data hold all."""

ENDS = (0.01, 100.0)
"""Ratios beyond these are drawn at the edge."""


def draft(evidence: Evidence) -> Draft:
    """Draft the section on wrong alerts."""
    found = [
        f
        for f in evidence.named("usage/wrong_by_group")
        if population("of", f) != "candidates"
    ]
    return _draft("equal_risk", found, evidence)


def draft_of_candidates(evidence: Evidence) -> Draft:
    """Draft the section on candidates: first what was found of each group's own."""
    found = [
        f
        for f in evidence.named("usage/wrong_by_group")
        if population("of", f) == "candidates"
    ]
    own = [
        f
        for f in evidence.named("usage/outcome_wrong_share")
        if {*f.population} == {"among", "group"}
    ]
    return _draft("equal_risk_of_candidates", found, evidence, own=own if found else ())


def _draft(
    curve: str,
    found: Sequence[Finding],
    evidence: Evidence,
    *,
    own: Sequence[Finding] = (),
) -> Draft:
    """Draft a section; with each group's ``own`` share, the worst groups are drawn."""
    words = evidence.words
    worst_first = sorted(own, key=lambda f: -(f.estimate or 0.0))
    order = [population("group", f) for f in worst_first]
    drawn = _figure(curve, evidence, order)
    exhibits: list[Figure | Table] = [drawn] if drawn else []
    body = [
        (
            population("group", f),
            between(f, own_base(f), words),
            count(f.events),
            count(f.trials),
        )
        for f in found
        if f.interval is not None
    ]
    if body:
        names = ("group", "range", "errors", "trials")
        header = tuple(words.say(f"words.{name}") for name in names)
        caption = words.name("usage/wrong_by_group")
        exhibits.append(table(caption, header, body, words=words))
    says = [f.says for f in worst_first]
    says += [f.says for f in found if f.because is None]
    if len(body) > GROUPS and drawn:
        says.append(words.say("sections.exposure.drawn", n=GROUPS, all=len(body)))
    return Draft(OF_CURVES[curve], [*found, *own], [*exhibits], [curve], says=says)


def _figure(name: str, evidence: Evidence, order: Sequence[str]) -> Figure | None:
    """Draw the ratio of each group over its unknown share, with bands and a line at 1."""
    words = evidence.words
    held = _by_group(evidence.rows(name), order)
    if not held:
        return None
    lines = [
        Line(group, _path(drawn, "risk_ratio"), _band(drawn))
        for group, curve in held.items()
        for drawn in [thinned(curve, POINTS)]
    ]
    heights = [b for line in lines for _, b in line.points]
    inside = [b for b in heights if ENDS[0] <= b <= ENDS[1]]
    y = log_axis(inside, kind="ratio", mark=1.0)
    key = f"sections.{OF_CURVES[name]}"
    titles = (words.say(f"{key}.x"), words.say(f"{key}.y"))
    only = next(iter(held)) if len(held) == 1 else None
    title = (
        words.say(f"{key}.by_group")
        if only is None
        else words.say(f"{key}.one_group", group=only)
    )
    return figure(
        partial(_drawn, lines, y, titles),
        title=title,
        description=_description(held, words),
        table=_table(held, title, name, words),
    )


def _by_group(curve: Sequence[Row], order: Sequence[str]) -> dict[str, list[Row]]:
    """Return the rows that have a ratio of the first groups that have some."""
    held: dict[str, list[Row]] = {group: [] for group in order}
    for row in curve:
        if number(row, "risk_ratio"):
            held.setdefault(word(row, "group"), []).append(row)
    drawable = [(group, rows) for group, rows in held.items() if len(rows) > 1]
    return dict(drawable[:GROUPS])


def _description(held: Mapping[str, Sequence[Row]], words: Messages) -> str:
    key = "sections.exposure"
    if len(held) > 1:
        parts = (
            words.say(f"{key}.describes_group", group=group, half=_times(curve, 0.5))
            for group, curve in held.items()
        )
        return words.say(f"{key}.describes_groups", list="; ".join(parts))
    curve = next(iter(held.values()))
    tenth, half = (_times(curve, share) for share in (0.1, 0.5))
    return words.say(f"{key}.describes", tenth=tenth, half=half)


def _times(curve: Sequence[Row], share: float) -> str:
    return numbers.times(number(_near(curve, share), "risk_ratio") or 0.0)


def _drawn(
    lines: Sequence[Line], y: LogAxis, titles: tuple[str, str], width: int
) -> Spec:
    x = PlainAxis(0.0, 1.0, ".0%")
    return line_chart(lines, x=x, y=y, titles=titles, width=width)


def _path(held: Sequence[Row], name: str) -> tuple[tuple[float, float], ...]:
    return tuple(
        (number(row, "share_of_faces") or 0.0, number(row, name) or 0.0) for row in held
    )


def _band(held: Sequence[Row]) -> tuple[tuple[float, float], ...]:
    """Return the path along the upper ends, an open one at the edge, and back below."""
    open_end = 10.0**9
    upper = tuple(
        (
            number(row, "share_of_faces") or 0.0,
            open_end if (high := number(row, "high")) is None else high,
        )
        for row in held
    )
    return (*upper, *reversed(_path(held, "low")))


def _near(held: Sequence[Row], share: float) -> Row:
    return min(held, key=lambda r: abs((number(r, "share_of_faces") or 0.0) - share))


def _table(
    held: Mapping[str, Sequence[Row]], title: str, name: str, words: Messages
) -> Table:
    """Set a row for each tenth of a share; a group's own columns, or one for each."""
    first = next(iter(held.values()))
    tenths = (_near(first, k / 10) for k in range(1, 10))
    shares = [number(row, "share_of_faces") or 0.0 for row in tenths]
    cells = {
        group: [
            (_times(curve, share), _ends(_near(curve, share), words))
            for share in shares
        ]
        for group, curve in held.items()
    }
    if len(held) > 1:
        heads = tuple(words.say("words.group") + f" {group}" for group in held)
        columns = [
            [words.say("words.with_range", best=best, range=ends) for best, ends in own]
            for own in cells.values()
        ]
        body = list(zip(*columns, strict=True))
    else:
        heads = (words.say("words.ratio"), words.say("words.range"))
        body = next(iter(cells.values()))
    said = [numbers.percent(share) for share in shares]
    header = (words.say(f"sections.{OF_CURVES[name]}.share"), *heads)
    rows = [(share, *row) for share, row in zip(said, body, strict=True)]
    return table(title, header, rows, words=words, path=f"data/{name}.csv")


def _ends(row: Row, words: Messages) -> str:
    low, high = number(row, "low"), number(row, "high")
    if high is None:
        return words.say("words.at_least", low=numbers.times(low or 0.0, way="down"))
    return words.say(
        "words.between",
        low=numbers.short(low or 0.0, way="down"),
        high=numbers.times(high, way="up"),
    )
