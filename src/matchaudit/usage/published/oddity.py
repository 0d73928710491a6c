"""What is odd in one row, in words, and the findings and the table made of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matchaudit.estimation.finding import Column, Curve, Finding, Key
from matchaudit.tallies.deployments import DeploymentRows
from matchaudit.usage.days import day_name, iso_day

Ints = NDArray[np.int64]

ODDITIES = "oddities"
"""The name of the table with one row for each odd row."""

_NAMED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Oddity:
    """One odd value in one row.

    Attributes
    ----------
    fault : str
        The id of the finding it belongs to.
    index : int
        Which of the deployments, from 0.
    column : str
        The field, or several with commas.
    published, expected : str
        What stands there, and what would stand there if it were right.
    says : str
        The row and what is odd in it, as the end of a sentence.
    """

    fault: str
    index: int
    column: str
    published: str
    expected: str
    says: str


@dataclass(frozen=True, slots=True)
class Found:
    """One finding about published data, and the odd rows behind it."""

    finding: Finding
    oddities: tuple[Oddity, ...] = ()


Check = Callable[[DeploymentRows, Ints], list[Found]]
"""A check of some rows of one file, in the order of the file."""


def row_name(rows: DeploymentRows, index: int) -> str:
    """Return which row it is, with its day and place."""
    place = rows.texts.get("location", (None,) * rows.n)[index]
    about = ", ".join(p for p in (day_name(int(rows.day[index])), place) if p)
    return f"row {int(rows.row[index])} ({about})"


def number_name(value: float) -> str:
    """Return a number as a table prints it.

    Examples
    --------
    >>> number_name(19199.0), number_name(0.64)
    ('19,199', '0.64')
    """
    return f"{int(value):,}" if value == int(value) else f"{value:g}"


def many(number: float, noun: str) -> str:
    """Return a number with its noun.

    Examples
    --------
    >>> many(1.0, "alert"), many(2.0, "alert")
    ('1 alert', '2 alerts')
    """
    return f"{number_name(number)} {noun}{'' if number == 1 else 's'}"


def odd_of(odd: int, rows: int) -> str:
    """Return how many rows are odd, as the start of a sentence.

    Examples
    --------
    >>> odd_of(0, 8), odd_of(1, 8)
    ('In none of 8 rows', 'In 1 of 8 rows')
    """
    return f"In {odd or 'none'} of {many(rows, 'row')}"


def such_as(rows: DeploymentRows, oddities: Sequence[Oddity]) -> str:
    """Tell the first of them and name two more, as the end of a sentence."""
    if not oddities:
        return ""
    others = [str(int(rows.row[o.index])) for o in oddities[1:_NAMED]]
    also = f" (also row{'s' * (len(others) - 1)} {' and '.join(others)})"
    return f": {oddities[0].says}{also if others else ''}"


def counted(
    fault: str,
    population: dict[str, Key],
    oddities: Sequence[Oddity],
    *,
    says: str,
    looked_at: int,
    cautions: tuple[str, ...] = (),
) -> Found:
    """Return a finding that counts odd rows among those looked at."""
    odd = len({oddity.index for oddity in oddities})
    finding = Finding(
        id=fault,
        population=population,
        status="counted",
        estimate=odd,
        events=odd,
        trials=looked_at,
        unit="rows",
        method="published-data-check",
        says=says,
        curve=f"data/{ODDITIES}.csv" if oddities else None,
        cautions=cautions,
    )
    return Found(finding, tuple(oddities))


def not_told(fault: str, population: dict[str, Key], because: str) -> Found:
    """Return a finding that says why something could not be looked for."""
    finding = Finding(
        id=fault,
        population=population,
        status="not_estimable",
        unit="rows",
        method="published-data-check",
        says=f"This could not be checked, because {because}.",
        because=because,
    )
    return Found(finding)


def odd_rows(rows: DeploymentRows, oddities: Sequence[Oddity]) -> Curve:
    """Return the table of all odd rows, by file and row."""
    listed = sorted(oddities, key=lambda oddity: (oddity.index, oddity.fault))
    places = rows.texts.get("location", (None,) * rows.n)
    at = [oddity.index for oddity in listed]
    words: dict[str, tuple[str, list[str | None]]] = {
        "fault": ("The finding it belongs to.", [o.fault for o in listed]),
        "file": ("The file.", [rows.file[i] for i in at]),
        "date": (
            "The day, as published.",
            [iso_day(rows.day[i]) for i in at],
        ),
        "location": ("The place, as published.", [places[i] for i in at]),
        "column": ("The columns that are odd.", [o.column for o in listed]),
        "published": ("What was published.", [o.published for o in listed]),
        "expected": ("What it would be if right.", [o.expected for o in listed]),
        "says": ("What is odd.", [o.says for o in listed]),
    }
    columns = [
        Column(name, "string", "", meaning, tuple(values))
        for name, (meaning, values) in words.items()
    ]
    number = Column(
        "row", "integer", "", "The row in a spreadsheet.", tuple(map(int, rows.row[at]))
    )
    columns.insert(2, number)
    return Curve(ODDITIES, "What is odd in the published figures", tuple(columns))
