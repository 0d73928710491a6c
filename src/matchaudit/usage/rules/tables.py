"""The tables behind the findings on rules: cards, groups, records."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from matchaudit.estimation.finding import Column, Curve
from matchaudit.tallies.rules import Answers, Named
from matchaudit.usage.rules.cards import Card
from matchaudit.usage.rules.compiling import Standing
from matchaudit.usage.rules.judging import Judged
from matchaudit.usage.rules.kinds import kind_named
from matchaudit.usage.rules.wording import in_force_says

Cell = str | int | float | None


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A card, its four counts where it was run, and what was missing."""

    standing: Standing
    counts: Answers | None
    missing: str


def rules(rows: Sequence[RuleRow]) -> Curve:
    """Return the table of cards, one row each, run or not."""
    cards = [(row.standing.pack, row.standing.card) for row in rows]
    columns = (
        _words("pack", "The pack's name.", [p.pack for p, _ in cards]),
        _words("pack_title", "What the pack is.", [p.title for p, _ in cards]),
        _words("rule", "The rule's id.", [c.id for _, c in cards]),
        _words("says", "The rule in one sentence.", [c.says for _, c in cards]),
        _words("from", "Where it stands.", [c.source for _, c in cards]),
        _words("source_url", "Where it was read.", [c.source_url for _, c in cards]),
        _words("as_read", "How it was read.", [c.as_read for _, c in cards]),
        _words("read_note", "On that reading.", [c.read_note for _, c in cards]),
        _words("valid_from", "First day in force.", [_since(c) for _, c in cards]),
        _words("valid_until", "Last day in force.", [_until(c) for _, c in cards]),
        _words("in_force", "The same in words.", [_in_force(row) for row in rows]),
        _words("severity", "high, medium or low.", [c.severity for _, c in cards]),
        _words("kind", "Of its records.", [row.standing.kind for row in rows]),
        _words("state", "Whether it was run.", [row.standing.state for row in rows]),
        _words("why", "Why not.", [row.standing.why or None for row in rows]),
        _words("not_covered", "What it leaves out.", [c.not_covered for _, c in cards]),
        _words("unit", "What is counted.", [row.standing.unit for row in rows]),
        *(
            Column(
                name,
                "integer",
                "count",
                meaning,
                tuple(
                    None if r.counts is None else getattr(r.counts, name) for r in rows
                ),
            )
            for name, meaning in _COUNTS
        ),
        _words("missing", "What was missing.", [row.missing or None for row in rows]),
    )
    return Curve("rules", "Rules, and what the records say of them", columns)


_COUNTS = (
    ("meets", "Those that meet the rule."),
    ("breaks", "Those that break it."),
    ("cannot_tell", "Those of which the log cannot tell."),
    ("does_not_apply", "Those that it is not about."),
)


def rule_groups(
    stands: Sequence[Standing], groups: Mapping[str, tuple[Judged, ...]]
) -> Curve:
    """Return the table of groups that were held against a limit."""
    cards = {s.card.id: s for s in stands if s.card.id in groups}
    rows = [(rule, group) for rule in cards for group in groups[rule]]
    columns = (
        _words("rule", "The rule's id.", [rule for rule, _ in rows]),
        _words("by", "What groups are made by.", [_by(cards[r]) for r, _ in rows]),
        _words("group", "Empty if it is not known.", [_key(g) for _, g in rows]),
        _words("answer", "What is so.", [g.answer for _, g in rows]),
        _numbers("events", "integer", "Counted.", [g.events for _, g in rows]),
        _numbers("trials", "integer", "Of these.", [g.trials for _, g in rows]),
        _numbers("low", "number", "Least share.", [g.low for _, g in rows]),
        _numbers("high", "number", "Largest share.", [g.high for _, g in rows]),
        _numbers(
            "at_most", "number", "The limit.", [cards[r].card.at_most for r, _ in rows]
        ),
    )
    return Curve(
        "rule_groups",
        "Rules over groups of records",
        columns,
        for_holder=any(_tells_people_apart(s) for s in cards.values()),
    )


def rule_records(named: Sequence[Named]) -> Curve:
    """Return the table of records behind the answers, for the holder of the data."""
    files = [file for each in named for file in each.file]
    rows = [row for each in named for row in each.row]
    ids = [identity or None for each in named for identity in each.identity]
    rules_ = [each.rule for each in named for _ in each.row]
    answers = [each.answer for each in named for _ in each.row]
    columns = (
        _words("rule", "The rule's id.", rules_),
        _words("answer", "What the record says.", answers),
        _words("file", "Where the record stands.", files),
        _numbers("row", "integer", "The row, as a spreadsheet counts it.", rows),
        _words("record", "The record's own id.", ids),
    )
    return Curve("rule_records", "Records behind the answers", columns, for_holder=True)


def _since(card: Card) -> str | None:
    return card.valid.since if card.valid else None


def _until(card: Card) -> str | None:
    return card.valid.until if card.valid else None


def _in_force(row: RuleRow) -> str | None:
    standing = row.standing
    return in_force_says(standing.card, kind=standing.kind) or None


def _by(standing: Standing) -> str:
    return ", ".join(standing.card.for_each)


def _key(group: Judged) -> str | None:
    return None if group.key is None else ", ".join(group.key)


def _tells_people_apart(standing: Standing) -> bool:
    kind = kind_named(standing.kind)
    by = [name for name in standing.card.for_each if name in kind.names]
    return any(kind.field(name).role == "pseudonym" for name in by)


def _words(name: str, meaning: str, values: Sequence[str | None]) -> Column:
    return Column(name, "string", "", meaning, tuple(values))


def _numbers(
    name: str,
    type_: Literal["integer", "number"],
    meaning: str,
    values: Sequence[float | None],
) -> Column:
    unit = "probability" if type_ == "number" else ""
    return Column(name, type_, unit, meaning, tuple(values))
