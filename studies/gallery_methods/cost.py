"""How long our prediction takes, and how much memory, for a test of 4,000 people."""

import multiprocessing
import resource
import time
from concurrent.futures import ProcessPoolExecutor

import numpy as np

import matchaudit.records.simulation.galleries as simulation
from gallery_methods.trials import FIRST_SEED
from matchaudit.galleries import prediction
from matchaudit.tallies.gallery_tails import GalleryTail, tail_of_matrix

SUBJECTS, RESAMPLES = 4000, 200


def simulated_tail() -> GalleryTail:
    """Draw a test."""
    world = simulation.world("random", n_subjects=SUBJECTS, seed=FIRST_SEED)
    return tail_of_matrix(world.scores(), both_ways=world.symmetric)


def fit_cost(tail: GalleryTail) -> tuple[float, float, float]:
    """Return CPU seconds of a fit and of one forecast, and peak megabytes at the end."""
    started = time.process_time()
    fitted = prediction.fit(tail, rng=np.random.default_rng(1), resamples=RESAMPLES)
    fit = time.process_time() - started
    fitted.forecast(270_000_000, float(tail.score[0]))
    forecast = time.process_time() - started - fit
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return fit, forecast, peak


def cost_sentence() -> str:
    """Draw the test in one process and fit in another, so that only the fit counts."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context) as pool:
        tail = pool.submit(simulated_tail).result()
    with ProcessPoolExecutor(1, mp_context=context) as pool:
        fit, forecast, peak = pool.submit(fit_cost, tail).result()
    return (
        f"A prediction from a table of {SUBJECTS:,} subjects with {RESAMPLES} resamples "
        f"took {fit:.1f} s of CPU time and a process of {peak:,.0f} MB at its peak, "
        f"imports included; each further forecast took {1000 * forecast:.0f} ms."
    )
