import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchaudit.errors import UndefinedMeasureError
from matchaudit.estimation.finding import Finding
from matchaudit.galleries.published import (
    exponent,
    exponents,
    group_findings,
    max_over_geomean,
    miss_findings,
    ratio,
)
from matchaudit.galleries.published.groups import agrees
from matchaudit.records.frte import (
    PublishedGroups,
    PublishedMisses,
    PublishedTable,
    Quoted,
    read_published,
)
from oracles.reading_grade import reading_grade

NIST = Path(__file__).resolve().parents[3].parent / "shared" / "data" / "nist"
MISSES = NIST / "nist_frte_1n_fnir_vs_N.csv"
GROUPS = NIST / "nist_frte_1n_fpir_by_demographic.csv"
rates = st.integers(1, 9999).map(lambda n: Quoted(n / 10_000, 4))


def _table(path: Path) -> PublishedTable:
    if not path.exists():
        pytest.skip(f"LOUD: the shared table {path.name} is not on this machine")
    return read_published(path)


def _found(findings: list[Finding], name: str, **population: object) -> Finding:
    (found,) = [
        f for f in findings if f.id == name and dict(f.population) == population
    ]
    return found


def test_the_exponents_of_the_shared_table_are_those_of_the_methods_page() -> None:
    """406 pairs: median .384, from .17 to .49 for 9 in 10."""
    powers = exponents(_table(MISSES).misses, 1_600_000, 12_000_000)

    assert powers.size == 406
    assert np.median(powers) == pytest.approx(0.384, abs=0.001)
    assert np.quantile(powers, [0.05, 0.95]) == pytest.approx([0.17, 0.49], abs=0.005)


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("nec_011", 0.0005, 0.0006),
        ("idemia_012", 0.0007, 0.0009),
        ("clearviewai_003", 0.0015, 0.0033),
        ("paravision_019", 0.0007, 0.0014),
    ],
)
def test_rows_of_the_shared_table_are_quoted_as_they_stand(
    name: str, first: float, last: float
) -> None:
    table = _table(MISSES)
    row = next(row for row in table.misses if row.algorithm == name)
    findings, _ = miss_findings(table, [row])
    small, large = (
        _found(findings, "galleries/published_fnir", algorithm=name, gallery_size=n)
        for n in (1_600_000, 12_000_000)
    )

    assert (small.estimate, large.estimate) == (first, last)
    assert small.status == "counted"
    assert "without an interval" in small.cautions[0]
    growth = _found(findings, "galleries/published_growth", algorithm=name)
    assert growth.estimate == pytest.approx(math.log(last / first) / math.log(7.5))


def test_the_largest_over_the_mean_recomputes_in_all_rows_of_the_shared_table() -> None:
    rows = _table(GROUPS).groups
    fitting = [
        agrees(max_over_geomean(list(row.fpir.values())), row.max_over_geomean)
        for row in rows
        if row.max_over_geomean is not None
    ]

    assert len(fitting) == 117
    assert all(fitting)


def test_the_median_ratio_of_groups_is_that_of_the_methods_page() -> None:
    """Women of East Asia, South Asia, West Africa to those of Eastern Europe."""
    rows = _table(GROUPS).groups
    medians = [
        np.median([r.fpir[group].value / r.fpir["EEurope_F"].value for r in rows])
        for group in ("EAsia_F", "SAsia_F", "WAfrica_F")
    ]

    assert medians == pytest.approx([39, 30, 17], abs=1)


def test_rounding_alone_leaves_a_range() -> None:
    """.0005 and .0006 may be .00055 twice, or .00045 and .00065."""
    found = exponent(Quoted(0.0005, 4), Quoted(0.0006, 4), times=7.5)

    assert found.low == pytest.approx(0, abs=1e-9)
    assert found.high == pytest.approx(math.log(0.00065 / 0.00045) / math.log(7.5))


@given(rates, rates)
def test_a_ratio_lies_in_its_range_and_turns_over(one: Quoted, other: Quoted) -> None:
    there, back = ratio(one, other), ratio(other, one)

    assert there.low <= there.value
    assert there.high is not None
    assert there.value <= there.high
    assert there.value * back.value == pytest.approx(1)
    assert back.high is not None
    assert there.low * back.high == pytest.approx(1)


def test_a_rate_of_zero_has_no_ratio_and_no_power() -> None:
    zero, some = Quoted(0.0, 4), Quoted(0.1, 4)

    with pytest.raises(UndefinedMeasureError):
        ratio(some, zero)
    with pytest.raises(UndefinedMeasureError):
        exponent(some, zero, times=2)
    with pytest.raises(UndefinedMeasureError):
        max_over_geomean([zero, some])
    with pytest.raises(UndefinedMeasureError):
        max_over_geomean([some])


@given(st.lists(rates, min_size=2, max_size=8))
def test_the_largest_over_the_mean_is_at_least_one(some: list[Quoted]) -> None:
    found = max_over_geomean(some)
    values = [rate.value for rate in some]

    assert found.value == pytest.approx(
        max(values) / math.exp(sum(map(math.log, values)) / len(values))
    )
    assert found.low <= found.value + 1e-12
    assert found.high is not None
    assert found.value <= found.high + 1e-12


def _groups(**fpir: float) -> PublishedTable:
    row = PublishedGroups(
        algorithm="x-1",
        rule="as on the page",
        fpir={name: Quoted(value, 3) for name, value in fpir.items()},
        max_over_geomean=Quoted(9.0, 0),
    )
    return PublishedTable(file="t.csv", sha256="0" * 64, groups=(row,))


def test_groups_are_compared_with_a_named_one_only() -> None:
    table = _groups(EAsia_F=0.04, EEurope_F=0.01)
    alone, (curve,) = group_findings(table, table.groups)
    compared, _ = group_findings(table, table.groups, reference="EEurope_F")
    found = _found(
        compared,
        "galleries/published_fpir_ratio",
        algorithm="x-1",
        group="EAsia_F",
        reference="EEurope_F",
    )

    assert not [f for f in alone if f.id == "galleries/published_fpir_ratio"]
    assert found.estimate == pytest.approx(4)
    assert max(reading_grade(f.says) for f in compared) <= 8
    assert "women born in East Asia" in found.says
    assert "between 3.7 and 4.3" in found.says
    assert [c.name for c in curve.columns] == [
        "algorithm",
        "group",
        "fpir",
        "low",
        "high",
    ]


def test_a_table_that_contradicts_its_own_rates_is_told() -> None:
    table = _groups(A=0.04, B=0.01)
    findings, _ = group_findings(table, table.groups)
    found = _found(
        findings, "galleries/published_fpir_max_over_geomean", algorithm="x-1"
    )

    assert found.estimate == pytest.approx(2)
    assert any("The table itself says 9" in caution for caution in found.cautions)


def test_a_reference_of_zero_or_without_a_rate_says_why() -> None:
    table = _groups(A=0.04, B=0.0)
    zero, _ = group_findings(table, table.groups, reference="B")
    absent, _ = group_findings(table, table.groups, reference="C")

    for findings, because in ((zero, "published as 0"), (absent, "no rate of group C")):
        ratios = [f for f in findings if f.id == "galleries/published_fpir_ratio"]
        assert {f.status for f in ratios} == {"not_estimable"}
        assert because in (ratios[0].because or "")


def test_one_size_shows_no_growth() -> None:
    row = PublishedMisses(algorithm="x_1", fpir=None, fnir={100: Quoted(0.1, 1)})
    table = PublishedTable(file="t.csv", sha256="0" * 64, misses=(row,))
    findings, curves = miss_findings(table, [row])

    found = _found(findings, "galleries/published_growth", algorithm="x_1")
    assert found.status == "not_estimable"
    assert [curve.name for curve in curves] == ["published_fnir"]


def test_three_sizes_grow_twice() -> None:
    fnir = {10: Quoted(0.01, 3), 100: Quoted(0.02, 3), 1000: Quoted(0.08, 3)}
    row = PublishedMisses(algorithm="x_1", fpir=0.003, fnir=fnir)
    table = PublishedTable(file="t.csv", sha256="0" * 64, misses=(row,))
    findings, (_, growth) = miss_findings(table, [row])
    first = {"from": 10, "to": 100}
    found = _found(findings, "galleries/published_growth", algorithm="x_1", **first)

    assert found.estimate == pytest.approx(math.log10(2))
    assert growth.columns[3].values == pytest.approx((math.log10(2), math.log10(4)))
