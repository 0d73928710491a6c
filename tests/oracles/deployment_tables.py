"""Simulated tables of deployments that hold together, to plant faults in."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

import numpy as np
from numpy.typing import NDArray

from matchaudit.tallies.deployments import DeploymentRows

Floats = NDArray[np.float64]

_FIRST_DAY = 19_000
_HUNDREDTH = Decimal("0.01")


def clean_table(rng: np.random.Generator, n: int = 200) -> DeploymentRows:
    """Return ``n`` deployments, two a day, whose figures fit each other.

    Streets differ in how busy they are and how often alerts are given; months are
    busier or quieter, and alerts go with that. Lists and thresholds change in steps.
    """
    of_day = np.arange(n) // 2
    day = _FIRST_DAY + np.cumsum(rng.integers(1, 7, of_day[-1] + 1))[of_day]
    spread = np.asarray(rng.normal(330, 70, n), dtype=np.float64)
    minutes = np.asarray(np.clip(spread, 60, 540).round(), dtype=np.float64)
    street = rng.lognormal(0, 0.5, 40)[rng.integers(0, 40, n)]
    month = np.exp(0.4 * np.sin(2 * np.pi * day / 365))
    faces = np.round(minutes * 25 * street * month * rng.lognormal(0, 0.3, n)) + 50
    alerts = rng.poisson(faces * 8e-4 * rng.lognormal(0, 0.3, n)).astype(np.float64)
    false = rng.binomial(alerts.astype(np.int64), 0.03).astype(np.float64)
    unsure = rng.binomial((alerts - false).astype(np.int64), 0.03).astype(np.float64)
    true = alerts - false - unsure
    arrests = rng.binomial(true.astype(np.int64), 0.4).astype(np.float64)
    other = rng.binomial((true - arrests).astype(np.int64), 0.5).astype(np.float64)
    numbers: dict[str, Floats] = {
        "minutes": minutes,
        "watchlist_size": _lists(rng, of_day),
        "threshold": np.where(of_day < of_day[-1] * rng.random(), 0.6, 0.64),
        "faces_seen": faces,
        "alerts": alerts,
        "true_alerts": true,
        "true_alerts_unconfirmed": unsure,
        "false_alerts": false,
        "false_alerts_unconfirmed": np.zeros(n),
        "arrests": arrests,
        "other_disposals": other,
        "no_action": true - arrests - other,
    }
    texts = {
        "location": tuple(f"Place {k}" for k in rng.integers(1, 41, n)),
        "published_rate": tuple(map(_percent, false, faces)),
    }
    return DeploymentRows(
        file=("simulated.csv",) * n,
        row=np.arange(2, n + 2),
        day=day,
        numbers=numbers,
        texts=texts,
        columns=("date", *numbers, *texts),
    )


def with_numbers(rows: DeploymentRows, **changed: Floats) -> DeploymentRows:
    """Return the table with other columns of numbers."""
    columns = dict.fromkeys((*rows.columns, *changed))
    return replace(rows, numbers={**rows.numbers, **changed}, columns=tuple(columns))


def with_texts(
    rows: DeploymentRows, **changed: tuple[str | None, ...]
) -> DeploymentRows:
    """Return the table with other columns of words."""
    columns = dict.fromkeys((*rows.columns, *changed))
    texts: Mapping[str, tuple[str | None, ...]] = {**rows.texts, **changed}
    return replace(rows, texts=texts, columns=tuple(columns))


def with_value(
    rows: DeploymentRows, name: str, index: int, value: float
) -> DeploymentRows:
    """Return the table with one number changed."""
    column = rows.numbers[name].copy()
    column[index] = value
    return with_numbers(rows, **{name: column})


def _lists(rng: np.random.Generator, of_day: NDArray[np.int64]) -> Floats:
    """Return list sizes that creep, jump now and then, and are one for each day."""
    days = of_day[-1] + 1
    steps = rng.normal(0, 0.012, days) + (rng.random(days) < 0.03) * rng.normal(
        0, 0.08, days
    )
    sizes = np.round(15_000 * np.exp(np.cumsum(steps)))
    return np.asarray(sizes[of_day])


def _percent(false: float, faces: float) -> str:
    share = (100 * Decimal(int(false)) / Decimal(int(faces))).quantize(
        _HUNDREDTH, ROUND_HALF_UP
    )
    return f"{share.normalize():f}%"


def with_days(rows: DeploymentRows, day: NDArray[np.int64]) -> DeploymentRows:
    """Return the table with other days."""
    return replace(rows, day=day)
