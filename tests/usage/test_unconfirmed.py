import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from deployment_tables import deployments
from matchaudit.usage.unconfirmed import wrong_alerts


def test_unconfirmed_alerts_are_counted_as_published_and_at_the_extremes() -> None:
    rows = deployments(
        [1, 1, 1],
        false_alerts=[2, 1, None],
        false_alerts_unconfirmed=[3, 0, 1],
        true_alerts_unconfirmed=[4, None, 1],
    )
    wrong = wrong_alerts(rows)

    assert wrong is not None
    assert wrong.told
    np.testing.assert_array_equal(wrong.as_published, [5, 1, np.nan])
    np.testing.assert_array_equal(wrong.at_least, [2, np.nan, np.nan])
    np.testing.assert_array_equal(wrong.at_most, [9, np.nan, np.nan])


def test_an_empty_cell_adds_none_to_what_was_published_but_hides_the_extremes() -> None:
    rows = deployments([1], false_alerts=[2], false_alerts_unconfirmed=[None])
    wrong = wrong_alerts(rows)

    assert wrong is not None
    assert wrong.as_published.tolist() == [2]
    assert np.isnan(wrong.at_most).all()


def test_without_the_columns_nothing_is_told_of_them() -> None:
    told = wrong_alerts(deployments([1], false_alerts=[2]))

    assert told is not None
    assert not told.told
    assert wrong_alerts(deployments([1], alerts=[2])) is None


@given(st.integers(0, 9), st.integers(0, 9), st.integers(0, 9))
def test_what_was_published_lies_between_the_extremes(a: int, b: int, c: int) -> None:
    rows = deployments(
        [1],
        false_alerts=[a],
        false_alerts_unconfirmed=[b],
        true_alerts_unconfirmed=[c],
    )
    wrong = wrong_alerts(rows)

    assert wrong is not None
    assert wrong.at_least[0] <= wrong.as_published[0] <= wrong.at_most[0]
    assert wrong.at_most[0] == a + b + c
