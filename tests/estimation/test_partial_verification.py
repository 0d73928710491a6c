import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchaudit.errors import ParameterError, UndefinedMeasureError
from matchaudit.estimation.partial_verification import (
    Checked,
    CheckedUnits,
    stratum_shares,
    unchecked_strata,
    worst_case_share,
)


def units(*lines: tuple[int, int, int, int, int, int], n_strata: int) -> CheckedUnits:
    """Make units of lines (times, kind, stratum, trials, checked, events)."""
    times, kind, *rest = (np.array(column) for column in zip(*lines, strict=True))
    first = np.unique(kind, return_index=True)[1]
    stratum, trials, checked, events = rest
    return CheckedUnits(
        times=times[first],
        kind=kind,
        stratum=stratum,
        trials=trials,
        checked=checked,
        events=events,
        n_strata=n_strata,
    )


def test_the_range_of_a_small_log() -> None:
    """0 of 3 and 3 of 3 have exact limits 0 and 1 - 0.025 ** (1 / 3), mirrored."""
    bounds = worst_case_share(Checked(trials=3, checked=0, events=0))

    assert (bounds.least, bounds.most) == (0, 1)
    assert (bounds.low, bounds.high) == (0, 1)


def test_the_ends_are_exact_limits_of_the_extremes() -> None:
    """10 of 10 checked, no event: the upper end is that of 0 of 10."""
    bounds = worst_case_share(Checked(trials=10, checked=10, events=0))

    assert bounds.most == 0
    assert bounds.high == pytest.approx(1 - 0.025 ** (1 / 10))


def test_every_unchecked_item_may_be_either() -> None:
    bounds = worst_case_share(Checked(trials=3304, checked=1204, events=310))

    assert bounds.least == pytest.approx(310 / 3304)
    assert bounds.most == pytest.approx(2410 / 3304)
    assert bounds.low < bounds.least
    assert bounds.high > bounds.most


def test_items_that_hang_together_widen_the_range() -> None:
    """Ten units of 20 items, all events or none, say less than 200 single items."""
    counts = Checked(trials=200, checked=200, events=60)
    together = units((7, 0, 0, 20, 20, 0), (3, 1, 0, 20, 20, 20), n_strata=1)

    alone = worst_case_share(counts)
    clustered = worst_case_share(counts, units=together)

    assert clustered.low < alone.low - 0.1
    assert clustered.high > alone.high + 0.1
    assert (clustered.least, clustered.most) == (alone.least, alone.most)


def test_no_items_have_no_share() -> None:
    with pytest.raises(UndefinedMeasureError):
        worst_case_share(Checked(trials=0, checked=0, events=0))


@pytest.mark.parametrize("counts", [(1, 2, 0), (3, 1, 2), (3, 2, -1)])
def test_counts_that_cannot_be_are_refused(counts: tuple[int, int, int]) -> None:
    trials, checked, events = counts
    with pytest.raises(ParameterError):
        Checked(trials=trials, checked=checked, events=events)


@given(items=st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1))
def test_the_truth_is_always_in_the_range(items: list[tuple[bool, bool]]) -> None:
    """Whatever is checked, and for whatever reason."""
    counts = Checked(
        trials=len(items),
        checked=sum(seen for _, seen in items),
        events=sum(event and seen for event, seen in items),
    )
    truth = sum(event for event, _ in items) / len(items)

    bounds = worst_case_share(counts)

    assert bounds.least - 1e-12 <= truth <= bounds.most + 1e-12
    assert bounds.low <= bounds.least <= bounds.most <= bounds.high


def test_units_sum_by_stratum_and_by_unit() -> None:
    """Two units of the first kind have items in both strata."""
    held = units((2, 0, 0, 3, 2, 1), (2, 0, 1, 1, 0, 0), (5, 1, 1, 1, 1, 1), n_strata=3)

    assert held.n_units == 7
    assert held.by_stratum(held.trials).tolist() == [6, 7, 0]
    assert held.by_stratum(held.events).tolist() == [2, 5, 0]
    clusters = held.clusters(held.events)
    assert clusters.trials.tolist() == [4, 4, 1, 1, 1, 1, 1]
    assert clusters.events.tolist() == [1, 1, 1, 1, 1, 1, 1]
    assert held.checked_only().clusters(held.events).trials.tolist() == [2, 2] + [1] * 5


def test_a_stratum_without_a_checked_item_is_named() -> None:
    held = units((4, 0, 0, 1, 1, 0), (4, 1, 2, 1, 0, 0), n_strata=3)

    assert unchecked_strata(held) == (2,)
    with pytest.raises(UndefinedMeasureError, match="1 of 2 strata"):
        stratum_shares(held)


def test_strata_count_by_their_items() -> None:
    held = units(
        (30, 0, 0, 1, 1, 0),
        (10, 1, 0, 1, 1, 1),
        (10, 2, 1, 1, 1, 1),
        (50, 3, 1, 1, 0, 0),
        n_strata=2,
    )

    weight, share = stratum_shares(held)

    assert weight.tolist() == [0.4, 0.6]
    assert share.tolist() == [0.25, 1.0]
