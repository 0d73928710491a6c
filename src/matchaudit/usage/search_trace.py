"""Which searches each number was made from, row by row."""

from collections.abc import Sequence

from matchaudit.estimation.finding import Column, Curve
from matchaudit.tallies import SearchListing

NAME = "searches"
_MEANINGS = {
    "file": "the file",
    "month": "the month that holds the search",
    "search_id": "the number of the search",
    "agency": "who asked for it",
    "operator": "who made it, a pseudonym",
    "case_ref": "the case, a pseudonym",
    "purpose": "what it was for",
    "mode": "how faces were searched",
    "group": "the group of the person searched",
}


def search_trace(listing: SearchListing) -> Curve:
    """List searches with what each is counted as; for the holder of the data only.

    Parameters
    ----------
    listing : SearchListing

    Returns
    -------
    Curve
        ``searches``, with the columns ``candidate`` (yes, no, not said) and ``checked``
        (right, wrong, not settled; empty where no candidate came back).

    Examples
    --------
    >>> words = {"file": ("a.csv",), "month": ("2025-01",)}
    >>> flags = dict.fromkeys(("nil", "not_returned"), (False,))
    >>> flags |= dict.fromkeys(("returned", "checked", "wrong"), (True,))
    >>> curve = search_trace(SearchListing(words=words, row=(2,), flags=flags))
    >>> [column.values for column in curve.columns[3:]]
    [('yes',), ('wrong',)]
    """
    nil, returned, none, checked, wrong = (
        listing.flags[name]
        for name in ("nil", "returned", "not_returned", "checked", "wrong")
    )
    candidate = [
        "nil return" if a else "yes" if b else "no" if c else "not said"
        for a, b, c in zip(nil, returned, none, strict=True)
    ]
    settled = [
        ("wrong" if w else "right" if c else "not settled") if word == "yes" else None
        for word, c, w in zip(candidate, checked, wrong, strict=True)
    ]
    words = [
        _words(name, _MEANINGS[name], [value or None for value in values])
        for name, values in listing.words.items()
    ]
    file, *others = words
    row = Column("row", "integer", "", "the row in it", listing.row)
    counted = (
        _words("candidate", "whether a candidate came back", candidate),
        _words("checked", "what the check of the candidate said", settled),
    )
    title = "Searches, and what each is counted as"
    return Curve(NAME, title, (file, row, *others, *counted), for_holder=True)


def _words(name: str, meaning: str, values: Sequence[str | None]) -> Column:
    return Column(name, "string", "", meaning, tuple(values))
