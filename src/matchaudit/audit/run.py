"""One audit, start to end: read, tally, measure, release, render.

The only place where the parts meet.
"""

import shlex
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import matchaudit
from matchaudit import accuracy, report, tallies
from matchaudit.audit import reading
from matchaudit.audit.plan import Plan
from matchaudit.disclosure import Provenance, Released
from matchaudit.errors import InputError, Problem
from matchaudit.estimation.finding import Finding
from matchaudit.records.table import Table

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
    with tempfile.TemporaryDirectory(prefix="matchaudit-") as folder:
        progress("Reading and checking the records")
        table = reading.read(plan.inputs, workspace=Path(folder))
        dimensions = chosen_dimensions(plan.by, table)
        progress("Counting")
        tally = tallies.tally_comparisons(
            table,
            thresholds=_oriented(plan.thresholds, table),
            target_fmrs=plan.target_fmrs,
            by=dimensions,
            settings=tallies.TallySettings(
                bins={"visible_fraction": plan.visible_fraction_edges}
            ),
            progress=lambda step, done, total: progress(f"{step} ({done} of {total})"),
        )
        scores = tallies.score_sample(table, limit=SCORE_SAMPLE_LIMIT)
    progress("Working out how sure one can be")
    settings = accuracy.AccuracySettings(
        thresholds=_oriented(plan.thresholds, table),
        target_fmrs=plan.target_fmrs,
        dimensions=dimensions,
        baselines=chosen_baselines(plan.reference, tally, dimensions),
        confidence=plan.confidence,
        group_floor=plan.group_floor,
        lr_scores=_oriented(plan.lr_scores, table),
        seed=plan.seed,
        lower_is_closer=table.lower_is_closer,
    )
    findings, curves = accuracy.measure(tally, scores, settings=settings)
    released = Released.local(tuple(findings), tuple(curves), _provenance(plan, table))
    if out is None:
        return Outcome(released=released, report=None)
    progress("Writing the report")
    report.write(
        released, out, attachments={"plan.yaml": _portable(plan, out).encode()}
    )
    return Outcome(released=released, report=out / "report.html")


def chosen_dimensions(by: tuple[str, ...] | None, table: Table) -> tuple[str, ...]:
    """Return what to compare by: what was asked for, or all that the records hold.

    A name without a side ("group") stands for both sides, if both are recorded.

    Raises
    ------
    InputError
        If the records do not hold what was asked for.
    """
    known = tallies.dimensions(table)
    if by is None:
        return known
    for name in by:
        if name not in known and name not in table.covariates:
            can = (
                ", ".join(known) or "nothing: no column describes a probe or reference"
            )
            raise InputError(
                Problem(
                    code="E01",
                    what=f'We cannot compare by "{name}": the records do not hold it.',
                    fix=f"They can be compared by {can}.",
                    done="Nothing was written.",
                )
            )
    return tuple(dict.fromkeys(by))


def chosen_baselines(
    reference: tuple[str, ...],
    tally: tallies.ComparisonTally,
    dimensions: tuple[str, ...],
) -> Mapping[str, str]:
    """Return for each dimension the value that others are compared with.

    ``"A"`` is looked up in all dimensions; ``"group=A"`` says in which.

    Raises
    ------
    InputError
        If a value is in no dimension, or in more than one.
    """
    values = {d: _values(tally, d) for d in dimensions}
    chosen: dict[str, str] = {}
    for word in reference:
        dimension, equals, value = word.rpartition("=")
        fits = [
            d
            for d in dimensions
            if value in values[d] and (not equals or dimension == d)
        ]
        if len(fits) != 1:
            raise InputError(_reference_problem(word, fits, values))
        chosen[fits[0]] = value
    return chosen


def _values(tally: tallies.ComparisonTally, dimension: str) -> set[str]:
    keys = {dimension, f"probe_{dimension}"}
    return {
        value
        for stratum in tally.strata
        for key, value in stratum.population.items()
        if key in keys
    }


def _reference_problem(
    word: str, fits: list[str], values: Mapping[str, set[str]]
) -> Problem:
    if fits:
        fix = f"Say which: {' or '.join(f'--reference {d}={word}' for d in fits)}."
        what = f'"{word}" is a value of {" and of ".join(fits)}.'
    else:
        seen = "; ".join(f"{d}: {', '.join(sorted(v))}" for d, v in values.items())
        fix = f"These values are there: {seen}." if seen else "There are no groups."
        what = f'No group or condition is called "{word}".'
    return Problem(code="E01", what=what, fix=fix, done="Nothing was written.")


def _oriented(scores: tuple[float, ...], table: Table) -> tuple[float, ...]:
    """Turn the user's scores the way the table's scores were turned."""
    return tuple(-s if table.lower_is_closer else s for s in scores)


def _provenance(plan: Plan, table: Table) -> Provenance:
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
        cautions=table.cautions,
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
