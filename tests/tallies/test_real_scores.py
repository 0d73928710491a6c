"""The tally of a real set of scores, against a full sort."""

from pathlib import Path

import numpy as np
import pytest

from matchaudit.records import ReadOptions, read_comparisons
from matchaudit.tallies import tally_comparisons

SCORES = (
    Path(__file__).resolve().parents[2].parent / "shared/data/scores/bssr1-face-C.csv"
)
TARGETS = (1e-2, 1e-3, 1e-4)


@pytest.mark.skipif(
    not SCORES.exists(), reason="NOT TESTED on real scores: shared data is absent"
)
def test_bssr1_face_c(tmp_path: Path) -> None:
    """Every threshold and count is that of the sorted scores, and as published."""
    options = ReadOptions(failed_scores=(-1.0,))
    table = read_comparisons(SCORES, options=options, workspace=tmp_path)
    matrix = np.loadtxt(SCORES, delimiter=",", skiprows=1, usecols=range(1, 518))
    matrix[matrix == -1.0] = np.nan
    mated = np.diag(matrix)[~np.isnan(np.diag(matrix))]
    different = matrix[~np.eye(len(matrix), dtype=bool)]
    nonmated = np.sort(different[~np.isnan(different)])

    tally = tally_comparisons(table, target_fmrs=TARGETS)

    everything = tally.strata[0]
    assert everything.n_nonmated == nonmated.size == 266_256
    for k, threshold in enumerate(tally.thresholds):
        wrong = nonmated.size - np.searchsorted(nonmated, threshold)
        assert everything.false_matches(k).n_events == wrong
        missed = int((mated < threshold).sum())
        assert everything.false_non_matches(k).n_events == missed
    shares = [
        everything.false_non_matches(tally.index(tally.at_target[t])).n_events
        / everything.n_mated
        for t in TARGETS
    ]
    assert shares == pytest.approx([0.083, 0.159, 0.256], abs=5e-4)
    assert everything.n_mated_failed == 1
    assert int(tally.references.samples.events.sum()) == 1
    assert int(tally.probes.samples.events.sum()) == 0
