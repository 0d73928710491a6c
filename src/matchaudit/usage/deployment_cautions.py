"""What must stand beside a rate of deployments: what was left out, and what it hides."""

from collections.abc import Sequence

from matchaudit.estimation.counts import Estimate
from matchaudit.records.wording import listed
from matchaudit.usage.breaks import Break
from matchaudit.usage.days import day_name
from matchaudit.usage.denominators import Denominator, Divided
from matchaudit.usage.deployment_wording import after
from matchaudit.usage.periods import Scope

FEW_DAYS = 30
MOST_NAMED = 5

NOT_SEEN = {
    "borrowed": "Too few wrong alerts show how far those of one day go together. "
    "That was taken from more frequent alerts of the same days.",
    "assumed": "Too few cases show how far those of one day go together, so it was "
    "assumed.",
    "bound": "How far cases of one day go together cannot be seen here, so the worst "
    "is assumed.",
}


def cautions(
    scope: Scope, by: Denominator, found: Divided, estimate: Estimate
) -> tuple[str, ...]:
    """Return plain sentences about a rate.

    Parameters
    ----------
    scope : Scope
    by : Denominator
    found : Divided
        What it was made of.
    estimate : Estimate
        Clustered by day, if its ``units`` are known.

    Returns
    -------
    tuple of str
    """
    said = _left_out(int(scope.chosen.sum()), by, found)
    if len(scope.thresholds) > 1:
        said.append(after(scope.start, mixing(scope.thresholds)))
    if by.per_face and scope.crosses:
        said.append(after(scope.start, crossing(scope.crosses)))
    if estimate.units is not None:
        if estimate.units < FEW_DAYS:
            said.append(
                f"Only {estimate.units} days lie behind this number. "
                "Other days could give quite another one."
            )
        how = estimate.method.rpartition("-")[2]
        said += [NOT_SEEN[how]] if how in NOT_SEEN else []
    return tuple(said)


def crossing(breaks: Sequence[Break]) -> str:
    """Return the warning that faces were not counted alike throughout.

    Parameters
    ----------
    breaks : sequence of Break
        At least one.

    Returns
    -------
    str
        It names the days and no cause.
    """
    days = [day_name(found.first_day) for found in breaks]
    return (
        f"About {listed(days)}, faces counted per minute shifted to another level, and the "
        "alerts did not go with them. Do not compare a rate per face across such a day."
    )


def mixing(thresholds: Sequence[float]) -> str:
    """Return the warning that a rate holds for no threshold alone.

    Parameters
    ----------
    thresholds : sequence of float
        Two or more.

    Returns
    -------
    str
    """
    scores = [f"{score:g}" for score in thresholds]
    if len(scores) > MOST_NAMED:
        scores = [*scores[: MOST_NAMED - 1], f"{len(scores) - MOST_NAMED + 1} more"]
    return (
        f"More than one threshold was in use: {listed(scores)}. "
        "The rate is a mix, and holds for none of them alone."
    )


def _left_out(n: int, by: Denominator, found: Divided) -> list[str]:
    said = []
    if found.n_silent:
        said.append(
            f"Left out, for want of a number: {found.n_silent:,} of {n:,} deployments."
        )
    if found.n_impossible:
        why = "more wrong alerts than there could be"
        if by.kind == "time":
            why = "alerts but no time"
        said.append(
            f"Left out, with {why}: {found.n_impossible:,} of {n:,} deployments."
        )
    return said
