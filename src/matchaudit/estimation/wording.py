"""Plain words for numbers: every sentence of the package takes them from here.

Rates are natural frequencies ("12 in 100,000"), intervals are "between x and y". What
was counted is said apart from what is likely, never out of more tries than there were.
Ends of intervals are rounded outward, and not far.
"""

import math
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Literal

from matchaudit.estimation.counts import Estimate

_FEWEST_EVENTS, _FEWEST = 10, 100  # below, a share is not put in proportion
_FARTHEST = 0.05  # of itself: how far rounding may move an end

Way = Literal["down", "up"]
"""Which way an end of an interval is rounded."""


def whole(value: float) -> str:
    """Return a count with thousands separators, halves rounded up.

    Examples
    --------
    >>> whole(3699.6)
    '3,700'
    """
    return f"{math.floor(value + 0.5):,}"


def rounded(value: float) -> str:
    """Return a positive number to two figures, whole from 10 on.

    Examples
    --------
    >>> rounded(3688), rounded(18.4), rounded(1.83), rounded(0.041)
    ('3,700', '18', '1.8', '0.041')
    """
    if value >= 10:
        digits = math.floor(math.log10(value)) - 1
        return whole(round(value / 10**digits) * 10**digits)
    return f"{value:.2g}"


def at_most(value: float) -> str:
    """Return a limit of 1 or more to two figures, never above it.

    Examples
    --------
    >>> at_most(257.04), at_most(75857.8), at_most(2.96), at_most(1.0)
    ('250', '75,000', '2.9', '1')
    """
    unit = 10.0 ** (math.floor(math.log10(value)) - 1)
    down = math.floor(value / unit + 1e-9) * unit
    return whole(down) if down >= 10 else f"{down:.2g}"


def cut(value: float, way: Way, *, figures: int) -> float:
    """Return a number cut to figures, never above ("down") or below ("up") itself.

    Examples
    --------
    >>> cut(0.61249, "up", figures=3), cut(-0.61249, "up", figures=3)
    (0.613, -0.612)
    """
    if value == 0 or not math.isfinite(value):
        return value
    # Twelve figures first, so that 0.1 + 0.2 is not cut up to 0.31.
    exact = Decimal(f"{value:.12g}")
    unit = Decimal(1).scaleb(exact.adjusted() - figures + 1)
    rounding = ROUND_CEILING if way == "up" else ROUND_FLOOR
    return float(exact.quantize(unit, rounding))


def end(value: float, way: Way) -> str:
    """Return an end of an interval to two figures, rounded outward.

    Three are used where two would move it by more than 5 in 100; from 10 on it has all
    figures before the point.

    Examples
    --------
    >>> end(1.0935, "down"), end(2.1947, "up"), end(4.909, "up"), end(0.0101, "down")
    ('1.09', '2.2', '5', '0.01')
    >>> end(10.22, "up"), end(154.66, "up"), end(1204.2, "down"), end(0.0, "down")
    ('10.3', '155', '1,204', '0')
    """
    if value <= 0:
        return "0"
    before_point = math.floor(math.log10(value)) + 1
    figures = max(2, before_point)
    found = cut(value, way, figures=figures)
    if abs(found - value) > _FARTHEST * value:
        figures += 1
        found = cut(value, way, figures=figures)
    said = f"{found:,.{max(figures - before_point, 0)}f}"
    return said.rstrip("0").rstrip(".") if "." in said else said


def times_end(value: float, way: Way) -> str:
    """Return an end of a ratio to two figures, rounded outward.

    More figures are used where two would put it on the other side of 1, or on 1.

    Examples
    --------
    >>> times_end(14.2, "up"), times_end(1.39, "down"), times_end(0.996, "up")
    ('15', '1.3', '0.996')
    """
    for figures in range(2, 8):
        end = cut(value, way, figures=figures)
        if value == 1 or (end - 1) * (value - 1) > 0:
            return whole(end) if end >= 10 else f"{end:.{figures}g}"
    return "1"


def base(rate: float) -> int:
    """Return the power of ten of which a rate is said: two figures, or one and no 0.

    Examples
    --------
    >>> base(1.2e-4), base(0.00999), base(0.5), base(0.0), base(0.9996)
    (100000, 100, 100, 100, 10000)
    """
    if rate > 0.5:
        size = _FEWEST
        while 0 < (1 - rate) * size < 1 and size < 10**12:
            size *= 10
        return size
    if rate <= 0:
        return _FEWEST
    figures, exponent = f"{rate:.1e}".split("e")
    places = -int(exponent) + (0 if figures.endswith(".0") else 1)
    return int(10 ** min(max(places, 2), 12))


def joint_base(estimate: Estimate) -> int:
    """Return the power of ten of which a rate and both its ends are said.

    Two figures of the rate are kept; those of its upper end where the rate itself would
    be said out of more tries than there were.

    Examples
    --------
    >>> joint_base(
    ...     Estimate(value=0.01, low=0.007, high=0.013, confidence=0.95, method="x")
    ... )
    1000
    """
    if estimate.value > 0.5:
        return base(estimate.value)
    size = _two_figures(estimate.value)
    if estimate.trials is not None and estimate.trials < size:
        size = _two_figures(estimate.high)
    return size


def _two_figures(rate: float) -> int:
    size = _FEWEST
    while 0 < rate * size < 9.5 and size < 10**12:
        size *= 10
    return size


def share_of(rate: float, size: int, way: Way | None = None) -> str:
    """Return how many of ``size`` a rate is: whole from 1 on, else one figure.

    Examples
    --------
    >>> share_of(0.45e-4, 100_000), share_of(3e-6, 100_000), share_of(0.0, 100)
    ('5', '0.3', '0')
    >>> share_of(0.45e-4, 100_000, "down"), share_of(3.21e-4, 100_000, "up")
    ('4', '33')
    """
    many = rate * size
    if way is not None and many > 0:
        figures = max(math.floor(math.log10(many)) + 1, 1)
        many = cut(many, way, figures=figures)
    return whole(many) if many >= 1 or many == 0 else f"{many:.1g}"


def frequency(rate: float) -> str:
    """Return a rate as a natural frequency.

    Examples
    --------
    >>> frequency(1.2e-4), frequency(0.083), frequency(0.44)
    ('12 in 100,000', '83 in 1,000', '44 in 100')
    """
    size = base(rate)
    return f"{share_of(rate, size)} in {size:,}"


def limit(rate: float, way: Way) -> str:
    """Return one end of an interval as a natural frequency, rounded outward.

    Examples
    --------
    >>> limit(0.0832, "down"), limit(0.0832, "up"), limit(0.00711, "up")
    ('8.3 in 100', '8.4 in 100', '7.2 in 1,000')
    """
    end = cut(rate, way, figures=2)
    return upper(end)


def one_in(rate: float) -> str:
    """Return a small rate as "1 in so many"; from a half on as a frequency.

    Examples
    --------
    >>> one_in(1 / 3688), one_in(0.01), one_in(0.0183), one_in(0.6)
    ('1 in 3,700', '1 in 100', '1 in 55', '60 in 100')
    """
    return f"1 in {rounded(1 / rate)}" if 0 < rate < 0.5 else frequency(rate)


def ends(low: str | None, high: str | None) -> str:
    """Return an interval in words whose ends may be open.

    Examples
    --------
    >>> ends("5", "20"), ends("5", None), ends(None, "20"), ends(None, None)
    ('between 5 and 20', '5 or more', '20 or less', 'anything')
    """
    if low is not None and high is not None:
        return f"between {low} and {high}"
    if low is not None:
        return f"{low} or more"
    return "anything" if high is None else f"{high} or less"


def upper(rate: float) -> str:
    """Return an end that stands alone, to the nearest of two figures.

    Examples
    --------
    >>> upper(0.0183), upper(3.05e-5), upper(1.0)
    ('1.8 in 100', '3 in 100,000', '100 in 100')
    """
    size = base(rate)
    if rate * size >= 10 and size > _FEWEST:
        size //= 10
    many = rate * size
    return f"{whole(many) if many >= 10 else f'{many:.2g}'} in {size:,}"


def share_span(low: float, high: float) -> str:
    """Return a range of shares in words, rounded outward.

    Examples
    --------
    >>> (
    ...     share_span(0.0938, 0.7294),
    ...     share_span(0.004, 0.031),
    ...     share_span(0.0, 0.7),
    ...     share_span(0.2, 1.0),
    ... )
    ('between 9 and 73 in 100', 'between 4 and 31 in 1,000', 'between 0 and 70 in 100', 'between 20 and 100 in 100')
    """
    size = 100
    while high * size < 10 and size < 10**9:
        size *= 10
    least, most = share_of(low, size, "down"), share_of(high, size, "up")
    return f"{ends(least, most)} in {size:,}"


def likely_share(estimate: Estimate) -> str:
    """Return a share with its interval in words; of few cases, the interval alone.

    Examples
    --------
    >>> likely_share(
    ...     Estimate(value=0.31, low=0.268, high=0.36, confidence=0.95, method="x")
    ... )
    'about 31 in 100 (likely between 26 and 36 in 100)'
    >>> from matchaudit.estimation.proportions import clopper_pearson
    >>> likely_share(clopper_pearson(0, 3))
    'likely between 0 and 71 in 100'
    """
    within = f"likely {share_span(estimate.low, estimate.high)}"
    few_events = estimate.events is not None and estimate.events < _FEWEST_EVENTS
    if few_events or (estimate.trials is not None and estimate.trials < _FEWEST):
        return within
    return f"about {frequency(estimate.value)} ({within})"
