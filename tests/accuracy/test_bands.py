import numpy as np
import pytest

from matchaudit.accuracy.bands import combined, dependence, fmr_band, fnmr_band
from matchaudit.errors import UndefinedMeasureError
from measures import simulated
from oracles.dense_tally import dense_tally


def test_a_band_holds_each_threshold_in_order() -> None:
    tally = simulated().tally()
    wrong = fmr_band(tally, tally.strata[0], confidence=0.95)
    missed = fnmr_band(tally, tally.strata[0], confidence=0.95)

    assert (wrong.thresholds == tally.thresholds).all()
    assert (np.diff(wrong.value) <= 0).all()
    assert (np.diff(missed.value) >= 0).all()
    assert (wrong.low <= wrong.value).all()
    assert (wrong.value <= wrong.high).all()


def test_half_widths_combine_as_those_of_a_sum() -> None:
    assert combined(3.0, 4.0, correlation=0.0) == pytest.approx(5.0)
    assert combined(3.0, 4.0, correlation=1.0) == pytest.approx(7.0)
    assert combined(3.0, 4.0, correlation=0.5) == pytest.approx(np.sqrt(37))
    assert combined(3.0, 4.0, correlation=-0.5) == pytest.approx(np.sqrt(13))


def test_people_who_are_missed_and_mistaken_make_both_rates_rise_together() -> None:
    """Person 0 is never found and matches strangers; the others do neither."""
    probe, reference = np.indices((8, 8)).reshape(2, -1)
    score = np.where(probe == reference, 1.0, 0.0)
    worst = (probe == 0) | (reference == 0)
    tally = dense_tally(
        probe, reference, np.where(worst, 1 - score, score), thresholds=(0.5,)
    )

    assert dependence(tally.strata[0], 0) > 0.7


def test_people_who_are_missed_but_never_mistaken_make_the_rates_part() -> None:
    """Person 0 is never found and never mistaken, the others half the time."""
    probe, reference = np.indices((8, 8)).reshape(2, -1)
    mated = probe == reference
    wrong = ((probe + reference) % 2 == 0) & (probe > 0) & (reference > 0)
    score = np.where(mated, (probe > 0).astype(float), wrong.astype(float))
    tally = dense_tally(probe, reference, score, thresholds=(0.5,))

    assert -0.8 <= dependence(tally.strata[0], 0) < -0.3


def test_without_one_kind_there_is_nothing_to_depend() -> None:
    tally = dense_tally([0, 1], [0, 1], [0.9, 0.1], thresholds=(0.5,))

    assert dependence(tally.strata[0], 0) == 0.0
    with pytest.raises(UndefinedMeasureError):
        fmr_band(tally, tally.strata[0], confidence=0.95)
