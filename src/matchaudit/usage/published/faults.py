"""All checks of published data, one after the other."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from matchaudit.estimation.finding import Curve, Finding
from matchaudit.tallies.deployments import DeploymentRows
from matchaudit.usage.published.copies import copies
from matchaudit.usage.published.denominators import changed_denominators
from matchaudit.usage.published.neighbours import outliers
from matchaudit.usage.published.oddity import Check, Found, Ints, odd_rows
from matchaudit.usage.published.order import dates
from matchaudit.usage.published.rates import rates
from matchaudit.usage.published.sums import durations, faces, outcomes, parts
from matchaudit.usage.row_order import by_file, by_name

CHECKS: tuple[Check, ...] = (
    copies,
    parts,
    outcomes,
    rates,
    outliers,
    faces,
    durations,
    dates,
)
"""What is looked for in each file, in this order."""


def published_faults(
    rows: DeploymentRows,
) -> tuple[list[Finding], list[Curve]]:
    """Audit published deployments as data: what is odd, and what it would be if right.

    Nothing is known of the publisher beforehand: each check uses what the fields mean
    and how the other rows look. No cause is claimed.

    Parameters
    ----------
    rows : DeploymentRows

    Returns
    -------
    findings : list of Finding
        Ids ``data/...``: how many rows are odd, by file, and by agency in a file with
        several; 0 where none is, and *not
        estimable* where the columns for a check are not there.
    curves : list of Curve
        ``oddities``: one row for each odd row. Empty if nothing is odd.

    Examples
    --------
    >>> counts = {
    ...     "alerts": np.array([3.0, 4.0, 1.0]),
    ...     "true_alerts": np.array([2.0, 4.0, 1.0]),
    ...     "false_alerts": np.array([1.0, 0.0, 1.0]),
    ... }
    >>> rows = DeploymentRows(
    ...     file=("made-up.csv",) * 3,
    ...     row=np.array([2, 3, 4]),
    ...     day=np.array([19723, 19724, 19725]),
    ...     numbers=counts,
    ...     texts={"location": ("High Street",) * 3},
    ...     columns=tuple(counts),
    ... )
    >>> findings, [table] = published_faults(rows)
    >>> table.columns[-1].values
    ('row 4 (3 January 2024, High Street) gives 1 alert but its parts make 2',)
    """
    found = [*changed_denominators(rows), *_by_file(rows)]
    oddities = [oddity for one in found for oddity in one.oddities]
    curves = [odd_rows(rows, oddities)] if oddities else []
    return [one.finding for one in found], curves


def _by_file(rows: DeploymentRows) -> Iterator[Found]:
    for chosen in by_file(rows, np.arange(rows.n)):
        parts = list(_by_agency(rows, chosen))
        for check in CHECKS:
            for agency, some in parts:
                found = check(rows, some)
                yield from (
                    found if len(parts) == 1 else [_of(agency, one) for one in found]
                )


def _by_agency(rows: DeploymentRows, chosen: Ints) -> Iterator[tuple[str, Ints]]:
    """Yield the rows of each agency: those of another are no neighbours."""
    agencies = rows.texts.get("agency", (None,) * rows.n)
    names = [agencies[i] or "not recorded" for i in chosen]
    yield from by_name(names, chosen)


def _of(agency: str, found: Found) -> Found:
    """Return a finding with the agency that it is about."""
    one = found.finding
    said = f"Agency {agency}: {one.says[:1].lower()}{one.says[1:]}"
    population = {**one.population, "agency": agency}
    return replace(found, finding=replace(one, says=said, population=population))
