"""What no measure of galleries and claims may depend on, over the table of measures."""

import json
import math
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from gallery_measures import (
    MEASURES,
    RECORDED,
    UNUSED,
    Records,
    Row,
    Rows,
    quoted,
    simulated,
)
from matchaudit.audit import Outcome
from matchaudit.audit.plan import Assumed
from matchaudit.audit.worth import Typed, WorthOutcome, worth
from matchaudit.estimation.finding import Finding, Key
from oracles.reading_grade import reading_grade

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "reference" / "measures.md"
SOURCES = tuple(ROOT / "src" / "matchaudit" / part for part in ("galleries", "audit"))
DESIGN = ROOT.parent / "shared" / "DESIGN.md"

LINES = (("moved scores", 1.0, -8.0), ("doubled scores", 2.0, 0.0))
"""What is done to each score: a slope and a start, exact in binary."""

PEOPLE = ("probe_subject", "reference_subject", "candidate_subject", "search_id")
Facts = Mapping[tuple[str, tuple[tuple[str, Key], ...]], Finding]


def _mapped(records: Records, change: Callable[[Rows], Rows]) -> Records:
    return replace(
        records,
        comparisons=tuple(map(change, records.comparisons)),
        candidates=tuple(map(change, records.candidates)),
        claims=tuple(map(change, records.claims)),
    )


def _row_order(records: Records) -> Records:
    def shuffled(rows: Rows) -> Rows:
        order = np.random.default_rng(3).permutation(len(rows))
        return tuple(rows[i] for i in order)

    return _mapped(records, shuffled)


def _in_two_files(records: Records) -> Records:
    """Part each file within a search, and name the later part first."""

    def parted(files: tuple[Rows, ...]) -> tuple[Rows, ...]:
        (rows,) = files
        return rows[len(rows) // 3 :], rows[: len(rows) // 3]

    return replace(
        records,
        comparisons=parted(records.comparisons),
        candidates=parted(records.candidates),
        claims=parted(records.claims),
    )


def _renamed(records: Records) -> Records:
    """Give every person, search and claim another pseudonym, in another order."""
    names = (*PEOPLE, "claim_id")

    def renamed(rows: Rows) -> Rows:
        here = [name for name in names if name in rows[0]]
        apart = [[n for n in here if n in own] for own in (PEOPLE[:3], names[3:])]
        new: dict[str, dict[str, str]] = {}
        for columns in apart:
            old = sorted({row[name] for row in rows for name in columns} - {""})
            codes = np.random.default_rng(6).permutation(len(old))
            same = {"": "", **{o: f"X{c:05d}" for o, c in zip(old, codes, strict=True)}}
            new |= dict.fromkeys(columns, same)
        return tuple(
            {n: new[n][v] if n in new else v for n, v in row.items()} for row in rows
        )

    return _mapped(records, renamed)


def _with_unused_columns(records: Records) -> Records:
    def wider(rows: Rows, kind: str) -> Rows:
        return tuple({**row, **UNUSED[kind]} for row in rows)

    return replace(
        records,
        comparisons=tuple(wider(rows, "comparisons") for rows in records.comparisons),
        candidates=tuple(wider(rows, "candidates") for rows in records.candidates),
        claims=tuple(wider(rows, "claims") for rows in records.claims),
    )


def _on_a_line(slope: float, start: float) -> Callable[[Records], Records]:
    """Return what moves every score and every threshold to a line."""

    def moved(records: Records) -> Records:
        def new(row: Row) -> Row:
            scores = {n: row[n] for n in ("score", "threshold") if row.get(n)}
            return {
                **row,
                **{n: repr(slope * float(v) + start) for n, v in scores.items()},
            }

        there = _mapped(records, lambda rows: tuple(map(new, rows)))
        return replace(there, threshold=slope * records.threshold + start)

    return moved


CHANGES: Mapping[str, Callable[[Records], Records]] = {
    "nothing": lambda records: records,
    "row order": _row_order,
    "two files": _in_two_files,
    "other pseudonyms": _renamed,
    "unused columns": _with_unused_columns,
    **{change: _on_a_line(slope, start) for change, slope, start in LINES},
}
DRAWN = frozenset(
    {
        "galleries/fpir_predicted",
        "galleries/fnir_predicted",
        "galleries/threshold_at_fpir",
        "galleries/growth_exponent",
        "galleries/candidate_correct",
        "galleries/match_weight",
        "galleries/break_even_enrolled",
        "galleries/false_candidates_per_year",
        "galleries/wrong_candidates_per_year",
        "galleries/worth_driver",
    }
)
"""Measures whose ranges come from people drawn anew: in the order of pseudonyms."""

BOTH_WAYS: Mapping[str, tuple[str, str]] = {
    "fmr": ("4e-6..6e-6", "1e-6..9e-6"),
    "tpir": ("0.90..0.92", "0.83..0.99"),
    "review_sensitivity": ("0.7..0.8", "0.55..0.95"),
    "review_false_accept": ("0.2..0.3", "0.05..0.45"),
}
"""What may be typed as a range: a narrow one, and a wider one about the same middle.

About another middle a wider range may move an end inwards: each value of a range is as
likely as another, so one over several decades hardly holds its smallest values.
"""

_NARROW: dict[str, Any] = {name: narrow for name, (narrow, _) in BOTH_WAYS.items()}
TYPED = Typed(
    gallery="270000000",
    enrolled="0.05..0.9",
    searches=1000,
    claims=20,
    **_NARROW,
)


@cache
def _outcome(change: str) -> Outcome:
    return CHANGES[change](simulated()).outcome()


@cache
def _typed(gallery: str = TYPED.gallery) -> tuple[Finding, ...]:
    return worth(replace(TYPED, gallery=gallery)).released.findings


def _facts(findings: Sequence[Finding], name: str) -> Facts:
    return {
        (f.id, tuple(sorted(f.population.items()))): f for f in findings if f.id == name
    }


def _of(name: str, change: str) -> Facts:
    return _facts(_outcome(change).findings, name)


@cache
def _every() -> tuple[Finding, ...]:
    """Return the findings of all that can be audited, typed or quoted here."""
    recorded = [f for f in _outcome("nothing").findings if f.id in MEASURES]
    return (*recorded, *_typed(), *quoted().findings)


def _numbers(finding: Finding) -> list[float | None]:
    ends = finding.interval or (None, None)
    return [finding.estimate, *ends, finding.events, finding.trials]


def assert_alike(
    before: Finding,
    after: Finding,
    *,
    middle: float = 1e-9,
    ends: float = 1e-9,
    line: Callable[[float], float] = lambda x: x,
) -> None:
    assert after.status == before.status
    if before.unit != "score":
        line = float
    for i, (x, y) in enumerate(zip(_numbers(before), _numbers(after), strict=True)):
        assert (x is None) == (y is None)
        if x is not None:
            rel = {0: middle, 1: ends, 2: ends}.get(i, 1e-9)
            assert y == pytest.approx(line(x), rel=rel, abs=1e-12)


def closed(finding: Finding) -> tuple[float, float]:
    """Return the ends of a range; one that is open reaches to infinity."""
    assert finding.interval is not None
    low, high = finding.interval
    return (
        -math.inf if low is None else low,
        math.inf if high is None else high,
    )


def test_no_two_findings_of_one_audit_have_the_same_name() -> None:
    names = Counter(
        (f.id, tuple(sorted(f.population.items())))
        for f in _outcome("nothing").findings
    )

    assert [name for name, n in names.items() if n > 1] == []


@pytest.mark.parametrize("name", MEASURES)
def test_each_measure_finds_something_to_compare(name: str) -> None:
    found = _facts(_every(), name).values()

    assert any(f.status != "not_estimable" for f in found)


@pytest.mark.parametrize("change", ["row order", "two files"])
@pytest.mark.parametrize("name", RECORDED)
def test_the_order_of_rows_and_their_files_do_not_matter(
    name: str, change: str
) -> None:
    before, after = _of(name, "nothing"), _of(name, change)

    assert before.keys() == after.keys()
    for key, finding in before.items():
        assert_alike(finding, after[key])
        assert after[key].says == finding.says


@pytest.mark.parametrize("name", RECORDED)
def test_what_people_and_records_are_called_does_not_matter(name: str) -> None:
    """Where people are drawn anew, other draws move the numbers a little."""
    before, after = _of(name, "nothing"), _of(name, "other pseudonyms")

    assert before.keys() == after.keys()
    for key, finding in before.items():
        if name == "galleries/worth_driver":
            share = pytest.approx(finding.estimate, abs=0.02)
            assert after[key].estimate == share
        else:
            middle, ends = (0.1, 0.5) if name in DRAWN else (1e-9, 1e-9)
            assert_alike(finding, after[key], middle=middle, ends=ends)


@pytest.mark.parametrize("name", RECORDED)
def test_unused_columns_change_no_byte_of_the_findings(name: str) -> None:
    before, after = _of(name, "nothing"), _of(name, "unused columns")

    assert [json.dumps(f.to_json()) for f in before.values()] == [
        json.dumps(f.to_json()) for f in after.values()
    ]


@pytest.mark.parametrize(("change", "slope", "start"), LINES)
@pytest.mark.parametrize("name", RECORDED)
def test_the_scale_of_scores_does_not_matter(
    name: str, change: str, slope: float, start: float
) -> None:
    """Only thresholds, which are scores, change with it."""
    before, after = _of(name, "nothing"), _of(name, change)

    def line(x: float) -> float:
        return slope * x + start

    assert len(before) == len(after)
    for finding, again in zip(before.values(), after.values(), strict=True):
        assert finding.population.keys() == again.population.keys()
        for key, value in finding.population.items():
            mapped = line(float(value)) if key == "threshold" else value
            assert again.population[key] == pytest.approx(mapped)
        assert_alike(finding, again, line=line)


def test_the_same_input_gives_the_same_bytes() -> None:
    without_pairs = replace(simulated(), comparisons=())
    once, again = (without_pairs.outcome().findings_json for _ in range(2))

    assert once == again
    assert quoted().findings_json == quoted().findings_json
    assert worth(TYPED).findings_json == worth(TYPED).findings_json


@pytest.mark.parametrize("name", BOTH_WAYS)
def test_a_wider_range_of_an_input_never_narrows_a_worth(name: str) -> None:
    """Of one input, where the others are known: together they average out."""
    known: dict[str, Any] = {
        other: wider.split("..")[0] for other, (_, wider) in BOTH_WAYS.items()
    }
    narrow, wide = (
        _ranges(worth(replace(TYPED, i_know=True, **(known | {name: given}))))
        for given in BOTH_WAYS[name]
    )

    assert narrow.keys() == wide.keys()
    assert narrow != wide
    for key, (low, high) in narrow.items():
        lower, higher = wide[key]
        assert lower <= low * (1 + 1e-9), key
        assert higher >= high * (1 - 1e-9), key


def _ranges(outcome: WorthOutcome) -> dict[object, tuple[float, float]]:
    return {
        (f.id, *sorted(f.population.items())): closed(f)
        for f in outcome.released.findings
        if f.interval is not None
    }


def test_a_wider_range_of_an_input_never_narrows_the_wrong_claims_expected() -> None:
    claims = replace(simulated(), comparisons=(), candidates=())

    def expected(low: float, high: float) -> Facts:
        assumed = Assumed(enrolled=(0.1, 0.9), fmr=(low, high), tpir=(0.93, 0.930001))
        outcome = replace(claims, assumed=assumed).outcome()
        return _facts(outcome.findings, "claims/expected_false")

    before, after = expected(4e-6, 6e-6), expected(1e-6, 9e-6)

    assert before.keys() == after.keys()
    for key, finding in before.items():
        (low, high), (lower, higher) = closed(finding), closed(after[key])
        assert lower <= low * (1 + 1e-9), key
        assert higher >= high * (1 - 1e-9), key


@pytest.mark.parametrize("source", ["records", "typed"])
def test_the_more_people_are_enrolled_the_more_candidates_are_right(
    source: str,
) -> None:
    findings = _typed() if source == "typed" else _outcome("nothing").findings
    alike: dict[str, list[tuple[float, Finding]]] = {}
    for finding in _facts(findings, "galleries/candidate_correct").values():
        rest = {k: v for k, v in finding.population.items() if k != "enrolled_share"}
        share = float(finding.population["enrolled_share"])
        alike.setdefault(repr(sorted(rest.items())), []).append((share, finding))

    assert alike
    for shares in alike.values():
        ranges = [closed(f) for _, f in sorted(shares, key=lambda pair: pair[0])]
        assert len(ranges) > 1
        for (low, high), (lower, higher) in pairwise(ranges):
            assert low <= lower
            assert high <= higher


def test_a_bigger_gallery_never_returns_fewer_wrong_people() -> None:
    found = _facts(_outcome("nothing").findings, "galleries/fpir_predicted").values()
    at_score = sorted(
        (f for f in found if "threshold" in f.population),
        key=lambda f: float(f.population["gallery_size"]),
    )
    rates = [f.estimate for f in at_score if f.estimate is not None]
    highs = [closed(f)[1] for f in at_score]

    assert len(rates) > 1
    assert rates == sorted(rates)
    assert highs == sorted(highs)


def test_the_score_that_a_target_needs_grows_with_the_gallery() -> None:
    found = _facts(_outcome("nothing").findings, "galleries/threshold_at_fpir").values()
    predicted = sorted(
        (f for f in found if f.population.get("predicted") and f.status == "measured"),
        key=lambda f: float(f.population["gallery_size"]),
    )
    numbers = [_numbers(f)[:3] for f in predicted]

    assert len(numbers) > 1
    for column in zip(*numbers, strict=True):
        assert list(column) == sorted(column)


def test_a_candidate_is_worth_less_in_a_bigger_gallery() -> None:
    small, big = (
        _facts(_typed(size), "galleries/candidate_correct").values()
        for size in ("1000000", "270000000")
    )

    for a, b in zip(small, big, strict=True):
        assert closed(b)[0] < closed(a)[0]
        # At best all wrong matches of a rate typed for pairs are in one search.
        assert closed(b)[1] <= closed(a)[1]
        if "level" in a.population:
            assert closed(b)[1] < closed(a)[1]


def test_every_range_has_its_estimate_inside_and_its_ends_in_order() -> None:
    for f in _every():
        json.dumps(f.to_json(), allow_nan=False)
        if f.interval is None:
            continue
        low, high = closed(f)
        assert low <= high, f.id
        if f.status == "bounded":
            assert f.estimate is None
            continue
        assert f.estimate is not None
        assert low <= f.estimate <= high, (f.id, f.population)
        if f.unit in {"probability", "share"}:
            assert low >= 0, f.id
            assert high <= 1, f.id


HARDER = frozenset(
    {
        "claims/corrected_share",
        "galleries/candidate_correct",
        "galleries/false_candidates_per_year",
        "galleries/fnir_predicted",
        "galleries/fpir_predicted",
        "galleries/published_growth",
    }
)
"""Those whose longest sentences ask for a grade up to 9.7; all others keep to 8."""


@pytest.mark.parametrize("name", MEASURES)
def test_a_finding_is_told_in_plain_sentences(name: str) -> None:
    for f in _facts(_every(), name).values():
        most = 9.7 if name in HARDER else 8
        assert reading_grade(f.says) <= most, (reading_grade(f.says), f.says)
        assert "significant" not in f.says.lower()
        for sentence in (f.says, *f.cautions):
            assert re.match(r"[A-Z0-9\"]", sentence), sentence
            assert sentence.endswith((".", '."', "?")), sentence


def _ids(text: str, quote: str) -> set[str]:
    return set(re.findall(rf"{quote}((?:galleries|claims)/[a-z_0-9]+){quote}", text))


def test_every_measure_in_the_code_is_in_the_table() -> None:
    texts = [
        path.read_text(encoding="utf-8")
        for folder in SOURCES
        for path in folder.rglob("*.py")
    ]

    assert set().union(*(_ids(text, '"') for text in texts)) == set(MEASURES)


def test_every_measure_of_the_table_is_documented() -> None:
    assert set(MEASURES) <= _ids(PAGE.read_text(encoding="utf-8"), "`")


@pytest.mark.skipif(
    not DESIGN.exists(), reason="LOUD: ../shared/DESIGN.md is absent, ids not compared"
)
def test_every_designed_measure_is_in_the_table() -> None:
    designed = _ids(DESIGN.read_text(encoding="utf-8"), "`")

    assert designed
    assert designed <= set(MEASURES)
