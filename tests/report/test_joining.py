from matchaudit.report.joining import joined

CIRCLE = "M4.5,0A4.5,4.5,0,1,1,-4.5,0A4.5,4.5,0,1,1,4.5,0"
CROSS = "M-4,-1L-4,1L-1,1Z"


def mark(x: float, y: float, shape: str = CIRCLE, fill: str = "red") -> str:
    """Return a mark as a drawing holds it."""
    return f'<path transform="translate({x},{y})" d="{shape}" fill="{fill}"/>'


def test_alike_marks_become_one_path_at_the_same_places() -> None:
    found = joined(f"<g>{mark(10, 20)}{mark(30.2, 40)}</g>")

    one = "a4.5,4.5,0,1,1,-9,0a4.5,4.5,0,1,1,9,0"
    assert found == f'<g><path d="M14.5,20{one}M34.7,40{one}" fill="red"/></g>'


def test_each_step_of_straight_lines_is_from_where_the_last_one_ended() -> None:
    found = joined(mark(10, 10, CROSS) + mark(20, 10, CROSS))

    assert found == '<path d="M6,9l0,2l3,0zM16,9l0,2l3,0z" fill="red"/>'


def test_other_colours_shapes_and_neighbours_keep_marks_apart() -> None:
    for drawn in (
        mark(1, 2) + mark(3, 4, fill="blue"),
        mark(1, 2) + mark(3, 4, CROSS),
        mark(1, 2) + "<g></g>" + mark(3, 4),
        mark(1, 2) + "</g><g>" + mark(3, 4),
        mark(1, 2),
        "",
    ):
        assert joined(drawn) == drawn


def test_a_filled_mark_with_an_outline_still_covers_those_before_it() -> None:
    drawn = (mark(1, 2) + mark(3, 4)).replace("/>", ' stroke="white"/>')

    assert joined(drawn) == drawn


def test_a_ring_may_be_joined() -> None:
    ring = mark(1, 2, fill="transparent").replace("/>", ' stroke="red"/>')

    assert joined(ring * 2).count("<path") == 1


def test_a_shape_of_unknown_steps_stays() -> None:
    drawn = mark(1, 2, "M0,0C1,1,2,2,3,3Z") * 2

    assert joined(drawn) == drawn
