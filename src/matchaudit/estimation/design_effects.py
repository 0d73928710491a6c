"""An interval for a rate of dependent trials: few effective trials, honestly counted.

The *design effect* is how many times larger dependence makes the variance of a rate;
trials divided by it are the *effective trials*. With few events it cannot be seen in
the data themselves: one event looks independent of all others. It is then borrowed
from the same trials under looser rules, where events are not so rare. A looser rule's
design effect is as a rule the larger one, so borrowing errs on the wide side.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from scipy.special import stdtrit

from matchaudit.estimation.counts import Clusters, Dyads, Estimate
from matchaudit.estimation.effort import effort_to_show
from matchaudit.estimation.proportions import (
    clopper_pearson,
    normal_quantile,
    wilson_interval,
)

# Tuned in the coverage study, on other data sets than the published table.
PRIOR_EVENTS = 2.0  # what is borrowed counts as much as two effective events
STEP = 2  # a looser rule is worth looking at when it has twice the events

FEW_UNITS = 30  # below, the interval rests on too few subjects to be trusted blindly
FEW_EVENTS = 3  # fewer can only lie on few subjects, which then says nothing
VISIBLE = 1.1  # a borrowed design effect this much above the own one is named

NOT_SEEN = {
    "borrowed": "Too few cases show how far tries hang together. "
    "That was taken from less strict settings on the same data.",
    "assumed": "Too few cases show how far tries hang together. "
    "It was assumed that those of one subject, or of one pair, do.",
    "bound": "How far tries hang together cannot be seen here, "
    "so the worst is assumed.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """Events and trials, and what is known of their dependence.

    Attributes
    ----------
    kind : str
        First part of the method's name: ``"clustered"`` or ``"dyadic"``.
    events, trials : int
        ``0 <= events <= trials``, at least one trial.
    n_units : int
        Independent units behind the trials.
    design_effect : float or None
        Estimated from these counts, at least 1; None if none or all were events.
    prior_design_effect : float
        Assumed where nothing can be borrowed, at least 1.
    least_effective_trials : int
        What dependence can leave at the worst, at least 1.
    degrees_of_freedom : float
        Of the variance estimate, at least 1.
    participation : float or None
        Number of units that share the events; None without events.
    """

    kind: str
    events: int
    trials: int
    n_units: int
    design_effect: float | None
    prior_design_effect: float
    least_effective_trials: int
    degrees_of_freedom: float
    participation: float | None

    @property
    def rarer(self) -> int:
        """Events or non-events, whichever are fewer."""
        return min(self.events, self.trials - self.events)

    @property
    def own(self) -> float:
        """The design effect seen in these counts; 1 if they cannot show any."""
        return 1.0 if self.design_effect is None else self.design_effect


Counts = TypeVar("Counts", Clusters, Dyads)


def ladder(counts: Counts, looser: Sequence[Counts]) -> list[Counts]:
    """Return the looser rules worth borrowing from, the nearest first.

    Parameters
    ----------
    counts : Clusters or Dyads
    looser : sequence of the same
        The same trials under looser rules, in any order.

    Returns
    -------
    list of the same
        Those whose rarer outcome (events or not) is ``STEP`` times as frequent as in
        the one before, so that a finer ladder gives much the same answer.

    Examples
    --------
    >>> import numpy as np
    >>> tries = np.full(9, 100)
    >>> rungs = [Clusters(tries, np.full(9, k)) for k in (1, 2, 3, 4, 5, 60)]
    >>> [rung.n_events for rung in ladder(rungs[0], rungs[1:])]
    [18, 36, 540]
    """
    rungs: list[Counts] = []
    before = _rarer(counts)
    for rung in sorted(looser, key=_rarer):
        if _rarer(rung) >= STEP * max(before, 1):
            rungs.append(rung)
            before = _rarer(rung)
    return rungs


def borrowed_design_effect(spread: Spread, looser: Sequence[Spread]) -> float | None:
    """Return the design effect to use, with the looser rules' share in it.

    From the loosest rule down, each design effect is averaged with the one above,
    which counts as ``PRIOR_EVENTS`` effective events, and never falls below its own.

    Parameters
    ----------
    spread : Spread
    looser : sequence of Spread
        The same trials under looser rules, the nearest first; see ``ladder``.

    Returns
    -------
    float or None
        At least 1. None if no rule, looser ones included, shows both outcomes.

    Examples
    --------
    >>> about = {"kind": "dyadic", "trials": 4750, "n_units": 20}
    >>> about |= {"prior_design_effect": 25.0, "least_effective_trials": 10}
    >>> about |= {"degrees_of_freedom": 19.0, "participation": None}
    >>> none = Spread(events=0, design_effect=None, **about)
    >>> many = Spread(events=475, design_effect=8.0, **about)
    >>> round(borrowed_design_effect(none, [many]), 2)
    8.02
    """
    effect: float | None = None
    for rung in reversed([spread, *looser]):
        if effect is None and rung.design_effect is None:
            continue
        alone = PRIOR_EVENTS / (PRIOR_EVENTS + rung.rarer / rung.own)
        if effect is None:  # nothing looser: the prior, which must soon give way
            above, alone = rung.prior_design_effect, alone**2
        else:
            above = effect
        effect = max(rung.own, (1 - alone) * rung.own + alone * above)
    return effect


def dependent_proportion(
    spread: Spread, looser: Sequence[Spread], *, confidence: float
) -> Estimate:
    """Estimate a rate of dependent trials.

    With events: Wilson at the effective trials, with Student's quantile for the few
    units behind the variance. With none (or all): exact at the effective trials.

    Parameters
    ----------
    spread : Spread
    looser : sequence of Spread
        See ``borrowed_design_effect``.
    confidence : float
        Nominal two-sided coverage, in (0, 1).

    Returns
    -------
    Estimate
        ``effective_trials`` lie between ``least_effective_trials`` and ``trials``.

    Raises
    ------
    ParameterError
        If ``confidence`` is not in (0, 1).
    """
    z = normal_quantile(confidence)
    t = float(stdtrit(spread.degrees_of_freedom, 1 - (1 - confidence) / 2))
    effect = borrowed_design_effect(spread, looser)
    least, most = float(spread.least_effective_trials), float(spread.trials)
    size = least if effect is None else min(max(spread.trials / effect, least), most)
    # Student's quantile acts as a smaller size, which also has the least one below it.
    # Where each unit has one trial and no outcome varies, no variance was estimated.
    alone = least >= most and not spread.rarer
    sure = most if alone else max(size * (z / t) ** 2, least)
    rate = spread.events / spread.trials
    source = _source(spread, looser, effect)
    if spread.rarer:
        form = "wilson-t"
        low, high = wilson_interval(rate, sure, quantile=z)
    else:
        form = "exact"
        exact = clopper_pearson(sure * rate, sure, confidence=confidence)
        low, high = exact.low, exact.high
    estimate = Estimate(
        value=rate,
        low=low,
        high=high,
        confidence=confidence,
        method="-".join([spread.kind, form, *([] if source == "own" else [source])]),
        events=spread.events,
        trials=spread.trials,
        effective_trials=size,
        units=spread.n_units,
    )
    return replace(estimate, cautions=_cautions(spread, source, estimate))


def _rarer(counts: Clusters | Dyads) -> int:
    events = counts.n_events
    return min(events, counts.n_trials - events)


def _source(spread: Spread, looser: Sequence[Spread], effect: float | None) -> str:
    if spread.least_effective_trials >= spread.trials:
        return "own"  # each unit has one trial: there is no dependence to see
    if effect is None:
        return "bound"
    if spread.rarer and effect <= VISIBLE * spread.own:
        return "own"
    return "borrowed" if looser else "assumed"


def _cautions(spread: Spread, source: str, estimate: Estimate) -> tuple[str, ...]:
    said = [] if source == "own" else [NOT_SEEN[source]]
    if spread.events == 0 and estimate.high < 1:
        said.insert(0, _none_seen(estimate))
    if spread.n_units < FEW_UNITS:
        said.append(
            f"Only {spread.n_units} subjects lie behind this number. "
            "Other subjects could give quite another one."
        )
    elif spread.participation is not None and spread.events >= FEW_EVENTS:
        said += _carried(round(spread.participation))
    return tuple(said)


def _carried(n_units: int) -> list[str]:
    """Say that few subjects carry the events, if so."""
    if n_units >= FEW_UNITS:
        return []
    who = "One subject carries"
    if n_units > 1:
        who = f"About {n_units} subjects carry"
    return [f"{who} most of the cases. The range may be too narrow."]


def _none_seen(estimate: Estimate) -> str:
    target = 10.0 ** (math.ceil(math.log10(estimate.high)) - 1)
    effort = effort_to_show(estimate, target)
    least = "about" if effort.independent else "at least about"
    new = "" if effort.independent else ", with new people"
    return (
        f"There were none in {estimate.trials:,} tries. That does not mean that the "
        f"rate is zero. To show that it is below 1 in {round(1 / target):,} you need "
        f"{least} {_two_digits(effort.trials):,} tries of this kind{new}."
    )


def _two_digits(number: float) -> int:
    unit = int(10 ** max(math.floor(math.log10(number)) - 1, 0))
    return math.ceil(number / unit) * unit
