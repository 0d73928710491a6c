"""What the values of a column look like, whatever the column is called."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from matchaudit.records.schema import Field

_NUMBER = re.compile(r"^[-+]?(\d+([.,]\d*)?|[.,]\d+)([eE][-+]?\d+)?$")
_COUNT = re.compile(r"^[-+]?(\d+|\d{1,3}(,\d{3})+)$")
_DATE = re.compile(
    r"^(\d{4}-\d\d?(-\d\d?|$)|\d\d?[/.-]\d\d?[/.-](\d{4}|\d\d)\b|"
    r"\d\d?(st|nd|rd|th)?[ -][a-z]{3,9}[ -]\d{4}|[a-z]{3,9}\.? \d\d?,? \d{4})",
    re.IGNORECASE,
)
_NO_VALUE = frozenset({"na", "n/a", "nan", "null", "none", "inf", "-inf"})
_YES = frozenset({"true", "t", "yes", "y", "1"})
_NO = frozenset({"false", "f", "no", "n", "0"})
# Words for "the same person" in score files of other tools.
_RECODE = {
    "genuine": "true",
    "mated": "true",
    "mate": "true",
    "match": "true",
    "same": "true",
    "impostor": "false",
    "imposter": "false",
    "nonmated": "false",
    "non-mated": "false",
    "nonmate": "false",
    "non-match": "false",
    "nonmatch": "false",
    "different": "false",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """How the first values of a column look.

    Attributes
    ----------
    example : str or None
    is_number, is_count, is_yes_or_no, is_date : bool
        True if every value is one.
    decimal_comma : bool
        True if the numbers use a comma for decimals.
    maximum : float or None
        The largest number.
    recode : mapping of str to str
        For yes or no in other words: the file's value to "true" or "false".
    """

    example: str | None = None
    is_number: bool = False
    is_count: bool = False
    is_yes_or_no: bool = False
    is_date: bool = False
    decimal_comma: bool = False
    maximum: float | None = None
    recode: Mapping[str, str]

    def fits(self, field: Field) -> bool:
        """Say whether the values may be those of a field; no values fit anything."""
        if self.example is None:
            return True
        if self.is_date and field.type != "date":
            return False
        fits = {
            "number": self.is_number,
            "integer": self.is_count or (self.is_number and not self.decimal_comma),
            "boolean": self.is_yes_or_no,
            "date": self.is_date,
            "string": True,
            "duration": True,
            "rate": True,
        }
        return fits[field.type]


def shape_of(values: Sequence[str]) -> Shape:
    """Describe some values of a column.

    Parameters
    ----------
    values : sequence of str
        Without empty ones.

    Returns
    -------
    Shape

    Examples
    --------
    >>> shape = shape_of(["0,80", "0,12"])
    >>> shape.is_number, shape.decimal_comma, shape.maximum
    (True, True, 0.8)
    """
    given = [value for value in values if value.lower() not in _NO_VALUE]
    words = {value.lower() for value in given}
    is_number = bool(given) and all(_NUMBER.match(value) for value in given)
    said = words <= _YES | _NO | set(_RECODE)
    return Shape(
        example=values[0] if values else None,
        is_number=is_number,
        is_count=bool(given) and all(_COUNT.match(value) for value in given),
        is_yes_or_no=bool(given) and said,
        is_date=bool(given) and all(_DATE.match(value) for value in given),
        decimal_comma=is_number and any("," in value for value in given),
        maximum=max(float(value.replace(",", ".")) for value in given)
        if is_number
        else None,
        recode={
            v: _RECODE[v.lower()] for v in sorted(set(given)) if v.lower() in _RECODE
        }
        if said
        else {},
    )
