from pathlib import Path

import numpy as np
import pytest

from matchaudit.records import CLAIMS, ReadOptions, read_records
from matchaudit.tallies import ClaimRows, DuckEngine, claim_rows

HEADER = "claim_id,published_at,method,status,visible_fraction,verification_sample,corrected_at\n"


def _rows(folder: Path, text: str, **options: str) -> ClaimRows:
    (folder / "claims.csv").write_text(text, encoding="utf-8")
    zone = options.get("timezone")
    table = read_records(
        folder / "claims.csv",
        kind=CLAIMS,
        options=ReadOptions(timezone=zone),
        workspace=folder,
    )
    return claim_rows(table, zone=zone or "UTC")


def _day(iso: str) -> int:
    return int(np.datetime64(iso, "D").astype(int))


def test_a_register_comes_as_days_and_words_without_ids(tmp_path: Path) -> None:
    rows = _rows(
        tmp_path,
        HEADER + "K1,2026-01-05,ai_match,refuted,0.5,true,2026-01-09\n"
        "K2,2026-01-06,,confirmed,,false,\n",
    )

    assert rows.n == 2
    order = np.argsort(rows.dates["published_at"].first)
    first, second = order.tolist()
    assert rows.dates["published_at"].first[order].tolist() == [
        _day("2026-01-05"),
        _day("2026-01-06"),
    ]
    assert rows.dates["corrected_at"].known[order].tolist() == [True, False]
    assert rows.dates["corrected_at"].first[first] == _day("2026-01-09")
    assert not rows.dates["removed_at"].known.any()
    assert (rows.words["method"][first], rows.words["method"][second]) == (
        "ai_match",
        None,
    )
    assert rows.words["publisher"] == (None, None)
    assert rows.visible_fraction[first] == 0.5
    assert np.isnan(rows.visible_fraction[second])
    assert rows.drawn[order].tolist() == [True, False]
    assert not hasattr(rows, "claim_id")
    assert "K1" not in repr(rows.words)


def test_a_month_is_a_span_of_days_and_a_day_is_one(tmp_path: Path) -> None:
    rows = _rows(tmp_path, "claim_id,published_at\nK1,2026-02\nK2,2026-04-03\n")
    days = rows.dates["published_at"]
    spans = sorted((days.last - days.first).tolist())

    assert spans[0] == 0
    assert 27 <= spans[1] <= 30
    assert days.first.min() <= _day("2026-02-01")
    assert _day("2026-02-28") <= days.last.min() <= _day("2026-03-01")


@pytest.mark.parametrize("zone", ["America/Los_Angeles", "Pacific/Auckland", "UTC"])
def test_a_day_is_the_same_day_by_the_clocks_of_any_zone(
    tmp_path: Path, zone: str
) -> None:
    text = "claim_id,published_at\nK1,2026-04-03\n"
    days = _rows(tmp_path, text, timezone=zone).dates["published_at"]

    assert (days.first[0], days.last[0]) == (_day("2026-04-03"), _day("2026-04-03"))


def test_an_instant_is_of_the_day_by_the_clocks_of_the_zone(tmp_path: Path) -> None:
    text = "claim_id,published_at\nK1,2026-04-03 23:30:00Z\n"
    auckland = _rows(tmp_path, text, timezone="Pacific/Auckland")
    (tmp_path / "other").mkdir()
    utc = _rows(tmp_path / "other", text, timezone="UTC")

    assert auckland.dates["published_at"].first[0] == _day("2026-04-04")
    assert utc.dates["published_at"].first[0] == _day("2026-04-03")


def test_an_engine_of_the_caller_gives_the_same(tmp_path: Path) -> None:
    (tmp_path / "c.csv").write_text("claim_id,published_at\nK1,2026-01-05\n")
    table = read_records(tmp_path / "c.csv", kind=CLAIMS, workspace=tmp_path)
    with DuckEngine(tmp_path, threads=1) as engine:
        rows = claim_rows(table, engine=engine)

    assert rows.dates["published_at"].first.tolist() == [_day("2026-01-05")]
    assert rows.columns == ("claim_id", "published_at")
