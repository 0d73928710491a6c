"""Curves read by column name."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from matchaudit.estimation.finding import Curve

Cell = str | int | float | None
Row = Mapping[str, Cell]
T = TypeVar("T")


def rows(curve: Curve) -> list[Row]:
    """Return a curve as one mapping for each row.

    Examples
    --------
    >>> from matchaudit.estimation.finding import Column
    >>> x = Column("x", "number", "score", "a score", (0.1, 0.2))
    >>> rows(Curve("c", "C", (x,)))
    [{'x': 0.1}, {'x': 0.2}]
    """
    names = [column.name for column in curve.columns]
    cells = zip(*(column.values for column in curve.columns), strict=True)
    return [dict(zip(names, row, strict=True)) for row in cells]


def number(row: Row, name: str) -> float | None:
    """Return a cell as a number; None where it is empty or not there.

    Raises
    ------
    TypeError
        If the cell holds words.
    """
    cell = row.get(name)
    if isinstance(cell, str):
        raise TypeError(f"{name} holds words, not a number: {cell!r}")
    return None if cell is None else float(cell)


def word(row: Row, name: str) -> str:
    """Return a cell as words; nothing where it is empty or not there."""
    cell = row.get(name)
    return "" if cell is None else str(cell)


def distinct(values: Iterable[Cell]) -> list[str]:
    """Return the distinct words among cells, in the order of their first sight."""
    return list(dict.fromkeys(str(v) for v in values if v is not None))


def thinned(items: Sequence[T], limit: int) -> list[T]:
    """Return at most ``limit`` items, evenly spread, the first and last among them.

    Examples
    --------
    >>> thinned([1, 2, 3, 4, 5], 3)
    [1, 3, 5]
    """
    if len(items) <= limit:
        return list(items)
    step = (len(items) - 1) / (limit - 1)
    return [items[round(k * step)] for k in range(limit)]
