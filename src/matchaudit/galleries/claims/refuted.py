"""The share of claims that named the wrong person, when only some were checked."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from matchaudit.estimation import statements, wording
from matchaudit.estimation.finding import Finding, Key
from matchaudit.estimation.partial_verification import worst_case_share
from matchaudit.estimation.proportions import clopper_pearson
from matchaudit.galleries.claims import statements as state
from matchaudit.galleries.claims.register import (
    FEWEST,
    ClaimSettings,
    StatusCounts,
    by_publisher,
    status_counts,
    why_untold,
)
from matchaudit.galleries.claims.telling import told
from matchaudit.tallies.claims import ClaimRows

REFUTED = "claims/refuted_share"
CHOSEN = (
    "This holds for checked claims only. Somebody chose which to check, so the others "
    "may differ."
)
WITHDRAWN = (
    "Claims that were withdrawn count as not checked: nobody found out if they were "
    "right. There are {n:,} of them."
)
DRAWN = "The sample must have been drawn at random from all claims of the register."
ONE_PUBLISHER = (
    "Claims of one publisher may hang together; the range has room for that."
)
_WHAT = "how many named the wrong person"


def refuted_shares(rows: ClaimRows, settings: ClaimSettings) -> list[Finding]:
    """Measure the share of claims that named the wrong person, in each honest way.

    Parameters
    ----------
    rows : ClaimRows
    settings : ClaimSettings

    Returns
    -------
    list of Finding
        ``claims/refuted_share``: the range if no unchecked claim was wrong, or all were
        (overall, and by method); the share ``among`` the verified; the share in a
        random sample, or why there is none.
    """
    untold = why_untold(rows)
    if untold is not None:
        return [statements.unknown(REFUTED, {}, _WHAT, untold)]
    if "status" not in rows.columns:
        because = 'the register has no column "status"'
        return [statements.unknown(REFUTED, {}, _WHAT, because)]
    everything = np.ones(rows.n, dtype=np.bool_)
    findings = [_range(rows, everything, settings)]
    findings += [
        _of_part(counts, {"method": method}, settings)
        for method, counts in told(rows, settings).get("method", {}).items()
    ]
    counts = status_counts(rows)
    if counts.checked.checked:
        findings.append(_among_verified(counts, settings))
    return findings + _random_sample(rows, settings)


def _range(
    rows: ClaimRows, chosen: NDArray[np.bool_], settings: ClaimSettings
) -> Finding:
    """Return the range of all claims without any assumption."""
    counts = status_counts(rows, chosen)
    seen = counts.checked
    if not seen.checked:
        return statements.unknown(REFUTED, {}, _WHAT, "none of the claims was checked")
    units = by_publisher(rows, chosen)
    together = units is not None and 1 < units.n_units < seen.trials
    cautions: tuple[str, ...] = (ONE_PUBLISHER,) if together else ()
    if counts.withdrawn:
        cautions += (WITHDRAWN.format(n=counts.withdrawn),)
    bounds = worst_case_share(
        seen, units=units if together else None, confidence=settings.confidence
    )
    were = state.were(seen.events, "refuted")
    never = state.were(seen.unchecked, state.unsettled(counts.withdrawn))
    says = (
        f"Of {seen.checked:,} claims that were checked, {were}; {never}. So "
        f"{wording.share_span(bounds.least, bounds.most)} of all named the wrong person. "
        f"In more such claims it may be {wording.share_span(bounds.low, bounds.high)}."
    )
    return statements.bounded(REFUTED, {}, bounds, says, cautions=cautions)


def _of_part(
    counts: StatusCounts, population: Mapping[str, Key], settings: ClaimSettings
) -> Finding:
    seen = counts.checked
    ((column, value),) = population.items()
    whose = state.named(column, str(value))
    if not seen.checked:
        because = "none of them was checked"
        return statements.unknown(
            REFUTED, population, f"{_WHAT} of the {whose}", because
        )
    bounds = worst_case_share(seen, confidence=settings.confidence)
    says = (
        f"Of {seen.trials:,} {whose}, {state.were(seen.events, 'refuted')} and "
        f"{state.were(seen.unchecked, state.unsettled(counts.withdrawn))}. So "
        f"{wording.share_span(bounds.least, bounds.most)} of them named the wrong person."
    )
    return statements.bounded(REFUTED, population, bounds, says)


def _among_verified(counts: StatusCounts, settings: ClaimSettings) -> Finding:
    seen, population = counts.checked, {"among": "verified"}
    if seen.checked < FEWEST:
        because = f"fewer than {FEWEST} claims were checked"
        return statements.unknown(
            REFUTED, population, f"{_WHAT} of those checked", because
        )
    share = clopper_pearson(seen.events, seen.checked, confidence=settings.confidence)
    says = (
        f"Of {seen.checked:,} claims that were checked, "
        f"{state.were(seen.events, 'refuted')}: {wording.likely_share(share)} of those that get "
        "checked."
    )
    return statements.measured(
        REFUTED, population, share, says, cautions=(CHOSEN, *share.cautions)
    )


def _random_sample(rows: ClaimRows, settings: ClaimSettings) -> list[Finding]:
    """Return the share in a random sample, or why there is none."""
    population = {"assuming": "random sample"}
    any_drawn = bool(rows.drawn.any())
    if not (any_drawn or settings.random_sample):
        return []
    because = _why_no_sample(rows, settings)
    if because:
        return [statements.unknown(REFUTED, population, _WHAT, because)]
    seen = status_counts(rows, rows.drawn).checked
    start = f"A random sample of {seen.trials:,} claims was to be checked."
    if not seen.unchecked:
        share = clopper_pearson(
            seen.events, seen.trials, confidence=settings.confidence
        )
        says = (
            f"{start} All were, and {state.were(seen.events, 'refuted')}: "
            f"{wording.likely_share(share)} of all claims."
        )
        return [
            statements.measured(
                REFUTED, population, share, says, cautions=(DRAWN, *share.cautions)
            )
        ]
    bounds = worst_case_share(seen, confidence=settings.confidence)
    says = (
        f"{start} With it, {wording.share_span(bounds.low, bounds.high)} of all named the wrong "
        f"person. Not settled: {seen.unchecked:,} of the sample, so it is a range."
    )
    return [statements.bounded(REFUTED, population, bounds, says, cautions=(DRAWN,))]


def _why_no_sample(rows: ClaimRows, settings: ClaimSettings) -> str | None:
    if not rows.drawn.any():
        return "no claim says that it was drawn for checking"
    if not settings.random_sample:
        return "the plan does not say that the sample was random"
    if rows.drawn.sum() < FEWEST:
        return f"fewer than {FEWEST} claims were drawn"
    if not status_counts(rows, rows.drawn).checked.checked:
        return "none of the sample was checked"
    return None
