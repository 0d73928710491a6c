"""Rules as a report meets them: 61 cards by hand, as many as the packs hold.

Synthetic: the rules, their sources and the records are invented.
"""

from dataclasses import replace

from matchaudit.disclosure import Released
from matchaudit.estimation.finding import Curve, Finding
from report import usage_sample
from report.usage_sample import Cell, counted, curve, unknown

ANSWERS = ("meets", "breaks", "cannot_tell", "does_not_apply")
RECORDS = 3000
IN_FORCE = (
    'In force from 1 July 2027: for earlier searches the answer is "does not apply".'
)
Counts = tuple[int, int, int, int]


def card(
    rule: str,
    counts: Counts | None,
    *,
    severity: str = "medium",
    state: str = "run",
    as_read: str = "read",
) -> tuple[Cell, ...]:
    """Return one row of the curve: what is known of one card and its answers."""
    why = {
        "run": None,
        "not checkable": "it needs a register of systems with the dates of notice and report",
        "not run": "the provision was not read",
        "other kind": "it is about deployments",
    }[state]
    return (
        "us-xx",
        "State of Example",
        rule,
        f"Rule {rule}: a warrant must be there before a search in real time is made.",
        f"Example Code 43.386.{rule}(1)",
        f"https://example.org/code?cite=43.386.{rule}",
        as_read,
        "Read on a mirror of the statute." if as_read == "part" else None,
        severity,
        "searches",
        state,
        why,
        "A judge's reasons are not looked at.",
        "records",
        *(counts or (None,) * 4),
        "Not recorded: authority_type (97 times)." if counts and counts[2] else None,
        IN_FORCE if rule == "B2" else None,
    )


def cards() -> list[tuple[Cell, ...]]:
    """Return 61 cards: broken, met, cannot tell, outside, and those not run."""
    made = [
        card("B1", (2000, 900, 97, 3), severity="low"),
        card("B2", (2900, 12, 0, 88), severity="high", as_read="summary"),
        card("B3", (0, 3000, 0, 0), severity="high", as_read="part"),
        card("C1", (0, 0, 3000, 0), severity="high"),
        card("D1", (0, 0, 0, 3000)),
        card("N1", None, state="not run", as_read="unverified"),
        card("O1", None, state="other kind"),
    ]
    made += [card(f"M{k}", (2990, 0, 0, 10)) for k in range(34)]
    made += [card(f"Q{k}", None, state="not checkable") for k in range(20)]
    return made


COLUMNS = (
    "pack pack_title rule says from source_url as_read read_note severity kind state "
    "why not_covered unit meets:i breaks:i cannot_tell:i does_not_apply:i missing in_force"
)


def findings() -> tuple[Finding, ...]:
    """Return the findings that the cards give."""
    found: list[Finding] = []
    for row in cards():
        rule, counts = str(row[2]), row[14:18]
        if counts[0] is None:
            because = str(row[11])
            found.append(unknown("usage/rule", because, rule=rule))
            continue
        for answer, n in zip(ANSWERS, counts, strict=True):
            assert isinstance(n, int)
            told = counted("usage/rule", n, rule=rule, answer=answer)
            found.append(replace(told, events=n, trials=RECORDS))
    broken = "2,083 of 3,000 searches broke at least one rule."
    every = counted("usage/any_rule_broken", 2083, broken)
    return (*found, replace(every, events=2083, trials=RECORDS))


def curves() -> tuple[Curve, ...]:
    """Return the cards, and the rows behind the breaches (for the holder only)."""
    behind = [("B1", "breaks", "searches.csv", k + 2, f"S{k:05}") for k in range(900)]
    behind += [("B2", "breaks", "searches.csv", k, f"S{k:05}") for k in range(12)]
    behind += [("B1", "cannot_tell", "searches.csv", k + 902, "") for k in range(97)]
    behind += [("C1", "cannot_tell", "searches.csv", k, f"S{k:05}") for k in range(99)]
    return (
        curve("rules", *cards(), columns=COLUMNS),
        curve(
            "rule_records",
            *behind,
            columns="rule answer file row:i record",
            for_holder=True,
        ),
    )


def released() -> Released:
    """Return an audit of a search log against the cards as a local release."""
    return Released.local(
        (*usage_sample.search_findings(), *findings()),
        (*usage_sample.search_curves(), *curves()),
        usage_sample.provenance("searches", RECORDS),
    )
