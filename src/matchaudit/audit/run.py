"""One audit, start to end: read, tally, measure, release, render.

The only place where the parts meet.
"""

import shlex
import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import matchaudit
from matchaudit import report
from matchaudit.audit.chosen_rules import chosen_packs, hashes_of
from matchaudit.audit.measured import Measured, Progress
from matchaudit.audit.plan import Input, Kind, Plan, moved
from matchaudit.disclosure import Provenance, Released
from matchaudit.estimation.finding import Finding, joined
from matchaudit.records import InputFile
from matchaudit.report.drawing import beside

if TYPE_CHECKING:
    from matchaudit.usage.rules import Pack


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
    with nullcontext() if out is None else beside():
        return _carried_out(plan, out, progress)


def _carried_out(plan: Plan, out: Path | None, progress: Progress) -> Outcome:
    packs = chosen_packs(plan)
    found = {kind: _audited(plan, kind, packs, progress) for kind in plan.kinds}
    findings = [f for part in found.values() for f in part.findings]
    curves = [c for part in found.values() for c in part.curves]
    if packs:
        from matchaudit.usage import rules

        tallies = [t for part in found.values() for t in part.rule_tallies]
        ruled, rule_curves = rules.rule_findings(packs, *tallies)
        findings += ruled
        curves += rule_curves
    released = Released.local(tuple(findings), joined(curves), _provenance(plan, found))
    if plan.pooled:
        released = released.pooled()
    if out is None:
        return Outcome(released=released, report=None)
    progress("Writing the report")
    report.write(
        released, out, attachments={"plan.yaml": _portable(plan, out).encode()}
    )
    return Outcome(released=released, report=out / "report.html")


def _audited(
    plan: Plan, kind: Kind, packs: "Sequence[Pack]", progress: Progress
) -> Measured:
    """Audit the records of one kind."""
    progress("Reading and checking the records")
    inputs: Sequence[Input] = [g for g in plan.inputs if g.kind == kind]
    with tempfile.TemporaryDirectory(prefix="matchaudit-") as folder:
        return _audit_of(kind)(
            plan, inputs, packs=packs, workspace=Path(folder), progress=progress
        )


def _audit_of(kind: Kind) -> Callable[..., Measured]:
    """Return what audits a kind; only its part of the package is loaded."""
    if kind == "comparisons":
        from matchaudit.audit.comparisons import audit_comparisons

        return audit_comparisons
    if kind == "searches":
        from matchaudit.audit.searches import audit_searches

        return audit_searches
    if kind == "candidates":
        from matchaudit.audit.candidates import audit_candidates

        return audit_candidates
    if kind == "claims":
        from matchaudit.audit.claims import audit_claims

        return audit_claims
    from matchaudit.audit.deployments import audit_deployments

    return audit_deployments


def _provenance(plan: Plan, found: Mapping[Kind, Measured]) -> Provenance:
    read = {kind: iter(part.inputs) for kind, part in found.items()}
    inputs = [next(read[given.kind]) for given in plan.inputs]
    hashes = tuple(given.sha256 for given in inputs)
    said = (part.synthetic for part in found.values() if part.synthetic)
    return Provenance(
        title=plan.heading,
        agency=plan.agency,
        date=plan.date,
        version=matchaudit.__version__,
        plan_sha256=plan.sha256(
            hashes,
            hashes_of(plan.rules),
            hashes_of([plan.accuracy])[0] if plan.accuracy else None,
        ),
        inputs=tuple(map(_facts, inputs)),
        command=shlex.join(["matchaudit", "audit", "plan.yaml"]),
        synthetic=next(said, None),
        cautions=tuple(c for part in found.values() for c in part.cautions),
    )


def _facts(given: InputFile) -> Mapping[str, str | int]:
    facts: dict[str, str | int] = {
        "file": given.file,
        "kind": given.kind,
        "rows": given.rows,
        "sha256": given.sha256,
    }
    if given.map_sha256 is not None:
        facts["map_sha256"] = given.map_sha256
    return facts


def _portable(plan: Plan, out: Path) -> str:
    """Return the plan with paths relative to the folder that it is written to."""
    here = out.resolve()

    def relative(path: str) -> str:
        target = Path(path).resolve()
        for up, ancestor in enumerate((here, *here.parents)):
            if target.is_relative_to(ancestor):
                return str(Path(*[".."] * up, target.relative_to(ancestor)))
        return str(target)

    return moved(plan, relative).to_yaml()
