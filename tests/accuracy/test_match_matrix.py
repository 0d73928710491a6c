import pytest

from matchaudit.accuracy.match_matrix import fmr_matrix
from matchaudit.accuracy.rates import false_match_rate
from oracles.grouped_tally import THRESHOLD, grouped_rows

GROUPS = {"A": (20, 3, 2), "B": (30, 9, 2), "C": (5, 2, 2)}


def _rows(thresholds: tuple[float, ...] = (THRESHOLD,)) -> list[dict[str, object]]:
    curve = fmr_matrix(
        grouped_rows(GROUPS).tally(), dimension="group", thresholds=thresholds
    )
    assert curve is not None
    names = [column.name for column in curve.columns]
    values = zip(*(column.values for column in curve.columns), strict=True)
    return [dict(zip(names, row, strict=True)) for row in values]


def test_every_pair_of_groups_has_a_row() -> None:
    rows = _rows((1.5, THRESHOLD))

    pairs = [(row["probe_group"], row["reference_group"]) for row in rows]
    assert pairs == [(a, b) for a in "ABC" for b in "ABC"] * 2
    assert list(rows[0]) == [
        "threshold",
        "probe_group",
        "reference_group",
        "fmr",
        "low",
        "high",
        "events",
        "trials",
        "subjects",
        "status",
    ]


def test_a_cell_holds_its_counts_and_its_rate() -> None:
    """20 subjects in A: 190 pairs, of which 3 are false matches."""
    cell = _rows()[0]
    both = {"probe_group": "A", "reference_group": "A"}
    rate = false_match_rate(grouped_rows(GROUPS).tally(), THRESHOLD, population=both)

    assert (cell["events"], cell["trials"], cell["subjects"]) == (3, 190, 20)
    assert cell["fmr"] == pytest.approx(3 / 190)
    assert (cell["low"], cell["high"]) == (rate.low, rate.high)


def test_a_cell_without_errors_still_has_an_upper_end() -> None:
    cell = next(
        row
        for row in _rows()
        if (row["probe_group"], row["reference_group"]) == ("A", "B")
    )

    assert (cell["fmr"], cell["trials"], cell["status"]) == (0.0, 600, "measured")
    assert isinstance(cell["high"], float)
    assert cell["high"] > 0


def test_a_cell_with_a_small_group_has_counts_only() -> None:
    """A and C together are 25 people, but C alone is 5."""
    cells = [
        row for row in _rows() if "C" in (row["probe_group"], row["reference_group"])
    ]

    assert {cell["status"] for cell in cells} == {"not_estimable"}
    assert {cell["fmr"] for cell in cells} == {None}
    assert next(c for c in cells if c["probe_group"] == "A")["trials"] == 100


def test_a_dimension_of_one_side_has_no_matrix() -> None:
    tally = grouped_rows(GROUPS).tally()

    assert fmr_matrix(tally, dimension="probe_group", thresholds=[THRESHOLD]) is None
