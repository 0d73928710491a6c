from collections import Counter

import numpy as np
import pytest

from matchaudit.accuracy.measure import measure
from matchaudit.accuracy.settings import AccuracySettings
from measures import MEASURES, TARGETS, simulated
from oracles.dense_tally import dense_tally
from oracles.reading_grade import reading_grade

ALL = AccuracySettings(
    thresholds=(2.0,),
    target_fmrs=TARGETS,
    dimensions=("group", "probe_mask"),
    baselines={"group": "A", "probe_mask": "none"},
    lr_scores=(1.0, 3.0),
)


def test_an_audit_finds_every_measure_of_the_table() -> None:
    records = simulated()

    found, curves = measure(records.tally(), records.sample(), settings=ALL)

    assert {f.id for f in found} == set(MEASURES)
    assert {c.name for c in curves} == {
        "det",
        "det_by_group",
        "scores",
        "fmr_matrix",
        "tippett",
        "ece",
    }
    assert max(Counter(c.name for c in curves).values()) == 1


def test_no_finding_is_found_twice() -> None:
    records = simulated()
    found, _ = measure(records.tally(), records.sample(), settings=ALL)

    keys = Counter((f.id, tuple(sorted(f.population.items()))) for f in found)

    assert max(keys.values()) == 1


def test_every_sentence_can_be_read_at_eighth_grade() -> None:
    records = simulated()
    found, _ = measure(records.tally(), records.sample(), settings=ALL)

    grades = {f.says: reading_grade(f.says) for f in found}

    assert sum(grades.values()) / len(grades) <= 8
    assert {says: g for says, g in grades.items() if g > 10} == {}
    for says in grades:
        assert "significant" not in says
        assert says.endswith(".")


def test_every_curve_that_is_pointed_to_is_there() -> None:
    records = simulated()

    found, curves = measure(records.tally(), records.sample(), settings=ALL)

    assert {f.curve for f in found if f.curve} <= {c.path for c in curves}


def test_without_a_threshold_rates_at_one_are_not_estimable_once() -> None:
    records = simulated()

    found, _ = measure(
        records.tally(), None, settings=AccuracySettings(dimensions=("group",))
    )

    unknown = [f for f in found if f.status == "not_estimable"]
    assert [f.id for f in unknown] == ["accuracy/fmr", "accuracy/fnmr"]
    assert {f.because for f in unknown} == {"no threshold was named"}
    assert {"accuracy/eer", "accuracy/det", "accuracy/failure_to_acquire"} <= {
        f.id for f in found if f.status != "not_estimable"
    }


def test_a_threshold_that_is_also_found_for_a_target_is_measured_once() -> None:
    tally = simulated().tally()
    at = tally.at_target[TARGETS[0]]

    found, _ = measure(
        tally,
        None,
        settings=AccuracySettings(thresholds=(at,), target_fmrs=TARGETS[:1]),
    )

    assert [f.id for f in found].count("accuracy/fmr") == 1


def test_the_same_input_gives_the_same_findings() -> None:
    records = simulated()

    once, again = (
        measure(records.tally(), records.sample(), settings=ALL) for _ in range(2)
    )

    assert once == again


@pytest.mark.parametrize(
    "rows",
    [
        ([0], [0], [0.5]),
        ([0, 1, 2], [0, 1, 2], [0.5, 0.6, 0.7]),
        ([0, 1, 2], [1, 2, 0], [0.5, 0.6, 0.7]),
        ([0, 1, 0], [0, 1, 1], [0.5, 0.5, 0.5]),
        ([0, 0, 1], [0, 1, 1], [np.nan, np.nan, 0.5]),
    ],
    ids=["one subject", "all mated", "none mated", "all tied", "most failed"],
)
def test_little_data_say_little_but_never_break(
    rows: tuple[list[int], list[int], list[float]],
) -> None:
    tally = dense_tally(*rows, thresholds=(0.5, 0.65))

    found, _ = measure(tally, None, settings=AccuracySettings(thresholds=(0.5,)))

    assert {"accuracy/fmr", "accuracy/fnmr", "accuracy/eer"} <= {f.id for f in found}
    for finding in found:
        assert finding.status in {"measured", "bounded", "not_estimable", "counted"}
        assert "nan" not in finding.says
        assert reading_grade(finding.says) <= 14
