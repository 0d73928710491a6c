"""Findings of one rate: exact, clustered by day, and with the unconfirmed alerts."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from matchaudit.errors import UndefinedMeasureError
from matchaudit.estimation.clustered import clustered_proportion
from matchaudit.estimation.counts import Estimate
from matchaudit.estimation.counts_per_time import clustered_garwood, garwood
from matchaudit.estimation.finding import Finding, Key
from matchaudit.estimation.proportions import clopper_pearson
from matchaudit.tallies.deployments import DeploymentRows
from matchaudit.usage.denominators import OF_ALERTS, Denominator, Divided, divided
from matchaudit.usage.deployment_cautions import cautions
from matchaudit.usage.deployment_wording import (
    Story,
    after,
    between_sentence,
    doubt_sentence,
    rate_sentence,
    with_doubt,
)
from matchaudit.usage.periods import Scope
from matchaudit.usage.unconfirmed import Floats, WrongAlerts

AS_WRONG, EITHER_WAY, DAY = "as wrong", "either way", "day"
FAR_WIDER = 1.5
"""A range by day is said beside the exact one if it is so many times as wide."""

_Way = Mapping[str, Key]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Rates:
    """Makes the findings about one scope, whatever it is divided by.

    Attributes
    ----------
    rows : DeploymentRows
    scope : Scope
    wrong : WrongAlerts or None
        None if the files do not say how many alerts were wrong.
    confidence : float
        Nominal two-sided coverage, in (0, 1).
    """

    rows: DeploymentRows
    scope: Scope
    wrong: WrongAlerts | None
    confidence: float

    def findings(self, by: Denominator, *, clustered: bool) -> list[Finding]:
        """Return all findings of one denominator.

        Parameters
        ----------
        by : Denominator
        clustered : bool
            Whether each also comes clustered by day.

        Returns
        -------
        list of Finding
            As published; where unconfirmed alerts are told, also with all of them as
            wrong, and the range between. Where a column is not there, one that says so
            if the scope is all deployments, else none.
        """
        because = self._missing(by)
        if because is not None:
            return [] if self.scope.population else [self._none(by, because, {})]
        ways: list[_Way] = [{}, {"clustered": DAY}] if clustered else [{}]
        if by.counts == "alerts" or self.wrong is None:
            found = [self._measured(by, self._alerts(), way) for way in ways]
            return [_wider_by_day(found), *found[1:]]
        found = [self._measured(by, self.wrong.as_published, way) for way in ways]
        if by is OF_ALERTS and found[0].interval:
            found[0] = replace(found[0], says=self._doubted(found[0], self.wrong))
        found[0] = _wider_by_day(found)
        if self.wrong.told:
            as_wrong = [{"unconfirmed": AS_WRONG, **way} for way in ways]
            found += [self._measured(by, self.wrong.at_most, way) for way in as_wrong]
            found += [self._either_way(by, self.wrong, way) for way in ways]
        return found

    def _missing(self, by: Denominator) -> str | None:
        if by.of(self.rows) is None:
            return by.missing
        if by.counts == "wrong" and self.wrong is None:
            return "nobody said how many alerts were wrong"
        return None

    def _alerts(self) -> Floats:
        return self.rows.numbers.get("alerts", np.full(self.rows.n, np.nan))

    def _measured(self, by: Denominator, events: Floats, way: _Way) -> Finding:
        found = divided(self.rows, self.scope.chosen, events, by)
        by_day = "clustered" in way
        try:
            estimate = self._estimate(by, found, by_day=by_day)
        except UndefinedMeasureError as error:
            return self._none(by, error.because, way)
        return Finding(
            id=by.id,
            population={**self.scope.population, **way},
            status="measured",
            estimate=estimate.value,
            interval=(estimate.low, estimate.high),
            confidence=estimate.confidence,
            events=estimate.events,
            trials=estimate.trials,
            effective_trials=estimate.effective_trials if by_day else None,
            unit=by.unit,
            method=estimate.method,
            says=rate_sentence(
                self._story(by, found, events),
                estimate,
                as_wrong="unconfirmed" in way,
                by_day=by_day,
            ),
            cautions=cautions(self.scope, by, found, estimate),
        )

    def _doubted(self, plain: Finding, wrong: WrongAlerts) -> str:
        """Say what unconfirmed alerts could do to a rate, right behind its count."""
        most = divided(self.rows, self.scope.chosen, wrong.at_most, OF_ALERTS)
        n = int(most.n_events - wrong.at_least[most.at].sum())
        if not wrong.told or not n:
            return plain.says
        either = self._either_way(OF_ALERTS, wrong, {}).interval
        ends = [end for end in (*(either or ()), *(plain.interval or ())) if end]
        taken_as_wrong = np.nansum(wrong.as_published - wrong.at_least) > 0
        low = min(ends) if taken_as_wrong else None
        return with_doubt(plain.says, doubt_sentence(n, high=max(ends), low=low))

    def _either_way(self, by: Denominator, wrong: WrongAlerts, way: _Way) -> Finding:
        most = divided(self.rows, self.scope.chosen, wrong.at_most, by)
        least = replace(most, events=wrong.at_least[most.at])
        key = {"unconfirmed": EITHER_WAY, **way}
        by_day = "clustered" in way
        try:
            low = self._estimate(by, least, by_day=by_day)
            high = self._estimate(by, most, by_day=by_day)
        except UndefinedMeasureError as error:
            return self._none(by, error.because, key)
        # Said to the size of the upper end's own number.
        union = replace(high, low=min(low.low, high.low), high=max(low.high, high.high))
        events = (least.n_events, most.n_events)
        story = self._story(by, most, wrong.at_most)
        return Finding(
            id=by.id,
            population={**self.scope.population, **key},
            status="bounded",
            interval=(union.low, union.high),
            confidence=union.confidence,
            trials=union.trials,
            unit=by.unit,
            method=f"union-{high.method}",
            says=between_sentence(story, events, union, by_day=by_day),
            cautions=cautions(self.scope, by, most, union),
        )

    def _estimate(self, by: Denominator, found: Divided, *, by_day: bool) -> Estimate:
        if not found.at.size:
            raise UndefinedMeasureError("no row gives both numbers")
        if not found.total:
            raise UndefinedMeasureError(by.none)
        if not by_day:
            exact = clopper_pearson if by.kind == "share" else garwood
            return exact(found.n_events, found.total, confidence=self.confidence)
        if found.n_days < 2:
            raise UndefinedMeasureError("all was on one day")
        looser = self._looser(by, found)
        if by is OF_ALERTS:
            return clustered_proportion(
                found.clusters(),
                looser=[other.clusters() for other in looser],
                confidence=self.confidence,
            )
        # A day brings so many faces that they are as good as time: what counts is how
        # wrong alerts come together, not how many faces a day has.
        estimate = clustered_garwood(
            found.timed(),
            looser=[other.timed() for other in looser],
            confidence=self.confidence,
        )
        if by.kind == "time":
            return estimate
        return replace(estimate, high=min(estimate.high, 1.0), trials=int(found.total))

    def _looser(self, by: Denominator, found: Divided) -> list[Divided]:
        """Return more frequent events of the same deployments, to borrow from."""
        if by.counts == "alerts":
            return []
        wider = [self.wrong.at_most] if self.wrong and self.wrong.told else []
        wider += [] if by is OF_ALERTS else [self._alerts()]
        most = found.over if by.kind == "share" else np.inf
        # A comparison with what is not recorded is never true.
        return [
            replace(found, events=events[found.at])
            for events in wider
            if (events[found.at] <= most).all()
        ]

    def _story(self, by: Denominator, found: Divided, events: Floats) -> Story:
        of_alerts = divided(self.rows, self.scope.chosen, events, OF_ALERTS)
        return Story(
            start=self.scope.start,
            by=by,
            total=found.total,
            same=found.n_events > 0 and of_alerts.n_events == found.n_events,
        )

    def _none(self, by: Denominator, because: str, way: _Way) -> Finding:
        by_day = " by day" if "clustered" in way else ""
        return Finding(
            id=by.id,
            population={**self.scope.population, **way},
            status="not_estimable",
            unit=by.unit,
            method="none",
            says=after(
                self.scope.start,
                f"we cannot tell{by_day} {by.what}, because {because}.",
            ),
            because=because,
        )


def _wider_by_day(found: list[Finding]) -> Finding:
    """Return the exact finding; one by day that is far wider is said with it."""
    exact = found[0]
    spans = [f.interval for f in found[:2] if f.interval is not None]
    if len(spans) < 2:
        return exact
    widths = [(high or 0.0) - (low or 0.0) for low, high in spans]
    if widths[1] <= FAR_WIDER * widths[0]:
        return exact
    _, by_day, likely = found[1].says.rpartition("Counted by day, the")
    return replace(exact, says=f"{exact.says} {by_day}{likely}")
