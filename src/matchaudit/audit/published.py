"""A published figure, quoted beside what was measured here."""

import hashlib
import json
import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

import matchaudit
from matchaudit.audit.findings_file import FindingsFile, read_findings
from matchaudit.audit.published_beside import beside
from matchaudit.disclosure import Provenance, Released
from matchaudit.errors import InputError, Problem
from matchaudit.estimation.finding import Curve, Finding
from matchaudit.galleries.published import group_findings, miss_findings
from matchaudit.records.frte import (
    PublishedGroups,
    PublishedMisses,
    PublishedTable,
    read_published,
)

TITLE = "Published figures"
_MOST_NEAR = 5
_Row = PublishedMisses | PublishedGroups


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """What is to be quoted.

    Attributes
    ----------
    files : tuple of Path
        Published tables.
    algorithms : tuple of str
        Names as the tables have them; case, ``-`` and ``_`` do not matter.
    reference : str or None
        The group that others are compared with.
    findings : Path or None
        The findings.json of an audit, to set beside it.
    date : str or None
        That the report bears.
    """

    files: tuple[Path, ...]
    algorithms: tuple[str, ...]
    reference: str | None = None
    findings: Path | None = None
    date: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedOutcome:
    """What was quoted, and where it was written.

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
        """Everything that was quoted or worked out from it."""
        return self.released.findings

    @property
    def findings_json(self) -> str:
        """The text of ``findings.json``."""
        from matchaudit.report.interface import findings_json

        return findings_json(self.released).decode()

    def curve(self, name: str) -> Curve | None:
        """Return a table of numbers by its name, if there is one."""
        curves = (c for c in self.released.curves if c.name == name)
        return next(curves, None)


def published(quotation: Quotation, *, out: Path | None = None) -> PublishedOutcome:
    """Quote published figures of algorithms, and set an audit's beside them.

    Parameters
    ----------
    quotation : Quotation
    out : Path, optional
        Folder for ``report.html``, ``findings.json`` and ``data/``. Without it nothing
        is written.

    Returns
    -------
    PublishedOutcome

    Raises
    ------
    InputError
        ``E13`` if no table has an algorithm or a group of that name, with the nearest
        names; ``E01``, ``E05``, ``E15`` or ``E20`` if a file cannot be used. Then
        nothing is written.
    """
    if out is not None:
        from matchaudit.report.writing import refuse_foreign

        refuse_foreign(out)
    tables = _read(quotation.files)
    source = None if quotation.findings is None else read_findings(quotation.findings)
    chosen = _chosen(tables, quotation.algorithms)
    _check_reference(quotation.reference, tables, chosen)
    findings: list[Finding] = []
    curves: list[Curve] = []
    for table, rows in zip(tables, chosen, strict=True):
        found, drawn = _quoted(table, rows, quotation.reference)
        findings += found
        curves += [curve for curve in drawn if curve.columns[0].values]
    if source is not None:
        set_beside, both = beside(tuple(findings), source.findings)
        findings.append(set_beside)
        curves += both
    released = Released.local(
        tuple(findings), tuple(curves), _provenance(quotation, tables, source)
    )
    if out is None:
        return PublishedOutcome(released=released, report=None)
    from matchaudit.report.writing import write

    write(released, out)
    return PublishedOutcome(released=released, report=out / "report.html")


def _read(files: Sequence[Path]) -> list[PublishedTable]:
    tables = [read_published(path) for path in files]
    for kind in ("misses", "groups"):
        alike = [table.file for table in tables if getattr(table, kind)]
        if len(alike) > 1:
            what = f"{alike[0]} and {alike[1]} hold figures of one kind."
            raise _problem(what, "Name one file of each kind.")
    return tables


def _quoted(
    table: PublishedTable, rows: Sequence[_Row], reference: str | None
) -> tuple[list[Finding], list[Curve]]:
    misses = [row for row in rows if isinstance(row, PublishedMisses)]
    groups = [row for row in rows if isinstance(row, PublishedGroups)]
    if misses:
        return miss_findings(table, misses)
    if groups:
        return group_findings(table, groups, reference=reference)
    return [], []


def _chosen(tables: Sequence[PublishedTable], names: Sequence[str]) -> list[list[_Row]]:
    """Return the rows of each table that are of these algorithms."""
    found: list[list[_Row]] = [[] for _ in tables]
    for name in dict.fromkeys(map(_plain, names)):
        here = [
            (place, row)
            for place, table in enumerate(tables)
            for row in _rows(table)
            if _plain(row.algorithm) == name
        ]
        if not here:
            said = next(n for n in names if _plain(n) == name)
            raise _unknown("algorithm", said, _all_names(tables), "--algorithm")
        for place, row in here:
            found[place].append(row)
    return found


def _rows(table: PublishedTable) -> list[_Row]:
    return [*table.misses, *table.groups]


def _all_names(tables: Sequence[PublishedTable]) -> list[str]:
    return [name for table in tables for name in table.algorithms]


def _plain(name: str) -> str:
    """Return a name as both tables would have it: one has ``_``, the other ``-``."""
    return name.strip().lower().replace("-", "_")


def _check_reference(
    reference: str | None,
    tables: Sequence[PublishedTable],
    chosen: Sequence[Sequence[_Row]],
) -> None:
    if reference is None:
        return
    rows = [row for some in chosen for row in some if isinstance(row, PublishedGroups)]
    if not rows:
        what = "--reference names a group, and no figures by group are quoted."
        raise _problem(what, "Name a table with figures by group, or leave it out.")
    groups = dict.fromkeys(g for t in tables for row in t.groups for g in row.fpir)
    if reference not in groups:
        raise _unknown(
            "group", reference, list(groups), "--reference", most=len(groups)
        )


def _unknown(
    what: str, said: str, names: Sequence[str], option: str, *, most: int = _MOST_NEAR
) -> InputError:
    """Say that there is none of that name, and name all if they are few, or the nearest."""
    plain = {_plain(name): name for name in reversed(names)}
    near = [plain[n] for n in get_close_matches(_plain(said), plain, most, 0.5)]
    fix = f"The nearest names are {', '.join(near)}." if near else "Look into the file."
    if len(plain) <= most:
        fix = f"Its {what}s are {', '.join(sorted(plain.values()))}."
    return _problem(f'{option}: the file has no {what} "{said}".', fix)


def _problem(what: str, fix: str) -> InputError:
    return InputError(
        Problem(code="E13", what=what, fix=fix, done="Nothing was written.")
    )


def _provenance(
    quotation: Quotation,
    tables: Sequence[PublishedTable],
    source: FindingsFile | None,
) -> Provenance:
    inputs: list[dict[str, str | int]] = [
        {
            "file": table.file,
            "kind": "published",
            "rows": len(table.algorithms),
            "sha256": table.sha256,
        }
        for table in tables
    ]
    if source is not None:
        inputs.append(dict(source.facts))
    words = _words(quotation)
    said = json.dumps([words, [given["sha256"] for given in inputs]])
    return Provenance(
        title=TITLE,
        agency=None,
        date=quotation.date,
        version=matchaudit.__version__,
        plan_sha256=hashlib.sha256(said.encode()).hexdigest(),
        inputs=tuple(inputs),
        command=shlex.join(["matchaudit", "frte", *words]),
        synthetic=None if source is None else source.synthetic,
    )


def _words(quotation: Quotation) -> list[str]:
    """Return what to type to quote the same again; files go by their names."""
    words = [w for path in quotation.files for w in ("--file", path.name)]
    words += [w for name in quotation.algorithms for w in ("--algorithm", name)]
    if quotation.reference is not None:
        words += ["--reference", quotation.reference]
    if quotation.findings is not None:
        words += ["--from", quotation.findings.name]
    if quotation.date is not None:
        words += ["--date", quotation.date]
    return words
