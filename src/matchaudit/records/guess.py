"""Guesses of which column is which: from names alone here, never from people's data."""

from collections.abc import Callable, Sequence
from difflib import SequenceMatcher
from functools import lru_cache

from matchaudit.records.schema import Field, Kind
from matchaudit.records.wording import words_of

CLOSE = 0.8
UNSIDED = 0.9
"""How close a name is that says what, but not of which side: worth asking."""

_MANY = 100


@lru_cache(maxsize=1 << 16)  # asked again at every step of reading a file
def closeness(column: str, field: Field, *, exact: bool = False) -> float:
    """Return how close a column's name is to a field's, in [0, 1]; 1 is certain.

    With ``exact``, a name that is merely close counts as none: that is much cheaper.
    """
    words = " ".join(words_of(column))
    names = (" ".join(words_of(field.name)), *field.synonyms)
    if words in names:
        return 1.0
    if exact:
        return 0.0
    unsided = field.role == "covariate" and field.side == "probe"
    if unsided and words in {n.partition(" ")[2] for n in names}:
        return UNSIDED
    matcher = SequenceMatcher(None, "", words)  # the second is looked at once
    best = 0.0
    for name in names:
        matcher.set_seq1(name)
        if matcher.real_quick_ratio() > best and matcher.quick_ratio() > best:
            best = max(best, matcher.ratio())
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
        Of very many, only those that are called like ours are matched.
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
    names = [field.name for field in kind.fields]
    exact = len(columns) > _MANY
    taken = {
        i: names.index(column) for i, column in enumerate(columns) if column in names
    }
    pairs = sorted(
        (-closeness(column, field, exact=exact), i, j)
        for i, column in enumerate(columns)
        for j, field in enumerate(kind.fields)
        if i not in taken
        and j not in taken.values()
        and (fits is None or fits(column, field))
    )
    for distance, i, j in pairs:
        if -distance >= CLOSE and i not in taken and j not in taken.values():
            taken[i] = j
    return {columns[i]: names[taken[i]] for i in sorted(taken)}
