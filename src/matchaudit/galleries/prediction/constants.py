"""What was learned from simulated galleries: one number each, in ``learned.json``.

``studies/gallery_training.py`` draws the simulated tests, fits the numbers, and writes
the file. None is from real scores.
"""

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from matchaudit.galleries.prediction.shape import Shape

FloatArray = NDArray[np.float64]

FARTHEST = 6.0
"""Decades of the false match rate beyond the test, past which nothing is forecast."""

LEAST_PEOPLE = 100
"""People, and references, below which nothing is forecast."""

LEAST_PAIRS = 1_000
"""Kept pairs below which nothing is forecast."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """A linear rule for the score that a rate needs, and one for how far it misses.

    Attributes
    ----------
    names : tuple of str
        The signs of a shape that are used, K in number.
    centre, spread : ndarray of float64, shape (K,)
        By which a sign is made comparable, then cut off at ``cut`` on either side.
    cut : float
    plain : ndarray of float64, shape (7,)
        Weights of the terms of `surface.terms`, for a typical test.
    by_sign : ndarray of float64, shape (6, K)
        What a sign adds to the weight of each of the first six terms.
    noise : ndarray of float64, shape (10,)
        Weights of the terms of `surface.noise_terms`: log10 of a typical miss, decades.
    noise_by_sign : ndarray of float64, shape (K,)
        What an unusual sign, on either side, adds to it.
    below, above : float
        Typical misses that the interval reaches below and above, at 95 %.
    backtest : float
        Decades by which a quarter of a simulated test misses the whole in about 1 of 34.
    """

    names: tuple[str, ...]
    centre: FloatArray
    spread: FloatArray
    cut: float
    plain: FloatArray
    by_sign: FloatArray
    noise: FloatArray
    noise_by_sign: FloatArray
    below: float
    above: float
    backtest: float

    def signs(self, shape: Shape) -> FloatArray:
        """Return the signs of a shape, comparable; what is unknown counts as typical."""
        raw = np.array([shape.numbers[name] for name in self.names])
        comparable = np.clip((raw - self.centre) / self.spread, -self.cut, self.cut)
        return np.nan_to_num(comparable, nan=0.0)


@cache
def learned() -> Learned:
    """Return what was learned.

    Examples
    --------
    >>> learned().by_sign.shape[0], learned().cut
    (6, 3.0)
    """
    text = files("matchaudit.galleries.prediction").joinpath("learned.json")
    read = json.loads(text.read_text(encoding="utf-8"))
    arrays = (
        np.array(read[key], dtype=np.float64)
        for key in ("centre", "spread", "plain", "by_sign", "noise", "noise_by_sign")
    )
    centre, spread, plain, by_sign, noise, noise_by_sign = arrays
    return Learned(
        names=tuple(read["names"]),
        centre=centre,
        spread=spread,
        cut=float(read["cut"]),
        plain=plain,
        by_sign=by_sign,
        noise=noise,
        noise_by_sign=noise_by_sign,
        below=float(read["below"]),
        above=float(read["above"]),
        backtest=float(read["backtest"]),
    )
