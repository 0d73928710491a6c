"""Guesses of which column is which: from names alone here, never from people's data."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher

from matchaudit.records.schema import Field, Kind

CLOSE = 0.76
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")


def plain_words(column: str) -> str:
    """Return a column's name in lower case, words apart by one space.

    Examples
    --------
    >>> plain_words("ProbeSubject_ID")
    'probe subject id'
    """
    flat = unicodedata.normalize("NFKD", column)
    flat = "".join(c for c in flat if not unicodedata.combining(c))
    return " ".join(word.lower() for word in _WORD.findall(flat))


def closeness(column: str, field: Field) -> float:
    """Return how close a column's name is to a field's, in [0, 1]; 1 is certain."""
    words = plain_words(column)
    names = (plain_words(field.name), *field.synonyms)
    if words in names:
        return 1.0
    best = max(SequenceMatcher(None, words, name).ratio() for name in names)
    return min(best, 0.99)


def guess_names(
    columns: Sequence[str],
    kind: Kind,
    *,
    fits: Callable[[str, Field], bool] | None = None,
) -> dict[str, str]:
    """Guess which columns are which fields, the closest pair first.

    Parameters
    ----------
    columns : sequence of str
        Columns that may be matched. Those that may name a person must be gone before.
    kind : Kind
    fits : callable, optional
        Says whether a column's values may be those of a field.

    Returns
    -------
    dict of str to str
        The file's column to our name; a column without a close name has no key.

    Examples
    --------
    >>> from matchaudit.records.comparisons import COMPARISONS
    >>> guess_names(["Similarity Score", "Probe Person"], COMPARISONS)
    {'Similarity Score': 'score', 'Probe Person': 'probe_subject'}
    """
    pairs = sorted(
        (
            (-closeness(column, field), i, j)
            for i, column in enumerate(columns)
            for j, field in enumerate(kind.fields)
            if fits is None or fits(column, field)
        )
    )
    taken: dict[int, int] = {}
    for distance, i, j in pairs:
        if -distance >= CLOSE and i not in taken and j not in taken.values():
            taken[i] = j
    return {columns[i]: kind.fields[taken[i]].name for i in sorted(taken)}
