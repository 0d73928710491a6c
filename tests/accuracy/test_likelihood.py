from dataclasses import replace

import numpy as np
import pytest

from matchaudit.accuracy.calibration import folded
from matchaudit.accuracy.claim_findings import lr_finding
from matchaudit.accuracy.cllr import cllr
from matchaudit.accuracy.cost_findings import resampled_costs
from matchaudit.accuracy.evidence import evidence_of, mean_cost
from matchaudit.accuracy.jackknife import jackknife_half_width
from matchaudit.accuracy.likelihood import PART, likelihood_findings
from matchaudit.tallies.comparisons import ScoreSample
from measures import closed, simulated


def _rng() -> np.random.Generator:
    return np.random.default_rng(2)


def test_the_cost_is_that_of_the_ratios_and_its_parts_add_up() -> None:
    sample = simulated().sample()
    evidence = evidence_of(sample)

    found, _ = likelihood_findings(sample, rng=_rng())
    by_id = {(f.id, f.population.get("calibration")): f.estimate for f in found}

    whole = cllr(np.exp(evidence.mated_llr), np.exp(evidence.nonmated_llr))
    parts = (
        by_id["accuracy/cllr_min", None],
        by_id["accuracy/cllr_cal", None],
    )
    assert by_id["accuracy/cllr", "logistic"] == pytest.approx(whole)
    assert None not in parts
    assert sum(p for p in parts if p is not None) == pytest.approx(whole)
    assert 0 < whole < 1


def test_intervals_of_costs_hold_their_estimates() -> None:
    found, _ = likelihood_findings(simulated().sample(), rng=_rng())

    for finding in found[:4]:
        low, high = closed(finding.interval)
        assert finding.estimate is not None
        assert low < finding.estimate < high
        assert finding.unit == "bits"


def test_a_seed_gives_the_same_findings_and_another_seed_another_interval() -> None:
    sample = simulated().sample()

    once, again, other = (
        likelihood_findings(sample, rng=np.random.default_rng(seed))[0][0]
        for seed in (5, 5, 6)
    )

    assert once == again
    assert once.estimate == other.estimate
    assert once.interval != other.interval


def test_drawing_everybody_once_gives_the_cost_itself() -> None:
    data = folded(simulated().sample())
    llr = np.linspace(-2, 2, data.score.size)
    weights = np.array([[1] * data.n_people, [2] * data.n_people])

    drawn = resampled_costs(data, llr, weights)

    assert drawn == pytest.approx([mean_cost(data, llr)] * 2)


def test_resamples_without_one_kind_are_left_out() -> None:
    """Nobody but one person: there are no strangers to compare him with."""
    data = folded(simulated().sample())
    alone = np.zeros((1, data.n_people), dtype=np.int64)
    alone[0, 3] = data.n_people

    assert resampled_costs(data, np.zeros(data.score.size), alone).size == 0


def test_the_bounds_are_counted_and_say_what_can_be_claimed() -> None:
    sample = simulated().sample()
    evidence = evidence_of(sample)

    found, _ = likelihood_findings(sample, rng=_rng())
    favour, against = (f for f in found if f.id == "accuracy/lr_bounds")

    assert favour.estimate == pytest.approx(10 ** evidence.bounds[1])
    assert against.estimate == pytest.approx(10 ** evidence.bounds[0])
    assert favour.says.startswith("No more than ")
    assert favour.says.endswith(
        "to 1 can be claimed from this sample that it is one person."
    )
    assert "share people" in favour.cautions[0]


def test_a_ratio_inside_the_bounds_is_measured() -> None:
    evidence = evidence_of(simulated().sample())

    finding = lr_finding(evidence, 2.0, confidence=0.95)

    low, high = closed(finding.interval)
    assert finding.estimate is not None
    assert low < finding.estimate < high
    assert 10 ** evidence.bounds[0] <= low
    assert high <= 10 ** evidence.bounds[1] * (1 + 1e-12)


@pytest.mark.parametrize(("which", "end"), [("max", 1), ("min", 0)])
def test_a_ratio_beyond_the_bounds_is_cut_there(which: str, end: int) -> None:
    evidence = evidence_of(simulated().sample())
    score = float(getattr(evidence.data.score, which)())

    finding = lr_finding(evidence, score, confidence=0.95)

    assert finding.status == "bounded"
    assert finding.interval is not None
    assert finding.interval[end] == pytest.approx(10 ** evidence.bounds[end])
    assert "no more than" in finding.says


def test_a_score_that_was_never_seen_has_no_ratio() -> None:
    finding = lr_finding(evidence_of(simulated().sample()), 99.0, confidence=0.95)

    assert finding.status == "not_estimable"
    assert finding.because == "no score like it was seen"


def test_a_system_that_says_nothing_lets_nobody_claim() -> None:
    """Mated scores drawn as the others are."""
    sample = simulated().sample()
    noise = np.random.default_rng(8).normal(size=sample.score.size)
    found, _ = likelihood_findings(replace(sample, score=noise), rng=_rng())

    assert found[0].estimate == pytest.approx(1.0, abs=0.05)
    assert [f.says for f in found if f.id == "accuracy/lr_bounds"] == [
        "From this sample nothing can be claimed that it is one person.",
        "From this sample nothing can be claimed that it is two people.",
    ]


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


def test_half_a_width_is_that_of_student() -> None:
    """Values 1, 2, 3: error sqrt(2/3 * 2), quantile 4.3027 at 2 degrees."""
    half = jackknife_half_width(np.array([1.0, 2.0, 3.0]), confidence=0.95)

    assert half == pytest.approx(4.302653 * np.sqrt(4 / 3), rel=1e-6)


def test_curves_show_the_shares_and_the_costs() -> None:
    sample = simulated().sample()
    evidence = evidence_of(sample)

    found, (tippett, ece) = likelihood_findings(sample, rng=_rng())
    log10, mated, nonmated = (np.array(c.values) for c in tippett.columns)
    prior, cost, least, neutral = (
        np.array(c.values, dtype=np.float64) for c in ece.columns
    )

    k = 90
    at = float(log10[k]) * np.log(10)
    assert mated[k] == pytest.approx((evidence.mated_llr >= at).mean())
    assert nonmated[k] == pytest.approx((evidence.nonmated_llr >= at).mean())
    even = int(np.flatnonzero(np.abs(prior) < 1e-9)[0])
    assert cost[even] == pytest.approx(found[0].estimate, abs=1e-4)
    assert least[even] == pytest.approx(found[2].estimate, abs=2e-3)
    assert neutral[even] == pytest.approx(1.0)
    assert (least <= cost + 1e-9).all()


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
