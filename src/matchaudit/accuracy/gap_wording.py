"""Plain words for gaps between groups or conditions, always with both counts."""

import math
from collections.abc import Mapping

from matchaudit.accuracy.group_rates import GroupRate
from matchaudit.accuracy.terms import score, where
from matchaudit.estimation import wording
from matchaudit.estimation.ratios import Bounded
from matchaudit.estimation.wording import rounded, times_end

ERRORS = {"fmr": "wrong matches", "fnmr": "missed matches"}
INDEX_CAUTION = (
    "One number for many groups can hide a large gap: read the ratio and both counts."
)
SPREAD_CAUTION = (
    "The range allows for all groups at once: the worst of many looks bad by chance."
)


def counts(rate: GroupRate) -> str:
    """Return the counts behind a rate, such as "24 in 60,000 tries"."""
    return f"{rate.events:,} in {rate.trials:,} tries"


def place(rate: GroupRate) -> str:
    """Return the group or condition, such as "in group B"."""
    return where(_one_side(rate.stratum.population)).lstrip()


def named(rate: GroupRate) -> str:
    """Return the group or condition as a subject of a sentence, such as "group B"."""
    return place(rate).removeprefix("in ").removeprefix("with ")


def times(low: float | None, high: float | None) -> str:
    """Return the interval of a ratio in words, its ends rounded outward.

    Examples
    --------
    >>> times(1.31, 14.2), times(1.31, None), times(None, 0.996)
    ('between 1.3 and 15 times', 'at least 1.3 times', 'at most 0.996 times')
    """
    down = times_end(low or 0.0, "down")
    if high is None:
        return f"at least {down} times"
    up = times_end(high, "up")
    if low is None:
        return f"at most {up} times"
    return f"between {down} and {up} times"


def ratio_sentence(
    group: GroupRate, reference: GroupRate, ratio: Bounded, *, threshold: float
) -> str:
    """Say how much more common errors are in one group than in another."""
    errors = ERRORS[group.measure]
    here, there = place(group), place(reference)
    line = f"At score {score(threshold)}"
    if ratio.value is not None:
        size = rounded(ratio.value)
        much = "about" if size == "1" else f"{size} times"
        return (
            f"{line}, {errors} were {much} as common {here} as {there} "
            f"({times(ratio.low, ratio.high)}). There were {counts(group)} against "
            f"{counts(reference)}."
        )
    spotless = here if group.events == 0 else there
    return (
        f"{line}, there were no {errors} {spotless}. All we can say is that they are "
        f"{times(ratio.low, ratio.high)} as common {here} as {there}. There were "
        f"{counts(group)} against {counts(reference)}."
    )


def extremes(worst: GroupRate, best: GroupRate) -> str:
    """Return the groups with the highest and the lowest rate and their counts."""
    errors = ERRORS[worst.measure].capitalize()
    return (
        f"{errors} range from {counts(best)} ({named(best)}) "
        f"to {counts(worst)} ({named(worst)})"
    )


def spread_sentence(
    worst: GroupRate, best: GroupRate, ratio: Bounded, *, threshold: float, against: str
) -> str:
    """Say how far the worst group is from the best, or from the mean."""
    span = times(ratio.low, ratio.high)
    line = f"At score {score(threshold)}, the highest rate of {ERRORS[worst.measure]}"
    if ratio.value is not None:
        said = f"{line} is {rounded(ratio.value)} times {against} ({span})"
    elif ratio.low is not None and ratio.low > 1:
        said = f"{line} is {span} {against}"
    else:  # only an open upper end is known
        said = f"{line} may be equal to {against} or any number of times as high"
    return f"{said}. {extremes(worst, best)}."


def index_sentence(
    name: str, index: Bounded, *, threshold: float, ends: tuple[str, str]
) -> str:
    """Say a summary index, what its scale means, and the counts behind it."""
    line = f"At score {score(threshold)}, {name}"
    if index.value is None:
        size = f"is at least {wording.times_end(index.low or 0.0, 'down')}"
    else:
        span = f"between {_three(index.low, 'down')} and {_three(index.high, 'up')}"
        size = f"is {_three(index.value)} ({span})"
    return f"{line} {size}. {ends[0]}. {ends[1]}."


def _three(value: float | None, way: wording.Way | None = None) -> str:
    """Return an index to three decimals or, from 10 on, to two figures.

    An end of its interval is rounded outward.
    """
    if value is None:
        return "any size"
    if way is not None:
        figures = max(math.floor(math.log10(value)) + 4, 1) if 0 < value < 10 else 2
        value = wording.cut(value, way, figures=figures)
    return rounded(value) if value >= 10 else f"{value:.3f}"


def _one_side(population: Mapping[str, str]) -> dict[str, str]:
    """Return the first key of a population: both sides share the value."""
    key = next(iter(population))
    return {key: population[key]}
