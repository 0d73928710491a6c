"""How long a claim that named the wrong person stands before it is corrected."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matchaudit.errors import UndefinedMeasureError
from matchaudit.estimation import statements, wording
from matchaudit.estimation.counts import Estimate, IntArray
from matchaudit.estimation.finding import Column, Curve, Finding
from matchaudit.estimation.waiting import Waits, median_wait, share_by
from matchaudit.galleries.claims import statements as state
from matchaudit.galleries.claims.register import (
    FEWEST,
    ClaimSettings,
    has_word,
)
from matchaudit.tallies.claims import ClaimRows

DAYS, SHARE = "claims/days_to_correction", "claims/corrected_share"
CURVE = "claims_corrections"
BY_DAYS = (7, 30, 90, 365)
KNOWN_WRONG = (
    "This is of claims that are known to be refuted or were withdrawn. Wrong claims "
    "that nobody checked are not in it, and may stand for longer."
)
NOT_EXACT = (
    "Some dates are not there or less exact than a day, so the range is between the "
    "fewest and the most days that they allow."
)
_WHAT = "how long a wrong claim stands"


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """Claims known to be wrong, by the fewest and the most days that dates allow.

    Attributes
    ----------
    fewest, most : Waits
        The same claims; they differ where a date is less exact than a day.
    cautions : tuple of str
    """

    fewest: Waits
    most: Waits
    cautions: tuple[str, ...]


def corrections(
    rows: ClaimRows, settings: ClaimSettings
) -> tuple[list[Finding], list[Curve]]:
    """Measure how long claims that were wrong stood before they were corrected.

    Parameters
    ----------
    rows : ClaimRows
    settings : ClaimSettings

    Returns
    -------
    findings : list of Finding
        ``claims/days_to_correction`` (days by which half were corrected or taken down)
        and ``claims/corrected_share`` by day 7, 30, 90 and 365, or why there is none.
    curves : list of Curve
        ``claims_corrections``, as far as at least ``FEWEST`` claims are watched.
    """
    because = _why_none(rows)
    if because:
        return no_corrections(because), []
    followed = follow(rows)
    if followed.fewest.n < FEWEST:
        because = f"fewer than {FEWEST} claims are known to be wrong and have dates"
        return no_corrections(because), []
    curve = _curve(followed, settings)
    findings = [_median(followed, settings, curve)]
    findings += [_by_day(followed, day, settings) for day in BY_DAYS]
    return findings, [curve]


def no_corrections(because: str) -> list[Finding]:
    """Say that it cannot be told how long a wrong claim stands; a clause says why."""
    return [statements.unknown(DAYS, {}, _WHAT, because, unit="days")]


def _why_none(rows: ClaimRows) -> str | None:
    if "status" not in rows.columns:
        return 'the register has no column "status"'
    if not {"corrected_at", "removed_at"} & set(rows.columns):
        return "the register does not say when one was corrected"
    return None


def follow(rows: ClaimRows) -> Followed:
    """Return the claims that are known to be wrong, and how long each stood.

    A claim ends with its correction or its removal, whichever came first. If there was
    none, it stood when it was last checked; where that is not recorded, on the last day
    that the register names. One that was withdrawn on no recorded day may have ended on
    any day until then.

    Parameters
    ----------
    rows : ClaimRows

    Returns
    -------
    Followed
        Claims whose correction lies before their publication are left out, and the
        cautions say so.
    """
    withdrawn = has_word(rows, "status", "withdrawn")
    wrong = has_word(rows, "status", "refuted") | withdrawn
    published = rows.dates["published_at"]
    ended, first, last = _earliest(rows)
    checked = rows.dates["last_checked_at"]
    final = max(
        int(d.last[d.known].max()) for d in rows.dates.values() if d.known.any()
    )
    undated = withdrawn & ~ended
    unseen = wrong & ~ended & ~checked.known
    first = np.where(ended, first, np.where(checked.known, checked.first, final))
    last = np.where(ended, last, np.where(checked.known, checked.last, final))
    # It was taken back at some time until then.
    first = np.where(undated, np.minimum(published.last, last), first)
    ended |= undated
    fewest, most = first - published.last, last - published.first
    backwards = wrong & published.known & (most < 0)
    kept = wrong & published.known & ~backwards
    cautions = [KNOWN_WRONG]
    if backwards.any():
        cautions.append(
            f"Left out, since a date lies before the publication: {backwards.sum():,}."
        )
    if unseen.any():
        cautions.append(
            f"For {unseen.sum():,} of them nobody said when they were last checked: they "
            "are taken to have stood until the last day that the register names."
        )
    fewest, most = np.maximum(fewest, 0)[kept], most[kept]
    if undated.any():
        cautions.append(
            f"Withdrawn without a date: {undated.sum():,}. Each may have been taken back "
            "at any time until it was last checked."
        )
    if (fewest != most).any():
        cautions.append(NOT_EXACT)
    return Followed(
        fewest=_waits(fewest, ended[kept]),
        most=_waits(most, ended[kept]),
        cautions=tuple(cautions),
    )


def _waits(days: IntArray, ended: NDArray[np.bool_]) -> Waits:
    return Waits(days=days.astype(np.int64), ended=ended)


def _earliest(rows: ClaimRows) -> tuple[NDArray[np.bool_], IntArray, IntArray]:
    """Return if a claim was corrected or taken down, and the days of what came first."""
    far = np.iinfo(np.int64).max
    dates = [rows.dates[name] for name in ("corrected_at", "removed_at")]
    known = dates[0].known | dates[1].known
    first = np.min([np.where(d.known, d.first, far) for d in dates], axis=0)
    last = np.min([np.where(d.known, d.last, far) for d in dates], axis=0)
    return known, np.where(known, first, 0), np.where(known, last, 0)


def _median(followed: Followed, settings: ClaimSettings, curve: Curve) -> Finding:
    """Return the day by which half were corrected, or after which that must lie."""
    few, many = (
        median_wait(waits, confidence=settings.confidence)
        for waits in (followed.fewest, followed.most)
    )
    n, ended = followed.fewest.n, int(followed.fewest.ended.sum())
    start = (
        f"Of {n:,} claims known to be wrong, {state.were(ended, 'corrected')} or taken "
        "down so far."
    )
    low, high = few.low, many.high
    value = few.value if few.value == many.value and high is not None else None
    if low is None:
        low = float(followed.fewest.days.max())
    took = f"It took half of them {_days_or_more(low, high)}."
    if value is not None:
        took = f"Half were within {value:g} days (likely between {low:g} and {high:g})."
    return Finding(
        id=DAYS,
        population={},
        status="bounded" if value is None else "measured",
        estimate=value,
        interval=(low, high),
        confidence=few.confidence,
        unit="days",
        method=few.method,
        says=f"{start} {took}",
        curve=curve.path,
        cautions=followed.cautions,
    )


def _days_or_more(low: float, high: float | None) -> str:
    if high is None:
        return f"{low:g} days or more"
    return f"between {low:g} and {high:g} days"


def _by_day(followed: Followed, day: int, settings: ClaimSettings) -> Finding:
    population = {"day": day}
    what = f"how many wrong claims were corrected by day {day}"
    try:
        slow, quick = (
            _watched_share(waits, day, settings)
            for waits in (followed.most, followed.fewest)
        )
    except UndefinedMeasureError as error:
        return statements.unknown(SHARE, population, what, error.because)
    start = f"By day {day}, of claims known to be wrong, "
    end = " had been corrected or taken down."
    if slow == quick:
        says = f"{start}{wording.likely_share(slow)}{end}"
        return statements.measured(
            SHARE, population, slow, says, cautions=(KNOWN_WRONG, *slow.cautions)
        )
    low, high = min(slow.low, quick.low), max(slow.high, quick.high)
    return Finding(
        id=SHARE,
        population=population,
        status="bounded",
        interval=(low, high),
        confidence=settings.confidence,
        unit="probability",
        method=slow.method,
        says=f"{start}{wording.share_span(low, high)}{end}",
        cautions=(KNOWN_WRONG, NOT_EXACT),
    )


def _watched_share(waits: Waits, day: float, settings: ClaimSettings) -> Estimate:
    if waits.at_risk(day) < FEWEST and not waits.all_watched(day):
        raise UndefinedMeasureError(
            f"fewer than {FEWEST} of them were watched for so long"
        )
    return share_by(waits, day, confidence=settings.confidence)


def _curve(followed: Followed, settings: ClaimSettings) -> Curve:
    """Return the share corrected on each day on which it changes."""
    days = {0, *followed.fewest.days[followed.fewest.ended].tolist()}
    days |= set(followed.most.days[followed.most.ended].tolist())
    rows: list[tuple[int, float, float, float, int]] = []
    for day in sorted(days):
        if followed.fewest.at_risk(day) < FEWEST:
            break
        slow = share_by(followed.most, day, confidence=settings.confidence)
        quick = share_by(followed.fewest, day, confidence=settings.confidence)
        middle = (slow.value + quick.value) / 2
        low, high = min(slow.low, quick.low), max(slow.high, quick.high)
        rows.append((day, middle, low, high, followed.fewest.at_risk(day)))
    return Curve(CURVE, "Wrong claims corrected by day", _columns(rows))


def _columns(
    rows: Sequence[tuple[int, float, float, float, int]],
) -> tuple[Column, ...]:
    day, share, low, high, risk = zip(*rows, strict=True)
    what = "of claims known to be wrong, corrected or taken down by then"
    return (
        Column("day", "integer", "days", "days since publication", day),
        Column(
            "share",
            "number",
            "probability",
            f"share {what}; halfway between least and most where dates are not exact",
            share,
        ),
        Column("low", "number", "probability", "lower end of its interval", low),
        Column("high", "number", "probability", "upper end of its interval", high),
        Column("at_risk", "integer", "count", "claims watched on that day", risk),
    )
