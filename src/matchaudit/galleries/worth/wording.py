"""Sentences about what a candidate is worth."""

import math
from fractions import Fraction

from matchaudit.estimation import wording
from matchaudit.galleries.worth.ranges import Range

_MOST_OF = 12
_ALMOST = 0.9995
_MOST = 0.99
_FEW = 0.01
_LARGEST = 10**9
_RAREST = 1e-9  # a smaller share is not told as a number of anything


def part(share: float) -> str:
    """Return a share of people in few words.

    Examples
    --------
    >>> part(0.05), part(0.3), part(0.5), part(0.9), part(0.001), part(0.123)
    ('1 in 20', '3 in 10', 'half', '9 in 10', '1 in 1,000', '12 in 100')
    """
    simple = Fraction(share).limit_denominator(10_000)
    if abs(float(simple) - share) > 1e-9:
        return wording.frequency(share)
    if simple == Fraction(1, 2):
        return "half"
    if simple.numerator == 1 or simple.denominator <= _MOST_OF:
        return f"{simple.numerator} in {simple.denominator:,}"
    return wording.frequency(share)


def if_enrolled(share: float) -> str:
    """Return the condition that a sentence begins with.

    Examples
    --------
    >>> if_enrolled(0.1)
    'If 1 in 10 of the people searched is in the gallery'
    >>> if_enrolled(0.5)
    'If half of the people searched are in the gallery'
    """
    said = part(share)
    verb = "is" if said.startswith("1 in ") else "are"
    return f"If {said} of the people searched {verb} in the gallery"


def times(low: float, high: float) -> str:
    """Return how often at least and at most, as natural frequencies rounded outward.

    Examples
    --------
    >>> times(0.0612, 0.377)
    '6 to 38 times in 100'
    >>> times(0.16, 0.9951)
    '160 to 996 times in 1,000'
    >>> times(0.000334, 0.000358)
    '33 to 36 times in 100,000'
    >>> times(0.09, 0.99999)
    '9 times in 100 or more'
    >>> times(0.9999, 1.0), times(0.0, 0.0), times(0.5, 0.5)
    ('almost always', 'never', '50 times in 100')
    """
    if high <= 0:
        return "never"
    if low > _ALMOST:
        return "almost always"
    if high > _ALMOST:
        size = _size(low)
        return f"{wording.share_of(low, size, 'down')} times in {size:,} or more"
    size = 1000 if high > 0.99 else _size(high)
    return f"{_ends(low, high, size)} times in {size:,}"


def shares(low: float, high: float) -> str:
    """Return the least and the most of a share, both out of the same if they are close.

    Examples
    --------
    >>> shares(0.15, 0.51), shares(1e-6, 0.52)
    ('15 to 51 in 100', '1 in 1,000,000 to 52 in 100')
    >>> shares(9.2e-6, 0.9999), shares(6e-12, 0.2)
    ('9.2 in 1,000,000 to almost all', 'almost none to 20 in 100')
    """
    if low * 1000 < high or high > _MOST:
        most = "almost all" if high > _MOST else wording.limit(high, "up")
        return f"{least(low)} to {most}"
    size = _size(high)
    return f"{_ends(low, high, size)} in {size:,}"


def least(share: float) -> str:
    """Return the lower end of a share of people: fewer than one of all alive is none.

    Examples
    --------
    >>> least(0.0123), least(6.1e-12)
    ('1.2 in 100', 'almost none')
    """
    return wording.limit(share, "down") if share >= _RAREST else "almost none"


def _ends(low: float, high: float, size: int) -> str:
    ends = wording.share_of(low, size, "down"), wording.share_of(high, size, "up")
    return ends[0] if ends[0] == ends[1] else f"{ends[0]} to {ends[1]}"


def _size(share: float) -> int:
    size = 100
    while 0 < share * size < 8.5 and size < 10**12:
        size *= 10
    return size


def count(value: float, way: wording.Way) -> str:
    """Return an end of an expected number, rounded outward: two figures, or three.

    Less than 1 in 100 is 0 as a lower end. From 100 on a number that is almost one of
    three figures is that one.

    Examples
    --------
    >>> count(270.0, "up"), count(0.034, "down"), count(27_000_000.4, "up")
    ('270', '0.034', '27,000,000')
    >>> count(18.5, "down"), count(18.5, "up"), count(1.08, "down")
    ('18', '19', '1')
    >>> count(0.0002, "down"), count(0.0002, "up")
    ('0', '0.01')
    """
    if value < _FEW:
        return "0" if way == "down" or value <= 0 else f"{_FEW:g}"
    if value < 100:
        return f"{wording.cut(value, way, figures=2):.2g}"
    near = float(f"{value:.3g}")
    close = abs(near - value) < 5e-4 * value
    return wording.whole(near if close else wording.cut(value, way, figures=3))


def so_many(numbers: Range) -> str:
    """Return the least and the most of an expected number of whole things.

    Examples
    --------
    >>> so_many(Range(0.095, None, 95_500.0)), so_many(Range(0.1, None, 0.3))
    ('fewer than 1 to 95,500', 'fewer than 1')
    >>> so_many(Range(0.0, None, 12.0)), so_many(Range(0.02, None, math.inf))
    ('0 to 12', 'any number')
    """
    least = count(numbers.low, "down")
    if least == "0" or numbers.low >= 1:
        return counts(numbers)
    if not math.isfinite(numbers.high):
        return "any number"
    few = "fewer than 1"
    return few if numbers.high < 1 else f"{few} to {count(numbers.high, 'up')}"


def counts(numbers: Range) -> str:
    """Return the least and the most of an expected number.

    Examples
    --------
    >>> counts(Range(2.4, None, 2570.0)), counts(Range(270.0, 270.0, 270.0))
    ('2.4 to 2,570', 'about 270')
    >>> counts(Range(0.9, None, math.inf))
    '0.9 or more'
    """
    if not math.isfinite(numbers.high):
        return f"{count(numbers.low, 'down')} or more"
    ends = count(numbers.low, "down"), count(numbers.high, "up")
    if ends[0] == ends[1] or numbers.high - numbers.low < 1e-9 * numbers.high:
        return f"about {ends[0]}"
    return f"{ends[0]} to {ends[1]}"


def ratio(low: float, high: float) -> str:
    """Return the least and the most of a ratio; above a thousand million it is no number.

    Examples
    --------
    >>> ratio(3.14, 55.6), ratio(0.00272, 263.4)
    ('3.1 to 56', '0.0027 to 264')
    >>> ratio(0.088, 1.63e11), ratio(9.8e10, 3.8e11)
    ('0.088 to more than 1,000,000,000', 'more than 1,000,000,000')
    """
    most = f"more than {_LARGEST:,}"
    if low > _LARGEST:
        return most
    if not math.isfinite(high) or (high <= _LARGEST and low >= _FEW):
        return counts(Range(low, None, high))
    ends = (
        f"{wording.cut(low, 'down', figures=2):.2g}" if low < 1 else count(low, "down")
    )
    return f"{ends} to {most if high > _LARGEST else count(high, 'up')}"
