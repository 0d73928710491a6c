"""Cards to queries: which of them run over a table, and with which SQL."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from matchaudit.records.schema import Kind
from matchaudit.records.table import LATEST
from matchaudit.tallies.rules import GroupQuery, RecordQuery, RuleQueries
from matchaudit.usage.rules.cards import Card, Pack
from matchaudit.usage.rules.kinds import DATE_OF, PERIODS, column_of, kind_named
from matchaudit.usage.rules.loading import check_together, sources
from matchaudit.usage.rules.parsing import condition
from matchaudit.usage.rules.tree import (
    Column,
    Compare,
    Constant,
    Every,
    Later,
    Missing,
    Moment,
    Node,
    Truth,
)
from matchaudit.usage.rules.writing import Writer, named, quoted

State = Literal["run", "not checkable", "not run", "other kind"]
UTC = "UTC"
NO_HOUR = " (no hour)"
"""What follows a date's name where the day is known and the hour is not."""

_FORMAT = {"month": "%Y-%m", "week": "%G-W%V", "year": "%Y"}
_IDENTITY = {"searches": "search_id", "deployments": "deployment_id"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A card, and whether it is run over a table.

    Attributes
    ----------
    pack : Pack
    card : Card
    kind : str
        Whose records it is about.
    state : {"run", "not checkable", "not run", "other kind"}
    why : str
        Why it was not run; empty if it was.
    absent : tuple of str
        Columns that it looks at and the table does not have.
    open_lists : tuple of str
        Lists that it looks up and that are not complete.
    """

    pack: Pack
    card: Card
    kind: str
    state: State
    why: str = ""
    absent: tuple[str, ...] = ()
    open_lists: tuple[str, ...] = ()

    @property
    def unit(self) -> str:
        """``records`` or ``groups``: what the four answers count."""
        return "groups" if self.card.for_each else "records"


def standings(
    packs: Sequence[Pack], *, kind: str | None, columns: Collection[str] = ()
) -> tuple[Standing, ...]:
    """Say of each card whether it runs over a table of a kind.

    Parameters
    ----------
    packs : sequence of Pack
    kind : str or None
        Of the table; None asks without a table.
    columns : collection of str
        The columns that the table has.

    Returns
    -------
    tuple of Standing
        In the order of the packs.

    Raises
    ------
    InputError
        E19 if two packs have a rule of the same id.
    """
    check_together(packs)
    return tuple(
        _standing(pack, card, kind, columns) for pack in packs for card in pack.rules
    )


def rule_queries(
    packs: Sequence[Pack], *, kind: str, columns: Collection[str], zone: str = UTC
) -> RuleQueries:
    """Write the queries of all cards that run over a table.

    Parameters
    ----------
    packs : sequence of Pack
    kind : str
        ``searches`` or ``deployments``.
    columns : collection of str
        The columns that the table has.
    zone : str, default="UTC"
        The time zone by whose clocks a month or another period begins.

    Returns
    -------
    RuleQueries

    Raises
    ------
    InputError
        E19 if two packs have a rule of the same id.
    """
    run = [s for s in standings(packs, kind=kind, columns=columns) if s.state == "run"]
    writer = Writer(frozenset(columns))
    identity = _IDENTITY[kind]
    return RuleQueries(
        records=tuple(_record_query(s, writer) for s in run if s.unit == "records"),
        groups=tuple(_group_query(s, writer, zone) for s in run if s.unit == "groups"),
        grave=frozenset(s.card.id for s in run if s.card.severity == "high"),
        identity=named(identity) if identity in columns else None,
        left_out=named("nil_return") if "nil_return" in columns else None,
    )


def _standing(
    pack: Pack, card: Card, kind: str | None, columns: Collection[str]
) -> Standing:
    own = card.kind or pack.kind
    state: State = "run"
    why = ""
    absent: tuple[str, ...] = ()
    if card.needs is not None:
        state, why = "not checkable", f"it needs {card.needs.rstrip('.')}"
    elif not card.enabled:
        read = "it was not verified" if card.as_read == "unverified" else "switched off"
        state, why = "not run", read
    elif kind is not None and own != kind:
        state, why = "other kind", f"it is about {own}"
    elif kind is not None:
        absent = _absent(pack, card, kind_named(own), columns)
    return Standing(
        pack=pack,
        card=card,
        kind=own,
        state=state,
        why=why,
        absent=absent,
        open_lists=_open_lists(pack, card),
    )


def _open_lists(pack: Pack, card: Card) -> tuple[str, ...]:
    said = " ".join(source.text for source in sources(card))
    return tuple(
        name
        for name, words in pack.lists.items()
        if f"'{name}'" in said and not words.complete
    )


def _absent(
    pack: Pack, card: Card, kind: Kind, columns: Collection[str]
) -> tuple[str, ...]:
    nodes = list(_conditions(pack, card, kind).values())
    names = [c.name for node in nodes for c in node.columns()]
    names += [name for name in card.for_each if name not in PERIODS]
    names += [card.share.of, card.share.out_of] if card.share else []
    return tuple(name for name in dict.fromkeys(names) if name not in columns)


def _conditions(pack: Pack, card: Card, kind: Kind) -> dict[str, Node]:
    return {
        source.place.key: condition(source, kind=kind, lists=pack.lists)
        for source in sources(card)
    }


def _applies(card: Card, kind: Kind, given: Node | None) -> Node:
    """Return when a card applies: its own condition, while it is in force."""
    day = column_of(kind, DATE_OF[kind.name])
    parts: list[Node] = []
    if card.valid and card.valid.since:
        parts.append(Compare(">=", day, Moment(f"{card.valid.since}T00:00:00")))
    if card.valid and card.valid.until:
        end = Later(Moment(f"{card.valid.until}T00:00:00"), 1, "day")
        parts.append(Compare("<", day, end))
    if given is not None:
        parts.append(given)
    return Every(tuple(parts)) if parts else Constant(value=True)


def _record_query(standing: Standing, writer: Writer) -> RecordQuery:
    card, kind = standing.card, kind_named(standing.kind)
    found = _conditions(standing.pack, card, kind)
    applies = _applies(card, kind, found.get("applies_when"))
    holds = found["must_be_true"]
    return RecordQuery(
        rule=card.id,
        applies=writer.flag(applies),
        holds=writer.flag(holds),
        causes=dict(_causes((applies, holds), writer)),
    )


def _group_query(standing: Standing, writer: Writer, zone: str) -> GroupQuery:
    card, kind = standing.card, kind_named(standing.kind)
    found = _conditions(standing.pack, card, kind)
    applies = _applies(card, kind, found.get("applies_when"))
    where, share = found.get("share_where"), card.share
    return GroupQuery(
        rule=card.id,
        applies=writer.flag(applies),
        keys={name: _key(name, kind, writer, zone) for name in card.for_each},
        share_where=None if where is None else writer.flag(where),
        of=None if share is None else writer.value(column_of(kind, share.of)),
        out_of=None if share is None else writer.value(column_of(kind, share.out_of)),
    )


def _key(name: str, kind: Kind, writer: Writer, zone: str) -> str:
    """Return SQL for what makes a group; a period only if the record lies in one."""
    if name not in PERIODS:
        return writer.value(column_of(kind, name))
    day = DATE_OF[kind.name]
    first, last = (
        _period(name, _on_the_clock(end, zone))
        for end in writer.ends(column_of(kind, day))
    )
    return f"CASE WHEN {first} = {last} THEN {first} END"


def _on_the_clock(instant: str, zone: str) -> str:
    """Return SQL for what the clocks of a zone show at an instant in UTC."""
    if zone == UTC:
        return instant
    return f"timezone({quoted(zone)}, timezone({quoted(UTC)}, {instant}))"


def _period(name: str, instant: str) -> str:
    if name == "quarter":
        return f"(strftime({instant}, '%Y') || '-Q' || quarter({instant}))"
    return f"strftime({instant}, '{_FORMAT[name]}')"


def _causes(nodes: Sequence[Node], writer: Writer) -> Iterator[tuple[str, str]]:
    """Yield why a record may not tell: an empty cell, or an hour that decides."""
    held = [each for node in nodes for each in _comparisons(node)]
    for column in dict.fromkeys(c for node in nodes for c in _needed(node)):
        if column.name not in writer.columns:
            continue
        name = named(column.name)
        yield column.name, f"({name} IS NULL)"
        if column.type == "instant":
            with_it = [each for each in held if column in each.columns()]
            if with_it:
                unsure = f"coalesce({name} <> {named(column.name + LATEST)}, FALSE)"
                open_ = " OR ".join(map(writer.undecided, with_it))
                yield column.name + NO_HOUR, f"({unsure} AND ({open_}))"


def _comparisons(node: Node) -> Iterator[Compare]:
    """Yield the comparisons in a condition."""
    if isinstance(node, Compare):
        yield node
    for part in node.parts():
        yield from _comparisons(part)


def _needed(node: Node) -> Iterator[Column]:
    """Yield the columns whose empty cells make an answer unknown."""
    if isinstance(node, Column):
        yield node
    elif not isinstance(node, (Missing, Truth)):
        for part in node.parts():
            yield from _needed(part)
