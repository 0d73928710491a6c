"""From the tree to SQL, written anew: nothing of a rule's own text gets into it.

A date is a pair of columns that it lies between, so that an order is true, false or
not known. A column that the file does not have is not known either: it is never taken
for an empty cell, so that its absence breaks no rule.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from matchaudit.records.table import LATEST
from matchaudit.usage.rules.checks import mirrored
from matchaudit.usage.rules.tree import (
    Apart,
    Column,
    Compare,
    Constant,
    DayOf,
    Every,
    Extreme,
    First,
    Later,
    Missing,
    Moment,
    Node,
    OneOf,
    OnList,
    Operator,
    Opposite,
    Size,
    Some,
    Sum,
    Truth,
    Type,
)

Ends = tuple[str, str]
_SQL_TYPES: dict[Type, str] = {
    "number": "DOUBLE",
    "text": "VARCHAR",
    "flag": "BOOLEAN",
    "instant": "TIMESTAMP",
}


def quoted(text: str) -> str:
    """Return a text literal.

    Examples
    --------
    >>> print(quoted("it's"))
    'it''s'
    """
    return "'" + text.replace("'", "''") + "'"


def named(column: str) -> str:
    """Return a column's name, quoted.

    Examples
    --------
    >>> print(named("group"))
    "group"
    """
    return '"' + column.replace('"', '""') + '"'


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes conditions for a table that has these columns.

    Examples
    --------
    >>> two = Compare(">=", Column("reviewers", "number"), Constant(2))
    >>> print(Writer({"reviewers"}).flag(two))
    ("reviewers" >= 2)
    >>> print(Writer(set()).flag(two))
    (CAST(NULL AS DOUBLE) >= 2)
    """

    columns: Collection[str]

    def absent(self, node: Node) -> tuple[str, ...]:
        """Return the columns in a condition that the table does not have."""
        names = dict.fromkeys(c.name for c in node.columns())
        return tuple(name for name in names if name not in self.columns)

    def flag(self, node: Node) -> str:  # noqa: C901, PLR0911 - one line a kind of node
        """Return SQL that is true, false or NULL (not known)."""
        match node:
            case Every(parts):
                return f"({' AND '.join(map(self.flag, parts))})"
            case Some(parts):
                return f"({' OR '.join(map(self.flag, parts))})"
            case Opposite(part):
                return f"(NOT {self.flag(part)})"
            case Compare(operator, left, right):
                return self._compare(operator, left, right)
            case Missing(part):
                return self._missing(part)
            case Truth(part, wanted):
                return self._truth(part, wanted=wanted)
            case OneOf(part, constants):
                words = ", ".join(map(self.value, constants))
                return f"({self.value(part)} IN ({words}))"
            case OnList(part, words, complete):
                return self._on_list(part, words, complete=complete)
            case _:
                return self.value(node)

    def undecided(self, node: Compare) -> str:
        """Return SQL that is true where both sides are known, and yet not the answer.

        It is never NULL. So it is for dates that lie between two ends.
        """
        ends = dict.fromkeys((*self.ends(node.left), *self.ends(node.right)))
        known = " AND ".join(f"{end} IS NOT NULL" for end in ends)
        return f"({known} AND {self.flag(node)} IS NULL)"

    def value(self, node: Node) -> str:  # noqa: C901, PLR0911 - one line a kind of node
        """Return SQL for a value that has one end: a number, a text or a flag."""
        match node:
            case Column(name, holds):
                if name not in self.columns:
                    return f"CAST(NULL AS {_SQL_TYPES[holds]})"
                return named(name)
            case Constant(bool(held)):
                return "TRUE" if held else "FALSE"
            case Constant(str(held)):
                return quoted(held)
            case Constant(int(held)):
                return str(held) if held >= 0 else f"({held})"
            case Constant(held):
                return f"CAST('{float(held)!r}' AS DOUBLE)"
            case Sum(sign, left, right):
                pair = [f"CAST({self.value(n)} AS DOUBLE)" for n in (left, right)]
                return f"nullif({pair[0]} {sign} {pair[1]}, CAST('nan' AS DOUBLE))"
            case Size(part):
                return f"abs(CAST({self.value(part)} AS DOUBLE))"
            case First() | Extreme():
                return self.ends(node)[0]
            case _:
                return self.flag(node)

    def ends(self, node: Node) -> Ends:  # noqa: PLR0911 - one line a kind of node
        """Return SQL for the two ends that a value lies between."""
        match node:
            case Column(name, "instant") if name in self.columns:
                return named(name), named(name + LATEST)
            case Moment(text):
                return (f"CAST({quoted(text)} AS TIMESTAMP)",) * 2
            case First(parts):
                known = self._until_absent(parts)
                return self._both(known, lambda p: f"coalesce({', '.join(p)})")
            case Extreme(name, parts):
                return self._both(parts, lambda p: _strict(name, p))
            case DayOf(part):
                return self._both((part,), lambda p: f"date_trunc('day', {p[0]})")
            case Later(part, n, unit):
                step = f"INTERVAL '{n} {unit}'"
                return self._both((part,), lambda p: f"({p[0]} + {step})")
            case Apart(unit, first, second):
                (low, high), (begin, end) = self.ends(first), self.ends(second)
                return _apart(unit, high, begin), _apart(unit, low, end)
            case _:
                return (self.value(node),) * 2

    def _both(self, parts: tuple[Node, ...], write: Callable[[list[str]], str]) -> Ends:
        pairs = [self.ends(part) for part in parts]
        return write([low for low, _ in pairs]), write([high for _, high in pairs])

    def _until_absent(self, parts: tuple[Node, ...]) -> tuple[Node, ...]:
        """Return the parts up to the first that is not known for want of a column."""
        for i, part in enumerate(parts):
            if self.absent(part):
                return parts[: i + 1]
        return parts

    def _compare(self, operator: Operator, left: Node, right: Node) -> str:
        a, b = self.ends(left), self.ends(right)
        if a[0] == a[1] and b[0] == b[1]:
            return f"({a[0]} {operator} {b[0]})"
        if operator in {"=", "<>"}:
            apart = f"{a[0]} > {b[1]} OR {a[1]} < {b[0]}"
            same = f"{a[0]} = {b[1]} AND {a[1]} = {b[0]}"
            yes, no = (same, apart) if operator == "=" else (apart, same)
        else:
            if operator in {">", ">="}:
                a, b, operator = b, a, mirrored(operator)
            yes = f"{a[1]} {operator} {b[0]}"
            no = f"{a[0]} {'>' if operator == '<=' else '>='} {b[1]}"
        return f"(CASE WHEN {yes} THEN TRUE WHEN {no} THEN FALSE END)"

    def _missing(self, part: Node) -> str:
        low = self.ends(part)[0]
        if self.absent(part):  # recorded elsewhere, perhaps: it cannot be told
            return f"(CASE WHEN {low} IS NOT NULL THEN FALSE END)"
        return f"({low} IS NULL)"

    def _truth(self, part: Node, *, wanted: bool) -> str:
        if self.absent(part):
            return self.flag(part) if wanted else f"(NOT {self.flag(part)})"
        return f"({self.flag(part)} IS {'TRUE' if wanted else 'FALSE'})"

    def _on_list(self, part: Node, words: tuple[str, ...], *, complete: bool) -> str:
        value = self.value(part)
        found = f"{value} IN ({', '.join(map(quoted, words))})" if words else "FALSE"
        if complete:
            return f"(CASE WHEN {value} IS NOT NULL THEN {found} END)"
        return f"(CASE WHEN {found} THEN TRUE END)"


def _strict(name: str, parts: list[str]) -> str:
    """Return least or greatest, which the database would take of those recorded."""
    any_missing = " OR ".join(f"{part} IS NULL" for part in parts)
    return f"CASE WHEN {any_missing} THEN NULL ELSE {name}({', '.join(parts)}) END"


def _apart(unit: str, first: str, second: str) -> str:
    if unit == "day":
        return f"date_diff('day', {first}, {second})"
    micro = f"CAST(epoch_us({second}) - epoch_us({first}) AS DOUBLE)"
    return f"({micro} / CAST('3600000000' AS DOUBLE))"
