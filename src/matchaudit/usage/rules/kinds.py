"""What a column of a kind is to a condition."""

from collections.abc import Mapping

from matchaudit.errors import ParameterError
from matchaudit.records.kinds import KINDS
from matchaudit.records.schema import FieldType, Kind
from matchaudit.usage.rules.tree import Column, Type

_HOLDS: Mapping[FieldType, Type] = {
    "string": "text",
    "rate": "text",
    "integer": "number",
    "number": "number",
    "duration": "number",
    "boolean": "flag",
    "date": "instant",
}
DATE_OF = {"searches": "searched_at", "deployments": "date"}
"""The date of a record, by kind: what validity and periods go by."""

PERIODS = ("month", "week", "quarter", "year")


def kind_named(name: str) -> Kind:
    """Return the kind of this name.

    Raises
    ------
    ParameterError
        If there are no rules for it.

    Examples
    --------
    >>> kind_named("searches").title
    'a search log'
    """
    for kind in KINDS:
        if kind.name == name and name in DATE_OF:
            return kind
    raise ParameterError("kind", f"one of {', '.join(DATE_OF)}", name)


def column_of(kind: Kind, name: str) -> Column:
    """Return a column as conditions see it, or raise KeyError.

    Examples
    --------
    >>> column_of(kind_named("searches"), "searched_at").type
    'instant'
    """
    field = kind.field(name)
    return Column(name, _HOLDS[field.type], field.values)
