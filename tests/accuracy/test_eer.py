import json
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import norm

from matchaudit.accuracy.bands import dependence
from matchaudit.accuracy.eer import (
    crossing,
    eer_findings,
    equal_error_rate,
    rate_points,
)
from matchaudit.accuracy.rates import false_match_rate, false_non_match_rate
from matchaudit.errors import UndefinedMeasureError
from matchaudit.tallies.comparisons import ComparisonTally
from oracles.dense_tally import dense_tally

SKLEARN = Path(__file__).parents[1] / "reference" / "sklearn_bssr1.json"


def test_two_lines_cross_where_both_rates_are_alike() -> None:
    score = np.array([0.0, 1.0, 2.0])
    fmr = np.array([1.0, 0.4, 0.0])
    fnmr = np.array([0.0, 0.1, 0.7])

    rate, at = crossing(score, fmr, fnmr)

    assert rate == pytest.approx(0.28)
    assert at == pytest.approx(1.3)


def test_rates_that_meet_at_a_point_are_taken_there() -> None:
    rates = np.array([0.5, 0.5])

    assert crossing(np.array([3.0, 4.0]), rates, rates) == (0.5, 3.0)


def test_a_crossing_towards_infinity_has_no_score() -> None:
    with pytest.raises(UndefinedMeasureError, match="not finite"):
        crossing(np.array([0.0, np.inf]), np.array([0.9, 0.1]), np.array([0.1, 0.9]))


def test_rates_run_from_one_to_zero_over_all_scores() -> None:
    tally = dense_tally(
        [0, 1, 0, 1], [0, 1, 1, 0], [0.5, 0.75, 0.25, 0.5], thresholds=(0.5,)
    )

    score, fmr, fnmr = rate_points(tally)

    assert (fmr[0], fnmr[0], fmr[-1], fnmr[-1]) == (1.0, 0.0, 0.0, 1.0)
    assert (np.diff(score) >= 0).all()
    assert (np.diff(fmr) <= 0).all()
    assert (np.diff(fnmr) >= 0).all()
    assert fmr[score == 0.5] == pytest.approx([0.5, 0.5])


@pytest.mark.parametrize(
    ("fixture", "name", "figure"),
    [
        ("face_tally", "failures excluded", 0.0426),
        ("raw_face_tally", "failures taken for scores", 0.0445),
    ],
)
def test_real_faces_agree_with_scikit_learn(
    fixture: str, name: str, figure: float, request: pytest.FixtureRequest
) -> None:
    tally: ComparisonTally = request.getfixturevalue(fixture)
    known = json.loads(SKLEARN.read_text(encoding="utf-8"))[name]

    estimate = equal_error_rate(tally)

    assert estimate.value == pytest.approx(known["eer"], abs=5e-5)
    assert estimate.value == pytest.approx(figure, abs=1e-4)
    assert 0.025 < estimate.low < estimate.value - 0.004
    assert estimate.value + 0.004 < estimate.high < 0.07


@pytest.mark.slow
def test_the_interval_covers_the_truth_about_as_often_as_it_says() -> None:
    """Normal scores 3 apart: the rates cross at the tail of 1.5."""
    rng = np.random.default_rng(11)
    truth = norm.sf(1.5)
    grid = tuple(np.linspace(0.5, 2.5, 11))
    one, other = np.triu_indices(40, 1)
    own = np.repeat(np.arange(40), 3)
    probe, reference = np.r_[one, own], np.r_[other, own]
    mean = 3.0 * (probe == reference)
    hits, runs = 0, 60
    for _ in range(runs):
        tally = dense_tally(probe, reference, rng.normal(mean, 1.0), thresholds=grid)
        estimate = equal_error_rate(tally)
        hits += estimate.low <= truth <= estimate.high

    assert hits >= 51  # 57 expected; 51 or more in 99 of 100 runs


def test_without_a_threshold_near_the_crossing_there_is_no_interval() -> None:
    tally = dense_tally(
        [0, 1, 0, 1], [0, 1, 1, 0], [0.9, 0.5, 0.25, 0.5], thresholds=(5.0,)
    )

    (finding,) = eer_findings(tally)

    assert finding.status == "not_estimable"
    assert finding.because == "no threshold was counted near enough"


def test_without_one_kind_there_is_no_equal_error() -> None:
    tally = dense_tally([0, 1], [0, 1], [0.9, 0.5], thresholds=(0.5,))

    with pytest.raises(UndefinedMeasureError, match="missing"):
        equal_error_rate(tally)


def test_the_interval_weighs_each_rate_by_the_slope_of_the_other() -> None:
    """Missed matches rise slowly here, so that theirs is nearly the whole interval."""
    rng = np.random.default_rng(3)
    one, other = np.triu_indices(40, 1)
    own = np.arange(40)
    probe, reference = np.r_[one, own], np.r_[other, own]
    mated = probe == reference
    score = np.where(
        mated, rng.uniform(-2, 10, probe.size), rng.normal(size=probe.size)
    )
    tally = dense_tally(probe, reference, score, thresholds=(0.9, 1.1))

    estimate = equal_error_rate(tally)

    wrong = [false_match_rate(tally, t) for t in (0.9, 1.1)]
    missed = [false_non_match_rate(tally, t) for t in (0.9, 1.1)]
    rise = missed[1].value - missed[0].value
    fall = wrong[0].value - wrong[1].value
    assert fall > 2 * rise
    _, at = crossing(*rate_points(tally))
    near = (at - 0.9) / 0.2
    up_missed, up_wrong = (
        (1 - near) * (r[0].high - r[0].value) + near * (r[1].high - r[1].value)
        for r in (missed, wrong)
    )
    share = fall / (rise + fall)
    alike = dependence(tally.strata[0], 1)
    parts = share * up_missed, (1 - share) * up_wrong
    expected = np.sqrt(parts[0] ** 2 + parts[1] ** 2 + 2 * alike * parts[0] * parts[1])
    assert estimate.high - estimate.value == pytest.approx(expected)


def test_equal_scores_have_no_score_at_which_errors_are_alike() -> None:
    tally = dense_tally([0, 1, 0], [0, 1, 1], [0.5, 0.5, 0.5], thresholds=[])

    (found,) = eer_findings(tally)

    assert found.status == "not_estimable"
