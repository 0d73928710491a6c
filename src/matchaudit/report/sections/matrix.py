"""The false match rate between groups, as a square of numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from matchaudit.estimation.finding import Curve
from matchaudit.report import numbers
from matchaudit.report.charts import heat_map
from matchaudit.report.curves import Row, distinct, number, rows
from matchaudit.report.evidence import Evidence
from matchaudit.report.figure import Figure, Table, figure

SIDE = 12
"""Groups on one side of the square that a page can hold."""


@dataclass(frozen=True, slots=True)
class _Square:
    """The cells of one threshold, and out of how many they are said."""

    names: Sequence[str]
    cells: Mapping[tuple[str, str], Row]
    base: int

    def text(self, a: str, b: str) -> str:
        """Return what stands in a cell: a number, an upper end or nothing known."""
        row = self.cells.get((a, b))
        rate = number(row, "fmr") if row is not None else None
        if row is None or rate is None:
            return "?"
        high = number(row, "high")
        if rate == 0 and high is not None:
            return f"≤ {numbers.short(high * self.base, way='up')}"
        return numbers.short(rate * self.base)

    def with_ends(self, a: str, b: str) -> str:
        """Return the number with its interval in brackets."""
        row = self.cells.get((a, b), {"low": None, "high": None})
        low, high = number(row, "low"), number(row, "high")
        if low is None or high is None or not self.rate(a, b):
            return self.text(a, b)
        least = numbers.short(low * self.base, way="down")
        most = numbers.short(high * self.base, way="up")
        return f"{self.text(a, b)} ({least} to {most})"

    def rate(self, a: str, b: str) -> float | None:
        """Return the rate of a cell, if it is known."""
        row = self.cells.get((a, b))
        return None if row is None else number(row, "fmr")


def matrix_names(evidence: Evidence) -> list[str]:
    """Return the curves that are such squares."""
    return [name for name in evidence.curves if name.startswith("fmr_matrix")]


def matrix_figure(evidence: Evidence, name: str) -> Figure | None:
    """Draw the square of the first threshold; None if there are no two groups."""
    curve = evidence.curves[name]
    probe, reference = (c.name for c in curve.columns if c.name.startswith(_SIDES))
    held = rows(curve)
    first = [row for row in held if row["threshold"] == held[0]["threshold"]]
    names = distinct(row[probe] for row in first)
    if len(names) < 2:
        return None
    cells = {(str(row[probe]), str(row[reference])): row for row in first}
    rates = sorted(rate for row in first if (rate := number(row, "fmr")))
    base = numbers.base_of(rates[len(rates) // 2]) if rates else 100
    square = _Square(names[:SIDE], cells, base)
    words = evidence.words
    title = words.say(
        "sections.groups.matrix",
        base=numbers.integer(base),
        threshold=numbers.score(number(first[0], "threshold") or 0.0),
        what=probe.partition("_")[2].replace("_", " "),
    )
    pairs = [(a, b) for a in square.names for b in square.names]
    highest = max(pairs, key=lambda pair: square.rate(*pair) or 0.0)
    drawn = [(a, b, square.rate(a, b), square.text(a, b)) for a, b in pairs]
    titles = (words.say("sections.groups.rows"), words.say("sections.groups.columns"))
    return figure(
        lambda width: heat_map(drawn, titles=titles, width=width),
        title=title,
        description=words.say(
            "sections.groups.describes_matrix",
            highest=f"{square.text(*highest)} ({highest[0]}, {highest[1]})",
        ),
        table=_table(title, square, evidence, curve, total=len(names)),
    )


_SIDES = ("probe_", "reference_")


def _table(
    title: str, square: _Square, evidence: Evidence, curve: Curve, *, total: int
) -> Table:
    words = evidence.words
    body = tuple(
        (a, *(square.with_ends(a, b) for b in square.names)) for a in square.names
    )
    shown = len(square.names)
    note = words.say("page.cut", shown=shown, all=total, path=curve.path)
    corner = words.say("sections.groups.corner")
    return Table(title, (corner, *square.names), body, note if total > shown else None)
