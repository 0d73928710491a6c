"""The formula everybody uses: 1 - (1 - FMR)^N, with the share of wrong pairs as FMR."""

import numpy as np

from gallery_methods.predictions import Predict, Prediction, Trial, of_expected
from gallery_methods.top_pairs import TopPairs, top_pairs
from matchaudit.estimation.counts import Dyads, Estimate
from matchaudit.estimation.dyadic import dyadic_proportion
from matchaudit.estimation.proportions import clopper_pearson


def reached(pairs: TopPairs, threshold: float) -> int:
    """Return how many pairs score at least the threshold."""
    return int(np.searchsorted(-pairs.score, -threshold, side="right"))


def of_rate(estimate: Estimate, events: int, gallery_size: int) -> Prediction:
    """Turn a false match rate into a prediction."""
    value = 0.0 if events == 0 else estimate.value
    rates = np.array([value, estimate.low, estimate.high])
    with np.errstate(divide="ignore"):
        expected = -gallery_size * np.log1p(-rates)
    centre, low, high = (float(x) for x in of_expected(expected))
    return Prediction(centre=centre, low=low, high=high)


def naive(trial: Trial, rng: np.random.Generator) -> Predict:
    """Count pairs as if they were independent (Clopper-Pearson)."""
    del rng
    pairs = top_pairs(trial.tail)

    def predict(gallery_size: int, threshold: float) -> Prediction:
        events = reached(pairs, threshold)
        estimate = clopper_pearson(events, int(pairs.n_pairs))
        return of_rate(estimate, events, gallery_size)

    return predict


def a_emp(trial: Trial, rng: np.random.Generator) -> Predict:
    """Count pairs, with an interval that knows that they share people."""
    del rng
    pairs = top_pairs(trial.tail)

    def dyads(events: int) -> Dyads:
        ends = np.concatenate([pairs.first[:events], pairs.second[:events]])
        trials = int(pairs.n_pairs)
        return Dyads(
            units=np.arange(pairs.n),
            trials=np.full(pairs.n, 2 * trials // pairs.n),
            events=np.bincount(ends, minlength=pairs.n),
            sum_trials_squared=trials * (2 if pairs.directed else 1),
            sum_events_trials=events * (2 if pairs.directed else 1),
            sum_events_squared=events,
        )

    looser = [dyads(rank) for rank in (100, 1000) if rank < pairs.score.size]

    def predict(gallery_size: int, threshold: float) -> Prediction:
        events = reached(pairs, threshold)
        wider = [d for d in looser if d.n_events > events]
        estimate = dyadic_proportion(dyads(events), looser=wider)
        return of_rate(estimate, events, gallery_size)

    return predict
