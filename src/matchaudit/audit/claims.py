"""An audit of a register of public claims: totals and dates, never one claim."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from matchaudit import tallies
from matchaudit.audit import reading
from matchaudit.audit.claims_accuracy import (
    accuracies,
    accuracy_file,
    enrolled_of,
    why_none,
)
from matchaudit.audit.measured import Measured, Progress
from matchaudit.audit.plan import Input, Plan
from matchaudit.galleries.claims import (
    ClaimSettings,
    expected_false,
    measure_claims,
    order_cautions,
)
from matchaudit.records import CLAIMS

if TYPE_CHECKING:
    from matchaudit.usage.rules import Pack


def audit_claims(
    plan: Plan,
    inputs: Sequence[Input],
    *,
    packs: "Sequence[Pack]",
    workspace: Path,
    progress: Progress,
) -> Measured:
    """Read claims and hold their totals against what matching can do.

    Parameters
    ----------
    plan : Plan
    inputs : sequence of Input
        The plan's claims.
    packs : sequence of Pack
        Not looked at: no rule is about claims.
    workspace : Path
    progress : callable
    """
    del packs
    table = reading.read(inputs, CLAIMS, workspace=workspace)
    rows = tallies.claim_rows(table, zone=reading.zone_of(inputs))
    progress("Working out how sure one can be")
    settings = ClaimSettings(
        confidence=plan.confidence,
        random_sample=plan.random_sample,
        publishers_listed="publisher" in inputs[0].vocabularies,
    )
    findings, curves = measure_claims(rows, settings=settings)
    progress("Holding the claims against what matching can do")
    source = accuracy_file(plan)
    wrong, more = expected_false(
        rows,
        accuracies(plan, source),
        enrolled=enrolled_of(plan),
        rng=np.random.default_rng(plan.seed),
        settings=settings,
        missing=why_none(source),
    )
    measured = Measured.of(
        table,
        [*findings, *wrong],
        [*curves, *more],
        cautions=order_cautions(rows),
    )
    if source is None or source.synthetic is None or measured.synthetic is not None:
        return measured
    return replace(measured, synthetic=source.synthetic)
