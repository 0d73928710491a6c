"""The tally as others read it."""

import numpy as np
import pytest

from matchaudit.tallies import tally_comparisons
from oracles.dense_tally import dense_tally
from tallies.conftest import TableOf


def test_index_knows_what_was_asked(make_table: TableOf) -> None:
    """A threshold is found as it was typed, and as the column holds it."""
    row = {"probe_subject": 0, "reference_subject": 1, "score": 0.7}
    tally = tally_comparisons(
        make_table([row], score_type="FLOAT"), thresholds=[0.7, 0.1]
    )

    assert tally.asked[0.7] == float(np.float32(0.7)) != 0.7
    assert tally.index(0.7) == tally.index(float(np.float32(0.7)))
    with pytest.raises(KeyError):
        tally.index(0.65)


def test_moments_at_a_threshold() -> None:
    """Events are clustered by subject, or are moments over pairs of subjects."""
    tally = dense_tally(
        [0, 0, 1, 1, 2], [0, 1, 0, 1, 0], [0.2, 0.9, 0.8, 0.9, 0.1], thresholds=[0.5]
    )

    stratum = tally.stratum({})
    dyads, clusters = stratum.false_matches(0), stratum.false_non_matches(0)

    assert (dyads.n_units, dyads.n_trials, dyads.n_events) == (3, 3, 2)
    assert (dyads.sum_trials_squared, dyads.sum_events_squared) == (5, 4)
    assert dyads.sum_events_trials == 4
    assert (clusters.n_trials, clusters.n_events) == (2, 1)
    with pytest.raises(KeyError):
        tally.stratum({"probe_mask": "none"})
