"""What a register of claims holds: totals, and claims by month."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from matchaudit.estimation import statements
from matchaudit.estimation.finding import Column, Curve, Finding, Key
from matchaudit.galleries.claims import statements as state
from matchaudit.galleries.claims.register import (
    FEWEST,
    OTHERS,
    STATUSES,
    ClaimSettings,
    StatusCounts,
    status_counts,
    why_untold,
)
from matchaudit.galleries.claims.telling import AI, left_out, told
from matchaudit.tallies.claims import ClaimRows, Days

TOTALS = "claims/totals"
MONTHS = "claims_by_month"
SAID_AS = {
    "confirmed": "confirmed",
    "refuted": "refuted, so they named the wrong person",
    "withdrawn": "withdrawn by who made them",
    "unverified": "never checked",
}
POOLED = (
    f"A part with fewer than {FEWEST} claims, or whose claims all turned out alike, is "
    "told with others. So no claim can be told from a total."
)
NOT_BESIDE = (
    "How claims turned out is not told {by}: beside the other totals it would tell of "
    "single claims."
)
_BY = {"method": "by method", "probe_mask": "by mask", "publisher": "by publisher"}
_LONGEST_PERIOD = 40  # days: a date that is less exact has no month


def totals(
    rows: ClaimRows, settings: ClaimSettings
) -> tuple[list[Finding], list[Curve]]:
    """Count the claims of a register, and how they turned out.

    Parameters
    ----------
    rows : ClaimRows
    settings : ClaimSettings

    Returns
    -------
    findings : list of Finding
        ``claims/totals``: claims, each status, those with a date of correction and of
        removal; the statuses by method, publisher and mask as far as that tells none.
        Of a register with fewer than ``FEWEST`` claims, or whose claims all turned out
        alike, the number of claims alone.
    curves : list of Curve
        ``claims_by_month``.
    """
    curve = months(rows)
    noun = "claim" if rows.n == 1 else "claims"
    findings = [
        statements.counted(
            TOTALS,
            {"count": "claims"},
            rows.n,
            f"The register holds {rows.n:,} {noun} to have named somebody.",
            curve=curve.path,
            cautions=_undated(rows),
        )
    ]
    because = why_untold(rows)
    if because is not None:
        what = "how the claims turned out"
        few = statements.unknown(
            TOTALS, {"count": "refuted"}, what, because, unit="count"
        )
        return [*findings, few], [curve]
    if "status" in rows.columns:
        findings += _statuses(rows, settings)
    findings += [
        _dated(rows, name, count, verb)
        for name, count, verb in (
            ("corrected_at", "corrected", "corrected"),
            ("removed_at", "removed", "taken down"),
        )
        if name in rows.columns
    ]
    return findings, [curve]


def months(rows: ClaimRows) -> Curve:
    """Return how many claims were published in each month, without how they turned out.

    Examples
    --------
    >>> from matchaudit.galleries.claims.register import made_of
    >>> rows = made_of(["refuted"] * 3, days={"published_at": [0, 30, 60]})
    >>> [column.values for column in months(rows).columns]
    [('1970-01', '1970-02', '1970-03'), (2, 0, 1)]
    """
    dates = rows.dates["published_at"]
    known = _has_month(dates)
    middle = (dates.first + dates.last)[known] // 2
    month = middle.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    every = np.arange(month.min(), month.max() + 1) if month.size else month
    counts = np.bincount(month - every[0]) if month.size else month
    names = tuple(str(np.datetime64(int(m), "M")) for m in every)
    return Curve(
        MONTHS,
        "Claims by month",
        (
            Column("month", "string", "", "month in which they were published", names),
            Column("claims", "integer", "count", "claims", tuple(counts.tolist())),
        ),
    )


def _statuses(rows: ClaimRows, settings: ClaimSettings) -> list[Finding]:
    split = told(rows, settings)
    silent = tuple(
        NOT_BESIDE.format(by=_BY[kind]) for kind in left_out(rows, settings, split)
    )
    found = _turned_out(status_counts(rows), {}, "claims", silent)
    for column, parts in split.items():
        if column == AI:
            continue
        cautions = (POOLED,) if OTHERS in parts else ()
        for value, counts in parts.items():
            whose = state.named(column, value)
            of = {column: value}
            says = f"The register holds {counts.claims:,} {whose}."
            found += [
                statements.counted(
                    TOTALS,
                    {"count": "claims", **of},
                    counts.claims,
                    says,
                    cautions=cautions,
                ),
                *_turned_out(counts, of, whose, cautions),
            ]
    return found


def _turned_out(
    counts: StatusCounts,
    of: Mapping[str, Key],
    whose: str,
    cautions: tuple[str, ...],
) -> list[Finding]:
    return [
        statements.counted(
            TOTALS,
            {"count": name, **of},
            getattr(counts, name),
            f"Of {counts.claims:,} {whose}, {_so_many(counts, name)}.",
            cautions=cautions,
        )
        for name in STATUSES
    ]


def _so_many(counts: StatusCounts, name: str) -> str:
    n: int = getattr(counts, name)
    what = SAID_AS[name]
    if not n:
        what = what.partition(",")[0]
    if n == 1:
        what = what.replace("they", "it").replace("them", "it")
    return state.were(n, what)


def _dated(rows: ClaimRows, name: str, count: str, verb: str) -> Finding:
    n = int(rows.dates[name].known.sum())
    says = f"Of {rows.n:,} claims, {state.were(n, verb)} by whoever published them."
    return statements.counted(TOTALS, {"count": count}, n, says)


def _has_month(dates: Days) -> NDArray[np.bool_]:
    return dates.known & (dates.last - dates.first <= _LONGEST_PERIOD)


def _undated(rows: ClaimRows) -> tuple[str, ...]:
    n = rows.n - int(_has_month(rows.dates["published_at"]).sum())
    if not n:
        return ()
    return (f"Claims whose date names no month, left out of the months: {n:,}.",)
