"""Thresholds at targets: exact, whatever the histogram looks like."""

import numpy as np
import pytest

from matchaudit.tallies import TallySettings, operating, tally_comparisons
from matchaudit.tallies.operating import most_allowed
from tallies.conftest import TableOf


@pytest.mark.parametrize(
    ("target", "total", "count"),
    [(0.1, 30, 3), (0.1, 29, 2), (1e-4, 9999, 0), (1e-4, 10000, 1), (0.7, 10, 7)],
)
def test_most_allowed(target: float, total: int, count: int) -> None:
    """The rate at the count is at most the target, and one more is above it."""
    assert most_allowed(target, total) == count
    assert count / total <= target < (count + 1) / total


@pytest.mark.parametrize("most", [2, 10**6])
@pytest.mark.parametrize("spread", [1.0, 1e-12])
def test_against_a_full_sort(
    make_table: TableOf, monkeypatch: pytest.MonkeyPatch, spread: float, most: int
) -> None:
    """Crowded bins are cut finer, again and again if need be; no threshold is wrong."""
    rng = np.random.default_rng(5)
    scores = 0.5 + spread * rng.normal(size=400)
    scores[:40] = scores[40]  # a tie
    scores[-1] = -50.0  # an outlier leaves the others few bins
    rows = [
        {"probe_subject": int(k % 9 == 0), "reference_subject": 1, "score": float(s)}
        for k, s in enumerate(scores)
    ]
    wrong = np.array([r["score"] for r in rows if r["probe_subject"] == 0])
    targets = [k / 90 for k in range(1, 90)]
    monkeypatch.setattr(operating, "_MOST_IN_A_SPAN", most)

    tally = tally_comparisons(
        make_table(rows), target_fmrs=targets, settings=TallySettings(det_points=0)
    )

    usable = np.unique(scores)
    expected = {
        target: next(float(t) for t in usable if np.mean(wrong >= t) <= target)
        for target in targets
    }
    assert dict(tally.at_target) == expected
