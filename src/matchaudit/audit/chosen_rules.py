"""The rule packs that a plan names: loaded before any record is read."""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from matchaudit.audit.plan import Plan, is_path
from matchaudit.records import Table
from matchaudit.tallies import RuleTally, tally_rules

if TYPE_CHECKING:
    from matchaudit.usage.rules import Pack


def chosen_packs(plan: Plan) -> "list[Pack]":
    """Load the packs of a plan, with the lists that it brings for them.

    Raises
    ------
    InputError
        E19 or E09 if a pack cannot be used, or if two do not go together.
    """
    if not (plan.rules or plan.rule_lists):
        return []
    from matchaudit.usage import rules  # with a parser of SQL, slow to load
    from matchaudit.usage.rules.loading import check_together

    packs = [rules.pack(name) for name in plan.rules]
    check_together(packs)
    return rules.with_lists(packs, plan.rule_lists)


def tally_over(
    table: Table, packs: "Sequence[Pack]", *, zone: str
) -> tuple[RuleTally, ...]:
    """Count what a table says of the rules in packs; nothing without a pack.

    Months begin by the clocks of the zone.

    Raises
    ------
    InputError
        E19 if it takes too long.
    """
    if not packs:
        return ()
    from matchaudit.usage import rules

    queries = rules.rule_queries(
        packs, kind=table.kind, columns=table.columns, zone=zone
    )
    return (tally_rules(table, queries),)


def hashes_of(names: Sequence[str]) -> tuple[str, ...]:
    """Return the hash of each file; a built-in pack goes by its name.

    The version of matchaudit, which stands in every report, says what that holds.
    """
    return tuple(
        hashlib.sha256(Path(name).read_bytes()).hexdigest()
        if is_path(name) or name.endswith(".json")
        else name
        for name in names
    )
