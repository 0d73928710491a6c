"""What may leave the building: ``Released``, the only thing a report accepts."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from matchaudit.estimation.finding import Curve, Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Where the findings come from, as far as a report must say it.

    Attributes
    ----------
    title : str
    agency : str or None
    date : str or None
        The plan's date (ISO 8601), never today's: same input, same bytes.
    version : str
        matchaudit's version.
    plan_sha256 : str
    inputs : tuple of mapping
        ``{"file", "kind", "rows", "sha256"}`` of each input, and ``map_sha256``.
    command : str
        What to type to repeat the audit.
    synthetic : str or None
        The input's own statement that it holds no real records.
    cautions : tuple of str
        Plain sentences about the data as a whole.
    """

    title: str
    agency: str | None
    date: str | None
    version: str
    plan_sha256: str
    inputs: tuple[Mapping[str, str | int], ...]
    command: str
    synthetic: str | None = None
    cautions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Released:
    """Findings and curves in the form in which somebody may see them.

    Attributes
    ----------
    stamp : str or None
        Words that every page must carry, such as "not checked for publication".
    """

    findings: tuple[Finding, ...]
    curves: tuple[Curve, ...]
    provenance: Provenance
    stamp: str | None

    @classmethod
    def local(
        cls,
        findings: tuple[Finding, ...],
        curves: tuple[Curve, ...],
        provenance: Provenance,
    ) -> "Released":
        """Release everything exactly, for the eyes of the data holder only.

        No release check has been made, and every page says so.
        """
        return cls(
            findings=findings,
            curves=curves,
            provenance=provenance,
            stamp="Not checked for publication",
        )

    def pooled(self) -> "Released":
        """Leave out what singles out an operator or a record.

        The stamp stays: this alone is no check that the rest may be published.
        """
        kept = {c.path for c in self.curves if not c.for_holder}
        return replace(
            self,
            findings=tuple(
                f if f.curve in kept else replace(f, curve=None)
                for f in self.findings
                if not f.for_holder
            ),
            curves=tuple(c for c in self.curves if not c.for_holder),
        )
