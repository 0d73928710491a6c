"""Kinds of record as declarations, and the two standard schemas made from them.

A *kind* is a list of fields; everything that reads, checks, guesses or documents a
kind works from this list alone, so that a new kind is one more declaration.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

FieldType = Literal[
    "string", "integer", "number", "boolean", "date", "duration", "rate"
]
Side = Literal["probe", "reference"]
Role = Literal[
    "subject", "sample", "score", "flag", "covariate", "pseudonym", "label", "other"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One column of a kind.

    Attributes
    ----------
    name : str
        The column's canonical name.
    type : {"string", "integer", "number", "boolean", "date", "duration", "rate"}
        A *date* is an instant, or a day or month, which is an interval of instants. A
        *duration* is minutes however they are written, such as ``5h03m``. A *rate* is
        kept to the letter, such as ``0.07%``, because its digits are evidence.
    meaning : str
        What one value says, for a person.
    label : str
        The plural that a message begins with, such as ``"Thresholds"``.
    unit : str
        Such as ``"share"``; empty if there is none.
    minimum, maximum : float or None
        The range, both ends allowed; None where there is no end.
    needed : bool
        True if a file without this column cannot be used.
    side : {"probe", "reference"} or None
        The side of a comparison that the field describes.
    role : str
        What the field is for; the values of a subject, a sample or a pseudonym are
        made by the data holder with a key. A label names an agency, a system or a
        public place, never a person.
    values : tuple of str
        The closed vocabulary; empty if there is none.
    synonyms : tuple of str
        Other names seen in files, lower case, words apart by one space.
    """

    name: str
    type: FieldType
    meaning: str
    label: str = ""
    unit: str = ""
    minimum: float | None = None
    maximum: float | None = None
    needed: bool = False
    side: Side | None = None
    role: Role = "other"
    values: tuple[str, ...] = ()
    synonyms: tuple[str, ...] = ()

    @property
    def says(self) -> str:
        """The words that a message about a wrong value begins with."""
        return self.label or f'Values of "{self.name}"'

    @property
    def has_range(self) -> bool:
        """True if either end of the range is given."""
        return self.minimum is not None or self.maximum is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class UniqueKey:
    """A field whose values may not repeat, with the words that say so.

    ``noun`` is the value ("search ID"), ``each`` the record ("search"), ``hint`` a
    sentence on the usual cause and its fix.
    """

    field: str
    noun: str
    each: str
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of record: what a row is, and its fields.

    Examples
    --------
    >>> rank = Field(name="rank", type="integer", meaning="Place in the list.")
    >>> lists = Kind(name="lists", row="one place in a list", fields=(rank,))
    >>> lists.field("rank").type
    'integer'
    """

    name: str
    row: str
    fields: tuple[Field, ...]
    title: str = ""
    unique: UniqueKey | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The canonical column names, in order."""
        return tuple(field.name for field in self.fields)

    @property
    def needed(self) -> tuple[str, ...]:
        """The columns without which a file cannot be used."""
        return tuple(field.name for field in self.fields if field.needed)

    def field(self, name: str) -> Field:
        """Return the field with this canonical name, or raise KeyError."""
        for field in self.fields:
            if field.name == name:
                return field
        raise KeyError(name)


def with_vocabularies(kind: Kind, words: Mapping[str, tuple[str, ...]]) -> Kind:
    """Close the list of words that some columns of labels may hold.

    Parameters
    ----------
    kind : Kind
    words : mapping of str to tuple of str
        By column; each a label, such as ``system``.

    Returns
    -------
    Kind

    Raises
    ------
    KeyError
        With the name of a column that is no label of the kind.

    Examples
    --------
    >>> system = Field(name="system", type="string", meaning="It.", role="label")
    >>> closed = with_vocabularies(
    ...     Kind(name="logs", row="one line", fields=(system,)), {"system": ("A", "B")}
    ... )
    >>> closed.field("system").values
    ('A', 'B')
    """
    labels = {field.name for field in kind.fields if field.role == "label"}
    for name in words:
        if name not in labels:
            raise KeyError(name)
    fields = tuple(
        replace(field, values=words[field.name]) if field.name in words else field
        for field in kind.fields
    )
    return replace(kind, fields=fields)


def table_schema(kind: Kind) -> dict[str, object]:
    """Describe a kind as a Table Schema.

    Parameters
    ----------
    kind : Kind

    Returns
    -------
    dict
        A Table Schema descriptor that can be written as JSON.

    References
    ----------
    .. [1] Frictionless Standards, Table Schema v1,
       https://specs.frictionlessdata.io/table-schema/

    Examples
    --------
    >>> score = Field(name="score", type="number", meaning="Alikeness.", needed=True)
    >>> schema = table_schema(Kind(name="k", row="one pair", fields=(score,)))
    >>> schema["fields"][0]["constraints"]
    {'required': True}
    """
    schema: dict[str, object] = {
        "fields": [_table_schema_field(field, kind) for field in kind.fields],
        "missingValues": [""],
    }
    if kind.unique is not None:
        schema["primaryKey"] = [kind.unique.field]
    return schema


def csvw(kind: Kind, *, url: str) -> dict[str, object]:
    """Describe a CSV file of a kind as CSV on the Web metadata.

    Parameters
    ----------
    kind : Kind
    url : str
        The CSV file, relative to the metadata file.

    Returns
    -------
    dict
        The content of ``<url>-metadata.json``.

    References
    ----------
    .. [1] W3C (2015). Metadata Vocabulary for Tabular Data.

    Examples
    --------
    >>> share = Field(name="share", type="number", meaning="A part.", maximum=1)
    >>> about = csvw(Kind(name="k", row="one part", fields=(share,)), url="k.csv")
    >>> about["tableSchema"]["columns"][0]["datatype"]
    {'base': 'number', 'maximum': 1}
    """
    table: dict[str, object] = {
        "columns": [_csvw_column(field) for field in kind.fields]
    }
    if kind.unique is not None:
        table["primaryKey"] = [kind.unique.field]
    return {
        "@context": "http://www.w3.org/ns/csvw",
        "url": url,
        "dc:title": kind.title or kind.name,
        "dc:description": f"One row is {kind.row}.",
        "tableSchema": table,
    }


# How agencies write these is no type of either standard.
_AS_TEXT = frozenset({"date", "duration", "rate"})


def _standard_type(field: Field) -> str:
    return "string" if field.type in _AS_TEXT else field.type


def _range(field: Field) -> dict[str, float]:
    ends = {"minimum": field.minimum, "maximum": field.maximum}
    return {name: end for name, end in ends.items() if end is not None}


def _meaning(field: Field) -> str:
    return f"{field.meaning} Unit: {field.unit}." if field.unit else field.meaning


def _table_schema_field(field: Field, kind: Kind) -> Mapping[str, object]:
    constraints: dict[str, object] = {**_range(field)}
    if field.values:
        constraints["enum"] = list(field.values)
    if field.needed:
        constraints["required"] = True
    if kind.unique is not None and kind.unique.field == field.name:
        constraints["unique"] = True
    facts: dict[str, object] = {
        "name": field.name,
        "type": _standard_type(field),
        "description": _meaning(field),
    }
    if field.type == "boolean":
        facts |= {"trueValues": ["true"], "falseValues": ["false"]}
    return facts | ({"constraints": constraints} if constraints else {})


def _csvw_column(field: Field) -> Mapping[str, object]:
    ends = _range(field)
    return {
        "name": field.name,
        "titles": field.name,
        "dc:description": _meaning(field),
        "datatype": {"base": _standard_type(field), **ends}
        if ends
        else _standard_type(field),
        "required": field.needed,
    }
