"""From the text of a condition to our own tree: an allow-list, node by node."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from sqlglot import exp
from sqlglot.errors import SqlglotError

from matchaudit.records.schema import Kind
from matchaudit.usage.rules.cards import WordList
from matchaudit.usage.rules.checks import comparable, known_word, want
from matchaudit.usage.rules.functions import CALLS, Arguments
from matchaudit.usage.rules.kinds import column_of
from matchaudit.usage.rules.moments import moment
from matchaudit.usage.rules.refusals import RuleError, Source, shortened
from matchaudit.usage.rules.tokens import dialect, tokens_of
from matchaudit.usage.rules.tree import (
    Column,
    Compare,
    Constant,
    Every,
    First,
    Missing,
    Node,
    OneOf,
    Operator,
    Opposite,
    Sign,
    Some,
    Sum,
    Truth,
)

Parsed = Any
"""A node of sqlglot, which has called its class otherwise from release to release."""

_MOST_DEEP = 60
_COMPARE: Mapping[type[Parsed], Operator] = {
    exp.EQ: "=",
    exp.NEQ: "<>",
    exp.LT: "<",
    exp.LTE: "<=",
    exp.GT: ">",
    exp.GTE: ">=",
}
_SUM: Mapping[type[Parsed], Sign] = {exp.Add: "+", exp.Sub: "-", exp.Mul: "*"}


def condition(
    source: Source, *, kind: Kind, lists: Mapping[str, WordList] | None = None
) -> Node:
    """Read a condition.

    Parameters
    ----------
    source : Source
        Its text, and where it stands.
    kind : Kind
        Whose columns it may use.
    lists : mapping of str to WordList, optional
        What ``in_list`` may look up.

    Returns
    -------
    Node
        A flag: true, false or unknown for a record.

    Raises
    ------
    InputError
        E09 for a column that the kind does not have, E19 for anything else that a
        condition may not hold; both say where.

    Examples
    --------
    >>> from matchaudit.usage.rules.kinds import kind_named
    >>> from matchaudit.usage.rules.refusals import Place
    >>> text = Source("reviewers >= 2", Place(rule="R2"))
    >>> condition(text, kind=kind_named("searches")).operator
    '>='
    """
    tokens = tokens_of(source, kind.names)
    try:
        found = dialect().parser().parse(tokens, source.text)
    except (SqlglotError, RecursionError) as error:
        raise source.refused(
            "this is no complete condition.", _position_in(error)
        ) from error
    if len(found) != 1 or found[0] is None:
        raise source.refused("it must be one condition.")
    _check_depth(source, found[0])
    reader = _Reader(source, kind, lists or {})
    return want(source, reader.node(found[0]), ["flag"], at=_at(found[0]) or 0)


def _position_in(error: Exception) -> int | None:
    """Return the offset that sqlglot gives for what it could not read, on one line."""
    facts = getattr(error, "errors", None) or [{}]
    column = facts[0].get("col")
    only = facts[0].get("line") == 1 and isinstance(column, int)
    return column - 1 if only and isinstance(column, int) else None


def _check_depth(source: Source, root: Parsed) -> None:
    """Refuse a deep tree without recursion; a row of ``and`` or of ``or`` is flat."""
    ahead = [(root, 0)]
    while ahead:
        node, depth = ahead.pop()
        if depth > _MOST_DEEP:
            raise source.refused("the condition is nested too deep.", _at(node))
        for part in node.iter_expressions():
            flat = type(part) is type(node) and isinstance(node, (exp.And, exp.Or))
            ahead.append((part, depth if flat else depth + 1))


def _at(node: Parsed) -> int | None:
    """Return where a node begins in the text: at the first of its parts."""
    starts = [part.meta["start"] for part in node.walk() if "start" in part.meta]
    return min(starts, default=None)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads nodes of one condition; whatever has no entry here is refused."""

    source: Source
    kind: Kind
    lists: Mapping[str, WordList] = field(default_factory=dict)
    readers: ClassVar[dict[type[Parsed], Callable[["_Reader", Parsed], Node]]] = {}

    def node(self, given: Parsed) -> Node:
        kind = type(given)
        if kind in _COMPARE:
            return self.compare(_COMPARE[kind], given)
        if kind in _SUM:
            return Sum(
                _SUM[kind], self.number(given.this), self.number(given.expression)
            )
        reader = self.readers.get(kind)
        if reader is None:
            raise self.refused("this is not allowed here.", given)
        return reader(self, given)

    def refused(self, why: str, given: Parsed) -> RuleError:
        return self.source.refused(why, _at(given))

    def number(self, given: Parsed) -> Node:
        return want(self.source, self.node(given), ["number"], at=_at(given) or 0)

    def flag(self, given: Parsed) -> Node:
        return want(self.source, self.node(given), ["flag"], at=_at(given) or 0)

    def row(self, given: Parsed) -> tuple[Node, ...]:
        """Return the parts of a row of ``and`` or ``or``, without recursion."""
        parts, rest = [], given
        while type(rest) is type(given):
            parts.append(rest.expression)
            rest = rest.this
        return tuple(self.flag(part) for part in (rest, *reversed(parts)))

    def compare(self, operator: Operator, given: Parsed) -> Node:
        left, right = self.node(given.this), self.node(given.expression)
        at = (_at(given.this) or 0, _at(given.expression) or 0)
        comparable(self.source, operator, (left, right), at=at)
        return Compare(operator, left, right)

    def between(self, given: Parsed) -> Node:
        value = self.node(given.this)
        low, high = self.node(given.args["low"]), self.node(given.args["high"])
        at = _at(given) or 0
        comparable(self.source, ">=", (value, low), at=(at, at))
        comparable(self.source, "<=", (value, high), at=(at, at))
        return Every((Compare(">=", value, low), Compare("<=", value, high)))

    def is_(self, given: Parsed) -> Node:
        part, of = self.node(given.this), given.args["expression"]
        if isinstance(of, exp.Null):
            if part.type == "flag" and not isinstance(part, Column):
                raise self.refused("is null follows a column, no condition.", given)
            return Missing(part)
        if isinstance(of, exp.Boolean):
            if part.type != "flag" or not isinstance(part, (Column, First)):
                why = "is true and is false follow a column of true and false."
                raise self.refused(why, given)
            return Truth(part, bool(of.this))
        raise self.refused("after is stands null, true or false.", given)

    def among(self, given: Parsed) -> Node:
        part = self.node(given.this)
        want(self.source, part, ["number", "text"], at=_at(given) or 0)
        others = [self.node(e) for e in given.args.get("expressions") or ()]
        if not others or not all(isinstance(o, Constant) for o in others):
            raise self.refused("in needs a list such as ('a', 'b').", given)
        constants = tuple(o for o in others if isinstance(o, Constant))
        for each, constant in zip(given.args["expressions"], constants, strict=True):
            if constant.type != part.type:
                want(self.source, constant, [part.type], at=_at(each) or 0)
            known_word(self.source, part, constant, at=_at(each) or 0)
        return OneOf(part, constants)

    def null(self, given: Parsed) -> Node:
        why = "nothing is equal to null; write is null, or is not null."
        raise self.refused(why, given)

    def column(self, given: Parsed) -> Node:
        name = str(given.name).lower()
        if name not in self.kind.names:  # a word of SQL where no name can stand: "in"
            raise self.refused(f'"{shortened(name)}" stands alone.', given)
        return column_of(self.kind, name)

    def literal(self, given: Parsed) -> Node:
        if given.is_string:
            return Constant(str(given.this))
        text = str(given.this)
        return Constant(int(text) if text.isdigit() else float(text))

    def negative(self, given: Parsed) -> Node:
        part = self.number(given.this)
        if isinstance(part, Constant) and not isinstance(part.value, str):
            return Constant(-part.value)
        return Sum("-", Constant(0), part)

    def cast(self, given: Parsed) -> Node:
        text = given.this
        if not (isinstance(text, exp.Literal) and text.is_string):
            raise self.refused("a date is written date '2025-01-31'.", given)
        return moment(self.source, str(text.this), at=_at(given) or 0)

    def call(self, given: Parsed) -> Node:
        name = given.name if isinstance(given, exp.Anonymous) else given.sql_name()
        parts = (
            given.expressions
            if isinstance(given, exp.Anonymous)
            else [given.this, *given.expressions]
        )
        arguments = Arguments(
            self.source,
            name.lower(),
            tuple(self.node(part) for part in parts),
            tuple(_at(part) or 0 for part in parts),
            self.lists,
        )
        return CALLS[name.lower()](arguments)


_Reader.readers.update(
    {
        exp.And: lambda reader, given: Every(reader.row(given)),
        exp.Or: lambda reader, given: Some(reader.row(given)),
        exp.Not: lambda reader, given: Opposite(reader.flag(given.this)),
        exp.Paren: lambda reader, given: reader.node(given.this),
        exp.Between: _Reader.between,
        exp.Is: _Reader.is_,
        exp.In: _Reader.among,
        exp.Column: _Reader.column,
        exp.Literal: _Reader.literal,
        exp.Boolean: lambda _, given: Constant(bool(given.this)),
        exp.Null: _Reader.null,
        exp.Neg: _Reader.negative,
        exp.Cast: _Reader.cast,
        exp.Anonymous: _Reader.call,
        exp.Abs: _Reader.call,
        exp.Coalesce: _Reader.call,
        exp.Least: _Reader.call,
        exp.Greatest: _Reader.call,
    }
)
