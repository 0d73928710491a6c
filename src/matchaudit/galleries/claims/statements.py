"""How findings on a register of claims are put into words."""

from collections.abc import Mapping

BY_METHOD: Mapping[str, str] = {
    "ai_match": "claims by AI matching",
    "records": "claims from records",
    "tip": "claims from a tip",
    "self": "claims people made of themselves",
}


def named(column: str, value: str) -> str:
    """Return a part of the register in words that a number stands before.

    Examples
    --------
    >>> named("method", "ai_match"), named("probe_mask", "lower")
    ('claims by AI matching', 'claims with the mask "lower"')
    >>> named("publisher", "Outlet 3"), named("publisher", "not recorded")
    ('claims by Outlet 3', 'claims without a publisher')
    """
    what = "mask" if column == "probe_mask" else column
    if value == "others":
        return f"other claims (by {what})"
    if value == "not recorded":
        return f"claims without a {what}"
    if column == "method":
        return BY_METHOD.get(value, f"claims by {value}")
    return f'claims with the mask "{value}"' if what == "mask" else f"claims by {value}"


def were(n: int, what: str) -> str:
    """Return a count with its verb.

    Examples
    --------
    >>> were(1, "refuted"), were(1200, "refuted")
    ('1 was refuted', '1,200 were refuted')
    """
    return f"{n:,} {'was' if n == 1 else 'were'} {what}"


def unsettled(withdrawn: int) -> str:
    """Return what those are of which nobody found out if they were right.

    Claims that were withdrawn have a total of their own, so the words must name them.

    Examples
    --------
    >>> were(150, unsettled(0)), were(167, unsettled(1))
    ('150 were never checked', '167 were withdrawn or never checked')
    """
    return "withdrawn or never checked" if withdrawn else "never checked"
