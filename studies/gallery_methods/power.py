"""A power law in the size of the gallery, as it is used for measured 1:N rates."""

import numpy as np

from gallery_methods.pareto import DRAWS, PROBES
from gallery_methods.predictions import (
    Floats,
    Predict,
    Prediction,
    Trial,
    of_expected,
    percentile_interval,
)

PARTS = (8, 4, 2, 1)  # galleries of n / part people are looked at


def exponents(sizes: list[int], rates: Floats) -> Floats:
    """Return b of ``-log(1 - rate) ~ size**b`` for each row of rates.

    >>> sizes = [10, 20, 40]
    >>> rates = 1 - 0.999 ** np.array([[10, 20, 40]])
    >>> exponents(sizes, rates).round(6)
    array([1.])
    """
    x = np.log(sizes)
    y = np.log(-np.log1p(-np.clip(rates, 1e-9, 1 - 1e-9)))
    centred = x - x.mean()
    b: Floats = y @ centred / (centred @ centred)
    return b


def e_pow(trial: Trial, rng: np.random.Generator) -> Predict:
    """Lay an exponential tail on the maxima; let it grow as (N / n)^b.

    The power b is that of parts of the test's own gallery, at the threshold that one
    probe in ten reaches.
    """
    scores = trial.scores.copy()
    np.fill_diagonal(scores, -np.inf)
    n = len(scores)
    order = rng.permutation(n)
    sizes = [n // part for part in PARTS]
    parts = np.stack([scores[:, order[:size]].max(axis=1) for size in sizes])
    largest = parts[-1]
    threshold = float(np.quantile(largest, 1 - PROBES))
    weights = np.vstack([np.ones(n), rng.multinomial(n, np.full(n, 1 / n), size=DRAWS)])
    reached = (parts > threshold).astype(np.float64)
    rates = weights @ reached.T / n
    b = np.clip(exponents(sizes, rates), 0.0, 1.0)
    scale = weights @ np.maximum(largest - threshold, 0.0) / (weights @ reached[-1])

    def predict(gallery_size: int, at: float) -> Prediction:
        above = rates[:, -1] * np.exp(-max(at - threshold, 0.0) / scale)
        odds = of_expected(-np.log1p(-above) * (gallery_size / n) ** b)
        return percentile_interval(float(odds[0]), odds[1:])

    return predict
