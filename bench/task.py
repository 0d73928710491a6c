"""Do one task over one file and print what it cost, as JSON.

What is imported, and what a peer needs to get its arrays, is done before the clock
starts; ours reads the file within the clock.
"""

import json
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

TARGETS = (1e-2, 1e-3, 1e-4)
ABOUT_1E_4 = 0.496  # a score that about one in 10,000 non-mated pairs reaches
Work = Callable[[], object]


def _engine(path: Path, folder: Path):  # noqa: ANN202 - peers run without matchaudit
    from matchaudit.tallies import DuckEngine, statements

    engine = DuckEngine(folder, threads=2)
    engine.view("comparisons", statements.comparisons(_table(path, folder)))
    return engine


def _table(path: Path, folder: Path):  # noqa: ANN202 - peers run without matchaudit
    from matchaudit.records.table import Table

    columns = ("probe_subject", "reference_subject", "score", "failed", "mated")
    return Table(
        kind="comparisons",
        sql="SELECT CAST(probe_subject AS BIGINT) AS probe_subject, "  # noqa: S608 - our own path
        "CAST(reference_subject AS BIGINT) AS reference_subject, "
        "CAST(score AS DOUBLE) AS score, isnan(score) AS failed, mated "
        f"FROM read_parquet('{path}')",
        columns=columns,
        covariates=(),
        n_subjects=5000,
        score_type="FLOAT",
        lower_is_closer=False,
        inputs=(),
        workspace=folder,
    )


def scan(path: Path, folder: Path, columns: str) -> Work:
    """Read columns and add them up: the least that any tally must do."""
    from matchaudit.tallies import DuckEngine

    engine = DuckEngine(folder, threads=2)
    sums = ", ".join(
        f"sum({'CAST(mated AS INTEGER)' if c == 'mated' else c}) AS {c}"
        for c in columns.split("+")
    )
    sql = f"SELECT {sums} FROM read_parquet('{path}')"  # noqa: S608 - our own path
    return lambda: engine.columns(sql)


def histogram(path: Path, folder: Path, given: str) -> Work:
    """Count (a): a histogram of mated and non-mated scores, its range known or to be found."""
    from matchaudit.tallies.histograms import find_scale, histograms, scale_for
    from matchaudit.tallies.strata import EVERYTHING

    engine = _engine(path, folder)
    known = scale_for(-1.0, 1.0)
    if given == "known":
        return lambda: histograms(engine, EVERYTHING, known)
    return lambda: histograms(engine, EVERYTHING, find_scale(engine))


def pairs(path: Path, folder: Path, _: str) -> Work:
    """Count (b): non-mated pairs of subjects at or above a threshold, one in 10,000."""
    from matchaudit.tallies import statements

    engine = _engine(path, folder)
    return lambda: engine.keep("found", statements.event_pairs("0", [ABOUT_1E_4]))


def highest(path: Path, folder: Path, _: str) -> Work:
    """Count (c): the highest non-mated score of each probe's subject."""
    engine = _engine(path, folder)
    sql = (
        "SELECT probe_subject, max(CASE WHEN NOT mated THEN score END) AS highest "
        "FROM comparisons GROUP BY 1"
    )
    return lambda: engine.columns(sql)


def subjects(path: Path, folder: Path, _: str) -> Work:
    """Count (d): comparisons of each subject, on both sides."""
    from matchaudit.tallies.margins import margins

    engine = _engine(path, folder)
    return lambda: margins(engine, "0")


def thresholds(path: Path, folder: Path, _: str) -> Work:
    """Histogram and exact thresholds at three target rates: what peers give."""
    from matchaudit.tallies.histograms import find_scale, histograms
    from matchaudit.tallies.operating import thresholds_at
    from matchaudit.tallies.strata import EVERYTHING

    engine = _engine(path, folder)

    def work() -> object:
        shape = histograms(engine, EVERYTHING, find_scale(engine))[0]
        return thresholds_at(engine, shape, TARGETS)

    return work


def whole(path: Path, folder: Path, _: str) -> Work:
    """Everything that an audit needs, at three target rates."""
    from matchaudit.tallies import tally_comparisons

    table = _table(path, folder)
    return lambda: tally_comparisons(table, target_fmrs=TARGETS)


def _arrays(path: Path) -> tuple[np.ndarray, np.ndarray]:
    import duckdb

    sql = f"SELECT score, mated FROM read_parquet('{path}')"  # noqa: S608 - our own path
    found = duckdb.sql(sql).fetchnumpy()
    return np.asarray(found["score"]), np.asarray(found["mated"])


def sort(path: Path, folder: Path, _: str) -> Work:
    """Sort mated and non-mated scores with numpy: the floor of any exact curve."""
    del folder
    score, mated = _arrays(path)
    return lambda: (np.sort(score[mated]), np.sort(score[~mated]))


def sklearn(path: Path, folder: Path, _: str) -> Work:
    """scikit-learn's ``roc_curve``."""
    del folder
    from sklearn.metrics import roc_curve

    score, mated = _arrays(path)
    return lambda: roc_curve(mated, score)


def pyeer(path: Path, folder: Path, _: str) -> Work:
    """Compute pyeer's ``get_eer_stats``."""
    del folder
    from pyeer.eer_info import get_eer_stats

    score, mated = _arrays(path)
    return lambda: get_eer_stats(score[mated], score[~mated])


TASKS = {
    f.__name__: f
    for f in (
        scan,
        histogram,
        pairs,
        highest,
        subjects,
        thresholds,
        whole,
        sort,
        sklearn,
        pyeer,
    )
}


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def main(name: str, path: str) -> None:
    """Run the task ``name`` (with an argument after a colon) and print its cost."""
    task, _, given = name.partition(":")
    with tempfile.TemporaryDirectory() as folder:
        work = TASKS[task](Path(path), Path(folder), given)
        cpu, wall = _cpu(), time.perf_counter()
        work()
        cpu, wall = _cpu() - cpu, time.perf_counter() - wall
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"cpu": cpu, "wall": wall, "peak_mb": peak}))


if __name__ == "__main__":
    main(*sys.argv[1:])
