"""What no measure of field use may depend on, tested over the table of measures."""

import json
import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from matchaudit.estimation.finding import Finding, Key
from usage_measures import (
    MEASURES,
    NEVER_TOLD,
    UNUSED_BY_DEPLOYMENTS,
    UNUSED_BY_SEARCHES,
    Records,
    Row,
    Rows,
    simulated,
)

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "reference" / "measures.md"
SOURCES = ROOT / "src" / "matchaudit" / "usage"
DESIGN = ROOT.parent / "shared" / "DESIGN.md"

ROW_BY_ROW = (
    "data/parts_do_not_add_up",
    "data/outcomes_exceed_alerts",
    "data/published_rate",
)
"""Checks that look at one row at a time; the others look at rows beside it."""

PSEUDONYMS = ("search_id", "operator", "case_ref")
Facts = Mapping[tuple[str, tuple[tuple[str, Key], ...]], Finding]


def _row_order(records: Records) -> Records:
    def shuffled(rows: Rows, seed: int) -> Rows:
        order = np.random.default_rng(seed).permutation(len(rows))
        return tuple(rows[i] for i in order)

    return replace(
        records,
        deployments=tuple(shuffled(rows, 3) for rows in records.deployments),
        searches=tuple(shuffled(rows, 4) for rows in records.searches),
    )


def _in_two_files(records: Records) -> Records:
    (deployments,), (searches,) = records.deployments, records.searches
    return replace(
        records,
        # Not within a stretch that holds a fault.
        deployments=(deployments[:75], deployments[75:]),
        searches=(searches[:200], searches[200:]),
    )


def _relabelled(records: Records) -> Records:
    (log,) = records.searches
    rng = np.random.default_rng(6)
    codes: dict[str, dict[str, str]] = {}
    for name in PSEUDONYMS:
        old = sorted({row[name] for row in log} - {""})
        new = [f"X{k:05d}" for k in rng.permutation(len(old))]
        codes[name] = {"": "", **dict(zip(old, new, strict=True))}

    def relabelled(row: Row) -> Row:
        return {**row, **{name: codes[name][row[name]] for name in PSEUDONYMS}}

    return replace(records, searches=(tuple(map(relabelled, log)),))


def _with_unused_columns(records: Records) -> Records:
    (deployments,), (searches,) = records.deployments, records.searches
    return replace(
        records,
        deployments=(tuple({**row, **UNUSED_BY_DEPLOYMENTS} for row in deployments),),
        searches=(tuple({**row, **UNUSED_BY_SEARCHES} for row in searches),),
    )


def _with_empty_groups(records: Records) -> Records:
    """Add a place and a threshold at which nothing was seen, and an idle agency."""
    (deployments,), (searches,) = records.deployments, records.searches
    counts = (
        *("minutes", "faces_seen", "alerts", "interventions", "arrests"),
        *("true_alerts", "true_alerts_unconfirmed", "false_alerts", "no_action"),
        *("false_alerts_unconfirmed", "other_disposals"),
    )
    idle = {**deployments[-1], **dict.fromkeys(counts, "0"), "published_rate": ""}
    idle |= {"threshold": "0.9", "location": "Nowhere", "deployment_id": "D99999"}
    nil = dict.fromkeys(searches[0], "") | {
        "search_id": "S9999999",
        "searched_at": searches[0]["searched_at"],
        "nil_return": "true",
        "agency": "Agency 99",
    }
    return replace(
        records, deployments=((*deployments, idle),), searches=((*searches, nil),)
    )


CHANGES: Mapping[str, Callable[[Records], Records]] = {
    "nothing": lambda records: records,
    "row order": _row_order,
    "two files": _in_two_files,
    "files turned round": lambda r: _in_two_files(r).each_file(reverse=True),
    "relabelled pseudonyms": _relabelled,
    "unused columns": _with_unused_columns,
    "empty groups": _with_empty_groups,
}


@cache
def _findings(change: str) -> tuple[Finding, ...]:
    return tuple(CHANGES[change](simulated()).findings())


def _of(name: str, change: str) -> Facts:
    return {
        (f.id, tuple(sorted(f.population.items()))): f
        for f in _findings(change)
        if f.id == name
    }


def _numbers(finding: Finding) -> list[float | None]:
    ends = finding.interval or (None, None)
    return [finding.estimate, *ends, finding.events, finding.trials]


def assert_alike(before: Finding, after: Finding) -> None:
    assert after.status == before.status
    for x, y in zip(_numbers(before), _numbers(after), strict=True):
        assert (x is None) == (y is None)
        if x is not None:
            assert y == pytest.approx(x, rel=1e-9, abs=1e-15)


def _rows_told(name: str, change: str) -> float:
    return sum(f.estimate or 0 for f in _of(name, change).values())


def test_no_two_findings_of_one_audit_have_the_same_name() -> None:
    names = Counter(
        (f.id, tuple(sorted(f.population.items()))) for f in _findings("nothing")
    )

    assert [name for name, n in names.items() if n > 1] == []


@pytest.mark.parametrize("name", sorted(MEASURES.keys() - NEVER_TOLD))
def test_each_measure_finds_something_to_compare(name: str) -> None:
    found = _of(name, "nothing").values()

    assert any(f.status != "not_estimable" for f in found)
    if name.startswith("data/"):
        assert _rows_told(name, "nothing") >= 1


@pytest.mark.parametrize("name", [n for n in MEASURES if n.startswith("usage/")])
def test_the_order_of_rows_does_not_matter_to_what_is_measured(name: str) -> None:
    """Only periods may change: a row whose date is wrong is placed by its neighbours."""
    before, after = _of(name, "nothing"), _of(name, "row order")
    compared = [key for key in before if "period" not in dict(key[1])]

    assert compared
    for key in compared:
        assert_alike(before[key], after[key])


@pytest.mark.parametrize("name", ROW_BY_ROW)
def test_the_order_of_rows_does_not_matter_to_a_check_of_single_rows(
    name: str,
) -> None:
    assert _rows_told(name, "row order") == _rows_told(name, "nothing")


@pytest.mark.parametrize("change", ["two files", "files turned round"])
@pytest.mark.parametrize("name", MEASURES)
def test_how_records_are_parted_into_files_does_not_matter(
    name: str, change: str
) -> None:
    before, after = _of(name, "nothing"), _of(name, change)

    if name.startswith("data/"):
        assert _rows_told(name, change) == _rows_told(name, "nothing")
        return
    assert before.keys() == after.keys()
    for key, finding in before.items():
        assert_alike(finding, after[key])


@pytest.mark.parametrize("change", ["relabelled pseudonyms", "unused columns"])
@pytest.mark.parametrize("name", MEASURES)
def test_pseudonyms_and_unused_columns_change_no_byte_of_the_findings(
    name: str, change: str
) -> None:
    before, after = _of(name, "nothing"), _of(name, change)

    assert [json.dumps(f.to_json()) for f in before.values()] == [
        json.dumps(f.to_json()) for f in after.values()
    ]


COUNTED_WITH_IDLE_ROWS = {
    "usage/totals",
    "usage/silent_months",
    *(name for name in MEASURES if name.startswith("data/")),
}
"""An idle deployment is a deployment, and an idle agency's month a month with a row."""


@pytest.mark.parametrize("name", sorted(MEASURES.keys() - COUNTED_WITH_IDLE_ROWS))
def test_empty_groups_are_not_estimable_and_change_nothing_else(name: str) -> None:
    before, after = _of(name, "nothing"), _of(name, "empty groups")

    for key, finding in before.items():
        assert_alike(finding, after[key])
    for key in after.keys() - before.keys():
        assert after[key].status == "not_estimable"
        assert after[key].because


@pytest.mark.parametrize("name", [n for n in MEASURES if n.startswith("data/")])
def test_an_idle_row_makes_no_other_row_odd(name: str) -> None:
    assert _rows_told(name, "empty groups") == _rows_told(name, "nothing")


def _ids(text: str, quote: str) -> set[str]:
    return set(re.findall(rf"{quote}((?:usage|data)/[a-z_0-9]+){quote}", text))


def test_every_measure_in_the_code_is_in_the_table() -> None:
    texts = [path.read_text(encoding="utf-8") for path in SOURCES.rglob("*.py")]

    assert set().union(*(_ids(text, '"') for text in texts)) == set(MEASURES)


def test_every_documented_measure_is_in_the_table() -> None:
    assert _ids(PAGE.read_text(encoding="utf-8"), "`") == set(MEASURES)


@pytest.mark.skipif(
    not DESIGN.exists(), reason="LOUD: ../shared/DESIGN.md is absent, ids not compared"
)
def test_every_designed_measure_is_in_the_table() -> None:
    designed = _ids(DESIGN.read_text(encoding="utf-8"), "`")

    assert designed
    assert designed <= set(MEASURES)
