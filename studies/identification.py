"""How often the intervals of 1:N rates hold the truth, with hubs in the gallery.

A hub is a face in the gallery that looks like many others. Each run draws other people
and another gallery. Run ``python studies/identification.py`` (a few minutes); it prints the
table that stands in ``docs/explanation/identification-rates.md``.
"""

import sys
from dataclasses import dataclass, replace

import numpy as np

from matchaudit.estimation.clustered import clustered_proportion
from matchaudit.estimation.counts import Estimate
from matchaudit.galleries.measured.parts import Part, galleries_of
from matchaudit.galleries.measured.rates import (
    false_positive_identification_rate,
    selectivity,
)
from matchaudit.records.simulation.candidates import (
    ListSettings,
    SimulatedLists,
    simulate_lists,
    true_fpir,
    true_selectivity,
)
from matchaudit.tallies.candidates import (
    AS_RETURNED,
    CandidateTally,
    Gallery,
    Lists,
    Recurrence,
)

RUNS, SEED = 500, 20_250_601
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


def part_of(simulated: SimulatedLists, threshold: float) -> Part:
    """Count lists without enrolled people, as the tally does."""
    c = simulated.columns
    search = c["search_id"].astype(np.int64)
    n = int(search.max()) + 1
    rank = c["rank"].astype(np.int64)
    listed = rank > 0
    score = np.where(listed, c["score"], -np.inf)
    first = rank == 1
    top, who = np.full(n, -np.inf), np.full(n, -1)
    top[search[first]] = score[first]
    who[search[first]] = c["candidate_subject"][first]
    unit = np.zeros(n, dtype=np.int64)
    unit[search] = c["probe_subject"]
    wrong = np.bincount(search[listed], minlength=n)
    above = score >= threshold
    lists = Lists(
        population=np.zeros(n, dtype=np.int64),
        unit=unit,
        enrolled=np.zeros(n, dtype=np.int8),
        failed=np.zeros(n, dtype=np.bool_),
        candidates=wrong,
        wrong=wrong,
        wrong_above=np.bincount(search[above], minlength=n)[None, :],
        top_score=top,
        top_candidate=np.unique(who, return_inverse=True)[1] - int((who < 0).any()),
        mate_rank=np.zeros(n, dtype=np.int64),
        mate_score=np.full(n, -np.inf),
    )
    times = [
        np.unique(c["candidate_subject"][which], return_counts=True)[1].astype(float)
        for which in (listed, above)
    ]
    s = simulated.settings
    tally = CandidateTally(
        lists=lists,
        galleries=(
            Gallery(
                labels={"gallery_size": s.gallery_sizes[0]},
                cut=s.threshold,
                cut_recorded=True,
                cuts_differ=False,
                length=s.list_length,
            ),
        ),
        dimensions={},
        codes={},
        thresholds=(threshold,),
        recurrence={
            (0, "", 0, place): Recurrence(
                float(c @ (c - 1)), float((c * (c - 1)) @ (c * (c - 1)))
            )
            for place, c in zip((AS_RETURNED, 0), times, strict=True)
        },
        subjects_recorded=True,
        candidates_recorded=True,
        mates_recorded=True,
    )
    return galleries_of(tally)[0]


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
        part = part_of(simulate_lists(lists, rng), threshold)
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


def main() -> None:
    """Print the table."""
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


if __name__ == "__main__":
    main()
