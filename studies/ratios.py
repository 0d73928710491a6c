"""How often the interval of a ratio of two rates holds, with a known truth.

``python studies/ratios.py [--repeats 600] [--seed 2026]`` prints the table of
``docs/explanation/differentials.md``. All scores are simulated.

Scores of two people i and j are ``a_i + a_j + b_ij + e`` with normal ``a`` (spread 0.5,
a person who is easily mistaken), ``b`` (the pair's own, paired rows only) and ``e``
(spread 1); each pair is compared 4 times. Thresholds are the exact quantiles.
"""

import argparse
import math
from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm

from matchaudit.estimation.clustered import clustered_proportion
from matchaudit.estimation.counts import Clusters, Dyads, Estimate
from matchaudit.estimation.dyadic import dyadic_proportion
from matchaudit.estimation.joint import (
    Residuals,
    cluster_residuals,
    dyad_residuals,
    joint_correlation,
)
from matchaudit.estimation.ratios import rate_ratio

TRIES = 4
PERSON, PAIR = 0.5, 0.5
LADDER = (1, 3, 10, 30, 100)  # looser thresholds, as an audit has them
Ends = tuple[float, float]
Side = tuple[Estimate, Residuals]
Draw = Callable[[np.random.Generator], tuple[Side, Side]]


def dyads_of(score: NDArray[np.float64], threshold: float, n: int) -> Dyads:
    """Count the scores of all pairs of n people at a threshold."""
    first, second = np.triu_indices(n, 1)
    events = (score >= threshold).sum(axis=1)
    by_unit = np.bincount(first, events, n) + np.bincount(second, events, n)
    return Dyads(
        units=np.arange(n),
        trials=np.full(n, TRIES * (n - 1)),
        events=by_unit.astype(np.int64),
        sum_trials_squared=first.size * TRIES**2,
        sum_events_trials=int(events.sum()) * TRIES,
        sum_events_squared=int((events**2).sum()),
    )


def wrong_matches(
    rng: np.random.Generator,
    rate: float,
    person: NDArray[np.float64],
    pair: NDArray[np.float64] | None,
) -> Side:
    """Draw the false match rate of one group, or of one condition of a group."""
    n = person.size
    first, second = np.triu_indices(n, 1)
    own = np.zeros(first.size) if pair is None else pair
    spread = math.sqrt(2 * PERSON**2 + (0 if pair is None else PAIR**2) + 1)
    noise = rng.normal(0, 1, (first.size, TRIES))
    score = (person[first] + person[second] + own)[:, None] + noise
    counts = [
        dyads_of(score, float(norm.isf(rate * step)) * spread, n)
        for step in LADDER
        if rate * step <= 0.5
    ]
    return dyadic_proportion(counts[0], looser=counts[1:]), dyad_residuals(counts[0])


def two_groups(n: int, above: float, below: float) -> Draw:
    """Draw two groups of n people each."""

    def draw(rng: np.random.Generator) -> tuple[Side, Side]:
        first = wrong_matches(rng, above, rng.normal(0, PERSON, n), None)
        second = wrong_matches(rng, below, rng.normal(0, PERSON, n), None)
        return first, (second[0], _other_people(second[1], n))

    return draw


def _other_people(residuals: Residuals, n: int) -> Residuals:
    return Residuals(
        units=residuals.units + n,
        sums=residuals.sums,
        n_trials=residuals.n_trials,
        variance=residuals.variance,
        pair_sum=residuals.pair_sum,
    )


def two_conditions(n: int, above: float, below: float) -> Draw:
    """Draw n people under two conditions."""

    def draw(rng: np.random.Generator) -> tuple[Side, Side]:
        person = rng.normal(0, PERSON, n)
        pair = rng.normal(0, PAIR, n * (n - 1) // 2)
        return (
            wrong_matches(rng, above, person, pair),
            wrong_matches(rng, below, person, pair),
        )

    return draw


def two_conditions_missed(n: int, above: float, below: float) -> Draw:
    """Draw the missed matches of n people, 5 tries each, under two conditions."""

    def missed(
        rng: np.random.Generator, rate: float, person: NDArray[np.float64]
    ) -> Side:
        score = person[:, None] + rng.normal(0, 1, (n, 5))
        counts = [
            Clusters(
                np.full(n, 5),
                (score >= norm.isf(min(rate * step, 0.5)) * math.sqrt(2)).sum(axis=1),
            )
            for step in (1, 3, 10)
        ]
        rate_and_interval = clustered_proportion(counts[0], looser=counts[1:])
        return rate_and_interval, cluster_residuals(counts[0], np.arange(n))

    def draw(rng: np.random.Generator) -> tuple[Side, Side]:
        person = rng.normal(0, 1, n)
        return missed(rng, above, person), missed(rng, below, person)

    return draw


def intervals(first: Side, second: Side) -> dict[str, Ends]:
    """Return the interval of each method; nothing where neither side has an event."""
    (above, r_above), (below, r_below) = first, second
    rho = joint_correlation([r_above, r_below], shared_pairs=True)[0, 1]
    found: dict[str, Ends] = {}
    for name, correlation in (("ours", float(rho)), ("not paired", 0.0)):
        ratio = rate_ratio(above, below, correlation=correlation)
        found[name] = (ratio.low or 0.0, ratio.high or math.inf)
    open_end = math.inf if below.low == 0 else above.high / below.low
    found["quotient of ends"] = (above.low / below.high, open_end)
    if above.events and below.events:
        spread = 1.96 * math.sqrt(1 / above.events + 1 / below.events)
        value = above.value / below.value
        found["independent tries"] = (
            value * math.exp(-spread),
            value * math.exp(spread),
        )
    return found


METHODS = ("ours", "not paired", "quotient of ends", "independent tries")


def study(draw: Draw, truth: float, repeats: int, rng: np.random.Generator) -> str:
    """Return coverage and median width (a factor) of each method as table cells."""
    held: dict[str, list[bool]] = {name: [] for name in METHODS}
    width: dict[str, list[float]] = {name: [] for name in METHODS}
    for _ in range(repeats):
        first, second = draw(rng)
        if not (first[0].events or second[0].events):
            continue
        for name, (low, high) in intervals(first, second).items():
            held[name].append(low <= truth <= high)
            if low > 0 and math.isfinite(high):
                width[name].append(high / low)
    return " | ".join(
        f"{np.mean(held[name]):.3f} ({np.median(width[name]):.0f})" for name in METHODS
    )


def cases() -> Iterator[tuple[str, Draw, float]]:
    """Yield what is drawn, and the true ratio."""
    for n, above, below in (
        (25, 1e-2, 1e-2),
        (25, 1e-3, 1e-2),
        (50, 1e-2, 1e-2),
        (50, 1e-3, 1e-2),
        (50, 1e-3, 1e-3),
        (100, 1e-2, 1e-2),
        (100, 1e-3, 1e-2),
        (100, 1e-3, 1e-3),
    ):
        name = f"two groups of {n}, FMR {above:g} and {below:g}"
        yield name, two_groups(n, above, below), above / below
    for n, above, below in ((50, 1e-2, 1e-2), (50, 3e-2, 3e-3), (100, 1e-3, 1e-2)):
        name = f"{n} people twice, FMR {above:g} and {below:g}"
        yield name, two_conditions(n, above, below), above / below
    for n, above, below in ((50, 0.1, 0.1), (50, 0.3, 0.02), (100, 0.05, 0.01)):
        name = f"{n} people twice, FNMR {above:g} and {below:g}"
        yield name, two_conditions_missed(n, above, below), above / below


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="Coverage of intervals of ratios.")
    parser.add_argument("--repeats", type=int, default=600)
    parser.add_argument("--seed", type=int, default=2026)
    arguments = parser.parse_args()
    streams = np.random.default_rng(arguments.seed).spawn(14)
    print(f"| data sets: {arguments.repeats} each | {' | '.join(METHODS)} |")
    print("|---" * (len(METHODS) + 1) + "|")
    for (name, draw, truth), rng in zip(cases(), streams, strict=True):
        print(f"| {name} | {study(draw, truth, arguments.repeats, rng)} |", flush=True)


if __name__ == "__main__":
    main()
