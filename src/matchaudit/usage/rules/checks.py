"""Types: what may be held against what, and which words a column knows."""

from collections.abc import Iterable
from typing import cast

from matchaudit.records.kinds import KINDS
from matchaudit.records.wording import listed
from matchaudit.usage.rules.refusals import RuleError, Source, shortened, suggestion
from matchaudit.usage.rules.tree import Column, Constant, First, Node, Operator, Type

SAYS: dict[Type, str] = {
    "number": "a number",
    "text": "a text",
    "flag": "true or false",
    "instant": "a date",
    "span": "a time between two dates",
}
_BETWEEN = "The time between two dates is hours_between(a, b) or days_between(a, b)."


def want(source: Source, node: Node, types: Iterable[Type], *, at: int) -> Node:
    """Return the node if it is of one of these types, else refuse.

    Raises
    ------
    InputError
        E19: what stands there, and what should.
    """
    allowed = tuple(types)
    if node.type in allowed:
        return node
    wanted = " or ".join(SAYS[t] for t in allowed)
    why = f"{_called(node)} where {wanted} is needed."
    if node.type == "instant" and "number" in allowed:
        raise source.refused(why, at, fix=_BETWEEN)
    raise source.refused(why, at)


def comparable(
    source: Source, operator: str, pair: tuple[Node, Node], *, at: tuple[int, int]
) -> None:
    """Refuse two values that cannot be held against each other.

    Raises
    ------
    InputError
        E19: of other types, texts by size, or a word that the column does not know.
    """
    left, right = pair
    kinds = {left.type, right.type}
    if kinds not in ({left.type}, {"number", "span"}) or kinds == {"span"}:
        why = f"{_called(left)} and {_called(right)}: not alike."
        raise source.refused(why, at[0])
    if operator not in {"=", "<>"} and kinds & {"text", "flag"}:
        raise source.refused(
            f"{SAYS[left.type]} is equal to another or not; it has no size.", at[0]
        )
    for column, other, where in ((left, right, at[1]), (right, left, at[0])):
        if isinstance(other, Constant):
            known_word(source, column, other, at=where)


def known_word(source: Source, part: Node, constant: Constant, *, at: int) -> None:
    """Refuse a word that is not in the vocabulary of the column.

    Raises
    ------
    InputError
        E19, with the word that may be meant.
    """
    for column in (part, *(part.of if isinstance(part, First) else ())):
        words = column.words if isinstance(column, Column) else ()
        if words and constant.value not in words:
            raise unknown_word(source, cast("Column", column), str(constant.value), at)


def unknown_word(source: Source, column: Column, word: str, at: int) -> RuleError:
    """Return the error for a word that a column never holds."""
    hint = suggestion(word, column.words)
    others = [f'"{f.name}"' for k in KINDS for f in k.fields if word in f.values]
    if others and not hint:
        hint = f"It is a word of {listed(tuple(dict.fromkeys(others)))}."
    return source.refused(
        f'"{shortened(word)}" is no word of the column "{column.name}". {hint}'.strip(),
        at,
        fix=f"It may be: {', '.join(column.words)}.",
    )


def mirrored(operator: Operator) -> Operator:
    """Return the operator for the two sides swapped.

    Examples
    --------
    >>> mirrored("<=")
    '>='
    """
    swapped: dict[Operator, Operator] = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
    return swapped.get(operator, operator)


def _called(node: Node) -> str:
    if isinstance(node, Column):
        return f'"{node.name}" is {SAYS[node.type]}'
    if isinstance(node, Constant):
        return f'"{shortened(str(node.value))}" is {SAYS[node.type]}'
    return f"this is {SAYS[node.type]}"
