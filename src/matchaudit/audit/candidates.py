"""An audit of identification searches: from lists of candidates to findings."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from matchaudit.audit import reading
from matchaudit.audit.measured import Measured, Progress
from matchaudit.audit.plan import Input, Plan
from matchaudit.records import CANDIDATES

if TYPE_CHECKING:
    from matchaudit.usage.rules import Pack


def audit_candidates(
    plan: Plan,
    inputs: Sequence[Input],
    *,
    packs: "Sequence[Pack]",
    workspace: Path,
    progress: Progress,
) -> Measured:
    """Read candidates and measure how often searches return a wrong person.

    Parameters
    ----------
    plan : Plan
    inputs : sequence of Input
        The plan's candidates.
    packs : sequence of Pack
        Not looked at: no rule is about candidates.
    workspace : Path
    progress : callable
    """
    del plan, packs, progress
    table = reading.read(inputs, CANDIDATES, workspace=workspace)
    return Measured.of(table, [], [])
