"""The share of candidates that were wrong matches, when only some were checked.

Without an assumption only a range is known. An estimate stands inside it, and says what
must be believed: that within recorded strata the checked are like the others, or that
somebody drew a random sample of the rest.
"""

from collections.abc import Mapping

import numpy as np

from matchaudit.errors import UndefinedMeasureError
from matchaudit.estimation import statements, wording
from matchaudit.estimation.clustered import clustered_proportion
from matchaudit.estimation.counts import Estimate
from matchaudit.estimation.finding import Finding, Key
from matchaudit.estimation.partial_verification import (
    CheckedUnits,
    ShareBounds,
    unchecked_strata,
    worst_case_share,
)
from matchaudit.estimation.proportions import clopper_pearson
from matchaudit.estimation.reweighting import reweighted_share
from matchaudit.tallies.search_counts import (
    DrawnTally,
    SearchCounts,
    SearchTally,
    StrataTally,
)
from matchaudit.usage import log_findings as state
from matchaudit.usage.log_findings import SearchSettings
from matchaudit.usage.search_counts import MOST_VALUES

WRONG_SHARE = "usage/outcome_wrong_share"
SPLIT_BY = ("agency", "group", "probe_mask")
"""Columns whose values each have a range of their own, unless there are very many."""

MISSING_AT_RANDOM = {"assuming": "missing at random"}
RANDOM_SAMPLE = {"assuming": "random sample"}
CHOSEN = (
    "This holds for checked candidates only. Somebody chose which to check, so the "
    "others may differ."
)
GO_ON = (
    "To go on, name fewer columns in the plan, or let a map give rare values one name. "
    "Each is another belief."
)
HOW_TO_ASK = (
    "If you know such facts, name their columns: --missing-at-random-given group. "
    "It is a belief that a log cannot test."
)
MISS_RATE = "a log holds only what came back"
TRIALS = (
    "To tell it, search for people who are known to be there, as a trial "
    "(seeded probes)."
)

_WHAT = "how many were wrong matches"
_UNTOLD = "Searches that do not say if a candidate came back"
_MOST_NAMED = 3


def wrong_shares(tally: SearchTally, settings: SearchSettings) -> list[Finding]:
    """Measure the share of candidates that were wrong matches, in each honest way.

    Parameters
    ----------
    tally : SearchTally
    settings : SearchSettings

    Returns
    -------
    list of Finding
        ``usage/outcome_wrong_share``: the range overall and by agency, group and mask;
        the share ``among`` the verified; the estimates ``assuming`` something, or why
        there is none.
    """
    overall = _range({}, tally.overall, settings, units=tally.cases)
    findings = [overall]
    for column in SPLIT_BY:
        values = tally.by.get(column, {})
        if 1 < len(values) <= MOST_VALUES:
            findings += [
                _range({column: value}, counts, settings)
                for value, counts in values.items()
            ]
    if tally.overall.checked:
        findings += _among_verified(tally, settings)
        findings += _among_groups(tally, settings)
    within = _within(tally, settings)
    unknown = tally.overall.unknown
    untold = (f"{_UNTOLD}: {unknown:,}. They are left out.",) if unknown else ()
    if tally.strata is not None:
        findings.append(_missing_at_random(tally.strata, settings, within, untold))
    elif tally.overall.verification.unchecked:
        findings.append(_nothing_assumed())
    findings += _random_sample(tally.drawn, settings, within, untold)
    return findings


def miss_rate() -> Finding:
    """Return the finding that a log cannot tell how many matches were missed.

    Returns
    -------
    Finding
        ``usage/miss_rate``, *not_estimable*.
    """
    return statements.unknown(
        "usage/miss_rate",
        {},
        "how many matches were missed",
        MISS_RATE,
        cautions=(TRIALS,),
    )


def _range(
    population: Mapping[str, Key],
    counts: SearchCounts,
    settings: SearchSettings,
    *,
    units: CheckedUnits | None = None,
) -> Finding:
    """Return the range without any assumption, or the share where all were checked."""
    seen = counts.verification
    if because := _why_none(population, counts, settings):
        return statements.unknown(WRONG_SHARE, population, _WHAT, because)
    untold = (
        f"{_UNTOLD}: {counts.unknown:,}. They count as if one did that nobody checked."
    )
    cautions = (untold,) if counts.unknown else ()
    start = f"{_for(population)}of {counts.checked:,} candidates that were checked, "
    said = f"{start[0].upper()}{start[1:]}{_were(counts.wrong)}"
    if not seen.unchecked:
        share = clopper_pearson(
            seen.events, seen.trials, confidence=settings.confidence
        )
        says = f"{said}: {wording.likely_share(share)}. All of them were checked."
        return statements.measured(WRONG_SHARE, population, share, says)
    bounds = worst_case_share(seen, units=units, confidence=settings.confidence)
    never = "was" if seen.unchecked == 1 else "were"
    says = (
        f"{said}; {seen.unchecked:,} {never} never settled. So "
        f"{wording.share_span(bounds.least, bounds.most)} of all candidates were wrong. "
        f"In more such searches it may be {wording.share_span(bounds.low, bounds.high)}."
    )
    return statements.bounded(WRONG_SHARE, population, bounds, says, cautions=cautions)


def _why_none(
    population: Mapping[str, Key], counts: SearchCounts, settings: SearchSettings
) -> str | None:
    n = counts.verification.trials
    if n == 0:
        return "no candidate came back"
    if counts.checked == 0:
        return f"none of the {n:,} was settled"
    # An agency's own errors are told however few; people's groups are not.
    if population and "agency" not in population and n < settings.group_floor:
        return f"fewer than {settings.group_floor} came back"
    return None


def _for(population: Mapping[str, Key]) -> str:
    """Return for whom a number holds, with a blank behind it, or nothing."""
    return "".join(f"for {state.named(k, v)}, " for k, v in population.items())


def _were(n: int) -> str:
    return f"{n:,} was a wrong match" if n == 1 else f"{n:,} were wrong matches"


def _among_verified(tally: SearchTally, settings: SearchSettings) -> list[Finding]:
    """Return the share among the checked, counted as independent and by case."""
    counts, population = tally.overall, {"among": "verified"}
    share = clopper_pearson(
        counts.wrong, counts.checked, confidence=settings.confidence
    )
    says = (
        f"Of {counts.checked:,} candidates that were checked, {_were(counts.wrong)}: "
        f"{wording.likely_share(share)}. The others may differ."
    )
    findings = [
        statements.measured(WRONG_SHARE, population, share, says, cautions=(CHOSEN,))
    ]
    if tally.cases is None:
        return findings
    population = {**population, "clustered": "case"}
    checked = tally.cases.checked_only()
    try:
        share = clustered_proportion(
            checked.clusters(checked.events), confidence=settings.confidence
        )
    except UndefinedMeasureError:
        because = "fewer than two cases had a candidate checked"
        return [*findings, statements.unknown(WRONG_SHARE, population, _WHAT, because)]
    says = (
        "Searches of one case may hang together. With room for that, the share of "
        f"those checked that were wrong is {wording.likely_share(share)}."
    )
    cautions = (CHOSEN, *state.few_units(share.units or 0, "cases"))
    return [
        *findings,
        statements.measured(WRONG_SHARE, population, share, says, cautions=cautions),
    ]


def _among_groups(tally: SearchTally, settings: SearchSettings) -> list[Finding]:
    """Return the share among the checked of each group, however they were chosen."""
    groups = tally.by.get("group", {})
    if not 1 < len(groups) <= MOST_VALUES:
        return []
    return [_among_group(group, counts, settings) for group, counts in groups.items()]


def _among_group(group: str, counts: SearchCounts, settings: SearchSettings) -> Finding:
    population = {"among": "verified", "group": group}
    if counts.checked < settings.group_floor:
        because = f"fewer than {settings.group_floor} were checked"
        what = f"{_WHAT} for {state.named('group', group)}"
        return statements.unknown(WRONG_SHARE, population, what, because)
    share = clopper_pearson(
        counts.wrong, counts.checked, confidence=settings.confidence
    )
    says = (
        f"For {state.named('group', group)}, of {counts.checked:,} candidates that "
        "were checked, "
        f"{_were(counts.wrong)}: {wording.likely_share(share)}."
    )
    return statements.measured(WRONG_SHARE, population, share, says, cautions=(CHOSEN,))


def _within(tally: SearchTally, settings: SearchSettings) -> str:
    """Say the range that any estimate must be read against."""
    seen = tally.overall.verification
    if not seen.trials:
        return "Without it nothing is known."
    bounds = worst_case_share(seen, confidence=settings.confidence)
    return f"Without it only the range holds: {wording.share_span(bounds.least, bounds.most)}."


def _nothing_assumed() -> Finding:
    """Return the hint that more can be asked for than the range."""
    because = "nobody said which facts decide what is checked"
    what = "more than the range of wrong matches"
    return statements.unknown(
        WRONG_SHARE, MISSING_AT_RANDOM, what, because, cautions=(HOW_TO_ASK,)
    )


def _missing_at_random(
    strata: StrataTally,
    settings: SearchSettings,
    within: str,
    untold: tuple[str, ...],
) -> Finding:
    """Return the estimate of Begg and Greenes, or why there is none."""
    population = MISSING_AT_RANDOM | {"given": " and ".join(strata.columns)}
    try:
        share = _reweighted(strata.units, settings)
    except UndefinedMeasureError as error:
        blank = unchecked_strata(strata.units)
        because = error.because
        if blank:
            because = f"no candidate was checked with {_named(strata.labels, blank)}"
        more = (GO_ON,) if blank else ()
        return statements.unknown(
            WRONG_SHARE, population, _WHAT, because, cautions=more
        )
    same = " and ".join(state.spoken(column) for column in strata.columns)
    says = (
        f"If those checked are like the rest of the same {same}, "
        f"about {wording.frequency(share.value)} of all were wrong matches. "
        f"It is likely {wording.share_span(share.low, share.high)}."
    )
    cautions = (
        f"This rests on a belief that a log cannot test. {within}",
        *untold,
        *state.few_units(strata.units.n_units, "cases"),
    )
    return statements.measured(WRONG_SHARE, population, share, says, cautions=cautions)


def _named(labels: tuple[str, ...], blank: tuple[int, ...]) -> str:
    named = "; ".join(labels[i] for i in blank[:_MOST_NAMED])
    more = len(blank) - _MOST_NAMED
    return f"{named}; and {more} more" if more > 0 else named


def _reweighted(units: CheckedUnits, settings: SearchSettings) -> Estimate:
    rng = np.random.default_rng(settings.seed)
    return reweighted_share(units, rng=rng, confidence=settings.confidence)


def _random_sample(
    drawn: DrawnTally | None,
    settings: SearchSettings,
    within: str,
    untold: tuple[str, ...],
) -> list[Finding]:
    """Return the two-phase estimate, or why there is none; nothing if none is near."""
    population = RANDOM_SAMPLE
    if drawn is None and not settings.random_sample:
        return []
    because = "no search says that its candidate was drawn"
    if drawn is not None and not settings.random_sample:
        because = "the plan does not say that the sample was random"
    if drawn is None or not settings.random_sample:
        return [statements.unknown(WRONG_SHARE, population, _WHAT, because)]
    try:
        least = _reweighted(drawn.least, settings)
        most = _reweighted(drawn.most, settings)
    except UndefinedMeasureError as error:
        return [statements.unknown(WRONG_SHARE, population, _WHAT, error.because)]
    cautions = (
        f"The sample must have been drawn at random from those not checked. {within}",
        *untold,
        *state.few_units(least.units or 0, "cases"),
    )
    return [_two_phase(drawn, (least, most), cautions)]


def _two_phase(
    drawn: DrawnTally, ends: tuple[Estimate, Estimate], cautions: tuple[str, ...]
) -> Finding:
    """Say what the sample shows; a range where some of it was not settled."""
    population = RANDOM_SAMPLE
    least, most = ends
    start = f"A random sample of {drawn.drawn:,} was checked as well."
    if not drawn.unresolved:
        says = (
            f"{start} With it, about {wording.frequency(least.value)} of all were wrong "
            f"matches. It is likely {wording.share_span(least.low, least.high)}."
        )
        return statements.measured(
            WRONG_SHARE, population, least, says, cautions=cautions
        )
    bounds = ShareBounds(
        least=least.value,
        most=most.value,
        low=least.low,
        high=most.high,
        confidence=least.confidence,
        method=least.method,
    )
    says = (
        f"{start} With it, {wording.share_span(bounds.low, bounds.high)} of all were wrong "
        f"matches. Not settled: {drawn.unresolved:,} of the sample, so it is a range."
    )
    return statements.bounded(WRONG_SHARE, population, bounds, says, cautions=cautions)
