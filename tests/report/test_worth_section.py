"""What a candidate is worth: over a share that nobody knows, never one number."""

from dataclasses import replace

import pytest

from matchaudit.disclosure import Released
from matchaudit.estimation.finding import Curve, Finding
from matchaudit.report.evidence import Evidence, Section
from matchaudit.report.figure import Figure, Table
from matchaudit.report.lists import Lists
from matchaudit.report.messages import Messages
from matchaudit.report.sections import sections, worth
from matchaudit.report.sections.worth_figure import ends
from report import gallery_sample
from report.gallery_sample import ASKED, rate, worth_curve, worth_findings, worth_inputs

WORDS = Messages("en")


def made(*findings: Finding, curves: tuple[Curve, ...] = ()) -> Section:
    """Return the section."""
    released = Released.local(findings, curves, gallery_sample.typed())
    found = sections(Evidence.of(released, WORDS))
    return next(s for s in found if s.name == "worth")


@pytest.fixture(name="section", scope="module")
def _section() -> Section:
    return made(*worth_findings(), curves=(worth_curve(), worth_inputs()))


def tables(section: Section) -> dict[str, Table]:
    """Return the tables of a section by caption."""
    return {e.caption: e for e in section.exhibits if isinstance(e, Table)}


def figures(section: Section) -> list[Figure]:
    """Return the figures of a section."""
    return [e for e in section.exhibits if isinstance(e, Figure)]


def test_share_of_one_in_ten_is_told_first(section: Section) -> None:
    assert section.says[0] == (
        "If 1 in 10 of the people searched is in the gallery, a returned candidate is "
        "right 10 to 43 times in 100."
    )
    assert section.says[1].startswith("If half of the people")


def test_figure_shows_each_kind_of_answer_over_the_unknown_share(
    section: Section,
) -> None:
    drawn = figures(section)[0]

    for name in ("First candidate", "Accepted in review", "Any one returned"):
        assert f">{name}<" in drawn.wide
        assert f">{name}<" in drawn.narrow
    for tick in ("1 in 100", "1 in 10", "half", "9 in 10", "99 in 100"):
        assert f">{tick}<" in drawn.wide
    assert "First candidate, with 1 in 100 in the gallery: 1" in drawn.description


def test_groups_have_lines_of_their_own(section: Section) -> None:
    drawn = figures(section)[1]

    assert drawn.table.header == ("In the gallery", "A", "B")
    assert "by group" in drawn.title


def test_table_holds_the_ends_of_the_curve() -> None:
    """With 1 in 10 enrolled and FPIR .14: .095 / (.095 + .9 x .14 + .005 x .14)."""
    found = made(*worth_findings(), curves=(worth_curve(),))
    row = next(r for r in figures(found)[0].table.rows if r[0] == "1 in 10")

    low, high = (gallery_sample.correct(0.1, fpir) for fpir in (0.9, 0.14))
    assert (round(low, 3), round(high, 3)) == (0.104, 0.429)
    assert row[1] == "10 to 43 in 100"


def test_middle_is_given_only_where_there_is_one() -> None:
    with_middle = made(*worth_findings(), curves=(worth_curve(middle=True),))
    cell = figures(with_middle)[0].table.rows[1][1]

    assert "(" in cell
    assert (
        "("
        not in figures(made(*worth_findings(), curves=(worth_curve(),)))[0].table.rows[
            1
        ][1]
    )


@pytest.mark.parametrize(
    ("high", "said"),
    [
        (0.9, "56 to 90 in 100"),
        (0.9948, "563 to 995 in 1,000"),
        (0.9997, "at least 56 in 100"),
    ],
)
def test_upper_end_is_never_rounded_to_always(high: float, said: str) -> None:
    assert ends({"low": 0.5631, "high": high}, WORDS) == said


def test_inputs_stand_with_their_source_and_part_of_the_width(section: Section) -> None:
    table = tables(section)["What went in, and which part of the width each makes"]
    rows = {row[0]: row for row in table.rows}

    assert rows["Fpir"][1:] == (
        "50 in 100",
        "14 in 100 and 90 in 100",
        "measured: galleries/fpir_predicted",
        "71%",
    )
    assert rows["Fmr"][2] == "1 in 1 billion"


def test_measured_inputs_are_known_and_typed_ones_assumed(section: Section) -> None:
    lists = next(e for e in section.exhibits if isinstance(e, Lists))
    known, assumed, proof = (sentences for _, sentences in lists.lists)

    assert known == ("Fpir: measured: galleries/fpir_predicted.",)
    assert "Tpir: typed." in assumed
    assert len(proof) == 4


def test_count_whose_ends_are_one_is_one_number() -> None:
    exact = rate(
        "galleries/wrong_candidates_per_year",
        None,
        (27_000_000.0, 27_000_000.0),
        "100,000 searches return about 27,000,000 wrong people.",
        unit="candidates",
        of={"gallery_size": ASKED},
    )
    table = tables(made(exact))["Wrong candidates in a year"]

    assert table.rows[0][-1] == "27 million"


def test_far_ends_keep_their_own_bases() -> None:
    wide = rate(
        "galleries/break_even_enrolled",
        None,
        (1.03e-6, 0.5545),
        "Between 1 in a million and 56 in 100.",
        of={"gallery_size": ASKED, "correct": 0.5},
    )
    table = tables(made(wide))["What holds whatever share is in the gallery"]

    assert table.rows[0][-1] == "1 in 1,000,000 and 56 in 100"
    assert table.rows[0][2] == "half"


def test_answer_that_says_nothing_gives_way_to_that_of_any_one() -> None:
    empty = rate(
        "galleries/candidate_correct",
        None,
        (0.09, 0.99999),
        "The first is right between 9 times in 100 and almost always.",
        of={"gallery_size": ASKED, "enrolled_share": 0.1},
    )
    exact = replace(
        empty,
        interval=(3.3e-4, 3.6e-4),
        population={**empty.population, "level": "candidate"},
    )

    assert worth.main_answers([empty, exact]) == [exact]
    informative = replace(empty, interval=(0.09, 0.6))
    assert worth.main_answers([informative, exact]) == [informative]
