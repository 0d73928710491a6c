"""A search log from its rows to its findings."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from matchaudit.estimation.finding import Curve, Finding
from matchaudit.tallies import SearchTallySettings, tally_searches
from matchaudit.usage import SearchSettings, measure_searches
from search_logs import search_table

N = 3000
Facts = dict[tuple[str, tuple[tuple[str, Any], ...]], Finding]


def simulated(seed: int) -> list[dict[str, Any]]:
    """Draw a log whose candidates are wrong more often in group B, and checked less.

    Element ``is_wrong`` of each row is the truth that the log does not tell.
    """
    rng = np.random.default_rng(seed)
    rows = []
    for i in range(N):
        group = "AB"[int(rng.random() < 0.5)]
        is_wrong = bool(rng.random() < (0.1 if group == "A" else 0.5))
        candidates = int(rng.random() < 0.8)
        checked = candidates and rng.random() < (0.6 if group == "A" else 0.15)
        drawn = bool(candidates and not checked and rng.random() < 0.15)
        outcome = "refuted" if is_wrong else "confirmed"
        rows.append(
            {
                "search_id": f"s{i}",
                "searched_at": f"2025-{1 + i % 12:02d}-10 10:00:00",
                "agency": ("North", "South")[i % 2],
                "operator": f"op{int(rng.integers(20)):02d}",
                "case_ref": f"case{int(rng.integers(1500))}",
                "purpose": "suspect" if i % 10 else None,
                "group": group,
                "candidates": candidates,
                "outcome": outcome if checked or drawn else None,
                "verification_sample": drawn,
                "is_wrong": is_wrong,
            }
        )
    return rows


@pytest.fixture(scope="module")
def rows() -> list[dict[str, Any]]:
    return simulated(7)


@pytest.fixture(scope="module")
def measured(
    rows: list[dict[str, Any]], tmp_path_factory: pytest.TempPathFactory
) -> tuple[Facts, list[Curve]]:
    table = search_table(
        tmp_path_factory.mktemp("log"),
        [{k: v for k, v in row.items() if k != "is_wrong"} for row in rows],
    )
    tally = tally_searches(table, settings=SearchTallySettings(strata=("group",)))
    findings, curves = measure_searches(
        tally, settings=SearchSettings(random_sample=True)
    )
    facts = {(f.id, tuple(sorted(f.population.items()))): f for f in findings}
    assert len(facts) == len(findings), "each number has a name of its own"
    return facts, curves


def test_the_known_truth_is_found(
    rows: list[dict[str, Any]], measured: tuple[Facts, list[Curve]]
) -> None:
    """The range, the strata and the sample hold it; the checked alone do not.

    The sample was drawn from the unchecked, so strata may use it, too.
    """
    facts, _ = measured
    truth = np.mean([row["is_wrong"] for row in rows if row["candidates"]])
    name = "usage/outcome_wrong_share"
    held = {}
    for population in (
        (),
        (("assuming", "missing at random"), ("given", "group")),
        (("assuming", "random sample"),),
        (("among", "verified"),),
    ):
        low, high = facts[name, population].interval or (None, None)
        assert low is not None
        assert high is not None
        held[population] = low <= truth <= high

    assert list(held.values()) == [True, True, True, False]


def test_counts_are_those_of_the_rows(
    rows: list[dict[str, Any]], measured: tuple[Facts, list[Curve]]
) -> None:
    facts, curves = measured
    months = next(c for c in curves if c.name == "searches_by_month")

    assert facts["usage/searches", ()].estimate == N
    assert facts["usage/searches", (("purpose", "not recorded"),)].estimate == N / 10
    share = facts["usage/candidate_share", ()]
    assert share.events == sum(row["candidates"] for row in rows)
    assert len(months.columns[0].values) == 24
    assert sum(v for v in months.columns[2].values if isinstance(v, int)) == N
    # Even rows are North's: it searches in odd months only.
    north = facts["usage/silent_months", (("agency", "North"),)]
    assert north.estimate == 6
    assert "2025-02" in north.says


def test_groups_are_told_by_what_was_checked(
    rows: list[dict[str, Any]], measured: tuple[Facts, list[Curve]]
) -> None:
    facts, curves = measured
    finding = facts["usage/wrong_by_group", (("group", "B"), ("of", "candidates"))]
    checked = [row for row in rows if row["outcome"]]
    wrong = [row["group"] for row in checked if row["is_wrong"]]

    assert (finding.events, finding.trials) == (wrong.count("B"), len(wrong))
    ours = sum(row["group"] == "B" for row in checked)
    assert f"In this log it was {ours:,} of {len(checked):,}." in finding.says
    assert any(c.name == "equal_risk_of_candidates" for c in curves)
    assert facts["usage/outcome_wrong_share", (("group", "B"),)].status == "bounded"


def test_only_the_holder_sees_pseudonyms(measured: tuple[Facts, list[Curve]]) -> None:
    facts, curves = measured
    shown = " ".join(f"{f.says} {dict(f.population)}" for f in facts.values())

    assert [c.name for c in curves if c.for_holder] == ["operators"]
    assert "op0" not in shown
    assert "case1" not in shown


def test_an_empty_log_has_no_share(tmp_path: Path) -> None:
    only = {"search_id": "n1", "searched_at": "2025-01-10", "nil_return": True}

    findings, _ = measure_searches(
        tally_searches(search_table(tmp_path, [only])), settings=SearchSettings()
    )

    assert {f.id for f in findings} == {
        "usage/searches",
        "usage/totals",
        "usage/silent_months",
        "usage/miss_rate",
    }
    assert [f.estimate for f in findings[:2]] == [0, 1]


def test_a_bare_log_says_what_it_cannot_tell(tmp_path: Path) -> None:
    bare: list[dict[str, Any]] = [
        {"search_id": f"s{i}", "searched_at": "2025-01-10"} for i in range(3)
    ]

    bare.append({"search_id": "s3", "searched_at": None})

    findings, _ = measure_searches(
        tally_searches(search_table(tmp_path, bare)), settings=SearchSettings()
    )

    why = {f.id: f.because for f in findings if f.because}
    assert why["usage/candidate_share"] == "no search says if there was one"
    assert why["usage/operators"] == "the log does not say who searched"
    assert findings[0].estimate == 4
    assert "month is not known: 1." in findings[0].cautions[0]
