import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from matchaudit.errors import ParameterError
from matchaudit.tallies.gallery_tails import tail_of_matrix

NAN = float("nan")


def test_the_largest_pairs_are_kept_in_order() -> None:
    scores = np.array([[NAN, 5.0, 2.0], [4.0, NAN, 1.0], [NAN, 3.0, 9.0]])

    tail = tail_of_matrix(scores, kept=3, both_ways=False)

    assert tail.score.tolist() == [5, 4, 3]
    assert tail.search.tolist() == [0, 1, 2]
    assert tail.reference.tolist() == [1, 0, 1]
    assert tail.compared.tolist() == [2, 2, 1]
    assert tail.n_pairs == 5 == tail.counts.sum()
    assert tail.mean.tolist() == [3.5, 2.5, 3.0]
    assert tail.sd == pytest.approx([np.sqrt(4.5), np.sqrt(4.5), 0])
    assert tail.edges[0] == 1
    assert tail.edges[-1] == 5
    assert tail.mated_subject.size == 0


def test_pairs_that_tie_with_the_first_one_left_out_are_left_out_too() -> None:
    scores = np.array([[0, 3.0, 2.0], [2.0, 0, 2.0], [1.0, 1.0, 0]])

    assert tail_of_matrix(scores, kept=2, both_ways=False).score.tolist() == [3]
    assert tail_of_matrix(scores, kept=4, both_ways=False).score.tolist() == [
        3,
        2,
        2,
        2,
    ]


def test_a_comparison_that_stands_for_two_searches_is_one_comparison() -> None:
    scores = np.array([[NAN, 0.5, 0.1], [0.5, NAN, 0.2], [0.1, 0.2, NAN]])
    codes = np.array([4, 7, 9])
    mated = np.array([0.9, NAN, 0.8])

    tail = tail_of_matrix(scores, both_ways=True, subjects=codes, mated_scores=mated)

    assert tail.n_pairs == 6
    assert tail.counts.sum() == 3
    assert tail.search_subject.tolist() == tail.reference_subject.tolist() == [4, 7, 9]
    assert tail.mated_subject.tolist() == [4, 9]
    assert tail.mated_score.tolist() == [0.9, 0.8]


@given(
    arrays(np.float64, (7, 7), elements=st.integers(0, 99).map(float)),
    st.integers(1, 60),
)
def test_kept_pairs_are_all_above_those_that_are_not(
    scores: np.ndarray, kept: int
) -> None:
    tail = tail_of_matrix(scores, kept=kept, both_ways=False)
    every = np.sort(scores[~np.eye(7, dtype=bool)])[::-1]
    untied = kept >= every.size or every[kept - 1] > every[kept]

    assert tail.score.size <= kept
    assert (tail.score.size == min(kept, 42)) == untied
    assert tail.score.tolist() == every[: tail.score.size].tolist()
    assert scores[tail.search, tail.reference].tolist() == tail.score.tolist()
    assert (tail.search != tail.reference).all()
    if tail.score.size < min(kept, 42):
        assert every[tail.score.size] == every[kept]


def test_what_is_no_matrix_of_one_test_is_refused() -> None:
    with pytest.raises(ParameterError, match="square"):
        tail_of_matrix(np.zeros((2, 3)), both_ways=False)
    with pytest.raises(ParameterError, match="kept"):
        tail_of_matrix(np.zeros((2, 2)), kept=0, both_ways=False)
