import numpy as np

from matchaudit.accuracy.calibration import Folded, folded
from matchaudit.accuracy.support import support
from matchaudit.tallies.comparisons import ScoreSample

PEOPLE = 24


def _data(pairs: list[tuple[int, int]], low: int, copies: int = 1) -> Folded:
    """Compare people: mated at 1, others at 0, save pairs at 2 and ``low`` at -1."""
    own = np.arange(PEOPLE)
    one = np.concatenate([own, own, [a for a, _ in pairs]])
    other = np.concatenate([own, np.roll(own, 1), [b for _, b in pairs]])
    mated = np.where(own < low, -1.0, 1.0)
    score = np.concatenate([mated, np.zeros(PEOPLE), np.full(len(pairs), 2.0)])
    rows = np.tile(np.arange(one.size), copies)
    return folded(
        ScoreSample(
            probe_subject=one[rows],
            reference_subject=other[rows],
            score=score[rows],
            mated=(one == other)[rows],
            complete=True,
        )
    )


def test_five_pairs_that_share_nobody_are_enough() -> None:
    pairs = [(k, k + 12) for k in range(5)]

    assert support(_data(pairs, 0), 2.0).nonmated
    assert not support(_data(pairs[1:], 0), 2.0).nonmated


def test_a_face_that_looks_like_many_is_one_case() -> None:
    assert not support(_data([(0, k) for k in range(2, 20)], 0), 2.0).nonmated


def test_five_people_with_low_mated_scores_are_enough() -> None:
    assert support(_data([], 5), -1.0).mated
    assert not support(_data([], 4), -1.0).mated


def test_copies_are_no_more_people() -> None:
    pairs = [(k, k + 12) for k in range(4)]

    found = support(_data(pairs, 4, copies=7), 2.0), support(_data(pairs, 4, 7), -1.0)

    assert not found[0].nonmated
    assert not found[1].mated


def test_scores_that_are_reached_count() -> None:
    """At or above for strangers, at or below for the same person."""
    data = _data([], 0)

    assert support(data, 0.0).nonmated
    assert not support(data, 0.1).nonmated
    assert support(data, 1.0).mated
    assert not support(data, 0.9).mated
