"""The functions that a condition may call."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal, cast

from matchaudit.usage.rules.cards import WordList
from matchaudit.usage.rules.checks import unknown_word, want
from matchaudit.usage.rules.refusals import Source, shortened, suggestion
from matchaudit.usage.rules.tree import (
    Apart,
    Column,
    Constant,
    DayOf,
    Extreme,
    First,
    Later,
    Node,
    OnList,
    Size,
    Type,
    Unit,
)

_FARTHEST: Mapping[Unit, int] = {"hour": 24_000, "day": 10_000, "year": 100}


@dataclass(frozen=True, slots=True)
class Arguments:
    """What a function is called with, and where each stands."""

    source: Source
    name: str
    given: tuple[Node, ...]
    at: tuple[int, ...]
    lists: Mapping[str, WordList]

    def count(self, n: int) -> None:
        """Refuse any other number of arguments."""
        if len(self.given) != n:
            why = f"{self.name} takes {n}, not {len(self.given)}, in its parentheses."
            raise self.source.refused(why, self.at[0] if self.at else None)

    def alike(self, types: tuple[Type, ...]) -> tuple[Node, ...]:
        """Return the arguments if all are of one type among these."""
        if len(self.given) < 2:
            raise self.source.refused(f"{self.name} takes two values or more.")
        first = want(self.source, self.given[0], types, at=self.at[0])
        for node, at in zip(self.given[1:], self.at[1:], strict=True):
            want(self.source, node, [first.type], at=at)
        return self.given

    def instant(self, i: int) -> Node:
        """Return an argument that is a date."""
        return want(self.source, self.given[i], ["instant"], at=self.at[i])


def _size(call: Arguments) -> Node:
    call.count(1)
    return Size(want(call.source, call.given[0], ["number"], at=call.at[0]))


def _first(call: Arguments) -> Node:
    parts = call.alike(("number", "text", "instant", "flag"))
    for part, at in zip(parts, call.at, strict=True):
        if part.type == "flag" and not isinstance(part, (Column, Constant)):
            raise call.source.refused("coalesce takes columns, no conditions.", at)
    return First(parts)


def _extreme(call: Arguments) -> Node:
    name = cast("Literal['least', 'greatest']", call.name)
    return Extreme(name, call.alike(("number", "instant")))


def _apart(call: Arguments) -> Node:
    call.count(2)
    unit: Literal["hour", "day"] = "hour" if call.name == "hours_between" else "day"
    return Apart(unit, call.instant(0), call.instant(1))


def _day_of(call: Arguments) -> Node:
    call.count(1)
    return DayOf(call.instant(0))


def _later(call: Arguments) -> Node:
    call.count(2)
    unit = cast("Unit", call.name.removeprefix("add_").removesuffix("s"))
    n = call.given[1]
    most = _FARTHEST[unit]
    if not (
        isinstance(n, Constant)
        and n.type == "number"
        and float(n.value).is_integer()
        and abs(float(n.value)) <= most
    ):
        why = f"{call.name} takes a whole number of at most {most:,}."
        raise call.source.refused(why, call.at[1])
    return Later(call.instant(0), int(n.value), unit)


def _on_list(call: Arguments) -> Node:
    call.count(2)
    column, name = call.given
    if not isinstance(column, Column) or column.type != "text":
        raise call.source.refused("in_list takes a column of words.", call.at[0])
    if not isinstance(name, Constant) or not isinstance(name.value, str):
        raise call.source.refused("in_list takes a list's name in quotes.", call.at[1])
    found = call.lists.get(name.value)
    if found is None:
        raise call.source.refused(
            f'there is no list "{shortened(name.value)}" in this pack. '
            f"{suggestion(name.value, call.lists)}".strip(),
            call.at[1],
            fix="Put it under the key lists, with its values as far as known.",
        )
    for word in found.values:
        if column.words and word not in column.words:
            raise unknown_word(call.source, column, word, call.at[1])
    return OnList(column, found.values, found.complete)


CALLS: Mapping[str, Callable[[Arguments], Node]] = {
    "abs": _size,
    "coalesce": _first,
    "least": _extreme,
    "greatest": _extreme,
    "hours_between": _apart,
    "days_between": _apart,
    "day_of": _day_of,
    "add_hours": _later,
    "add_days": _later,
    "add_years": _later,
    "in_list": _on_list,
}
