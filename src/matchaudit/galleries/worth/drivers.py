"""Which input drives the width of a range.

One input is moved through its own range while all others stay in the middle of theirs.
What the log-odds of a right candidate move is its part of the width.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from matchaudit.galleries.worth import model, sampling
from matchaudit.galleries.worth.drawing import log_odds, share_at
from matchaudit.galleries.worth.quantities import Inputs, Quantity, Ratio
from matchaudit.galleries.worth.ranges import Sample
from matchaudit.galleries.worth.sampling import EVENNESS, ORDER, Against, Draws

ENROLLED = "enrolled"
GROWTH = "growth"

WORDS = {
    ENROLLED: "people searched who are in the gallery",
    "tpir": "right person found, if in the gallery",
    ORDER: "wrong person before the right one",
    "listed": "right person anywhere on the list",
    GROWTH: "how misses grow with the gallery (power)",
    "missed_ratio": "times the misses, if covered",
    "fpir": "somebody returned, if not in the gallery",
    "fmr": "wrong matches among comparisons",
    EVENNESS: "how wrong matches fall on searches",
    "wrong_ratio": "times the wrong matches, if covered",
    "accept_right": "list with the right person accepted",
    "accept_wrong": "list without the right person accepted",
}
"""What each input is called in a table."""

MIDDLE = Against(0.5)
_WORST_PLACE = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Driver:
    """One input, where it comes from, and its part of the width.

    Attributes
    ----------
    input : str
        Its name: a key of `WORDS`.
    low, high : float
    best : float or None
    source : str
    share : float or None
        Of the sum over all inputs; None where nothing is wide, or it does not enter.
    """

    input: str
    low: float
    high: float
    best: float | None
    source: str
    share: float | None

    @property
    def unit(self) -> str:
        """What its range is counted in."""
        if self.input in _UNTYPED:
            return "not known"
        if self.input == GROWTH:
            return "power"
        return "times" if self.input.endswith("_ratio") else "probability"

    @property
    def words(self) -> str:
        """What it is called in a table."""
        return WORDS[self.input]


def drivers(
    sample: Sample, enrolled: tuple[float, float], *, source: str = "typed"
) -> tuple[Driver, ...]:
    """Return all inputs, in the order of the model, with their parts of the width.

    Parameters
    ----------
    sample : Sample
    enrolled : tuple of float
        Ends of the grid of shares enrolled, inside (0, 1).
    source : str, default="typed"
        Where the grid comes from.

    Returns
    -------
    tuple of Driver
        The share enrolled first. The shares of those that have one add up to 1.
    """
    inputs = sample.inputs
    centre = float(share_at((log_odds(enrolled[0]) + log_odds(enrolled[1])) / 2))
    still = {n: np.asarray(np.median(d)) for n, d in sample.draws.items()}
    widths = {ENROLLED: _moved(inputs, still, enrolled)}
    tail = (1 - sample.confidence) / 2
    for name, values in sample.draws.items():
        ends = np.quantile(values, (tail, 1 - tail))
        moved = [{**still, name: np.asarray(end)} for end in ends]
        widths[name] = abs(
            _at(inputs, moved[0], centre) - _at(inputs, moved[1], centre)
        )
    for name in sampling.limited(inputs):
        low, high = (_at(inputs, still, centre, Against(end, name)) for end in (1, 0))
        widths[name] = abs(high - low)
    total = sum(widths.values())
    shares = {n: width / total for n, width in widths.items()} if total else {}
    rows = [(ENROLLED, *enrolled, None, source), *_rows(inputs)]
    return tuple(
        Driver(
            input=name,
            low=low,
            high=high,
            best=best,
            source=said,
            share=shares.get(name),
        )
        for name, low, high, best, said in rows
    )


def _moved(inputs: Inputs, still: Draws, ends: tuple[float, float]) -> float:
    return abs(_at(inputs, still, ends[1]) - _at(inputs, still, ends[0]))


def _at(
    inputs: Inputs, still: Draws, enrolled: float, against: Against = MIDDLE
) -> float:
    """Return the log-odds of a right candidate, cut where they have no end."""
    rates = sampling.rates(inputs, still, against=against)
    right = model.search_correct(
        enrolled,
        rates.tpir,
        rates.fpir,
        listed=rates.listed,
        accept_right=rates.accept_right,
        accept_wrong=rates.accept_wrong,
    )
    return float(log_odds(np.clip(right, _WORST_PLACE, 1 - _WORST_PLACE)))


_UNTYPED = {
    EVENNESS: "not known: between all on the same searches and each on its own",
    ORDER: "not known: between never and always, where one is returned",
}

_Row = tuple[str, float, float, float | None, str]


def _rows(inputs: Inputs) -> Sequence[_Row]:
    rows: list[_Row] = []
    for name in WORDS:
        if name != ENROLLED:
            rows += _row(inputs, name)
    return rows


def _row(inputs: Inputs, name: str) -> list[_Row]:
    if name == GROWTH:
        if not sampling.carried(inputs):
            return []
        spread = 1.96 * sampling.GROWTH_SD
        middle = sampling.GROWTH
        said = (
            f"NIST FRTE 1:N, 406 algorithms, 1.6 to 12 million people; measured here "
            f"with {inputs.measured_size:,}"
        )
        return [(name, middle - spread, middle + spread, middle, said)]
    if name in _UNTYPED:
        unknown = name in sampling.limited(inputs)
        return [(name, 0.0, 1.0, None, _UNTYPED[name])] if unknown else []
    known: Quantity | Ratio | None = getattr(inputs, name)
    if known is None:
        return []
    if isinstance(known, Ratio):
        of = "of odds, " if known.odds else ""
        return [(name, known.low, known.high, None, f"{of}{known.source}")]
    return [(name, known.low, known.high, known.estimate, known.source)]
