from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest

from matchaudit.accuracy.differentials import differential_findings
from matchaudit.estimation.finding import Finding
from matchaudit.tallies.comparisons import ComparisonTally
from oracles.grouped_tally import THRESHOLD, grouped_rows

EQUAL = {"A": (30, 6, 6), "B": (30, 6, 6), "C": (30, 6, 6)}
UNEQUAL = {"A": (40, 4, 8), "B": (40, 24, 8), "C": (40, 8, 16)}


def _findings(
    tally: ComparisonTally,
    *,
    reference: str | None = "A",
    floor: int = 10,
    confidence: float = 0.95,
) -> list[Finding]:
    found, _ = differential_findings(
        tally,
        dimension="group",
        reference=reference,
        thresholds=[THRESHOLD],
        confidence=confidence,
        floor=floor,
        rng_seed=1,
    )
    return found


def _of(
    groups: Mapping[str, tuple[int, int, int]],
    *,
    reference: str | None = "A",
    floor: int = 10,
) -> dict[tuple[str, object], Finding]:
    found = _findings(grouped_rows(groups).tally(), reference=reference, floor=floor)
    return {
        (f.id.removeprefix("accuracy/"), f.population.get("group")): f for f in found
    }


def test_a_ratio_comes_with_both_counts() -> None:
    """24 and 4 of 780 pairs: a ratio of 6."""
    ratio = _of(UNEQUAL)["fmr_ratio", "B"]

    assert ratio.status == "measured"
    assert ratio.estimate == pytest.approx(6)
    assert ratio.interval is not None
    low, high = ratio.interval
    assert low is not None
    assert high is not None
    assert 1 < low < 6 < high
    assert "24 in 780 tries against 4 in 780 tries" in ratio.says
    assert ratio.population == {
        "threshold": THRESHOLD,
        "dimension": "group",
        "group": "B",
        "reference": "A",
    }


def test_missed_matches_are_compared_too() -> None:
    found = _of(UNEQUAL)

    assert found["fnmr_ratio", "C"].estimate == pytest.approx(2)
    assert found["fnmr_ratio", "B"].estimate == pytest.approx(1)


def test_every_index_is_that_of_the_counts() -> None:
    """FMR 4, 24, 8 of 780; FNMR 8, 8, 16 of 80."""
    found = _of(UNEQUAL)

    expected = {
        "fmr_max_over_min": 6,
        "fmr_max_over_mean": 2,
        "fmr_max_over_geomean": 24 / (4 * 24 * 8) ** (1 / 3),
        "fnmr_max_over_min": 2,
        "fdr": 1 - (20 / 780 + 8 / 80) / 2,
        "inequity_rate": 12**0.5,
        "garbe": (40 / 72 + 16 / 64) / 2,
    }
    for name, value in expected.items():
        index = found[name, None]
        assert index.estimate == pytest.approx(value)
        assert index.interval is not None
        low, high = index.interval
        assert low is not None
        assert high is not None
        assert low <= value <= high


def test_a_summary_index_warns_that_it_hides_ratios() -> None:
    found = _of(UNEQUAL)

    for name in ("fdr", "garbe", "inequity_rate"):
        assert any("hide a large gap" in c for c in found[name, None].cautions)
        assert "24 in 780 tries (group B)" in found[name, None].says
        assert found[name, None].population["fmr_weight"] == 0.5


def test_without_a_named_reference_no_group_is_singled_out() -> None:
    found = _of(UNEQUAL, reference=None)

    assert found["fmr_ratio", None].because == "no reference group was named"
    assert ("fnmr_ratio", None) not in found, "once for each dimension is enough"
    assert found["fmr_max_over_min", None].status == "measured"


@pytest.mark.parametrize(
    ("reference", "because"),
    [("Z", "no group called Z"), ("D", "group D has 4 subjects; at least 10")],
)
def test_a_reference_that_cannot_be_used_is_named(reference: str, because: str) -> None:
    found = _of({**UNEQUAL, "D": (4, 1, 1)}, reference=reference)

    assert because in str(found["fmr_ratio", None].because)


def test_a_small_group_is_named_and_left_out() -> None:
    with_small = _of({**UNEQUAL, "D": (4, 6, 8)})
    without = _of(UNEQUAL)

    small = with_small["fmr_ratio", "D"]
    assert small.because == "group D has 4 subjects; at least 10 are needed"
    index = with_small["fmr_max_over_min", None]
    assert index.estimate == without["fmr_max_over_min", None].estimate
    assert "Left out: group D has 4 subjects; at least 10 are needed." in index.cautions


def test_one_group_alone_has_no_gap() -> None:
    found = _of({"A": (20, 3, 3), "B": (3, 1, 1)})

    because = str(found["fmr_max_over_min", None].because)
    assert because.startswith("fewer than two groups can be compared")
    assert "group B has 3 subjects" in because
    assert found["garbe", None].status == "not_estimable"


def test_no_error_in_a_group_bounds_its_ratio_from_above() -> None:
    found = _of({"A": (40, 20, 8), "B": (40, 0, 0)})

    ratio = found["fmr_ratio", "B"]
    assert ratio.status == "bounded"
    assert ratio.estimate is None
    assert ratio.interval is not None
    low, high = ratio.interval
    assert low is None
    assert high is not None
    assert 0 < high < 1
    assert "no wrong matches in group B" in ratio.says


def test_no_error_in_the_reference_bounds_ratios_from_below() -> None:
    found = _of({"A": (40, 0, 8), "B": (40, 40, 8)})

    ratio = found["fmr_ratio", "B"]
    assert ratio.status == "bounded"
    assert ratio.interval is not None
    low, high = ratio.interval
    assert high is None
    assert low is not None
    assert low > 1
    spread = found["fmr_max_over_min", None]
    assert spread.status == "bounded"
    assert spread.interval is not None
    assert spread.interval[1] is None
    assert found["fmr_max_over_mean", None].status == "measured"
    assert found["fdr", None].status == "measured"
    assert found["inequity_rate", None].estimate is None


def test_no_error_anywhere_says_nothing_of_ratios() -> None:
    found = _of({"A": (40, 0, 8), "B": (40, 0, 9)})

    assert "(0 of 780 and 0 of 780 tries)" in str(found["fmr_ratio", "B"].because)
    assert found["fmr_ratio", "B"].says.startswith(
        f"At score {THRESHOLD:g}, we cannot tell how wrong matches compare"
    )
    for name in ("fmr_max_over_min", "fmr_max_over_mean", "garbe", "inequity_rate"):
        assert found[name, None].status == "not_estimable"
    assert found["fdr", None].status == "measured"


def test_equal_groups_may_be_equal() -> None:
    found = _of(EQUAL)

    for name, even in [("fmr_max_over_min", 1), ("fdr", 1), ("garbe", 0)]:
        index = found[name, None]
        assert index.estimate == pytest.approx(even)
        assert index.interval is not None
        assert even in [pytest.approx(end) for end in index.interval]


def test_more_groups_make_each_interval_wider() -> None:
    """The worst of many must be farther out before it says something."""
    few = _of({"A": (30, 6, 6), "B": (30, 18, 6)})["fmr_ratio", "B"]
    more = _of({"A": (30, 6, 6), "B": (30, 18, 6), "C": (30, 9, 6), "D": (30, 9, 6)})
    many = more["fmr_ratio", "B"]

    assert few.interval is not None
    assert many.interval is not None
    assert None not in (*few.interval, *many.interval)
    assert many.interval[0] < few.interval[0]  # type: ignore[operator]
    assert many.interval[1] > few.interval[1]  # type: ignore[operator]
    assert many.estimate == few.estimate


def _numbers(found: list[Finding]) -> list[tuple[object, ...]]:
    return sorted(
        (f.id, str(f.population.get("group")), f.status, f.estimate, f.interval)
        for f in found
    )


def test_renamed_groups_change_no_number() -> None:
    """The new names also come in another order."""
    rows = grouped_rows(UNEQUAL)
    names = {"A": "z", "B": "m", "C": "a"}
    renamed = replace(rows, group_of=np.array([names[g] for g in rows.group_of]))

    before = _findings(rows.tally())
    after = _findings(renamed.tally(), reference="z")

    back = {new: old for old, new in names.items()}
    named = [
        replace(f, population={k: back.get(str(v), v) for k, v in f.population.items()})
        for f in after
    ]
    for old, new in zip(_numbers(before), _numbers(named), strict=True):
        assert old[:3] == new[:3]
        assert old[3] == pytest.approx(new[3])
        assert old[4] == pytest.approx(new[4])


def test_order_of_rows_and_sides_change_no_number() -> None:
    rows = grouped_rows(UNEQUAL)
    order = np.random.default_rng(3).permutation(rows.score.size)
    turned = replace(
        rows,
        probe=rows.reference[order],
        reference=rows.probe[order],
        score=rows.score[order],
    )

    assert _numbers(_findings(turned.tally())) == _numbers(_findings(rows.tally()))


def test_the_same_seed_gives_the_same_findings() -> None:
    tally = grouped_rows(UNEQUAL).tally()

    assert _findings(tally) == _findings(tally)


def test_findings_point_to_the_matrix() -> None:
    tally = grouped_rows(UNEQUAL).tally()

    found, curves = differential_findings(
        tally,
        dimension="group",
        reference="A",
        thresholds=[1.5, THRESHOLD],
        rng_seed=1,
    )

    assert [curve.name for curve in curves] == ["fmr_matrix"]
    pointing = {f.id for f in found if f.curve == "data/fmr_matrix.csv"}
    assert "accuracy/fmr_max_over_min" in pointing
    assert {f.population["threshold"] for f in found} == {1.5, THRESHOLD}
