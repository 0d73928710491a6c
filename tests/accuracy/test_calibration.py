import json
from pathlib import Path

import numpy as np
import pytest

from matchaudit.accuracy.calibration import (
    Folded,
    cross_fitted,
    folded,
    logistic,
    logistic_line,
    pooled,
)
from matchaudit.accuracy.cllr import tallied
from matchaudit.errors import UndefinedMeasureError
from matchaudit.tallies.comparisons import ScoreSample
from measures import simulated

LIR = json.loads(
    (Path(__file__).parents[1] / "reference" / "lir_evidence.json").read_text("utf-8")
)
OVERLAPPING = sorted(set(LIR["cases"]) - {"apart"})


def _sample(probe: list[int], reference: list[int], score: list[float]) -> ScoreSample:
    one, other = np.array(probe), np.array(reference)
    return ScoreSample(
        probe_subject=one,
        reference_subject=other,
        score=np.array(score),
        mated=one == other,
        complete=True,
    )


@pytest.mark.parametrize("name", OVERLAPPING)
def test_the_line_agrees_with_lir(name: str) -> None:
    case = LIR["cases"][name]
    values, m, n = tallied(np.array(case["mated"]), np.array(case["nonmated"]))

    intercept, slope = logistic_line(values, m, n)

    scores = np.array(case["mated"] + case["nonmated"])
    ours = (intercept + slope * scores) / np.log(10)
    assert ours == pytest.approx(np.array(case["logistic"]), abs=1e-5)


def test_the_line_of_two_scores_is_exact() -> None:
    """LR(0) = (1/4) / (3/4), LR(1) = (3/4) / (1/4)."""
    line = logistic_line(
        np.array([0.0, 1.0]), np.array([1.0, 3.0]), np.array([30.0, 10.0])
    )

    assert line == pytest.approx((-np.log(3), 2 * np.log(3)), abs=1e-6)


def test_scores_apart_have_a_steep_line_but_a_finite_one() -> None:
    intercept, slope = logistic_line(
        np.array([0.0, 1.0]), np.array([0.0, 5.0]), np.array([5.0, 0.0])
    )

    assert np.isfinite([intercept, slope]).all()
    assert slope > 5


def test_equal_scores_say_nothing() -> None:
    assert logistic_line(np.ones(1), np.ones(1), np.ones(1)) == (0.0, 0.0)


def test_leaving_folds_out_leaves_out_all_that_touches_them() -> None:
    """Counted again one by one, for one fold, two folds and the same fold twice."""
    sample = simulated().sample()
    data = folded(sample, n_folds=5)
    one, other = data.first % 5, data.second % 5

    for folds in ((), (3,), (1, 4), (2, 2)):
        kept = ~np.isin(one, folds) & ~np.isin(other, folds)
        mated, nonmated = data.without(*folds)
        size = data.centres.size
        for counts, kind in ((mated, data.mated), (nonmated, ~data.mated)):
            rows = data.bins[kept & kind]
            assert counts.tolist() == np.bincount(rows, minlength=size).tolist()


def test_every_distinct_score_is_a_bin_if_there_are_few() -> None:
    sample = simulated().sample()
    data = folded(sample)

    assert data.centres[data.bins] == pytest.approx(sample.score)
    assert data.n_people == 45
    assert data.n_folds == 20


def test_a_comparison_is_judged_by_a_fit_to_other_people() -> None:
    """Change one person's scores: what others are told without him stays the same."""
    records = simulated()
    sample = records.sample()
    before = folded(sample, n_folds=45)
    llr = cross_fitted(before, logistic(before.centres))
    rows = np.flatnonzero((before.first == 7) & (before.second == 7))
    mated, nonmated = before.without(7)
    line = logistic_line(before.centres, mated, nonmated)

    assert llr[rows] == pytest.approx(line[0] + line[1] * before.score[rows])
    everybody = logistic_line(before.centres, *before.without())
    assert everybody != pytest.approx(line)


def test_folds_of_two_people_are_both_left_out() -> None:
    data = folded(simulated().sample(), n_folds=6)
    llr = cross_fitted(data, pooled)
    row = int(np.flatnonzero((data.first % 6 == 4) & (data.second % 6 == 3))[0])

    fit = pooled(*data.without(4, 3))

    assert llr[row] == fit(data.score[[row]], data.bins[[row]])[0]


def test_pooled_ratios_are_finite_and_never_fall() -> None:
    data = folded(simulated().sample())
    llr = pooled(*data.without(0))(data.centres, np.arange(data.centres.size))

    assert np.isfinite(llr).all()
    assert (np.diff(llr) >= 0).all()


def test_scores_without_end_are_brought_to_the_last_finite_one() -> None:
    sample = simulated().sample()
    score = sample.score.copy()
    score[score == score.max()] = np.inf

    data: Folded = folded(
        _sample(
            sample.probe_subject.tolist(),
            sample.reference_subject.tolist(),
            score.tolist(),
        )
    )

    assert np.isfinite(data.score).all()
    assert data.score.max() == score[np.isfinite(score)].max()


@pytest.mark.parametrize(
    ("rows", "because"),
    [
        (([0, 1], [0, 1], [0.5, 0.6]), "missing"),
        (([0, 1], [1, 2], [0.5, 0.6]), "missing"),
        (([0, 1, 2], [0, 1, 0], [0.5, 0.6, 0.1]), "3 people and we need at least 10"),
        ((list(range(12)), [*range(11), 0], [0.5] * 12), "all scores are alike"),
    ],
)
def test_too_little_to_fit_is_said(
    rows: tuple[list[int], list[int], list[float]], because: str
) -> None:
    with pytest.raises(UndefinedMeasureError, match=because):
        folded(_sample(*rows))


def test_a_fold_that_holds_a_whole_kind_cannot_be_left_out() -> None:
    people = list(range(12))
    sample = _sample([*people, 0], [*people[1:], 0, 0], [*map(float, people), 5.0])
    data = folded(sample)
    held = int(data.first[-1]) % data.n_folds

    with pytest.raises(UndefinedMeasureError, match="too few people"):
        data.without(held)
