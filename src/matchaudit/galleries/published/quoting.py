"""How a published figure is quoted: without an interval, and what rounding leaves."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from matchaudit.errors import UndefinedMeasureError
from matchaudit.estimation import wording
from matchaudit.estimation.finding import Finding, Key
from matchaudit.records.frte import Quoted

NO_INTERVAL = (
    "It was published without an interval, so nobody can say how sure it is. It is a "
    "figure of the publisher's test, not of the use that you look at."
)
ROUNDING_ONLY = "The range is what rounding of the published figures leaves open. It is no interval."


@dataclass(frozen=True, slots=True)
class Rounded:
    """A number made of rounded ones; ``high`` is None where it is open."""

    value: float
    low: float
    high: float | None


def ratio(rate: Quoted, to: Quoted) -> Rounded:
    """Return how many times as large one published rate is as another.

    Parameters
    ----------
    rate, to : Quoted

    Returns
    -------
    Rounded
        With all ratios that rates of this rounding may have.

    Raises
    ------
    UndefinedMeasureError
        If the second was published as 0.

    Examples
    --------
    >>> found = ratio(Quoted(0.0006, 4), Quoted(0.0005, 4))
    >>> round(found.value, 3), round(found.low, 3), round(found.high, 3)
    (1.2, 1.0, 1.444)
    """
    if to.value == 0:
        raise UndefinedMeasureError("the rate to compare with was published as 0")
    high = rate.high / to.low if to.low > 0 else None
    return Rounded(rate.value / to.value, rate.low / to.high, high)


def exponent(small: Quoted, large: Quoted, *, times: float) -> Rounded:
    """Return b where a rate grows with the size of the gallery as its power b.

    Parameters
    ----------
    small, large : Quoted
        The rate in the smaller and in the larger gallery.
    times : float
        How many times as large the second gallery is, above 1.

    Returns
    -------
    Rounded
        ``ln(large / small) / ln(times)``.

    Raises
    ------
    UndefinedMeasureError
        If a rate was published as 0.

    References
    ----------
    .. [1] Grother, P., Ngan, M. and Hanaoka, K. Face Recognition Technology Evaluation
       (FRTE) part 2: identification. NIST.

    Examples
    --------
    >>> found = exponent(Quoted(0.0005, 4), Quoted(0.0006, 4), times=7.5)
    >>> round(found.value, 3), round(abs(found.low), 3), round(found.high, 3)
    (0.09, 0.0, 0.183)
    """
    if large.value == 0:
        raise UndefinedMeasureError("a rate was published as 0")
    many = ratio(large, small)
    per = math.log(times)
    high = None if many.high is None else math.log(many.high) / per
    low = math.log(many.low) / per
    return Rounded(math.log(many.value) / per, low, high)


def quoted(
    name: str,
    population: Mapping[str, Key],
    value: float | None,
    says: str,
    *,
    sources: tuple[str, ...] = (),
    cautions: tuple[str, ...] = (),
) -> Finding:
    """Return the finding of a published rate.

    Examples
    --------
    >>> found = quoted(
    ...     "galleries/published_fnir", {"algorithm": "x"}, 0.1, "So it says."
    ... )
    >>> found.status, found.interval
    ('counted', None)
    """
    return Finding(
        id=name,
        population=population,
        status="counted",
        estimate=value,
        unit="probability",
        method="quoted",
        says=says,
        sources=sources,
        cautions=(NO_INTERVAL, *cautions),
    )


def times(found: Rounded, as_what: str) -> str:
    """Return a ratio in words, with the range that rounding leaves.

    Examples
    --------
    >>> times(Rounded(1.2, 1.0, 1.44), "as many")
    '1.2 times as many (rounding alone: between 1 and 1.5)'
    >>> times(Rounded(40.1, 30.2, None), "as often")
    '40 times as often (rounding alone: 30 or more)'
    """
    low = wording.times_end(found.low, "down") if found.low > 0 else "0"
    high = None if found.high is None else wording.times_end(found.high, "up")
    middle = f"{found.value:.0f}" if found.value >= 10 else f"{found.value:.2g}"
    within = f"rounding alone: {wording.ends(low, high)}"
    return f"{middle} times {as_what} ({within})"


def frequency(rate: Quoted) -> str:
    """Return a published rate as a natural frequency, with no digit that was not given.

    Examples
    --------
    >>> (
    ...     frequency(Quoted(0.0006, 4)),
    ...     frequency(Quoted(0.0743, 4)),
    ...     frequency(Quoted(0.0, 4)),
    ... )
    ('6 in 10,000', '743 in 10,000', '0 in 10,000')
    """
    size: int = 10**rate.decimals
    return f"{wording.whole(rate.value * size)} in {size:,}"
