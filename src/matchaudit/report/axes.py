"""Axes: where they begin and end, and what stands at their ticks."""

import json
import math
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

_ONE_TWO_FIVE = (1.0, 2.0, 5.0)


@dataclass(frozen=True, slots=True)
class LogAxis:
    """A logarithmic axis.

    Attributes
    ----------
    low, high : float
        Its ends, ``0 < low < high``.
    kind : {"rate", "ratio", "number", "people", "count"}
        What stands at its ticks: "1 in 1,000", a ratio around 1, a number that may be
        "1/1,000", a count of people such as "10 million", or a small count.
    mark : float or None
        Where a line is drawn across, such as 1 for a ratio.
    named : tuple of float
        Values that have a tick whatever else has one.
    """

    low: float
    high: float
    kind: str = "rate"
    mark: float | None = None
    named: tuple[float, ...] = field(default=(), repr=False)

    def place(self, value: float) -> float:
        """Return where a value lies between the ends, in [0, 1]."""
        if value <= self.low:
            return 0.0
        return min(math.log(value / self.low) / math.log(self.high / self.low), 1.0)

    def at(self, place: float) -> float:
        """Return the value at a place between the ends; the inverse of `place`."""
        return float(self.low * (self.high / self.low) ** place)

    @property
    def scale(self) -> dict[str, object]:
        """The Vega-Lite scale."""
        return {"type": "log", "domain": [self.low, self.high], "nice": False}

    def guide(self, limit: int) -> dict[str, object]:
        """Return the Vega-Lite axis with at most ``limit`` ticks."""
        inverse = "format(1 / datum.value, ',.0f')"
        billions = "'1 in ' + format(1e-9 / datum.value, ',.0f') + ' billion'"
        words = {
            "rate": f"datum.value == 1 ? 'all' : datum.value < 2e-9 ? {billions} "
            f": '1 in ' + {inverse}",
            "ratio": "format(datum.value, ',~g')",
            "number": f"datum.value < 1 ? '1/' + {inverse} : format(datum.value, ',.0f')",
            "people": _PEOPLE,
            "count": "format(datum.value, ',.0f')",
        }[self.kind]
        return {"values": self.ticks(limit), "labelExpr": words}

    def ticks(self, limit: int) -> list[float]:
        """Return at most ``limit`` ticks: powers of ten, or 1, 2, 5 where few fit.

        Examples
        --------
        >>> LogAxis(1e-4, 1e-1).ticks(6)
        [0.0001, 0.001, 0.01, 0.1]
        >>> LogAxis(0.5, 10, "ratio").ticks(6)
        [0.5, 1.0, 2.0, 5.0, 10.0]
        """
        first, last = math.log10(self.low), math.log10(self.high)
        powers = range(math.ceil(first - 1e-9), math.floor(last + 1e-9) + 1)
        fine = [
            float(f"{step * 10.0**k:.1g}")
            for k in range(math.floor(first), math.floor(last + 1e-9) + 1)
            for step in _ONE_TWO_FIVE
        ]
        fine = [t for t in fine if self.low * 0.999 <= t <= self.high * 1.001]
        if self.kind == "ratio":
            return self._around_one(fine, limit)
        if self.kind == "count":
            return fine
        stride = max(math.ceil(len(powers) / limit), 1)
        coarse = [float(f"1e{k}") for k in powers if (powers[-1] - k) % stride == 0]
        return self._with_named(coarse, limit) if self.named else coarse or fine[:limit]

    def _with_named(self, ticks: list[float], limit: int) -> list[float]:
        """Add the named values, and leave out the ticks that stand too near to them."""
        apart = 1 / limit
        kept = [
            t
            for t in ticks
            if all(abs(self.place(t) - self.place(n)) > apart for n in self.named)
        ]
        return sorted({*kept, *self.named})

    def _around_one(self, fine: list[float], limit: int) -> list[float]:
        """Thin ticks evenly so that 1, where there is no difference, stays."""
        one = fine.index(1.0) if 1.0 in fine else 0
        stride = max(math.ceil(len(fine) / limit), 1)
        return [t for k, t in enumerate(fine) if (k - one) % stride == 0]


_PEOPLE = (
    "datum.value >= 1e9 ? format(datum.value / 1e9, ',~g') + ' billion' "
    ": datum.value >= 1e6 ? format(datum.value / 1e6, ',~g') + ' million' "
    ": format(datum.value, ',~r')"
)


@dataclass(frozen=True, slots=True)
class NamedAxis:
    r"""A linear axis whose ticks have names, such as log odds or days.

    Attributes
    ----------
    low, high : float
        Its ends, ``low < high``.
    names : tuple of (float, str)
        Where a tick may stand and its words, ascending; ``"\n"`` begins a new line.
    """

    low: float
    high: float
    names: tuple[tuple[float, str], ...]

    def place(self, value: float) -> float:
        """Return where a value lies between the ends, in [0, 1]."""
        return PlainAxis(self.low, self.high).place(value)

    def at(self, place: float) -> float:
        """Return the value at a place between the ends; the inverse of `place`."""
        return PlainAxis(self.low, self.high).at(place)

    @property
    def scale(self) -> dict[str, object]:
        """The Vega-Lite scale."""
        return PlainAxis(self.low, self.high).scale

    def guide(self, limit: int) -> dict[str, object]:
        """Return the Vega-Lite axis with at most ``limit`` of the names, evenly thinned."""
        step = math.ceil(len(self.names) / max(limit, 2))
        shown = self.names[::step]
        words = json.dumps([name for _, name in shown])
        at = json.dumps([value for value, _ in shown])
        return {
            "values": [value for value, _ in shown],
            "labelExpr": f"split({words}[indexof({at}, datum.value)], '\\n')",
        }


def odds_axis(shares: Iterable[float]) -> NamedAxis:
    """Return an axis of log odds that holds all shares, with ticks such as "1 in 10".

    Examples
    --------
    >>> [name for _, name in odds_axis([0.05, 0.9]).names]
    ['1 in 10', 'half', '9 in 10']
    >>> [name for _, name in odds_axis([0.1, 0.6]).names]
    ['1 in 10', '1 in 4', 'half']
    """
    held = [log_odds(share) for share in shares]
    low, high = min(held), max(held)
    if sum(low <= at <= high for at, *_ in _PLACES) < MARKED:
        marks = [at for at, *_ in _PLACES]
        low = max(at for at in marks[:-1] if at <= low)
        high = min(at for at in marks[1:] if at >= high and at > low)
    names = [place for place in _PLACES if low <= place[0] <= high]
    enough = sum(main for *_, main in names) >= MARKED + 1
    return NamedAxis(
        low, high, tuple((at, words) for at, words, main in names if main or not enough)
    )


def log_odds(share: float) -> float:
    """Return the log odds of a share; none and all are a thousandth from their ends."""
    inside = min(max(share, 0.001), 0.999)
    return round(math.log(inside / (1 - inside)), 6)


_SHARES = (
    (0.001, "1 in 1,000", True),
    (0.01, "1 in 100", True),
    (0.05, "1 in 20", False),
    (0.1, "1 in 10", True),
    (0.25, "1 in 4", False),
    (0.5, "half", True),
    (0.75, "3 in 4", False),
    (0.9, "9 in 10", True),
    (0.99, "99 in 100", True),
    (0.999, "999 in 1,000", True),
)
_PLACES = tuple((log_odds(share), words, main) for share, words, main in _SHARES)

MARKED = 2
"""Ticks that an axis of odds has at least."""


@dataclass(frozen=True, slots=True)
class PlainAxis:
    """A linear axis; ``format`` is d3's, such as ``".0%"``."""

    low: float
    high: float
    format: str = "~g"

    def place(self, value: float) -> float:
        """Return where a value lies between the ends, in [0, 1]."""
        share = (value - self.low) / (self.high - self.low)
        return min(max(share, 0.0), 1.0)

    def at(self, place: float) -> float:
        """Return the value at a place between the ends; the inverse of `place`."""
        return self.low + place * (self.high - self.low)

    @property
    def scale(self) -> dict[str, object]:
        """The Vega-Lite scale."""
        return {"type": "linear", "domain": [self.low, self.high], "nice": False}

    def guide(self, limit: int) -> dict[str, object]:
        """Return the Vega-Lite axis with about ``limit`` ticks."""
        return {"format": self.format, "tickCount": limit}


@dataclass(frozen=True, slots=True)
class DayAxis:
    """An axis of days since 1970-01-01.

    Attributes
    ----------
    low, high : float
        Its ends, ``low < high``.
    marks : tuple of float
        Days at which a line is drawn across.
    """

    low: float
    high: float
    marks: tuple[float, ...] = ()

    def place(self, value: float) -> float:
        """Return where a day lies between the ends, in [0, 1]."""
        return PlainAxis(self.low, self.high).place(value)

    def at(self, place: float) -> float:
        """Return the day at a place between the ends; the inverse of `place`."""
        return PlainAxis(self.low, self.high).at(place)

    @property
    def scale(self) -> dict[str, object]:
        """The Vega-Lite scale."""
        return PlainAxis(self.low, self.high).scale

    def guide(self, limit: int) -> dict[str, object]:
        """Return the Vega-Lite axis with at most ``limit`` first days of months."""
        words = "utcFormat(datum.value * 86400000, '%b %Y')"
        return {"values": self.ticks(limit), "labelExpr": words}

    def ticks(self, limit: int) -> list[float]:
        """Return at most ``limit`` ticks: the first day of each month, or of every nth.

        Examples
        --------
        >>> DayAxis(0.0, 366.0).ticks(6)
        [0.0, 90.0, 181.0, 273.0, 365.0]
        """
        first = np.datetime64(math.ceil(self.low), "D").astype("datetime64[M]")
        last = np.datetime64(math.floor(self.high), "D").astype("datetime64[M]")
        months = np.arange(first, last + 1)
        for step in (1, 3, 6, 12, 24, 60, 120):
            whole = months[months.astype(int) % step == 0]
            days = [float(d) for d in whole.astype("datetime64[D]").astype(int)]
            held = [d for d in days if self.low <= d <= self.high]
            if len(held) <= limit:
                return held
        return []


Axis = LogAxis | PlainAxis | DayAxis | NamedAxis


def log_axis(
    values: Iterable[float | None], *, kind: str = "rate", mark: float | None = None
) -> LogAxis:
    """Return the axis that holds all positive values, with ends at round numbers.

    Examples
    --------
    >>> log_axis([0.012, 0.0004, None, 0.0])
    LogAxis(low=0.0001, high=0.1, kind='rate', mark=None)
    >>> log_axis([3.2, 14.0], kind="ratio", mark=1.0)
    LogAxis(low=0.5, high=20.0, kind='ratio', mark=1.0)
    """
    held = [v for v in (*values, mark) if v is not None and v > 0]
    low, high = (min(held), max(held)) if held else (1e-3, 1e-1)
    if kind == "rate":
        high = min(high, 1.0)
        low_power = max(math.floor(math.log10(low) + 1e-9), -12)
        high_power = max(math.ceil(math.log10(high) - 1e-9), low_power + 1)
        if high_power > 0:
            low_power, high_power = min(low_power, -1), 0
        return LogAxis(float(f"1e{low_power}"), float(f"1e{high_power}"), kind, mark)
    return LogAxis(_below(min(low, 0.9)), _above(max(high, 1.1)), kind, mark)


def _below(value: float) -> float:
    power = math.floor(math.log10(value))
    steps = [float(f"{s}e{power}") for s in _ONE_TWO_FIVE]
    return max((s for s in steps if s <= value), default=steps[0])


def _above(value: float) -> float:
    power = math.floor(math.log10(value))
    steps = [float(f"{s}e{power}") for s in (*_ONE_TWO_FIVE, 10.0)]
    return min((s for s in steps if s >= value), default=steps[-1])
