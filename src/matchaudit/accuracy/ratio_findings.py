"""Findings of ratios to one reference, whether a group or a condition."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from matchaudit.accuracy.gap_statements import bounded, warnings
from matchaudit.accuracy.gap_wording import ERRORS, ratio_sentence
from matchaudit.accuracy.group_rates import (
    GapFamily,
    GroupRate,
    GroupRates,
    Measure,
    joint_rates,
    plain,
)
from matchaudit.accuracy.statements import not_estimable
from matchaudit.errors import UndefinedMeasureError
from matchaudit.estimation.counts import Estimate
from matchaudit.estimation.finding import Finding, Key
from matchaudit.estimation.ratios import Bounded, log_spread, rate_ratio

SOURCES = ("ISO/IEC 19795-10:2024", "NIST IR 8280")
_NOTHING = {"fmr": "nobody was wrongly matched", "fnmr": "nothing was missed"}
NO_COMMON_SUBJECT = (
    "No person was seen under both conditions, so the people may differ in other ways."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RatioKind:
    """What kind of ratio is found, and how its population is named.

    Attributes
    ----------
    id : str or None
        The finding's id; None for ``accuracy/fmr_ratio`` and ``accuracy/fnmr_ratio``.
    group, reference : str
        Population keys of the two sides.
    noun : str
        What the reference is called, such as "reference group".
    paired : bool
        Whether the same people are expected on both sides.
    """

    id: str | None
    group: str
    reference: str
    noun: str
    paired: bool


GROUPS = RatioKind(
    id=None, group="group", reference="reference", noun="reference group", paired=False
)
CONDITIONS = RatioKind(
    id="accuracy/condition_contrast",
    group="condition",
    reference="against",
    noun="condition to compare with",
    paired=True,
)


def joint_ratios(
    others: Sequence[GroupRate],
    reference: GroupRate,
    *,
    confidence: float,
    rng: np.random.Generator,
) -> list[Bounded | None]:
    """Return the ratio of each rate to one reference, with intervals that hold at once.

    Parameters
    ----------
    others : sequence of GroupRate, length m
    reference : GroupRate
    confidence : float
        Coverage of all m intervals at once, in (0, 1).
    rng : numpy.random.Generator

    Returns
    -------
    list of Bounded or None, length m
        None where neither side has an event.
    """
    if not others:
        return []
    m = len(others)
    joint = joint_rates(
        [*others, reference],
        np.hstack([np.eye(m), -np.ones((m, 1))]),
        scale=log_spread,
        confidence=confidence,
        rng=rng,
    )
    below = joint.estimates[m]
    return [
        _ratio_or_none(above, below, float(joint.correlation[i, m]), confidence)
        for i, above in enumerate(joint.estimates[:m])
    ]


def _ratio_or_none(
    above: Estimate, below: Estimate, correlation: float, confidence: float
) -> Bounded | None:
    """Return the ratio under the confidence of its family; None without any event."""
    try:
        ratio = rate_ratio(above, below, correlation=correlation)
    except UndefinedMeasureError:
        return None
    return replace(ratio, confidence=confidence, method=f"{ratio.method}, joint")


def ratio_findings(
    groups: GroupRates,
    measure: Measure,
    reference: str | None,
    family: GapFamily,
    *,
    kind: RatioKind = GROUPS,
) -> list[Finding]:
    """Compare all groups with one of them.

    Parameters
    ----------
    groups : GroupRates
    measure : {"fmr", "fnmr"}
        Which rate the groups hold.
    reference : str or None
        Label of the group that the others are compared with.
    family : GapFamily
    kind : RatioKind, default=GROUPS

    Returns
    -------
    list of Finding
        One for each other group, by label; one that says why if there is none.
    """
    ratio = _Ratio(measure, kind, family, reference or "")
    because = _no_reference(groups, reference, family.dimension, kind.noun)
    if because:
        return [ratio.missing(because, group=None)]
    base = next(rate for rate in groups.rates if rate.label == reference)
    others = [rate for rate in groups.rates if rate is not base]
    numbers = joint_ratios(others, base, confidence=family.confidence, rng=family.rng())
    found = [
        ratio.finding(rate, base, number)
        for rate, number in zip(others, numbers, strict=True)
    ]
    found += [ratio.missing(why, group=label) for label, why in groups.left_out.items()]
    return sorted(found, key=lambda f: str(f.population[kind.group]))


def no_reference(dimension: str, *, kind: RatioKind = GROUPS) -> Finding:
    """Return, once for a dimension, that nobody named what to compare with.

    Examples
    --------
    >>> no_reference("probe_mask", kind=CONDITIONS).says
    'We cannot tell how errors compare by mask, because no condition to compare with was named.'
    """
    return not_estimable(
        kind.id or "accuracy/fmr_ratio",
        {"dimension": dimension},
        f"no {kind.noun} was named",
        what=f"how errors compare by {plain(dimension)}",
        unit="ratio",
    )


def _no_reference(
    groups: GroupRates, reference: str | None, dimension: str, noun: str
) -> str | None:
    """Return why there is nothing to compare with, or None."""
    if reference is None:
        return f"no {noun} was named"
    if reference in groups.left_out:
        return groups.left_out[reference]
    if reference not in {rate.label for rate in groups.rates}:
        return f"there is no {plain(dimension)} called {reference} in these data"
    if len(groups.rates) + len(groups.left_out) < 2:
        return f"there is no other {plain(dimension)} in these data"
    return None


@dataclass(frozen=True, slots=True)
class _Ratio:
    """What the ratios of one family share."""

    measure: Measure
    kind: RatioKind
    family: GapFamily
    reference: str

    @property
    def name(self) -> str:
        return self.kind.id or f"accuracy/{self.measure}_ratio"

    def population(self, group: str | None) -> dict[str, Key]:
        population = self.family.population
        if self.kind.id:  # one id serves both measures
            population["measure"] = self.measure
        if group is not None:
            population[self.kind.group] = group
        if self.reference:
            population[self.kind.reference] = self.reference
        return population

    def _what(self, group: str | None) -> str:
        """Say what is compared with what."""
        errors, noun = ERRORS[self.measure], plain(self.family.dimension)
        if group is None:
            return f"how {errors} compare by {noun}"
        there = f"{noun} {self.reference}"
        return f"how {errors} compare for {noun} {group} and {there}"

    def missing(self, because: str, *, group: str | None) -> Finding:
        return not_estimable(
            self.name,
            self.population(group),
            because,
            what=self._what(group),
            unit="ratio",
        )

    def finding(
        self, rate: GroupRate, base: GroupRate, number: Bounded | None
    ) -> Finding:
        if number is None:
            both = f"(0 of {rate.trials:,} and 0 of {base.trials:,} tries)"
            because = f"{_NOTHING[self.measure]} {both}"
            return self.missing(because, group=rate.label)
        cautions = warnings(rate, base, confidence=self.family.confidence)
        shared = np.intersect1d(rate.residuals.units, base.residuals.units)
        if self.kind.paired and shared.size == 0:
            cautions = (NO_COMMON_SUBJECT, *cautions)
        return bounded(
            self.name,
            self.population(rate.label),
            number,
            says=ratio_sentence(rate, base, number, threshold=self.family.threshold),
            sources=SOURCES,
            cautions=cautions,
        )
