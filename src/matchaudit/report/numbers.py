"""How numbers are written for people: the only module that formats them.

Rates become natural frequencies ("12 in 100,000"), because a reader compares counts
more easily than powers of ten. Ends of intervals are rounded outward.
"""

import math
from collections.abc import Callable
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from fractions import Fraction
from typing import Literal, Protocol

from matchaudit.estimation import wording

Write = Callable[[float], str]
"""Writes a number for people."""

Way = Literal["down", "up"]
"""Which way an end of an interval is rounded; numbers that are no end, to the nearest."""


class WriteEnd(Protocol):
    """Writes a number for people, or an end of an interval."""

    def __call__(self, x: float, /, *, way: Way | None = None) -> str:
        """Return the words."""


def cut(x: float, way: Way | None, *, figures: int) -> float:
    """Cut a number to figures, never above ("down") or below ("up") itself.

    Examples
    --------
    >>> (
    ...     cut(1.31, "up", figures=2),
    ...     cut(1.39, "down", figures=2),
    ...     cut(1.39, None, figures=2),
    ... )
    (1.4, 1.3, 1.39)
    """
    if way is None or x == 0 or not math.isfinite(x):
        return x
    # Twelve figures first, so that 0.1 + 0.2 is not cut up to 0.31.
    exact = Decimal(f"{x:.12g}")
    unit = Decimal(1).scaleb(exact.adjusted() - figures + 1)
    rounding = ROUND_CEILING if way == "up" else ROUND_FLOOR
    return float(exact.quantize(unit, rounding))


def _figures(x: float, least: int) -> int:
    """Return how many figures are shown: all before the point, and at least some."""
    if x == 0 or not math.isfinite(x):
        return least
    return max(math.floor(math.log10(abs(x))) + 1, least)


def integer(n: float) -> str:
    """Write a count with thousands separators.

    Examples
    --------
    >>> integer(266256)
    '266,256'
    """
    return f"{round(n):,}"


def plain(x: float, *, way: Way | None = None) -> str:
    """Write a number with three significant digits and no exponent.

    Examples
    --------
    >>> plain(9.2857), plain(1234.5), plain(0.000412), plain(3.0)
    ('9.29', '1,234', '0.000412', '3')
    """
    x = cut(x, way, figures=_figures(x, 3))
    if x == 0 or not math.isfinite(x):
        return "0" if x == 0 else ("infinity" if x > 0 else "-infinity")
    decimals = max(0, 2 - math.floor(math.log10(abs(x))))
    text = f"{x:,.{decimals}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def short(x: float, *, way: Way | None = None) -> str:
    """Write a number with two significant digits, as fits a count of cases.

    Examples
    --------
    >>> short(4.5), short(12.3), short(8.0), short(1234.0)
    ('4.5', '12', '8', '1,234')
    >>> short(4.51, way="up"), short(12.3, way="up"), short(0.996, way="up")
    ('4.6', '12.3', '1')

    Ends of intervals are those of the sentences, to the last digit:

    >>> short(1.0935, way="down"), short(4.909, way="up")
    ('1.09', '5')
    """
    if way is not None and x > 0:
        return wording.end(x, way)
    if x == 0 or abs(x) >= 10:
        return integer(x)
    decimals = max(0, 1 - math.floor(math.log10(abs(x))))
    return f"{x:.{decimals}f}".rstrip("0").rstrip(".")


def score(x: float, *, way: Way | None = None) -> str:
    """Write a score or a threshold with as many digits as are needed, at most five.

    Examples
    --------
    >>> score(0.64), score(0.6400001), score(1250.5), score(1234567.0), score(-0.0)
    ('0.64', '0.64', '1250.5', '1,234,567', '0')
    """
    if not math.isfinite(x):
        return plain(x)
    x = cut(x, way, figures=_figures(x, 5))
    return integer(x) if abs(x) >= 1e5 else f"{x + 0.0:.5g}"


def large(n: int) -> str:
    """Write a number, thousands of millions as billions.

    Examples
    --------
    >>> large(1_000_000), large(10_000_000_000)
    ('1,000,000', '10 billion')
    """
    billions, rest = divmod(n, 10**9)
    return f"{billions:,} billion" if billions and not rest else f"{n:,}"


def people(n: float) -> str:
    """Write a count of people, a gallery's size: millions and billions in words.

    Examples
    --------
    >>> people(4_000), people(1_600_000), people(270_000_000), people(1.25e9)
    ('4,000', '1.6 million', '270 million', '1.25 billion')
    """
    for size, word in ((10**9, "billion"), (10**6, "million")):
        if n >= size * 0.9995:
            return f"{plain(n / size)} {word}"
    return integer(n)


def rough(n: float, /, *, way: Way | None = None) -> str:
    """Write a count that is no more exact than three figures; millions in words.

    Examples
    --------
    >>> (
    ...     rough(95_491.1, way="up"),
    ...     rough(27_000_000),
    ...     rough(0.003, way="down"),
    ...     rough(12),
    ... )
    ('95,500', '27 million', '0', '12')
    """
    if n < ALMOST_NONE:
        return "0"
    if n < 10:
        return short(n, way=way)
    whole = math.ceil(n - 1e-9) if way == "up" else math.floor(n + 1e-9)
    return people(cut(whole if way else n, way, figures=3))


ALMOST_NONE = 0.05
"""Fewer of a count are none."""


def part(share: float) -> str:
    """Write a share of people in as few words as it has.

    Examples
    --------
    >>> part(0.05), part(0.3), part(0.5), part(0.99), part(0.0503)
    ('1 in 20', '3 in 10', 'half', '99 in 100', '5 in 100')
    """
    simple = Fraction(share).limit_denominator(100)
    if abs(float(simple) - share) > 1e-9:
        return frequency(round(share, 2)) if share >= 0.01 else frequency(share)
    if simple.denominator == 2:
        return "half"
    if simple.denominator == 1:
        return "all" if simple else "none"
    return f"{simple.numerator} in {simple.denominator}"


def percent(rate: float) -> str:
    """Write a share as a percentage.

    Examples
    --------
    >>> percent(0.0426), percent(0.5), percent(0.95)
    ('4.26%', '50%', '95%')
    """
    return f"{plain(rate * 100)}%"


def base_of(rate: float) -> int:
    """Return the power of ten, at least 100, in which a rate reads best.

    Two digits are kept unless the second is 0; a rate of 0 reads best in 100.

    Examples
    --------
    >>> base_of(1.2e-4), base_of(0.44), base_of(0.001), base_of(0.083)
    (100000, 100, 1000, 1000)
    """
    if rate <= 0:
        return 100
    digits, exponent = f"{rate:.1e}".split("e")
    places = -int(exponent) + (0 if digits.endswith(".0") else 1)
    return int(10 ** min(max(places, 2), 12))


def frequency(rate: float, *, base: int | None = None, way: Way | None = None) -> str:
    """Write a rate as a natural frequency.

    Parameters
    ----------
    rate : float
        A probability, in [0, 1].
    base : int, optional
        Out of how many; the one that reads best, if not said.
    way : {"down", "up"}, optional
        For an end of an interval.

    Returns
    -------
    str

    Examples
    --------
    >>> frequency(1.2e-4)
    '12 in 100,000'
    >>> frequency(0.083)
    '83 in 1,000'
    >>> frequency(3.2e-4, base=100_000)
    '32 in 100,000'
    """
    base = base or base_of(rate)
    return f"{short(rate * base, way=way)} in {large(base)}"


def times(ratio: float, *, way: Way | None = None) -> str:
    """Write a ratio as people say it.

    Examples
    --------
    >>> times(9.29), times(1.84), times(0.4)
    ('9.3 times', '1.8 times', '0.4 times')

    An end of an interval stays on its side of 1:

    >>> times(0.996, way="up"), times(1.31, way="up")
    ('0.996 times', '1.4 times')
    """
    for figures in range(2, 8) if way is not None else ():
        end = cut(ratio, way, figures=_figures(ratio, figures))
        if (end - 1) * (ratio - 1) > 0 and figures > 2:
            return f"{end:.{figures}g} times"
        if ratio == 1 or (end - 1) * (ratio - 1) > 0:
            break
    return f"{short(cut(ratio, way, figures=_figures(ratio, 2)))} times"
