"""How messages join lists, counts and names into plain sentences."""

import shlex
from collections.abc import Iterable, Sequence

_MANY = 6


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
