import numpy as np
import pytest
from numpy.typing import NDArray

from matchaudit.accuracy.calibration import (
    Folded,
    cross_fitted,
    folded,
    logistic,
    logistic_line,
    pooled,
)
from matchaudit.accuracy.claim_bounds import ClaimBounds
from matchaudit.accuracy.cost_findings import cost_findings
from matchaudit.accuracy.evidence import Evidence
from matchaudit.accuracy.line_spread import line_spread
from matchaudit.errors import UndefinedMeasureError
from matchaudit.tallies.comparisons import ScoreSample
from measures import closed, simulated

MEAN, PERSON, SPREAD = 3.0, 0.3, 1.0
"""Of mated scores, of people, and of both kinds of score."""
FREE = ClaimBounds(
    against=-9.0, favour=9.0, cautious_against=-9.0, cautious_favour=9.0, confidence=0.9
)


def _true(score: NDArray[np.float64] | float) -> NDArray[np.float64]:
    """Return the natural log LR of normal scores: exactly a line."""
    return np.asarray((score - MEAN / 2) * MEAN / SPREAD)


def _drawn(n: int, rng: np.random.Generator) -> Folded:
    """Compare n people, some of them more alike to all. Synthetic data."""
    one, other = np.triu_indices(n)
    person = rng.normal(0, PERSON, n)
    mated = one == other
    rest = np.where(mated, SPREAD - 4 * PERSON**2, SPREAD - 2 * PERSON**2)
    score = MEAN * mated + person[one] + person[other]
    score += rng.normal(0, 1, one.size) * np.sqrt(rest)
    return folded(
        ScoreSample(
            probe_subject=one,
            reference_subject=other,
            score=score,
            mated=mated,
            complete=True,
        )
    )


def _true_cost() -> float:
    score = np.linspace(-20.0, 20.0, 40_001)
    step = score[1] - score[0]
    total = 0.0
    for sign, mean in ((-1, MEAN), (1, 0.0)):
        density = np.exp(-((score - mean) ** 2) / 2 / SPREAD)
        density /= density.sum() * step
        cost = np.logaddexp(0, sign * _true(score)) / np.log(2)
        total += float(density @ cost) * step / 2
    return total


def test_a_line_without_a_person_is_that_of_all_the_others() -> None:
    """One Newton step is near a whole fit to the comparisons of others."""
    data = folded(simulated().sample())
    spread = line_spread(data)
    x = (data.centres - spread.middle) / spread.spread

    whole = []
    for person in range(data.n_people):
        kept = (data.first != person) & (data.second != person)
        counts = [
            np.bincount(data.bins[kept & kind], minlength=x.size).astype(np.float64)
            for kind in (data.mated, ~data.mated)
        ]
        whole.append(logistic_line(x, *counts))

    for score in (0.5, 2.0, 3.0):
        at = np.array([1.0, (score - spread.middle) / spread.spread])
        quick, full = spread.without @ at, np.array(whole) @ at
        assert np.corrcoef(quick, full)[0, 1] > 0.98
        assert quick.std() == pytest.approx(full.std(), rel=0.1)


def test_the_line_is_that_of_everybody() -> None:
    data = folded(simulated().sample())
    intercept, slope = logistic_line(data.centres, *data.without())

    value, half = line_spread(data).log10_lr(2.0, confidence=0.95)

    assert value == pytest.approx((intercept + 2.0 * slope) / np.log(10))
    assert 0 < half < 1


def test_a_kind_that_one_person_has_alone_shows_no_spread() -> None:
    people = np.arange(12)
    sample = ScoreSample(
        probe_subject=np.append(people, 3),
        reference_subject=np.append(np.roll(people, 1), 3),
        score=np.append(people / 7.0, 2.5),
        mated=np.append(np.zeros(12, dtype=bool), True),
        complete=True,
    )

    with pytest.raises(UndefinedMeasureError, match="too few people"):
        line_spread(folded(sample))


@pytest.mark.slow
def test_intervals_hold_the_truth_where_it_is_known() -> None:
    """Normal scores with people who differ: the log LR is a line, scaling is perfect.

    Leaving out folds of people ordered by score held it 8 times in 10 only.
    """
    rng = np.random.default_rng(11)
    runs, scores = 40, (1.5, 2.0, 2.5)
    cost = _true_cost()
    held = {"lr": 0, "least": 0, "scaling": 0}
    for _ in range(runs):
        data = _drawn(80, rng)
        for score in scores:
            value, half = line_spread(data).log10_lr(score, confidence=0.95)
            held["lr"] += abs(value - float(_true(score)) / np.log(10)) <= half
        llr = {
            "logistic": cross_fitted(data, logistic(data.centres)),
            "pav": cross_fitted(data, pooled),
        }
        found = cost_findings(Evidence(data, llr, FREE), rng=rng, confidence=0.95)
        low, high = closed(found[2].interval)
        held["least"] += low <= cost <= high
        held["scaling"] += closed(found[3].interval)[0] == 0

    assert held["lr"] >= 0.9 * runs * len(scores)
    assert held["least"] >= 0.9 * runs
    assert held["scaling"] >= 0.9 * runs
