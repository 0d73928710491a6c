"""The tallies of small arrays, counted in the plainest way, as an oracle."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from matchaudit.estimation.counts import Clusters
from matchaudit.tallies.comparisons import (
    ComparisonTally,
    ScoreHistogram,
    SideTally,
    StratumTally,
)


def dense_tally(
    probe: ArrayLike,
    reference: ArrayLike,
    score: ArrayLike,
    *,
    thresholds: Sequence[float],
    targets: Sequence[float] = (),
    strata: Mapping[str, tuple[Mapping[str, str], ArrayLike]] | None = None,
) -> ComparisonTally:
    """Count comparisons of subjects; a NaN score is a failure.

    ``strata`` maps a label to (population, boolean mask over the rows).
    """
    i = np.asarray(probe, dtype=np.int64)
    j = np.asarray(reference, dtype=np.int64)
    s = np.asarray(score, dtype=np.float64)
    everything = np.ones(i.size, dtype=bool)
    parts: list[tuple[dict[str, str], NDArray[np.bool_]]] = [({}, everything)] + [
        (dict(population), np.asarray(mask, dtype=bool))
        for population, mask in (strata or {}).values()
    ]
    found = {t: _threshold_at(s, i != j, t) for t in targets}
    at_target = {t: score for t, score in found.items() if score is not None}
    grid = np.unique([*thresholds, *at_target.values()])
    edges = _edges(s)
    return ComparisonTally(
        thresholds=grid,
        at_target=at_target,
        strata=tuple(_stratum(p, i[m], j[m], s[m], grid) for p, m in parts),
        histograms=tuple(
            ScoreHistogram(
                population=p,
                edges=edges,
                mated=_bins(s[m & (i == j)], edges),
                nonmated=_bins(s[m & (i != j)], edges),
            )
            for p, m in parts
        ),
        probes=_side("probe_subject", i, s),
        references=_side("reference_subject", j, s),
    )


def _threshold_at(
    score: NDArray[np.float64], nonmated: NDArray[np.bool_], target: float
) -> float | None:
    """Return the smallest usable score, mated or not, that keeps to the target."""
    usable = np.unique(score[~np.isnan(score)])
    wrong = score[nonmated & ~np.isnan(score)]
    if wrong.size == 0:
        return None
    for t in [*usable, np.nextafter(usable.max(), np.inf)]:
        if np.mean(wrong >= t) <= target:
            return float(t)
    return None


def _edges(s: NDArray[np.float64]) -> NDArray[np.float64]:
    usable = s[np.isfinite(s)]
    if usable.size == 0:
        return np.array([0.0, 1.0])
    scale = 256.0
    while (usable.max() - usable.min()) * scale > 4096:
        scale /= 2
    low, high = np.floor(usable.min() * scale), np.floor(usable.max() * scale) + 1
    return np.arange(low, high + 1) / scale


def _bins(s: NDArray[np.float64], edges: NDArray[np.float64]) -> NDArray[np.int64]:
    return np.histogram(s[~np.isnan(s)], edges)[0].astype(np.int64)


def _side(by: str, who: NDArray[np.int64], s: NDArray[np.float64]) -> SideTally:
    people = np.unique(who)
    failed = [int(np.isnan(s[who == p]).all()) for p in people]
    return SideTally(
        by=by,
        samples=Clusters(np.ones(people.size, dtype=np.int64), np.array(failed)),
    )


def _stratum(
    population: Mapping[str, str],
    i: NDArray[np.int64],
    j: NDArray[np.int64],
    s: NDArray[np.float64],
    thresholds: NDArray[np.float64],
) -> StratumTally:
    n = int(max(i.max(initial=-1), j.max(initial=-1))) + 1
    bad, mated = np.isnan(s), i == j
    use_m, use_n = mated & ~bad, ~mated & ~bad
    trials = np.zeros((n, n), dtype=np.int64)
    np.add.at(trials, (i[use_n], j[use_n]), 1)
    trials += trials.T
    events = np.zeros((thresholds.size, n, n), dtype=np.int64)
    for k, t in enumerate(thresholds):
        hit = use_n & (s >= t)
        np.add.at(events[k], (i[hit], j[hit]), 1)
        events[k] += events[k].T
    seen_m, seen_n = np.unique(i[use_m]), np.unique(np.r_[i[use_n], j[use_n]])
    any_m = np.unique(i[mated])
    below = [
        [int(np.sum(use_m & (i == u) & (s < t))) for u in seen_m] for t in thresholds
    ]
    return StratumTally(
        population=population,
        mated_units=seen_m,
        mated_trials=np.array(
            [np.sum(use_m & (i == u)) for u in seen_m], dtype=np.int64
        ),
        mated_below=np.array(below, dtype=np.int64).reshape(
            thresholds.size, seen_m.size
        ),
        mated_failed=Clusters(
            np.array([np.sum(mated & (i == u)) for u in any_m], dtype=np.int64),
            np.array([np.sum(mated & bad & (i == u)) for u in any_m], dtype=np.int64),
        ),
        nonmated_units=seen_n,
        nonmated_trials=trials.sum(axis=1)[seen_n],
        nonmated_at_or_above=events.sum(axis=2)[:, seen_n],
        sum_trials_squared=int((trials**2).sum()) // 2,
        sum_events_trials=(events * trials).sum(axis=(1, 2)) // 2,
        sum_events_squared=(events**2).sum(axis=(1, 2)) // 2,
        n_mated_failed=int(np.sum(mated & bad)),
        n_nonmated_failed=int(np.sum(~mated & bad)),
    )
