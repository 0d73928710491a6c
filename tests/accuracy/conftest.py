"""The BSSR1 face scores, tallied plainly, once for all tests of this folder."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from matchaudit.estimation.counts import Clusters
from matchaudit.tallies.comparisons import (
    ComparisonTally,
    ScoreHistogram,
    ScoreSample,
    SideTally,
    StratumTally,
)

FloatArray = NDArray[np.float64]
SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "scores"
FACES = SHARED / "bssr1-face-C.csv"
TARGETS = (1e-2, 1e-3, 1e-4)
LADDER = (0.55, 0.58, 0.59, 0.595, 0.6, 0.605, 0.61, 0.63, 0.66, 0.7, 0.75)
FAILED = -1.0
FINE = 32_768


@pytest.fixture(scope="session")
def face_scores() -> FloatArray:
    """Return 517 x 517 scores; row = probe, column = reference, diagonal mated."""
    if not FACES.exists():
        pytest.skip("LOUD: ../shared/data is absent, the real BSSR1 scores not tried")
    return np.genfromtxt(FACES, delimiter=",", skip_header=1)[:, 1:]


@pytest.fixture(scope="session")
def face_tally(face_scores: FloatArray) -> ComparisonTally:
    """Count with the failed reference as a failure."""
    return tallied(np.where(face_scores == FAILED, np.nan, face_scores))


@pytest.fixture(scope="session")
def raw_face_tally(face_scores: FloatArray) -> ComparisonTally:
    """Count with -1 taken for a score, as peers do."""
    return tallied(face_scores)


@pytest.fixture(scope="session")
def face_sample(face_scores: FloatArray) -> ScoreSample:
    """Return all usable comparisons one by one."""
    probe, reference = np.indices(face_scores.shape).reshape(2, -1)
    score = face_scores.ravel()
    usable = score != FAILED
    return ScoreSample(
        probe_subject=probe[usable],
        reference_subject=reference[usable],
        score=score[usable],
        mated=(probe == reference)[usable],
        complete=True,
    )


def tallied(matrix: FloatArray) -> ComparisonTally:
    """Count a square matrix, at its targets and a ladder around them."""
    mated, strangers = np.diag(matrix), ~np.eye(len(matrix), dtype=bool)
    at_target = {t: _threshold_at(matrix, strangers, t) for t in TARGETS}
    grid = np.unique([*LADDER, *at_target.values()])
    usable = strangers & ~np.isnan(matrix)
    trials = usable.astype(np.int64) + usable.T
    hits = [(usable & (matrix >= t)).astype(np.int64) for t in grid]
    events = [hit + hit.T for hit in hits]
    people = np.arange(len(matrix))
    own = ~np.isnan(mated)
    edges = np.arange(np.floor(np.nanmin(matrix) * FINE), FINE + 1) / FINE
    return ComparisonTally(
        thresholds=grid,
        at_target=at_target,
        strata=(
            StratumTally(
                population={},
                mated_units=people[own],
                mated_trials=np.ones(int(own.sum()), dtype=np.int64),
                mated_below=np.array([mated[own] < t for t in grid], dtype=np.int64),
                mated_failed=Clusters(np.ones_like(people), 1 - own.astype(np.int64)),
                nonmated_units=people,
                nonmated_trials=trials.sum(axis=1),
                nonmated_at_or_above=np.array([e.sum(axis=1) for e in events]),
                sum_trials_squared=int((trials**2).sum()) // 2,
                sum_events_trials=np.array([(e * trials).sum() // 2 for e in events]),
                sum_events_squared=np.array([(e**2).sum() // 2 for e in events]),
                n_mated_failed=int((~own).sum()),
                n_nonmated_failed=int((strangers & np.isnan(matrix)).sum()),
            ),
        ),
        histograms=(
            ScoreHistogram(
                population={},
                edges=edges,
                mated=np.histogram(mated[own], edges)[0],
                nonmated=np.histogram(matrix[usable], edges)[0],
            ),
        ),
        probes=_side("probe_subject", matrix),
        references=_side("reference_subject", matrix.T),
    )


def _side(by: str, rows: FloatArray) -> SideTally:
    failed = np.array([np.isnan(row).all() for row in rows], dtype=np.int64)
    return SideTally(by=by, samples=Clusters(np.ones_like(failed), failed))


def _threshold_at(
    matrix: FloatArray, strangers: NDArray[np.bool_], target: float
) -> float:
    """Return the smallest score, of any kind, at which the target holds."""
    wrong = np.sort(matrix[strangers & ~np.isnan(matrix)])
    seen = np.unique(matrix[~np.isnan(matrix)])
    share = 1 - np.searchsorted(wrong, seen, side="left") / wrong.size
    return float(seen[np.flatnonzero(share <= target)[0]])
