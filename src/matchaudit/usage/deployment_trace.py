"""Which deployments each number was made from, row by row."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from matchaudit.estimation.finding import Column, Curve
from matchaudit.tallies.deployments import DeploymentRows
from matchaudit.usage.breaks import Break
from matchaudit.usage.days import iso_day
from matchaudit.usage.denominators import DENOMINATORS, Denominator, divided, hours_of
from matchaudit.usage.periods import stretches
from matchaudit.usage.totals import COUNTS
from matchaudit.usage.unconfirmed import wrong_alerts

NAME = "deployments"
_LABELS = ("location", "agency", "system", "source")
_NUMBERS = ("threshold", "alerts", "faces_seen", "watchlist_size")


def deployment_trace(rows: DeploymentRows, breaks: Sequence[Break]) -> Curve:
    """List the deployments with the parts and the rates in which each is counted.

    To repeat a rate of some deployments, keep the rows of its population and those that
    say "yes" under its name, and divide the sums.

    Parameters
    ----------
    rows : DeploymentRows
        ``n`` deployments.
    breaks : sequence of Break

    Returns
    -------
    Curve
        ``deployments``, of ``n`` rows in the order of the files.
    """
    wrong = wrong_alerts(rows)
    unknown = np.full(rows.n, np.nan)
    published = unknown if wrong is None else wrong.as_published
    worst = unknown if wrong is None else wrong.at_most
    events = {"wrong": published, "alerts": rows.numbers.get("alerts", unknown)}
    words = [
        _words("file", "the file", rows.file),
        Column("row", "integer", "", "the row in it", tuple(rows.row.tolist())),
        _words("date", "the day it began", [iso_day(d) for d in rows.day.tolist()]),
        _words("stretch", "the stretch between breaks", _stretch_of(rows, breaks)),
        *(
            _words(name, f"the {name}, as published", rows.texts[name])
            for name in _LABELS
            if name in rows.texts
        ),
    ]
    numbers = [
        _numbers(name, f"{name.replace('_', ' ')}, as published", rows.numbers[name])
        for name in _NUMBERS
        if name in rows.numbers
    ]
    hours = hours_of(rows)
    numbers += [] if hours is None else [_numbers("hours", "how long it ran", hours)]
    numbers += [
        _numbers(name, f"{name.replace('_', ' ')}, as published", rows.numbers[name])
        for name in COUNTS
        if name in rows.numbers and name not in _NUMBERS
    ]
    numbers += [
        _numbers("wrong_alerts", "wrong alerts, as published", published),
        _numbers("wrong_alerts_at_most", "with all that nobody confirmed", worst),
    ]
    counted = [_counted_in(by, rows, events[by.counts]) for by in DENOMINATORS]
    title = "Deployments, and in which rates each is counted"
    return Curve(NAME, title, (*words, *numbers, *counted))


def _stretch_of(rows: DeploymentRows, breaks: Sequence[Break]) -> list[str]:
    names = [""] * rows.n
    for stretch in stretches(rows, breaks):
        for i in np.flatnonzero(stretch.chosen).tolist():
            names[i] = stretch.period
    return names


def _counted_in(
    by: Denominator, rows: DeploymentRows, events: NDArray[np.float64]
) -> Column:
    everything = np.ones(rows.n, dtype=np.bool_)
    inside = np.zeros(rows.n, dtype=np.bool_)
    inside[divided(rows, everything, events, by).at] = True
    name = f"in_{by.id.partition('/')[2]}"
    said = ["yes" if counted else "no" for counted in inside.tolist()]
    return _words(name, f"whether {by.id} counts the row", said)


def _words(name: str, meaning: str, values: Sequence[str | None]) -> Column:
    return Column(name, "string", "", meaning, tuple(values))


def _numbers(name: str, meaning: str, values: NDArray[np.float64]) -> Column:
    known = tuple(None if np.isnan(v) else v for v in values.tolist())
    return Column(name, "number", "", meaning, known)
