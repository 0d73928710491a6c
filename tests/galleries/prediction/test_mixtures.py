from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchaudit.galleries.prediction.mixtures import MixedGallery, MixedSearches
from oracles.normal_tail import NormalTail

NEAR = NormalTail(mean=0.0, sd=1.2, n_pairs=10**6)
FAR = NormalTail(mean=0.0, sd=1.0, n_pairs=10**6)


def test_a_search_goes_wrong_if_it_does_with_any_group() -> None:
    mixed = MixedGallery(((0.25, NEAR), (0.75, FAR)))
    near, far = NEAR.forecast(250, 4.0), FAR.forecast(750, 4.0)
    found = mixed.forecast(1000, 4.0)
    assert found.fpir == pytest.approx(1 - (1 - near.fpir) * (1 - far.fpir))
    assert found.low == pytest.approx(1 - (1 - near.low) * (1 - far.low))
    assert found.high == pytest.approx(1 - (1 - near.high) * (1 - far.high))
    assert found.gallery_size == 1000


def test_searches_of_several_groups_have_their_mean() -> None:
    mixed = MixedSearches(((30.0, NEAR), (10.0, FAR)))
    near, far = NEAR.forecast(1000, 4.0), FAR.forecast(1000, 4.0)
    found = mixed.forecast(1000, 4.0)
    assert found.fpir == pytest.approx(0.75 * near.fpir + 0.25 * far.fpir)
    assert found.high == pytest.approx(0.75 * near.high + 0.25 * far.high)


def test_a_gallery_too_small_for_any_share_is_of_the_largest_group() -> None:
    parts = ((0.15, FAR), (0.2, NEAR), *(((0.13, FAR),) * 5))
    found = MixedGallery(parts).forecast(2, 4.0)
    assert found.fpir == NEAR.forecast(2, 4.0).fpir


@given(share=st.floats(0.01, 0.99), log_size=st.floats(2, 8))
def test_a_gallery_of_two_equal_groups_is_one_gallery(
    share: float, log_size: float
) -> None:
    size = int(10**log_size)
    mixed = MixedGallery(((share, FAR), (1 - share, FAR)))
    whole = FAR.forecast(size, 5.0)
    assert mixed.forecast(size, 5.0).fpir == pytest.approx(whole.fpir, rel=0.02)


@pytest.mark.parametrize("kind", [MixedGallery, MixedSearches])
def test_the_threshold_for_a_rate_gives_that_rate(
    kind: type[MixedGallery | MixedSearches],
) -> None:
    mixed = kind(((0.4, NEAR), (0.6, FAR)))
    at, low, high = mixed.threshold_at(10**6, 0.01)
    assert low < at < high
    assert mixed.forecast(10**6, at).fpir == pytest.approx(0.01, rel=1e-4)
    assert mixed.forecast(10**6, low).low == pytest.approx(0.01, rel=1e-4)
    assert mixed.forecast(10**6, high).high == pytest.approx(0.01, rel=1e-4)


def test_a_part_beyond_its_horizon_takes_the_whole_beyond() -> None:
    small = replace(NEAR, n_pairs=10)
    mixed = MixedGallery(((0.5, NEAR), (0.5, small)))
    found = mixed.forecast(1000, 6.5)
    assert found.beyond == small.forecast(500, 6.5).beyond
    assert found.beyond is not None
    assert found.decades == small.forecast(500, 6.5).decades


def test_a_part_that_hardly_counts_does_not_take_the_whole_beyond() -> None:
    unlike = replace(FAR, mean=-9.0)
    assert unlike.forecast(500, 5.0).beyond is not None
    found = MixedGallery(((0.5, NEAR), (0.5, unlike))).forecast(1000, 5.0)
    assert found.beyond is None
    assert found.decades == NEAR.forecast(500, 5.0).decades
    assert found.fpir == pytest.approx(NEAR.forecast(500, 5.0).fpir)


def test_the_worst_check_and_the_largest_scale_are_told() -> None:
    other = replace(FAR, backtest=-0.4, scale="logit")
    assert MixedGallery(((0.4, NEAR), (0.6, other))).scale == "logit"
    assert MixedSearches(((9.0, NEAR), (1.0, other))).scale == "identity"
    assert MixedGallery(((0.4, NEAR), (0.6, other))).backtest == -0.4
    unknown = replace(FAR, backtest=None)
    assert MixedSearches(((1.0, unknown),)).backtest is None


def test_a_group_with_nobody_in_the_gallery_adds_nothing() -> None:
    mixed = MixedGallery(((1e-9, NEAR), (1.0, FAR)))
    assert mixed.forecast(1000, 4.0).fpir == pytest.approx(FAR.forecast(1000, 4.0).fpir)
    assert np.isfinite(mixed.threshold_at(1000, 0.01)).all()
