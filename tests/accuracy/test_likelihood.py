from dataclasses import replace

import numpy as np
import pytest

from matchaudit.accuracy.likelihood import PART, likelihood_findings
from matchaudit.tallies.comparisons import ComparisonTally, ScoreSample
from measures import simulated


def _rng() -> np.random.Generator:
    return np.random.default_rng(2)


def test_a_seed_gives_the_same_findings_and_another_seed_another_interval() -> None:
    records = simulated()
    sample, tally = records.sample(), records.tally()

    once, again, other = (
        likelihood_findings(sample, tally=tally, rng=np.random.default_rng(seed))[0][0]
        for seed in (5, 5, 6)
    )

    assert once == again
    assert once.estimate == other.estimate
    assert once.interval != other.interval


def test_too_few_people_leave_everything_untold() -> None:
    records = simulated(n_people=8)

    found, curves = likelihood_findings(
        records.sample(), tally=records.tally(), rng=_rng(), lr_scores=(1.0,)
    )

    assert curves == []
    assert [f.status for f in found] == ["not_estimable"] * 5
    assert {f.because for f in found} == {"there are 8 people and we need at least 10"}


def test_a_part_of_the_tries_is_said_to_be_one() -> None:
    found, _ = likelihood_findings(
        replace(simulated().sample(), complete=False),
        tally=simulated().tally(),
        rng=_rng(),
    )

    assert all(PART in f.cautions for f in found)


@pytest.mark.slow
def test_real_faces_are_worth_what_their_people_allow(
    face_sample: ScoreSample, face_tally: ComparisonTally
) -> None:
    """517 people bear out some thousands to one for, and some tens against.

    All rows counted as independent, the published rule would say 75,000 to 1.
    """
    found, _ = likelihood_findings(face_sample, tally=face_tally, rng=_rng())

    assert found[0].estimate == pytest.approx(0.160, abs=0.002)
    favour, against = (f for f in found if f.id == "accuracy/lr_bounds")
    assert favour.interval is not None
    assert against.interval is not None
    assert favour.interval[0] is None
    assert 2e3 < (favour.interval[1] or 0) < 1e4
    assert 1 / 40 < (against.interval[0] or 0) < 1 / 20
    assert "no more than 180 to 1" in favour.cautions[0]


@pytest.mark.parametrize(
    "odd", [{100: 1e300}, {100: -1.7e308, 101: 1.7e308}, {7: 1e200, 8: 1e-300}]
)
def test_scores_of_any_size_give_findings(odd: dict[int, float]) -> None:
    """A score that no square can hold must not stop the audit."""
    sample = simulated().sample()
    score = sample.score.copy()
    score[list(odd)] = list(odd.values())

    found, curves = likelihood_findings(
        replace(sample, score=score),
        tally=simulated().tally(),
        rng=_rng(),
        lr_scores=(2.0,),
    )

    by_steps = found[1]
    assert by_steps.population == {"calibration": "pav"}
    assert by_steps.estimate == pytest.approx(0.206, abs=0.03)
    assert len(curves) == 2


def test_scores_that_are_all_huge_are_worth_as_much_as_small_ones() -> None:
    sample, tally = simulated().sample(), simulated().tally()

    small, huge = (
        likelihood_findings(
            replace(sample, score=sample.score * unit),
            tally=tally,
            rng=_rng(),
            lr_scores=(2.0 * unit,),
        )[0]
        for unit in (1.0, 2.0**1000)
    )

    for one, other in zip(small, huge, strict=True):
        assert other.status == one.status
        assert (other.estimate is None) == (one.estimate is None)
        if one.estimate is not None:
            assert other.estimate == pytest.approx(one.estimate, rel=1e-6)
