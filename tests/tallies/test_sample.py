"""Samples of single comparisons."""

from typing import Any

import numpy as np
import pytest

from matchaudit.errors import ParameterError
from matchaudit.tallies import score_sample
from tallies.conftest import TableOf

Row = dict[str, Any]


def some_rows(n: int = 2000) -> list[Row]:
    """Every tenth comparison is mated; the score tells the row."""
    return [
        {
            "probe_subject": k % 40,
            "reference_subject": (k % 40 + (k % 10 > 0) * (1 + k // 40 % 39)) % 40,
            "score": float(k),
            "probe_id": k % 200,
            "reference_id": k // 7,
        }
        for k in range(n)
    ]


def test_everything(make_table: TableOf) -> None:
    """Up to the limit nothing is left out, but failures."""
    rows = some_rows(50)
    rows[7]["score"] = None

    sample = score_sample(make_table(rows), limit=50)

    assert sample.complete
    assert sorted(sample.score) == [k for k in range(50) if k != 7]
    assert sample.mated.sum() == 5
    np.testing.assert_array_equal(
        sample.mated, sample.probe_subject == sample.reference_subject
    )


def test_all_mated_ones_and_some_others(make_table: TableOf) -> None:
    """Mated comparisons are rare, so they are kept."""
    sample = score_sample(make_table(some_rows()), limit=900)

    assert not sample.complete
    assert sample.score.size == 900
    assert sample.mated.sum() == 200
    assert np.unique(sample.score).size == 900


def test_no_more_mated_ones_than_half(make_table: TableOf) -> None:
    """Even mated comparisons have to fit."""
    sample = score_sample(make_table(some_rows()), limit=100)

    assert sample.mated.sum() == 50
    assert sample.score.size == 100


def test_order_of_rows_does_not_matter(make_table: TableOf) -> None:
    """The same records give the same sample; another seed gives another."""
    rows = some_rows()

    first = score_sample(make_table(rows), limit=300, seed=4)
    turned = score_sample(make_table(rows[::-1]), limit=300, seed=4)
    other = score_sample(make_table(rows), limit=300, seed=5)

    np.testing.assert_array_equal(first.score, turned.score)
    assert set(first.score) != set(other.score)


def test_sample_is_not_biased(make_table: TableOf) -> None:
    """The mean of the scores taken is within five standard errors of the mean of all."""
    sample = score_sample(make_table(some_rows()), limit=700)

    taken = sample.score[~sample.mated]
    error = 2000 / 12**0.5 / taken.size**0.5

    assert abs(taken.mean() - 1000) < 5 * error


@pytest.mark.parametrize(("limit", "seed", "name"), [(1, 1, "limit"), (5, -1, "seed")])
def test_parameters(make_table: TableOf, limit: int, seed: int, name: str) -> None:
    """A sample holds at least one comparison of either kind."""
    with pytest.raises(ParameterError, match=name):
        score_sample(make_table(some_rows(5)), limit=limit, seed=seed)
