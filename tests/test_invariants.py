"""What no measure may depend on, tested over the table of measures."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from matchaudit.estimation.finding import Finding, Key
from measures import MEASURES, Producer, Records, simulated

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "reference" / "measures.md"
DESIGN = ROOT.parent / "shared" / "DESIGN.md"
SCALE, SHIFT = 4.0, -8.0
Facts = Mapping[tuple[str, tuple[tuple[str, Key], ...]], Finding]


def _row_order(records: Records) -> Records:
    rng = np.random.default_rng(3)
    return records.reordered(rng.permutation(records.score.size))


def _swapped(records: Records) -> Records:
    return replace(
        records,
        probe=records.reference,
        reference=records.probe,
        probe_group=records.reference_group,
        reference_group=records.probe_group,
    )


def _relabelled(records: Records) -> Records:
    n = int(records.probe.max()) + 1
    code = np.random.default_rng(4).permutation(n) + 5
    return replace(
        records, probe=code[records.probe], reference=code[records.reference]
    )


def _rescaled(records: Records) -> Records:
    def line(x: float) -> float:
        return SCALE * x + SHIFT

    return replace(
        records,
        score=SCALE * records.score + SHIFT,
        ladder=tuple(map(line, records.ladder)),
        asked=line(records.asked),
        lr_scores=tuple(map(line, records.lr_scores)),
    )


def _with_empty_group(records: Records) -> Records:
    return replace(records, groups=(*records.groups, "Z"))


CHANGES: Mapping[str, Callable[[Records], Records]] = {
    "nothing": lambda records: records,
    "row order": _row_order,
    "swapped sides": _swapped,
    "relabelled people": _relabelled,
    "rescaled scores": _rescaled,
    "empty group": _with_empty_group,
}
ONE_SIDED = {"probe_mask", "side"}
"""What is told of one side only, and so changes when sides are swapped."""


@cache
def _findings(producer: Producer, change: str) -> Facts:
    found = producer(CHANGES[change](simulated()))
    return {(f.id, tuple(sorted(f.population.items()))): f for f in found}


def _of(name: str, change: str) -> Facts:
    found = _findings(MEASURES[name], change)
    return {key: finding for key, finding in found.items() if key[0] == name}


def _numbers(finding: Finding) -> list[float | None]:
    ends = finding.interval or (None, None)
    return [finding.estimate, *ends, finding.events, finding.trials]


def assert_alike(
    before: Finding, after: Finding, *, rel: float = 1e-6, scale: bool = False
) -> None:
    assert after.status == before.status
    for x, y in zip(_numbers(before), _numbers(after), strict=True):
        if x is None or y is None:
            assert x is y
        elif scale and before.unit == "score":
            assert y == pytest.approx(SCALE * x + SHIFT, rel=rel)
        else:
            assert y == pytest.approx(x, rel=rel, abs=1e-9)


@pytest.mark.parametrize("name", MEASURES)
def test_each_measure_finds_something_to_compare(name: str) -> None:
    assert any(f.status != "not_estimable" for f in _of(name, "nothing").values())


@pytest.mark.parametrize("change", ["row order", "relabelled people"])
@pytest.mark.parametrize("name", MEASURES)
def test_names_of_people_and_order_of_rows_do_not_matter(
    name: str, change: str
) -> None:
    before, after = _of(name, "nothing"), _of(name, change)

    assert before.keys() == after.keys()
    for key, finding in before.items():
        assert_alike(finding, after[key])
        assert after[key].says == finding.says


@pytest.mark.parametrize("name", MEASURES.keys() - {"accuracy/condition_contrast"})
def test_which_side_is_the_probe_does_not_matter(name: str) -> None:
    """A comparison of two people is the same comparison from either side."""
    before, after = _of(name, "nothing"), _of(name, "swapped sides")

    two_sided = [key for key in before if not ONE_SIDED & dict(key[1]).keys()]

    assert two_sided or name == "accuracy/failure_to_acquire"
    for key in two_sided:
        assert_alike(before[key], after[key])


def test_swapped_sides_swap_failures_to_acquire() -> None:
    name = "accuracy/failure_to_acquire"
    before, after = _of(name, "nothing"), _of(name, "swapped sides")

    sides = [(name, (("side", side),)) for side in ("probe", "reference")]

    assert before[sides[0]].events == 0
    assert before[sides[1]].events == 1
    assert_alike(before[sides[0]], after[sides[1]])
    assert_alike(before[sides[1]], after[sides[0]])


@pytest.mark.parametrize("name", MEASURES)
def test_the_scale_of_scores_does_not_matter(name: str) -> None:
    """Only thresholds, which are scores, change with it."""
    before, after = _of(name, "nothing"), _of(name, "rescaled scores")
    # Where two rates cross is interpolated between bins, which are finer then.
    rel = 1e-2 if name == "accuracy/eer" else 1e-6

    assert len(before) == len(after)
    for finding, again in zip(before.values(), after.values(), strict=True):
        for key, value in finding.population.items():
            is_score = key in {"threshold", "score"}
            mapped = SCALE * float(value) + SHIFT if is_score else value
            assert again.population[key] == pytest.approx(mapped)
        assert_alike(finding, again, rel=rel, scale=True)


@pytest.mark.parametrize("name", MEASURES)
def test_an_empty_group_is_not_estimable_and_changes_nothing_else(name: str) -> None:
    before, after = _of(name, "nothing"), _of(name, "empty group")

    for key, finding in before.items():
        assert_alike(finding, after[key])
    for key in after.keys() - before.keys():
        assert after[key].status == "not_estimable"
        assert after[key].because


def _ids(text: str) -> set[str]:
    return set(re.findall(r"`(accuracy/[a-z_]+)`", text))


def test_every_documented_measure_is_in_the_table() -> None:
    assert _ids(PAGE.read_text(encoding="utf-8")) == set(MEASURES)


@pytest.mark.skipif(
    not DESIGN.exists(), reason="LOUD: ../shared/DESIGN.md is absent, ids not compared"
)
def test_every_designed_measure_is_in_the_table() -> None:
    rows = [
        line
        for line in DESIGN.read_text(encoding="utf-8").splitlines()
        if line.startswith("| `accuracy/")
    ]

    assert rows
    assert _ids("\n".join(rows)) <= set(MEASURES)
    assert "(and for fnmr)" in "\n".join(rows)
    assert {f"accuracy/fnmr_max_over_{x}" for x in ("min", "mean", "geomean")} <= set(
        MEASURES
    )
