"""Who searched when, in which case: drawn for the whole log at once."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matchaudit.records.simulation.searches.log import A_DAY
from matchaudit.records.simulation.searches.settings import SearchSettings

IntArray = NDArray[np.int64]

# Late enough for every rule in the packs to hold in a part of the log.
START = np.datetime64("2026-12", "M")
_NEW_CASE = 0.7  # of the searches, so a case has 1.4 of them on average
_OPERATORS = (3, 14)  # of one agency, at least and fewer than
_FOLLOW_UP = 1.0 * A_DAY  # mean time to the next search of a case


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """Every search, in the order of time.

    Attributes
    ----------
    searched_at : ndarray of int64, shape (N,)
        Seconds since 1970, in UTC.
    agency, operator, case, group : ndarray of int64, shape (N,)
        Numbers from 0.
    nil_returns : list of (int, int)
        Agency and month of each row that says that there was no search.
    """

    searched_at: IntArray
    agency: IntArray
    operator: IntArray
    case: IntArray
    group: IntArray
    nil_returns: list[tuple[int, int]]

    @property
    def month(self) -> IntArray:
        """Months since the first of the log, shape (N,)."""
        months = self.searched_at.view("datetime64[s]").astype("datetime64[M]")
        return (months - START).astype(np.int64)


def draw_frame(s: SearchSettings, rng: np.random.Generator) -> Frame:
    """Draw agencies, operators, cases and times.

    Parameters
    ----------
    s : SearchSettings
    rng : numpy.random.Generator

    Returns
    -------
    Frame

    Examples
    --------
    >>> frame = draw_frame(SearchSettings(n_searches=100), np.random.default_rng(1))
    >>> bool((np.diff(frame.searched_at) >= 0).all())
    True
    """
    new = rng.random(s.n_searches) < _NEW_CASE
    new[0] = True
    case = np.cumsum(new) - 1
    n_cases = int(case[-1]) + 1
    starts = (START + np.arange(s.months + 1)).astype("datetime64[s]").astype(np.int64)
    start = rng.integers(starts[0], starts[-1], n_cases)
    silent, nil_returns = _silent(s, rng)
    agency = rng.choice(s.n_agencies, n_cases, p=_decreasing(s.n_agencies))
    month = np.searchsorted(starts, start, side="right") - 1
    agency[silent[agency, month]] = 0
    group = rng.choice(len(s.groups), n_cases, p=[one.share for one in s.groups])

    gap = np.where(new, 0, rng.exponential(_FOLLOW_UP, s.n_searches)).cumsum()
    at = start[case] + (gap - gap[new][case]).astype(np.int64)
    month = np.searchsorted(starts, at, side="right") - 1
    # A follow-up in a silent month, or after the end, is made at the start instead.
    late = (at >= starts[-1]) | silent[agency[case], np.minimum(month, s.months - 1)]
    at[late] = start[case][late]
    busiest = agency[case] == 0
    for week in _silent_weeks(s, rng).tolist():
        inside = busiest & (at >= week) & (at < week + 7 * A_DAY)
        at[inside] -= 7 * A_DAY
    order = np.argsort(at, kind="stable")
    return Frame(
        searched_at=at[order],
        agency=agency[case][order],
        operator=_operators(s, agency, rng)[case][order],
        case=rng.permutation(n_cases)[case][order],  # a code must not tell the time
        group=group[case][order],
        nil_returns=nil_returns,
    )


def _silent(
    s: SearchSettings, rng: np.random.Generator
) -> tuple[NDArray[np.bool_], list[tuple[int, int]]]:
    """Choose months in which an agency has no row; never the first or last one."""
    silent = np.zeros((s.n_agencies, s.months), dtype=bool)
    inner = (s.n_agencies - 1) * (s.months - 2)
    chosen = rng.choice(inner, s.silent, replace=False)
    agency, month = chosen // (s.months - 2) + 1, chosen % (s.months - 2) + 1
    silent[agency, month] = True
    pairs = list(zip(agency.tolist(), month.tolist(), strict=True))
    return silent, sorted(pairs[: s.nil_returns])


def _silent_weeks(s: SearchSettings, rng: np.random.Generator) -> IntArray:
    """Choose weeks, by the second that begins them, of which none follows another."""
    first = START.astype("datetime64[D]").astype(np.int64)
    last = (START + s.months).astype("datetime64[D]").astype(np.int64)
    mondays = np.arange((first + 3) // 7 + 2, (last + 3) // 7 - 1, 2) * 7 - 3
    n = min(s.silent_weeks, mondays.size)
    return np.sort(rng.choice(mondays, n, replace=False)) * A_DAY


def _operators(
    s: SearchSettings, agency: IntArray, rng: np.random.Generator
) -> IntArray:
    """Draw one operator of the agency for each case; some work much more."""
    operator = np.zeros(agency.size, dtype=np.int64)
    first = 0
    for k in range(s.n_agencies):
        n = int(rng.integers(*_OPERATORS))
        rows = np.flatnonzero(agency == k)
        operator[rows] = first + rng.choice(n, rows.size, p=_decreasing(n))
        first += n
    return operator


def _decreasing(n: int) -> NDArray[np.float64]:
    weights = 1 / np.arange(1, n + 1)
    return np.asarray(weights / weights.sum())
