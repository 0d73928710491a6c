"""How often the interval of a rate per hour holds the truth, where days differ.

Days have uneven lengths and gamma rates; events come in bursts of a geometric size. Run
``python studies/counts_per_time.py`` (about a minute); it prints the table that stands in
``docs/explanation/denominators.md``.
"""

from dataclasses import dataclass

import numpy as np

from matchaudit.errors import UndefinedMeasureError
from matchaudit.estimation import TimedCounts, clustered_garwood, garwood

RUNS, SEED = 1000, 20_250_510


@dataclass(frozen=True)
class Setting:
    """One line of the table; ``part`` of the events are those that are measured."""

    days: int
    mean: float
    spread: float
    burst: int
    part: float = 1.0


SETTINGS = tuple(
    Setting(days, mean, spread, burst, part)
    for days in (5, 20, 140)
    for mean, spread, burst, part in (
        (0.5, 0.0, 1, 1.0),
        (0.5, 1.0, 2, 1.0),
        (15.0, 1.0, 1, 1.0),
        (15.0, 1.0, 1, 0.016),
        (15.0, 1.0, 3, 0.2),
    )
)


def simulated(
    rng: np.random.Generator, setting: Setting
) -> tuple[TimedCounts, TimedCounts]:
    """Return what is measured, and all events."""
    time = rng.uniform(0.5, 1.5, setting.days)
    rate = np.ones(setting.days)
    if setting.spread:
        rate = rng.gamma(setting.spread**-2, setting.spread**2, setting.days)
    starts = rng.poisson(setting.mean * time * rate / setting.burst)
    every = np.array([rng.geometric(1 / setting.burst, n).sum() for n in starts])
    some = rng.binomial(every, setting.part)
    return (
        TimedCounts(time, some.astype(np.float64)),
        TimedCounts(time, every.astype(np.float64)),
    )


def held(setting: Setting, rng: np.random.Generator) -> tuple[float, float, int]:
    """Return how often each interval holds the truth, and in how many runs."""
    truth = setting.mean * setting.part
    exact = clustered = runs = 0
    for _ in range(RUNS):
        counts, every = simulated(rng, setting)
        looser = [every] if setting.part < 1 else []
        try:
            by_day = clustered_garwood(counts, looser=looser)
        except UndefinedMeasureError:
            continue  # it never happened: no interval is given
        plain = garwood(counts.events.sum(), counts.time.sum())
        exact += plain.low <= truth <= plain.high
        clustered += by_day.low <= truth <= by_day.high
        runs += 1
    return exact / runs, clustered / runs, runs


def main() -> None:
    """Print the table."""
    rng = np.random.default_rng(SEED)
    print("| days | events a day | days vary | burst | exact | by day | runs |")
    print("|---|---|---|---|---|---|---|")
    for s in SETTINGS:
        exact, clustered, runs = held(s, rng)
        print(
            f"| {s.days} | {s.mean * s.part:.2g} | {s.spread:g} | {s.burst} "
            f"| {exact:.3f} | {clustered:.3f} | {runs:,} |"
        )


if __name__ == "__main__":
    main()
