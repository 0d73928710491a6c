import json

from matchaudit.report.figure import Table, figure
from matchaudit.report.month_chart import Month, month_bars, month_marks


def test_each_state_has_a_shape_of_its_own() -> None:
    """A reader who sees no colour can tell silence from a nil return."""
    months = [
        Month("North", "2024-01", "rows"),
        Month("North", "2024-02", "silent"),
        Month("North", "2024-03", "nil return"),
    ]
    spec = month_marks(months, words=("rows", "empty", "silent"), width=760)
    drawn = [
        (layer["mark"]["shape"], layer["data"]["values"]) for layer in spec["layer"]
    ]

    assert [shape for shape, _ in drawn] == ["square", "circle", "cross"]
    assert [rows[-1]["month"] for _, rows in drawn] == ["2024-01", "2024-03", "2024-02"]
    assert [rows[0]["agency"] for _, rows in drawn] == ["rows", "empty", "silent"]


def test_numbers_over_bars_are_left_out_where_they_would_not_fit() -> None:
    counts = [(f"2024-{m:02d}", 12_345) for m in range(1, 13)]

    assert len(month_bars(counts, title="n", width=760)["layer"]) == 2
    assert len(month_bars(counts, title="n", width=330)["layer"]) == 1
    assert "12,345" in json.dumps(month_bars(counts, title="n", width=760))


def test_a_hundred_years_of_months_can_be_drawn() -> None:
    counts = [(f"{1970 + i // 12}-{i % 12 + 1:02d}", i) for i in range(1_560)]
    table = Table("Months", ("Month", "n"), (("1970-01", "0"),))

    drawn = figure(
        lambda width: month_bars(counts, title="n", width=width),
        title="Searches",
        description="One bar a month.",
        table=table,
    )

    assert drawn.wide.count("<path") >= 1_560
