"""A search log in memory: one array of small numbers for each field of the kind."""

from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from matchaudit.records.schema import Field
from matchaudit.records.searches import SEARCHES

Array = NDArray[np.generic]
Mask = NDArray[np.bool_]
Rows = NDArray[np.int64]
Where = Mask | Rows | slice
Value = str | bool | float | NDArray[np.generic]

ALL = slice(None)
MISSING = int(np.iinfo(np.int64).min)
"""No instant and no code: numpy reads it as "not a time"."""

INSTANT, DAY, MONTH = 0, 1, 2
"""How exactly a date is written."""

HOUR, A_DAY = 3600, 86_400  # seconds

OPEN_WORDS = MappingProxyType(
    {
        "agency": tuple(f"Agency {k + 1}" for k in range(40)),
        "system": ("System 1", "System 2"),
        "offence": ("murder", "rape", "armed_robbery", "shoplifting"),
        "gallery": ("arrest pictures", "licence pictures", "watch list"),
        "group": ("A", "B", "C", "D"),
        "probe_mask": ("none", "lower_face", "eyes_only"),
    }
)
"""The words of the fields that have no closed vocabulary; all of them invented."""

PREFIXES = MappingProxyType(
    {
        "search_id": "S",
        "operator": "O",
        "case_ref": "C",
        "probe_ref": "P",
        "authority_id": "W",
        "police_file_ref": "F",
        "derogation_ref": "L",
    }
)


def words(field: Field) -> tuple[str, ...]:
    """Return the words that a field may hold here; empty if it holds none."""
    return field.values or OPEN_WORDS.get(field.name, ())


class Log:
    """Some searches, column by column; a new one holds nothing.

    A word is kept as its place in the vocabulary, a flag as 0 or 1, a date in seconds
    since 1970, a pseudonym as a number. -1, NaN or `MISSING` say "not recorded".

    Parameters
    ----------
    n : int
        Searches.

    Examples
    --------
    >>> log = Log(3)
    >>> log.put("mode", "still")
    >>> log.put("mode", "realtime", np.array([1]))
    >>> log.has("mode", "still").tolist()
    [True, False, True]
    """

    def __init__(self, n: int) -> None:
        self.n = n
        self.columns = {field.name: _empty(field, n) for field in SEARCHES.fields}
        self.exactness = {
            field.name: np.zeros(n, dtype=np.int8)
            for field in SEARCHES.fields
            if field.type == "date"
        }

    def __getitem__(self, name: str) -> NDArray[np.int64]:
        """Return a column's numbers."""
        return self.columns[name]  # type: ignore[return-value] # numbers of any size

    def put(self, name: str, value: Value, where: Where = ALL) -> None:
        """Write a value, or one for each of the rows named, into a column."""
        if isinstance(value, str):
            value = words(SEARCHES.field(name)).index(value)
        self.columns[name][where] = value

    def clear(self, name: str, where: Where) -> None:
        """Make a value not recorded."""
        field = SEARCHES.field(name)
        self.columns[name][where] = _missing(field)

    def coarsen(self, name: str, to: int, where: Where = ALL) -> None:
        """Write dates as a day or a month only."""
        self.exactness[name][where] = to

    def has(self, name: str, *values: str) -> Mask:
        """Return where a column holds one of these words."""
        known = words(SEARCHES.field(name))
        return np.isin(self.columns[name], [known.index(value) for value in values])

    def recorded(self, name: str) -> Mask:
        """Return where a column holds a value."""
        column, field = self.columns[name], SEARCHES.field(name)
        if field.type == "number":
            return np.isfinite(column.astype(np.float64))
        return np.asarray(column != _missing(field))

    def true(self, name: str) -> Mask:
        """Return where a flag is true."""
        return np.asarray(self.columns[name] == 1)


def _missing(field: Field) -> float:
    if field.type == "number":
        return float("nan")
    return MISSING if field.type == "date" else -1


def _empty(field: Field, n: int) -> Array:
    if field.type == "number":
        return np.full(n, np.nan)
    if field.type == "boolean" or words(field):
        return np.full(n, -1, dtype=np.int8)
    return np.full(n, _missing(field), dtype=np.int64)
