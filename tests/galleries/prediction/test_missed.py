import numpy as np
import pytest
from scipy.special import ndtr

from matchaudit.errors import UndefinedMeasureError
from matchaudit.galleries.prediction.missed import missed
from matchaudit.tallies.gallery_tails import GalleryTail, tail_of_matrix
from oracles.normal_tail import NormalTail

FITTED = NormalTail(mean=0.0, sd=1.0, n_pairs=10**6)


def tail_with(mated: np.ndarray) -> GalleryTail:
    n = mated.size
    return tail_of_matrix(np.zeros((n, n)), both_ways=True, mated_scores=mated)


def test_who_stays_below_the_score_is_missed_in_any_gallery() -> None:
    tail = tail_with(np.array([1.0] * 3 + [9.0] * 17))
    for size in (10, 10**6):
        found = missed(tail, FITTED, gallery_size=size, threshold=(5.0, 5.0, 5.0))
        assert found.at_all.value == 0.15
        assert found.at_all.events == 3
        assert found.at_all.trials == 20
        assert 0 < found.at_all.low < 0.15 < found.at_all.high < 0.5


def test_a_wrong_person_above_the_right_one_is_the_mean_over_mate_scores() -> None:
    rng = np.random.default_rng(1)
    mated = rng.normal(5.0, 0.7, 4000)
    tail = tail_with(mated[:300])
    found = missed(tail, FITTED, gallery_size=10**5, threshold=(4.0, 4.0, 4.0))
    above = mated[:300][mated[:300] >= 4.0]
    exact = (1 - (1 - ndtr(-above)) ** 10**5).sum() / 300
    assert found.outranked == pytest.approx(exact, rel=0.05)
    assert found.first.value == pytest.approx(found.at_all.value + found.outranked)
    assert found.first.low <= found.first.value <= found.first.high


def test_an_unsure_score_widens_the_interval() -> None:
    tail = tail_with(np.linspace(0, 10, 101))
    sure = missed(tail, FITTED, gallery_size=1000, threshold=(5.0, 5.0, 5.0))
    wide = missed(tail, FITTED, gallery_size=1000, threshold=(5.0, 4.0, 7.0))
    assert wide.at_all.value == sure.at_all.value
    assert wide.at_all.low < sure.at_all.low - 0.05
    assert wide.at_all.high > sure.at_all.high + 0.1


def test_a_score_above_all_leaves_nobody_to_be_outranked() -> None:
    found = missed(
        tail_with(np.arange(20.0)), FITTED, gallery_size=1000, threshold=(99,) * 3
    )
    assert found.at_all.value == found.first.value == 1.0
    assert found.outranked == 0


def test_no_comparison_of_one_person_with_themselves_is_not_estimable() -> None:
    tail = tail_of_matrix(np.eye(5), both_ways=True)
    with pytest.raises(UndefinedMeasureError, match="same person"):
        missed(tail, FITTED, gallery_size=1000, threshold=(1.0, 1.0, 1.0))
