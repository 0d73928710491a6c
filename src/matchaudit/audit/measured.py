"""What the audit of one kind of record brings to the whole."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from matchaudit.estimation.finding import Curve, Finding
from matchaudit.records import InputFile, Table
from matchaudit.tallies import RuleTally

Progress = Callable[[str], None]
"""Told in a few words what is being done now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """Findings of one kind of record, and what must be said of the records.

    What rules say of several kinds is told at once, from ``rule_tallies``.
    """

    findings: tuple[Finding, ...]
    curves: tuple[Curve, ...]
    inputs: tuple[InputFile, ...]
    cautions: tuple[str, ...]
    synthetic: str | None
    rule_tallies: tuple[RuleTally, ...] = ()

    @classmethod
    def of(
        cls,
        table: Table,
        findings: Sequence[Finding],
        curves: Sequence[Curve],
        *,
        cautions: Sequence[str] = (),
        rule_tallies: tuple[RuleTally, ...] = (),
    ) -> "Measured":
        """Join what was measured with what was noticed when the records were read."""
        return cls(
            findings=tuple(findings),
            curves=tuple(curves),
            inputs=table.inputs,
            cautions=(*table.cautions, *cautions),
            synthetic=table.synthetic,
            rule_tallies=rule_tallies,
        )
