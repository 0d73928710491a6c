"""How messages join lists, counts and names into plain sentences."""

import re
import shlex
import unicodedata
from collections.abc import Iterable, Sequence

_MANY = 6
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")


def words_of(name: str) -> list[str]:
    """Take the name of a column apart: lower case, without accents and signs.

    Examples
    --------
    >>> words_of("ProbeSubject_ID"), words_of("Straße (Nr.)")
    (['probe', 'subject', 'id'], ['strasse', 'nr'])
    """
    flat = unicodedata.normalize("NFKD", name.replace("ß", "ss"))
    flat = "".join(c for c in flat if not unicodedata.combining(c))
    return [word.lower() for word in _WORD.findall(flat)]


def quoted(names: Iterable[str]) -> list[str]:
    """Put each name in double quotes.

    Examples
    --------
    >>> quoted(["DB Size"])
    ['"DB Size"']
    """
    return [f'"{name}"' for name in names]


def listed(parts: Sequence[str]) -> str:
    """Join parts as a sentence does; a long list is cut, and says so.

    Examples
    --------
    >>> listed(["a", "b", "c"])
    'a, b and c'
    """
    if len(parts) > _MANY:
        return f"{', '.join(parts[:_MANY])} and {len(parts) - _MANY} more"
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"


def plural(n: int, noun: str) -> str:
    """Return the count with its noun.

    Examples
    --------
    >>> plural(1, "row"), plural(1200, "row")
    ('1 row', '1,200 rows')
    """
    return f"{n:,} {noun}" if n == 1 else f"{n:,} {noun}s"


def shell_name(file: str) -> str:
    """Return a file's name as one types it on a command line."""
    return shlex.quote(file)
