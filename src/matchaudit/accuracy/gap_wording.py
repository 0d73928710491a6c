"""Plain words for gaps between groups or conditions, always with both counts."""

from collections.abc import Mapping

from matchaudit.accuracy import wording
from matchaudit.accuracy.group_rates import GroupRate
from matchaudit.accuracy.wording import rounded, score, where
from matchaudit.estimation.ratios import Bounded

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
    """Return the interval of a ratio in words.

    Examples
    --------
    >>> times(1.31, 14.2), times(1.31, None)
    ('between 1.3 and 14 times', 'at least 1.3 times')
    """
    if high is None:
        return f"at least {rounded(low or 0.0)} times"
    if low is None:
        return f"at most {rounded(high)} times"
    return f"between {rounded(low)} and {rounded(high)} times"


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
    if ratio.value is not None:
        span = f"{rounded(ratio.value)} times {against} ({span})"
    elif ratio.low is not None and ratio.low > 1:
        span = f"{span} {against}"
    else:  # only an open upper end is known
        span = f"anything from {against} up"
    return (
        f"At score {score(threshold)}, the highest rate of {ERRORS[worst.measure]} is "
        f"{span}. {extremes(worst, best)}."
    )


def index_sentence(
    name: str, index: Bounded, *, threshold: float, ends: tuple[str, str]
) -> str:
    """Say a summary index, what its scale means, and the counts behind it."""
    line = f"At score {score(threshold)}, {name}"
    if index.value is None:
        size = f"is at least {wording.rounded(index.low or 0.0)}"
    else:
        span = f"between {_three(index.low)} and {_three(index.high)}"
        size = f"is {_three(index.value)} ({span})"
    return f"{line} {size}. {ends[0]}. {ends[1]}."


def _three(value: float | None) -> str:
    """Return an index to three decimals or, from 10 on, to two figures."""
    if value is None:
        return "any size"
    return rounded(value) if value >= 10 else f"{value:.3f}"


def _one_side(population: Mapping[str, str]) -> dict[str, str]:
    """Return the first key of a population: both sides share the value."""
    key = next(iter(population))
    return {key: population[key]}
