"""How far the rule typically misses, and how many typical misses an interval needs."""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from gallery_learning.rows import FOLDS
from gallery_learning.rule import Rule
from gallery_learning.targets import Samples, Targets
from matchaudit.galleries.prediction import surface

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

PLAIN = 10  # weights that do not belong to a sign
_REACH, _PEOPLE = 2, 5  # places of two of them in `surface.noise_terms`
_LEAST_MISS = 0.03  # decades, so that a lucky hit has a logarithm
_PENALTY, _LITTLE = 0.01, 0.01  # of weights of signs, by target; of the plain ones
_NEAREST = -0.1  # targets that lie nearer than the anchor are left out
_REPORTED = (0.01, 0.03, 0.1)
_CELL_SIZES = (500, 1000, 2000, 4000)
_LEAST_IN_CELL = 150
_CELL_SHARE = 0.953
_HALF = 0.5  # of the adjustment of cells is made
_SMALL_GALLERY = 0.2  # weight of galleries of fewer than 100 times the people
_ABOVE = 1.08  # farther upwards than left-out worlds ask for: chosen by hand


@dataclass(frozen=True, slots=True, kw_only=True)
class Misses:
    """A rule for typical misses.

    Attributes
    ----------
    weights : ndarray of float64, shape (10 + K,)
    typical : ndarray of float64, shape (targets,)
        Typical misses, in decades, by rules that have not seen the world.
    miss : ndarray of float64, shape (targets,)
        The misses that there were: above 0 where too much is predicted.
    below, above : float
        Typical misses that the interval reaches.
    """

    weights: Floats
    typical: Floats
    miss: Floats
    below: float
    above: float

    @classmethod
    def of(cls, samples: Samples, targets: Targets, rule: Rule) -> Self:
        """Fit the rule for misses to those of left-out worlds."""
        miss = (rule.left_out - targets.goal) * targets.rise
        counts = samples.counts[targets.sample]
        fold = samples.fold[targets.sample]
        rows, usable = _rows(samples, targets, rule), targets.far() > _NEAREST
        logs = np.log10(np.abs(miss) + _LEAST_MISS)
        each = np.sqrt(counts)

        def fitted(some: Mask) -> Floats:
            weighted = rows[some] * each[some][:, None]
            penalty = np.full(rows.shape[1], _PENALTY * len(rows))
            penalty[:PLAIN] = _LITTLE
            square = weighted.T @ weighted + np.diag(penalty)
            return np.linalg.solve(square, weighted.T @ (logs[some] * each[some]))

        typical = np.zeros(logs.size)
        for k in range(FOLDS):
            typical[fold == k] = rows[fold == k] @ fitted((fold != k) & usable)
        weights = fitted(usable)
        by_reach, by_people = _adjusted(targets, miss / 10**typical, counts)
        reach, people = _reach(targets), np.log10(targets.people) - 3.3
        typical = 10 ** (typical + by_reach * reach + by_people * people)
        weights[_REACH] += by_reach
        weights[_PEOPLE] += by_people
        low, high = _limits(targets, miss / typical, counts)
        return cls(
            weights=weights,
            typical=typical,
            miss=miss,
            below=high,
            above=-low * _ABOVE,
        )


def _rows(samples: Samples, targets: Targets, rule: Rule) -> Floats:
    """Return what the weights are multiplied with, shape (targets, 10 + K)."""
    unusual = np.abs(rule.signs(samples.signs)[targets.sample])
    sway, rise = rule.sway(samples, targets), rule.rise(samples, targets)
    far = targets.far()
    plain = np.empty((len(unusual), PLAIN))
    for people in np.unique(targets.people):
        some = targets.people == people
        plain[some] = surface.noise_terms(
            far[some],
            targets.log_odds[some],
            people,
            sway=sway[some],
            rise=rise[some],
        ).T
    return np.column_stack([plain, unusual])


def _reach(targets: Targets) -> Floats:
    return np.log10(np.maximum(targets.far(), -0.2) + 0.3)


def _adjusted(targets: Targets, miss: Floats, counts: Floats) -> tuple[float, float]:
    """Return by how much typical misses grow with the reach, and with the people.

    In cells of one number of people, one gallery and one rate: the miss, in typical
    ones, that 95 % do not exceed, and a plane through its logarithms. Half of the slopes
    is taken; none with so few worlds that no cell is full.
    """
    reach, people = _reach(targets), np.log10(targets.people) - 3.3
    usable = (targets.far() > _NEAREST) & np.isin(targets.rate, _REPORTED)
    points = []
    for n in _CELL_SIZES:
        for size in np.unique(targets.size[targets.size >= 10 * n]):
            for rate in _REPORTED:
                cell = usable & (targets.people == n)
                cell &= (targets.size == size) & (targets.rate == rate)
                if cell.sum() >= _LEAST_IN_CELL:
                    most = quantile(np.abs(miss[cell]), counts[cell], _CELL_SHARE)
                    first = int(np.argmax(cell))
                    weight = np.sqrt(cell.sum())
                    points.append(
                        (1.0, reach[first], people[first], np.log10(most), weight)
                    )
    if len(points) < 3:  # a trial with few worlds
        return 0.0, 0.0
    table = np.array(points)
    weight = table[:, 4]
    plane, *_ = np.linalg.lstsq(
        table[:, :3] * weight[:, None], table[:, 3] * weight, rcond=None
    )
    return float(_HALF * plane[1]), float(_HALF * plane[2])


def _limits(targets: Targets, miss: Floats, counts: Floats) -> tuple[float, float]:
    """Return the misses, in typical ones, between which 95 % lie."""
    some = (targets.far() > _NEAREST) & np.isin(targets.rate, _REPORTED)
    some &= targets.people >= 1000
    distant = targets.size >= 100 * targets.people
    weight = (counts * np.where(distant, 1.0, _SMALL_GALLERY))[some]
    low, high = (quantile(miss[some], weight, share) for share in (0.025, 0.975))
    return low, high


def quantile(values: Floats, weight: Floats, share: float) -> float:
    """Return the smallest value up to which a share of the weight lies.

    Examples
    --------
    >>> quantile(np.array([3.0, 1.0, 2.0]), np.array([1.0, 1.0, 2.0]), 0.5)
    2.0
    """
    order = np.argsort(values)
    run = np.cumsum(weight[order])
    return float(values[order][np.searchsorted(run, share * run[-1])])
