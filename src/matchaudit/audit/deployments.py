"""An audit of deployments: from published rows to findings."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from matchaudit import tallies, usage
from matchaudit.audit import reading
from matchaudit.audit.chosen_rules import tally_over
from matchaudit.audit.measured import Measured, Progress
from matchaudit.audit.plan import Input, Plan
from matchaudit.records import DEPLOYMENTS

if TYPE_CHECKING:
    from matchaudit.usage.rules import Pack


def audit_deployments(
    plan: Plan,
    inputs: Sequence[Input],
    *,
    packs: "Sequence[Pack]",
    workspace: Path,
    progress: Progress,
) -> Measured:
    """Read deployments, measure them by every denominator, and audit them as data.

    Parameters
    ----------
    plan : Plan
    inputs : sequence of Input
        The plan's deployments.
    packs : sequence of Pack
        Rules to hold the records against.
    workspace : Path
    progress : callable
    """
    table = reading.read(inputs, DEPLOYMENTS, workspace=workspace)
    rows = tallies.deployment_rows(table)
    progress("Working out how sure one can be")
    measured, curves = usage.measure_deployments(
        rows,
        settings=usage.DeploymentSettings(
            confidence=plan.confidence,
            group_counts={
                group: (count.wrong, count.of)
                for group, count in plan.wrong_by_group.items()
            },
        ),
    )
    progress("Looking for what is odd in the figures")
    odd, odd_curves = usage.published_faults(rows)
    progress("Holding the records against the rules")
    return Measured.of(
        table,
        [*measured, *odd],
        [*curves, *odd_curves],
        rule_tallies=tally_over(table, packs, zone=reading.zone_of(inputs)),
    )
