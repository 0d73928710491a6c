from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from candidate_tables import rows_of, search, tally_of, worked_example
from matchaudit.estimation.finding import Curve, Finding, Key
from matchaudit.galleries.measured import (
    CandidateSettings,
    candidate_cautions,
    measure_candidates,
)
from matchaudit.records.simulation.candidates import ListSettings, simulate_lists
from oracles.candidate_rates import fnir, fpir
from oracles.reading_grade import reading_grade

Rows = list[dict[str, Any]]
AT = CandidateSettings(thresholds=(0.7,), ranks=(1, 2))


def measured(
    folder: Path,
    rows: Rows,
    settings: CandidateSettings = AT,
) -> tuple[list[Finding], list[Curve]]:
    tally = tally_of(
        folder, rows, thresholds=settings.thresholds, by=settings.dimensions
    )
    return measure_candidates(tally, settings=settings)


def only(findings: list[Finding], name: str, **keys: Key) -> Finding:
    """Return the one finding of an id whose population has just these keys."""
    (found,) = [f for f in findings if f.id == name and dict(f.population) == keys]
    return found


def test_the_example_from_end_to_end(tmp_path: Path) -> None:
    rows = worked_example()

    found, curves = measured(tmp_path, rows)

    wrong = only(found, "galleries/fpir", threshold=0.7, gallery_size=100)
    assert (wrong.events, wrong.trials) == fpir(rows, 0.7) == (2, 10)
    assert wrong.says.startswith(
        "Gallery of 100 people, score 0.7 or above: of searches for people not in the "
        "gallery, 2 of 10 returned a wrong person. The rate is likely between "
    )
    missed = only(found, "galleries/fnir", threshold=0.7, rank=2, gallery_size=100)
    assert (missed.events, missed.trials) == fnir(rows, 0.7, 2) == (3, 5)
    hit = only(found, "galleries/tpir", threshold=0.7, rank=2, gallery_size=100)
    assert hit.estimate == 0.4
    as_returned = only(found, "galleries/fpir", lists="as returned", gallery_size=100)
    assert as_returned.events == 3
    many = only(found, "galleries/selectivity", threshold=0.7, gallery_size=100)
    assert many.estimate == 0.3
    assert many.unit == "people"
    assert {c.name for c in curves} == {"cmc", "identification_det"}


def test_searches_are_counted_whatever_else_is_missing(tmp_path: Path) -> None:
    rows = [{k: v for k, v in r.items() if k != "enrolled"} for r in worked_example()]

    found, curves = measured(tmp_path, rows)

    assert only(found, "galleries/searches", gallery_size=100).estimate == 15
    nobody = only(found, "galleries/searches", gallery_size=100, returned="nobody")
    assert nobody.estimate == 8
    for name in ("fpir", "fnir"):
        rate = only(found, f"galleries/{name}")
        assert rate.status == "not_estimable"
        assert rate.because == "the records do not say who is in the gallery"
    assert curves == []


def test_some_searches_may_not_say_who_is_enrolled(tmp_path: Path) -> None:
    rows = worked_example()
    for row in rows:
        if row["search_id"] in {"n0", "n9"}:
            row["enrolled"] = None

    found, _ = measured(tmp_path, rows)

    wrong = only(found, "galleries/fpir", lists="as returned", gallery_size=100)
    assert (wrong.events, wrong.trials) == (2, 8)
    unknown = only(
        found, "galleries/searches", gallery_size=100, enrolled="not recorded"
    )
    assert unknown.estimate == 2
    tally = tally_of(tmp_path, rows)
    assert any("2 searches do not say" in said for said in candidate_cautions(tally))


def test_a_failed_search_returned_nobody_and_both_ways_are_shown(
    tmp_path: Path,
) -> None:
    rows = worked_example()
    rows += search("f0", enrolled=False, failed=True, gallery_size=100)
    rows += search("f1", enrolled=True, failed=True, gallery_size=100)
    for row in rows:
        row.setdefault("failed", False)
        row["threshold"], row["list_length"] = 0.5, 2

    found, _ = measured(tmp_path, rows)

    with_failed = only(found, "galleries/fpir", threshold=0.7, gallery_size=100)
    without = only(
        found, "galleries/fpir", threshold=0.7, gallery_size=100, failed="left out"
    )
    assert (with_failed.events, with_failed.trials) == (2, 11)
    assert (without.events, without.trials) == (2, 10)
    assert "1 of them failed. It counts as no answer." in with_failed.says
    at = {"threshold": 0.7, "rank": 1, "gallery_size": 100}
    missed = only(found, "galleries/fnir", **at)
    assert (missed.events, missed.trials) == (5, 6)
    left_out = only(found, "galleries/fnir", **at, failed="left out")
    assert (left_out.events, left_out.trials) == (4, 5)


def test_sizes_stand_apart(tmp_path: Path) -> None:
    rows = [
        row
        for size, wrong in ((100, 1), (1000, 3))
        for i in range(4)
        for row in search(
            f"{size}-{i}",
            *([("g", 0.9)] if i < wrong else []),
            enrolled=False,
            gallery_size=size,
        )
    ]

    found, _ = measured(tmp_path, rows)

    for size, events in ((100, 1), (1000, 3)):
        rate = only(found, "galleries/fpir", lists="as returned", gallery_size=size)
        assert (rate.events, rate.trials) == (events, 4)


def simulated(
    seed: int, *, sizes: tuple[int, ...] = (1000,), mate_mean: float = 6.0
) -> Rows:
    settings = ListSettings(
        n_enrolled=60, n_others=120, gallery_sizes=sizes, mate_mean=mate_mean
    )
    rows = rows_of(simulate_lists(settings, np.random.default_rng(seed)))
    for row in rows:
        row["probe_group"] = "AB"[int(row["probe_subject"][1:]) % 2]
        row["probe_mask"] = "none" if row["probe_subject"].endswith("7") else "surgical"
    return rows


SPLIT = CandidateSettings(
    thresholds=(4.0,),
    target_fpirs=(0.1,),
    ranks=(1, 5),
    dimensions=("probe_group", "probe_mask"),
    group_floor=20,
)


def test_groups_and_conditions_have_their_own_rates(tmp_path: Path) -> None:
    rows = simulated(1)

    found, _ = measured(tmp_path, rows, SPLIT)

    for group in "AB":
        of_group = [row for row in rows if row["probe_group"] == group]
        rate = only(
            found,
            "galleries/fpir",
            threshold=4.0,
            gallery_size=1000,
            dimension="probe_group",
            group=group,
        )
        assert (rate.events, rate.trials) == fpir(of_group, 4.0)
        assert rate.says.startswith(f"Gallery of 1,000 people, group {group}, score 4 ")
    few = only(
        found,
        "galleries/fnir",
        threshold=4.0,
        rank=1,
        gallery_size=1000,
        dimension="probe_mask",
        group="none",
    )
    assert few.because == "there are 6 people and we need at least 20"


def test_the_score_for_a_target_is_used_for_groups_as_well(tmp_path: Path) -> None:
    found, _ = measured(tmp_path, simulated(1), SPLIT)

    line = only(
        found, "galleries/threshold_at_fpir", target_fpir=0.1, gallery_size=1000
    )
    assert line.estimate is not None
    assert [
        f.population["group"]
        for f in found
        if f.id == "galleries/fpir"
        and f.population.get("threshold") == line.estimate
        and f.population.get("dimension") == "probe_group"
    ] == ["A", "B"]


@pytest.mark.parametrize(
    "settings", [SPLIT, CandidateSettings(thresholds=(9.0, 3.1), ranks=(1, 90))]
)
def test_every_sentence_is_plain(tmp_path: Path, settings: CandidateSettings) -> None:
    rows = simulated(2, sizes=(1000, 3000))
    for row in rows:
        row["failed"] = False
    rows += search("f", enrolled=False, failed=True, gallery_size=1000)

    found, _ = measured(tmp_path, rows, settings)

    grades = [reading_grade(f.says) for f in found]
    assert max(grades) <= 8
    for finding in found:
        assert "significant" not in finding.says
        assert "nan" not in finding.says
        assert "  " not in finding.says
        assert finding.says.endswith(".")


def numbers(findings: list[Finding]) -> list[str]:
    """Return what findings say, without the scores themselves."""
    said = []
    for f in findings:
        keys = sorted((k, str(v)) for k, v in f.population.items() if k != "threshold")
        values = None if f.unit == "score" else (f.estimate, f.interval)
        said.append(str((f.id, keys, values, f.events, f.status)))
    return sorted(said)


def shifted(rows: Rows) -> Rows:
    """Add 8 to every score, which a double does exactly to these rounded ones."""
    return [
        {
            **row,
            "score": None if row["score"] is None else row["score"] + 8,
            "threshold": row["threshold"] + 8,
        }
        for row in rows
    ]


def renamed(rows: Rows) -> Rows:
    """Call every pseudonym something else."""
    names = ("search_id", "probe_subject", "candidate_subject")
    return [
        {**row, **{n: row[n] and f"z{row[n][::-1]}" for n in names}} for row in rows
    ]


@pytest.mark.parametrize(
    ("change", "more"),
    [(lambda rows: rows[::-1], 0.0), (shifted, 8.0), (renamed, 0.0)],
    ids=["order", "shift", "names"],
)
def test_what_means_the_same_gives_the_same(
    tmp_path: Path, change: Callable[[Rows], Rows], more: float
) -> None:
    rows = simulated(3)
    for row in rows:
        row["score"] = None if row["score"] is None else round(row["score"] * 64) / 64
    moved = CandidateSettings(
        thresholds=(4.0 + more,),
        target_fpirs=SPLIT.target_fpirs,
        ranks=SPLIT.ranks,
        dimensions=SPLIT.dimensions,
        group_floor=SPLIT.group_floor,
    )

    before, _ = measured(tmp_path, rows, SPLIT)
    after, _ = measured(tmp_path, change([dict(row) for row in rows]), moved)

    assert numbers(after) == numbers(before)


def test_more_of_the_list_never_misses_more(tmp_path: Path) -> None:
    settings = CandidateSettings(thresholds=(3.5, 4.5), ranks=(1, 2, 5, 20))

    found, _ = measured(tmp_path, simulated(4, mate_mean=4.0), settings)

    rates = {
        (f.population["threshold"], f.population["rank"]): f.estimate
        for f in found
        if f.id == "galleries/fnir" and "threshold" in f.population
    }
    for threshold in (3.5, 4.5):
        by_rank = [rates[threshold, rank] for rank in (1, 2, 5, 20)]
        assert by_rank == sorted(by_rank, reverse=True)  # type: ignore[type-var]
    assert rates[3.5, 20] < rates[4.5, 20]  # type: ignore[operator]
