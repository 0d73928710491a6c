"""How far a fitted line would move with other people: one person left out at a time.

A fold of people ordered by score is too much like every other fold, so that leaving
out folds says too little. Each person is left out alone here. That takes one Newton
step from the line of all, and sums by person that are made once.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from matchaudit.accuracy.calibration import Folded, logistic_line
from matchaudit.accuracy.cllr import FloatArray
from matchaudit.accuracy.jackknife import jackknife_half_width
from matchaudit.errors import UndefinedMeasureError

TOO_FEW = "too few people are left to fit a likelihood ratio to"


@dataclass(frozen=True, slots=True, kw_only=True)
class LineSpread:
    """A line through log LR, and the lines of all but one person.

    Scores are measured from ``middle`` in units of ``spread``.

    Attributes
    ----------
    middle, spread : float
    line : ndarray of float64, shape (2,)
        Intercept and slope of the natural log LR.
    without : ndarray of float64, shape (n, 2)
        Row i is the line without person i.
    """

    middle: float
    spread: float
    line: FloatArray
    without: FloatArray

    def log10_lr(self, score: float, *, confidence: float) -> tuple[float, float]:
        """Return the log10 LR of a score and the half width of its interval."""
        at = np.array([1.0, (score - self.middle) / self.spread]) / np.log(10)
        half = jackknife_half_width(self.without @ at, confidence=confidence)
        return float(self.line @ at), half


def line_spread(data: Folded) -> LineSpread:
    """Fit the line of all people, and move it by leaving each of them out.

    Parameters
    ----------
    data : Folded

    Returns
    -------
    LineSpread

    Raises
    ------
    UndefinedMeasureError
        If somebody is in every comparison of a kind, or no line can be found.
    """
    mated, nonmated = data.without()
    middle, spread = _scale(data)
    x = (data.centres - middle) / spread
    line = np.array(logistic_line(x, mated, nonmated))
    gradient = np.zeros((data.n_people, 2))
    curvature = np.zeros((data.n_people, 3))
    p = expit(line[0] + line[1] * x)
    bend = p * (1 - p)
    for kind in (False, True):
        rows = data.mated == kind
        left = _left(data, np.ones(x.size), rows)
        if (left < 0.5).any():
            raise UndefinedMeasureError(TOO_FEW)
        for k, value in enumerate((p - kind, (p - kind) * x)):
            gradient[:, k] += _left(data, value, rows) / left / 2
        for k, value in enumerate((bend, bend * x, bend * x * x)):
            curvature[:, k] += _left(data, value, rows) / left / 2
    a, b, c = curvature.T
    determinant = a * c - b * b
    g, h = gradient.T
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        step = np.stack([c * g - b * h, a * h - b * g], axis=1) / determinant[:, None]
    if not (np.isfinite(step).all() and (determinant > 0).all()):
        raise UndefinedMeasureError("the line cannot be told without one of the people")
    return LineSpread(middle=middle, spread=spread, line=line, without=line - step)


def _scale(data: Folded) -> tuple[float, float]:
    """Return the middle of the centres and half of their width."""
    low, high = float(data.centres[0]), float(data.centres[-1])
    return low / 2 + high / 2, high / 2 - low / 2


def _left(data: Folded, by_bin: FloatArray, rows: np.ndarray) -> FloatArray:
    """Sum what each bin is worth over the comparisons without each person in turn."""
    value = by_bin[data.bins[rows]]
    first, second = data.first[rows], data.second[rows]
    touching = np.bincount(first, value, minlength=data.n_people)
    other = second != first
    touching += np.bincount(second[other], value[other], minlength=data.n_people)
    return np.asarray(value.sum() - touching, dtype=np.float64)
