from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from matchaudit.errors import ParameterError
from matchaudit.estimation.clustered import clustered_proportion
from matchaudit.estimation.counts import Clusters
from matchaudit.estimation.design_effects import (
    PRIOR_EVENTS,
    Spread,
    borrowed_design_effect,
    dependent_proportion,
    ladder,
)
from matchaudit.estimation.effort import Effort, effort_to_show
from matchaudit.estimation.proportions import smallest_rate, wilson_interval

PLAIN = Spread(
    kind="dyadic",
    events=120,
    trials=30_000,
    n_units=50,
    design_effect=4.0,
    prior_design_effect=25.0,
    least_effective_trials=25,
    degrees_of_freedom=32.0,
    participation=40.0,
)
EVENTS = st.integers(0, 30_000)
EFFECTS = st.floats(1, 500)


def rung(events: int, effect: float | None) -> Spread:
    return replace(PLAIN, events=events, design_effect=effect)


def test_a_rule_is_skipped_until_it_has_twice_the_events() -> None:
    tries = np.full(10, 100)
    counts = [Clusters(tries, np.full(10, k)) for k in (0, 1, 1, 2, 3, 4, 7, 90)]
    used = [here.n_events for here in ladder(counts[0], counts[::-1])]
    # 900 of 1,000 says as much as 100 of 1,000.
    assert used == [10, 20, 40, 900]


def test_a_single_event_does_not_end_the_ladder() -> None:
    """One event says nothing of dependence, so two are asked for above none."""
    tries = np.full(4, 100)
    none, one, two = (
        Clusters(tries, np.array([k, 0, 0, 0], dtype=np.int64)) for k in (0, 1, 2)
    )
    assert ladder(none, [one, two]) == [two]
    assert ladder(one, [none, one]) == []


def test_what_is_borrowed_counts_as_much_as_two_effective_events() -> None:
    """16 events at a design effect of 4 are 4; above lies an effect of 10 for sure."""
    above = rung(15_000, 10.0)
    expected = (4 * 4.0 + PRIOR_EVENTS * 10.0) / (4 + PRIOR_EVENTS)
    effect = borrowed_design_effect(rung(16, 4.0), [above])
    assert effect == pytest.approx(expected, rel=1e-4)
    assert effect == pytest.approx(6.0, rel=1e-4)


def test_a_smaller_design_effect_above_takes_nothing_away() -> None:
    assert borrowed_design_effect(rung(16, 9.0), [rung(15_000, 2.0)]) == 9.0


def test_each_rule_hands_on_what_it_borrowed() -> None:
    """A middle rule with no say of its own passes the loosest rule's effect down."""
    weak, strong = rung(2, 1.0), rung(15_000, 10.0)
    through = borrowed_design_effect(rung(0, None), [weak, strong])
    assert through == pytest.approx(
        (2 * 1.0 + PRIOR_EVENTS * 10) / (2 + PRIOR_EVENTS), rel=1e-4
    )


def test_without_both_outcomes_anywhere_nothing_is_known() -> None:
    assert borrowed_design_effect(rung(0, None), [rung(0, None)]) is None


def test_what_is_assumed_gives_way_to_many_events() -> None:
    few, many = rung(3, 1.0), rung(3000, 1.0)
    assert borrowed_design_effect(few, []) == pytest.approx(1 + 24 * (2 / 5) ** 2)
    assert borrowed_design_effect(many, []) == pytest.approx(1, abs=1e-4)


@given(EVENTS, EFFECTS, st.lists(st.tuples(EVENTS, EFFECTS), max_size=4))
def test_a_design_effect_is_never_below_its_own(
    events: int, effect: float, above: list[tuple[int, float]]
) -> None:
    own = rung(events, effect)
    used = borrowed_design_effect(own, [rung(*each) for each in above])
    assert used is not None
    highest = max(effect, PLAIN.prior_design_effect, *(e for _, e in above), 0)
    assert effect <= used <= highest * (1 + 1e-12)


def test_the_interval_is_wilsons_with_students_quantile() -> None:
    estimate = dependent_proportion(PLAIN, [], confidence=0.95)
    used = borrowed_design_effect(PLAIN, [])
    assert used is not None
    t = float(stats.t.ppf(0.975, 32))
    low, high = wilson_interval(0.004, 30_000 / used, quantile=t)
    assert estimate.effective_trials == pytest.approx(30_000 / used)
    assert (estimate.low, estimate.high) == pytest.approx((low, high))
    assert estimate.method == "dyadic-wilson-t"
    assert estimate.cautions == ()


def test_no_dependence_is_worse_than_one_trial_a_disjoint_pair() -> None:
    estimate = dependent_proportion(rung(120, 1e6), [], confidence=0.95)
    assert estimate.effective_trials == 25
    z = float(stats.norm.ppf(0.975))
    assert (estimate.low, estimate.high) == pytest.approx(
        wilson_interval(0.004, 25, quantile=z)
    )


@given(
    st.integers(1, 400), EFFECTS, st.floats(1, 500), st.sampled_from([0.8, 0.95, 0.99])
)
def test_without_events_the_upper_end_is_at_least_the_exact_one(
    least: int, effect: float, degrees: float, confidence: float
) -> None:
    none = replace(
        rung(0, None), least_effective_trials=least, degrees_of_freedom=degrees
    )
    estimate = dependent_proportion(none, [rung(900, effect)], confidence=confidence)
    assert estimate.effective_trials is not None
    exact = smallest_rate(estimate.effective_trials, confidence=confidence)
    assert estimate.high >= exact * (1 - 1e-9)
    assert estimate.high <= smallest_rate(least, confidence=confidence) * (1 + 1e-9)


@pytest.mark.parametrize(
    ("spread", "looser", "method", "words"),
    [
        (rung(0, None), [], "dyadic-exact-bound", "the worst is assumed"),
        (rung(0, None), [PLAIN], "dyadic-exact-borrowed", "less strict settings"),
        (rung(30_000, None), [], "dyadic-exact-bound", "the worst is assumed"),
        (rung(3, 1.0), [PLAIN], "dyadic-wilson-t-borrowed", "less strict settings"),
        (rung(3, 1.0), [], "dyadic-wilson-t-assumed", "It was assumed"),
    ],
)
def test_the_method_and_a_caution_say_where_dependence_came_from(
    spread: Spread, looser: list[Spread], method: str, words: str
) -> None:
    estimate = dependent_proportion(spread, looser, confidence=0.95)
    assert estimate.method == method
    assert any(words in said for said in estimate.cautions)


def test_few_subjects_are_said_aloud() -> None:
    few = replace(PLAIN, n_units=29)
    (said,) = dependent_proportion(few, [], confidence=0.95).cautions
    assert said == (
        "Only 29 subjects lie behind this number. "
        "Other subjects could give quite another one."
    )


def test_events_on_few_subjects_are_said_aloud() -> None:
    hubs = replace(PLAIN, participation=7.4)
    assert dependent_proportion(hubs, [], confidence=0.95).cautions == (
        "About 7 subjects carry most of the cases. The range may be too narrow.",
    )


@pytest.mark.parametrize("events", [1, 2])
def test_one_or_two_events_say_nothing_of_who_carries_them(events: int) -> None:
    lone = replace(rung(events, 1.0), participation=float(events))
    cautions = dependent_proportion(lone, [], confidence=0.95).cautions
    assert not any("carr" in said for said in cautions)


def test_one_subject_is_not_said_to_be_several() -> None:
    lone = replace(PLAIN, participation=1.2)
    assert dependent_proportion(lone, [], confidence=0.95).cautions == (
        "One subject carries most of the cases. The range may be too narrow.",
    )


@pytest.mark.parametrize("events", [0, 3, 200])
def test_one_trial_for_each_unit_leaves_no_dependence_to_see(events: int) -> None:
    hits = np.arange(200) < events
    single = Clusters(np.ones(200, dtype=np.int64), hits.astype(np.int64))
    estimate = clustered_proportion(single)
    assert not any("hang together" in said for said in estimate.cautions)
    assert estimate.method in {"clustered-exact", "clustered-wilson-t"}
    if events == 0:
        assert estimate.high == pytest.approx(smallest_rate(200))
        assert effort_to_show(estimate, 0.001) == Effort(
            independent=True, trials=3688.0, units=None
        )


def test_a_confidence_outside_its_range_is_refused() -> None:
    with pytest.raises(ParameterError, match="confidence"):
        dependent_proportion(PLAIN, [], confidence=1.0)
