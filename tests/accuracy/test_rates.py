import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from matchaudit.accuracy.rates import (
    _looser,
    failure_to_acquire_rate,
    false_accept_rate,
    false_match_rate,
    false_non_match_rate,
    false_reject_rate,
    rejections,
    smallest_fmr_shown,
    smallest_fnmr_shown,
)
from matchaudit.errors import UndefinedMeasureError
from matchaudit.estimation.clustered import clustered_proportion
from matchaudit.estimation.counts import Clusters
from matchaudit.estimation.dyadic import dyadic_proportion
from matchaudit.tallies.comparisons import ComparisonTally, SideTally
from oracles.dense_tally import dense_tally

NAN = float("nan")
PROBE = [0, 0, 0, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3]
REFERENCE = [0, 1, 2, 0, 1, 2, 0, 1, 2, 2, 0, 1, 2]
SCORE = [0.9, 0.5, 0.1, 0.5, NAN, 0.2, 0.3, NAN, 0.5, 0.4, 0.1, 0.2, 0.3]


@pytest.fixture
def tally() -> ComparisonTally:
    return dense_tally(PROBE, REFERENCE, SCORE, thresholds=(0.0, 0.3, 0.5, 0.6, 1.0))


def test_a_score_at_the_threshold_matches(tally: ComparisonTally) -> None:
    wrong = false_match_rate(tally, 0.5)
    missed = false_non_match_rate(tally, 0.5)

    assert (wrong.events, wrong.trials) == (2, 8)
    assert (missed.events, missed.trials) == (1, 3)


def test_a_score_below_the_threshold_does_not_match(tally: ComparisonTally) -> None:
    assert false_match_rate(tally, 0.6).events == 0
    assert false_non_match_rate(tally, 0.6).events == 2


def test_failures_are_left_out_of_the_rates_of_the_algorithm(
    tally: ComparisonTally,
) -> None:
    assert false_match_rate(tally, 0.0).trials == 8
    assert false_non_match_rate(tally, 0.0).trials == 3


def test_the_generalised_rates_count_every_attempt(tally: ComparisonTally) -> None:
    accepted = false_accept_rate(tally, 0.5)
    rejected = false_reject_rate(tally, 0.5)

    assert (accepted.events, accepted.trials) == (2, 9)
    assert accepted.value == pytest.approx(2 / 9)
    assert (rejected.events, rejected.trials) == (2, 4)


def test_the_generalised_rates_obey_the_identities_of_the_standard(
    tally: ComparisonTally,
) -> None:
    """FAR = FMR (1 - f) and FRR = f + FNMR (1 - f), f the share of failures."""
    for threshold in tally.thresholds:
        far, fmr = (f(tally, threshold) for f in (false_accept_rate, false_match_rate))
        frr = false_reject_rate(tally, threshold)
        fnmr = false_non_match_rate(tally, threshold)

        assert far.value == pytest.approx(fmr.value * (1 - 1 / 9))
        assert far.high == pytest.approx(fmr.high * (1 - 1 / 9))
        assert far.low == pytest.approx(fmr.low * (1 - 1 / 9))
        assert frr.value == pytest.approx(1 / 4 + fnmr.value * (1 - 1 / 4))


def test_rejections_belong_to_the_people_who_were_rejected(
    tally: ComparisonTally,
) -> None:
    """Person 1 failed only; person 2 has two comparisons, one below the threshold."""
    rejected = rejections(tally.strata[0], tally.index(0.5))

    assert rejected.trials.tolist() == [1, 1, 2]
    assert rejected.events.tolist() == [0, 1, 1]


def test_a_stratum_has_its_own_rate() -> None:
    first = np.isin(PROBE, [0, 3])
    tally = dense_tally(
        PROBE,
        REFERENCE,
        SCORE,
        thresholds=(0.5,),
        strata={"A": ({"probe_group": "A"}, first)},
    )

    rate = false_match_rate(tally, 0.5, population={"probe_group": "A"})

    assert (rate.events, rate.trials) == (1, 5)


def test_a_threshold_that_was_not_counted_is_refused(tally: ComparisonTally) -> None:
    with pytest.raises(KeyError):
        false_match_rate(tally, 0.55)


def test_without_comparisons_of_a_kind_its_rates_are_undefined() -> None:
    mated = dense_tally([0, 1], [0, 1], [0.9, 0.8], thresholds=(0.5,))
    nonmated = dense_tally([0, 1], [1, 2], [0.1, 0.2], thresholds=(0.5,))

    for rate in (false_match_rate, false_accept_rate):
        with pytest.raises(UndefinedMeasureError, match="different people"):
            rate(mated, 0.5)
    for rate in (false_non_match_rate, false_reject_rate):
        with pytest.raises(UndefinedMeasureError, match="the same person"):
            rate(nonmated, 0.5)
    with pytest.raises(UndefinedMeasureError, match="different people"):
        smallest_fmr_shown(mated.strata[0], confidence=0.95)
    with pytest.raises(UndefinedMeasureError, match="the same person"):
        smallest_fnmr_shown(nonmated.strata[0], confidence=0.95)


def test_the_failure_rate_counts_samples_by_subject() -> None:
    samples = Clusters(np.array([4, 4, 2]), np.array([2, 0, 0]))

    rate = failure_to_acquire_rate(SideTally(by="probe_id", samples=samples))

    assert rate == clustered_proportion(samples)
    assert (rate.events, rate.trials) == (2, 10)


def test_without_samples_the_failure_rate_is_undefined() -> None:
    nobody = Clusters(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64))

    with pytest.raises(UndefinedMeasureError, match="no samples"):
        failure_to_acquire_rate(SideTally(by="probe_id", samples=nobody))


def test_the_smallest_rate_shown_is_the_upper_end_without_errors(
    tally: ComparisonTally,
) -> None:
    stratum = tally.strata[0]
    fmr = smallest_fmr_shown(stratum, confidence=0.95)
    fnmr = smallest_fnmr_shown(stratum, confidence=0.95)

    assert fmr == pytest.approx(false_match_rate(tally, 1.0).high)
    assert fnmr == pytest.approx(false_non_match_rate(tally, 0.0).high)


def test_real_faces_have_the_counts_and_the_spread_known_of_them(
    face_tally: ComparisonTally,
) -> None:
    """The adjusted Wilson interval of these data is (7.9e-3, 1.27e-2) at 1e-2."""
    rate = false_match_rate(face_tally, face_tally.at_target[1e-2])
    rare = false_match_rate(face_tally, face_tally.at_target[1e-4])

    assert rate.trials == 266_256
    assert rate.low == pytest.approx(7.9e-3, rel=0.05)
    assert rate.high == pytest.approx(1.27e-2, rel=0.05)
    assert rate.effective_trials == pytest.approx(6_700, rel=0.1)
    assert 3e-5 < rare.low < 6e-5
    assert 1.7e-4 < rare.high < 3e-4


@given(
    st.lists(
        st.tuples(
            st.integers(0, 7),
            st.integers(0, 7),
            st.sampled_from([0.0, 0.25, 0.5, 0.75, NAN]),
        ),
        min_size=1,
        max_size=40,
    )
)
def test_rates_are_shares_of_what_was_compared(
    rows: list[tuple[int, int, float]],
) -> None:
    probe, reference, score = (np.array(x) for x in zip(*rows, strict=True))
    if np.isnan(score).all():
        score[0] = 0.5
    tally = dense_tally(probe, reference, score, thresholds=(0.25, 0.5))
    for kind, rate, wrong in (
        (probe != reference, false_match_rate, score >= 0.5),
        (probe == reference, false_non_match_rate, score < 0.5),
    ):
        used = kind & ~np.isnan(score)
        if used.any() and _enough(probe[used], reference[used]):
            estimate = rate(tally, 0.5)
            assert estimate.events == int(wrong[used].sum())
            assert estimate.value == pytest.approx(float(wrong[used].mean()))
            assert 0 <= estimate.low <= estimate.value <= estimate.high <= 1


def _enough(probe: NDArray[np.int64], reference: NDArray[np.int64]) -> bool:
    """Return whether people differ at all: two of one, or two pairs apart."""
    pairs = {frozenset(pair) for pair in zip(probe, reference, strict=True)}
    return len(pairs) > 1 and any(not a & b for a in pairs for b in pairs)


def test_dependence_is_borrowed_where_events_double() -> None:
    totals = np.array([100, 60, 40, 12, 5, 0])

    assert _looser(totals, 5, range(5, -1, -1)) == [4, 3, 2, 0]
    assert _looser(totals, 2, range(2, -1, -1)) == [0]


def test_a_rare_error_borrows_from_looser_thresholds(
    face_tally: ComparisonTally,
) -> None:
    at = face_tally.at_target[1e-4]
    k, stratum = face_tally.index(at), face_tally.strata[0]

    rate = false_match_rate(face_tally, at)

    looser = [stratum.false_matches(j) for j in range(k - 1, -1, -1)]
    alone = dyadic_proportion(stratum.false_matches(k))
    whole = dyadic_proportion(stratum.false_matches(k), looser=looser)
    assert rate.effective_trials != alone.effective_trials
    assert rate.effective_trials == pytest.approx(whole.effective_trials, rel=0.2)
