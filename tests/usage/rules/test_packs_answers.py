"""Every card that runs, held against the invented records of ``pack_cases.yaml``."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import product
from pathlib import Path

import pytest
import yaml

from matchaudit.records.schema import FieldType
from matchaudit.records.table import LATEST, Table
from matchaudit.tallies.rules import Answers, tally_rules
from matchaudit.usage.rules import built_in_packs, pack
from matchaudit.usage.rules.cards import Card, Pack
from matchaudit.usage.rules.compiling import rule_queries, standings
from matchaudit.usage.rules.judging import answers, judge
from matchaudit.usage.rules.kinds import DATE_OF, kind_named
from matchaudit.usage.rules.loading import with_lists

Record = Mapping[str, object]
ANSWERS = ("meets", "breaks", "cannot_tell", "does_not_apply")
NOON = datetime(2025, 6, 10, 12)  # noqa: DTZ001 - canonical dates are UTC, and bare
SQL_TYPES: Mapping[FieldType, str] = {
    "string": "VARCHAR",
    "rate": "VARCHAR",
    "integer": "BIGINT",
    "number": "DOUBLE",
    "duration": "DOUBLE",
    "boolean": "BOOLEAN",
    "date": "TIMESTAMP",
}
CASES: Mapping[str, Mapping[str, Mapping[str, object]]] = yaml.safe_load(
    (Path(__file__).parent / "pack_cases.yaml").read_text(encoding="utf-8")
)
WITHOUT_COLUMN = "only without the column"
WITH_WHOLE_LIST = "only with a whole list"


def running() -> Iterator[tuple[str, str]]:
    """Yield the pack and the id of each card that is run."""
    for name in built_in_packs():
        for standing in standings([pack(name)], kind=None):
            if standing.state == "run":
                yield name, standing.card.id


def alone(name: str, rule: str) -> tuple[Pack, Card]:
    """Return the pack with this one card, and the card."""
    found = pack(name)
    card = next(c for c in found.rules if c.id == rule)
    return found.model_copy(update={"rules": (card,)}), card


def one_by_one(given: Record) -> list[Record]:
    """Return a record for each value, where one stands for several."""
    values = [v if isinstance(v, list) else [v] for v in given.values()]
    return [dict(zip(given, each, strict=True)) for each in product(*values)]


def cases(name: str, rule: str, answer: str) -> list[Record]:
    """Return the records that must give an answer; none if the file says why not."""
    given = CASES[name][rule][answer]
    return (
        [r for each in given for r in one_by_one(each)]
        if isinstance(given, list)
        else []
    )


def written(value: object, type_: FieldType) -> tuple[str, str]:
    """Return SQL for both ends of a value; a day is a whole day."""
    if value is None:
        ends = "NULL", "NULL"
    elif isinstance(value, datetime):
        ends = f"'{value}'", f"'{value}'"
    elif isinstance(value, date):
        last = timedelta(days=1) - timedelta(microseconds=1)
        start = datetime.combine(value, datetime.min.time())
        ends = f"'{start}'", f"'{start + last}'"
    else:
        ends = (f"'{value}'",) * 2
    low, high = (f"CAST({end} AS {SQL_TYPES[type_]})" for end in ends)
    return low, high


def table_of(
    records: Sequence[Record], kind_name: str, columns: Sequence[str], folder: Path
) -> Table:
    """Return a table of these records that has these columns and the needed ones."""
    kind = kind_named(kind_name)
    day = DATE_OF[kind_name]
    names = tuple(dict.fromkeys([day, *columns]))
    rows = []
    for i, record in enumerate(records):
        cells = [f"'invented.csv' AS source_file, CAST({i + 2} AS BIGINT) source_row"]
        for name in names:
            type_ = kind.field(name).type
            low, high = written(record.get(name, NOON if name == day else None), type_)
            cells.append(f'{low} AS "{name}"')
            if type_ == "date":
                cells.append(f'{high} AS "{name}{LATEST}"')
        rows.append(f"SELECT {', '.join(cells)}")
    return Table(
        kind=kind_name,
        sql=" UNION ALL ".join(rows),
        columns=names,
        inputs=(),
        workspace=folder,
        synthetic="These records are invented.",
    )


def told(found: Pack, records: Sequence[Record], folder: Path) -> list[str]:
    """Return what the one card of a pack answers to each record; each its own group."""
    (card,) = found.rules
    kind = card.kind or found.kind
    if card.for_each:
        years = (date(2000 + i, 6, 10) for i in range(len(records)))
        records = [{**r, "date": year} for r, year in zip(records, years, strict=True)]
    (standing,) = standings([found], kind=kind, columns=())
    table = table_of(records, kind, standing.absent, folder)
    tally = tally_rules(table, rule_queries([found], kind=kind, columns=table.columns))
    if card.for_each:
        judged = [judge(card, group) for group in tally.groups[card.id]]
        return [each.answer for each in sorted(judged, key=lambda j: j.key or ())]
    rows = {each.answer: set(each.row) for each in tally.named}
    said = tally.answers[card.id]
    rest = "meets" if said.meets else "does_not_apply"
    assert not (said.meets and said.does_not_apply), "the tally does not tell these"
    assert said.n == len(records)
    return [
        next((a for a, named in rows.items() if i + 2 in named), rest)
        for i in range(len(records))
    ]


def test_every_card_that_runs_has_its_cases() -> None:
    there = {(name, rule) for name, cards in CASES.items() for rule in cards}
    assert there == set(running())


@pytest.mark.parametrize(("name", "rule"), list(running()))
def test_a_card_has_a_record_for_every_answer(name: str, rule: str) -> None:
    """An answer without a record says why, and only where that is so."""
    found, card = alone(name, rule)
    given = CASES[name][rule]
    assert set(given) == set(ANSWERS)
    for answer in ("meets", "breaks"):
        assert cases(name, rule, answer), answer
    always = card.applies_when is None and card.valid is None
    assert (given["does_not_apply"] == "none") == always
    (standing,) = standings([found], kind=card.kind or found.kind, columns=())
    if given["cannot_tell"] == WITHOUT_COLUMN:
        said = " ".join(str(card.must_be_true).split())
        looked_at = set(standing.absent) - {DATE_OF[card.kind or found.kind]}
        assert all(f"{column} is not null" in said for column in looked_at)


@pytest.mark.parametrize(("name", "rule"), list(running()))
def test_invented_records_get_their_answers(
    name: str, rule: str, tmp_path: Path
) -> None:
    """Records outside a rule are asked about apart from those that it looks at."""
    found, _ = alone(name, rule)
    for together in (("meets", "breaks", "cannot_tell"), ("does_not_apply",)):
        wanted = [
            (answer, record)
            for answer in together
            for record in cases(name, rule, answer)
        ]
        if wanted:
            said = told(found, [record for _, record in wanted], tmp_path)
            assert list(zip(said, [r for _, r in wanted], strict=True)) == wanted


@pytest.mark.parametrize("kind", ["searches", "deployments"])
def test_a_log_without_the_columns_breaks_no_rule(kind: str, tmp_path: Path) -> None:
    """What a file does not hold at all is not known: no card makes a breach of it."""
    packs = [pack(name) for name in built_in_packs()]
    late: Record = {DATE_OF[kind]: datetime(2030, 1, 1)}  # noqa: DTZ001 - as NOON
    table = table_of([late], kind, (), tmp_path)
    tally = tally_rules(table, rule_queries(packs, kind=kind, columns=table.columns))
    assert len(tally.answers) > 5
    assert set(tally.answers.values()) == {Answers(cannot_tell=1)}
    cards = {card.id: card for each in packs for card in each.rules}
    for rule, groups in tally.groups.items():
        judged = tuple(judge(cards[rule], group) for group in groups)
        assert answers(judged) == Answers(cannot_tell=1)


@pytest.mark.parametrize(
    ("name", "rule", "lists", "record"),
    [
        ("uk", "UK-delete", {"SWP_OR_NWP": ["A"]}, {"alert_kept_hours": 48}),
        (
            "uk",
            "UK-IE-threshold.1",
            {"IMMIGRATION_ENFORCEMENT": ["A"]},
            {"threshold": 0.6},
        ),
        (
            "uk",
            "UK-IE-threshold.2",
            {"IMMIGRATION_ENFORCEMENT": ["A"]},
            {"false_alerts": 30, "faces_seen": 10_000},
        ),
        ("uk", "UK-SWP-2018.1", {"SWP": ["A"]}, {"watchlist_size": 9_000}),
        ("uk", "UK-SWP-2018.2", {"SWP": ["A"]}, {"under18": 2}),
        (
            "uk",
            "UK-SWP-2018.3",
            {"SWP": ["A"]},
            {"false_alerts": 30, "faces_seen": 10_000},
        ),
    ],
)
def test_a_force_that_is_not_on_a_whole_list_is_left_alone(
    name: str,
    rule: str,
    lists: Mapping[str, Sequence[str]],
    record: Record,
    tmp_path: Path,
) -> None:
    found, _ = alone(name, rule)
    assert CASES[name][rule]["does_not_apply"] == WITH_WHOLE_LIST
    (whole,) = with_lists([found], lists)
    other = {**record, "agency": "B"}
    assert told(whole, [other], tmp_path) == ["does_not_apply"]
