"""A search log measured: what it counts, what it hides, and what it cannot tell."""

from dataclasses import replace

from matchaudit.estimation.finding import Curve, Finding
from matchaudit.tallies.search_counts import NOT_RECORDED, SearchTally
from matchaudit.usage.exposure import CANDIDATES, equal_risk_findings
from matchaudit.usage.log_findings import SearchSettings
from matchaudit.usage.operators import operators
from matchaudit.usage.search_counts import candidate_shares, search_counts
from matchaudit.usage.silence import silence
from matchaudit.usage.verification import miss_rate, wrong_shares

CHECKED_ONLY = (
    "Only checked candidates are counted. Groups may differ in who is searched, and in "
    "who gets checked."
)


def measure_searches(
    tally: SearchTally, *, settings: SearchSettings
) -> tuple[list[Finding], list[Curve]]:
    """Measure a search log.

    Parameters
    ----------
    tally : SearchTally
        Its strata, if it has any, are those of the estimate that assumes that checking
        was missing at random.
    settings : SearchSettings

    Returns
    -------
    findings : list of Finding
        ``usage/searches``, ``usage/silent_months``, ``usage/candidate_share``,
        ``usage/outcome_wrong_share``, ``usage/wrong_by_group``, ``usage/operators`` and
        ``usage/miss_rate``; a log without a search has only the first and the last.
    curves : list of Curve
        ``searches_by_month`` and, where there is something to show,
        ``equal_risk_of_candidates``, ``operators``, ``searches_by_week`` and ``searches_by_<column>``.
    """
    findings, curves = search_counts(tally)
    parts = [silence(tally)]
    if tally.overall.searches:
        parts.append((candidate_shares(tally, settings), []))
        parts.append((wrong_shares(tally, settings), []))
        parts.append(_by_group(tally, settings))
        parts.append(operators(tally))
    for found, drawn in parts:
        findings += found
        curves += drawn
    return [*findings, miss_rate()], curves


def _by_group(
    tally: SearchTally, settings: SearchSettings
) -> tuple[list[Finding], list[Curve]]:
    """Return each group's share of the wrong matches that were found."""
    groups = {
        group: counts
        for group, counts in tally.by.get("group", {}).items()
        if group != NOT_RECORDED
    }
    wrong = sum(counts.wrong for counts in groups.values())
    checked = sum(counts.checked for counts in groups.values())
    if len(groups) < 2 or not wrong:
        return [], []
    findings, curves = equal_risk_findings(
        {group: (counts.wrong, wrong) for group, counts in groups.items()},
        confidence=settings.confidence,
        what=CANDIDATES,
    )
    unnamed = tally.overall.wrong - wrong
    cautions = [CHECKED_ONLY]
    if unnamed:
        cautions.append(f"Wrong matches with no group recorded: {unnamed:,}.")
    return [
        replace(
            finding,
            says=f"{finding.says} In this log it was "
            f"{groups[str(finding.population['group'])].checked:,} of {checked:,}.",
            cautions=tuple(cautions),
        )
        for finding in findings
    ], curves
