import json
import re
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import norm

from matchaudit.accuracy.bands import Band
from matchaudit.accuracy.rates import false_non_match_rate
from matchaudit.accuracy.thresholds import (
    ALSO_ITS_SCORE,
    fnmr_at_threshold_interval,
    threshold_findings,
    threshold_interval,
)
from matchaudit.estimation.counts import Estimate
from matchaudit.tallies.comparisons import ComparisonTally
from measures import closed, simulated
from oracles.dense_tally import dense_tally

SKLEARN = Path(__file__).parents[1] / "reference" / "sklearn_bssr1.json"


def _band(lows: list[float], highs: list[float]) -> Band:
    ends = zip(lows, highs, strict=True)
    return Band(
        np.arange(len(lows), dtype=np.float64),
        tuple(
            Estimate(value=(a + b) / 2, low=a, high=b, confidence=0.95, method="x")
            for a, b in ends
        ),
    )


def test_the_interval_is_where_the_band_crosses_the_target() -> None:
    """Interpolated on the logarithm: 1e-2 lies half way from 1e-1 to 1e-3."""
    band = _band([1e-1, 1e-3, 1e-5], [1e-1, 1e-1, 1e-3])

    low, high = threshold_interval(band, 1e-2, 1.0)

    assert low == pytest.approx(0.5)
    assert high == pytest.approx(1.5)


def test_an_end_of_the_band_that_does_not_reach_the_target_is_open() -> None:
    band = _band([1e-1, 1e-3, 0.0], [1e-1, 1e-1, 2e-2])

    assert threshold_interval(band, 1e-2, 1.0)[1] is None
    assert threshold_interval(band, 0.5, 0.0) == (None, 0.0)


def test_a_lower_end_of_zero_is_not_interpolated_to() -> None:
    band = _band([1e-1, 0.0, 0.0], [1e-1, 1e-2, 1e-3])

    assert threshold_interval(band, 5e-2, 0.5)[0] == pytest.approx(0.0)


def test_a_band_that_rises_by_chance_is_taken_on_the_safe_side() -> None:
    band = _band([1e-1, 1e-3, 1e-2, 1e-5], [1e-1, 1e-3, 1e-1, 1e-5])

    low, high = closed(threshold_interval(band, 1e-2, 1.0))

    assert low <= 1.0
    assert high >= 2.0


def test_the_threshold_found_is_inside_its_interval() -> None:
    tally = simulated().tally()

    for finding in threshold_findings(tally, target_fmrs=(0.05, 0.01)):
        if finding.id == "accuracy/threshold_at_fmr" and finding.interval:
            low, high = finding.interval
            at = tally.at_target[float(finding.population["target_fmr"])]
            assert low is None or low <= at
            assert high is None or at <= high


def test_missed_matches_at_a_target_are_less_sure_than_at_a_threshold() -> None:
    tally = simulated().tally()
    at = tally.at_target[0.05]
    rate = false_non_match_rate(tally, at)

    around, exact = (at - 0.3, at + 0.3), (at, at)

    low, high = closed(fnmr_at_threshold_interval(tally, at, around, rate=rate))
    alone = closed(fnmr_at_threshold_interval(tally, at, exact, rate=rate))

    assert high - low > rate.high - rate.low
    assert alone == pytest.approx((rate.low, rate.high))


def test_an_open_threshold_leaves_the_missed_matches_open() -> None:
    tally = simulated().tally()
    at = tally.at_target[0.05]
    rate = false_non_match_rate(tally, at)

    assert fnmr_at_threshold_interval(tally, at, (None, None), rate=rate) == (
        None,
        None,
    )


def test_a_target_that_the_sample_cannot_show_is_bounded_with_a_caution() -> None:
    records = simulated(n_people=12)
    tally = dense_tally(
        records.probe,
        records.reference,
        records.score,
        thresholds=(*records.ladder, 20.0),
        targets=(1e-3,),
    )

    at, missed = threshold_findings(tally, target_fmrs=(1e-3,))

    assert at.status == missed.status == "bounded"
    assert at.interval is not None
    assert at.interval[1] is None
    assert "too small to show 1 in 1,000" in at.cautions[0]


def test_a_threshold_is_said_for_the_test_and_for_others() -> None:
    """The smallest score that kept the target here keeps it elsewhere half the time."""
    at, missed = threshold_findings(simulated().tally(), target_fmrs=(0.05,))
    low, high = closed(at.interval)

    assert re.fullmatch(
        r"In this test, at score \S+ or above, at most 1 in 20 tries with different "
        r"people were wrong matches\. To be nearly sure of it, take score \S+\.",
        at.says,
    )
    safe = float(at.says.rpartition(" ")[2].removesuffix("."))
    assert low < high <= safe < high * 1.001
    counts = f"({missed.events:,} of {missed.trials:,})"
    assert counts in missed.says or counts[1:-1] in missed.says


def test_the_range_at_a_score_that_was_found_is_explained() -> None:
    """The same count has another range where the score was fixed beforehand."""
    tally = simulated().tally()

    at, missed = threshold_findings(tally, target_fmrs=(0.05,))

    alone = false_non_match_rate(tally, tally.at_target[0.05])
    low, high = closed(missed.interval)
    assert missed.events == alone.events
    assert low != alone.low
    assert high != alone.high
    assert missed.cautions[0] == ALSO_ITS_SCORE
    assert ALSO_ITS_SCORE not in at.cautions


def test_no_score_is_said_to_show_what_the_data_cannot() -> None:
    at, missed = threshold_findings(simulated(n_people=12).tally(), target_fmrs=(0.01,))

    assert at.status == missed.status == "bounded"
    assert at.says.startswith("No score here shows 1 in 100: there are too few tries.")
    assert "it is likely that at least " in missed.says
    assert "about" not in missed.says


def test_without_strangers_no_threshold_can_be_found() -> None:
    tally = dense_tally([0, 1], [0, 1], [0.9, 0.8], thresholds=(0.5,))

    found = threshold_findings(tally, target_fmrs=(1e-2,))

    assert [f.status for f in found] == ["not_estimable"] * 2
    assert found[0].because == "there are no comparisons of different people"


@pytest.mark.parametrize(
    ("fixture", "name"),
    [
        ("face_tally", "failures excluded"),
        ("raw_face_tally", "failures taken for scores"),
    ],
)
def test_real_faces_agree_with_scikit_learn(
    fixture: str, name: str, request: pytest.FixtureRequest
) -> None:
    tally: ComparisonTally = request.getfixturevalue(fixture)
    known = json.loads(SKLEARN.read_text(encoding="utf-8"))[name]

    found = threshold_findings(tally, target_fmrs=known["targets"])

    assert tally.strata[0].n_nonmated == known["nonmated"]
    for k, (at, missed) in enumerate(zip(found[::2], found[1::2], strict=True)):
        assert at.estimate == pytest.approx(known["threshold"][k], abs=1e-9)
        assert missed.estimate == pytest.approx(known["fnmr"][k], abs=1e-12)
        low, high = closed(missed.interval)
        assert low < known["fnmr"][k] < high


@pytest.mark.slow
def test_intervals_at_a_target_cover_the_truth() -> None:
    """Normal scores with a normal effect of each person, whose truth is known."""
    rng = np.random.default_rng(17)
    n, effect, shift, target, runs = 40, 0.35, 2.6, 0.05, 60
    one, other = np.triu_indices(n, 1)
    own = np.repeat(np.arange(n), 3)
    probe, reference = np.r_[one, own], np.r_[other, own]
    strangers, selves = np.sqrt(1 + 2 * effect**2), np.sqrt(1 + 4 * effect**2)
    at = strangers * norm.isf(target)
    missed = norm.cdf((at - shift) / selves)
    ladder = tuple(strangers * norm.isf(np.geomspace(0.5, 1e-3, 14)))
    hits = np.zeros(2, dtype=np.int64)
    for _ in range(runs):
        person = rng.normal(0, effect, n)
        score = rng.normal(shift * (probe == reference), 1.0)
        score += person[probe] + person[reference]
        tally = dense_tally(
            probe, reference, score, thresholds=ladder, targets=(target,)
        )
        found = threshold_findings(tally, target_fmrs=(target,))
        for k, truth in enumerate((at, missed)):
            low, high = closed(found[k].interval)
            hits[k] += low <= truth <= high

    assert (hits >= 51).all()  # 57 expected; 51 or more in 99 of 100 runs
