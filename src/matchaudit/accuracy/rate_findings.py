"""Findings of error rates: for all comparisons, by group and by condition."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from matchaudit.accuracy import strata, terms
from matchaudit.accuracy.rate_wording import aim_below, rate_sentence
from matchaudit.accuracy.rates import (
    smallest_fmr_shown,
    smallest_fnmr_shown,
    stratum_fmr,
    stratum_fnmr,
)
from matchaudit.accuracy.statements import ISO, not_estimable
from matchaudit.errors import UndefinedMeasureError
from matchaudit.estimation import wording
from matchaudit.estimation.counts import Estimate
from matchaudit.estimation.finding import Finding, Key
from matchaudit.estimation.statements import measured
from matchaudit.tallies.comparisons import ComparisonTally, StratumTally

SOURCES = {
    "fmr": (f"{ISO}, false match rate",),
    "fnmr": (f"{ISO}, false non-match rate",),
}
_ERROR = {"fmr": terms.WRONG, "fnmr": terms.MISSED}


def rate_findings(
    tally: ComparisonTally,
    *,
    thresholds: Sequence[float],
    dimensions: Sequence[str],
    confidence: float = 0.95,
    group_floor: int = 10,
) -> list[Finding]:
    """Measure false match and false non-match rates at thresholds.

    Parameters
    ----------
    tally : ComparisonTally
    thresholds : sequence of float
        Each one of ``tally.thresholds``.
    dimensions : sequence of str
        What to split by: ``"group"`` (both sides) or ``"probe_mask"`` (one side). A
        group's false match rate is that among its own members.
    confidence : float, default=0.95
    group_floor : int, default=10
        Groups with fewer people are not estimated.

    Returns
    -------
    list of Finding
        ``accuracy/fmr`` and ``accuracy/fnmr``: first for all comparisons, then by
        dimension; each at all thresholds. The method says the smallest rate that the
        sample could have shown, a caution follows if the target is below it.
    """
    found: list[Finding] = []
    for name, stratum in _wanted(tally, dimensions):
        rate = _Rate(name, stratum, confidence)
        people = rate.n_people
        for threshold in thresholds:
            population: dict[str, Key] = {"threshold": threshold, **stratum.population}
            if stratum.population and people < group_floor:
                found.append(_too_few(name, population, people, group_floor))
            else:
                found.append(_finding(rate, tally, population))
    return found


@dataclass(frozen=True)
class _Rate:
    """One of the two rates of one stratum."""

    name: str
    stratum: StratumTally
    confidence: float

    @property
    def n_people(self) -> int:
        """Subjects in the comparisons that count."""
        fmr = self.name == "fmr"
        units = self.stratum.nonmated_units if fmr else self.stratum.mated_units
        return int(units.size)

    @cached_property
    def smallest(self) -> float:
        """The smallest rate that the sample could have shown."""
        least = smallest_fmr_shown if self.name == "fmr" else smallest_fnmr_shown
        return least(self.stratum, confidence=self.confidence)

    def at(self, k: int) -> Estimate:
        """Estimate the rate at the k-th threshold, and say what it could show."""
        rate = stratum_fmr if self.name == "fmr" else stratum_fnmr
        estimate = rate(self.stratum, k, confidence=self.confidence)
        shows = f"this sample could show a rate down to {wording.one_in(self.smallest)}"
        return replace(estimate, method=f"{estimate.method}; {shows}")


def _wanted(
    tally: ComparisonTally, dimensions: Sequence[str]
) -> Iterator[tuple[str, StratumTally]]:
    yield "fmr", tally.strata[0]
    yield "fnmr", tally.strata[0]
    for dimension in dimensions:
        for stratum in strata.fmr_strata(tally, dimension):
            yield "fmr", stratum
        for stratum in strata.fnmr_strata(tally, dimension):
            yield "fnmr", stratum


def _finding(
    rate: _Rate, tally: ComparisonTally, population: dict[str, Key]
) -> Finding:
    name, error = f"accuracy/{rate.name}", _ERROR[rate.name]
    threshold = float(population["threshold"])
    try:
        estimate = rate.at(tally.index(threshold))
    except UndefinedMeasureError as undefined:
        what = f"the rate of {error}es{terms.where(population)}"
        return not_estimable(
            name, population, undefined.because, what=what, sources=SOURCES[rate.name]
        )
    targets = [x for x, at in tally.at_target.items() if at == threshold]
    target = min(targets) if targets and rate.name == "fmr" else None
    if target is not None and target < rate.smallest:
        estimate = replace(
            estimate, cautions=(*estimate.cautions, too_small(target, rate.smallest))
        )
    aim = aim_below(estimate.high)
    if target is not None and target < estimate.high:
        aim = target
    says = rate_sentence(estimate, error, population, aim=aim)
    return measured(name, population, estimate, says=says, sources=SOURCES[rate.name])


def too_small(target: float, smallest: float) -> str:
    """Say that a sample cannot show a target, whatever it had found.

    Examples
    --------
    >>> too_small(1e-6, 1 / 17000)
    'This sample is too small to show 1 in 1,000,000: even without a wrong match it shows no less than 1 in 17,000.'
    """
    return (
        f"This sample is too small to show {wording.one_in(target)}: even without a "
        f"wrong match it shows no less than {wording.one_in(smallest)}."
    )


def _too_few(name: str, population: dict[str, Key], people: int, floor: int) -> Finding:
    return not_estimable(
        f"accuracy/{name}",
        population,
        f"there are {people} people and we need at least {floor}",
        what=f"the rate of {_ERROR[name]}es{terms.where(population)}",
        sources=SOURCES[name],
    )
