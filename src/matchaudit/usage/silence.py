"""Periods without a row: a nil return says that there was no search, silence does not.

Agencies are looked at over the whole span of the log, from its first month to its last,
so that one that stopped reporting cannot hide behind its own last row.
"""

from collections.abc import Callable, Collection

import numpy as np

from matchaudit.estimation import statements
from matchaudit.estimation.finding import Column, Curve, Finding, Key
from matchaudit.tallies.search_counts import NOT_RECORDED, PeriodCounts, SearchTally
from matchaudit.usage import log_findings as state

SILENT = "usage/silent_months"
SHORT = 14
"""Weeks; in a log that spans fewer all agencies are looked at by week."""

BUSY = 5.0
"""Searches a week on average; with fewer, a week without one is no news."""

_MOST_NAMED = 6


def month_name(month: int) -> str:
    """Return a month counted from year 0 as ISO 8601.

    Examples
    --------
    >>> month_name(2024 * 12 + 2)
    '2024-03'
    """
    return f"{month // 12:04d}-{month % 12 + 1:02d}"


def week_name(week: int) -> str:
    """Return the Monday that begins a week, as ISO 8601.

    Weeks are counted from the one that began on Monday, 29 December 1969.

    Examples
    --------
    >>> week_name(0), week_name(2826)
    ('1969-12-29', '2024-02-26')
    """
    return str(np.datetime64(week * 7 - 3, "D"))


def silence(tally: SearchTally) -> tuple[list[Finding], list[Curve]]:
    """Count the months of each agency that have neither a search nor a nil return.

    Parameters
    ----------
    tally : SearchTally

    Returns
    -------
    findings : list of Finding
        ``usage/silent_months`` of each agency; with ``period: "week"`` too for agencies
        with five searches a week or more, and for all if the log spans less than about
        three months.
    curves : list of Curve
        ``searches_by_month``, and ``searches_by_week`` if the log is so short.
    """
    months = tally.months
    findings, curve = _periods(months, "month", month_name, agencies=set(months.agency))
    if tally.weeks is None or not tally.weeks.period.size:
        return findings, [curve]
    weeks = tally.weeks
    n_weeks = int(np.ptp(weeks.period)) + 1
    short = n_weeks < SHORT
    made: dict[str, int] = {}
    for agency, searches in zip(weeks.agency, weeks.searches.tolist(), strict=True):
        made[agency] = made.get(agency, 0) + searches
    looked_at = {a for a, n in made.items() if short or n >= BUSY * n_weeks}
    by_week, weekly = _periods(
        _with_told_weeks(weeks, months), "week", week_name, agencies=looked_at
    )
    return [*findings, *by_week], [curve, *([weekly] if short else [])]


def _with_told_weeks(weeks: PeriodCounts, months: PeriodCounts) -> PeriodCounts:
    """Return the weeks, those of a month with a nil return told too."""
    held = set(zip(weeks.agency, weeks.period.tolist(), strict=True))
    span = (int(weeks.period.min()), int(weeks.period.max()))
    told = [
        (agency, week)
        for agency, month, n in zip(
            months.agency,
            months.period.tolist(),
            months.nil_returns.tolist(),
            strict=True,
        )
        if n
        for week in _weeks_of(month)
        if span[0] <= week <= span[1] and (agency, week) not in held
    ]
    told = sorted(set(told))
    none = np.zeros(len(told), dtype=np.int64)
    return PeriodCounts(
        agency=(*weeks.agency, *(agency for agency, _ in told)),
        period=np.append(weeks.period, [week for _, week in told]).astype(np.int64),
        searches=np.append(weeks.searches, none),
        returned=np.append(weeks.returned, none),
        nil_returns=np.append(weeks.nil_returns, none + 1),
    )


def _weeks_of(month: int) -> range:
    """Return the weeks that have a day in a month, counted as in the tally."""
    first, after = (
        np.datetime64(month_name(m), "D").astype(np.int64) for m in (month, month + 1)
    )
    return range(int(first + 3) // 7, int(after + 2) // 7 + 1)


def _periods(
    counts: PeriodCounts,
    unit: str,
    name: Callable[[int], str],
    *,
    agencies: Collection[str],
) -> tuple[list[Finding], Curve]:
    if not counts.period.size:
        because = "no search has a date"
        missing = statements.unknown(
            SILENT, {}, f"which {unit}s are silent", because, unit="count"
        )
        return [missing], _curve(unit, [])
    span = range(int(counts.period.min()), int(counts.period.max()) + 1)
    columns = (counts.period, counts.searches, counts.returned, counts.nil_returns)
    held = {
        (agency, period): tuple(rest)
        for agency, period, *rest in zip(
            counts.agency, *(c.tolist() for c in columns), strict=True
        )
    }
    findings, rows = [], []
    for agency in sorted(agencies):
        silent = [p for p in span if (agency, p) not in held]
        own = [p for p in span if (agency, p) in held]
        findings.append(_finding(agency, unit, silent, (own, span), name))
        for period in span:
            searches, returned, _ = held.get((agency, period), (0, 0, 0))
            told = "rows" if searches else "nil return"
            said = "silent" if (agency, period) not in held else told
            rows.append((agency, name(period), searches, returned, said))
    return findings, _curve(unit, rows)


def _finding(
    agency: str,
    unit: str,
    silent: list[int],
    within: tuple[list[int], range],
    name: Callable[[int], str],
) -> Finding:
    own, span = within
    population: dict[str, Key] = {"agency": agency}
    if unit != "month":
        population["period"] = unit
    named = state.named("agency", agency)
    who = f"{named[0].upper()}{named[1:]}"
    if agency == NOT_RECORDED:
        who = "What is logged without an agency"
    if not silent:
        says = f"{who} has a row or a nil return in all {len(span)} {unit}s."
        return statements.counted(SILENT, population, 0, says)
    cautions = []
    outside = sum(p < own[0] or p > own[-1] for p in silent)
    if outside:
        cautions.append(
            f"{outside} of them lie before its first row or after its last: it may not "
            "have been part of the log then."
        )
    if span[0] in silent or span[-1] in silent:
        cautions.append(f"The log may hold its first and last {unit} only in part.")
    says = (
        f"{who} is silent in {len(silent)} of {len(span)} {unit}s, with no row and no "
        f"nil return: {_listed([name(p) for p in silent])}{_BEGIN[unit]}."
    )
    return statements.counted(
        SILENT, population, len(silent), says, cautions=tuple(cautions)
    )


_BEGIN = {"month": "", "week": " (each week by its Monday)"}


def _listed(names: list[str]) -> str:
    """Return names as a list in words, cut short where it is long."""
    if len(names) > _MOST_NAMED:
        kept = ", ".join(names[: _MOST_NAMED - 1])
        return f"{kept} and {len(names) - _MOST_NAMED + 1} more"
    return " and ".join(part for part in (", ".join(names[:-1]), names[-1]) if part)


def _curve(unit: str, rows: list[tuple[str, str, int, int, str]]) -> Curve:
    agency, period, searches, returned, told = (
        zip(*rows, strict=True) if rows else [()] * 5
    )
    begins = "The month." if unit == "month" else "The Monday that begins it."
    return Curve(
        f"searches_by_{unit}",
        f"Searches by agency and {unit}",
        (
            Column("agency", "string", "", "Who asked for the searches.", agency),
            Column(unit, "string", "", begins, period),
            Column("searches", "integer", "count", "Searches.", searches),
            Column(
                "with_candidates",
                "integer",
                "count",
                "Searches known to have brought a candidate.",
                returned,
            ),
            Column(
                "state",
                "string",
                "",
                "rows, nil return (somebody says that there were none) or silent.",
                told,
            ),
        ),
    )
