"""The recommended hybrid of an earlier trial, built again from its description.

Two tails are laid on the most alike pairs: a normal one with the spread of the bulk, and
one that is Weibull on the scale of normal quantiles. People differ as log-normal, the more
so the farther out. See ``tails.py``.
"""

import numpy as np

from gallery_methods.predictions import (
    Floats,
    Predict,
    Prediction,
    Trial,
    normal_interval,
    of_uneven,
)
from gallery_methods.scales import chosen_scale, on_scale, unit_of
from gallery_methods.tails import (
    Layer,
    Stretched,
    normal_layer,
    spread_of_pairs,
    stretched_layer,
)
from gallery_methods.top_pairs import TopPairs, top_pairs

DRAWS = 24
FRACTIONS = (500, 1000, 2000, 4000, 8000, 15000)  # pairs below which a tail is laid
BULK = 0.05  # a larger share of the pairs is no tail
ANCHOR = 50  # the rank of the pair from which one extrapolates
UNEVEN_AT = (100, 300, 1000, 3000, 8000, 15000)
NORMAL_SHARE = 2 / 3
SLOPE = 1.3  # of log-variance in -log FMR, in units of their ratio
MOST_VARIANCE = 12.0


class Unevenness:
    """Log-variance of P_i, a straight line in y = -log FMR."""

    def __init__(self, pairs: TopPairs, weights: Floats) -> None:
        ranks = [r for r in UNEVEN_AT if r <= pairs.score.size]
        seen = np.stack([pairs.unevenness(r, weights) for r in ranks], axis=1)
        v = np.log1p(np.maximum(seen, 1e-3))
        y = -np.log([pairs.rate_at_rank(r) for r in ranks])
        trust = np.sqrt(np.array(ranks, dtype=np.float64))
        self.at = float(np.average(y, weights=trust))
        self.level = np.average(v, weights=trust, axis=1)
        line = (trust * (y - self.at)) @ (v - self.level[:, None]).T
        fitted = line / (trust * (y - self.at) ** 2).sum()
        usual = SLOPE * self.level / self.at
        self.slope = np.clip((fitted + usual) / 2, 0.0, 3 * usual)

    def at_rate(self, log_rate: Floats) -> Floats:
        """Return the log-variance where the log of the false match rate is so."""
        line: Floats = self.level + self.slope * (-log_rate - self.at)
        return np.clip(line, 1e-6, MOST_VARIANCE)


class Hybrid:
    """Everything that is fitted once; row 0 is the test, the others are resamples."""

    def __init__(self, trial: Trial, rng: np.random.Generator) -> None:
        self.scale = chosen_scale(trial.tail)
        raw = top_pairs(trial.tail)
        self.unit = unit_of(trial.tail)
        score = on_scale(raw.score, self.scale, self.unit)
        usable = np.isfinite(score)
        self.pairs = TopPairs(
            score[usable], raw.first[usable], raw.second[usable], raw.n, raw.directed
        )
        weights = np.vstack([np.ones(raw.n), self.pairs.weights(DRAWS, rng)])
        each = self.pairs.pair_weights(weights)
        sigma = spread_of_pairs(on_scale(trial.scores, self.scale, self.unit))
        most = min(self.pairs.score.size, int(BULK * self.pairs.n_pairs))
        kept = sorted({min(k, most) for k in FRACTIONS})
        self.normal = [normal_layer(self.pairs, each, k, sigma) for k in kept]
        self.stretched = [stretched_layer(self.pairs, each, k) for k in kept]
        self.unevenness = Unevenness(self.pairs, weights)
        anchor = min(ANCHOR, self.pairs.score.size)
        self.anchor = float(self.pairs.score[anchor - 1])
        self.at_anchor = np.log(each[:, :anchor].sum(axis=1) / self.pairs.n_pairs)
        self.each = each

    def log_rates(self, threshold: float) -> tuple[Floats, Floats]:
        """Return log FMR by layer, (layers, rows), and what each layer counts."""
        layers: list[Layer | Stretched] = [*self.normal, *self.stretched]
        if threshold <= self.anchor:
            seen = self.each[:, self.pairs.score >= threshold].sum(axis=1)
            rate = np.log(np.maximum(seen, 1e-9) / self.pairs.n_pairs)
            return rate[None, :], np.ones((1, rate.size))
        logs = np.stack(
            [
                self.at_anchor + layer.log_tail(threshold) - layer.log_tail(self.anchor)
                for layer in layers
            ]
        )
        shares = []
        for part, share in (
            (self.normal, NORMAL_SHARE),
            (self.stretched, 1 - NORMAL_SHARE),
        ):
            misfit = np.stack([layer.misfit for layer in part])
            trust = np.exp(-(misfit - misfit.min(axis=0)) / 2)
            shares.append(share * trust / trust.sum(axis=0))
        return logs, np.concatenate(shares)

    def predict(
        self, gallery_size: int, threshold: float, *, shift: float, per_decade: float
    ) -> Prediction:
        """Return the log odds, shifted and widened by the decades beyond the anchor."""
        at = float(on_scale(np.array([threshold]), self.scale, self.unit)[0])
        logs, shares = self.log_rates(at)
        mean = (shares * logs).sum(axis=0)
        size = np.log(gallery_size)
        rows = of_uneven(mean + size, self.unevenness.at_rate(mean))
        each = of_uneven(logs[:, 0] + size, self._variance_of_first(logs[:, 0]))
        between = shares[:, 0] @ (each - shares[:, 0] @ each) ** 2
        decades = max(float(self.at_anchor[0] - mean[0]) / np.log(10), 0.0)
        chance = rows[1:].var(ddof=1)
        sd = np.sqrt(chance + between + (per_decade * decades) ** 2)
        return normal_interval(float(rows[0]) - shift * decades, float(sd))

    def _variance_of_first(self, log_rate: Floats) -> Floats:
        line = self.unevenness
        variance: Floats = line.level[0] + line.slope[0] * (-log_rate - line.at)
        return np.clip(variance, 1e-6, MOST_VARIANCE)


def d_plain(trial: Trial, rng: np.random.Generator) -> Predict:
    """Take the hybrid as it comes, with the wider allowance."""
    fitted = Hybrid(trial, rng)
    return lambda size, at: fitted.predict(size, at, shift=0.0, per_decade=0.25)


def d_cal(trial: Trial, rng: np.random.Generator) -> Predict:
    """Shift the hybrid by what it over-predicted in its trial."""
    fitted = Hybrid(trial, rng)
    return lambda size, at: fitted.predict(size, at, shift=0.19, per_decade=0.18)
