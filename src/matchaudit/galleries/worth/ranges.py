"""Ranges of what the model says, over all that is not known for sure."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from matchaudit.errors import ParameterError
from matchaudit.galleries.worth import model, sampling
from matchaudit.galleries.worth.drawing import FloatArray, log_odds, share_at
from matchaudit.galleries.worth.quantities import Inputs
from matchaudit.galleries.worth.sampling import Against, Draws, Rates

DRAWS = 20_000
GRID = 40
"""Points of a curve over the share enrolled."""


@dataclass(frozen=True, slots=True)
class Range:
    """Between which ends a number lies; the middle where it has one.

    Attributes
    ----------
    low, high : float
        ``high`` may be ``inf``.
    middle : float or None
        The median; None where some input is known by its limits only.
    """

    low: float
    middle: float | None
    high: float


@dataclass(frozen=True)
class Sample:
    """The inputs, drawn once, and ranges of all that follows from them.

    Attributes
    ----------
    inputs : Inputs
    draws : mapping of str to ndarray of float64, shape (DRAWS,)
    confidence : float
        Share of the draws between the ends of a range, in (0, 1).
    """

    inputs: Inputs
    draws: Draws
    confidence: float

    @classmethod
    def of(
        cls, inputs: Inputs, *, rng: np.random.Generator, confidence: float = 0.95
    ) -> "Sample":
        """Draw the inputs.

        Raises
        ------
        ParameterError
            If ``confidence`` is not in (0, 1).
        """
        if not 0 < confidence < 1:
            raise ParameterError("confidence", "in (0, 1)", confidence)
        return cls(inputs, sampling.draws(inputs, size=DRAWS, rng=rng), confidence)

    @cached_property
    def best(self) -> Rates:
        """The rates if each limited input is as good as it can be."""
        return sampling.rates(self.inputs, self.draws, against=Against(0.0))

    @cached_property
    def worst(self) -> Rates:
        """The rates if each limited input is as bad as it can be."""
        if not sampling.limited(self.inputs):
            return self.best
        return sampling.rates(self.inputs, self.draws, against=Against(1.0))

    def range(
        self, number: Callable[[Rates], FloatArray], *, falls: bool = False
    ) -> Range:
        """Return the range of a number that the rates lead to.

        Parameters
        ----------
        number : callable
        falls : bool, default=False
            True if the number is small where the candidate is worth much.
        """
        tail = (1 - self.confidence) / 2
        least, most = (self.best, self.worst) if falls else (self.worst, self.best)
        small, large = number(least), number(most)
        known = small is large or np.array_equal(small, large)
        middle = _quantile(small, 0.5) if known else None
        return Range(_quantile(small, tail), middle, _quantile(large, 1 - tail))

    def search_correct(self, enrolled: float, *, reviewed: bool = False) -> Range:
        """Return how often the first candidate is right, or one that was accepted."""

        def number(rates: Rates) -> FloatArray:
            return model.search_correct(
                enrolled,
                rates.tpir,
                rates.fpir,
                listed=rates.listed,
                accept_right=rates.accept_right if reviewed else 1.0,
                accept_wrong=rates.accept_wrong if reviewed else 1.0,
            )

        return self.range(number)

    def candidate_correct(self, enrolled: float) -> Range | None:
        """Return how often one of all people returned is right; None if not known."""
        shown = self.inputs.shown
        if shown is not None:
            # The right person is among K in at least the share in which it is first.
            first = self.range(lambda rates: enrolled * rates.tpir)
            return Range(first.low / shown, None, enrolled / shown)
        if self.inputs.fmr is None:
            return None
        return self.range(
            lambda rates: model.candidate_correct(
                enrolled, rates.listed, _known(rates.wrong_candidates)
            )
        )

    def match_weight(self) -> Range:
        """Return how many times the odds grow by a match."""
        return self.range(lambda r: model.match_weight(r.tpir, r.fpir))

    def break_even_enrolled(self, correct: float) -> Range:
        """Return the share that must be enrolled; ``inf`` where none is enough."""
        return self.range(
            lambda r: model.break_even_enrolled(
                r.tpir, r.fpir, correct=correct, listed=r.listed
            ),
            falls=True,
        )

    def wrong_searches(self, enrolled: float) -> Range:
        """Return the share of searches that return a wrong person first."""
        return self.range(
            lambda r: model.wrong_searches(enrolled, r.tpir, r.fpir, listed=r.listed),
            falls=True,
        )

    def wrong_candidates(self) -> Range | None:
        """Return the mean number of wrong people in a search; None if not known."""
        if self.inputs.fmr is None or self.inputs.shown is not None:
            return None
        return self.range(lambda r: _known(r.wrong_candidates), falls=True)


def enrolled_grid(low: float, high: float, points: int = GRID) -> tuple[float, ...]:
    """Return shares from low to high in even steps of log-odds.

    Parameters
    ----------
    low, high : float
        ``0 < low <= high < 1``.
    points : int, default=40

    Returns
    -------
    tuple of float
        The ends are exact; one share if they are equal.

    Raises
    ------
    ParameterError
        If the ends are not such shares.

    Examples
    --------
    >>> [round(share, 2) for share in enrolled_grid(0.1, 0.9, 3)]
    [0.1, 0.5, 0.9]
    """
    if not 0 < low <= high < 1:
        raise ParameterError("enrolled", "a range inside 0 and 1", (low, high))
    if low == high:
        return (low,)
    steps = np.linspace(log_odds(low), log_odds(high), points)
    return (low, *(float(share) for share in share_at(steps[1:-1])), high)


_TOLD = (0.001, 0.01, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 0.9, 0.95, 0.99, 0.999)
_MOST_TOLD = 7


def enrolled_told(low: float, high: float) -> tuple[float, ...]:
    """Return a handful of round shares of a range, its ends among them.

    Examples
    --------
    >>> enrolled_told(0.05, 0.9)
    (0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 0.9)
    >>> enrolled_told(0.3, 0.3)
    (0.3,)
    """
    between = [share for share in _TOLD if low < share < high]
    while len(between) > _MOST_TOLD - 2:
        # Leave out the one that is closest to its neighbours, never 1 in 10.
        ends = (low, *between, high)
        gaps = {
            share: float(log_odds(ends[i + 2]) - log_odds(ends[i]))
            for i, share in enumerate(between)
            if share != 0.1
        }
        between.remove(min(gaps, key=gaps.__getitem__))
    return tuple(dict.fromkeys((low, *between, high)))


def _quantile(values: FloatArray, share: float) -> float:
    # Never between two draws: one of them may be infinite.
    return float(np.quantile(values, share, method="nearest"))


def _known(values: FloatArray | None) -> FloatArray:
    if values is None:
        raise ParameterError("fmr", "given", None)
    return values
