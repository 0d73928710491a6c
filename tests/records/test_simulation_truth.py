from dataclasses import replace
from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchaudit.errors import ParameterError, UndefinedMeasureError
from matchaudit.records.simulation import (
    ComparisonSettings,
    Group,
    KnownTruth,
    LookAlikes,
    Mask,
    named_setting,
)

NORMAL = NormalDist()
PLAIN = ComparisonSettings(
    n_subjects=10,
    nonmated_mean=0.0,
    mated_mean=5.0,
    subject_sd=1.0,
    mated_subject_sd=2.0,
    sample_sd=1.0,
    nonmated_pair_sd=1.0,
    mated_pair_sd=1.0,
    mated_drop=2.0,
    nonmated_rise=1.0,
)
AB = (Group(name="A", nonmated_shift=1.0), Group(name="B", mated_shift=-1.0))


def _upper(z: float) -> float:
    return NORMAL.cdf(-z)


def test_both_subjects_and_both_samples_move_a_nonmated_score() -> None:
    """Variance 1 + 1 (subjects) + 1 + 1 (samples) + 1 (pair) = 5."""
    truth = KnownTruth(PLAIN)

    assert truth.false_match_rate(5**0.5) == pytest.approx(_upper(1.0), rel=1e-12)


def test_one_subject_moves_a_mated_score() -> None:
    """Variance 4 (subject, once) + 1 + 1 (samples) + 1 (pair) = 7."""
    truth = KnownTruth(PLAIN)

    assert truth.false_non_match_rate(5 - 7**0.5) == pytest.approx(
        NORMAL.cdf(-1.0), rel=1e-12
    )


def test_the_far_tail_keeps_its_digits() -> None:
    """P(Z > 10) = 7.61985302416e-24, and the same below."""
    truth = KnownTruth(PLAIN)

    assert truth.false_match_rate(10 * 5**0.5) == pytest.approx(
        7.61985302416e-24, rel=1e-9
    )
    assert truth.false_non_match_rate(5 - 10 * 7**0.5) == pytest.approx(
        7.61985302416e-24, rel=1e-9
    )


def test_groups_are_weighted_by_their_pairs() -> None:
    """5 + 5 subjects: 20 ordered pairs within A, 20 within B, 50 between."""
    truth = KnownTruth(replace(PLAIN, groups=AB, cross_group_shift=-1.0))
    a, b, between = (_upper((2 - m) / 5**0.5) for m in (1.0, 0.0, -1.0))

    assert truth.false_match_rate(2.0) == pytest.approx(
        (20 * a + 20 * b + 50 * between) / 90, rel=1e-12
    )
    cell = {"probe_group": "A", "reference_group": "A"}
    assert truth.false_match_rate(2.0, cell) == pytest.approx(a, rel=1e-12)
    across = {"probe_group": "B", "reference_group": "A"}
    assert truth.false_match_rate(2.0, across) == pytest.approx(between, rel=1e-12)
    marginal = {"probe_group": "B"}
    assert truth.false_match_rate(2.0, marginal) == pytest.approx(
        (20 * b + 25 * between) / 45, rel=1e-12
    )
    assert truth.false_non_match_rate(2.0, marginal) == pytest.approx(
        NORMAL.cdf((2 - 4) / 7**0.5), rel=1e-12
    )


def test_look_alikes_add_a_second_part_to_the_mixture() -> None:
    """10 subjects, 60 % in pairs: 3 clusters, 6 of 90 ordered pairs get the bonus."""
    alike = LookAlikes(share=0.6, size=2, bonus=3.0)
    truth = KnownTruth(replace(PLAIN, look_alikes=alike))
    near, far = _upper((2 - 3) / 5**0.5), _upper(2 / 5**0.5)

    assert truth.false_match_rate(2.0) == pytest.approx(
        (6 * near + 84 * far) / 90, rel=1e-12
    )


def test_a_mask_of_one_visible_fraction_moves_the_mean() -> None:
    mask = Mask(name="m", share=1.0, visible_low=0.25, visible_high=0.25)
    truth = KnownTruth(replace(PLAIN, masks=(mask,)))

    assert truth.false_non_match_rate(2.0) == pytest.approx(
        NORMAL.cdf((2 - (5 - 2 * 0.75)) / 7**0.5), rel=1e-12
    )
    assert truth.false_match_rate(2.0) == pytest.approx(
        _upper((2 - 0.75) / 5**0.5), rel=1e-12
    )


def test_a_range_of_visible_fractions_has_the_closed_form() -> None:
    """The mean of Phi over [a, b] is (G(b) - G(a)) / (b - a), G(z) = z Phi(z) + phi."""
    mask = Mask(name="m", share=1.0, visible_low=0.2, visible_high=0.9)
    truth = KnownTruth(replace(PLAIN, masks=(mask,)))
    low, high = ((2 - (5 - 2 * (1 - v))) / 7**0.5 for v in (0.9, 0.2))

    def g(z: float) -> float:
        return z * NORMAL.cdf(z) + NORMAL.pdf(z)

    assert truth.false_non_match_rate(2.0) == pytest.approx(
        (g(high) - g(low)) / (high - low), rel=1e-12
    )


def test_masks_are_weighted_by_share_and_by_the_part_in_the_bin() -> None:
    masks = (
        Mask(name="none", share=3.0, visible_low=1.0, visible_high=1.0),
        Mask(name="half", share=1.0, visible_low=0.4, visible_high=0.6),
    )
    truth = KnownTruth(replace(PLAIN, masks=masks))
    none = truth.false_non_match_rate(2.0, {"probe_mask": "none"})
    half = truth.false_non_match_rate(2.0, {"probe_mask": "half"})
    upper_half = truth.false_non_match_rate(
        2.0, {"probe_mask": "half"}, visible=(0.5, 1.0)
    )

    assert truth.false_non_match_rate(2.0) == pytest.approx(0.75 * none + 0.25 * half)
    assert truth.false_non_match_rate(2.0, visible=(0.5, 1.0)) == pytest.approx(
        (0.75 * none + 0.125 * upper_half) / 0.875
    )
    assert none < upper_half < half


def test_no_comparison_has_no_rate() -> None:
    truth = KnownTruth(replace(PLAIN, groups=AB))
    across = {"probe_group": "A", "reference_group": "B"}

    with pytest.raises(UndefinedMeasureError, match="no such comparison"):
        truth.false_non_match_rate(2.0, across)
    with pytest.raises(UndefinedMeasureError, match="no such comparison"):
        KnownTruth(replace(PLAIN, n_samples=1)).false_non_match_rate(2.0)
    with pytest.raises(UndefinedMeasureError, match="no such comparison"):
        truth.false_match_rate(2.0, visible=(0.1, 0.2))


def test_a_population_of_another_key_is_refused() -> None:
    with pytest.raises(ParameterError, match="population"):
        KnownTruth(PLAIN).false_match_rate(2.0, {"group": "A"})


@given(st.floats(-2, 3), st.floats(0, 1))
def test_a_higher_threshold_trades_one_error_for_the_other(
    threshold: float, step: float
) -> None:
    truth = KnownTruth(named_setting("groups-and-masks"))  # type: ignore[arg-type]  # has a closed form

    assert truth.false_match_rate(threshold) >= truth.false_match_rate(threshold + step)
    assert truth.false_non_match_rate(threshold) <= truth.false_non_match_rate(
        threshold + step
    )


def test_the_json_leaves_out_what_has_no_value() -> None:
    facts = KnownTruth(replace(PLAIN, groups=AB, failure_rate=0.25)).to_json([2.0])
    rows = {tuple(row["population"].values()): row for row in facts["rates"]}

    assert facts["failure_to_acquire_rate"] == 0.25
    pairs = {("A", "A"), ("A", "B"), ("B", "A"), ("B", "B")}
    assert set(rows) == {(), ("A",), ("B",), *pairs}
    assert "false_non_match_rate" not in rows["A", "B"]
    assert rows["A", "A"]["false_match_rate"] == pytest.approx(_upper(1 / 5**0.5))
