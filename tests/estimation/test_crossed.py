import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchaudit.errors import ParameterError, UndefinedMeasureError
from matchaudit.estimation.clustered import clustered_proportion
from matchaudit.estimation.counts import Clusters
from matchaudit.estimation.crossed import (
    Crossed,
    crossed_proportion,
    freedom_of_partners,
    joint_freedom,
    shared_events,
)
from oracles.candidate_rates import joined_pairs


def crossed(events: list[tuple[int, int]], *, n_units: int, each: int = 1) -> Crossed:
    """Give each unit so many trials, of which these (unit, partner) are events."""
    unit = np.array([u for u, _ in events], dtype=np.int64)
    partner = np.array([p for _, p in events], dtype=np.int64)
    counts = np.bincount(unit, minlength=n_units).astype(np.int64)
    return Crossed(Clusters(np.full(n_units, each), counts), unit, partner)


@given(
    st.lists(st.tuples(st.integers(0, 4), st.integers(0, 3)), max_size=12),
)
def test_pairs_that_a_partner_joins_are_counted_pair_by_pair(
    events: list[tuple[int, int]],
) -> None:
    found = shared_events(crossed(events, n_units=5, each=12))

    assert found.sum() == joined_pairs(events)
    assert (found >= 0).all()


def test_partners_that_are_not_known_join_nothing() -> None:
    events = crossed([(0, -1), (1, -1), (2, 5)], n_units=9)

    assert shared_events(events).tolist() == [0]


def test_without_a_shared_partner_only_units_count() -> None:
    events = crossed([(i, i) for i in range(8)], n_units=300)

    one_way = clustered_proportion(events.clusters)
    two_way = crossed_proportion(events)

    assert two_way == one_way


def test_the_variance_is_that_of_units_and_of_partners_together() -> None:
    """One partner of all 10 events in 400 trials joins 90 ordered pairs."""
    events = crossed([(i, 0) for i in range(10)], n_units=400)

    found = crossed_proportion(events)

    rate = 10 / 400
    # Own design effect: 400 / 399 of each unit alone.
    effect = 400 / 399 + (1 - rate) * 90 / 10
    assert found.effective_trials == pytest.approx(400 / effect)
    assert found.method == "crossed-wilson-t"
    assert found.value == rate


def test_it_is_never_surer_than_either_way_alone() -> None:
    events = crossed([(i, i % 3) for i in range(30)], n_units=500)
    by_partner = np.zeros(473, dtype=np.int64)  # 3 partners, and 470 without an event
    by_partner[:3] = 10
    trials = np.ones(473, dtype=np.int64)
    trials[:3] = 10

    found = crossed_proportion(events)

    units = clustered_proportion(events.clusters)
    partners = clustered_proportion(Clusters(trials, by_partner))
    assert found.effective_trials is not None
    assert units.effective_trials is not None
    assert partners.effective_trials is not None
    assert found.effective_trials < units.effective_trials
    assert found.effective_trials < 1.1 * partners.effective_trials


def test_dependence_is_borrowed_from_looser_rules() -> None:
    none = crossed([], n_units=400)
    looser = crossed([(i, 0) for i in range(40)], n_units=400)

    alone = crossed_proportion(none)
    borrowed = crossed_proportion(none, looser=[looser])

    assert alone.high < 0.01
    assert borrowed.high > 3 * alone.high
    assert borrowed.method == "crossed-exact-borrowed"
    assert "taken from less strict settings" in " ".join(borrowed.cautions)


def test_a_face_that_carries_most_events_is_named() -> None:
    found = crossed_proportion(crossed([(i, 0) for i in range(40)], n_units=400))

    assert "One subject carries most of the cases. The range may be too narrow." in (
        found.cautions
    )


def test_degrees_of_freedom_follow_the_larger_variance() -> None:
    assert joint_freedom((1.0, 100.0), (0.0, 5.0)) == 100
    assert joint_freedom((0.01, 100.0), (1.0, 5.0)) == pytest.approx(5.1, rel=0.01)
    assert freedom_of_partners(1) < freedom_of_partners(100)


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(UndefinedMeasureError, match="fewer than two subjects"):
        crossed_proportion(crossed([(0, 0)], n_units=1))
    with pytest.raises(ParameterError):
        crossed_proportion(crossed([(0, 0)], n_units=9), confidence=1.0)


@pytest.mark.slow
def test_intervals_hold_where_a_few_partners_bring_most_events() -> None:
    """Ten partners of gamma pulls; intervals over units alone fail in half the runs."""
    rng = np.random.default_rng(20_250_602)
    n, runs, mean = 800, 300, 0.004
    held = np.zeros(2)
    for _ in range(runs):
        pulls = rng.gamma(1.0, mean, 10)
        hit = rng.random((n, 10)) < pulls
        unit = np.flatnonzero(hit.any(axis=1))
        partner = hit[unit].argmax(axis=1)
        events = crossed(list(zip(unit, partner, strict=True)), n_units=n)
        truth = 1 - (1 - mean) ** 10
        for k, found in enumerate(
            (clustered_proportion(events.clusters), crossed_proportion(events))
        ):
            held[k] += found.low <= truth <= found.high

    assert held[0] / runs < 0.85
    assert 0.9 <= held[1] / runs <= 0.99
