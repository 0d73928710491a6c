import itertools
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from matchaudit.errors import UndefinedMeasureError
from matchaudit.estimation.counts import Dyads, Estimate
from matchaudit.estimation.dyadic import (
    dyadic_proportion,
    dyadic_variance,
    participation_number,
)
from matchaudit.estimation.proportions import smallest_rate, wilson

Matrix = NDArray[np.int64]
SCORES = Path(__file__).resolve().parents[2] / "../shared/data/scores/bssr1-face-C.csv"


def moments(events: Matrix, trials: Matrix) -> Dyads:
    """Sum two symmetric matrices with an empty diagonal; units without trials go."""
    seen = np.flatnonzero(trials.sum(axis=1))
    return Dyads(
        units=seen,
        trials=trials.sum(axis=1)[seen],
        events=events.sum(axis=1)[seen],
        sum_trials_squared=int((trials**2).sum()) // 2,
        sum_events_trials=int((events * trials).sum()) // 2,
        sum_events_squared=int((events**2).sum()) // 2,
    )


def effective(estimate: Estimate) -> float:
    assert estimate.effective_trials is not None
    return estimate.effective_trials


def symmetric(n: int, cells: dict[tuple[int, int], int]) -> Matrix:
    matrix = np.zeros((n, n), dtype=np.int64)
    for (i, j), value in cells.items():
        matrix[i, j] = matrix[j, i] = value
    return matrix


def complete(n: int, each: int = 1) -> Matrix:
    return each * (np.ones((n, n), dtype=np.int64) - np.eye(n, dtype=np.int64))


def by_loops(events: Matrix, trials: Matrix, *, corrected: bool) -> float:
    """Sum products over pairs of pairs that share a unit, in the plainest way."""
    pairs = list(itertools.combinations(range(len(trials)), 2))
    total = sum(int(trials[p]) for p in pairs)
    rate = sum(int(events[p]) for p in pairs) / total
    same = shared = disjoint = 0.0
    for p, q in itertools.product(pairs, pairs):
        y = (events[p] - rate * trials[p]) * (events[q] - rate * trials[q])
        if p == q:
            same += y
        elif set(p) & set(q):
            shared += y
        else:
            disjoint += float(trials[p] * trials[q])
    below = disjoint if corrected else total**2
    return max((same + max(shared, 0.0)) / below, rate * (1 - rate) / total)


@st.composite
def matrices(draw: st.DrawFn) -> tuple[Matrix, Matrix]:
    n = draw(st.integers(4, 7))
    trials, events = np.zeros((n, n), np.int64), np.zeros((n, n), np.int64)
    for i, j in itertools.combinations(range(n), 2):
        m = draw(st.integers(1, 6))
        trials[i, j] = trials[j, i] = m
        events[i, j] = events[j, i] = draw(st.integers(0, m))
    return events, trials


@given(matrices())
def test_the_variance_is_the_sum_over_pairs_of_pairs(
    dense: tuple[Matrix, Matrix],
) -> None:
    for corrected in (False, True):
        expected = by_loops(*dense, corrected=corrected)
        assert dyadic_variance(moments(*dense), corrected=corrected) == pytest.approx(
            expected, abs=1e-12
        )


def test_the_variance_of_a_design_with_holes() -> None:
    """Two probes against four references: units of one side never meet."""
    trials = symmetric(6, {(i, j): 3 for i in (0, 1) for j in (2, 3, 4, 5)})
    events = symmetric(6, {(0, 2): 3, (0, 3): 2, (1, 2): 1})
    assert dyadic_variance(moments(events, trials)) == pytest.approx(
        by_loops(events, trials, corrected=True)
    )


def test_the_corrected_variance_is_the_unbiased_one_of_a_graph() -> None:
    """One trial a pair: U^2 - [m(m-1)/2 - W] / (3 C(n,4)), from edges and degrees."""
    edges = [(0, 1), (0, 2), (0, 3), (0, 4), (1, 2), (1, 5), (2, 6), (0, 7)]
    n, m = 9, len(edges)
    events = symmetric(n, dict.fromkeys(edges, 1))
    degrees = events.sum(axis=1)
    w = int((degrees * (degrees - 1)).sum()) // 2
    u = m / math.comb(n, 2)
    expected = u**2 - (m * (m - 1) / 2 - w) / (3 * math.comb(n, 4))
    assert expected > u * (1 - u) / math.comb(n, 2)  # else the floor would show
    assert dyadic_variance(moments(events, complete(n))) == pytest.approx(expected)


def test_the_corrected_variance_is_right_on_average() -> None:
    """Subjects with a propensity each; the plain formula is a fifth too low."""
    rng = np.random.default_rng(11)
    n, rates, plain, corrected = 20, [], [], []
    for _ in range(3000):
        a = rng.standard_normal(n)
        hit = np.triu(a[:, None] + a + rng.standard_normal((n, n)) > 2, 1)
        dyads = moments((hit + hit.T).astype(np.int64), complete(n))
        rates.append(dyads.n_events / dyads.n_trials)
        plain.append(dyadic_variance(dyads, corrected=False))
        corrected.append(dyadic_variance(dyads))
    truth = float(np.var(rates))
    assert np.mean(corrected) == pytest.approx(truth, rel=0.06)
    assert np.mean(plain) < 0.86 * truth


def test_a_hub_makes_fewer_effective_trials_than_scattered_events() -> None:
    n = 40
    hub = symmetric(n, {(0, j): 1 for j in range(1, 21)})
    apart = symmetric(n, {(2 * k, 2 * k + 1): 1 for k in range(20)})
    tied = dyadic_proportion(moments(hub, complete(n)))
    free = dyadic_proportion(moments(apart, complete(n)))
    assert tied.value == free.value
    # Scattered events could not look freer; what is left is the price of few subjects.
    assert effective(free) == pytest.approx(780 * (38 * 37) / (40 * 39))
    assert effective(tied) < effective(free) / 3
    assert tied.low < free.low < free.high < tied.high


def test_the_participation_number_counts_who_shares_the_events() -> None:
    n = 40
    ring = symmetric(n, {(i, (i + 1) % n): 2 for i in range(n)})
    pair = symmetric(n, {(3, 9): 4})
    assert participation_number(moments(ring, complete(n, 4))) == n
    assert participation_number(moments(pair, complete(n, 4))) == 2
    with pytest.raises(UndefinedMeasureError, match="no cases"):
        participation_number(moments(0 * pair, complete(n, 4)))


def test_events_on_few_subjects_are_said_aloud() -> None:
    n = 40
    hub = moments(symmetric(n, {(0, j): 1 for j in range(1, 21)}), complete(n))
    assert (
        "About 4 subjects carry most of the cases."
        in (dyadic_proportion(hub).cautions[-1])
    )


def test_without_events_and_with_nothing_to_borrow_disjoint_pairs_count() -> None:
    """50 subjects make 25 disjoint pairs, whatever the number of comparisons."""
    n = 50
    estimate = dyadic_proportion(moments(0 * complete(n), complete(n, 25)))
    assert (estimate.value, estimate.low) == (0.0, 0.0)
    assert estimate.effective_trials == 25
    assert estimate.high == pytest.approx(1 - 0.025 ** (1 / 25))
    assert estimate.method == "dyadic-exact-bound"


def test_in_a_lopsided_design_the_smaller_side_bounds_the_effective_trials() -> None:
    """Four probes against 60 references make four disjoint pairs, not 32."""
    cells = {(i, j): 1 for i in range(4) for j in range(4, 64)}
    trials = symmetric(64, cells)
    assert dyadic_proportion(moments(0 * trials, trials)).effective_trials == 4


def test_without_events_dependence_is_borrowed_from_looser_thresholds() -> None:
    n = 50
    none = moments(0 * complete(n), complete(n, 25))
    loose = moments(
        symmetric(n, {(i, j): 9 for i in range(3) for j in range(3, n)}),
        complete(n, 25),
    )
    estimate = dyadic_proportion(none, looser=[loose])
    assert estimate.method == "dyadic-exact-borrowed"
    assert 25 < effective(estimate) < none.n_trials
    # Not even Student's quantile may take the upper end below the exact one.
    assert estimate.high >= smallest_rate(effective(estimate))
    assert estimate.high < smallest_rate(25)


def test_what_sample_would_show_less_is_said_where_there_are_no_events() -> None:
    n = 50
    said = dyadic_proportion(moments(0 * complete(n), complete(n))).cautions
    assert said[0] == (
        "There were none in 1,225 tries. That does not mean that the rate is zero. "
        "To show that it is below 1 in 10 you need at least about 1,800 tries of this "
        "kind, with new people."
    )


def test_all_events_mirror_no_events() -> None:
    n = 12
    none = dyadic_proportion(moments(0 * complete(n), complete(n, 4)))
    every = dyadic_proportion(moments(complete(n, 4), complete(n, 4)))
    assert (every.value, every.high) == (1.0, 1.0)
    assert every.low == pytest.approx(1 - none.high)
    assert not any("There were none" in said for said in every.cautions)


def test_borrowing_widens_and_its_order_does_not_matter() -> None:
    n = 30
    strict = moments(symmetric(n, {(0, 1): 1, (2, 3): 1}), complete(n, 4))
    loose = [
        moments(symmetric(n, {(0, j): k for j in range(1, n)}), complete(n, 4))
        for k in (1, 2, 4)
    ]
    alone = dyadic_proportion(strict)
    helped = dyadic_proportion(strict, looser=loose)
    assert helped.low < alone.low < alone.high < helped.high
    assert helped == dyadic_proportion(strict, looser=loose[::-1])
    assert helped.method == "dyadic-wilson-t-borrowed"
    assert alone.method == "dyadic-wilson-t-assumed"


def test_a_tighter_threshold_lends_nothing() -> None:
    n = 30
    loose = moments(symmetric(n, {(0, j): 4 for j in range(1, n)}), complete(n, 4))
    strict = moments(symmetric(n, {(0, 1): 1}), complete(n, 4))
    assert dyadic_proportion(loose, looser=[strict]) == dyadic_proportion(loose)


@pytest.mark.parametrize(
    "trials",
    [
        np.zeros((0, 0), dtype=np.int64),
        complete(2, 9),
        complete(3, 9),
        symmetric(9, {(0, j): 5 for j in range(1, 9)}),
    ],
    ids=["nothing", "one pair", "three units", "one probe"],
)
def test_without_disjoint_pairs_nothing_can_be_said(trials: Matrix) -> None:
    with pytest.raises(UndefinedMeasureError, match="share one subject"):
        dyadic_proportion(moments(trials // 3, trials))


@given(matrices())
def test_the_interval_holds_the_rate_and_mirrors(dense: tuple[Matrix, Matrix]) -> None:
    events, trials = dense
    here = dyadic_proportion(moments(events, trials))
    there = dyadic_proportion(moments(trials - events, trials))
    assert 0 <= here.low <= here.value <= here.high <= 1
    assert here.low < here.high
    assert here.low == pytest.approx(1 - there.high, abs=1e-9)
    assert 1 <= effective(here) <= moments(events, trials).n_trials


@given(matrices())
def test_the_order_of_units_does_not_matter(
    dense: tuple[Matrix, Matrix],
) -> None:
    events, trials = dense
    order = np.random.default_rng(int(trials.sum())).permutation(len(trials))
    mixed = np.ix_(order, order)
    assert dyadic_variance(moments(events[mixed], trials[mixed])) == pytest.approx(
        dyadic_variance(moments(events, trials))
    )


@pytest.mark.skipif(
    not SCORES.exists(),
    reason="NOT TESTED ON REAL SCORES: the shared BSSR1 file is not here",
)
@pytest.mark.parametrize(
    ("target", "interval", "effective"),
    [
        (1e-2, (7.9e-3, 1.27e-2), 6_682),
        (1e-3, (6.5e-4, 1.53e-3), 20_979),
        (1e-4, (4.5e-5, 2.1e-4), 63_759),
    ],
)
def test_the_plain_formula_gives_the_published_figures_of_real_scores(
    target: float, interval: tuple[float, float], effective: int
) -> None:
    """Face matcher C of BSSR1, its failed reference taken for a score as peers do."""
    score = np.loadtxt(SCORES, delimiter=",", skiprows=1, usecols=range(1, 518))
    np.fill_diagonal(score, -np.inf)
    ranked = np.sort(score[~np.eye(517, dtype=bool)])[::-1]
    keep = next(
        k for k in range(int(target * ranked.size), 0, -1) if ranked[k - 1] > ranked[k]
    )
    hit = (score >= ranked[keep - 1]).astype(np.int64)
    dyads = moments(hit + hit.T, complete(517, 2))
    variance = dyadic_variance(dyads, corrected=False)
    plain = wilson(dyads.n_events, dyads.n_trials, variance=variance)
    assert plain.effective_trials == pytest.approx(effective, rel=0.01)
    assert (plain.low, plain.high) == pytest.approx(interval, rel=0.01)
    ours = dyadic_proportion(dyads)
    assert ours.low == pytest.approx(plain.low, rel=0.03)
    assert ours.high == pytest.approx(plain.high, rel=0.03)


def test_five_thousand_subjects_take_no_time_worth_mention() -> None:
    """312 million comparisons: the sums per unit are all that is looked at."""
    rng = np.random.default_rng(3)
    each = 25 * 4999
    events = rng.poisson(rng.gamma(0.5, 25, 5000))
    events[0] += events.sum() % 2
    pairs = 5000 * 4999 // 2
    dyads = Dyads(
        np.arange(5000),
        np.full(5000, each),
        events,
        625 * pairs,
        25 * int(events.sum()) // 2,
        int(events.sum()),
    )
    estimate = dyadic_proportion(dyads, looser=[dyads] * 40)
    assert estimate.trials == 312_437_500
    assert 4_000 < effective(estimate) < 100_000_000
