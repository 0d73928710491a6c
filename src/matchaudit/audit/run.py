"""One audit, start to end: read, tally, measure, release, render.

The only place where the parts meet.
"""

import shlex
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

import matchaudit
from matchaudit import accuracy, report, tallies
from matchaudit.audit import reading
from matchaudit.audit.choices import chosen_baselines, chosen_dimensions
from matchaudit.audit.plan import Plan
from matchaudit.disclosure import Provenance, Released
from matchaudit.errors import InputError, ParameterError, Problem
from matchaudit.estimation.finding import Finding
from matchaudit.records.table import ComparisonTable

Progress = Callable[[str], None]
"""Told in a few words what is being done now."""

SCORE_SAMPLE_LIMIT = 1_000_000
"""Comparisons at most that are looked at one by one (likelihood ratios)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What an audit found, and where it was written.

    Attributes
    ----------
    released : Released
    report : Path or None
        The report; None if nothing was to be written.
    """

    released: Released
    report: Path | None

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Everything that was measured."""
        return self.released.findings

    @property
    def findings_json(self) -> str:
        """The text of ``findings.json``."""
        return report.findings_json(self.released).decode()


def run(
    plan: Plan, *, out: Path | None = None, progress: Progress = lambda _: None
) -> Outcome:
    """Carry out one audit.

    Parameters
    ----------
    plan : Plan
    out : Path, optional
        Folder for ``findings.json``, ``report.html``, ``plan.yaml`` and ``data/``. It
        is made, or replaced if an earlier audit made it. Without it nothing is written.
    progress : callable, optional
        Called with a few words before each step.

    Returns
    -------
    Outcome

    Raises
    ------
    InputError
        If a file or the plan cannot be used; then nothing is written.
    """
    if out is not None:
        report.refuse_foreign(out)  # now, not after all the counting
    with tempfile.TemporaryDirectory(prefix="matchaudit-") as folder:
        progress("Reading and checking the records")
        table = reading.read(plan.inputs, workspace=Path(folder))
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
    cautions = (
        *table.cautions,
        *(_left_out(got) for got in tally.crowded.values()),
        *_out_of_range(plan.thresholds, tally, table),
    )
    provenance = _provenance(plan, table, cautions)
    released = Released.local(tuple(findings), tuple(curves), provenance)
    if out is None:
        return Outcome(released=released, report=None)
    progress("Writing the report")
    report.write(
        released, out, attachments={"plan.yaml": _portable(plan, out).encode()}
    )
    return Outcome(released=released, report=out / "report.html")


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


def _provenance(
    plan: Plan, table: ComparisonTable, cautions: tuple[str, ...]
) -> Provenance:
    hashes = tuple(given.sha256 for given in table.inputs)
    inputs: list[Mapping[str, str | int]] = []
    for given in table.inputs:
        facts: dict[str, str | int] = {
            "file": given.file,
            "kind": given.kind,
            "rows": given.rows,
            "sha256": given.sha256,
        }
        if given.map_sha256 is not None:
            facts["map_sha256"] = given.map_sha256
        inputs.append(facts)
    return Provenance(
        title=plan.title,
        agency=plan.agency,
        date=plan.date,
        version=matchaudit.__version__,
        plan_sha256=plan.sha256(hashes),
        inputs=tuple(inputs),
        command=shlex.join(["matchaudit", "audit", "plan.yaml"]),
        synthetic=table.synthetic,
        cautions=cautions,
    )


def _portable(plan: Plan, out: Path) -> str:
    """Return the plan with paths relative to the folder that it is written to."""
    here = out.resolve()

    def relative(path: str) -> str:
        target = Path(path).resolve()
        for up, ancestor in enumerate((here, *here.parents)):
            if target.is_relative_to(ancestor):
                return str(Path(*[".."] * up, target.relative_to(ancestor)))
        return str(target)

    inputs = tuple(
        given.model_copy(
            update={
                "file": relative(given.file),
                "map": relative(given.map) if given.map else None,
            }
        )
        for given in plan.inputs
    )
    return plan.model_copy(update={"inputs": inputs}).to_yaml()
