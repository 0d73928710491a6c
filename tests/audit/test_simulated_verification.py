"""What is measured of simulated search logs, held against their truth."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from matchaudit.audit.simulated import simulate_searches
from matchaudit.estimation.finding import Finding
from matchaudit.records import SEARCHES, read_records
from matchaudit.tallies import SearchTallySettings, tally_searches
from matchaudit.usage import SearchSettings, measure_searches

SHARE = "usage/outcome_wrong_share"


@dataclass(frozen=True)
class Measured:
    """A simulated log's truth, and what was measured of it."""

    truth: dict[str, Any]
    findings: list[Finding]

    def one(self, name: str, **population: str) -> Finding:
        """Return the finding of a population."""
        (found,) = (
            f
            for f in self.findings
            if f.id == name and dict(f.population) == population
        )
        return found

    def holds_the_truth(self, **population: str) -> bool:
        """Say whether the interval of the share of wrong ones holds the true share."""
        found = self.one(SHARE, **population)
        assert found.interval is not None
        low, high = found.interval
        truth = self.truth["wrong_share"]
        if "group" in population:
            group = self.truth["by_group"][population["group"]]
            truth = group["wrong"] / group["searches_with_candidates"]
        return bool(low <= truth <= high)


def _measured(folder: Path, setting: str) -> Measured:
    log, beside = folder / "s.parquet", folder / "truth.json"
    simulate_searches(log, searches=12_000, seed=2, setting=setting, truth=beside)
    table = read_records(log, kind=SEARCHES, workspace=folder)
    bands = SearchTallySettings(strata=("group", "top_score"), score_bands=20)
    findings, _ = measure_searches(
        tally_searches(table, settings=bands),
        settings=SearchSettings(random_sample=setting == "sampled"),
    )
    truth = json.loads(beside.read_text(encoding="utf-8"))
    return Measured(truth=truth, findings=findings)


@pytest.mark.parametrize("setting", ["recorded", "hidden", "sampled"])
def test_the_bounds_hold_the_truth_and_reweighting_only_where_it_may(
    tmp_path: Path, setting: str
) -> None:
    measured = _measured(tmp_path, setting)

    assert measured.holds_the_truth()
    for group in "ABCD":
        assert measured.holds_the_truth(group=group), group
    assert not measured.holds_the_truth(among="verified")
    at_random = setting == "recorded"
    assert (
        measured.holds_the_truth(
            assuming="missing at random", given="group and top_score"
        )
        is at_random
    )
    # All operators have the same true share; chance alone may put one outside.
    outside = measured.one("usage/operators").estimate
    assert outside is not None
    assert outside <= 1
    if setting == "sampled":
        assert measured.holds_the_truth(assuming="random sample")


def test_silence_is_told_from_nil_returns_and_operators_from_chance(
    tmp_path: Path,
) -> None:
    measured = _measured(tmp_path, "unlike-operators")
    silent = measured.truth["silent_months"]

    for agency in {one["agency"] for one in silent}:
        untold = sum(s["agency"] == agency and not s["nil_return"] for s in silent)
        found = measured.one("usage/silent_months", agency=agency)
        assert found.estimate == untold, agency
    ((busiest, weeks),) = measured.truth["silent_weeks"].items()
    by_week = measured.one("usage/silent_months", agency=busiest, period="week")
    assert by_week.estimate == len(weeks) >= 2
    assert all(week in by_week.says for week in weeks)
    outside = measured.one("usage/operators").estimate
    assert outside is not None
    assert outside > 2
