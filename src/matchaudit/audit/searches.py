"""An audit of a search log: from the log to findings."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from matchaudit import tallies, usage
from matchaudit.audit import reading
from matchaudit.audit.chosen_rules import tally_over
from matchaudit.audit.measured import Measured, Progress
from matchaudit.audit.plan import Input, Plan
from matchaudit.errors import InputError, ParameterError, Problem
from matchaudit.records import SEARCHES, Table

if TYPE_CHECKING:
    from matchaudit.usage.rules import Pack


def audit_searches(
    plan: Plan,
    inputs: Sequence[Input],
    *,
    packs: "Sequence[Pack]",
    workspace: Path,
    progress: Progress,
) -> Measured:
    """Read a search log, count it, and hold it against the rules of the plan.

    Parameters
    ----------
    plan : Plan
    inputs : sequence of Input
        The plan's search logs.
    packs : sequence of Pack
        Rules to hold the records against.
    workspace : Path
    progress : callable
    """
    table = reading.read(inputs, SEARCHES, workspace=workspace)
    progress("Counting")
    zone = reading.zone_of(inputs)
    tally = _counted(plan, table, zone)
    listing = tallies.list_searches(table, zone=zone)
    progress("Working out how sure one can be")
    measured, curves = usage.measure_searches(
        tally,
        settings=usage.SearchSettings(
            confidence=plan.confidence,
            random_sample=plan.random_sample,
            group_floor=plan.group_floor,
            seed=plan.seed,
        ),
    )
    if listing is not None:
        curves = [*curves, usage.search_trace(listing)]
    progress("Holding the records against the rules")
    return Measured.of(
        table, measured, curves, rule_tallies=tally_over(table, packs, zone=zone)
    )


def _counted(plan: Plan, table: Table, zone: str) -> tallies.SearchTally:
    strata = plan.missing_at_random_given
    settings = tallies.SearchTallySettings(strata=strata, zone=zone)
    try:
        return tallies.tally_searches(table, settings=settings)
    except ParameterError as error:
        raise InputError(
            Problem(
                code="E13",
                what="Nothing can be assumed to be missing at random given "
                f"{' and '.join(strata)}. {error}",
                fix="Name columns that the log has, with words, yes or no, or top_score.",
                done="Nothing was written.",
            )
        ) from error
