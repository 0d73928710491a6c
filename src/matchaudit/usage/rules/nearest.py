"""Which column a rule may have meant by a name that no column has."""

from collections.abc import Sequence
from difflib import get_close_matches

from matchaudit.records.guess import closeness
from matchaudit.records.kinds import KINDS
from matchaudit.records.schema import Field
from matchaudit.records.wording import words_of

_COUNTS = frozenset({"cnt", "count", "counts", "n", "no", "num", "number", "total"})
_DATES = frozenset({"at", "date", "day", "dt", "time", "when"})
_FLAGS = frozenset({"flag", "had", "has", "is", "was", "were", "yn"})
_CLEAR = 0.8
"""How close a name must be that shares no word with a column."""

_LEAST = 0.6
_OTHER_TYPE = 0.2
_START = 5
"""Letters that two words must share to be of one stem."""

_LONGEST = 100


def nearest_name(said: str, names: Sequence[str]) -> str | None:
    """Return the name that is nearest to what was said, or None if none is near.

    Columns of a kind are also known by their other names, by their words, and by what
    the name says of their type: ``reviewer_cnt`` is a count, not a date.

    Parameters
    ----------
    said : str
        What stands in the rule.
    names : sequence of str
        Names that may be meant; those of a kind are looked up there.

    Returns
    -------
    str or None

    Examples
    --------
    >>> from matchaudit.records import SEARCHES
    >>> nearest_name("reviewer_cnt", SEARCHES.names)
    'reviewers'
    >>> nearest_name("warrant_date", SEARCHES.names)
    'authority_issued_at'
    """
    short = said[:_LONGEST]
    fields = next((k.fields for k in KINDS if set(k.names) <= set(names)), ())
    score, name = max(((_score(short, f), f.name) for f in fields), default=(0.0, ""))
    if score >= _LEAST:
        return name
    known = {field.name for field in fields}
    others = {other.lower(): other for other in names if other not in known}
    close = get_close_matches(short.lower(), list(others), n=1)
    return others[close[0]] if close else None


def _score(said: str, field: Field) -> float:
    """Return how near a field is, in [0, 1]; 0 if it is not near enough to be said."""
    words = words_of(said)
    told = _COUNTS | _DATES | _FLAGS
    plain = " ".join(word for word in words if word not in told)
    score = max(closeness(said, field), closeness(plain, field) if plain else 0.0)
    score -= _OTHER_TYPE * (not _of_type(words, field))
    shared = any(
        _stem(word) == _stem(other)
        for word in words
        if word not in told
        for other in words_of(field.name)
    )
    return score if score >= _CLEAR or (shared and score >= _LEAST) else 0.0


def _of_type(words: Sequence[str], field: Field) -> bool:
    """Return whether a field may be what the last word of a name says it is."""
    if words and words[-1] in _DATES:
        return field.type == "date"
    if words and (words[-1] in _COUNTS or words[0] in _COUNTS):
        return field.type in {"integer", "number"} or field.role == "pseudonym"
    return True


def _stem(word: str) -> str:
    return word[:_START] if len(word) >= _START else word.removesuffix("s")
