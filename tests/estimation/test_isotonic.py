import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchaudit.errors import ParameterError, UndefinedMeasureError
from matchaudit.estimation.isotonic import monotone_band, monotone_fit


def test_neighbours_out_of_order_are_pooled_by_weight() -> None:
    assert monotone_fit([3, 1, 2], [1, 3, 1], increasing=True) == pytest.approx(
        [1.5, 1.5, 2]
    )


def test_a_falling_fit_mirrors_a_rising_one() -> None:
    assert monotone_fit([1, 3, 0], [1, 1, 1], increasing=False) == pytest.approx(
        [2, 2, 0]
    )


def test_a_sequence_in_order_is_kept() -> None:
    assert monotone_fit([1, 1, 4], [5, 1, 2], increasing=True).tolist() == [1, 1, 4]


@pytest.mark.parametrize(
    ("values", "weights"), [([np.nan], [1]), ([1], [0]), ([1, 2], [1]), ([1], [np.inf])]
)
def test_impossible_input_is_refused(values: list[float], weights: list[float]) -> None:
    with pytest.raises(ParameterError):
        monotone_fit(values, weights, increasing=True)


def test_nothing_to_fit_is_undefined() -> None:
    with pytest.raises(UndefinedMeasureError, match="no values"):
        monotone_fit([], [], increasing=True)


@given(
    st.lists(st.tuples(st.floats(0, 1), st.integers(1, 50)), min_size=1, max_size=20)
)
def test_a_fit_is_monotone_and_keeps_the_weighted_mean(
    points: list[tuple[float, int]],
) -> None:
    values, weights = zip(*points, strict=True)

    fit = monotone_fit(values, weights, increasing=False)

    assert (np.diff(fit) <= 1e-12).all()
    assert np.average(fit, weights=weights) == pytest.approx(
        np.average(values, weights=weights), abs=1e-9
    )


def test_a_band_is_narrowed_by_its_neighbours() -> None:
    """A falling curve below 0.3 on the left stays below 0.3 on the right."""
    low, high = monotone_band([0.1, 0.0, 0.2], [0.9, 0.3, 0.8], increasing=False)

    assert low.tolist() == [0.2, 0.2, 0.2]
    assert high.tolist() == [0.9, 0.3, 0.3]


def test_a_rising_band_is_the_mirror_of_a_falling_one() -> None:
    low, high = monotone_band([0.2, 0.0, 0.1], [0.8, 0.3, 0.9], increasing=True)

    assert low.tolist() == [0.2, 0.2, 0.2]
    assert high.tolist() == [0.3, 0.3, 0.9]


def test_data_against_the_order_are_not_forced_into_it() -> None:
    with pytest.raises(UndefinedMeasureError, match="never rises"):
        monotone_band([0.0, 0.5], [0.1, 0.6], increasing=False)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=12), st.data())
def test_a_monotone_truth_inside_a_band_stays_inside(
    steps: list[float], data: st.DataObject
) -> None:
    truth = np.sort(np.array(steps))[::-1]
    n = truth.size
    gaps = st.lists(st.floats(0, 0.5), min_size=n, max_size=n)
    below, above = np.array(data.draw(gaps)), np.array(data.draw(gaps))

    low, high = monotone_band(truth - below, truth + above, increasing=False)

    assert (low <= truth).all()
    assert (truth <= high).all()
