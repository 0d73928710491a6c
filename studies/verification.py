"""What can be told of all candidates when only some were checked, with a known truth.

``python studies/verification.py [--repeats 1000] [--seed 2026]`` prints the table of
``docs/explanation/verification.md``. All searches are simulated.

A candidate is in one of four strata (two groups, two bands of score). How often it is a
wrong match depends on the stratum, and in cases of several searches on the case. How
often it is checked depends on the stratum (*at random*, given the stratum), or also on
whether it is wrong (*not at random*: people check what looks right).
"""

import argparse
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm

from matchaudit.errors import UndefinedMeasureError
from matchaudit.estimation.counts import Estimate
from matchaudit.estimation.partial_verification import (
    Checked,
    CheckedUnits,
    worst_case_share,
)
from matchaudit.estimation.proportions import clopper_pearson
from matchaudit.estimation.reweighting import reweighted_share

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
CASE_SPREAD = 0.8


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """Where logs come from.

    Attributes
    ----------
    wrong, checked : tuple of float
        How likely a candidate of each stratum is wrong, and is checked.
    wrong_checked_less : float
        By what a wrong candidate's likelihood to be checked is multiplied; 1 if
        checking is at random given the stratum.
    n_cases, per_case : int
    drawn : int
        Size of the random sample of those that were not checked.
    """

    name: str
    wrong: tuple[float, ...] = (0.05, 0.2, 0.15, 0.5)
    checked: tuple[float, ...] = (0.6, 0.2, 0.5, 0.1)
    wrong_checked_less: float = 1.0
    n_cases: int = 1000
    per_case: int = 1
    drawn: int = 150

    @property
    def share(self) -> float:
        """The true share of wrong matches: strata are equally frequent."""
        return sum(self.wrong) / len(self.wrong)


WORLDS = (
    World(name="at random"),
    World(name="at random, 5 searches a case", n_cases=300, per_case=5),
    World(
        name="at random, few checked",
        n_cases=400,
        checked=(0.2, 0.1, 0.2, 0.08),
        drawn=60,
    ),
    World(name="at random, wrong matches rare", wrong=(0.01, 0.02, 0.02, 0.06)),
    World(name="not at random", wrong_checked_less=0.4),
    World(
        name="not at random, 5 searches a case",
        wrong_checked_less=0.4,
        n_cases=300,
        per_case=5,
    ),
)


@dataclass(frozen=True, slots=True)
class Log:
    """One simulated log; arrays have one element for each candidate."""

    case: Ints
    stratum: Ints
    wrong: Flags
    checked: Flags
    drawn: Flags


def draw_log(world: World, rng: np.random.Generator) -> Log:
    """Draw a log, and a random sample of what was not checked in it."""
    n = world.n_cases * world.per_case
    case = np.repeat(np.arange(world.n_cases), world.per_case)
    stratum = rng.integers(0, len(world.wrong), n)
    # The spread is part of the total, so that each stratum keeps its share.
    spread = CASE_SPREAD if world.per_case > 1 else 0.0
    own = rng.normal(0, 1, n) + rng.normal(0, spread, world.n_cases)[case]
    limit = norm.isf(np.array(world.wrong)) * np.hypot(1, spread)
    wrong = own > limit[stratum]
    likely = np.array(world.checked)[stratum]
    likely = np.where(wrong, likely * world.wrong_checked_less, likely)
    checked = rng.random(n) < likely
    drawn = np.zeros(n, dtype=np.bool_)
    rest = np.flatnonzero(~checked)
    drawn[rng.choice(rest, min(world.drawn, rest.size), replace=False)] = True
    return Log(case, stratum, wrong, checked, drawn)


def units_of(log: Log, stratum: Ints, checked: Flags) -> CheckedUnits:
    """Return a log's candidates by case and stratum."""
    n_strata = int(stratum.max()) + 1
    place = log.case * n_strata + stratum
    cells = np.stack(
        [
            np.bincount(place, counts, minlength=(log.case.max() + 1) * n_strata)
            for counts in (np.ones(place.size), checked, log.wrong & checked)
        ],
        axis=-1,
    ).astype(np.int64)
    kinds, times = np.unique(
        cells.reshape(-1, n_strata * 3), axis=0, return_counts=True
    )
    lines = kinds.reshape(-1, n_strata, 3)
    kind, at = np.nonzero(lines[:, :, 0])
    return CheckedUnits(
        times=times.astype(np.int64),
        kind=kind,
        stratum=at,
        trials=lines[kind, at, 0],
        checked=lines[kind, at, 1],
        events=lines[kind, at, 2],
        n_strata=n_strata,
    )


def estimates(log: Log, rng: np.random.Generator) -> dict[str, Estimate | None]:
    """Return what three estimators say; None where one refuses."""
    nobody = np.zeros_like(log.stratum)
    ways = {
        "stratum by stratum": (log.stratum, log.checked),
        "random sample": (
            np.where(log.checked, nobody, 1),
            log.checked | log.drawn,
        ),
    }
    found: dict[str, Estimate | None] = {
        "checked only": clopper_pearson(
            int((log.wrong & log.checked).sum()), int(log.checked.sum())
        )
    }
    for name, (stratum, checked) in ways.items():
        try:
            found[name] = reweighted_share(units_of(log, stratum, checked), rng=rng)
        except UndefinedMeasureError:
            found[name] = None
    return found


def bounds_hold(log: Log, share: float) -> tuple[bool, bool]:
    """Return whether the range holds the share of this log, and that of all logs."""
    units = units_of(log, np.zeros_like(log.stratum), log.checked)
    counts = Checked(
        trials=log.wrong.size,
        checked=int(log.checked.sum()),
        events=int((log.wrong & log.checked).sum()),
    )
    bounds = worst_case_share(counts, units=units)
    here = float(log.wrong.mean())
    return bounds.least <= here <= bounds.most, bounds.low <= share <= bounds.high


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """How one way to tell did over many logs of one world."""

    way: str
    bias: float | None
    held: float
    refused: int


def study(world: World, repeats: int, rng: np.random.Generator) -> Iterator[Result]:
    """Draw many logs of a world and count how often each range held the truth."""
    inside = []
    said: dict[str, list[Estimate | None]] = {}
    for _ in range(repeats):
        log = draw_log(world, rng)
        inside.append(bounds_hold(log, world.share))
        for way, estimate in estimates(log, rng).items():
            said.setdefault(way, []).append(estimate)
    here, everywhere = np.mean(inside, axis=0)
    yield Result(way="range, this log", bias=None, held=float(here), refused=0)
    yield Result(way="range, such logs", bias=None, held=float(everywhere), refused=0)
    for way, all_of in said.items():
        given = [e for e in all_of if e is not None]
        yield Result(
            way=way,
            bias=float(np.mean([e.value for e in given])) - world.share,
            held=float(np.mean([e.low <= world.share <= e.high for e in given])),
            refused=len(all_of) - len(given),
        )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=2026)
    asked = parser.parse_args()
    print("| checking is | truth | way | off by, on average | held | refused |")
    print("|---|---|---|---|---|---|")
    for i, world in enumerate(WORLDS):
        rng = np.random.default_rng([asked.seed, i])
        for row in study(world, asked.repeats, rng):
            off = "" if row.bias is None else f"{100 * row.bias:+.1f} in 100"
            print(
                f"| {world.name} | {100 * world.share:.1f} in 100 | {row.way} | {off} "
                f"| {row.held:.3f} | {row.refused} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
