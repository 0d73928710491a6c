"""Charts of galleries: axes in words, limits without a middle, names that fit."""

import json
from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from matchaudit.report.axes import (
    LogAxis,
    NamedAxis,
    PlainAxis,
    log_odds,
    odds_axis,
)
from matchaudit.report.charts import Line, line_chart
from matchaudit.report.figure import NARROW, WIDE, Table, figure
from matchaudit.report.growth_chart import (
    Growth,
    Labels,
    Measured,
    growth_axes,
    growth_chart,
)

TABLE = Table("Rates", ("Size", "Rate"), (("1,000", "1 in 100"),))
WORDS = Labels("measured", "predicted", "naive", "limits", "horizon", "people", "rate")
SIZES = st.floats(min_value=10, max_value=1e10)


def growth(**changed: Any) -> Growth:  # noqa: ANN401 - any field of it
    """Return a small growth from 1,000 to 270 million people."""
    sizes = (1e4, 1e6, 2.7e8)
    whole: dict[str, Any] = {
        "measured": (Measured(1e3, 0.01, 0.006, 0.02), Measured(4e3, 0.0, 0.0, 0.001)),
        "predicted": tuple((n, 0.02) for n in sizes),
        "naive": tuple((n, 0.5) for n in sizes),
        "band": tuple((n, 0.01, 0.05) for n in sizes),
        "brackets": (),
        "horizon": None,
        "asked": (2.7e8,),
    }
    return Growth(**{**whole, **changed})


def test_axes_hold_everything_that_is_known() -> None:
    x, y = growth_axes(growth())

    assert x.low < 1e3
    assert x.high > 2.7e8
    assert (y.low, y.high) == (1e-3, 0.1)


def test_size_that_was_asked_for_has_a_tick() -> None:
    x, _ = growth_axes(growth())

    for limit in (3, 5, 9):
        ticks = x.ticks(limit)
        assert 2.7e8 in ticks
        assert len(ticks) <= limit + 2
        places = [x.place(t) for t in ticks]
        gaps = [b - a for a, b in pairwise(places)]
        assert min(gaps) > 1 / limit - 0.01 or min(gaps) > 0.1


@given(st.lists(SIZES, min_size=2, max_size=5, unique=True))
def test_any_sizes_have_ends_that_hold_them(sizes: list[float]) -> None:
    path = tuple((n, 0.1) for n in sorted(sizes))
    x, _ = growth_axes(growth(measured=(), predicted=path, naive=(), band=()))

    assert x.low < min(sizes)
    assert x.high > max(sizes)
    assert x.high > x.low


def test_end_below_the_axis_is_an_arrow_and_no_point() -> None:
    chart = growth_chart(growth(), labels=WORDS, width=WIDE)
    shapes = {
        layer["mark"].get("shape"): layer["data"]["values"]
        for layer in chart["layer"]
        if layer["mark"]["type"] == "point"
    }

    assert [row["x"] for row in shapes["triangle-down"]] == [4e3]
    assert [row["x"] for row in shapes["square"]] == [1e3]


def test_parts_that_are_not_there_have_no_name() -> None:
    alone = growth(predicted=(), naive=(), band=())
    written = json.dumps(growth_chart(alone, labels=WORDS, width=NARROW))

    assert '"measured"' in written
    assert '"predicted"' not in written
    assert '"naive"' not in written
    assert "NaN" not in written


def test_brackets_have_two_sides_and_no_middle() -> None:
    wide = growth(
        predicted=(), band=(), naive=(), brackets=((4e3, 0.01, 0.1), (2.7e8, 0.01, 1.0))
    )
    lines = [
        [(row["x"], row["y"]) for row in layer["data"]["values"]]
        for layer in growth_chart(wide, labels=WORDS, width=WIDE)["layer"]
        if layer["mark"]["type"] == "line" and not layer["mark"].get("filled")
    ]

    assert lines == [[(4e3, 0.01), (2.7e8, 0.01)], [(4e3, 0.1), (2.7e8, 1.0)]]


def test_sizes_are_written_in_words() -> None:
    drawn = figure(
        lambda width: growth_chart(growth(), labels=WORDS, width=width),
        title="Growth in words",
        description="A line.",
        table=TABLE,
    )

    for size in ("10,000", "1 million", "270 million"):
        assert f">{size}<" in drawn.wide
    assert ">270 million<" in drawn.narrow


def test_small_counts_are_ticks_as_they_are() -> None:
    assert LogAxis(1.0, 50.0, "count").ticks(4) == [1, 2, 5, 10, 20, 50]


@given(
    st.lists(st.floats(min_value=0.0, max_value=1.0), min_size=1, max_size=9),
    st.integers(min_value=2, max_value=9),
)
def test_axis_of_odds_holds_all_shares(shares: list[float], limit: int) -> None:
    axis = odds_axis(shares)
    shown = axis.guide(limit)["values"]

    assert isinstance(shown, list)
    assert axis.low < axis.high
    assert all(axis.low <= log_odds(s) <= axis.high for s in shares)
    assert all(axis.low - 1e-6 <= at <= axis.high + 1e-6 for at in shown)
    assert len(shown) <= max(limit, 2)


def test_odds_are_even_to_both_sides_of_half() -> None:
    assert log_odds(0.5) == 0.0
    assert log_odds(0.1) == -log_odds(0.9)
    assert log_odds(0.0) == log_odds(0.001)


def test_named_tick_may_have_two_lines() -> None:
    axis = NamedAxis(0.0, 10.0, ((0.0, "0\n(9)"), (10.0, "10\n(2)")))
    line = Line("x", ((0.0, 0.1), (10.0, 0.9)))
    drawn = figure(
        lambda width: line_chart(
            [line], x=axis, y=PlainAxis(0, 1), titles=("Days", "Share"), width=width
        ),
        title="Two lines",
        description="A line.",
        table=TABLE,
    )

    assert ">(9)<" in drawn.wide
    assert ">(2)<" in drawn.narrow
    assert (axis.place(2.5), axis.at(0.25)) == (0.25, 2.5)


BAND = ((0.0, 0.6), (1.0, 0.9), (1.0, 0.7), (0.0, 0.2))


def layers(*lines: Line, width: int = WIDE) -> list[dict[str, Any]]:
    """Return the layers of a chart of these lines."""
    axis = PlainAxis(0.0, 1.0)
    made: list[dict[str, Any]] = line_chart(
        lines, x=axis, y=axis, titles=("x", "y"), width=width
    )["layer"]
    return made


def strokes(*lines: Line) -> list[list[tuple[float, float]]]:
    """Return what is drawn as a line."""
    return [
        [(row["x"], row["y"]) for row in layer["data"]["values"]]
        for layer in layers(*lines)
        if layer["mark"]["type"] == "line" and not layer["mark"].get("filled")
    ]


def test_range_without_a_middle_is_drawn_by_its_sides() -> None:
    edged = Line("a", ((0.0, 0.4), (1.0, 0.8)), BAND, edged=True)

    assert strokes(edged) == [[(0.0, 0.6), (1.0, 0.9)], [(1.0, 0.7), (0.0, 0.2)]]
    plain = Line("a", ((0.0, 0.4), (1.0, 0.8)), BAND)
    assert strokes(plain) == [[(0.0, 0.4), (1.0, 0.8)]]


def test_long_names_stand_above_a_narrow_chart() -> None:
    lines = [
        Line(name, ((0.0, 0.1), (1.0, 0.5)))
        for name in ("a name too long", "and one more so")
    ]
    wide, narrow = (
        [
            layer["encoding"]["y"]
            for layer in layers(*lines, width=width)
            if layer["mark"]["type"] == "text"
        ]
        for width in (WIDE, NARROW)
    )

    assert all("field" in y for y in wide)
    assert [y["value"] < 0 for y in narrow] == [True, True]


def test_title_that_is_too_long_is_broken() -> None:
    axis = PlainAxis(0.0, 1.0)
    long = "How many of the people searched are in the gallery (not known)"
    line = Line("a", ((0.0, 0.1), (1.0, 0.5)))
    titles = {
        width: line_chart([line], x=axis, y=axis, titles=(long, "y"), width=width)[
            "layer"
        ][0]["encoding"]["x"]["title"]
        for width in (WIDE, NARROW)
    }

    assert titles[WIDE] == long
    assert " ".join(titles[NARROW]) == long
    assert len(titles[NARROW]) == 2


def test_axis_holds_the_upper_end_of_the_band() -> None:
    band = ((1e3, 1e-5, 1e-3), (2.7e8, 6e-4, 0.086))
    _, y = growth_axes(
        growth(predicted=((1e3, 1e-4), (2.7e8, 0.01)), measured=(), band=band)
    )

    assert y.high == 0.1
