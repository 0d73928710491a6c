from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchaudit.accuracy.claim_bounds import ClaimBounds, claim_bounds, rungs
from matchaudit.accuracy.elub import elub
from matchaudit.accuracy.evidence import evidence_of
from matchaudit.accuracy.rates import stratum_fmr, stratum_fnmr
from matchaudit.errors import UndefinedMeasureError
from matchaudit.tallies.comparisons import ComparisonTally
from measures import Records, simulated
from oracles.dense_tally import dense_tally


def _copied(records: Records, times: int) -> Records:
    rows = np.tile(np.arange(records.score.size), times)
    return records.reordered(rows)


def _bounds(records: Records) -> ClaimBounds:
    return evidence_of(records.sample(), records.tally()).bounds


def _tally(n_people: int, *, strangers: bool = True) -> ComparisonTally:
    """Compare everybody with everybody; the kinds do not overlap."""
    one, other = np.indices((n_people, n_people)).reshape(2, -1)
    kept = np.ones(one.size, dtype=bool) if strangers else one == other
    score = np.where(one == other, 1.0, 0.0)
    return dense_tally(one[kept], other[kept], score[kept], thresholds=(0.5,))


@pytest.mark.parametrize("times", [2, 5])
def test_a_copy_of_the_data_allows_no_larger_claim(times: int) -> None:
    """The same comparisons of the same people, several times over."""
    once, again = _bounds(simulated()), _bounds(_copied(simulated(), times))

    assert 10**again.favour == pytest.approx(10**once.favour, rel=0.15)
    assert 10**again.against == pytest.approx(10**once.against, rel=0.15)
    assert 10**again.cautious_favour == pytest.approx(10**once.cautious_favour, rel=0.1)


def test_the_published_rule_alone_would_grow_with_copies() -> None:
    """Why the bound is not that of all rows counted as independent."""
    records = simulated()
    evidence = evidence_of(records.sample(), records.tally())
    mated, nonmated = evidence.mated_llr, evidence.nonmated_llr
    log10 = [llr / np.log(10) for llr in (mated, nonmated)]

    _, high = elub(*log10)
    _, copied = elub(*(np.tile(x, 5) for x in log10))

    assert copied > high + np.log10(2)
    assert evidence.bounds.favour < high


def test_a_bound_is_the_ratio_of_the_ends_of_two_rates() -> None:
    """One threshold, so that each rate has its own interval as it stands."""
    tally = _tally(60)
    wide = np.full(60, 9.0), np.full(3540, -9.0)

    bounds = claim_bounds(tally, *wide, confidence=0.9)

    stratum = tally.strata[0]
    fmr = stratum_fmr(stratum, 0, confidence=0.9)
    fnmr = stratum_fnmr(stratum, 0, confidence=0.9)
    assert 10**bounds.favour == pytest.approx((1 - fnmr.high) / fmr.high)
    assert 10**-bounds.against == pytest.approx((1 - fmr.high) / fnmr.high)
    assert bounds.confidence == 0.9


def test_each_direction_takes_the_best_of_its_thresholds() -> None:
    """The rungs counted again by hand, strictest first, on a ladder of thresholds."""
    tally = simulated().tally()
    stratum = tally.strata[0]
    wrong = stratum.nonmated_at_or_above.sum(axis=1) // 2
    missed = stratum.mated_below.sum(axis=1)
    perfect = np.full(132, 9.0), np.full(1892, -9.0)

    def best(order: list[int], events: np.ndarray, *, favour: bool) -> float:
        chosen: list[int] = []
        for k in order:
            if not chosen or events[k] >= max(2 * events[chosen[-1]], 1):
                chosen.append(k)
            elif events[k] == events[chosen[-1]]:
                chosen[-1] = k
        each = 1 - 0.05 / len(chosen)
        ends = [
            [
                rate(stratum, k, confidence=each).high
                for rate in (stratum_fmr, stratum_fnmr)
            ]
            for k in chosen
        ]
        return max((1 - b) / a if favour else (1 - a) / b for a, b in ends)

    bounds = claim_bounds(tally, *perfect)

    falling = list(range(wrong.size - 1, -1, -1))
    assert 10**bounds.favour == pytest.approx(best(falling, wrong, favour=True))
    rising = list(range(missed.size))
    assert 10**-bounds.against == pytest.approx(best(rising, missed, favour=False))


def test_nothing_assumed_means_pairs_that_share_nobody() -> None:
    """Of 45 people 22 pairs can be made, which is what the published rule then sees."""
    records = simulated()
    evidence = evidence_of(records.sample(), records.tally())
    log10 = [llr / np.log(10) for llr in (evidence.mated_llr, evidence.nonmated_llr)]

    low, high = elub(*log10, sizes=(44, 22))

    assert evidence.bounds.cautious_favour == pytest.approx(high)
    assert evidence.bounds.cautious_favour < evidence.bounds.favour
    assert evidence.bounds.cautious_against == max(low, evidence.bounds.against)


def test_a_larger_sample_allows_a_larger_claim() -> None:
    small, large = (
        claim_bounds(_tally(n), np.full(n, 9.0), np.full(n * (n - 1), -9.0))
        for n in (20, 80)
    )

    assert large.favour > small.favour + np.log10(3)
    assert large.against < small.against - np.log10(2)


def test_more_certainty_allows_a_smaller_claim() -> None:
    records = simulated()
    sample, tally = records.sample(), records.tally()

    sure, unsure = (
        evidence_of(sample, tally, confidence=c).bounds.favour for c in (0.99, 0.8)
    )

    assert sure < unsure


def test_a_missing_kind_or_threshold_has_no_bound() -> None:
    some = np.array([1.0]), np.array([-1.0])
    with pytest.raises(UndefinedMeasureError, match="different people"):
        claim_bounds(_tally(12, strangers=False), *some)

    tally = _tally(12)
    stratum = tally.strata[0]
    none = replace(
        tally,
        thresholds=tally.thresholds[:0],
        strata=(
            replace(
                stratum,
                mated_below=stratum.mated_below[:0],
                nonmated_at_or_above=stratum.nonmated_at_or_above[:0],
            ),
        ),
    )
    with pytest.raises(UndefinedMeasureError, match="no threshold"):
        claim_bounds(none, *some)


def test_rungs_double_from_the_strictest_threshold_on() -> None:
    assert rungs([40, 21, 12, 10, 6, 5, 5, 0]) == [7, 5, 3, 1]
    assert rungs([3]) == [0]
    assert rungs([]) == []


@given(st.lists(st.integers(0, 500), min_size=1, max_size=40), st.integers(2, 6))
def test_rungs_are_the_same_of_copied_counts(counts: list[int], times: int) -> None:
    falling = np.sort(np.array(counts))[::-1]
    chosen = rungs(falling)

    assert rungs(falling * times) == chosen
    events = falling[chosen]
    assert (events[1:] >= 2 * events[:-1]).all()
    assert events[0] == falling.min()
