import re
from itertools import pairwise

import pytest

from matchaudit.report.axes import log_axis
from matchaudit.report.charts import Line, Span, heat_map, interval_chart, line_chart
from matchaudit.report.figure import (
    SERIES,
    Figure,
    Spec,
    Table,
    _drawable,
    figure,
    slug,
)
from matchaudit.report.shades import contrast

TABLE = Table("Rates", ("Group", "Rate"), (("A", "1 in 100"),))
SPANS = [
    Span("A", 0.01, 0.005, 0.02, "1 in 100"),
    Span("B & <b>", 0.02, 0.01, 0.03, "2 in 100"),
    Span("C", None, None, 0.004, "at most 4 in 1,000"),
]


def intervals(width: int) -> Spec:
    """Return a small interval chart."""
    return interval_chart(
        SPANS, axis=log_axis([0.004, 0.03]), title="Rate", width=width
    )


@pytest.fixture(name="drawn", scope="module")
def _drawn() -> Figure:
    return figure(
        intervals, title="Wrong matches, A & B", description="Two < rows.", table=TABLE
    )


@pytest.mark.parametrize("missing", ["title", "description", "table"])
def test_no_chart_without_words_and_table(missing: str) -> None:
    words = {"title": "T", "description": "D", "table": TABLE}
    del words[missing]

    with pytest.raises(TypeError, match=missing):
        figure(intervals, **words)  # type: ignore[arg-type]


def test_drawing_has_a_name_and_a_description(drawn: Figure) -> None:
    for svg, size in ((drawn.wide, "wide"), (drawn.narrow, "narrow")):
        name = f"wrong-matches-a-b-{size}"
        assert 'role="img"' in svg
        assert f'aria-labelledby="{name}-t" aria-describedby="{name}-d"' in svg
        assert f'<title id="{name}-t">Wrong matches, A &amp; B</title>' in svg
        assert f'<desc id="{name}-d">Two &lt; rows.</desc>' in svg


def test_words_of_the_data_are_escaped(drawn: Figure) -> None:
    """A group's name cannot put markup into the page."""
    assert "<b>" not in drawn.wide
    assert "B &amp; &lt;b" in drawn.wide


def test_narrow_drawing_is_made_for_narrow_pages(drawn: Figure) -> None:
    assert 'viewBox="0 0 330 ' in drawn.narrow
    assert 'viewBox="0 0 760 ' in drawn.wide


def test_colours_follow_the_scheme(drawn: Figure) -> None:
    """No fixed colour is left that would vanish on a dark page."""
    assert re.findall(r'(?:fill|stroke)="#[0-9A-Fa-f]+"', drawn.wide) == []
    assert "var(--series-1)" in drawn.wide


def test_nothing_in_a_drawing_runs_or_calls(drawn: Figure) -> None:
    lowered = drawn.wide.lower()

    assert not any(word in lowered for word in ("<script", "onload", "href", "style="))


def test_nothing_inside_has_a_role_of_its_own(drawn: Figure) -> None:
    assert drawn.wide.count("role=") == 1


def test_every_identifier_is_the_figures_own() -> None:
    """Two figures on one page never share an identifier, clip paths included."""
    line = Line("a", ((0.001, 0.1), (0.01, 0.01)), ((0.001, 0.2), (0.01, 0.02)))
    axis = log_axis([0.001, 0.1])
    one, two = (
        figure(
            lambda width: line_chart(
                [line], x=axis, y=axis, titles=("x", "y"), width=width
            ),
            title=title,
            description="d",
            table=TABLE,
        )
        for title in ("One", "Two")
    )
    found = [
        re.findall(r'\bid="([^"]+)"', svg)
        for svg in (one.wide, one.narrow, two.wide, two.narrow)
    ]
    together = [name for names in found for name in names]

    assert len(together) == len(set(together)) >= 8


def test_rate_without_errors_is_an_arrow_to_the_left() -> None:
    layers = intervals(760)["layer"]
    arrows = [x for x in layers if x["mark"].get("shape") == "triangle-left"]
    dots = [x for x in layers if x["mark"].get("shape") == "circle"]

    assert [row["label"] for x in arrows for row in x["data"]["values"]] == ["C"]
    assert [row["label"] for x in dots for row in x["data"]["values"]] == [
        "A",
        "B & <b>",
    ]


def test_lines_differ_by_more_than_colour() -> None:
    points = ((0.001, 0.1), (0.01, 0.01))
    lines = [Line(name, points) for name in "ABCDE"]
    axis = log_axis([0.001, 0.1])
    chart = line_chart(lines, x=axis, y=axis, titles=("x", "y"), width=760)
    marks = [layer["mark"] for layer in chart["layer"]]

    dashes = [str(m["strokeDash"]) for m in marks if "strokeDash" in m]
    shapes = [m["shape"] for m in marks if "shape" in m]
    assert len(dashes) == len(set(dashes)) == 4
    assert len(shapes) == len(set(shapes)) == 4


def test_labels_of_lines_that_end_together_stand_apart() -> None:
    lines = [Line(name, ((0.001, 0.1), (0.01, 0.0101))) for name in "ABCD"]
    axis = log_axis([0.001, 0.1])
    chart = line_chart(lines, x=axis, y=axis, titles=("x", "y"), width=760)
    labels = next(x for x in chart["layer"] if x["mark"]["type"] == "text")
    heights = sorted(axis.place(row["y"]) for row in labels["data"]["values"])

    assert all(b - a > 0.04 for a, b in pairwise(heights))


def test_series_have_contrast_on_white() -> None:
    assert all(contrast(colour, "#FFFFFF") >= 3 for colour in SERIES)


def test_heat_map_shows_its_numbers() -> None:
    cells = [("A", "A", 0.01, "10"), ("A", "B", None, "?")]
    cells += [("B", "A", 0.0, "≤ 2"), ("B", "B", 0.02, "20")]
    made = figure(
        lambda width: heat_map(cells, titles=("Probe", "Reference"), width=width),
        title="Square",
        description="d",
        table=TABLE,
    )

    assert all(f">{text}<" in made.wide for *_, text in cells)


def test_slug_is_an_identifier() -> None:
    assert slug("Wrong matches, by group (0.64)") == "wrong-matches-by-group-0-64"


def test_signs_that_no_drawing_can_hold_do_not_end_the_process() -> None:
    assert _drawable({"a": ["b\x1b", ("c\0",)], "n": 1}) == {
        "a": ["b\ufffd", ["c\ufffd"]],
        "n": 1,
    }
