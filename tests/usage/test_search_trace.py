"""Each count of a search log can be made again from the rows that are listed."""

from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from matchaudit.estimation.finding import Curve
from matchaudit.tallies import list_searches, search_listing, tally_searches
from matchaudit.usage.search_trace import search_trace
from search_logs import Row, search_table

OUTCOMES = ("confirmed", "refuted", "unresolved", "not_followed_up", None)


def log(n: int = 300) -> list[Row]:
    """Return searches of every kind, one of them a nil return."""
    rng = np.random.default_rng(5)
    rows: list[Row] = [
        {
            "search_id": f"S{i:03}",
            "searched_at": f"2025-0{rng.integers(1, 5)}-{rng.integers(1, 29):02} 10:00",
            "agency": [None, "A", "B"][rng.integers(3)],
            "operator": f"op{rng.integers(4)}",
            "candidates": [None, 0, 3][rng.integers(3)],
            "outcome": OUTCOMES[rng.integers(5)],
            "nil_return": False,
        }
        for i in range(n)
    ]
    return [*rows, {"search_id": None, "searched_at": "2025-06-01", "nil_return": True}]


def traced(folder: Path, rows: list[Row]) -> tuple[Curve, list[dict[str, object]]]:
    listing = list_searches(search_table(folder, rows))
    assert listing is not None
    curve = search_trace(listing)
    names = [column.name for column in curve.columns]
    values = zip(*(column.values for column in curve.columns), strict=True)
    return curve, [dict(zip(names, row, strict=True)) for row in values]


def test_counts_of_the_tally_are_counts_of_listed_rows(tmp_path: Path) -> None:
    tally = tally_searches(search_table(tmp_path, log()))
    _, rows = traced(tmp_path, log())

    searches = [row for row in rows if row["candidate"] != "nil return"]
    settled = Counter(row["checked"] for row in searches)
    months = Counter((row["agency"], row["month"]) for row in searches)
    overall = tally.overall
    assert len(searches) == overall.searches == 300
    assert len(rows) - len(searches) == tally.nil_returns == 1
    assert sum(row["candidate"] == "yes" for row in searches) == overall.returned
    assert sum(row["candidate"] == "no" for row in searches) == overall.not_returned
    assert settled["wrong"] == overall.wrong
    assert settled["wrong"] + settled["right"] == overall.checked
    counted = {
        (None if agency == "not recorded" else agency, f"2025-{period % 12 + 1:02}"): n
        for agency, period, n in zip(
            tally.months.agency,
            tally.months.period.tolist(),
            tally.months.searches.tolist(),
            strict=True,
        )
        if n
    }
    assert months == counted


def test_the_list_is_for_the_holder_of_the_data(tmp_path: Path) -> None:
    curve, rows = traced(tmp_path, log(3))

    assert curve.for_holder
    assert [row["row"] for row in rows] == [2, 3, 4, 5]
    assert {row["file"] for row in rows} == {"log.csv"}


def test_a_long_log_is_not_listed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_listing, "MOST_LISTED", -1)

    assert list_searches(search_table(tmp_path, log(3))) is None
