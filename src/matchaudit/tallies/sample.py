"""A reproducible sample of single comparisons, for measures that cannot use counts."""

import numpy as np

from matchaudit.errors import ParameterError
from matchaudit.records.table import ComparisonTable
from matchaudit.tallies import statements
from matchaudit.tallies.comparisons import ScoreSample
from matchaudit.tallies.engine import Columns, DuckEngine, Engine

_MARGIN = 5.0  # standard deviations: how many more are fetched than are kept


def score_sample(
    table: ComparisonTable,
    *,
    limit: int = 1_000_000,
    seed: int = 1,
    engine: Engine | None = None,
) -> ScoreSample:
    """Return usable comparisons one by one.

    All of them if there are at most ``limit``. Else mated ones come first, up to half
    of the limit, and non-mated ones fill the rest; which ones is decided by a hash of
    their ids, so that the same records give the same sample in any order of rows.

    Parameters
    ----------
    table : ComparisonTable
        Records of the kind ``comparisons``.
    limit : int
        At least 2.
    seed : int
        Another seed gives another sample.
    engine : Engine, optional
        Default: DuckDB, within 200 MB, spilling to the table's workspace.

    Returns
    -------
    ScoreSample
        Ordered by probe, reference and score.

    Raises
    ------
    ParameterError
        If the limit is below 2 or the seed is negative.
    """
    if limit < 2:
        raise ParameterError("limit", "at least 2", limit)
    if seed < 0:
        raise ParameterError("seed", "0 or more", seed)
    if engine is not None:
        return _sample(engine, table, limit, seed)
    with DuckEngine(table.workspace) as own:
        return _sample(own, table, limit, seed)


def _sample(
    engine: Engine, table: ComparisonTable, limit: int, seed: int
) -> ScoreSample:
    engine.view("comparisons", statements.comparisons(table))
    found = engine.columns(statements.usable_counts())
    n_mated, n_nonmated = int(found["n_mated"][0]), int(found["n_nonmated"][0])
    take_mated = min(n_mated, max(limit // 2, limit - n_nonmated))
    take_nonmated = min(n_nonmated, limit - take_mated)
    names = ("probe_subject", "reference_subject", "probe_id", "reference_id")
    ids = [name for name in names if name in table.columns]
    parts = [
        _chosen(
            engine.columns(
                statements.chosen(
                    mated=mated, columns=ids, seed=seed, below=_cut(take, n)
                )
            ),
            take,
        )
        for mated, take, n in (
            (True, take_mated, n_mated),
            (False, take_nonmated, n_nonmated),
        )
    ]
    probe, reference, score = (
        np.concatenate([part[name] for part in parts])
        for name in ("probe_subject", "reference_subject", "score")
    )
    order = np.lexsort((score, reference, probe))
    probe, reference = probe[order].astype(np.int64), reference[order].astype(np.int64)
    return ScoreSample(
        probe_subject=probe,
        reference_subject=reference,
        score=score[order].astype(np.float64),
        mated=probe == reference,
        complete=n_mated + n_nonmated <= limit,
    )


def _cut(take: int, n: int) -> int:
    """Return below which hash to look, so that very likely enough are found."""
    whole = statements.scatter_limit()
    if take >= n:
        return whole
    share = (take + _MARGIN * (take**0.5 + 1)) / n
    return min(whole, int(share * whole) + 1)


def _chosen(found: Columns, take: int) -> Columns:
    names = ("score", "reference_subject", "probe_subject", "place")
    order = np.lexsort([found[name] for name in names])[:take]
    return {name: values[order] for name, values in found.items()}
