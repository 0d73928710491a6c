from dataclasses import replace

import numpy as np
import pytest

from matchaudit.accuracy.scores import score_curve
from matchaudit.estimation.finding import Curve
from matchaudit.tallies.comparisons import ComparisonTally
from measures import simulated


def _areas(curve: Curve) -> tuple[float, float]:
    low, high, mated, nonmated = (
        np.array(c.values, dtype=np.float64) for c in curve.columns
    )
    assert (low[1:] == high[:-1]).all()
    return float(mated @ (high - low)), float(nonmated @ (high - low))


def test_both_areas_are_one() -> None:
    curve = score_curve(simulated().tally())

    assert curve is not None
    assert 50 <= len(curve.columns[0].values) <= 101
    assert _areas(curve) == pytest.approx((1.0, 1.0))


@pytest.mark.parametrize(("steps", "n_bins"), [(100, 10), (10, 100), (10, 10)])
def test_a_narrow_last_bin_joins_its_neighbour(steps: int, n_bins: int) -> None:
    """Three scores in a sliver would be drawn as a spike."""
    edges = [*(k / steps for k in range(steps + 1)), 1.003]
    each = [10] * steps
    tally = _with_bins(
        simulated().tally(), edges=edges, mated=[*each, 3], nonmated=[*each, 3]
    )

    curve = score_curve(tally, n_bins=n_bins)

    assert curve is not None
    low, high, mated, _ = (np.array(c.values, dtype=np.float64) for c in curve.columns)
    assert high[-1] == 1.003
    assert (high - low).min() > 0.09
    assert mated.max() < 1.3
    assert _areas(curve) == pytest.approx((1.0, 1.0))


def test_infinite_scores_are_missing_from_the_area() -> None:
    tally = _with_bins(
        simulated().tally(),
        edges=[-np.inf, 0.0, 1.0, 2.0, np.inf],
        mated=[0, 1, 2, 1],
        nonmated=[2, 2, 0, 0],
    )

    curve = score_curve(tally)

    assert curve is not None
    assert _areas(curve) == pytest.approx((0.75, 0.5))


def test_a_missing_kind_has_no_density_and_no_scores_no_curve() -> None:
    tally = simulated().tally()
    edges = [0.0, 1.0, 2.0]
    one = _with_bins(tally, edges=edges, mated=[0, 0], nonmated=[1, 3])
    none = _with_bins(tally, edges=edges, mated=[0, 0], nonmated=[0, 0])

    curve = score_curve(one)

    assert curve is not None
    assert set(curve.columns[2].values) == {None}
    assert curve.columns[3].values == (0.25, 0.75)
    assert score_curve(none) is None


def _with_bins(
    tally: ComparisonTally, *, edges: list[float], mated: list[int], nonmated: list[int]
) -> ComparisonTally:
    bins = replace(
        tally.histograms[0],
        edges=np.array(edges),
        mated=np.array(mated),
        nonmated=np.array(nonmated),
    )
    return replace(tally, histograms=(bins,))
