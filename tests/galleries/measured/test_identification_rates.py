from pathlib import Path
from typing import Any

import numpy as np
import pytest

from candidate_tables import search, tally_of, worked_example
from matchaudit.errors import UndefinedMeasureError
from matchaudit.estimation.clustered import clustered_proportion
from matchaudit.estimation.counts import Clusters
from matchaudit.galleries.measured.parts import Part, galleries_of, groups_of
from matchaudit.galleries.measured.rates import (
    NO_CANDIDATES,
    NO_SUBJECTS,
    complement,
    false_negative_identification_rate,
    false_positive_identification_rate,
    selectivity,
)


def part_of(folder: Path, rows: list[dict[str, Any]], *thresholds: float) -> Part:
    """Return all searches of the one gallery."""
    (part,) = galleries_of(tally_of(folder, rows, thresholds=thresholds))
    return part


@pytest.mark.parametrize(
    ("threshold", "events"), [(None, 3), (0.5, 3), (0.7, 2), (0.71, 1), (0.95, 0)]
)
def test_fpir_of_the_example(
    tmp_path: Path, threshold: float | None, events: int
) -> None:
    """A candidate at the threshold counts."""
    part = part_of(tmp_path, worked_example())

    found = false_positive_identification_rate(part, threshold)

    assert (found.events, found.trials) == (events, 10)
    assert found.low <= events / 10 == found.value <= found.high


@pytest.mark.parametrize(
    ("threshold", "rank", "misses"),
    [(None, 1, 3), (None, 2, 2), (0.8, 1, 4), (0.8, 2, 3), (0.81, 2, 4), (0.96, 2, 5)],
)
def test_fnir_of_the_example(
    tmp_path: Path, threshold: float | None, rank: int, misses: int
) -> None:
    part = part_of(tmp_path, worked_example())

    found = false_negative_identification_rate(part, threshold, rank)
    tpir = complement(found)

    assert (found.events, found.trials) == (misses, 5)
    assert tpir.events == 5 - misses
    assert tpir.value + found.value == pytest.approx(1)
    assert (tpir.low, tpir.high) == (1 - found.high, 1 - found.low)


def test_selectivity_of_the_example(tmp_path: Path) -> None:
    """Four wrong people in ten lists; two of them at 0.8 or above."""
    part = part_of(tmp_path, worked_example(), 0.8)

    as_returned, strict = selectivity(part, None), selectivity(part, 0.8)

    assert (as_returned.value, as_returned.events) == (0.4, 4)
    assert (strict.value, strict.events) == (0.2, 2)
    assert as_returned.low < 0.4 < as_returned.high
    assert as_returned.cautions[0].startswith("1 of these lists were full.")


def test_no_wrong_person_is_no_proof_of_none(tmp_path: Path) -> None:
    part = part_of(tmp_path, worked_example(), 0.95)

    found = selectivity(part, 0.95)

    assert (found.value, found.low) == (0, 0)
    # Garwood's upper end for none: -ln(0.025) in ten searches.
    assert found.high == pytest.approx(3.6889 / 10, rel=1e-3)


@pytest.mark.parametrize(
    ("threshold", "rank", "because"),
    [
        (0.49, 1, "lists were cut at score 0.5, and do not say who was beyond"),
        (None, 3, "lists end at rank 2, and do not say who comes after"),
    ],
)
def test_nothing_is_said_beyond_the_end_of_lists(
    tmp_path: Path, threshold: float | None, rank: int, because: str
) -> None:
    part = part_of(tmp_path, worked_example())

    with pytest.raises(UndefinedMeasureError, match=because):
        false_negative_identification_rate(part, threshold, rank)
    if threshold is not None:
        with pytest.raises(UndefinedMeasureError, match=because):
            false_positive_identification_rate(part, threshold)


def test_a_cut_that_nobody_recorded_is_the_lowest_score_seen(tmp_path: Path) -> None:
    rows = [{k: v for k, v in r.items() if k != "threshold"} for r in worked_example()]

    with pytest.raises(UndefinedMeasureError, match=r"beyond score 0\.55"):
        false_positive_identification_rate(part_of(tmp_path, rows), 0.54)


def test_searches_for_one_person_count_as_they_hang_together(tmp_path: Path) -> None:
    """Thirty wrong answers to three people are worth far less than to thirty."""

    def rows(people: int) -> list[dict[str, Any]]:
        return [
            row
            for i in range(300)
            for row in search(
                f"s{i}",
                *([(f"g{i}", 0.9)] if i % people < people // 10 else []),
                of=f"p{i % people}",
                enrolled=False,
            )
        ]

    many = false_positive_identification_rate(part_of(tmp_path, rows(300)), None)
    few = false_positive_identification_rate(part_of(tmp_path, rows(30)), None)

    assert many.value == few.value == 0.1
    assert few.high - few.low > 2 * (many.high - many.low)
    trials = [10] * 30
    by_hand = Clusters(
        np.array(trials),
        np.array([10] * 3 + [0] * 27),
    )
    assert few.low == pytest.approx(clustered_proportion(by_hand).low)


def test_a_face_that_is_returned_to_many_widens_the_range(tmp_path: Path) -> None:
    def rows(*, hub: bool) -> list[dict[str, Any]]:
        return [
            row
            for i in range(200)
            for row in search(
                f"s{i}",
                *([("hub" if hub else f"g{i}", 0.9)] if i < 20 else []),
                enrolled=False,
            )
        ]

    apart = part_of(tmp_path, rows(hub=False))
    same = part_of(tmp_path, rows(hub=True))

    (said,) = [
        caution
        for caution in false_positive_identification_rate(same, None).cautions
        if "same person" in caution
    ]
    assert said == "20 of these 20 wrong answers were the same person of the gallery."
    assert "same person" not in str(false_positive_identification_rate(apart, None))
    for rate in (false_positive_identification_rate, selectivity):
        alone, shared = rate(apart, None), rate(same, None)
        assert alone.value == shared.value == pytest.approx(0.1)
        assert shared.high > 2 * alone.high


def test_what_is_not_recorded_is_said(tmp_path: Path) -> None:
    rows = [
        {**row, "probe_subject": None, "candidate_subject": None}
        for row in worked_example()
        if not row["enrolled"]
    ]
    bare = [{k: v for k, v in r.items() if not k.endswith("_subject")} for r in rows]

    found = false_positive_identification_rate(part_of(tmp_path, bare), None)

    assert NO_SUBJECTS in found.cautions
    assert NO_CANDIDATES in found.cautions
    with pytest.raises(UndefinedMeasureError, match="which candidate is the right"):
        false_negative_identification_rate(part_of(tmp_path, bare), None, 1)


def test_rates_of_nobody_are_undefined(tmp_path: Path) -> None:
    others = [row for row in worked_example() if not row["enrolled"]]
    mated = [row for row in worked_example() if row["enrolled"]]
    one = search("a", ("x", 0.9), enrolled=False)

    with pytest.raises(UndefinedMeasureError, match="for who is in the gallery"):
        false_negative_identification_rate(part_of(tmp_path, others), None, 1)
    with pytest.raises(UndefinedMeasureError, match="who is not in the gallery"):
        false_positive_identification_rate(part_of(tmp_path, mated), None)
    with pytest.raises(UndefinedMeasureError, match="for one person"):
        selectivity(part_of(tmp_path, one), None)


def test_groups_are_those_of_the_probe(tmp_path: Path) -> None:
    rows = [
        {**row, "probe_group": "A" if row["search_id"] in {"n0", "n5", "m0"} else "B"}
        for row in worked_example()
    ]
    (part,) = galleries_of(tally_of(tmp_path, rows, by=["probe_group"]))

    groups = {g.population["group"]: g for g in groups_of(part, "probe_group")}

    assert groups["A"].population == {
        "gallery_size": 100,
        "dimension": "probe_group",
        "group": "A",
    }
    assert false_positive_identification_rate(groups["A"], None).events == 1
    assert false_positive_identification_rate(groups["A"], None).trials == 2
    assert false_positive_identification_rate(groups["B"], None).trials == 8
