"""Simulated logs, read as anybody's file is, give back what is true of them."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from matchaudit.estimation.finding import Finding
from matchaudit.records import read_records
from matchaudit.records.searches import SEARCHES
from matchaudit.records.simulation.searches import (
    SearchTruth,
    search_setting,
    simulate_searches,
    write_searches,
)
from matchaudit.tallies import SearchTallySettings, tally_searches
from matchaudit.usage import SearchSettings, measure_searches

N = 12_000
WRONG = "usage/outcome_wrong_share"
AT_RANDOM = "missing at random"


@dataclass(frozen=True, slots=True)
class Audited:
    """A log's truth, and what was found."""

    truth: SearchTruth
    findings: tuple[Finding, ...]

    def holds(self, **population: str) -> bool:
        """Return whether the range of a wrong share holds the truth."""
        (found,) = (
            f
            for f in self.findings
            if f.id == WRONG and dict(f.population) == population
        )
        low, high = found.interval or (None, None)
        assert low is not None
        assert high is not None
        return low <= self.truth.wrong_share <= high


@pytest.fixture(scope="module")
def audited(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Audited]:
    folder: Path = tmp_path_factory.mktemp("simulated")

    @cache
    def audit(name: str) -> Audited:
        log = simulate_searches(
            search_setting(name, n_searches=N), np.random.default_rng(3)
        )
        file = folder / f"{name}.parquet"
        truth = write_searches(log, file)
        table = read_records(file, kind=SEARCHES, workspace=folder)
        # The few searches without a group may have nobody checked in a band.
        by = ("group", "top_score") if name == "recorded" else ("top_score",)
        strata = SearchTallySettings(strata=by)
        findings, _ = measure_searches(
            tally_searches(table, settings=strata),
            settings=SearchSettings(random_sample=name == "sampled"),
        )
        return Audited(truth, tuple(findings))

    return audit


@pytest.mark.slow
def test_strata_hold_where_checking_depends_on_what_is_recorded(
    audited: Callable[[str], Audited],
) -> None:
    log = audited("recorded")

    assert log.holds()
    assert log.holds(assuming=AT_RANDOM, given="group and top_score")
    assert not log.holds(among="verified")


@pytest.mark.slow
def test_strata_fail_and_a_sample_holds_where_checking_depends_on_the_truth(
    audited: Callable[[str], Audited],
) -> None:
    hidden, sampled = audited("hidden"), audited("sampled")

    assert hidden.holds()
    assert not hidden.holds(assuming=AT_RANDOM, given="top_score")
    assert sampled.holds()
    assert sampled.holds(assuming="random sample")


@pytest.mark.slow
def test_silent_months_are_those_that_were_left_out(
    audited: Callable[[str], Audited],
) -> None:
    """A month with a nil return is not silent, and nothing else is."""
    log = audited("recorded")
    by_month = [
        f
        for f in log.findings
        if f.id == "usage/silent_months" and "period" not in f.population
    ]
    silent = {str(f.population["agency"]): f.says for f in by_month if f.estimate}
    left_out = [
        (str(gap["agency"]), str(gap["month"]))
        for gap in log.truth.silent
        if not gap["nil_return"]
    ]

    assert set(silent) == {agency for agency, _ in left_out}
    assert all(month in silent[agency] for agency, month in left_out)
    assert sum(int(f.estimate or 0) for f in by_month) == len(left_out)


@pytest.mark.slow
def test_operators_that_truly_differ_lie_outside(
    audited: Callable[[str], Audited],
) -> None:
    """Where all are alike, no more lie outside than chance may well put there."""

    def outside(name: str) -> int:
        (found,) = (
            f
            for f in audited(name).findings
            if f.id == "usage/operators" and not f.population
        )
        return int(found.estimate or 0)

    assert outside("recorded") <= 2
    assert outside("unlike-operators") >= 5
