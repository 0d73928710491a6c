"""What is predicted of one gallery at one operating point."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from matchaudit.errors import UndefinedMeasureError
from matchaudit.estimation.counts import Estimate
from matchaudit.estimation.finding import Finding, Key
from matchaudit.estimation.proportions import (
    normal_quantile,
    trials_to_show,
    wilson_interval,
)
from matchaudit.estimation.statements import counted, measured
from matchaudit.galleries.prediction import wording
from matchaudit.galleries.prediction.findings_growth import limits
from matchaudit.galleries.prediction.findings_settings import Point
from matchaudit.galleries.prediction.forecast import Fitted, Forecast
from matchaudit.galleries.prediction.measured_growth import (
    largest_tested,
    least_threshold,
    measured_growth,
)
from matchaudit.galleries.prediction.missed import Missed, Span, missed
from matchaudit.tallies.gallery_tails import GalleryTail

FPIR = "galleries/fpir_predicted"
FNIR = "galleries/fnir_predicted"
THRESHOLD = "galleries/threshold_at_fpir"
PROBES = "galleries/probes_to_confirm"
METHOD = "gallery-tail"
ISO = "ISO/IEC 19795-1:2021"
SOURCES = {
    FPIR: (f"{ISO}, false positive identification rate",),
    FNIR: (f"{ISO}, false negative identification rate",),
    THRESHOLD: (f"{ISO}, false positive identification rate",),
    PROBES: (),
}
_WHAT = {
    FPIR: "a wrong person would be returned",
    FNIR: "the right person would not be returned",
}
_HARDLY_EVER, _NEARLY_ALWAYS = 1e-6, 1 - 1e-3
_FACTOR = 2.0
_STEPS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One question: which gallery, at which point, of whom.

    Attributes
    ----------
    tail : GalleryTail
    fitted : Fitted
    everybody : Fitted
        What sets the score for a target: one score is used for all groups.
    population : mapping
        With ``gallery_size``, the point's key and, of a group, ``group``.
    point : Point
    confidence : float
    like_test : bool
        False if the gallery is declared to be made up otherwise than the test.
    guessed : bool
        True if nobody declared the scale of the scores.
    """

    tail: GalleryTail
    fitted: Fitted
    everybody: Fitted
    population: Mapping[str, Key]
    point: Point
    confidence: float
    like_test: bool
    guessed: bool

    @property
    def size(self) -> int:
        """People in the gallery."""
        return int(self.population["gallery_size"])

    def span(self) -> Span:
        """Return the threshold with its interval; of a given one all are the same."""
        at = self.point.threshold
        if at is not None:
            return at, at, at
        return self.everybody.threshold_at(
            self.size, self.point.value, confidence=self.confidence
        )

    def forecast(self, at: float) -> Forecast:
        """Return the rate at a threshold; past the horizon if it tells nothing."""
        found = self.fitted.forecast(self.size, at, confidence=self.confidence)
        if found.beyond is not None:
            return found
        return replace(found, beyond=_tells_nothing(found))

    def limits(self, at: float) -> tuple[float, float]:
        """Return the limits that need no model."""
        if not self.like_test:
            return 0.0, 1.0
        return limits(
            self.tail, gallery_size=self.size, threshold=at, confidence=self.confidence
        )


def _tells_nothing(found: Forecast) -> str | None:
    """Return why an interval says nothing that was learned; None if it does."""
    if found.high < _HARDLY_EVER:
        return "so rare a rate was never tried"
    if found.low < _HARDLY_EVER and found.high > _NEARLY_ALWAYS:
        return "the range goes from hardly ever to nearly always"
    return None


def point_findings(asked: Asked) -> list[Finding]:
    """Return all that is predicted of one gallery at one point.

    Parameters
    ----------
    asked : Asked

    Returns
    -------
    list of Finding
    """
    span = asked.span()
    forecast = asked.forecast(span[0])
    found = [_fpir(asked, forecast)]
    if asked.point.key == "target_fpir" and "group" not in asked.population:
        found.append(_threshold(asked, span, forecast))
    found += _fnir(asked, span, forecast)
    found += _probes(asked, forecast)
    return found


def probes_for_factor(rate: float, *, confidence: float = 0.95) -> int:
    """Return how many searches show a rate within a factor of 2 either way.

    The fewest for which the Wilson interval around ``rate`` reaches from at least half
    of it to at most twice.

    Parameters
    ----------
    rate : float
        In (0, 1).
    confidence : float, default=0.95

    Examples
    --------
    >>> probes_for_factor(0.001), probes_for_factor(0.04)
    (7680, 189)
    """
    z = normal_quantile(confidence)

    def shows(n: float) -> bool:
        low, high = wilson_interval(rate, n, quantile=z)
        return low >= rate / _FACTOR and high <= min(rate * _FACTOR, 1.0)

    few, many = 1.0, 1.0
    while not shows(many):
        many *= 2
    for _ in range(_STEPS):
        middle = (few + many) / 2
        few, many = (few, middle) if shows(middle) else (middle, many)
    return math.ceil(many)


def _fpir(asked: Asked, forecast: Forecast) -> Finding:
    if forecast.beyond is not None:
        return _limited(asked, forecast)
    rate = Estimate(
        value=forecast.fpir,
        low=forecast.low,
        high=forecast.high,
        confidence=forecast.confidence,
        method=METHOD,
        cautions=cautions(asked, forecast),
    )
    says = wording.fpir_sentence(asked.population, rate)
    return measured(FPIR, asked.population, rate, says, sources=SOURCES[FPIR])


def _why(forecast: Forecast) -> str:
    return wording.too_far(forecast.decades, forecast.beyond or "")


def _limited(asked: Asked, forecast: Forecast) -> Finding:
    """Give limits only, beyond the horizon."""
    low, high = asked.limits(forecast.threshold)
    return Finding(
        id=FPIR,
        population=asked.population,
        status="bounded",
        interval=(low, high),
        confidence=asked.confidence,
        unit="probability",
        method="limits without a model, from the rates within the test",
        says=wording.bracket_sentence(asked.population, low, high, _why(forecast)),
        sources=SOURCES[FPIR],
        cautions=cautions(asked, forecast),
    )


def _threshold(asked: Asked, span: Span, forecast: Forecast) -> Finding:
    population = {**asked.population, "predicted": True}
    if forecast.beyond is None:
        estimate = Estimate(
            value=span[0],
            low=span[1],
            high=span[2],
            confidence=asked.confidence,
            method=METHOD,
            cautions=cautions(asked, forecast),
        )
        return measured(
            THRESHOLD,
            population,
            estimate,
            wording.threshold_sentence(population, *span),
            unit="score",
            sources=SOURCES[THRESHOLD],
        )
    least = _least_score(asked)
    says = wording.open_threshold_sentence(population, least, _why(forecast))
    if least is None:
        return untold(THRESHOLD, population, _why(forecast))
    return Finding(
        id=THRESHOLD,
        population=population,
        status="bounded",
        interval=(least, None),
        confidence=asked.confidence,
        unit="score",
        method="the score at which the test's own gallery returns as many",
        says=says,
        sources=SOURCES[THRESHOLD],
        cautions=cautions(asked, forecast),
    )


def _least_score(asked: Asked) -> float | None:
    """Return a score that is too low: the test's own gallery returns too many there."""
    if not asked.like_test:
        return None
    n, target = largest_tested(asked.tail), asked.point.value
    first = least_threshold(asked.tail)
    scores = np.unique(asked.tail.score)
    scores = scores[scores >= first]
    below, above = -1, scores.size  # the last score that is shown to be too low
    while above - below > 1:
        middle = (below + above) // 2
        try:
            (rate,) = measured_growth(
                asked.tail,
                [min(n, asked.size)],
                threshold=float(scores[middle]),
                confidence=asked.confidence,
            )
        except UndefinedMeasureError:
            return None
        below, above = (middle, above) if rate.low > target else (below, middle)
    return float(scores[below]) if below >= 0 else None


def _fnir(asked: Asked, span: Span, forecast: Forecast) -> list[Finding]:
    """Return who is not shown first, then who is not shown at all."""
    if forecast.beyond is not None and asked.point.threshold is None:
        return [_no_fnir(asked, _why(forecast))]
    try:
        rates = missed(
            asked.tail,
            asked.fitted,
            gallery_size=asked.size,
            threshold=span,
            confidence=asked.confidence,
        )
    except UndefinedMeasureError as undefined:
        return [_no_fnir(asked, undefined.because)]
    at_all = _missed_finding(asked, asked.population, rates.at_all)
    if forecast.beyond is not None:
        return [at_all]
    first = {**asked.population, "rank": 1}
    return [_missed_finding(asked, first, rates.first, outranked=rates), at_all]


def _missed_finding(
    asked: Asked,
    population: Mapping[str, Key],
    rate: Estimate,
    *,
    outranked: Missed | None = None,
) -> Finding:
    notes = rate.cautions
    if outranked is not None:
        share = wording.about(replace(rate, value=outranked.outranked))[0]
        notes = (
            *notes,
            f"In {share} of them a wrong person stands above the right one.",
        )
    if asked.point.threshold is None:
        notes = (*notes, "This range also allows for the score itself being unsure.")
    return measured(
        FNIR,
        population,
        rate,
        wording.fnir_sentence(population, rate),
        sources=SOURCES[FNIR],
        cautions=(*notes, wording.SAME_PHOTOS),
    )


def _no_fnir(asked: Asked, because: str) -> Finding:
    return untold(FNIR, asked.population, because)


def untold(name: str, population: Mapping[str, Key], because: str) -> Finding:
    """Return the finding that a rate or a score cannot be predicted, and why.

    Parameters
    ----------
    name : str
        Of the finding.
    population : mapping
        With ``gallery_size`` and the key of an operating point.
    because : str
        A clause.
    """
    if name == THRESHOLD:
        says = wording.open_threshold_sentence(population, None, because)
    else:
        says = wording.untold_sentence(population, _WHAT[name], because)
    return Finding(
        id=name,
        population=population,
        status="not_estimable",
        unit="score" if name == THRESHOLD else "probability",
        method="none",
        says=says,
        because=because,
        sources=SOURCES[name],
    )


def _probes(asked: Asked, forecast: Forecast) -> list[Finding]:
    """Say how many searches of the real gallery would prove it."""
    target = None
    if asked.point.key == "target_fpir" and "group" not in asked.population:
        target = asked.point.value
    if forecast.beyond is not None and target is None:
        return []  # nobody knows of which rate
    rate = forecast.fpir if target is None else target
    if not 0 < rate < 1:
        return []
    n = probes_for_factor(min(rate, 0.5), confidence=asked.confidence)
    none = None
    if target is not None:
        none = trials_to_show(target, confidence=asked.confidence)
    return [
        counted(
            PROBES,
            asked.population,
            n,
            wording.probes_sentence(asked.population, n, none),
            cautions=(wording.UNRELATED,),
        )
    ]


def cautions(asked: Asked, forecast: Forecast) -> tuple[str, ...]:
    """Return what must stand beside a prediction: assumed what, how far, until where."""
    tested = max(largest_tested(asked.tail), 1)
    reach = wording.reach(asked.size / tested, forecast.decades)
    like = wording.ASSUMED if asked.like_test else wording.ASSUMED_SHARES
    scale = (wording.guessed(asked.fitted.scale),) if asked.guessed else ()
    miss = asked.fitted.backtest
    tried = () if miss is None else (wording.tried(miss),)
    return (
        like,
        wording.RELATIVES,
        wording.ADAPTED,
        *scale,
        reach,
        *tried,
        wording.horizon(),
    )
