"""Error rates of several groups at one threshold, ready to be compared.

Groups are kept in an order that comes from their counts and not from their names, so
that renaming groups cannot change a number.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from matchaudit.accuracy import strata
from matchaudit.accuracy.rates import stratum_fmr, stratum_fnmr
from matchaudit.errors import UndefinedMeasureError
from matchaudit.estimation.counts import Estimate
from matchaudit.estimation.finding import Key
from matchaudit.estimation.joint import (
    Residuals,
    cluster_residuals,
    dyad_residuals,
    joint_correlation,
)
from matchaudit.estimation.ratios import Spread
from matchaudit.estimation.simultaneous import (
    critical_value,
    pointwise_confidence,
)
from matchaudit.tallies.comparisons import ComparisonTally, StratumTally

FloatArray = NDArray[np.float64]
Measure = Literal["fmr", "fnmr"]
Scale = Callable[[Sequence[Estimate], FloatArray], Spread]

NOT_RECORDED = "not recorded"
"""The value of a covariate that the file leaves empty."""


@dataclass(frozen=True)
class GroupRate:
    """The false match or false non-match rate of one group at one threshold.

    Attributes
    ----------
    label : str
        The group or condition.
    measure : {"fmr", "fnmr"}
    stratum : StratumTally
    k : int
        The threshold is ``tally.thresholds[k]``.
    """

    label: str
    measure: Measure
    stratum: StratumTally
    k: int

    def estimate(self, confidence: float) -> Estimate:
        """Return the rate with an interval of this confidence."""
        interval = stratum_fmr if self.measure == "fmr" else stratum_fnmr
        return interval(self.stratum, self.k, confidence=confidence)

    @cached_property
    def residuals(self) -> Residuals:
        """The rate as its subjects see it."""
        if self.measure == "fmr":
            return dyad_residuals(self.stratum.false_matches(self.k))
        counts = self.stratum.false_non_matches(self.k)
        return cluster_residuals(counts, self.stratum.mated_units)

    @cached_property
    def n_subjects(self) -> int:
        """Subjects of the group or condition with at least one usable comparison.

        Where one side alone is told of (a mask on the probe), the tally does not say
        which side a subject was on. Mated comparisons show some of that side, and the
        subject with most comparisons shows how few there can be; neither is too many.
        """
        s = self.stratum
        if self.measure == "fnmr":
            return int(s.mated_units.size)
        n = int(s.nonmated_units.size)
        if len(s.population) != 1 or n == 0:
            return n
        at_least = -(-s.n_nonmated // int(s.nonmated_trials.max()))
        return min(n, max(int(s.mated_units.size), at_least))

    @cached_property
    def events(self) -> int:
        """False matches or false non-matches."""
        if self.measure == "fmr":
            return self.stratum.false_matches(self.k).n_events
        return self.stratum.false_non_matches(self.k).n_events

    @cached_property
    def trials(self) -> int:
        """Usable comparisons."""
        s = self.stratum
        return s.n_nonmated if self.measure == "fmr" else s.n_mated

    @property
    def value(self) -> float:
        """The rate itself."""
        return self.events / self.trials


@dataclass(frozen=True, slots=True)
class GroupRates:
    """Groups that can be compared, and those that cannot, with the reason.

    Attributes
    ----------
    rates : tuple of GroupRate
        Ascending by rate.
    left_out : mapping of str to str
        From a group's label to why it has no place in a comparison.
    """

    rates: tuple[GroupRate, ...]
    left_out: dict[str, str]


def rates_by_group(
    tally: ComparisonTally, measure: Measure, *, dimension: str, k: int, floor: int
) -> GroupRates:
    """Return the rates of all groups of a dimension at one threshold.

    Parameters
    ----------
    tally : ComparisonTally
    measure : {"fmr", "fnmr"}
    dimension : str
        ``"group"`` (both sides) or ``"probe_mask"`` (one side).
    k : int
        The threshold is ``tally.thresholds[k]``.
    floor : int
        Groups with fewer subjects are left out.

    Returns
    -------
    GroupRates
    """
    find = strata.fmr_strata if measure == "fmr" else strata.fnmr_strata
    rates: list[GroupRate] = []
    left_out: dict[str, str] = {}
    for stratum in find(tally, dimension):
        rate = GroupRate(strata.only(stratum.population), measure, stratum, k)
        n = rate.n_subjects
        if rate.label == NOT_RECORDED:
            left_out[rate.label] = f"the {plain(dimension)} was not recorded"
        elif n < max(floor, 1):
            people = "subject" if n == 1 else "subjects"
            left_out[rate.label] = (
                f"{plain(dimension)} {rate.label} has {n} {people}; "
                f"at least {floor} are needed"
            )
        elif (because := _undefined(rate)) is not None:
            left_out[rate.label] = f"in {plain(dimension)} {rate.label} {because}"
        else:
            rates.append(rate)
    rates.sort(key=by_counts)
    return GroupRates(tuple(rates), left_out)


def by_counts(rate: GroupRate) -> tuple[float, int, int, float, str]:
    """Order groups by what was counted; the name decides only between equals."""
    high = rate.estimate(0.95).high
    return rate.value, rate.trials, rate.n_subjects, high, rate.label


def _undefined(rate: GroupRate) -> str | None:
    """Return why a rate has no interval, or None."""
    try:
        rate.estimate(0.95)
    except UndefinedMeasureError as error:
        return error.because
    return None


def plain(dimension: str) -> str:
    """Return a dimension in words.

    Examples
    --------
    >>> plain("probe_mask"), plain("group")
    ('mask', 'group')
    """
    return dimension.removeprefix("probe_").removeprefix("reference_").replace("_", " ")


@dataclass(frozen=True, slots=True, kw_only=True)
class GapFamily:
    """What the findings about one dimension at one threshold share."""

    dimension: str
    threshold: float
    confidence: float
    rng_seed: int
    curve: str | None = None

    @property
    def population(self) -> dict[str, Key]:
        """The keys that all findings of the family have."""
        return {"threshold": self.threshold, "dimension": self.dimension}

    def rng(self) -> np.random.Generator:
        """Return a fresh generator, so that no finding depends on another."""
        return np.random.default_rng(self.rng_seed)


@dataclass(frozen=True, slots=True)
class JointRates:
    """Rates with intervals so wide that all comparisons of a family hold at once.

    Attributes
    ----------
    estimates : tuple of Estimate, length k
    correlation : ndarray of float64, shape (k, k)
        Of the rates.
    """

    estimates: tuple[Estimate, ...]
    correlation: FloatArray


def joint_rates(
    rates: Sequence[GroupRate],
    contrasts: FloatArray,
    *,
    scale: Scale,
    confidence: float,
    rng: np.random.Generator,
) -> JointRates:
    """Widen the intervals of several rates for a family of comparisons.

    Parameters
    ----------
    rates : sequence of GroupRate, length k
    contrasts : ndarray of float64, shape (m, k)
        What will be compared: one linear contrast of the scaled rates in each row.
    scale : callable
        ``log_spread`` for ratios, ``plain_spread`` for differences.
    confidence : float
        Coverage of all m intervals at once.
    rng : numpy.random.Generator

    Returns
    -------
    JointRates
    """
    # Within groups no pair of people is met twice; where a stratum is told by one side
    # alone (a mask on the probe), the same pair may be in two strata.
    shared = any(len(rate.stratum.population) == 1 for rate in rates)
    correlation = joint_correlation(
        [rate.residuals for rate in rates], shared_pairs=shared
    )
    plainly = scale([rate.estimate(confidence) for rate in rates], correlation)
    # Without events the lower end is open; the upper half tells the spread alone.
    width = np.where(
        np.isfinite(plainly.low),
        (plainly.high - plainly.low) / 2,
        plainly.high - plainly.centre,
    )
    critical = critical_value(
        correlation * np.outer(width, width),
        rng,
        contrasts=contrasts,
        confidence=confidence,
    )
    wider = pointwise_confidence(critical)
    return JointRates(tuple(rate.estimate(wider) for rate in rates), correlation)
