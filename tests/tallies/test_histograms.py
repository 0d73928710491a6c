"""Bins of scores."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchaudit.tallies.comparisons import ScoreHistogram
from matchaudit.tallies.histograms import scale_for, trimmed


@given(st.floats(-1e300, 1e300), st.floats(-1e300, 1e300))
def test_scale(one: float, other: float) -> None:
    """There are at most 2,049 bins, and the ends lie in the first and the last."""
    low, high = sorted((one, other))

    scale = scale_for(low, high)

    assert math.frexp(scale.scale)[0] == 0.5
    assert scale.last - scale.first <= 2048
    assert scale.first <= low * scale.scale < scale.first + 1
    assert scale.last <= high * scale.scale < scale.last + 1


def test_scale_of_ordinary_scores_is_fine() -> None:
    """Scores between -1 and 1 get bins of 1/512."""
    assert scale_for(-1, 1).scale == 512
    assert scale_for(0.2, 0.2).edges.size > 2


@pytest.mark.parametrize(
    ("low", "high", "edges"),
    [
        (False, False, [0.0, 1.0]),
        (True, False, [-math.inf, 0.0, 1.0]),
        (False, True, [0.0, 1.0, math.inf]),
    ],
)
def test_infinite_ends_are_kept_where_needed(
    *, low: bool, high: bool, edges: list[float]
) -> None:
    """An end that holds nothing anywhere is left out, with its bin."""
    whole = ScoreHistogram(
        population={},
        edges=np.array([-math.inf, 0.0, 1.0, math.inf]),
        mated=np.array([1, 2, 4]),
        nonmated=np.array([8, 16, 32]),
    )

    part = trimmed(whole, low=low, high=high)

    assert part.edges.tolist() == edges
    assert part.mated.sum() == 2 + low + 4 * high
    assert part.nonmated.sum() == 16 + 8 * low + 32 * high
