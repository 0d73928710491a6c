from collections.abc import Mapping

import numpy as np
import pytest
from numpy.typing import NDArray

from matchaudit.accuracy.conditions import condition_findings
from matchaudit.estimation.finding import Curve, Finding
from matchaudit.tallies.comparisons import ComparisonTally
from oracles.dense_tally import dense_tally

THRESHOLD = 2.0
Misses = Mapping[str, NDArray[np.int64]]


def _tally(
    column: str, misses: Misses, *, apart: bool = False, tries: int = 5
) -> ComparisonTally:
    """Mated comparisons with these missed matches of each subject by condition.

    Everybody is also compared once with everybody under each condition; each 20th of
    these is a false match. ``apart``: each condition has its own people.
    """
    probe, reference, score, label = [], [], [], []
    start = 0
    for condition, by_subject in misses.items():
        n = by_subject.size
        i, j = np.triu_indices(n, 1)
        own = np.repeat(np.arange(n), tries)
        missed = (np.tile(np.arange(tries), n) < np.repeat(by_subject, tries)).astype(
            int
        )
        probe.append(start + np.concatenate([i, own]))
        reference.append(start + np.concatenate([j, own]))
        nonmated = np.where(np.arange(i.size) % 20 == 0, 2.5, 1.0)
        score.append(np.concatenate([nonmated, 3.0 - 2 * missed]))
        label += [condition] * (i.size + own.size)
        start += n if apart else 0
    where = np.array(label)
    return dense_tally(
        np.concatenate(probe),
        np.concatenate(reference),
        np.concatenate(score),
        thresholds=[THRESHOLD],
        strata={c: ({column: c}, where == c) for c in misses},
    )


def _masks(**misses: list[int]) -> Misses:
    return {c: np.array(m * 10, dtype=np.int64) for c, m in misses.items()}


def _contrasts(
    tally: ComparisonTally, against: str | None = "none"
) -> dict[tuple[object, object], Finding]:
    found, curves = condition_findings(
        tally, column="probe_mask", against=against, thresholds=[THRESHOLD]
    )
    assert curves == []
    return {(f.population["measure"], f.population.get("condition")): f for f in found}


def _ends(finding: Finding) -> tuple[float, float]:
    assert finding.interval is not None
    low, high = finding.interval
    assert low is not None
    assert high is not None
    return low, high


def test_a_contrast_is_a_ratio_with_both_counts() -> None:
    """30 subjects, 5 tries each: 90 misses masked, 30 bare."""
    tally = _tally("probe_mask", _masks(none=[0, 1, 2], surgical=[2, 3, 4]))

    contrast = _contrasts(tally)["fnmr", "surgical"]

    assert contrast.id == "accuracy/condition_contrast"
    assert contrast.estimate == pytest.approx(3)
    assert "90 in 150 tries against 30 in 150 tries" in contrast.says
    assert "with mask surgical as with mask none" in contrast.says
    assert contrast.population == {
        "threshold": THRESHOLD,
        "dimension": "probe_mask",
        "measure": "fnmr",
        "condition": "surgical",
        "against": "none",
    }


def test_the_same_people_on_both_sides_narrow_the_contrast() -> None:
    """Those who are missed bare are also missed masked, or they are other people."""
    misses = _masks(none=[0, 1, 2], surgical=[2, 3, 4])
    paired = _contrasts(_tally("probe_mask", misses))["fnmr", "surgical"]
    apart = _contrasts(_tally("probe_mask", misses, apart=True))["fnmr", "surgical"]

    (low, high), (wide_low, wide_high) = _ends(paired), _ends(apart)

    assert paired.estimate == apart.estimate
    assert wide_low < low < 3 < high < wide_high
    assert any("No person was seen under both" in c for c in apart.cautions)
    assert not any("No person was seen under both" in c for c in paired.cautions)


def test_opposite_people_on_both_sides_widen_the_contrast() -> None:
    together = _masks(none=[0, 1, 2], surgical=[2, 3, 4])
    opposite = _masks(none=[2, 1, 0], surgical=[2, 3, 4])

    narrow = _ends(_contrasts(_tally("probe_mask", together))["fnmr", "surgical"])
    wide = _ends(_contrasts(_tally("probe_mask", opposite))["fnmr", "surgical"])

    assert wide[0] < narrow[0]
    assert wide[1] > narrow[1]


def test_wrong_matches_are_contrasted_too() -> None:
    tally = _tally("probe_mask", _masks(none=[0, 1], surgical=[1, 2]))

    contrast = _contrasts(tally)["fmr", "surgical"]

    assert contrast.estimate == pytest.approx(1)
    low, high = _ends(contrast)
    assert low < 1 < high


def test_no_condition_to_compare_with() -> None:
    tally = _tally("probe_mask", _masks(none=[0, 1], surgical=[1, 2]))

    unnamed = _contrasts(tally, None)["fnmr", None]
    absent = _contrasts(tally, "scarf")["fnmr", None]

    assert unnamed.because == "no condition to compare with was named"
    assert absent.because == "there is no mask called scarf in these data"


def test_what_was_not_recorded_is_no_condition() -> None:
    misses = {**_masks(none=[0, 1]), "not recorded": np.array([1, 2] * 10)}

    contrast = _contrasts(_tally("probe_mask", misses))["fnmr", "not recorded"]

    assert contrast.status == "not_estimable"
    assert contrast.because == "the mask was not recorded"


FRACTION = "probe_visible_fraction"


def _visible(**kwargs: list[int]) -> tuple[list[Finding], dict[str, list[object]]]:
    names = {"low": "0.25 to 0.5", "mid": "0.5 to 0.75", "full": "0.75 to 1"}
    misses = {names.get(c, c): m for c, m in _masks(**kwargs).items()}
    found, curves = condition_findings(
        _tally(FRACTION, misses),
        column=FRACTION,
        against="0.75 to 1",
        thresholds=[THRESHOLD],
    )
    return found, _columns(curves)


def _columns(curves: list[Curve]) -> dict[str, list[object]]:
    assert [curve.name for curve in curves] == ["fnmr_by_visible_fraction"]
    return {column.name: list(column.values) for column in curves[0].columns}


def test_missed_matches_fall_as_more_of_the_face_is_in_view() -> None:
    found, curve = _visible(low=[3, 4, 4], mid=[1, 2, 2], full=[0, 0, 1])

    assert curve["visible_from"] == [0.25, 0.5, 0.75]
    assert curve["visible_to"] == [0.5, 0.75, 1.0]
    assert curve["fit"] == pytest.approx([11 / 15, 5 / 15, 1 / 15])
    assert curve["fit"] == pytest.approx(curve["fnmr"])
    pointing = [f for f in found if f.curve == "data/fnmr_by_visible_fraction.csv"]
    assert [f.id for f in pointing] == ["accuracy/fnmr"]
    assert "less than 0.25 or more than 1 in view" in pointing[0].cautions[0]


def test_a_small_step_against_the_order_is_pooled() -> None:
    """Rates 5/15, 6/15, 1/15: the first two become 5.5/15; the band holds the fit."""
    _, curve = _visible(low=[1, 2, 2], mid=[1, 2, 3], full=[0, 0, 1])

    assert curve["fit"] == pytest.approx([5.5 / 15, 5.5 / 15, 1 / 15])
    for low, fit, high in zip(curve["low"], curve["fit"], curve["high"], strict=True):
        assert isinstance(low, float)
        assert isinstance(fit, float)
        assert isinstance(high, float)
        assert low <= fit <= high


def test_data_against_the_order_get_no_curve() -> None:
    found, curve = _visible(low=[0, 0, 1], full=[4, 4, 5])

    assert curve["fit"] == [None, None]
    pointing = next(f for f in found if f.id == "accuracy/fnmr")
    assert any("do not fall" in caution for caution in pointing.cautions)


def test_bins_are_also_contrasted() -> None:
    found, _ = _visible(low=[3, 4, 4], full=[0, 0, 1])

    contrast = next(
        f
        for f in found
        if f.id == "accuracy/condition_contrast" and f.population["measure"] == "fnmr"
    )
    assert contrast.estimate == pytest.approx(11)
    assert contrast.population["condition"] == "0.25 to 0.5"


def test_a_fraction_that_was_not_recorded_is_left_out_of_the_curve() -> None:
    misses = {
        "0.5 to 1": np.array([0, 1] * 10),
        "0 to 0.5": np.array([1, 2] * 10),
        "not recorded": np.array([5, 5] * 10),
    }
    found, curves = condition_findings(
        _tally(FRACTION, misses), column=FRACTION, against=None, thresholds=[THRESHOLD]
    )

    assert _columns(curves)["visible_from"] == [0.0, 0.5]
    pointing = next(f for f in found if f.id == "accuracy/fnmr")
    assert any("was not recorded" in caution for caution in pointing.cautions)
