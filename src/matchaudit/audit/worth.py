"""What a candidate is worth: from what was typed, and from findings, to a report."""

import hashlib
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import yaml

import matchaudit
from matchaudit.audit.findings_file import FindingsFile, read_findings
from matchaudit.audit.typed_ranges import people, problem
from matchaudit.audit.typed_worth import Typed, refuse_contradiction
from matchaudit.audit.worth_inputs import measured_inputs
from matchaudit.disclosure import Provenance, Released
from matchaudit.galleries.worth import (
    Enrolled,
    Inputs,
    Worth,
    cover_cautions,
    with_cover,
    with_review,
)
from matchaudit.galleries.worth import worth as worth_of

__all__ = ["Typed", "WorthOutcome", "worth"]

TITLE = "What a candidate is worth"
SCHEMA = "matchaudit/worth/1"
"""First line of ``worth.yaml``, which holds what was typed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorthOutcome:
    """What was worked out, and where it was written.

    Attributes
    ----------
    worth : Worth
    inputs : tuple of Inputs
        One for each group; the first leads.
    typed : Typed
    released : Released
    report : Path or None
        The report; None if nothing was to be written.
    """

    worth: Worth
    inputs: tuple[Inputs, ...]
    typed: Typed
    released: Released
    report: Path | None

    @property
    def findings_json(self) -> str:
        """The text of ``findings.json``."""
        from matchaudit.report.interface import findings_json

        return findings_json(self.released).decode()


def worth(typed: Typed, *, out: Path | None = None) -> WorthOutcome:
    """Work out how often a candidate is right.

    Parameters
    ----------
    typed : Typed
    out : Path, optional
        Folder for ``report.html``, ``findings.json``, ``worth.yaml`` and ``data/``.
        Without it nothing is written.

    Returns
    -------
    WorthOutcome

    Raises
    ------
    InputError
        ``E13`` if an option cannot be used or something is missing; ``E15`` or ``E20``
        if the findings cannot be read. Then nothing is written.
    """
    typed.refuse_no_day()
    low, high = typed.range("enrolled", open_ends=True)
    size = people(typed.gallery)
    source = None if typed.findings is None else read_findings(typed.findings)
    known = () if source is None else source.findings
    inputs = [
        with_cover(_reviewed(each, typed), typed.masked, known)
        for each in _inputs(typed, size, source)
    ]
    cautions = cover_cautions(inputs, typed.masked)
    found = worth_of(
        inputs,
        enrolled=Enrolled(low=low, high=high),
        rng=np.random.default_rng(typed.seed),
        searches=typed.searches,
        n_claims=typed.claims,
        cautions=cautions,
        confidence=typed.confidence,
    )
    provenance = _provenance(typed, source, cautions)
    released = Released.local(found.findings, found.curves, provenance)
    report = None
    if out is not None:
        from matchaudit.report.writing import write

        write(released, out, attachments={"worth.yaml": _yaml(typed, source).encode()})
        report = out / "report.html"
    return WorthOutcome(
        worth=found,
        inputs=tuple(inputs),
        typed=typed,
        released=released,
        report=report,
    )


def _inputs(typed: Typed, size: int, source: FindingsFile | None) -> Sequence[Inputs]:
    """Return what is known of each group: typed values before those of an audit."""
    given = {name: typed.quantity(name) for name in ("fmr", "fpir", "tpir")}
    known = {name: value for name, value in given.items() if value is not None}
    refuse_contradiction(typed, size)
    shown = None if typed.shown is None else min(typed.shown, size)
    if source is not None:
        return measured_inputs(
            source.findings,
            gallery_size=size,
            at=typed.at,
            shown=shown,
            given=known,
        )
    if typed.at is not None:
        raise problem("--at chooses among findings, and none were named.", _FROM)
    if "tpir" not in known:
        raise problem("It is not known how often the right person is found.", _TPIR)
    if typed.shown is None and not known.keys() & {"fmr", "fpir"}:
        raise problem("It is not known how often matches are wrong.", _WRONG)
    return [
        Inputs(
            gallery_size=size,
            tpir=known["tpir"],
            fpir=known.get("fpir"),
            fmr=known.get("fmr"),
            shown=shown,
        )
    ]


_FROM = "Name an audit's findings with --from out/findings.json, or leave out --at."
_TPIR = "Give a range, such as --tpir 0.90..0.97, or --from out/findings.json."
_WRONG = (
    "Give --fmr 1e-6, --fpir 0.001..0.1 or --from out/findings.json. If the best "
    "candidates are always shown, give --mode investigation."
)


def _reviewed(inputs: Inputs, typed: Typed) -> Inputs:
    return with_review(
        inputs,
        right=typed.quantity("review-sensitivity"),
        wrong=typed.quantity("review-false-accept"),
    )


def _provenance(
    typed: Typed, source: FindingsFile | None, cautions: tuple[str, ...]
) -> Provenance:
    known: tuple[Mapping[str, str | int], ...] = ()
    if source is not None:
        known = (source.facts,)
    return Provenance(
        title=TITLE,
        agency=None,
        date=typed.date,
        version=matchaudit.__version__,
        plan_sha256=hashlib.sha256(_yaml(typed, source).encode()).hexdigest(),
        inputs=known,
        command=shlex.join(["matchaudit", "worth", *typed.words()]),
        synthetic=None if source is None else source.synthetic,
        cautions=cautions,
    )


def _yaml(typed: Typed, source: FindingsFile | None) -> str:
    """Return what was typed, with the hash of the findings that it names."""
    facts = {"schema": SCHEMA, **typed.facts()}
    if source is not None:
        facts["findings_sha256"] = source.sha256
    return yaml.safe_dump(facts, sort_keys=False, allow_unicode=True)
