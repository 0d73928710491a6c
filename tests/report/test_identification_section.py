"""Searches of a gallery: wrong people returned, right people missed."""

from dataclasses import replace

import pytest

from matchaudit.disclosure import Released
from matchaudit.estimation.finding import Curve, Finding
from matchaudit.report.evidence import Evidence, Section
from matchaudit.report.figure import Figure, Table
from matchaudit.report.messages import Messages
from matchaudit.report.sections import sections
from report import register_sample
from report.register_sample import search_findings
from report.usage_sample import counted, curve, provenance, unknown

WORDS = Messages("en")


def made(*findings: Finding, curves: tuple[Curve, ...] = ()) -> Section:
    """Return the section."""
    released = Released.local(findings, curves, provenance("candidates", 9))
    found = sections(Evidence.of(released, WORDS))
    assert "other" not in {s.name for s in found}
    return next(s for s in found if s.name == "identification")


@pytest.fixture(name="section", scope="module")
def _section() -> Section:
    released = register_sample.searched()
    return made(*released.findings, curves=released.curves)


def tables(section: Section) -> dict[str, Table]:
    """Return the tables of a section by caption."""
    return {e.caption: e for e in section.exhibits if isinstance(e, Table)}


def figures(section: Section) -> dict[str, Figure]:
    """Return the figures of a section by title."""
    return {e.title: e for e in section.exhibits if isinstance(e, Figure)}


MAIN = "Wrong people returned, and right people missed (down to rank 1)"


def test_wrong_and_missed_people_stand_in_one_row(section: Section) -> None:
    assert tables(section)[MAIN].rows == (
        *(
            (
                size,
                "0.62",
                wrong,
                ends,
                "2,000",
                "80 in 1,000",
                "40 and 160",
                "2,000",
            )
            for size, wrong, ends in (
                ("1,000", "12 in 1,000", "6 and 24"),
                ("8,000", "71 in 1,000", "35 and 142"),
            )
        ),
    )


def test_galleries_are_never_mixed(section: Section) -> None:
    drawn = figures(section)["People missed against wrong people returned (DET curve)"]

    assert ">1,000<" in drawn.wide
    assert ">8,000<" in drawn.wide
    assert {row[1] for row in drawn.table.rows} == {"1,000", "8,000"}
    assert drawn.table.header[2] == "Searches that return a wrong person"


def test_ranks_are_told_apart(section: Section) -> None:
    table = tables(section)["Right people missed, by rank"]

    assert [row[2] for row in table.rows] == ["1", "10", "1", "10"]
    assert table.rows[1][3] == "40 in 1,000"


def test_people_found_by_rank_are_drawn_from_the_first_to_the_last(
    section: Section,
) -> None:
    drawn = figures(section)["People found by rank (CMC curve)"]
    by_group = figures(section)["People found by rank, by group"]

    assert [row[0] for row in drawn.table.rows] == ["1", "2", "5", "10", "20", "50"]
    # Of 2,000 searches 1 - .07 / 1 = .93 found the person first.
    assert drawn.table.rows[0][1] == "1,860 of 2,000 (92 and 94 in 100)"
    assert "93 in 100 people who are in the gallery are first" in drawn.description
    assert by_group.table.header == ("Down to rank", "A", "B")
    for rank in ("1", "10", "50"):
        assert f">{rank}<" in drawn.wide


def test_groups_are_compared_at_one_score(section: Section) -> None:
    title = (
        "Searches that return a wrong person, by group (gallery 1,000), from score 0.62"
    )
    drawn = figures(section)[title]

    assert [row[0] for row in drawn.table.rows] == ["A", "B", "C", "D"]
    assert "The highest is D (61 in 1,000)" in drawn.description


def test_target_sets_a_score_and_has_a_price(section: Section) -> None:
    rows = tables(section)["Scores that keep wrong people below a target"].rows

    assert len(rows) == 1
    assert rows[0][:4] == ("1 in 100", "1,000", "0.64", "0.63 and 0.66")
    assert rows[0][5] == "90 in 1,000"


def test_growth_is_told_with_what_a_power_means(section: Section) -> None:
    table = tables(section)["How rates grow with the gallery"]

    assert table.rows == (("FPIR", "1,000", "8,000", "0.62", "0.85", "0.7 and 1.02"),)
    assert table.note is not None
    assert "ten times the size" in table.note
    assert any("5.9 times" in s for s in section.says)


def test_lists_as_returned_have_no_score() -> None:
    returned = replace(
        search_findings()[0],
        population={"lists": "as returned", "gallery_size": 1_000},
    )

    assert tables(made(returned))[MAIN].rows[0][1] == "as returned"


def test_failed_searches_left_out_are_named() -> None:
    first = search_findings()[0]
    left_out = replace(first, population={**first.population, "failed": "left out"})
    rows = tables(made(first, left_out))[MAIN].rows

    assert [row[2] for row in rows] == ["", "left out"]


def test_searches_are_counted() -> None:
    found = [
        counted("galleries/searches", 1_500, gallery_size=1_000),
        counted("galleries/searches", 700, gallery_size=1_000, enrolled="yes"),
    ]
    table = tables(made(*found))["Searches that were recorded"]

    assert table.rows == (("1,000", "all", "1,500"), ("1,000", "enrolled: yes", "700"))


def test_no_enrolment_recorded_gives_no_rate() -> None:
    lost = unknown("galleries/fpir", "nobody recorded who is in the gallery")

    assert made(lost).not_done == (
        "Not done, because nobody recorded who is in the gallery."
    )


def test_curve_of_one_point_is_no_figure() -> None:
    point = curve(
        "cmc",
        (1_000, "", "", 1, 9, 8, 0.9, 0.8, 0.95),
        columns="gallery_size:i dimension:s group:s rank:i searches:i found:i share:n "
        "low:n high:n",
    )

    assert figures(made(search_findings()[0], curves=(point,))) == {}
