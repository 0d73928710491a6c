"""Conditions as a small typed tree: all that a rule can say, and nothing else.

A number, an instant and a span may each lie between two ends (a day without an hour is
an interval of instants); what follows from that is ``writing``'s business.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Literal

Type = Literal["number", "text", "flag", "instant", "span"]
Operator = Literal["=", "<>", "<", "<=", ">", ">="]
Sign = Literal["+", "-", "*"]
Unit = Literal["hour", "day", "year"]


@dataclass(frozen=True, slots=True)
class Node:
    """Any part of a condition."""

    @property
    def type(self) -> Type:
        """What it yields; a flag unless said otherwise."""
        return "flag"

    def parts(self) -> Iterator["Node"]:
        """Yield the parts that it is made of."""
        for field in fields(self):
            held = getattr(self, field.name)
            for part in held if isinstance(held, tuple) else (held,):
                if isinstance(part, Node):
                    yield part

    def columns(self) -> Iterator["Column"]:
        """Yield the columns in it, in order, as often as they occur."""
        for part in self.parts():
            yield from part.columns()


@dataclass(frozen=True, slots=True)
class Column(Node):
    """A column of the kind; ``words`` is its closed vocabulary, if it has one."""

    name: str
    holds: Type
    words: tuple[str, ...] = ()

    @property
    def type(self) -> Type:
        """What the column holds."""
        return self.holds

    def columns(self) -> Iterator["Column"]:
        """Yield itself."""
        yield self


@dataclass(frozen=True, slots=True)
class Constant(Node):
    """A number, a text, true or false."""

    value: float | str | bool

    @property
    def type(self) -> Type:
        """What it is."""
        if isinstance(self.value, bool):
            return "flag"
        return "text" if isinstance(self.value, str) else "number"


@dataclass(frozen=True, slots=True)
class Moment(Node):
    """An instant in UTC, written ``2025-01-31T09:30:00``."""

    text: str

    @property
    def type(self) -> Type:
        """An instant."""
        return "instant"


@dataclass(frozen=True, slots=True)
class Compare(Node):
    """Two values of one type, held against each other."""

    operator: Operator
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Every(Node):
    """``and``."""

    of: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Some(Node):
    """``or``."""

    of: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Opposite(Node):
    """``not``."""

    part: Node


@dataclass(frozen=True, slots=True)
class Missing(Node):
    """``is null``."""

    part: Node


@dataclass(frozen=True, slots=True)
class Truth(Node):
    """``is true`` or ``is false`` of a column."""

    part: Node
    wanted: bool


@dataclass(frozen=True, slots=True)
class OneOf(Node):
    """``in (...)``."""

    part: Node
    of: tuple[Constant, ...]


@dataclass(frozen=True, slots=True)
class OnList(Node):
    """``in_list(column, 'name')`` with the list's words."""

    part: Node
    words: tuple[str, ...]
    complete: bool


@dataclass(frozen=True, slots=True)
class First(Node):
    """``coalesce``: the first that was recorded."""

    of: tuple[Node, ...]

    @property
    def type(self) -> Type:
        """That of its parts."""
        return self.of[0].type


@dataclass(frozen=True, slots=True)
class Extreme(Node):
    """``least`` or ``greatest``; unknown if one of them is."""

    name: Literal["least", "greatest"]
    of: tuple[Node, ...]

    @property
    def type(self) -> Type:
        """That of its parts."""
        return self.of[0].type


@dataclass(frozen=True, slots=True)
class Sum(Node):
    """``+``, ``-`` or ``*`` between numbers."""

    sign: Sign
    left: Node
    right: Node

    @property
    def type(self) -> Type:
        """A number."""
        return "number"


@dataclass(frozen=True, slots=True)
class Size(Node):
    """``abs``."""

    part: Node

    @property
    def type(self) -> Type:
        """A number."""
        return "number"


@dataclass(frozen=True, slots=True)
class Apart(Node):
    """``hours_between`` or ``days_between``: from the first to the second."""

    unit: Literal["hour", "day"]
    first: Node
    second: Node

    @property
    def type(self) -> Type:
        """A span, which compares to a number."""
        return "span"


@dataclass(frozen=True, slots=True)
class DayOf(Node):
    """``day_of``: midnight (UTC) at which the day began."""

    part: Node

    @property
    def type(self) -> Type:
        """An instant."""
        return "instant"


@dataclass(frozen=True, slots=True)
class Later(Node):
    """``add_hours``, ``add_days`` or ``add_years``."""

    part: Node
    n: int
    unit: Unit

    @property
    def type(self) -> Type:
        """An instant."""
        return "instant"
