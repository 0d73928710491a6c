import numpy as np
import pytest

from matchaudit.errors import ParameterError
from matchaudit.records.simulation.candidates import (
    ListSettings,
    simulate_lists,
    true_fpir,
    true_miss_rate,
    true_selectivity,
)

HUBS = ListSettings(
    n_enrolled=3000,
    n_others=30,
    gallery_sizes=(200, 2000),
    hub_share=0.02,
    hub_mean=1.0,
    threshold=2.8,
    list_length=60,
)


def test_the_same_seed_draws_the_same_lists() -> None:
    few = ListSettings(n_enrolled=5, n_others=5)

    first, again = (
        simulate_lists(few, np.random.default_rng(7)).columns for _ in range(2)
    )
    other = simulate_lists(few, np.random.default_rng(8)).columns

    assert all(np.array_equal(first[n], again[n], equal_nan=True) for n in first)
    assert not np.array_equal(first["score"], other["score"], equal_nan=True)


def test_lists_are_ranked_cut_and_hold_each_person_once() -> None:
    columns = simulate_lists(HUBS, np.random.default_rng(1)).columns
    ids, starts = np.unique(columns["search_id"], return_index=True)
    assert ids.size == 2 * 3030

    for start, stop in zip(starts[:200], [*starts[1:200], starts[200]], strict=True):
        score = columns["score"][start:stop]
        rank = columns["rank"][start:stop]
        who = columns["candidate_subject"][start:stop]
        if rank[0] < 0:
            assert stop - start == 1
            assert np.isnan(score[0])
            continue
        assert rank.tolist() == list(range(1, stop - start + 1))
        assert (np.diff(score) <= 0).all()
        assert score[-1] >= HUBS.threshold
        assert np.unique(who).size == who.size


@pytest.mark.parametrize("size", [200, 2000])
def test_rates_come_out_as_the_formulas_say(size: int) -> None:
    """Hubs are drawn anew, so the mean is over many small galleries."""
    rng = np.random.default_rng(20_250_603)
    line = 3.5
    small = ListSettings(
        n_enrolled=20,
        n_others=20,
        gallery_sizes=(200, 2000),
        hub_share=0.02,
        hub_mean=1.0,
        threshold=2.8,
        list_length=60,
    )
    runs = 400
    alarms, wrong, missed = np.zeros(runs), np.zeros(runs), np.zeros(runs)
    for i in range(runs):
        c = simulate_lists(small, rng).columns
        here = (c["gallery_size"] == size) & (np.nan_to_num(c["score"]) >= line)
        other = here & ~c["enrolled"].astype(bool)
        alarms[i] = np.unique(c["search_id"][other]).size / 20
        wrong[i] = other.sum() / 20
        found = here & (c["candidate_subject"] == c["probe_subject"])
        missed[i] = 1 - found.sum() / 20

    for seen, truth in (
        (alarms, true_fpir(small, size, line)),
        (wrong, true_selectivity(small, size, line)),
        (missed, true_miss_rate(small, line)),
    ):
        error = seen.std(ddof=1) / np.sqrt(runs)
        assert seen.mean() == pytest.approx(truth, abs=3.5 * error)


def test_a_larger_gallery_brings_more_wrong_answers() -> None:
    rates = [true_fpir(HUBS, size, 4.0) for size in (200, 2000, 20_000)]

    assert rates == sorted(rates)
    # Never more than if each person in the gallery erred alone.
    assert rates[2] < 1 - (1 - rates[0]) ** 100


@pytest.mark.parametrize(
    "wrong",
    [
        {"n_others": -1},
        {"searches_each": 0},
        {"gallery_sizes": (1000, 100)},
        {"gallery_sizes": (30,)},
        {"hub_share": 1.0},
    ],
)
def test_settings_that_cannot_be_drawn_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ParameterError):
        ListSettings(**wrong)  # type: ignore[arg-type]
