"""Exact tails of the cosine between a fixed direction and a member of a class.

A member of a class with unit centre m is ``a m + sqrt(1 - a^2) u``: u is uniform among
the unit vectors at right angles to m, and a is the member's pull to the centre. With
``c = <x, m>`` for a unit vector x, the cosine with x is

    a c + sqrt(1 - a^2) sqrt(1 - c^2) <v, u>

where v is a unit vector at right angles to m. The square of ``<v, u>`` has a beta
distribution, so the tail given the pull is exact. What is left is one integral, over
the law of the pull.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]

_CELLS = 100_000  # of the table of cap tails on either side of 0
STEP = 0.5  # of the trapezoidal rule over a normal variable, from -REACH to REACH
REACH = 7.5
_MOST = 0.9999  # of a pull: nobody is the centre itself


def cap_tail(z: FloatArray, dimension: int) -> FloatArray:
    """Return P(U >= z), U the cosine of a uniform direction with a fixed one.

    Parameters
    ----------
    z : ndarray of float64
        Below -1 the tail is 1, above 1 it is 0.
    dimension : int
        Of the space of the directions, at least 3.

    Returns
    -------
    ndarray of float64

    References
    ----------
    .. [1] The square of U is Beta(1/2, (d - 1) / 2); Li, S. (2011). Concise formulas
       for the area and volume of a hyperspherical cap. Asian Journal of Mathematics
       and Statistics 4, 66-70.

    Examples
    --------
    On the sphere of three dimensions U is uniform (Archimedes).

    >>> cap_tail(np.array([-1.0, 0.0, 0.5]), 3).tolist()
    [1.0, 0.5, 0.25]
    """
    from scipy.special import betainc

    z = np.clip(z, -1.0, 1.0)
    upper = 0.5 * betainc((dimension - 1) / 2, 0.5, (1 - z) * (1 + z))
    tail: FloatArray = np.where(z < 0, 1 - upper, upper)
    return tail


@lru_cache(maxsize=32)
def _cap_table(dimension: int) -> FloatArray:
    table = cap_tail(np.linspace(-1.0, 1.0, 2 * _CELLS + 1), dimension)
    table.flags.writeable = False
    return table


def quick_cap_tail(z: FloatArray, dimension: int) -> FloatArray:
    """Return ``cap_tail`` from a table: within 1 in 1,000 down to 1e-30 and below."""
    table = _cap_table(dimension)
    place = (np.clip(z, -1.0, 1.0) + 1.0) * _CELLS
    below = np.minimum(place.astype(np.intp), 2 * _CELLS - 1)
    low = table[below]
    tail: FloatArray = low + (place - below) * (table[below + 1] - low)
    return tail


@dataclass(frozen=True, slots=True)
class PullLaw:
    """How strongly the members of a class are pulled to its centre.

    Attributes
    ----------
    cosine : float
        Between two typical members, in [0, 1).
    energy_sd : float
        The member's own direction is ``exp(energy_sd * Z)`` times as long as usual.
    energy_df : float or None
        Degrees of freedom of Z; None is normal.
    """

    cosine: float
    energy_sd: float = 0.0
    energy_df: float | None = None

    def pull(self, z: FloatArray) -> FloatArray:
        """Return the pulls, in [0, 1), of members with standard normal values z.

        Examples
        --------
        >>> PullLaw(0.25, energy_sd=0.3).pull(np.array([-2.0, 0.0, 2.0])).round(2)
        array([0.72, 0.5 , 0.3 ])
        """
        from scipy.special import ndtr, stdtrit

        ratio = np.sqrt(self.cosine / (1 - self.cosine))
        if self.energy_df is not None:
            # The quantile of the nearer side, mirrored: exact in both tails.
            z = -np.sign(z) * stdtrit(self.energy_df, ndtr(-np.abs(z)))
        energy = np.exp(self.energy_sd * z)
        pull: FloatArray = np.minimum(ratio / np.hypot(ratio, energy), _MOST)
        return pull

    def nodes(self) -> tuple[FloatArray, FloatArray]:
        """Return pulls and their weights: the law as points for an integral."""
        if self.energy_sd == 0 or self.cosine == 0:
            return self.pull(np.zeros(1)), np.ones(1)
        z = np.arange(-REACH, REACH + STEP / 2, STEP)
        weights = np.exp(-(z**2) / 2)
        return self.pull(z), weights / weights.sum()

    def tail(
        self, towards: FloatArray, threshold: FloatArray, dimension: int
    ) -> FloatArray:
        """Return P(cosine with x >= threshold) for a member of the class.

        Parameters
        ----------
        towards : ndarray of float64
            Cosine of x and the centre of the class; broadcast with ``threshold``.
        threshold : ndarray of float64
        dimension : int
            Of x. The member's own direction has one dimension less.

        Returns
        -------
        ndarray of float64
        """
        shape = np.broadcast_shapes(towards.shape, threshold.shape)
        total = np.zeros(shape)
        away = np.sqrt(np.maximum((1 - towards) * (1 + towards), 1e-30))
        for pull, weight in zip(*self.nodes(), strict=True):
            z = (threshold - pull * towards) / (np.sqrt(1 - pull**2) * away)
            total += weight * quick_cap_tail(z, dimension - 1)
        return total

    def moments(self) -> tuple[float, float]:
        """Return the means of the pull and of its square."""
        pulls, weights = self.nodes()
        return float(weights @ pulls), float(weights @ pulls**2)
