from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from matchaudit.records.simulation import (
    ComparisonSettings,
    Group,
    KnownTruth,
    LookAlikes,
    Mask,
    pairing,
    simulate_comparisons,
)

SMALL = ComparisonSettings(n_subjects=4, n_samples=3)
GROUPS = (Group(name="A"), Group(name="B", nonmated_shift=0.08, mated_shift=-0.05))
MASKS = (
    Mask(name="none", share=0.6, visible_low=1.0, visible_high=1.0),
    Mask(name="half", share=0.4, visible_low=0.3, visible_high=0.6),
)
FULL = ComparisonSettings(
    n_subjects=30,
    n_samples=3,
    groups=GROUPS,
    cross_group_shift=-0.03,
    masks=MASKS,
    look_alikes=LookAlikes(share=0.4, size=3, bonus=0.2),
    failure_rate=0.05,
)


def _columns(
    settings: ComparisonSettings, seed: int = 1
) -> dict[str, NDArray[np.generic]]:
    return simulate_comparisons(settings, np.random.default_rng(seed)).columns()


def test_each_pair_of_samples_is_compared_once() -> None:
    columns = _columns(SMALL)
    pairs = np.sort([columns["probe_id"], columns["reference_id"]], axis=0)

    assert len(set(zip(*pairs.tolist(), strict=True))) == 66 == pairs.shape[1]
    assert np.all(pairs[0] < pairs[1])


def test_each_sample_is_the_probe_in_half_of_its_comparisons() -> None:
    columns = _columns(replace(SMALL, n_samples=4))
    as_probe = np.bincount(columns["probe_id"].astype(np.int64), minlength=16)

    assert set(as_probe.tolist()) <= {7, 8}


def test_an_ordered_design_has_each_pair_both_ways() -> None:
    columns = _columns(replace(SMALL, ordered=True))
    pairs = set(
        zip(columns["probe_id"].tolist(), columns["reference_id"].tolist(), strict=True)
    )

    assert len(pairs) == 132 == columns["score"].size
    assert {(b, a) for a, b in pairs} == pairs
    assert all(a != b for a, b in pairs)


@pytest.mark.parametrize("ordered", [False, True])
def test_blocks_make_up_the_same_rows_whatever_their_size(
    ordered: bool,  # noqa: FBT001 - pytest passes parameters by position
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings = replace(FULL, ordered=ordered)
    simulated = simulate_comparisons(settings, np.random.default_rng(5))
    whole = simulated.columns()
    monkeypatch.setattr(pairing, "BLOCK_ROWS", 100)
    parts = list(simulated.blocks())

    assert len(parts) > 20
    assert np.array_equal(np.concatenate([p[0] for p in parts]), whole["probe_id"])
    assert np.array_equal(np.concatenate([p[1] for p in parts]), whole["reference_id"])
    assert whole["score"].size == simulated.n_rows


def test_a_seed_gives_the_same_rows_and_another_seed_others() -> None:
    first, again, other = (_columns(FULL, seed) for seed in (3, 3, 4))

    assert all(
        np.array_equal(first[n], again[n], equal_nan=n == "score") for n in first
    )
    assert not np.array_equal(first["score"], other["score"], equal_nan=True)


def test_subjects_and_groups_belong_to_samples() -> None:
    columns = _columns(FULL)
    subject = {
        int(i): int(s)
        for i, s in zip(columns["probe_id"], columns["probe_subject"], strict=True)
    }
    group = dict(
        zip(
            columns["probe_subject"].tolist(),
            columns["probe_group"].tolist(),
            strict=True,
        )
    )

    assert all(s == i // 3 for i, s in subject.items())
    assert sorted(group.values()) == ["A"] * 15 + ["B"] * 15
    assert [group[s] for s in columns["reference_subject"].tolist()] == columns[
        "reference_group"
    ].tolist()


def test_the_visible_fraction_is_that_of_the_mask() -> None:
    columns = _columns(FULL)
    bare = columns["probe_mask"] == "none"
    visible = columns["probe_visible_fraction"].astype(np.float64)

    assert np.all(visible[bare] == 1.0)
    assert np.all((visible[~bare] >= 0.3) & (visible[~bare] <= 0.6))


def test_a_failed_sample_fails_in_every_comparison() -> None:
    columns = _columns(replace(FULL, failure_rate=0.2))
    failed = columns["failed"].astype(bool)
    lost = {
        i
        for i in range(90)
        if failed[(columns["probe_id"] == i) | (columns["reference_id"] == i)].all()
    }

    assert 5 < len(lost) < 35
    assert np.array_equal(
        failed,
        np.isin(columns["probe_id"], list(lost))
        | np.isin(columns["reference_id"], list(lost)),
    )
    assert np.array_equal(failed, np.isnan(columns["score"].astype(np.float64)))


def test_scores_are_cut_to_six_decimals() -> None:
    """So a threshold with six decimals falls between scores as it did before."""
    scores = _columns(SMALL)["score"].astype(np.float64)

    assert np.array_equal(scores, np.round(scores, 6))


def _rates(
    settings: ComparisonSettings, runs: int, threshold: float
) -> dict[str, list[tuple[float, float]]]:
    """Return (events, trials) of each run, by population."""
    found: dict[str, list[tuple[float, float]]] = {}
    for seed in range(runs):
        c = _columns(settings, seed)
        score = c["score"].astype(np.float64)
        mated = c["probe_subject"] == c["reference_subject"]
        in_b = (c["probe_group"] == "B") & (c["reference_group"] == "B")
        half = c["probe_mask"] == "half"
        usable = ~c["failed"].astype(bool)
        parts = {
            "fmr": (usable & ~mated, score >= threshold),
            "fmr B": (usable & ~mated & in_b, score >= threshold),
            "fmr half": (usable & ~mated & half, score >= threshold),
            "fnmr": (usable & mated, score < threshold),
            "fnmr B": (usable & mated & in_b, score < threshold),
            "fnmr half": (usable & mated & half, score < threshold),
        }
        for name, (trials, events) in parts.items():
            found.setdefault(name, []).append(
                (float(np.sum(trials & events)), float(np.sum(trials)))
            )
    return found


@pytest.mark.slow
@pytest.mark.parametrize("ordered", [False, True])
def test_simulated_rates_agree_with_the_known_truth(
    ordered: bool,  # noqa: FBT001 - pytest passes parameters by position
) -> None:
    """Over 300 independent tests, within 4 standard errors, group by group."""
    settings = replace(FULL, ordered=ordered)
    truth = KnownTruth(settings)
    b, half = {"probe_group": "B", "reference_group": "B"}, {"probe_mask": "half"}
    known = {
        "fmr": truth.false_match_rate(0.5),
        "fmr B": truth.false_match_rate(0.5, b),
        "fmr half": truth.false_match_rate(0.5, half),
        "fnmr": truth.false_non_match_rate(0.7),
        "fnmr B": truth.false_non_match_rate(0.7, b),
        "fnmr half": truth.false_non_match_rate(0.7, half),
    }
    at = {name: 0.5 if name.startswith("fmr") else 0.7 for name in known}
    runs = {t: _rates(settings, 300, t) for t in (0.5, 0.7)}

    for name, expected in known.items():
        counts = np.array(runs[at[name]][name])
        events, trials = counts.T
        error = np.std(events - expected * trials, ddof=1) / trials.mean()
        gap = abs(events.sum() / trials.sum() - expected)
        assert gap < 4 * error / np.sqrt(300), name
        assert error / np.sqrt(300) < 0.06 * expected, f"{name} is too coarse a check"


def test_each_effect_has_the_sign_that_was_declared() -> None:
    """No noise but a trace: every score is its mean."""
    still = replace(
        FULL,
        failure_rate=0.0,
        subject_sd=0.0,
        mated_subject_sd=0.0,
        sample_sd=0.0,
        nonmated_pair_sd=1e-9,
        mated_pair_sd=1e-9,
    )
    c = _columns(still)
    score = c["score"].astype(np.float64)
    mated = c["probe_subject"] == c["reference_subject"]
    hidden = 1 - c["probe_visible_fraction"].astype(np.float64)
    same = c["probe_group"] == c["reference_group"]
    in_b = c["probe_group"] == "B"
    nonmated = 0.30 + 0.05 * hidden + np.where(same, 0.08 * in_b, -0.03)
    alike = ~mated & (score > nonmated + 0.1)

    assert score[mated] == pytest.approx(
        (0.80 - 0.05 * in_b - 0.20 * hidden)[mated], abs=2e-6
    )
    assert score[~mated] == pytest.approx((nonmated + 0.2 * alike)[~mated], abs=2e-6)
    # 15 subjects of a group hold 2 clusters of 3; a cluster has 3 pairs of 9 rows.
    assert alike.sum() == 2 * 2 * 3 * 9
    assert np.all(same[alike])
