"""Curves of searches: people found by rank, and missed against wrong ones."""

from collections.abc import Mapping, Sequence
from functools import partial

from matchaudit.report import numbers
from matchaudit.report.axes import LogAxis, PlainAxis
from matchaudit.report.charts import Line, line_chart
from matchaudit.report.curves import Row, number, thinned, word
from matchaudit.report.evidence import Evidence
from matchaudit.report.figure import Figure, Spec, Table, figure
from matchaudit.report.messages import Messages
from matchaudit.report.phrasing import count, table
from matchaudit.report.sections.det import LINES, det_figure, usable

CMC, DET = "cmc", "identification_det"
FIGURES = 3
"""Of one kind: everybody, and the first dimensions; the open data hold all."""
POINTS = 30
TOLD = (1, 2, 5, 10, 20, 50)
"""Ranks that have a row of the table."""

Split = dict[str, dict[str, list[Row]]]
"""Rows by what they are split by (nothing: by gallery), then by line."""


def cmc_figures(evidence: Evidence) -> list[Figure]:
    """Draw how many people are found by rank: galleries side by side, then groups."""
    words = evidence.words
    split = _split(evidence.rows(CMC), words)
    found = []
    for what, lines in list(split.items())[:FIGURES]:
        held = {name: rows for name, rows in lines.items() if len(rows) > 1}
        if held:
            found.append(_cmc(what, dict(list(held.items())[:LINES]), words))
    return found


def open_det_figures(evidence: Evidence) -> list[Figure]:
    """Draw missed people against wrong people returned."""
    words = evidence.words
    split = _split(evidence.rows(DET), words)
    found = []
    for what, lines in list(split.items())[:FIGURES]:
        held = {name: _as_rates(rows) for name, rows in lines.items()}
        drawn = [(name, rows) for name, rows in held.items() if len(rows) > 1]
        if drawn:
            found.append(_det(what, dict(drawn[:LINES]), words))
    return found


def _split(rows: Sequence[Row], words: Messages) -> Split:
    """Return the rows by dimension and line; groups of the largest gallery only."""
    largest = max((number(row, "gallery_size") or 0.0 for row in rows), default=0.0)
    split: Split = {}
    for row in rows:
        what = word(row, "dimension")
        size = number(row, "gallery_size") or 0.0
        if what and size != largest:
            continue
        names = [word(row, "system"), word(row, "gallery")]
        names.append(numbers.people(size) if size else "")
        everybody = ", ".join(name for name in names if name)
        name = word(row, "group") if what else everybody or words.say("words.all")
        split.setdefault(what.replace("_", " "), {}).setdefault(name, []).append(row)
    return dict(sorted(split.items(), key=lambda item: item[0] != ""))


def _as_rates(rows: Sequence[Row]) -> list[Row]:
    """Return the rows under the names that a DET figure reads."""
    named = [
        {
            "threshold": row.get("threshold"),
            **{
                f"{plain}{end}": row.get(f"{name}{end}")
                for plain, name in (("fmr", "fpir"), ("fnmr", "fnir"))
                for end in ("", "_low", "_high")
            },
        }
        for row in rows
    ]
    return usable(named)


def _det(what: str, lines: dict[str, list[Row]], words: Messages) -> Figure:
    key = "sections.identification"
    title = words.say(f"{key}.det_by", what=what) if what else words.say(f"{key}.det")
    first = next(iter(lines.values()))
    near = first[len(first) // 2]
    return det_figure(
        lines,
        title=title,
        description=words.say(
            f"{key}.describes_det",
            n=len(lines),
            fpir=numbers.frequency(number(near, "fmr") or 0.0),
            fnir=numbers.frequency(number(near, "fnmr") or 0.0),
            threshold=numbers.score(number(near, "threshold") or 0.0),
        ),
        words=words,
        path=f"data/{DET}.csv",
        names=(words.say(f"{key}.x_det"), words.say(f"{key}.y_det")),
    )


def _cmc(what: str, lines: Mapping[str, Sequence[Row]], words: Messages) -> Figure:
    key = "sections.identification"
    title = words.say(f"{key}.cmc_by", what=what) if what else words.say(f"{key}.cmc")
    drawn = [
        Line(name, _path(shown, "share"), _band(shown))
        for name, rows in lines.items()
        for shown in [thinned(rows, POINTS)]
    ]
    last = max(a for line in drawn for a, _ in line.points)
    least = min(b for line in drawn for _, b in (*line.points, *line.band))
    x = LogAxis(1.0, max(last, 2.0), "count")
    # From a tenth below the lowest, so that small differences can be seen.
    y = PlainAxis(max(int(least * 10 - 0.5) / 10, 0.0), 1.0, ".0%")
    titles = (words.say(f"{key}.x_cmc"), words.say(f"{key}.y_cmc"))
    name, rows = next(iter(lines.items()))
    return figure(
        partial(_drawn, drawn, (x, y), titles),
        title=title,
        description=words.say(
            f"{key}.describes_cmc",
            n=len(lines),
            name=name,
            first=numbers.frequency(number(rows[0], "share") or 0.0, base=100),
            last=numbers.frequency(number(rows[-1], "share") or 0.0, base=100),
            rank=count(number(rows[-1], "rank")),
        ),
        table=_table(title, lines, words),
    )


def _drawn(
    lines: Sequence[Line],
    axes: tuple[LogAxis, PlainAxis],
    titles: tuple[str, str],
    width: int,
) -> Spec:
    return line_chart(lines, x=axes[0], y=axes[1], titles=titles, width=width)


def _path(rows: Sequence[Row], name: str) -> tuple[tuple[float, float], ...]:
    return tuple((number(row, "rank") or 1.0, number(row, name) or 0.0) for row in rows)


def _band(rows: Sequence[Row]) -> tuple[tuple[float, float], ...]:
    return (*_path(rows, "high"), *reversed(_path(rows, "low")))


def _table(title: str, lines: Mapping[str, Sequence[Row]], words: Messages) -> Table:
    """Set a row for each rank that is told, a column for each line."""
    cells = {
        name: {int(number(row, "rank") or 0): row for row in rows}
        for name, rows in lines.items()
    }
    ranks = sorted({rank for held in cells.values() for rank in held})
    told = [rank for rank in ranks if rank in TOLD or rank == ranks[-1]] or ranks
    body = [
        (
            numbers.integer(rank),
            *(_cell(held.get(rank), words) for held in cells.values()),
        )
        for rank in told
    ]
    header = (words.say("sections.identification.rank"), *lines)
    return table(title, header, body, words=words, path=f"data/{CMC}.csv")


def _cell(row: Row | None, words: Messages) -> str:
    if row is None:
        return ""
    share, low, high = (number(row, name) or 0.0 for name in ("share", "low", "high"))
    ends = words.say(
        "words.between",
        low=numbers.short(low * 100, way="down"),
        high=numbers.short(high * 100, way="up"),
    )
    found, searches = number(row, "found"), number(row, "searches")
    if found is not None and searches:
        best = f"{numbers.integer(found)} of {numbers.integer(searches)}"
    else:
        best = numbers.frequency(share, base=100)
    return words.say("words.with_range", best=best, range=f"{ends} in 100")
