"""How likely a random gallery member scores at least t with each of some probes.

Given the probe, that probability is a finite mixture over classes of one-dimensional
integrals. Classes of one law share the integral as a function of the cosine between the
probe and the class centre; so it is worked out on a grid of cosines, and each probe's
classes are laid onto the grid with the weights of a cubic interpolation.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matchaudit.records.simulation.galleries.people import Classes

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]

_COSINES = 320  # cells of the grid of cosines to class centres
_THRESHOLDS = 80  # points of the grid of thresholds
_SCOUTS = 200  # probes that find out how far the grid of thresholds must go
_NEVER = 1e-16  # thresholds with a lower false match rate are not tabulated
_LEAST = 1e-280


@dataclass(frozen=True, slots=True, kw_only=True)
class Exceedance:
    """Tabulated log-probabilities of M probes against each of G groups.

    Attributes
    ----------
    step, start : float
        The table is even in ``arctanh(threshold)``.
    log_tail : ndarray of float64, shape (G, M, T)
        Of P(cosine >= threshold) for a random member of the group.
    """

    start: float
    step: float
    log_tail: FloatArray

    def at(self, cosine: FloatArray, share: FloatArray) -> FloatArray:
        """Return P(cosine >= threshold) for a random member of a gallery.

        Parameters
        ----------
        cosine : ndarray of float64, shape (M,)
            The threshold of each probe.
        share : ndarray of float64, shape (G,)
            Of the gallery that belongs to each group.

        Returns
        -------
        ndarray of float64, shape (M,)
        """
        place = (np.arctanh(np.clip(cosine, -0.9999, 0.9999)) - self.start) / self.step
        place = np.clip(place, 0, self.log_tail.shape[2] - 1)
        first, weights = _cubic(place, self.log_tail.shape[2])
        row = np.arange(place.size)
        total = np.zeros(place.size)
        for part, table in zip(share, self.log_tail, strict=True):
            if part > 0:
                logs = sum(w * table[row, first + k] for k, w in enumerate(weights))
                total += part * np.exp(logs)
        return np.where(cosine < 1, np.minimum(total, 1.0), 0.0)


def tabulate(
    classes: Classes, probes: FloatArray, weight: FloatArray, lowest: float
) -> Exceedance:
    """Tabulate the exceedance of probes over the thresholds that matter.

    Parameters
    ----------
    classes : Classes
    probes : ndarray of float64, shape (M, d)
    weight : ndarray of float64, shape (M,)
        How many of the population each probe stands for.
    lowest : float
        Smallest threshold (a cosine) that is needed.

    Returns
    -------
    Exceedance
    """
    start, end = np.arctanh([lowest, 0.995])
    few = slice(None, None, max(1, weight.size // _SCOUTS))
    grid = np.linspace(start, end, 32)
    scouts = _tails(classes, probes[few], np.tanh(grid))
    share = classes.group_share
    rate = np.einsum("g,m,gmt->t", share, weight[few], scouts) / weight[few].sum()
    last = min(int(np.sum(rate > _NEVER)), grid.size - 1)
    grid = np.linspace(start, grid[last], _THRESHOLDS)
    tails = _tails(classes, probes, np.tanh(grid))
    np.log(np.maximum(tails, _LEAST, out=tails), out=tails)
    return Exceedance(start=float(start), step=float(grid[1] - grid[0]), log_tail=tails)


def _tails(classes: Classes, probes: FloatArray, thresholds: FloatArray) -> FloatArray:
    """Return P(cosine >= threshold), shape (G, M, T), for members of each group."""
    share = classes.group_share
    tails = np.zeros((share.size, probes.shape[0], thresholds.size))
    towards = np.clip(probes @ classes.centres.T, -0.9999999, 0.9999999)
    lowest, highest = float(towards.min()), float(towards.max())
    grid = np.linspace(lowest, highest, _COSINES)
    place = (towards - lowest) / max(grid[1] - grid[0], 1e-12)
    for cosine in np.unique(classes.cosine):
        law = classes.law(cosine)
        table = law.tail(grid[:, None], thresholds, probes.shape[1])
        for g in range(share.size):
            inside = (classes.cosine == cosine) & (classes.group == g)
            if inside.any():
                laid = _laid(place[:, inside], classes.weight[inside] / share[g])
                tails[g] += laid @ table
    return tails


def _laid(place: FloatArray, weight: FloatArray) -> FloatArray:
    """Lay each probe's classes onto the grid of cosines; shape (M, cells)."""
    first, weights = _cubic(place, _COSINES)
    first += np.arange(place.shape[0])[:, None] * _COSINES
    laid = np.zeros(place.shape[0] * _COSINES)
    for k, part in enumerate(weights):
        laid += np.bincount(
            (first + k).ravel(), (part * weight).ravel(), minlength=laid.size
        )
    return laid.reshape(place.shape[0], _COSINES)


def _cubic(place: FloatArray, cells: int) -> tuple[IntArray, list[FloatArray]]:
    """Return the first of four points around each place, and Lagrange's weights."""
    first = np.clip(place.astype(np.int64) - 1, 0, cells - 4)
    x = place - first
    return first, [
        -(x - 1) * (x - 2) * (x - 3) / 6,
        x * (x - 2) * (x - 3) / 2,
        -x * (x - 1) * (x - 3) / 2,
        x * (x - 1) * (x - 2) / 6,
    ]
