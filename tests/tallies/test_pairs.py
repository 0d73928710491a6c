"""Sums over pairs: the closed form and the table of pairs agree."""

from typing import Any

import numpy as np
import pytest

from matchaudit.tallies import TallySettings, pairs, tally_comparisons
from matchaudit.tallies.engine import DuckEngine
from tallies.conftest import TableOf

Row = dict[str, Any]


def complete_rows(subjects: int, samples: int) -> list[Row]:
    """Every sample with every other one, with a covariate on both sides."""
    rng = np.random.default_rng(3)
    people = np.repeat(np.arange(subjects), samples)
    return [
        {
            "probe_subject": int(people[p]),
            "reference_subject": int(people[r]),
            "score": float(np.round(rng.normal(), 2)),
            "probe_group": "AB"[people[p] % 2],
            "reference_group": "AB"[people[r] % 2],
        }
        for p in range(people.size)
        for r in range(people.size)
        if p != r
    ]


class WatchedEngine(DuckEngine):
    """An engine that remembers what was kept."""

    kept: list[str]

    def keep(self, name: str, sql: str) -> None:
        """Remember the name, then keep the rows."""
        self.kept = [*getattr(self, "kept", []), name]
        super().keep(name, sql)


def test_complete_design_needs_no_table_of_pairs(make_table: TableOf) -> None:
    """The closed form gives the very sums that a table of pairs gives."""
    table = make_table(complete_rows(8, 3))
    tallies = []
    for up_to in (0, 10**9):
        with WatchedEngine(table.workspace) as engine:
            settings = TallySettings(
                det_points=10, pair_table_up_to=up_to, engine=engine
            )
            tallies.append(
                tally_comparisons(
                    table, thresholds=[0.0, 1.0], by=["group"], settings=settings
                )
            )
            assert ("pairs" in engine.kept) == (up_to > 0)

    for closed, counted in zip(tallies[0].strata, tallies[1].strata, strict=True):
        assert closed.sum_trials_squared == counted.sum_trials_squared > 0
        for name in ("sum_events_trials", "sum_events_squared"):
            found, expected = getattr(closed, name), getattr(counted, name)
            np.testing.assert_array_equal(found, expected)
        assert closed.sum_events_trials[0] > 0


def test_incomplete_design_is_counted(make_table: TableOf) -> None:
    """Without one comparison the table of pairs is made, whatever was hoped."""
    rows = complete_rows(8, 3)
    left_out = rows.pop(10)
    assert left_out["probe_subject"] != left_out["reference_subject"]
    table = make_table(rows)
    with WatchedEngine(table.workspace) as engine:
        settings = TallySettings(pair_table_up_to=0, engine=engine)
        tally = tally_comparisons(table, settings=settings)
        assert "pairs" in engine.kept

    counts = np.zeros((8, 8), dtype=np.int64)
    for row in rows:
        ends = sorted((row["probe_subject"], row["reference_subject"]))
        counts[tuple(ends)] += ends[0] != ends[1]
    assert tally.strata[0].sum_trials_squared == int((counts**2).sum())


def test_parts_do_not_matter(
    make_table: TableOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Read in many parts or at once, the sums are the same."""
    table = make_table(complete_rows(8, 3))
    whole = tally_comparisons(table).strata[0]
    monkeypatch.setattr(pairs, "_PART", 7)

    parts = tally_comparisons(table).strata[0]

    assert whole.sum_events_squared[0] > whole.sum_events_squared[-1] > 0
    np.testing.assert_array_equal(parts.sum_events_squared, whole.sum_events_squared)
    np.testing.assert_array_equal(parts.sum_events_trials, whole.sum_events_trials)
