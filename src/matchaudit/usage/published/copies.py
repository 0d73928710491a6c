"""Two columns that should count different things and are the same, row after row.

Small counts are equal now and then. What is told is a stretch of rows, without one
exception, that two columns with these values would hardly ever show by chance.
"""

from collections.abc import Iterator
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from matchaudit.estimation.finding import Key
from matchaudit.tallies.deployments import DeploymentRows
from matchaudit.usage.published.oddity import (
    Found,
    Ints,
    Oddity,
    counted,
    number_name,
    row_name,
)
from matchaudit.usage.row_order import by_name

Floats = NDArray[np.float64]

_FAULT = "data/duplicated_column"
_LARGEST_CHANCE = 1e-6
_FEWEST_TELLING = 10
_FEWEST_VALUES = 3

_SIBLINGS = (
    ("arrests", "other_disposals", "no_action"),
    (
        "true_alerts",
        "true_alerts_unconfirmed",
        "false_alerts",
        "false_alerts_unconfirmed",
    ),
    ("interventions", "false_interventions"),
    ("alerts", "faces_seen", "watchlist_size", "minutes", "cameras"),
)
"""Columns that count different things, none of which is a part of the other: a part
may well be the whole, as where each alert was right."""


def copies(rows: DeploymentRows, chosen: Ints) -> list[Found]:
    """Look for stretches in which one column repeats another."""
    file = rows.file[chosen[0]]
    pairs = [
        pair
        for family in _SIBLINGS
        for pair in combinations([n for n in family if n in rows.columns], 2)
    ]
    found = [
        _copied(rows, pair, source, stretch, whole=block.size)
        for source, block in _blocks(rows, chosen)
        for pair in pairs
        for stretch in _equal_runs(rows, pair, block)
        if _is_surprising(rows.numbers[pair[0]][stretch])
    ]
    if found:
        return found
    about: dict[str, Key] = {"file": file}
    says = f"In {chosen.size} rows no column was found that repeats another for long."
    return [counted(_FAULT, about, [], says=says, looked_at=chosen.size)]


def _blocks(rows: DeploymentRows, chosen: Ints) -> Iterator[tuple[str, Ints]]:
    """Yield the rows of each publication: its columns were filled in together."""
    sources = rows.texts.get("source", (None,) * rows.n)
    names = [sources[i] or "" for i in chosen]
    yield from by_name(names, chosen)


def _equal_runs(
    rows: DeploymentRows, pair: tuple[str, str], block: Ints
) -> Iterator[Ints]:
    """Yield the longest stretches without a difference; gaps do not end one."""
    first, second = (rows.numbers[name][block] for name in pair)
    known = np.isfinite(first) & np.isfinite(second)
    same = first[known] == second[known]
    at = block[known]
    edges = np.flatnonzero(np.diff(np.r_[False, same, False].astype(np.int8)))
    for low, high in zip(edges[::2], edges[1::2], strict=True):
        if high - low >= _FEWEST_TELLING:
            yield at[low:high]


def _is_surprising(values: Floats) -> bool:
    """Tell whether two columns with these values would hardly agree in all rows.

    A row in which both hold the most common value tells nothing. For the others the
    chance of a tie is that of two independent draws from the values of the stretch.
    """
    kinds, counts = np.unique(values, return_counts=True)
    share = counts / values.size
    common = share.max()
    telling = values.size - int(counts.max())
    if kinds.size < _FEWEST_VALUES or telling < _FEWEST_TELLING:
        return False
    tie = ((share**2).sum() - common**2) / (1 - common**2)
    return bool(telling * np.log(tie) < np.log(_LARGEST_CHANCE))


def _copied(
    rows: DeploymentRows,
    pair: tuple[str, str],
    source: str,
    stretch: Ints,
    *,
    whole: int,
) -> Found:
    first, second = (name.replace("_", " ") for name in pair)
    about: dict[str, Key] = {
        "file": rows.file[stretch[0]],
        "columns": ", ".join(pair),
        "first_row": int(rows.row[stretch[0]]),
    }
    if source:
        about["source"] = source
    oddities = [
        Oddity(
            fault=_FAULT,
            index=int(i),
            column=", ".join(pair),
            published=f"{number_name(value)} and {number_name(value)}",
            expected="two counts of different things",
            says=f"{row_name(rows, int(i))} gives {number_name(value)} for both",
        )
        for i in stretch
        for value in [float(rows.numbers[pair[0]][i])]
    ]
    rows_of = f"all {whole}" if stretch.size == whole else f"{stretch.size}"
    of = f' of "{source}"' if source else ""
    ends = [row_name(rows, int(stretch[end])) for end in (0, -1)]
    says = (
        f"In {rows_of} rows{of} the numbers under '{second}' are those under "
        f"'{first}': from {ends[0]} to {ends[1]}."
    )
    return counted(_FAULT, about, oddities, says=says, looked_at=whole)
