import numpy as np
import pytest

from matchaudit.accuracy.conditions import condition_findings
from matchaudit.estimation.finding import Finding
from matchaudit.tallies.comparisons import ComparisonTally
from oracles.condition_tally import THRESHOLD, condition_tally, repeated


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
    tally = condition_tally("probe_mask", repeated(none=[0, 1, 2], surgical=[2, 3, 4]))

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
    misses = repeated(none=[0, 1, 2], surgical=[2, 3, 4])
    paired = _contrasts(condition_tally("probe_mask", misses))["fnmr", "surgical"]
    apart = _contrasts(condition_tally("probe_mask", misses, apart=True))[
        "fnmr", "surgical"
    ]

    (low, high), (wide_low, wide_high) = _ends(paired), _ends(apart)

    assert paired.estimate == apart.estimate
    assert wide_low < low < 3 < high < wide_high
    assert any("No person was seen under both" in c for c in apart.cautions)
    assert not any("No person was seen under both" in c for c in paired.cautions)


def test_opposite_people_on_both_sides_widen_the_contrast() -> None:
    together = repeated(none=[0, 1, 2], surgical=[2, 3, 4])
    opposite = repeated(none=[2, 1, 0], surgical=[2, 3, 4])

    narrow = _ends(
        _contrasts(condition_tally("probe_mask", together))["fnmr", "surgical"]
    )
    wide = _ends(
        _contrasts(condition_tally("probe_mask", opposite))["fnmr", "surgical"]
    )

    assert wide[0] < narrow[0]
    assert wide[1] > narrow[1]


def test_wrong_matches_are_contrasted_too() -> None:
    tally = condition_tally("probe_mask", repeated(none=[0, 1], surgical=[1, 2]))

    contrast = _contrasts(tally)["fmr", "surgical"]

    assert contrast.estimate == pytest.approx(1)
    low, high = _ends(contrast)
    assert low < 1 < high


def test_no_condition_to_compare_with() -> None:
    tally = condition_tally("probe_mask", repeated(none=[0, 1], surgical=[1, 2]))

    (unnamed,), _ = condition_findings(
        tally, column="probe_mask", against=None, thresholds=[THRESHOLD]
    )
    absent = _contrasts(tally, "scarf")["fnmr", None]

    assert unnamed.because == "no condition to compare with was named"
    assert unnamed.says.startswith("We cannot tell how errors compare by mask, because")
    assert absent.because == "there is no mask called scarf in these data"


def test_what_was_not_recorded_is_no_condition() -> None:
    misses = {**repeated(none=[0, 1]), "not recorded": np.array([1, 2] * 10)}

    contrast = _contrasts(condition_tally("probe_mask", misses))["fnmr", "not recorded"]

    assert contrast.status == "not_estimable"
    assert contrast.because == "the mask was not recorded"
