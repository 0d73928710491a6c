import numpy as np
import pytest
from scipy.stats import multivariate_normal, norm, studentized_range

from matchaudit.errors import ParameterError
from matchaudit.estimation.simultaneous import (
    critical_value,
    pointwise_confidence,
    sidak_value,
)


@pytest.mark.parametrize(
    ("n", "value"), [(1, 1.9600), (2, 2.2365), (5, 2.5692), (10, 2.8000), (20, 3.0160)]
)
def test_independent_intervals_have_sidak_s_value(n: int, value: float) -> None:
    rng = np.random.default_rng(0)

    assert sidak_value(n) == pytest.approx(value, abs=1e-3)
    assert critical_value(np.eye(n), rng) == sidak_value(n)


def test_equal_estimates_need_no_wider_intervals() -> None:
    value = critical_value(np.ones((6, 6)), np.random.default_rng(1))

    assert value == pytest.approx(1.96, abs=0.02)


@pytest.mark.parametrize(
    ("k", "value"), [(2, 2.212), (3, 2.349), (5, 2.511), (10, 2.716)]
)
def test_groups_against_one_reference_have_dunnett_s_value(
    k: int, value: float
) -> None:
    """Dunnett's two-sided 5 % points at infinite degrees of freedom: 2.21, 2.35, ..."""
    correlation = np.full((k, k), 0.5) + 0.5 * np.eye(k)

    found = critical_value(correlation, np.random.default_rng(2))

    assert found == pytest.approx(value, abs=0.03)


@pytest.mark.parametrize("groups", [3, 6])
def test_all_pairs_of_groups_have_tukey_s_value(groups: int) -> None:
    first, second = np.triu_indices(groups, 1)
    contrasts = np.eye(groups)[first] - np.eye(groups)[second]

    found = critical_value(
        np.eye(groups), np.random.default_rng(3), contrasts=contrasts
    )

    tukey = studentized_range.ppf(0.95, groups, np.inf) / np.sqrt(2)
    assert found == pytest.approx(tukey, abs=0.03)


def test_two_estimates_agree_with_the_normal_integral() -> None:
    joint = np.array([[1, 0.8], [0.8, 1]])

    c = critical_value(joint, np.random.default_rng(4), confidence=0.9)

    box = multivariate_normal(np.zeros(2), joint).cdf([c, c], lower_limit=[-c, -c])
    assert box == pytest.approx(0.9, abs=0.006)


def test_the_same_seed_gives_the_same_value() -> None:
    joint = np.array([[1, 0.4], [0.4, 1]])

    first = critical_value(joint, np.random.default_rng(9))
    second = critical_value(joint, np.random.default_rng(9))

    assert first == second


def test_a_contrast_without_variance_gets_sidak_s_value() -> None:
    contrasts = np.array([[1.0, -1.0], [1.0, 1.0]])

    found = critical_value(
        np.ones((2, 2)), np.random.default_rng(5), contrasts=contrasts
    )

    assert found == pytest.approx(sidak_value(2), abs=0.03)


def test_contrasts_of_unequal_estimates_agree_with_their_correlation() -> None:
    """Against one reference with four times the variance: correlation 0.8."""
    contrasts = np.array([[1.0, 0, -1], [0, 1.0, -1]])
    joint = np.array([[1, 0.8], [0.8, 1]])

    found = critical_value(
        np.diag([1.0, 1.0, 4.0]), np.random.default_rng(6), contrasts=contrasts
    )

    plain = critical_value(joint, np.random.default_rng(7))
    assert found == pytest.approx(plain, abs=0.03)
    assert found < sidak_value(2) - 0.05


def test_a_critical_value_is_the_confidence_of_one_interval() -> None:
    assert norm.ppf((1 + pointwise_confidence(2.7)) / 2) == pytest.approx(2.7)


def test_values_outside_their_range_are_refused() -> None:
    with pytest.raises(ParameterError, match="n_intervals"):
        sidak_value(0)
    with pytest.raises(ParameterError, match="confidence"):
        sidak_value(3, confidence=1.0)
    with pytest.raises(ParameterError, match="critical"):
        pointwise_confidence(0.0)
