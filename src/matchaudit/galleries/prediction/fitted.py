"""A tail fitted to one test, from which galleries of any size are forecast."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

from matchaudit.errors import ParameterError
from matchaudit.galleries.prediction import constants
from matchaudit.galleries.prediction.forecast import Forecast, Scale
from matchaudit.galleries.prediction.measured_growth import (
    largest_tested,
    measured_growth,
)
from matchaudit.galleries.prediction.scales import Unit
from matchaudit.galleries.prediction.surface import (
    LOG_ODDS,
    Surface,
    log_odds_of,
    rate_of,
)
from matchaudit.galleries.prediction.tops import Tops

FloatArray = NDArray[np.float64]

_LEAST = 1e-12
_SEEN_PAIRS = 20
_FEW = 5  # searches with a hit, below which their share is no upper bound
_RARE = (-3.0, -1.0)  # log10 odds of rates that tell of the false match rate
_FREEDOM = 4.0  # tails of the misses, as Student's t


@dataclass(frozen=True, kw_only=True)
class FittedTail:
    """What `fit` returns.

    Attributes
    ----------
    unit : Unit
        The scale, and the bulk's place on it.
    tops : Tops
        Its scores in units of the bulk.
    surface : Surface
    backtest : float or None
    unusable : tuple of str
        Why nothing can be forecast whatever the size, as clauses.
    below, above : float
        Typical misses that a 95 % interval reaches below and above.
    """

    unit: Unit
    tops: Tops
    surface: Surface
    backtest: float | None
    unusable: Sequence[str]
    below: float
    above: float

    @property
    def scale(self) -> Scale:
        """The scale that was declared or chosen."""
        return self.unit.scale

    def forecast(
        self, gallery_size: int, threshold: float, *, confidence: float = 0.95
    ) -> Forecast:
        """Return the rate at a threshold in a gallery of some size.

        Parameters
        ----------
        gallery_size : int
            People in the gallery, at least 1. In a gallery no larger than the test's,
            at a threshold that its kept scores reach, the rate is measured, not
            forecast.
        threshold : float
            As the vendor prints it.
        confidence : float, default=0.95
            In (0, 1).

        Returns
        -------
        Forecast

        Raises
        ------
        ParameterError
            If a number is out of range.
        """
        _check(gallery_size, confidence)
        place = self._place(threshold)
        decades = self._decades(place)
        rates = self._rates(gallery_size, place, confidence)
        low, rate, high = (float(np.clip(each, _LEAST, 1 - _LEAST)) for each in rates)
        return Forecast(
            gallery_size=gallery_size,
            threshold=threshold,
            fpir=rate,
            low=low,
            high=high,
            confidence=confidence,
            decades=decades,
            beyond=self._beyond(decades),
        )

    def threshold_at(
        self, gallery_size: int, target_fpir: float, *, confidence: float = 0.95
    ) -> tuple[float, float, float]:
        """Return the threshold that a target rate needs: estimate, low, high.

        The rate that is forecast at it is the target. At ``high`` the upper end of the
        forecast's interval is the target: whoever wants to be sure takes that.

        Raises
        ------
        ParameterError
            If a number is out of range.
        """
        _check(gallery_size, confidence)
        if not 0 < target_fpir < 1:
            raise ParameterError("target_fpir", "between 0 and 1", target_fpir)
        goal = float(log_odds_of(target_fpir))
        scores, _ = self.surface.at(gallery_size)
        span = float(scores[0] - scores[-1]) + 1.0
        ends = (float(scores[-1]) - 10 * span, float(scores[0]) + span)
        low, middle, high = (
            self._solve(gallery_size, goal, (which, confidence), ends)
            for which in range(3)
        )
        places = np.array([middle, min(low, middle), max(high, middle)])
        middle, low, high = self.unit.score(places).tolist()
        return middle, low, high

    def fmr(self, threshold: float) -> float:
        """Return the false match rate at a threshold: measured where pairs show it.

        Past the 20th closest pair it is the forecast rate of a gallery in which a
        search rarely returns anybody, over that gallery's size.
        """
        return self._fmr(self._place(threshold))

    def _place(self, threshold: float) -> float:
        place = float(self.unit.of(np.array([threshold]))[0])
        ends = self.surface.scores
        span = float(ends.max() - ends.min()) + 1.0
        return float(np.clip(place, ends.min() - 10 * span, ends.max() + span))

    def _fmr(self, place: float) -> float:
        tail = self.tops.tail
        seen = int(np.searchsorted(-tail.score, -place, side="right"))
        ways = 2 if tail.both_ways else 1
        if seen >= _SEEN_PAIRS * ways:
            return seen / tail.n_pairs
        # A search that returns somebody has a wrong match: FMR >= rate / gallery size.
        rates = slice(*np.searchsorted(LOG_ODDS, _RARE).tolist())
        contours, sizes = self.surface.scores[:, rates], self.surface.log_sizes
        least = np.clip((place - contours[0]) / (contours[1] - contours[0]), -99, 0)
        past = np.clip((place - contours[-1]) / (contours[-1] - contours[-2]), 0, 99)
        inside = np.array([np.interp(place, each, sizes) for each in contours.T])
        log_size = inside + (least + past) * (sizes[1] - sizes[0])
        rare = float(np.max(rate_of(LOG_ODDS[rates]) / 10.0**log_size))
        return float(np.clip(rare, 1e-300, _SEEN_PAIRS * ways / tail.n_pairs))

    def _decades(self, place: float) -> float:
        tail = self.tops.tail
        shown = (2 if tail.both_ways else 1) / tail.n_pairs
        return max(float(np.log10(shown / self._fmr(place))), 0.0)

    def _beyond(self, decades: float) -> str | None:
        if self.unusable:
            return "; ".join(self.unusable)
        if decades > constants.FARTHEST:
            return f"the threshold lies {decades:.1f} decades beyond the test"
        return None

    def _rates(
        self, size: int, place: float, confidence: float
    ) -> tuple[float, float, float]:
        """Return the lower end, the rate and the upper end."""
        floor = float(self.tops.tail.score[-1])
        whole = max(round(self.tops.compared), 1)
        tested = largest_tested(self.tops.tail)
        if size <= tested and floor <= place <= self.tops.tail.score[0]:
            (seen,) = measured_growth(
                self.tops.tail, [size], threshold=place, confidence=confidence
            )
            return seen.low, seen.value, seen.high
        scores, miss = self.surface.at(size)
        odds = float(log_odds_at(place, scores))
        wide = _stretch(confidence) * float(np.interp(place, scores[::-1], miss[::-1]))
        low, high = odds - self.below * wide, odds + self.above * wide
        share = min(size / whole, 1.0)
        log_share = float(np.log10(share))
        rate = float(rate_of(odds + log_share))
        rate = self._bracketed(rate, size, place)
        low = min(float(rate_of(low + log_share)), rate)
        return low, rate, max(float(rate_of(high + log_share)), rate)

    def _bracketed(self, rate: float, size: int, place: float) -> float:
        """Return a rate kept between what the test's own rate allows."""
        tail, whole = self.tops.tail, self.tops.compared
        if place < tail.score[-1] or size < whole:
            return rate
        seen = int(np.searchsorted(-self._best, -place, side="right"))
        n = self._best.size
        least, most = seen / n, max(seen, _FEW) / n
        if most < 1:
            most = float(-np.expm1(size / whole * np.log1p(-most)))
        return float(np.clip(rate, least, most))

    @property
    def _best(self) -> FloatArray:
        return self.tops.descending_best

    def _solve(
        self,
        size: int,
        goal: float,
        end: tuple[int, float],
        between: tuple[float, float],
    ) -> float:
        """Return where one end of the forecast reaches a goal, by halving."""
        which, confidence = end
        low, high = between
        for _ in range(36):
            middle = (low + high) / 2
            rate = self._rates(size, middle, confidence)[which]
            if float(log_odds_of(np.clip(rate, _LEAST, 1 - _LEAST))) > goal:
                low = middle
            else:
                high = middle
        return high


@cache
def _stretch(confidence: float) -> float:
    """Return how much wider an interval is than that of 95 %."""
    wanted = stdtrit(_FREEDOM, (1 + confidence) / 2)
    return float(wanted / stdtrit(_FREEDOM, 0.975))


def log_odds_at(place: float, scores: FloatArray) -> float:
    """Return log10 odds at a score, carried on straight past either end."""
    if place >= scores[0]:
        slope = (LOG_ODDS[5] - LOG_ODDS[0]) / min(scores[5] - scores[0], -1e-6)
        return float(LOG_ODDS[0] + slope * (place - scores[0]))
    if place <= scores[-1]:
        slope = (LOG_ODDS[-6] - LOG_ODDS[-1]) / max(scores[-6] - scores[-1], 1e-6)
        return float(min(LOG_ODDS[-1] + slope * (place - scores[-1]), 12.0))
    return float(np.interp(place, scores[::-1], LOG_ODDS[::-1]))


def _check(gallery_size: int, confidence: float) -> None:
    if gallery_size < 1:
        raise ParameterError("gallery_size", "1 or more", gallery_size)
    if not 0 < confidence < 1:
        raise ParameterError("confidence", "between 0 and 1", confidence)
