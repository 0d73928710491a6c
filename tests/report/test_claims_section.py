"""Registers of claims in totals, and published figures as quotations."""

import pytest

from matchaudit.disclosure import Released
from matchaudit.estimation.finding import Curve, Finding
from matchaudit.report.evidence import Evidence, Section
from matchaudit.report.figure import Figure, Table
from matchaudit.report.lists import Lists
from matchaudit.report.messages import Messages
from matchaudit.report.sections import sections
from report import register_sample
from report.register_sample import UNSURE, claim_findings, claims_expected
from report.usage_sample import provenance

WORDS = Messages("en")


def made(*findings: Finding, curves: tuple[Curve, ...] = ()) -> dict[str, Section]:
    """Return the sections by name."""
    released = Released.local(findings, curves, provenance("claims", 9))
    return {s.name: s for s in sections(Evidence.of(released, WORDS))}


@pytest.fixture(name="section", scope="module")
def _section() -> Section:
    released = register_sample.register()
    return made(*released.findings, curves=released.curves)["claims"]


@pytest.fixture(name="quoted", scope="module")
def _quoted() -> Section:
    released = register_sample.quoted()
    return made(*released.findings, curves=released.curves)["published"]


def tables(section: Section) -> dict[str, Table]:
    """Return the tables of a section by caption."""
    return {e.caption: e for e in section.exhibits if isinstance(e, Table)}


def figures(section: Section) -> dict[str, Figure]:
    """Return the figures of a section by title."""
    return {e.title: e for e in section.exhibits if isinstance(e, Figure)}


def test_totals_stand_in_one_row_for_each_part(section: Section) -> None:
    table = tables(section)["What became of the claims"]

    assert table.header == ("Claims", "Claims", "Confirmed", "Refuted", "Withdrawn")
    assert table.rows == (
        ("all", "240", "54", "37", "11"),
        ("method: ai match", "120", "27", "18", "5"),
    )


def test_wrong_share_says_what_it_assumes(section: Section) -> None:
    drawn = figures(section)["Wrong share of claims, by what is assumed"]

    assert [row[:3] for row in drawn.table.rows] == [
        ("No assumption", "not known", "15 and 78 in 100"),
        ("Checked ones only", "37 of 91", "30 and 52 in 100"),
    ]


def test_wrong_names_are_drawn_over_sizes_that_nobody_knows(section: Section) -> None:
    title = "Wrong names to expect among 194 claims, by the size of the gallery"
    drawn = figures(section)[title]

    assert drawn.table.header == (
        "People in the gallery",
        "First candidate",
        "Any candidate",
    )
    # 194 x (1 - .06) x (1 - exp(-270)) = 182.36, and half of 194 x .46.
    assert drawn.table.rows[-1] == ("270 million", "0 to 183", "44 to 183")
    assert ">People in the gallery (not known)<" in drawn.wide


def test_one_size_is_drawn_over_the_share_enrolled() -> None:
    curve = claims_expected((1_000_000,))
    drawn = figures(made(*claim_findings(), curves=(curve,))["claims"])
    title = "Wrong names to expect among 194 claims, by the share enrolled"

    assert [row[0] for row in drawn[title].table.rows] == [
        "1 in 10",
        "3 in 10",
        "half",
        "9 in 10",
    ]


def test_corrections_rise_in_steps_with_those_still_watched(section: Section) -> None:
    drawn = figures(section)["Wrong claims corrected or taken down, by day"]

    assert drawn.table.rows[0] == ("0", "2 in 100", "1.4 and 3 in 100", "48")
    assert ">(48)<" in drawn.wide
    assert ">(12)<" in drawn.wide
    assert "By day 186, 62 in 100 wrong claims were corrected" in drawn.description


def test_no_claim_is_listed_and_none_is_judged(section: Section) -> None:
    assert "No claim is listed" in section.means
    assert not any(
        "claim_id" in header for t in tables(section).values() for header in t.header
    )


def test_what_expected_names_rest_on_is_listed(section: Section) -> None:
    lists = next(e for e in section.exhibits if isinstance(e, Lists))

    assert lists.lists[0][1] == ("Each claim is taken to be the first of one search.",)


def test_register_without_expectation_or_dates_still_stands() -> None:
    section = made(*claim_findings()[:4])["claims"]

    assert list(tables(section)) == ["What became of the claims"]
    assert figures(section) == {}


def test_quotations_are_named_as_without_a_range(quoted: Section) -> None:
    sizes = tables(quoted)["People missed, as published"]

    assert sizes.rows == (("made_001", "5 in 10,000", "6 in 10,000", "0.09"),)
    assert sizes.header[1] == "Missed at 1.6 million"
    assert sizes.note == WORDS.say("sections.published.no_range")
    assert UNSURE in quoted.cannot_tell


def test_published_groups_stand_with_their_reference(quoted: Section) -> None:
    table = tables(quoted)["Searches that return a wrong person by group, as published"]

    assert table.header[-1] == "Against West"
    assert table.rows == (
        ("made_001", "East", "13 in 1,000", "6.5 times"),
        ("made_001", "West", "2 in 1,000", ""),
    )


def test_published_stands_beside_measured_here(quoted: Section) -> None:
    """Those of everybody at the first rank; the rest is in the open data."""
    table = tables(quoted)["Published figures beside those measured here"]

    assert [row[1] for row in table.rows] == ["made_001", "measured here"]
    assert table.rows[0][-1] == "none published"
    assert table.rows[1][-2:] == ("41 in 1,000", "29 and 59 in 1,000")
