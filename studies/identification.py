"""How often the intervals of 1:N rates hold the truth, with hubs in the gallery.

A hub is a face in the gallery that looks like many others. Each run draws other people
and another gallery. Run ``python studies/identification.py`` (a few minutes); it prints the
table that stands in ``docs/explanation/identification-rates.md``.
"""

import sys
from dataclasses import dataclass, replace

import numpy as np

from matchaudit.estimation.clustered import clustered_proportion
from matchaudit.estimation.counts import Estimate, IntArray
from matchaudit.galleries.measured.growth import growth_findings
from matchaudit.galleries.measured.operating import operating_findings, operating_point
from matchaudit.galleries.measured.parts import Part, galleries_of
from matchaudit.galleries.measured.rates import (
    false_positive_identification_rate,
    selectivity,
)
from matchaudit.galleries.measured.settings import CandidateSettings
from matchaudit.records.simulation.candidates import (
    ListSettings,
    SimulatedLists,
    simulate_lists,
    true_fpir,
    true_miss_rate,
    true_selectivity,
)
from matchaudit.tallies.candidates import (
    AS_RETURNED,
    CandidateTally,
    Gallery,
    Lists,
    Recurrence,
)

RUNS, GROWTH_RUNS, SEED = 500, 200, 20_250_601
_BASE = ListSettings(n_enrolled=0, n_others=1000, threshold=2.5, list_length=50)


@dataclass(frozen=True)
class Setting:
    """One line of the table."""

    name: str
    lists: ListSettings
    fpir: float


_GALLERIES = {
    "no hubs": _BASE,
    "2 % hubs": replace(_BASE, hub_share=0.02, hub_mean=1.0),
    "0.4 % hubs": replace(_BASE, hub_share=0.004),
    "0.4 % hubs, 5 searches each": replace(
        _BASE, hub_share=0.004, n_others=200, searches_each=5, subject_sd=0.6
    ),
}
_GROWING = ListSettings(
    n_enrolled=150,
    n_others=150,
    gallery_sizes=(100, 1000),
    subject_sd=0.5,
    mate_mean=4.5,
    threshold=2.5,
    list_length=15,
)
SETTINGS = tuple(
    Setting(name, lists, fpir)
    for name, lists in _GALLERIES.items()
    for fpir in (0.1, 0.02, 0.005)
)


def threshold_for(lists: ListSettings, fpir: float) -> float:
    """Return the threshold at which the true FPIR is this."""
    low, high = lists.threshold, 12.0
    for _ in range(60):
        middle = (low + high) / 2
        above = true_fpir(lists, lists.gallery_sizes[0], middle) > fpir
        low, high = (middle, high) if above else (low, middle)
    return (low + high) / 2


def parts_of(simulated: SimulatedLists, threshold: float) -> tuple[Part, ...]:
    """Count lists as the tally does, one part a gallery."""
    c, s = simulated.columns, simulated.settings
    search = c["search_id"].astype(np.int64)
    n = int(search.max()) + 1
    rank, score = c["rank"].astype(np.int64), c["score"].astype(np.float64)
    mate = c["candidate_subject"] == c["probe_subject"]
    wrong = np.flatnonzero((rank > 0) & ~mate)
    above = wrong[score[wrong] >= threshold]
    first = wrong[np.unique(search[wrong], return_index=True)[1]]
    found = np.flatnonzero((rank > 0) & mate)
    names = np.unique(c["candidate_subject"])

    def of_search(rows: IntArray, values: np.ndarray, otherwise: float) -> np.ndarray:
        filled = np.full(n, otherwise)
        filled[search[rows]] = values
        return filled

    every = np.arange(search.size)
    place = np.searchsorted(s.gallery_sizes, c["gallery_size"])
    who = np.searchsorted(names, c["candidate_subject"][first])
    lists = Lists(
        population=of_search(every, place, 0).astype(np.int64),
        unit=of_search(every, c["probe_subject"], 0).astype(np.int64),
        enrolled=of_search(every, c["enrolled"], 0).astype(np.int8),
        failed=np.zeros(n, dtype=np.bool_),
        candidates=np.bincount(search[rank > 0], minlength=n),
        wrong=np.bincount(search[wrong], minlength=n),
        wrong_above=np.bincount(search[above], minlength=n)[None, :],
        top_score=of_search(first, score[first], -np.inf),
        top_candidate=of_search(first, who, -1).astype(np.int64),
        mate_rank=of_search(found, rank[found], 0).astype(np.int64),
        mate_score=of_search(found, score[found], -np.inf),
    )
    galleries = tuple(
        Gallery(
            labels={"gallery_size": size},
            cut=s.threshold,
            cut_recorded=True,
            cuts_differ=False,
            length=s.list_length,
        )
        for size in s.gallery_sizes
    )
    return galleries_of(
        CandidateTally(
            lists=lists,
            galleries=galleries,
            dimensions={},
            codes={},
            thresholds=(threshold,),
            recurrence=_recurrence(simulated, {AS_RETURNED: wrong, 0: above}),
            subjects_recorded=True,
            candidates_recorded=True,
            mates_recorded=True,
        )
    )


def _recurrence(
    simulated: SimulatedLists, rows: dict[int, IntArray]
) -> dict[tuple[int, str, int, int], Recurrence]:
    c = simulated.columns
    counted = {}
    for place, size in enumerate(simulated.settings.gallery_sizes):
        for threshold, those in rows.items():
            here = those[
                (c["gallery_size"][those] == size) & (c["enrolled"][those] == 0)
            ]
            times = np.unique(c["candidate_subject"][here], return_counts=True)[1]
            pairs = (times * (times - 1)).astype(np.float64)
            counted[place, "", 0, threshold] = Recurrence(
                float(pairs.sum()), float(pairs @ pairs)
            )
    return counted


def held(setting: Setting, runs: int, rng: np.random.Generator) -> list[float]:
    """Return how often each interval holds the truth, and their mean widths."""
    lists, size = setting.lists, setting.lists.gallery_sizes[0]
    threshold = threshold_for(lists, setting.fpir)
    truths = (
        true_fpir(lists, size, threshold),
        true_fpir(lists, size, threshold),
        true_selectivity(lists, size, threshold),
    )
    inside, wide = np.zeros(3), np.zeros(3)
    for _ in range(runs):
        (part,) = parts_of(simulate_lists(lists, rng), threshold)
        events = part.nonmated.returned_wrong(threshold)
        looser = [crossed.clusters for crossed in part.looser]
        found: list[Estimate] = [
            clustered_proportion(part.nonmated.clusters(events), looser=looser),
            false_positive_identification_rate(part, threshold),
            selectivity(part, threshold),
        ]
        for k, (estimate, truth) in enumerate(zip(found, truths, strict=True)):
            inside[k] += estimate.low <= truth <= estimate.high
            wide[k] += estimate.high - estimate.low
    return [*(inside / runs), *(wide / runs)]


def growth_held(runs: int, rng: np.random.Generator) -> dict[str, float]:
    """Return how often intervals hold that come from a threshold set anew.

    Those of both powers of growth, of the threshold for a target, and of FNIR there.
    """
    lists, line, target = _GROWING, 3.2, 0.1
    sizes = lists.gallery_sizes
    wrong = [true_fpir(lists, size, line) for size in sizes]
    lines = [threshold_for(replace(lists, gallery_sizes=(s,)), target) for s in sizes]
    missed = [true_miss_rate(lists, at) for at in lines]
    decades = np.log(sizes[1] / sizes[0])
    truths = {
        "fpir": float(np.log(wrong[1] / wrong[0]) / decades),
        "fnir": float(np.log(missed[1] / missed[0]) / decades),
        "galleries/threshold_at_fpir": lines[1],
        "galleries/fnir_at_fpir": missed[1],
    }
    settings = CandidateSettings(
        thresholds=(line,), target_fpirs=(target,), ranks=(lists.list_length,)
    )
    inside: dict[str, list[bool]] = {name: [] for name in truths}
    for run in range(runs):
        parts = parts_of(simulate_lists(lists, rng), line)
        found, _ = growth_findings(parts, replace(settings, seed=run))
        point = operating_point(parts[1], target)
        found += operating_findings(parts[1], [point], settings)
        for finding in found:
            name = str(finding.population.get("measure", finding.id))
            if finding.interval is not None:
                low, high = finding.interval
                above = low is None or low <= truths[name]
                inside[name].append(above and (high is None or truths[name] <= high))
    return {name: float(np.mean(held)) for name, held in inside.items()}


def main() -> None:
    """Print the table, then how often growth held."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else RUNS
    print(f"{runs} runs a line, seed {SEED}")
    print("| gallery | FPIR | people only | people and hubs | selectivity | widths |")
    print("|---|---|---|---|---|---|")
    rng = np.random.default_rng(SEED)
    for setting in SETTINGS:
        one, two, mean, *widths = held(setting, runs, rng)
        said = " ".join(f"{w:.4f}" for w in widths)
        print(
            f"| {setting.name} | {setting.fpir:g} | {one:.3f} | {two:.3f} | {mean:.3f} "
            f"| {said} |",
            flush=True,
        )
    fewer = min(runs, GROWTH_RUNS)
    for name, share in growth_held(fewer, np.random.default_rng(SEED + 1)).items():
        print(f"{name}: {share:.3f}")


if __name__ == "__main__":
    main()
