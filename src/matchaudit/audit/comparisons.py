"""An audit of comparisons: from files to findings."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from matchaudit import accuracy, tallies
from matchaudit.audit import galleries, reading
from matchaudit.audit.choices import chosen_baselines, chosen_dimensions
from matchaudit.audit.measured import Measured, Progress
from matchaudit.audit.plan import Input, Plan
from matchaudit.errors import InputError, ParameterError, Problem
from matchaudit.records import ComparisonTable

if TYPE_CHECKING:
    from matchaudit.usage.rules import Pack

SCORE_SAMPLE_LIMIT = 1_000_000
"""Comparisons at most that are looked at one by one (likelihood ratios)."""


def audit_comparisons(
    plan: Plan,
    inputs: Sequence[Input],
    *,
    packs: "Sequence[Pack]",
    workspace: Path,
    progress: Progress,
) -> Measured:
    """Read comparisons, count them and measure how often the matcher is wrong.

    Parameters
    ----------
    plan : Plan
    inputs : sequence of Input
        The plan's comparisons.
    packs : sequence of Pack
        Not looked at: no rule is about comparisons.
    workspace : Path
    progress : callable
    """
    del packs
    galleries.refuse_without_a_gallery(plan)
    table = reading.read_comparisons(inputs, workspace=workspace)
    by = chosen_dimensions(plan.by, table)
    tally = _count(plan, table, by, progress)
    scores = tallies.score_sample(table, limit=SCORE_SAMPLE_LIMIT)
    dimensions = tuple(d for d in by if d not in tally.crowded)
    progress("Working out how sure one can be")
    findings, curves = accuracy.measure(
        tally,
        scores,
        settings=accuracy.AccuracySettings(
            thresholds=_oriented(plan.thresholds, table),
            target_fmrs=plan.target_fmrs,
            dimensions=dimensions,
            baselines=chosen_baselines(plan.reference, tally, dimensions),
            confidence=plan.confidence,
            group_floor=plan.group_floor,
            lr_scores=_oriented(plan.lr_scores, table),
            seed=plan.seed,
            lower_is_closer=table.lower_is_closer,
        ),
    )
    foreseen, growth, noted = galleries.predicted(
        plan, table, progress, at_target_fmr=tally.at_target
    )
    valued, worth = galleries.with_worth(plan, findings, foreseen)
    return Measured.of(
        table,
        [*findings, *foreseen, *valued],
        [*curves, *growth, *worth],
        cautions=(
            *noted,
            *(_left_out(got) for got in tally.crowded.values()),
            *_out_of_range(plan.thresholds, tally, table),
        ),
    )


def _count(
    plan: Plan, table: ComparisonTable, by: tuple[str, ...], progress: Progress
) -> tallies.ComparisonTally:
    progress("Counting")
    try:
        return tallies.tally_comparisons(
            table,
            thresholds=_oriented(plan.thresholds, table),
            target_fmrs=plan.target_fmrs,
            by=by,
            settings=tallies.TallySettings(
                bins={"visible_fraction": plan.visible_fraction_edges},
                pass_over_crowded=plan.by is None,
            ),
            progress=lambda step, done, total: progress(f"{step} ({done} of {total})"),
        )
    except ParameterError as error:
        raise InputError(
            Problem(
                code="E13",
                what=str(error),
                fix="Mend the option or the line of the plan.",
                done="Nothing was written.",
            )
        ) from error


def _out_of_range(
    thresholds: tuple[float, ...],
    tally: tallies.ComparisonTally,
    table: ComparisonTable,
) -> tuple[str, ...]:
    """Say which thresholds no score is near: most likely they are mistyped."""
    overall = tally.histograms[0]
    seen = np.flatnonzero(overall.mated + overall.nonmated)
    if seen.size == 0:
        return ()
    ends = _oriented(
        (float(overall.edges[seen[0]]), float(overall.edges[seen[-1] + 1])), table
    )
    low, high = min(ends), max(ends)
    return tuple(
        f"No score is near {threshold:g}: all lie between {low:.4g} and {high:.4g}. "
        "Is the threshold on the same scale as the scores?"
        for threshold in thresholds
        if not low <= threshold <= high
    )


def _left_out(got: str) -> str:
    return (
        f"Nothing was compared by {got}: at most {tallies.MOST_VALUES} can be shown. "
        "Merge values with a map file to compare by it."
    )


def _oriented(scores: tuple[float, ...], table: ComparisonTable) -> tuple[float, ...]:
    """Turn the user's scores the way the table's scores were turned."""
    return tuple(-s if table.lower_is_closer else s for s in scores)
