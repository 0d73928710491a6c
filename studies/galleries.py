"""Simulate how far off predictions for larger galleries are, and if intervals hold.

Tests of 1,000 and 4,000 people are drawn from made-up populations whose true rates in
any gallery are known. Every method predicts them::

    python studies/galleries.py --worlds 300 --date 2026-11-23 \
        --out docs/explanation/gallery-study.md

No face is involved: the people are random directions.
"""

import argparse
import multiprocessing
import os
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

from gallery_methods import page, trials
from gallery_methods.brute_force import (
    FAMILIES,
    brute_force_table,
    check,
)
from gallery_methods.cost import cost_sentence
from gallery_methods.methods import DECLARED, METHODS, OURS
from gallery_methods.real_scores import real_table
from gallery_methods.tables import Records

import matchaudit.records.simulation.galleries as simulation

FEW = ("d_cal", OURS, DECLARED)
EVERY = 20  # progress is said so often


def judged(n: int, worlds: int) -> list[trials.Case]:
    """Draw half of the worlds from random mixtures, the rest from held-out families."""
    each = worlds // (2 * len(simulation.HELD_OUT))
    drawn = trials.cases("random", n, worlds - each * len(simulation.HELD_OUT))
    for family in simulation.HELD_OUT:
        drawn += trials.cases(family, n, each)
    return drawn


def further(n: int, worlds: int) -> list[trials.Case]:
    """Draw from the families of the development, with other seeds, and from the rest."""
    return [
        case
        for family in (*simulation.DEVELOPMENT, *simulation.BEYOND)
        for case in trials.cases(family, n, worlds)
    ]


def run_all(
    pool: ProcessPoolExecutor,
    cases: Sequence[trials.Case],
    methods: Sequence[str],
    cache: Path | None,
) -> Records:
    """Run all cases; the order of what comes back is theirs, whatever the jobs."""
    started = time.perf_counter()
    records = []
    work = partial(trials.run, names=tuple(methods), cache=cache)
    for done, record in enumerate(pool.map(work, cases), 1):
        records.append(record)
        if done % EVERY == 0 or done == len(cases):
            spent = time.perf_counter() - started
            print(f"{done} of {len(cases)} worlds, {spent:.0f} s", flush=True)
    return records


def study(options: argparse.Namespace) -> page.Study:
    """Run everything that was asked for."""
    methods = tuple(options.methods)
    few = tuple(m for m in FEW if m in methods)
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ[name] = "1"  # for the processes that are started below
    context = multiprocessing.get_context("spawn")
    appendices = []
    with ProcessPoolExecutor(options.jobs, mp_context=context) as pool:
        run = partial(run_all, pool, cache=options.cache)
        first = {
            n: run(judged(n, options.worlds), methods=methods) for n in options.subjects
        }
        second: dict[int, Records] = {
            n: run(further(n, options.further), methods=few) for n in options.subjects
        }
        if options.brute_force:
            rows = [row for rows in pool.map(check, FAMILIES) for row in rows]
            appendices.append(("Is the truth true?", brute_force_table(rows)))
    if options.bssr1:
        real = tuple(m for m in few if m != DECLARED)
        body = real_table(options.bssr1, real, options.splits, trials.FIRST_SEED)
        appendices.append(("Real scores: 100 people predict 517", body))
    if options.cost:
        appendices.append(("Time and memory", cost_sentence()))
    return page.Study(
        date=options.date,
        command=options.command,
        judged=first,
        further=second,
        appendices=appendices,
        methods=methods,
    )


def parsed() -> argparse.Namespace:
    """Parse the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    add = parser.add_argument
    add("--worlds", type=int, default=300, help="for each size of test")
    add("--further", type=int, default=0, help="worlds of each other family")
    add("--subjects", type=int, nargs="+", default=[1000, 4000])
    add(
        "--methods",
        nargs="+",
        choices=list(METHODS),
        default=list(METHODS),
    )
    add("--jobs", type=int, default=1, help="processes, 2 at most")
    add("--cache", type=Path, help="folder to go on from where a run was broken off")
    add("--brute-force", action="store_true", help="check the truth (minutes)")
    add("--bssr1", type=Path, help="table of real scores, NIST BSSR1")
    add("--splits", type=int, default=300, help="of the real scores")
    add("--cost", action="store_true", help="measure time and memory of a prediction")
    add("--date", required=True, help="to be printed on the page")
    add("--command", default="make gallery-study", help="to be printed on the page")
    add("--out", type=Path, help="page whose tables to replace")
    return parser.parse_args()


def main() -> None:
    """Run, print and write."""
    options = parsed()
    if options.cache:
        options.cache.mkdir(parents=True, exist_ok=True)
    body = page.text(study(options))
    print(body)
    if options.out:
        page.write(options.out, body)


if __name__ == "__main__":
    main()
