"""Which deployments a number is about: all, a year, a threshold, a stretch of days.

A stretch ends where the number of faces seen changes its meaning (``breaks``).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from matchaudit.estimation.finding import Key
from matchaudit.tallies.deployments import DeploymentRows
from matchaudit.usage.breaks import Break, series_of
from matchaudit.usage.days import day_name, iso_day
from matchaudit.usage.row_order import by_file, row_order

Mask = NDArray[np.bool_]
ScopeKind = Literal["all", "year", "stretch", "threshold", "name"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Scope:
    """Some of ``n`` deployments, and how they are named.

    Attributes
    ----------
    kind : {"all", "year", "stretch", "threshold", "name"}
    population : mapping of str to str, int, float or bool
        Of the findings about them.
    start : str
        What a sentence about them begins with, such as ``"In 2024, "``; may be empty.
    chosen : ndarray of bool, shape (n,)
    crosses : tuple of Break
        Days within, from which a rate per face means something else.
    thresholds : tuple of float, default=()
        Those in use, lowest first.
    """

    kind: ScopeKind
    population: Mapping[str, Key]
    start: str
    chosen: Mask
    crosses: tuple[Break, ...]
    thresholds: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Stretch:
    """Deployments of one series between two breaks, by their placed days."""

    series: str
    first: int
    last: int
    chosen: Mask
    after_break: bool

    @property
    def period(self) -> str:
        """The days, as findings name them."""
        return f"{iso_day(self.first)} to {iso_day(self.last)}"


def scopes(rows: DeploymentRows, breaks: Sequence[Break]) -> list[Scope]:
    """Return all deployments, and each part of them that is measured alone.

    Parameters
    ----------
    rows : DeploymentRows
        ``n`` deployments, at least one.
    breaks : sequence of Break

    Returns
    -------
    list of Scope
        All; then calendar years, stretches between breaks, thresholds, and sources,
        agencies and systems, each where there are two or more.
    """
    day = placed_days(rows)
    everything: _Part = ({}, "", np.ones(rows.n, dtype=np.bool_))
    parts: list[tuple[ScopeKind, list[_Part]]] = [
        ("all", [everything]),
        ("year", _years(rows)),
        ("stretch", _stretch_scopes(rows, breaks)),
        ("threshold", _thresholds(rows)),
        *(("name", _named(rows, name)) for name in ("source", "agency", "system")),
    ]
    return [
        Scope(
            kind=kind,
            population=population,
            start=start,
            chosen=chosen,
            crosses=_crossed(rows, day, chosen, breaks),
            thresholds=_in_use(rows, chosen),
        )
        for kind, some in parts
        for population, start, chosen in some
    ]


def placed_days(rows: DeploymentRows) -> NDArray[np.int64]:
    """Return the day by which each deployment is put into a stretch.

    Parameters
    ----------
    rows : DeploymentRows
        ``n`` deployments.

    Returns
    -------
    ndarray of int64, shape (n,)
        Its own day; in a table that is in order of date, for the few rows whose date is
        out of order, the day of the row before.
    """
    placed = rows.day.copy()
    for _, at in series_of(rows):
        for part in by_file(rows, at):
            order = row_order(rows, part)
            before = np.searchsorted(order.kept, np.arange(part.size), side="right") - 1
            of_row = order.lined_up[order.kept[np.maximum(before, 0)]]
            placed[order.lined_up] = rows.day[of_row]
    return placed


def stretches(rows: DeploymentRows, breaks: Sequence[Break]) -> list[Stretch]:
    """Return the stretches of days between breaks, by series and day.

    Parameters
    ----------
    rows : DeploymentRows
    breaks : sequence of Break

    Returns
    -------
    list of Stretch
        At least one a series; each deployment is in just one.
    """
    found = []
    day = placed_days(rows)
    for series, at in series_of(rows):
        of_series = np.zeros(rows.n, dtype=np.bool_)
        of_series[at] = True
        days = sorted(b.first_day for b in breaks if b.series == series)
        # Which stretch each row is in: 0 before the first break.
        place = np.searchsorted(days, day, side="right")
        for k in range(len(days) + 1):
            chosen = of_series & (place == k)
            if chosen.any():
                first, last = int(day[chosen].min()), int(day[chosen].max())
                found.append(
                    Stretch(
                        series=series,
                        first=first,
                        last=last,
                        chosen=chosen,
                        after_break=k > 0,
                    )
                )
    return found


_Part = tuple[dict[str, Key], str, Mask]


def _years(rows: DeploymentRows) -> list[_Part]:
    years = np.array([iso_day(day)[:4] for day in rows.day.tolist()])
    found: list[_Part] = [
        ({"period": str(year)}, f"In {year}, ", years == year)
        for year in np.unique(years)
    ]
    return found if len(found) > 1 else []


def _stretch_scopes(rows: DeploymentRows, breaks: Sequence[Break]) -> list[_Part]:
    all_of = stretches(rows, breaks)
    several = len({stretch.series for stretch in all_of}) > 1
    key = "agency" if "agency" in rows.columns else "file"
    found: list[_Part] = []
    for stretch in all_of:
        if not any(found_break.series == stretch.series for found_break in breaks):
            continue  # the series is one stretch: nothing to tell apart
        named: dict[str, Key] = {key: stretch.series} if several else {}
        first, last = day_name(stretch.first), day_name(stretch.last)
        whose = f"{stretch.series}, from" if several else "From"
        start = f"{whose} {first} to {last}, "
        found.append(({**named, "period": stretch.period}, start, stretch.chosen))
    return found


def _in_use(rows: DeploymentRows, chosen: Mask) -> tuple[float, ...]:
    threshold = rows.numbers.get("threshold")
    if threshold is None:
        return ()
    return tuple(np.unique(threshold[chosen & ~np.isnan(threshold)]).tolist())


def _thresholds(rows: DeploymentRows) -> list[_Part]:
    threshold = rows.numbers.get("threshold")
    if threshold is None:
        return []
    found: list[_Part] = [
        (
            {"threshold": float(value)},
            f"At score {float(value):g}, ",
            threshold == value,
        )
        for value in _in_use(rows, np.ones(rows.n, dtype=np.bool_))
    ]
    return found if len(found) > 1 else []


def _named(rows: DeploymentRows, name: str) -> list[_Part]:
    texts = rows.texts.get(name, ())
    names = sorted({text for text in texts if text})
    found: list[_Part] = [
        ({name: text}, f'In "{text}", ', np.array([other == text for other in texts]))
        for text in names
    ]
    return found if len(found) > 1 else []


def _crossed(
    rows: DeploymentRows,
    day: NDArray[np.int64],
    chosen: Mask,
    breaks: Sequence[Break],
) -> tuple[Break, ...]:
    crossed = []
    series = dict(series_of(rows)) if breaks else {}
    for found in breaks:
        at = series[found.series]
        days = day[at[chosen[at]]]
        if (days < found.first_day).any() and (days >= found.first_day).any():
            crossed.append(found)
    return tuple(crossed)
