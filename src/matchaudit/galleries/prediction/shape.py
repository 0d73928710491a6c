"""What a test shows of the shape of its tail: the numbers a prediction is made from."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from matchaudit.galleries.prediction.scales import bulk_quantile
from matchaudit.galleries.prediction.tops import Tops

FloatArray = NDArray[np.float64]

ANCHOR = 0.1
"""The rate in the test's own gallery from whose score predictions set out."""

_RATES = np.array([0.02, 0.05, 0.1, 0.2, 0.4])
_SHARES = (1.0, 0.25, 0.0625)
_LEVELS = ((400, 0.0005), (4_000, 0.01), (28_000, 0.06))
"""How many of the closest pairs make a graph: at most so many, such a part of all."""
_WEIGHTS = np.linspace(-1.0, 0.0, 60)


def far_normal(probability: FloatArray | float) -> FloatArray:
    """Return the place that a normal variable passes with a probability.

    Examples
    --------
    >>> round(float(far_normal(0.025)), 2)
    1.96
    """
    from scipy.special import ndtri

    return -np.asarray(ndtri(probability))


def hits(rate: FloatArray | float) -> FloatArray:
    """Return how many candidates a search must expect to return one at a rate."""
    return -np.log1p(-np.asarray(rate, dtype=np.float64))


@dataclass(frozen=True, slots=True)
class Shape:
    """What one test, or one resample of it, shows.

    Attributes
    ----------
    anchor : float
        Score, in units of the bulk, at which the test's own rate is `ANCHOR`.
    numbers : dict of str to float
        Signs of the tail's shape, by name; without a unit. NaN where a test cannot
        show one.
    """

    anchor: float
    numbers: dict[str, float]


@dataclass(frozen=True)
class Shapes:
    """Measures the shape of a test, and of its resamples."""

    tops: Tops

    def of(self, weight: FloatArray) -> Shape:
        """Return the shape where each person is counted so many times."""
        places = np.array(
            [self.tops.score_at(share, _RATES, weight) for share in _SHARES]
        )
        numbers = dict(self._bulk)
        numbers |= self._places(places)
        numbers |= self._searches(places[0], weight)
        for i in range(len(_LEVELS)):
            numbers |= self._graph(i, weight)
        return Shape(float(places[0, 2]), numbers)

    @cached_property
    def _bulk(self) -> dict[str, float]:
        """Return signs of the histogram of all non-mated scores."""
        tail = self.tops.tail
        middle = (tail.edges[1:] + tail.edges[:-1]) / 2
        share = tail.counts / tail.counts.sum()
        low = np.array([1e-2, 1e-3, 1e-4, 1e-5])
        quantiles = bulk_quantile(tail, np.append(low, 0.99))
        below = -quantiles[:-1] / far_normal(low)
        return {
            "skew": float(share @ middle**3),
            "kurtosis": float(share @ middle**4) - 3,
            "low2": float(below[0]),
            "low3": float(below[1]),
            "low4": float(below[2]),
            "low5": float(below[3]),
            "up2": float(quantiles[-1] / far_normal(0.01)),
        }

    def _places(self, places: FloatArray) -> dict[str, float]:
        """Return signs of how the scores of rates grow with the gallery."""
        found = {}
        reach = np.array(_SHARES)[:, None] * self.tops.compared
        u = far_normal(np.minimum(hits(_RATES) / reach, 0.4))
        for i in range(len(_SHARES)):
            for j in range(_RATES.size):
                found[f"place{i}{j}"] = float(places[i, j] / u[i, j])
        sds = {
            "low": self._bulk["low4"],
            "own": min(self._own_sd, 1.2 * self._bulk["low4"]),
        }
        for j in (0, 2):
            few = hits(_RATES[j]) / self.tops.compared
            for name, sd in sds.items():
                weight, centre = _component(few, places[0, j], places[2, j], sd)
                found[f"weight_{name}{j}"] = weight
                found[f"centre_{name}{j}"] = centre
        return found

    @cached_property
    def _own_sd(self) -> float:
        return 0.97 * float(self.tops.tail.sd.mean())

    def _searches(self, places: FloatArray, weight: FloatArray) -> dict[str, float]:
        """Return signs of how searches differ."""
        own = weight[self.tops.searched]
        own = own / own.sum()
        mean, sd = self.tops.tail.mean, np.maximum(self.tops.tail.sd, 1e-9)
        best = self._best
        top = own * (best >= places[2])
        top = top / max(float(top.sum()), 1e-12)
        z = _quantile((best - mean) / sd, own, 1 - _RATES)
        reach = far_normal(np.minimum(hits(_RATES) / self.tops.compared, 0.4))
        means = _quantile(mean, own, np.array([0.9, 0.99]))
        sds = _quantile(sd, own, np.array([0.1, 0.9, 0.99]))
        return {
            "mean_sd": _sd(mean, own),
            "mean_skew": _skew(mean, own),
            "mean90": float(means[0]),
            "mean99": float(means[1]),
            "sd_mean": float(own @ sd),
            "sd_sd": _sd(sd, own),
            "sd_skew": _skew(sd, own),
            "sd10": float(sds[0]),
            "sd90": float(sds[1]),
            "sd99": float(sds[2]),
            "best_mean": _correlation(best, mean, own),
            "best_sd": _correlation(best, sd, own),
            "mean_with_sd": _correlation(mean, sd, own),
            "top_mean": float(top @ mean),
            "top_sd": float(top @ sd),
            "z0": float(z[0] / reach[0]),
            "z2": float(z[2] / reach[2]),
            "z4": float(z[4] / reach[4]),
        }

    @cached_property
    def _best(self) -> FloatArray:
        return self.tops.best()

    def _graph(self, level: int, weight: FloatArray) -> dict[str, float]:
        """Return signs of who is close to whom: hubs, and look-alikes."""
        tops, k = self.tops, self._sizes[level]
        search = tops.tail.search[:k]
        other = weight[tops.referred[:k]]
        own = weight[tops.searched]
        n = tops.searched.size
        degree = np.bincount(search, other, minlength=n)
        squares = np.bincount(search, other**2, minlength=n)
        total = max(float(own @ degree), 1e-9)
        crowd = max(float(own @ degree**2), 1e-9)
        wedges = max(float(own @ (degree**2 - squares)), 0.0)
        spread = wedges / total**2 * float(own.sum()) - 1
        found = {
            f"spread{level}": float(np.log1p(max(spread, 0.0))),
            f"part{level}": float(np.log10(max(total**2 / crowd / own.sum(), 1e-6))),
        }
        if level:
            pairs = own[search] * other
            closed = float(pairs @ self._shared[level])
            found[f"closed{level}"] = closed / max(wedges, 1.0)
        return found

    @cached_property
    def _sizes(self) -> list[int]:
        n = self.tops.tail.n_pairs
        kept = self.tops.tail.score.size
        return [int(min(most, max(part * n, 10), kept)) for most, part in _LEVELS]

    @cached_property
    def _shared(self) -> list[FloatArray]:
        """Return with how many people both of each close pair are close, by level."""
        return [shared_neighbours(self.tops, k) for k in self._sizes]


def shared_neighbours(tops: Tops, k: int) -> FloatArray:
    """Return with how many people both ends of the k closest pairs are close.

    Returns
    -------
    ndarray of float64, shape (k,)
        NaN throughout if the references were not searched for themselves.
    """
    from scipy.sparse import csr_array

    both = np.isin(tops.referred, tops.searched).mean() if k else 0.0
    if both < 0.5:
        return np.full(k, np.nan)
    rows, columns = tops.searched[tops.tail.search[:k]], tops.referred[:k]
    n = tops.n_people
    graph = csr_array((np.ones(k), (rows, columns)), shape=(n, n))
    graph.data = np.ones_like(graph.data)  # pairs that were compared several times
    closed = (graph @ graph).multiply(graph).tocsr()
    return np.asarray(closed[rows, columns], dtype=np.float64).ravel()


def _component(
    few: FloatArray, far: float, near: float, sd: float
) -> tuple[float, float]:
    """Return the normal component of known sd through two points of a tail.

    It passes ``far`` with probability ``few``, and ``near`` with 16 times that.

    Returns
    -------
    tuple of float
        log10 of its weight (at most 0), and its centre.
    """
    probability = float(few)
    log_weight = -_WEIGHTS * np.log(min(probability * 16 * 1.02, 0.9))
    step = far_normal(np.exp(np.log(probability) - log_weight)) - far_normal(
        np.minimum(np.exp(np.log(16 * probability) - log_weight), 1 - 1e-9)
    )
    order = np.argsort(step)
    # Two people have one score each: then no score differs from another.
    found = float(
        np.interp((far - near) / max(sd, 1e-9), step[order], log_weight[order])
    )
    centre = far - sd * float(far_normal(probability / np.exp(found)))
    return found / np.log(10), centre


def _sd(x: FloatArray, share: FloatArray) -> float:
    return float(np.sqrt(share @ (x - share @ x) ** 2))


def _skew(x: FloatArray, share: FloatArray) -> float:
    centred = x - share @ x
    return float(share @ centred**3) / max(_sd(x, share), 1e-6) ** 3


def _correlation(x: FloatArray, y: FloatArray, share: FloatArray) -> float:
    spread = _sd(x, share) * _sd(y, share)
    if spread < 1e-8:
        return 0.0
    return float(share @ ((x - share @ x) * (y - share @ y))) / spread


def _quantile(x: FloatArray, share: FloatArray, at: FloatArray) -> FloatArray:
    order = np.argsort(x)
    return x[order][
        np.minimum(np.searchsorted(np.cumsum(share[order]), at), x.size - 1)
    ]
