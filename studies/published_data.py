"""How often the checks of published deployments find a fault, and tell one where none is.

``python studies/published_data.py [--tables 100] [--seed 2026]`` (some minutes) prints the
table of ``docs/explanation/published-data.md``. All deployments are simulated: 200 rows
with busy and quiet months, streets that differ, lists and thresholds that change in steps.
"""

import argparse
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from matchaudit.tallies import DeploymentRows
from matchaudit.usage import denominator_breaks, published_faults

N = 200
NEAR = 10  # rows
STREETS = 12
Floats = NDArray[np.float64]
Rng = np.random.Generator


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """Where tables come from.

    Attributes
    ----------
    alerts_per_face : float
    stricter : float
        By what the change of threshold multiplies alerts.
    busy : float
        By what more people are about in 40 rows; alerts go with them.
    seen : callable
        By what faces are counted otherwise, row by row; alerts do not go with it.
    """

    alerts_per_face: float = 5e-4
    stricter: float = 0.6
    busy: float = 1.0
    seen: Callable[[Rng], Floats] = lambda _: np.ones(N)


def table(world: World, rng: Rng) -> DeploymentRows:
    """Draw a table without a slip, save that faces may be counted otherwise."""
    day = 19_700 + np.cumsum(rng.integers(1, 5, N))
    month = rng.normal(0, 0.25, 60)[(day - day[0]) // 30]
    street = rng.integers(0, STREETS, N)
    people = np.exp(month + rng.normal(0, 0.3, STREETS)[street])
    start = int(rng.integers(20, N - 60))
    people[start : start + 40] *= world.busy
    minutes = rng.integers(180, 421, N).astype(np.float64)
    passing = np.round(15 * minutes * people * np.exp(rng.normal(0, 0.2, N)))
    late = np.arange(N) >= rng.integers(60, 140)
    alerts = rng.poisson(
        passing * world.alerts_per_face * np.where(late, world.stricter, 1.0)
    )
    faces = np.maximum(np.round(passing * world.seen(rng)), alerts)
    false = rng.binomial(alerts, np.where(late, 0.02, 0.08))
    arrests = rng.binomial(alerts - false, 0.4)
    others = rng.binomial(alerts - false - arrests, 0.4)
    steps = rng.random(N) < 0.06
    size = 9000 * np.exp(np.cumsum(np.where(steps, rng.normal(0.02, 0.05, N), 0)))
    counts = {
        "minutes": minutes,
        "watchlist_size": np.round(size),
        "threshold": np.where(late, 0.64, 0.6),
        "faces_seen": faces,
        "alerts": alerts,
        "true_alerts": alerts - false,
        "false_alerts": false,
        "arrests": arrests,
        "other_disposals": others,
        "no_action": alerts - false - arrests - others,
    }
    cents = (20_000 * false + faces.astype(np.int64)) // (2 * faces.astype(np.int64))
    texts = {
        "location": tuple(f"Street {k}" for k in street),
        "published_rate": tuple(f"{c // 100}.{c % 100:02d}%" for c in cents),
    }
    return DeploymentRows(
        file=("simulated.csv",) * N,
        row=np.arange(2, N + 2),
        day=day,
        numbers={name: values.astype(np.float64) for name, values in counts.items()},
        texts=texts,
        columns=("date", *counts, *texts),
    )


def spoiled(
    rows: DeploymentRows, rng: Rng
) -> tuple[DeploymentRows, dict[str, set[int]]]:
    """Plant a fault of five kinds; return which rows hold each, counted from 0."""
    one, other, third, fourth = rng.choice(np.arange(5, N - 5), 4, replace=False)
    low = int(rng.integers(0, N - 80))
    numbers = {name: values.copy() for name, values in rows.numbers.items()}
    numbers["no_action"][low : low + 80] = numbers["other_disposals"][low : low + 80]
    numbers["true_alerts"][one] += 3
    numbers["watchlist_size"][other] *= 3
    rates = list(rows.texts["published_rate"])
    rates[third] = "7.77%"
    day = rows.day.copy()
    day[fourth] -= 365
    faults = {
        "data/duplicated_column": set(range(low, low + 80)),
        "data/parts_do_not_add_up": {int(one)},
        "data/outlier": {int(other)},
        "data/published_rate": {int(third)},
        "data/date_out_of_order": {int(fourth)},
    }
    texts = {**rows.texts, "published_rate": tuple(rates)}
    return replace(rows, numbers=numbers, texts=texts, day=day), faults


def odd_rows(rows: DeploymentRows) -> dict[str, set[int]]:
    """Return the rows that are told, by check."""
    told: dict[str, set[int]] = {}
    for curve in published_faults(rows)[1]:
        column = {c.name: c.values for c in curve.columns}
        for fault, row in zip(column["fault"], column["row"], strict=True):
            told.setdefault(str(fault), set()).add(int(str(row)) - 2)
    return told


def stretch(factor: float, length: int = N) -> Callable[[Rng], Floats]:
    """Return faces counted otherwise for so many rows, from the middle on or within."""

    def seen(rng: Rng) -> Floats:
        start = N // 2 if length >= N else int(rng.integers(40, N - length - 40 + 1))
        changed = np.ones(N)
        changed[start : start + length] = factor
        return changed

    return seen


def wandering(rng: Rng) -> Floats:
    """Return faces that wander for weeks, which alerts do not follow."""
    steps = rng.normal(0, 1, N)
    for k in range(1, N):
        steps[k] = 0.9 * steps[k - 1] + 0.44 * steps[k]
    return np.asarray(np.exp(0.4 * steps))


def rising(_: Rng) -> Floats:
    """Return faces that rise fourfold over the year, which alerts do not follow."""
    return np.asarray(4 ** np.linspace(0, 1, N))


def ends_found(world: World, tables: int, rng: Rng) -> tuple[int, int]:
    """Return how many days of change were found within ten rows, and how many were."""
    found = planted = 0
    for _ in range(tables):
        changed = world.seen(np.random.default_rng(int(rng.integers(2**31))))
        rows = table(replace(world, seen=lambda _, f=changed: f), rng)  # type: ignore[misc] # the factor of this table
        told = [b.index for b in denominator_breaks(rows)]
        ends = np.flatnonzero(np.diff(changed)) + 1
        planted += ends.size
        found += sum(any(abs(t - end) <= NEAR for t in told) for end in ends)
    return found, planted


def with_a_break(world: World, tables: int, rng: Rng) -> int:
    """Return in how many tables a break is told."""
    return sum(bool(denominator_breaks(table(world, rng))) for _ in range(tables))


def slips(tables: int, rng: Rng) -> None:
    """Print how tables without and with planted slips fare."""
    told = [odd_rows(table(World(), rng)) for _ in range(tables)]
    n = sum(len(rows) for one in told for rows in one.values())
    some = sum(bool(one) for one in told)
    print(f"| no fault | {n} rows told, in {some} of {tables} tables |")
    found: dict[str, int] = {}
    whole: dict[str, int] = {}
    beyond: dict[str, int] = {}
    for _ in range(tables):
        rows, faults = spoiled(table(World(), rng), rng)
        told_here = odd_rows(rows)
        for name, at in faults.items():
            here = told_here.get(name, set())
            found[name] = found.get(name, 0) + len(at & here)
            whole[name] = whole.get(name, 0) + len(at)
            beyond[name] = beyond.get(name, 0) + len(here - at)
    for name, n_found in found.items():
        print(
            f"| `{name}` | {n_found:,} of {whole[name]:,} rows found, "
            f"{beyond[name]:,} others told |"
        )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tables", type=int, default=100)
    parser.add_argument("--seed", type=int, default=2026)
    asked = parser.parse_args()
    rng = np.random.default_rng(asked.seed)
    print("| tables | result |")
    print("|---|---|")
    slips(asked.tables, rng)
    jumps = {f"faces jump by a factor of {f:g}": stretch(f) for f in (1.5, 2, 3, 5)}
    jumps |= {
        f"faces jump by a factor of 5, and back after {n} rows": stretch(5, n)
        for n in (20, 40, 80)
    }
    for name, seen in jumps.items():
        found, planted = ends_found(World(seen=seen), asked.tables, rng)
        print(f"| {name} | {found} of {planted} days found |", flush=True)
    for name, world in {
        "few alerts": World(alerts_per_face=3e-5),
        "a threshold that cuts alerts to 4 in 10": World(stricter=0.4),
        "streets three times busier for 40 rows, two thresholds": World(busy=3.0),
        "faces that wander for weeks, and alerts do not": World(seen=wandering),
        "faces that rise fourfold, and alerts do not": World(seen=rising),
        "busier streets as above, and one threshold": World(busy=3.0, stricter=1.0),
    }.items():
        n = with_a_break(world, asked.tables, rng)
        print(f"| {name} | a break told in {n} of {asked.tables} |", flush=True)


if __name__ == "__main__":
    main()
