"""Every method that is compared, by its name in the tables."""

from dataclasses import dataclass

import numpy as np

from gallery_methods.hybrid import d_cal, d_plain
from gallery_methods.pareto import a_gpd, b_bb, c_exp, c_max
from gallery_methods.pooled import a_emp, naive
from gallery_methods.power import e_pow
from gallery_methods.predictions import (
    Method,
    Prediction,
    Trial,
    log_odds,
)
from matchaudit.galleries import prediction

RESAMPLES = 200
OURS = "ours"
DECLARED = "declared"


@dataclass(frozen=True, slots=True)
class Fit:
    """What the package ships, fitted to one test."""

    fitted: prediction.Fitted

    @property
    def scale(self) -> str:
        """The scale that was declared or chosen."""
        return self.fitted.scale

    def __call__(self, gallery_size: int, threshold: float) -> Prediction:
        """Return the forecast in log10 odds."""
        said = self.fitted.forecast(gallery_size, threshold)
        return Prediction(
            centre=log_odds(said.fpir),
            low=log_odds(said.low),
            high=log_odds(said.high),
            beyond=said.beyond is not None,
        )


def ours(trial: Trial, rng: np.random.Generator) -> Fit:
    """Fit what the package ships, told nothing but scores."""
    return Fit(prediction.fit(trial.tail, rng=rng, resamples=RESAMPLES))


def declared(trial: Trial, rng: np.random.Generator) -> Fit:
    """Fit what the package ships, told the vendor's scale."""
    scale = trial.declared
    return Fit(prediction.fit(trial.tail, rng=rng, scale=scale, resamples=RESAMPLES))


METHODS: dict[str, Method] = {
    "naive": naive,
    "a_emp": a_emp,
    "a_gpd": a_gpd,
    "b_bb": b_bb,
    "c_max": c_max,
    "c_exp": c_exp,
    "e_pow": e_pow,
    "d": d_plain,
    "d_cal": d_cal,
    OURS: ours,
    DECLARED: declared,
}

SAYS = {
    "naive": "1 - (1 - FMR)^N, pairs counted as independent (Clopper-Pearson)",
    "a_emp": "the same, with an interval that knows that pairs share people",
    "a_gpd": "generalised Pareto tail on all pairs, comparisons independent",
    "b_bb": "the same tail; probes differ as gamma, as much as the test shows",
    "c_max": "generalised Pareto tail on each probe's highest score",
    "c_exp": "exponential tail on each probe's highest score",
    "e_pow": "the same, grown as (N / n)^b, b from parts of the test's gallery",
    "d": "the hybrid of the trial, neither shifted nor tuned (c = .25)",
    "d_cal": "the hybrid, shifted by -.19 decade per decade (c = .18)",
    OURS: "what the package ships: `galleries.prediction.fit`",
    DECLARED: "ours, told on which scale the bulk of the scores is normal",
}
