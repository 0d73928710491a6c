from dataclasses import replace

import numpy as np
import pytest

from matchaudit.accuracy.likelihood import PART, likelihood_findings
from matchaudit.tallies.comparisons import ScoreSample
from measures import simulated


def _rng() -> np.random.Generator:
    return np.random.default_rng(2)


def test_a_seed_gives_the_same_findings_and_another_seed_another_interval() -> None:
    sample = simulated().sample()

    once, again, other = (
        likelihood_findings(sample, rng=np.random.default_rng(seed))[0][0]
        for seed in (5, 5, 6)
    )

    assert once == again
    assert once.estimate == other.estimate
    assert once.interval != other.interval


def test_too_few_people_leave_everything_untold() -> None:
    records = simulated(n_people=8)

    found, curves = likelihood_findings(records.sample(), rng=_rng(), lr_scores=(1.0,))

    assert curves == []
    assert [f.status for f in found] == ["not_estimable"] * 5
    assert {f.because for f in found} == {"there are 8 people and we need at least 10"}


def test_a_part_of_the_tries_is_said_to_be_one() -> None:
    found, _ = likelihood_findings(
        replace(simulated().sample(), complete=False), rng=_rng()
    )

    assert all(PART in f.cautions for f in found)


@pytest.mark.slow
def test_real_faces_are_worth_what_their_overlap_allows(
    face_sample: ScoreSample,
) -> None:
    """517 people bear out some ten thousands to one for, and some tens against."""
    found, _ = likelihood_findings(face_sample, rng=_rng())

    assert found[0].estimate == pytest.approx(0.160, abs=0.002)
    bounds = [f.estimate for f in found if f.id == "accuracy/lr_bounds"]
    assert bounds[0] is not None
    assert bounds[1] is not None
    assert 1e4 < bounds[0] < 266_256
    assert 1 / 517 < bounds[1] < 1 / 20
