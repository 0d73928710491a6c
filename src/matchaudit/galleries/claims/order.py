"""Dates of claims that cannot be in the order in which they stand."""

from matchaudit.galleries.claims.statements import were
from matchaudit.tallies.claims import ClaimRows

NOT_BEFORE = ("corrected_at", "removed_at", "last_checked_at")
"""Dates that cannot lie before a claim was published."""


def order_cautions(rows: ClaimRows) -> tuple[str, ...]:
    """Say how many claims have a date before their publication; name none of them.

    Parameters
    ----------
    rows : ClaimRows

    Returns
    -------
    tuple of str
        A plain sentence for each column with such dates.

    Examples
    --------
    >>> from matchaudit.galleries.claims.register import made_of
    >>> days = {"published_at": [10, 10], "corrected_at": [9, 10]}
    >>> order_cautions(made_of(["refuted", "refuted"], days=days))
    ('Of the claims, 1 was given a "corrected_at" before its "published_at". ...',)
    """
    published = rows.dates["published_at"]
    said = []
    for name in NOT_BEFORE:
        date = rows.dates[name]
        n = int((date.known & published.known & (date.last < published.first)).sum())
        if n:
            its = "its" if n == 1 else "their"
            said.append(
                f'Of the claims, {were(n, "given")} a "{name}" before {its} "published_at". The dates '
                "are kept as they stand. To find them, compare the two columns."
            )
    return tuple(said)
