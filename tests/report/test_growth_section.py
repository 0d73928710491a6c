"""What happens as the gallery grows: the figure, the tables and the three lists."""

from dataclasses import replace

import pytest

from matchaudit.disclosure import Released
from matchaudit.estimation.finding import Curve, Finding
from matchaudit.report.evidence import Evidence, Section
from matchaudit.report.figure import Figure, Table
from matchaudit.report.lists import Lists
from matchaudit.report.messages import Messages
from matchaudit.report.sections import sections
from report import gallery_sample
from report.usage_sample import provenance, unknown

WORDS = Messages("en")


def made(*findings: Finding, curves: tuple[Curve, ...] = ()) -> dict[str, Section]:
    """Return the sections of findings and curves by name."""
    released = Released.local(findings, curves, provenance("comparisons", 9))
    return {s.name: s for s in sections(Evidence.of(released, WORDS))}


def only(section: Section, kind: type) -> list[Figure | Table | Lists]:
    """Return the exhibits of one kind."""
    return [
        e
        for e in section.exhibits
        if isinstance(e, kind) and isinstance(e, (Figure, Table, Lists))
    ]


@pytest.fixture(name="within", scope="module")
def _within() -> Section:
    growth = gallery_sample.growth()
    return made(*gallery_sample.predictions(), curves=(growth,))["growth"]


@pytest.fixture(name="beyond", scope="module")
def _beyond() -> Section:
    growth = gallery_sample.growth(horizon=2e6)
    return made(*gallery_sample.beyond(), curves=(growth,))["growth"]


def drawing(section: Section) -> Figure:
    """Return the first figure."""
    found = only(section, Figure)[0]
    assert isinstance(found, Figure)
    return found


def test_prediction_is_told_for_the_gallery_that_was_asked_for(within: Section) -> None:
    assert within.says[0].startswith("In a gallery of 270 million people, about 87")
    assert within.not_done is None
    assert "data/gallery_growth.csv" in within.downloads


def test_figure_names_what_is_measured_predicted_and_naive(within: Section) -> None:
    for drawn in (drawing(within).wide, drawing(within).narrow):
        for name in ("measured", "predicted", "if every comparison", "270 million"):
            assert f">{name}<" in drawn
        assert "these limits" not in drawn
        assert "NaN" not in drawn


def test_limits_are_drawn_only_beyond_the_prediction(beyond: Section) -> None:
    drawn = drawing(beyond)

    assert ">these limits<" in drawn.wide
    assert ">ends here<" in drawn.wide
    # The last size within the horizon of 2 million, on a grid of quarter decades.
    assert "Beyond 1.26 million people nothing is predicted" in drawn.description


def test_nothing_predicted_at_all_is_said_so() -> None:
    growth = gallery_sample.growth(horizon=1.0)
    section = made(*gallery_sample.beyond(), curves=(growth,))["growth"]
    drawn = drawing(section).wide

    assert ">nothing is predicted<" in drawn
    assert ">predicted<" not in drawn


def test_table_of_the_figure_sets_kinds_side_by_side(within: Section) -> None:
    table = drawing(within).table
    last = table.rows[-1]

    assert table.header[1:3] == ("Measured", "Predicted")
    assert last[0] == "270 million"
    assert last[1] == ""
    # 1 - (1 + 3 x 270e6 x 4e-7) ** (-1/3) = 0.855
    assert last[2].startswith("85 in 100 (")
    assert [row[0] for row in table.rows[:2]] == ["500", "1,000"]


def test_prediction_and_limits_are_not_mixed_up(
    within: Section, beyond: Section
) -> None:
    first, second = (only(s, Table)[0] for s in (within, beyond))
    assert isinstance(first, Table)
    assert isinstance(second, Table)

    assert first.rows[0] == (
        "270 million",
        "0.62",
        "87 in 100",
        "31 and 99",
        "43 in 1,000",
        "31 and 58",
        "predicted",
    )
    assert second.rows[0][-1] == "limits only"
    assert second.rows[0][2] == "not known"


def test_target_is_named_beside_the_score_that_it_set(within: Section) -> None:
    table, targets = only(within, Table)[:2]
    assert isinstance(table, Table)
    assert isinstance(targets, Table)

    assert table.rows[1][1] == "0.71 (target 1 in 1,000 searches)"
    assert targets.rows == (("270 million", "1 in 1,000", "0.71", "0.68 and 0.75"),)


def test_three_lists_say_known_assumed_and_proof(within: Section) -> None:
    lists = only(within, Lists)[0]
    assert isinstance(lists, Lists)
    known, assumed, proof = lists.lists

    # The rate in the largest gallery of the test: 4,000 x 4e-7 = 16 in 10,000.
    assert known[0] == "What is known"
    assert "in a gallery of 4,000 people, 16 in 10,000 searches" in known[1][0]
    assert assumed == (
        "What is assumed",
        (gallery_sample.LIKE, gallery_sample.KIN),
    )
    assert proof[0] == "What would prove it"
    assert any("3,000 people who are known not to be in it" in s for s in proof[1])


def test_assumptions_are_told_once(within: Section) -> None:
    assert gallery_sample.LIKE not in within.cannot_tell


def test_assumptions_that_differ_in_numbers_only_are_told_once() -> None:
    first = gallery_sample.predictions()[0]
    larger, smaller = (
        replace(
            first,
            population={**first.population, "gallery_size": size},
            cautions=(f"The gallery has {times} times as many people.",),
        )
        for size, times in ((270_000_000, "67,500"), (1_000_000, "250"))
    )
    lists = only(made(smaller, larger)["growth"], Lists)[0]
    assert isinstance(lists, Lists)

    assert lists.lists[1][1] == ("The gallery has 67,500 times as many people.",)


def test_without_a_curve_the_lists_say_that_nothing_was_measured() -> None:
    section = made(*gallery_sample.predictions()[:1])["growth"]
    lists = only(section, Lists)[0]
    assert isinstance(lists, Lists)

    assert lists.lists[0][1] == (WORDS.say("sections.growth.known_nothing"),)


def test_groups_are_compared_in_one_figure(within: Section) -> None:
    groups = only(within, Figure)[1]
    assert isinstance(groups, Figure)

    assert [row[0] for row in groups.table.rows] == ["A", "B", "C", "D"]
    assert "in a gallery of 270 million at 0.62" in groups.title
    assert "The highest is D (97 in 100); the lowest is C" in groups.description


def test_no_rate_above_the_axis_or_below() -> None:
    """A measured rate of 0 has an open end, and its upper end is shown."""
    rows = [
        (0.7, "measured", 1_000, "", 0.0, 0.0, 0.0037, True),
        (0.7, "measured", 4_000, "", 0.0, 0.0, 0.0009, True),
        (0.7, "naive", 4_000, "", 1e-12, None, None, True),
        (0.7, "naive", 8_000, "", 2e-12, None, None, True),
    ]
    curve = gallery_sample.growth_curve([*rows])
    section = made(*gallery_sample.beyond(), curves=(curve,))["growth"]

    assert "NaN" not in drawing(section).wide
    assert drawing(section).table.rows[1][1] == "at most 9 in 10,000"


def test_what_cannot_be_predicted_is_not_done_because() -> None:
    lost = unknown(
        "galleries/fpir_predicted", "the test is too small", gallery_size=270_000_000
    )
    section = made(lost)["growth"]

    assert section.not_done == "Not done, because the test is too small."


def test_measured_growth_alone_stands_with_the_measured_rates() -> None:
    rows = [
        (0.6, "measured", 1_000, "", 0.01, 0.006, 0.016, True),
        (0.6, "measured", 8_000, "", 0.07, 0.05, 0.1, True),
    ]
    curve = gallery_sample.growth_curve([*rows])
    finding = replace(
        gallery_sample.predictions()[0],
        id="galleries/fpir",
        population={"threshold": 0.6, "gallery_size": 1_000},
    )
    found = made(finding, curves=(curve,))

    assert "growth" not in found
    assert "data/gallery_growth.csv" in found["identification"].downloads
