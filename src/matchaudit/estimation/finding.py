"""The one result type: a finding, and the curve or table that it points to.

``findings.json`` is the machine interface; the report and the open data are made
from the same objects. A finding cannot be built in a state that would mislead: no rate
without an interval, no undefined number.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from matchaudit.errors import ParameterError

Status = Literal["measured", "bounded", "not_estimable", "counted"]
Key = str | int | float | bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was measured, and how sure one can be of it.

    Attributes
    ----------
    id : str
        Such as ``"accuracy/fmr"``; the list is in the documentation.
    population : mapping of str to str, int, float or bool
        To what the number applies, such as ``{"threshold": 0.64}``.
    status : {"measured", "bounded", "not_estimable", "counted"}
        *measured* has an estimate and an interval; *bounded* has an interval only, of
        which one end may be None (open); *not_estimable* has neither, and says why;
        *counted* is exact and has no interval.
    unit : str
        Such as ``"probability"``, ``"ratio"``, ``"score"``, ``"bits"``, ``"count"``.
    says : str
        One plain sentence, reading grade at most 8.
    because : str or None
        Why a number is missing; needed if and only if *not_estimable*.
    curve : str or None
        Path of the curve's file below the output folder, such as ``"data/det.csv"``.
    for_holder : bool
        True if it singles out an operator or a record, so that only the holder of the
        data may see it: a release leaves it out. It is not written anywhere.
    """

    id: str
    population: Mapping[str, Key] = field(default_factory=dict)
    status: Status
    estimate: float | None = None
    interval: tuple[float | None, float | None] | None = None
    confidence: float | None = None
    events: int | None = None
    trials: int | None = None
    effective_trials: float | None = None
    unit: str
    method: str
    says: str
    because: str | None = None
    curve: str | None = None
    sources: tuple[str, ...] = ()
    cautions: tuple[str, ...] = ()
    for_holder: bool = False

    def __post_init__(self) -> None:
        """Refuse a finding that says less or more than its status."""
        has = (self.estimate is not None, self.interval is not None)
        allowed = {
            "measured": [(True, True)],
            "bounded": [(False, True)],
            "not_estimable": [(False, False)],
            "counted": [(True, False), (False, False)],  # a curve has no one number
        }
        if has not in allowed[self.status]:
            raise ParameterError("status", "one that fits the numbers", self.status)
        if (self.because is None) == (self.status == "not_estimable"):
            raise ParameterError("because", "given if not estimable", self.because)
        if self.interval is not None and self.confidence is None:
            raise ParameterError("confidence", "given with an interval", None)
        ends = self.interval or ()
        if self.status == "measured" and None in ends:
            raise ParameterError("interval", "closed when measured", ends)
        numbers = [n for n in (self.estimate, *ends) if n is not None]
        if not all(math.isfinite(n) for n in numbers):
            raise ParameterError("estimate", "finite", numbers)

    def to_json(self) -> dict[str, object]:
        """Return the finding for ``findings.json``; what is not known has no key."""
        names = [n for n in self.__slots__ if getattr(self, n) not in (None, ())]
        names.remove("for_holder")
        facts: dict[str, object] = {n: getattr(self, n) for n in names}
        facts["population"] = dict(self.population)
        facts["cautions"] = list(self.cautions)
        facts["sources"] = list(self.sources)
        if self.interval is not None:
            facts["interval"] = list(self.interval)
        return facts


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a curve: its name, type, unit, meaning and values.

    ``values`` are str, int, float or None (an empty cell: not known, not 0).
    """

    name: str
    type: Literal["string", "integer", "number", "boolean"]
    unit: str
    meaning: str
    values: tuple[str | int | float | None, ...]


@dataclass(frozen=True, slots=True)
class Curve:
    """A table of numbers that a finding points to, written as ``data/<name>.csv``.

    ``for_holder`` is True if it lists operators or records, so that only the holder of
    the data may see it: a release leaves it out.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    for_holder: bool = False

    def __post_init__(self) -> None:
        """Refuse columns of different lengths."""
        if len({len(column.values) for column in self.columns}) > 1:
            raise ParameterError("columns", "of one length", self.name)

    @property
    def path(self) -> str:
        """Where the curve is written, below the output folder."""
        return f"data/{self.name}.csv"


def joined(curves: Sequence[Curve]) -> tuple[Curve, ...]:
    """Put tables of one name below each other, so that each name stands once.

    A column that one of them lacks is empty in its rows.

    Parameters
    ----------
    curves : sequence of Curve
        In any order; of one name, columns of one name have one type.

    Returns
    -------
    tuple of Curve
        In the order in which the names come first.

    Examples
    --------
    >>> sizes = Column("size", "integer", "people", "People in it.", (10, 20))
    >>> kind = Column("kind", "string", "", "What the row is.", ("measured",))
    >>> size = Column("size", "integer", "people", "People in it.", (30,))
    >>> (both,) = joined([Curve("a", "A", (sizes,)), Curve("a", "A", (kind, size))])
    >>> [(column.name, column.values) for column in both.columns]
    [('size', (10, 20, 30)), ('kind', (None, None, 'measured'))]
    """
    named: dict[str, list[Curve]] = {}
    for curve in curves:
        named.setdefault(curve.name, []).append(curve)
    return tuple(_below_each_other(same) for same in named.values())


def _below_each_other(curves: Sequence[Curve]) -> Curve:
    first, *others = curves
    if not others:
        return first
    columns = {column.name: column for curve in curves for column in curve.columns}
    return replace(
        first,
        columns=tuple(
            replace(column, values=tuple(v for c in curves for v in _values(c, name)))
            for name, column in columns.items()
        ),
        for_holder=any(curve.for_holder for curve in curves),
    )


def _values(curve: Curve, name: str) -> tuple[str | int | float | None, ...]:
    for column in curve.columns:
        if column.name == name:
            return column.values
    rows = len(curve.columns[0].values) if curve.columns else 0
    return (None,) * rows
