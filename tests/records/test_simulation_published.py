import numpy as np
import pytest

from matchaudit.errors import ParameterError
from matchaudit.records.simulation import (
    PUBLISHED,
    PublishedSetting,
    simulate,
    simulate_published,
    true_rates,
)


def test_the_score_is_the_negative_distance_of_unit_vectors() -> None:
    simulated = simulate_published(PUBLISHED["fogliato-exp"], np.random.default_rng(1))
    scores = simulated.columns()["score"].astype(np.float64)

    assert scores.size == 250 * 249 // 2
    assert simulated.truth is None
    assert scores.min() > -2.0
    assert scores.max() < 0.0


@pytest.mark.parametrize(
    ("name", "mated", "nonmated"),
    [
        # Squared lengths by coordinate: centre m2, noise v. The cosine is about
        # m2 / (m2 + v) when mated and m1^2 / (m2 + v) when not.
        ("fogliato-exp", 2 / 7, 1 / 7),
        ("fogliato-exp-near", 2 / 2.64, 1 / 2.64),
        ("fogliato-normal", 1 / 2, 0.0),
        ("fogliato-uniform", (1 / 3) / (4 / 3), 0.0),
    ],
)
def test_the_mean_score_is_that_of_the_declared_moments(
    name: str, mated: float, nonmated: float
) -> None:
    columns = simulate(PUBLISHED[name], np.random.default_rng(2)).columns()
    cosine = 1 - columns["score"].astype(np.float64) ** 2 / 2
    same = columns["probe_subject"] == columns["reference_subject"]

    assert cosine[same].mean() == pytest.approx(mated, abs=0.03)
    assert cosine[~same].mean() == pytest.approx(nonmated, abs=0.03)


@pytest.mark.slow
def test_true_rates_agree_with_simulated_tests() -> None:
    setting = PUBLISHED["fogliato-exp"]
    thresholds = [-1.28, -1.2, -1.12]
    truth = true_rates(setting, thresholds, np.random.default_rng(3), 8000)
    found = []
    for seed in range(40):
        columns = simulate(setting, np.random.default_rng([9, seed])).columns()
        score = columns["score"].astype(np.float64)
        same = columns["probe_subject"] == columns["reference_subject"]
        found.append(
            [
                [np.mean(score[~same] >= t) for t in thresholds],
                [np.mean(score[same] < t) for t in thresholds],
            ]
        )
    means, spread = np.mean(found, axis=0), np.std(found, axis=0, ddof=1) / np.sqrt(40)
    fmr_error = np.hypot(spread[0], truth.false_match_standard_error)
    fnmr_error = np.hypot(spread[1], truth.false_non_match_standard_error)

    assert np.all(np.abs(means[0] - truth.false_match_rate) < 4 * fmr_error)
    assert np.all(np.abs(means[1] - truth.false_non_match_rate) < 4 * fnmr_error)
    assert np.all(fmr_error < 0.15 * truth.false_match_rate)
    assert 1e-4 < truth.false_match_rate[2] < truth.false_match_rate[0] < 0.5


def test_a_threshold_beyond_every_score_has_rates_0_and_1() -> None:
    setting = PUBLISHED["fogliato-exp"]
    rates = true_rates(setting, [-2.1, 0.1], np.random.default_rng(1), 400)

    assert rates.false_match_rate.tolist() == [1.0, 0.0]
    assert rates.false_non_match_rate.tolist() == [0.0, 1.0]


def test_the_standard_error_shrinks_with_the_root_of_n() -> None:
    setting = PublishedSetting(centres="exponential", noise_variance=5, n_dimensions=8)
    errors = [
        true_rates(
            setting, [-0.8], np.random.default_rng(4), n
        ).false_match_standard_error[0]
        for n in (6000, 24000)
    ]

    assert errors[0] / errors[1] == pytest.approx(2.0, rel=0.35)


def test_too_few_subjects_for_a_standard_error_are_refused() -> None:
    setting = PUBLISHED["fogliato-exp"]

    with pytest.raises(ParameterError, match="400"):
        true_rates(setting, [-1.2], np.random.default_rng(1), 399)
    with pytest.raises(ParameterError, match="n_samples"):
        true_rates(
            PublishedSetting(centres="normal", noise_variance=1, n_samples=1),
            [-1.2],
            np.random.default_rng(1),
            400,
        )


@pytest.mark.parametrize("change", [{"n_subjects": 1}, {"noise_variance": 0.0}])
def test_a_setting_without_comparisons_or_noise_is_refused(
    change: dict[str, float],
) -> None:
    with pytest.raises(ParameterError):
        PublishedSetting(**{"centres": "normal", "noise_variance": 1.0, **change})  # type: ignore[arg-type]  # a table of bad values
