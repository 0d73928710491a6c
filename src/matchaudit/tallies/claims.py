"""Claims as columns of days and words: a register is small, and no row is named.

The ids of claims stay behind: what comes out can be counted, and not looked up.
"""

# ruff: noqa: S608 - names of the schema; values pass through ``quoted``

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matchaudit.records.table import LATEST, Table
from matchaudit.tallies.engine import Columns, DuckEngine, Engine
from matchaudit.tallies.statements import quoted

UTC = "UTC"
DATES = ("published_at", "corrected_at", "removed_at", "last_checked_at")
WORDS = ("publisher", "method", "probe_mask", "status")
NO_DAY = -(2**31)
"""Stands for a day that is not recorded, where the database fills an array."""

_ONE_DAY_AT_MOST = 60 * 3_600_000_000
"""Microseconds. A day lasts up to 50 hours where nobody said by whose clocks."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Days:
    """Calendar days, each of which is known from a first to a last one.

    Attributes
    ----------
    known : ndarray of bool, shape (n,)
        False where no date is recorded; the days are then 0.
    first, last : ndarray of int64, shape (n,)
        Days since 1970-01-01, ``first <= last``; equal for a day or an instant.
    """

    known: NDArray[np.bool_]
    first: NDArray[np.int64]
    last: NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ClaimRows:
    """``n`` claims, in no order that means anything.

    Attributes
    ----------
    n : int
    dates : mapping of str to Days
        ``published_at``, ``corrected_at``, ``removed_at``, ``last_checked_at``.
    words : mapping of str to tuple of (str or None), length n
        ``publisher``, ``method``, ``probe_mask``, ``status``; None: not recorded.
    visible_fraction : ndarray of float64, shape (n,)
        In [0, 1]. Here, and only here, NaN means not recorded.
    drawn : ndarray of bool, shape (n,)
        True where the claim was drawn for checking (``verification_sample``).
    columns : tuple of str
        The fields that the register has.
    """

    n: int
    dates: Mapping[str, Days]
    words: Mapping[str, tuple[str | None, ...]]
    visible_fraction: NDArray[np.float64]
    drawn: NDArray[np.bool_]
    columns: tuple[str, ...]


def claim_rows(
    table: Table, *, zone: str = UTC, engine: Engine | None = None
) -> ClaimRows:
    """Return a register of claims as days and words, without their ids.

    Parameters
    ----------
    table : Table
        Records of the kind ``claims``.
    zone : str, default="UTC"
        The time zone by whose clocks a day begins, such as "Europe/London".
    engine : Engine, optional
        Default: DuckDB in process.

    Returns
    -------
    ClaimRows
    """
    statement = _statement(table, zone)
    if engine is not None:
        return _rows(table, engine.columns(statement))
    with DuckEngine(table.workspace) as own:
        return _rows(table, own.columns(statement))


def _statement(table: Table, zone: str) -> str:
    """Select each field so that nothing is NULL: a flag or a mark stands for it."""
    has = set(table.columns)
    parts = []
    for name in DATES:
        ends = _ends(name, zone) if name in has else (str(NO_DAY), str(NO_DAY))
        parts += [f"{ends[0]} AS first_{name}", f"{ends[1]} AS last_{name}"]
    for name in WORDS:
        text = f"coalesce({name}, '')" if name in has else "''"
        unknown = f"{name} IS NULL" if name in has else "TRUE"
        parts += [f"{text} AS t_{name}", f"{unknown} AS u_{name}"]
    nothing = "CAST('NaN' AS DOUBLE)"
    seen = "visible_fraction" in has
    drawn = "verification_sample" in has
    parts += [
        f"{f'coalesce(visible_fraction, {nothing})' if seen else nothing} AS visible",
        f"{'coalesce(verification_sample, FALSE)' if drawn else 'FALSE'} AS drawn",
    ]
    # Sorted by what is kept, so that the same register gives the same arrays.
    return f"SELECT {', '.join(parts)} FROM ({table.sql}) AS records ORDER BY ALL"


def _ends(name: str, zone: str) -> tuple[str, str]:
    """Return the SQL of the first and the last calendar day that a date may be.

    A date that is as exact as a day is the day of its middle, wherever the clocks of
    whoever wrote it stand.
    """
    first, last = f"epoch_us({name})", f"epoch_us({name}{LATEST})"
    exact = f"{last} - {first} <= {_ONE_DAY_AT_MOST}"
    middle = f"{first} + ({last} - {first}) // 2"

    def day(other: str) -> str:
        instant = f"make_timestamp(CASE WHEN {exact} THEN {middle} ELSE {other} END)"
        if zone != UTC:
            instant = f"timezone({quoted(zone)}, timezone({quoted(UTC)}, {instant}))"
        number = f"CAST({instant} AS DATE) - DATE '1970-01-01'"
        return f"coalesce({number}, {NO_DAY})"

    return day(first), day(last)


def _rows(table: Table, found: Columns) -> ClaimRows:
    dates = {}
    for name in DATES:
        first, last = (found[f"{e}_{name}"].astype(np.int64) for e in ("first", "last"))
        known = first != NO_DAY
        dates[name] = Days(
            known=known, first=np.where(known, first, 0), last=np.where(known, last, 0)
        )
    return ClaimRows(
        n=int(found["drawn"].size),
        dates=dates,
        words={
            name: tuple(
                None if unknown else str(text)
                for text, unknown in zip(
                    found[f"t_{name}"], found[f"u_{name}"], strict=True
                )
            )
            for name in WORDS
        },
        visible_fraction=found["visible"].astype(np.float64),
        drawn=found["drawn"].astype(np.bool_),
        columns=table.columns,
    )
