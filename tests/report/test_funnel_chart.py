import numpy as np

from matchaudit.report.funnel_chart import Dot, funnel_chart, seen

DOTS = (
    Dot(10, 0.5, (0.0, 0.3), (0.0, 0.4), "99.8", "North"),
    Dot(50, 0.25, (0.05, 0.2), (0.02, 0.3), "95"),
    Dot(100, 0.1, (0.06, 0.16), (0.04, 0.2), "none"),
)


def test_dots_outside_differ_by_shape() -> None:
    spec = funnel_chart(DOTS, centre=0.1, titles=("n", "share"), width=760)
    points = [
        (layer["mark"]["shape"], [row["x"] for row in layer["data"]["values"]])
        for layer in spec["layer"]
        if layer["mark"]["type"] == "point"
    ]

    assert points == [("circle", [100]), ("diamond", [50]), ("triangle-up", [10])]


def test_limits_are_joined_from_left_to_right() -> None:
    spec = funnel_chart(DOTS[::-1], centre=0.1, titles=("n", "share"), width=330)
    lines = [
        [(row["x"], row["y"]) for row in layer["data"]["values"]]
        for layer in spec["layer"]
        if layer["mark"]["type"] == "line"
    ]

    assert lines[1] == [(10, 0.3), (50, 0.2), (100, 0.16)]
    assert lines[3] == [(10, 0.4), (50, 0.3), (100, 0.2)]


def test_a_thinned_limit_lies_where_the_whole_one_would() -> None:
    """At no point is the line further off than a fifth of a pixel."""
    line = [(float(n), 0.3 + 1.5 / n + 0.02 * (n % 7 == 0)) for n in range(1, 200)]

    kept = seen(line, 400)

    xs, ys = zip(*kept, strict=True)
    off = [abs(float(np.interp(x, xs, ys)) - y) * 400 for x, y in line]
    assert max(off) < 0.2
    assert set(kept) < set(line)
