"""The sections of the page, in their order."""

from matchaudit.report.evidence import Evidence, Section
from matchaudit.report.sections import (
    claims,
    conditions,
    context,
    denominators,
    det,
    exposure,
    failures,
    funnel,
    groups,
    growth,
    identification,
    oddities,
    other,
    periods,
    published,
    rates,
    rules,
    scores,
    searches,
    verification,
    weight,
    worth,
)

_BUILDERS = (
    rates.draft,
    det.draft,
    groups.draft,
    conditions.draft,
    scores.draft,
    weight.draft,
    failures.draft,
    identification.draft,
    growth.draft,
    worth.draft,
    claims.draft,
    published.draft,
    rules.draft,
    denominators.draft,
    periods.draft,
    exposure.draft,
    exposure.draft_of_candidates,
    searches.draft,
    verification.draft,
    funnel.draft,
    oddities.draft,
    context.draft,
)


def sections(evidence: Evidence) -> list[Section]:
    """Return the sections for which something was asked; the rest is left out."""
    drafts = [build(evidence) for build in _BUILDERS]
    shown = {id(finding) for draft in drafts for finding in draft.findings}
    # Before the context, which is no finding of this audit.
    drafts.insert(len(drafts) - 1, other.draft(evidence, shown))
    finished = [draft.finish(evidence) for draft in drafts]
    return [section for section in finished if section is not None]
