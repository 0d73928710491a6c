"""Counts per subject."""

import numpy as np

from matchaudit.tallies import DuckEngine, statements
from matchaudit.tallies.margins import margins, met_by_subject
from tallies.conftest import TableOf


def test_by_hand(make_table: TableOf) -> None:
    """Each comparison counts on both sides; a failure is no usable comparison."""
    table = make_table(
        [
            {"probe_subject": i, "reference_subject": j, "score": s}
            for i, j, s in ((0, 0, 0.9), (0, 0, None), (0, 1, 0.2), (2, 0, None))
        ]
    )
    with DuckEngine(table.workspace) as engine:
        engine.view("comparisons", statements.comparisons(table))
        counts = margins(engine, "0")
        met = met_by_subject(engine, "0", counts)

    one = counts[0]
    assert (one.mated_failed.trials.tolist(), one.mated_failed.events.tolist()) == (
        [2],
        [1],
    )
    assert (one.n_nonmated, one.probe.n_failed) == (1, 1)
    units, trials = one.both_sides()
    assert (units.tolist(), trials.tolist()) == ([0, 1], [1, 1])
    codes = statements.scattered_codes(np.array([1, 0]))
    np.testing.assert_array_equal(met[0], codes)
