"""Sections on field use, made from findings and curves by hand."""

from dataclasses import replace

import pytest

from matchaudit.disclosure import Released
from matchaudit.report import numbers
from matchaudit.report.evidence import Evidence, Section
from matchaudit.report.figure import Figure, Table
from matchaudit.report.messages import Messages
from matchaudit.report.phrasing import between
from matchaudit.report.rule_cards import RuleGroup
from matchaudit.report.sections import sections
from matchaudit.usage import SearchSettings
from matchaudit.usage.exposure import CANDIDATES, equal_risk_findings
from matchaudit.usage.verification import wrong_shares
from report import rules_sample, usage_sample
from search_tallies import search_counts, search_tally

WORDS = Messages("en")


def made(released: Released) -> dict[str, Section]:
    """Return the sections of a release by name."""
    return {s.name: s for s in sections(Evidence.of(released, WORDS))}


@pytest.fixture(name="used", scope="module")
def _used() -> dict[str, Section]:
    return made(usage_sample.deployments())


@pytest.fixture(name="logged", scope="module")
def _logged() -> dict[str, Section]:
    return made(rules_sample.released())


def first(section: Section) -> Figure:
    """Return the first figure of a section."""
    return next(e for e in section.exhibits if isinstance(e, Figure))


def tables(section: Section) -> dict[str, Table]:
    """Return the tables of a section by caption."""
    return {e.caption: e for e in section.exhibits if isinstance(e, Table)}


def groups(section: Section) -> dict[str, RuleGroup]:
    """Return the groups of cards by the first word of their title."""
    found = [e for e in section.exhibits if isinstance(e, RuleGroup)]
    return {group.title.partition(" (")[0]: group for group in found}


def test_same_events_give_both_headlines_in_one_figure(
    used: dict[str, Section],
) -> None:
    drawn = first(used["denominators"])

    assert [row[:2] for row in drawn.table.rows] == [
        ("Of alerts", "1.6 in 100"),
        ("Of alerts, unconfirmed both ways", "not known"),
        ("Of hours of use", "2.4 per 100 hours"),
        ("Of faces seen", "1.4 in 100,000"),
        ("Of faces seen, unconfirmed both ways", "not known"),
        ("Of faces, for each watchlist entry", "1.1 in 1 billion"),
    ]


def test_exact_range_and_that_by_day_stand_side_by_side(
    used: dict[str, Section],
) -> None:
    table = tables(used["denominators"])["Every denominator side by side"]

    assert table.header[3:] == ("Between", "Between, by day", "Errors")
    assert table.rows[0][3:] == ("1.09 and 2.2", "1 and 2.4", "34 / 2,158")
    assert table.rows[-1][0] == "Alerts of all kinds, per hour"


def test_days_of_a_break_are_named(used: dict[str, Section]) -> None:
    said = used["periods"].says[0]

    assert "changed its meaning 2 times" in said
    assert "cannot be compared across these days: 2023-11-09, 2024-07-23" in said
    assert first(used["periods"]).table.rows[1][2:4] == ("4.7", "1.3")


def test_without_a_break_nothing_is_said_of_one() -> None:
    plain = usage_sample.deployments()
    kept = tuple(c for c in plain.curves if c.name != "deployment_periods")
    section = made(replace(plain, curves=kept))["periods"]

    assert section.says == ()
    assert all(t.note is None for t in tables(section).values())


def test_rates_per_face_bear_the_note_below_a_break(used: dict[str, Section]) -> None:
    drawn = [e for e in used["periods"].exhibits if isinstance(e, Figure)]
    by_period = next(e for e in drawn if e.title.endswith("by period"))

    assert by_period.table.note == "Rates per face cannot be compared across a break."
    assert by_period.table.rows[1][1] == "1.7 in 100 (0.83 and 4.2)"


def test_risk_is_read_at_the_unknown_share(used: dict[str, Section]) -> None:
    """Eight of ten at a share of half is four times the odds; equal at eight tenths."""
    rows = {row[0]: row[1] for row in first(used["exposure"]).table.rows}

    assert rows["50%"] == "4 times"
    assert rows["80%"] == "1 times"


def test_groups_share_one_figure_and_each_has_a_column() -> None:
    found = usage_sample.deployments()
    curve = next(c for c in found.curves if c.name == "equal_risk")
    names = [column.name for column in curve.columns]
    other = [
        replace(c, values=("Z",) * len(c.values)) if name == "group" else c
        for name, c in zip(names, curve.columns, strict=True)
    ]
    both = [
        replace(c, values=(*c.values, *o.values))
        for c, o in zip(curve.columns, other, strict=True)
    ]
    kept = tuple(c for c in found.curves if c is not curve)
    curves = (*kept, replace(curve, columns=tuple(both)))

    figures = [
        e
        for e in made(replace(found, curves=curves))["exposure"].exhibits
        if isinstance(e, Figure)
    ]

    assert [f.title for f in figures] == [
        "How many times the risk, by a group's share of those seen"
    ]
    assert figures[0].table.header[1:] == ("Group Black", "Group Z")
    half = {row[0]: row[1:] for row in figures[0].table.rows}["50%"]
    assert half[0] == half[1]
    assert half[0].startswith("4 times (")
    assert "Black, 4 times the risk of the others" in figures[0].description


def test_funnel_is_in_the_order_of_the_alphabet(used: dict[str, Section]) -> None:
    table = first(used["funnel"]).table

    assert [row[0] for row in table.rows] == [
        "Camden",
        "Croydon",
        "Dalston",
        "Walworth Rd",
    ]
    assert [row[-1] for row in table.rows] == [
        "no",
        "no",
        "the outer limits",
        "the inner limits",
    ]
    assert ">Dalston<" in first(used["funnel"]).wide
    assert ">Walworth Rd<" not in first(used["funnel"]).wide


def test_what_was_not_found_is_apart_from_what_was(used: dict[str, Section]) -> None:
    found = tables(used["oddities"])

    assert [row[1] for row in next(iter(found.values())).rows] == ["203", "1"]
    assert [row[1] for row in found["What was looked for and not found"].rows] == ["0"]
    listed = found["Two columns that are the same: the rows"]
    assert listed.folded
    assert (
        listed.note == "40 of 203 rows are shown. All of them are in data/oddities.csv."
    )


def test_states_of_months_differ_without_colour(logged: dict[str, Section]) -> None:
    drawn = [e for e in logged["searches"].exhibits if isinstance(e, Figure)][1]

    assert "21 months with rows, 1 reported as empty, 2 silent" in drawn.description
    assert drawn.table.rows[1] == ("North", "9", "2024-06", "2024-04, 2024-08")


def test_each_assumption_is_a_row_of_its_own(logged: dict[str, Section]) -> None:
    rows = first(logged["verification"]).table.rows

    assert [row[:3] for row in rows] == [
        ("No assumption", "not known", "9 and 73 in 100"),
        ("Checked ones only", "26 in 100", "23 and 30"),
        ("Checks hang on group and top score only", "31 in 100", "27 and 36"),
        ("A random draw of the rest", "cannot tell", "cannot tell"),
    ]
    told = " ".join(logged["verification"].cannot_tell)
    assert "needs seeded probes" in told


def test_broken_rules_come_first_and_grave_ones_before_them(
    logged: dict[str, Section],
) -> None:
    found = groups(logged["rules"])

    assert list(found) == [
        "Broken at least once",
        "Met wherever the records can tell",
        "Cannot be told",
        "Applied to no record",
        "Not checkable from this log",
        "Not run",
        "For another kind of record",
    ]
    broken = found["Broken at least once"]
    assert [card.rule for card in broken.cards] == ["B3", "B2", "B1"]
    assert [group.folded for group in found.values()] == [
        *(False, True, False, False),
        *(True, True, True),
    ]
    assert sum(len(group.cards) for group in found.values()) == 61


def test_card_says_how_its_source_was_read(logged: dict[str, Section]) -> None:
    cards = groups(logged["rules"])["Broken at least once"].cards

    assert [card.marks[1] for card in cards] == [
        "read in part",
        "read in summary only",
        "read in full",
    ]


def test_card_that_was_not_run_says_what_it_needs(logged: dict[str, Section]) -> None:
    card = groups(logged["rules"])["Not checkable from this log"].cards[0]

    assert card.parts == ()
    assert card.notes[0].startswith("It needs a register of systems")


def test_card_says_from_when_its_rule_holds(logged: dict[str, Section]) -> None:
    """A day that hides older breaches is on the card itself."""
    cards = {c.rule: c for c in groups(logged["rules"])["Broken at least once"].cards}

    assert rules_sample.IN_FORCE in cards["B2"].notes
    assert not any("In force" in note for note in cards["B1"].notes)


def test_records_that_cannot_be_told_are_kept_apart_from_breaches(
    logged: dict[str, Section],
) -> None:
    cards = {c.rule: c for c in groups(logged["rules"])["Broken at least once"].cards}

    assert cards["B1"].notes[-2] == (
        "The 97 that cannot be told are not breaches. They are named in "
        "data/rule_records.csv, at most 1,000 for each rule."
    )
    assert not any("cannot be told" in note for note in cards["B2"].notes)


def test_first_records_are_named_and_the_rest_is_pointed_to(
    logged: dict[str, Section],
) -> None:
    cards = groups(logged["rules"])["Broken at least once"].cards
    said = cards[2].notes[-1]

    assert said.count("S00") == 20
    assert said.endswith("and 880 more in data/rule_records.csv.")
    assert cards[1].notes[-1].endswith("S00011.")
    assert not any("S00" in note for note in cards[0].notes)


def test_release_pools_operators_and_drops_records() -> None:
    """What singles out somebody is in no section, no table and no download."""
    section = made(rules_sample.released().pooled())
    shown = str(section)

    assert "b7d1" not in shown
    assert "S00002" not in shown
    assert "rule_records" not in shown
    assert section["funnel"].says == ("1 of 4 operators lies outside the limits.",)


def test_context_is_folded_and_only_there_for_field_use(
    used: dict[str, Section],
) -> None:
    assert used["context"].folded
    assert used["context"].downloads == ()
    bare = Released.local((), (), usage_sample.provenance("searches", 1))
    assert "context" not in made(bare)


def test_every_finding_is_shown_in_a_section_of_its_own_kind(
    used: dict[str, Section], logged: dict[str, Section]
) -> None:
    """Only a measure that no section knows is left to the last one."""
    assert used["other"].not_done == "Not done, because nobody counted people."
    assert "other" not in logged


def test_candidates_have_words_of_their_own_and_the_worst_group_is_drawn() -> None:
    groups = {g: (k, 100) for g, k in zip("ABCDE", (20, 5, 5, 5, 50), strict=True)}
    found, curves = equal_risk_findings(
        {g: (k, 85) for g, (k, _) in groups.items()}, what=CANDIDATES
    )
    tally = replace(
        search_tally(search_counts(600, returned=500, checked=500, wrong=85)),
        by={
            "group": {
                g: search_counts(n, returned=n, checked=n, wrong=k)
                for g, (k, n) in groups.items()
            }
        },
    )
    shares = wrong_shares(tally, SearchSettings())
    base = usage_sample.deployments()

    held = made(replace(base, findings=(*found, *shares), curves=tuple(curves)))

    assert "exposure" not in held
    section = held["exposure_of_candidates"]
    assert section.title == "Wrong candidates by group"
    assert section.says[0].startswith(
        "For group E, of 100 candidates that were checked, 50 were wrong matches"
    )
    figure = next(e for e in section.exhibits if isinstance(e, Figure))
    assert figure.table.header[1] == "Group E"
    assert section.says[-1] == (
        "The figure shows 4 of 5 groups; the table has them all."
    )


def test_counts_that_do_not_fit_say_so_below_their_table(
    used: dict[str, Section],
) -> None:
    (totals,) = (
        exhibit
        for exhibit in used["denominators"].exhibits
        if isinstance(exhibit, Table) and exhibit.caption == "What was counted"
    )

    assert totals.note == (
        "As published, though not all of it fits. Two columns are equal in 203 rows."
    )


def test_a_lower_end_of_next_to_nothing_is_said_in_words() -> None:
    tiny = usage_sample.measured(
        "usage/alerts_per_hour", 0.16, (1e-15, 5.8), unit="per hour"
    )

    said = between(tiny, numbers.short, WORDS)

    assert said == "close to 0 and 5.8"
