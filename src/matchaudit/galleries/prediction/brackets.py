"""Limits on the rate in a larger gallery that need hardly any assumption.

Let P be the chance that a random member of the gallery scores above the threshold
against a random search. In a gallery of N such members the rate is the mean of
``1 - (1 - P)**N``, whatever the law of P: no independence of searches is needed, only
that the gallery is a random sample of the people whom the test is a sample of. So a
rate in a small gallery limits that in a large one, from both sides.

Law of names: ``*_bracket`` is a pair ``(low, high)`` of probabilities.
"""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from matchaudit.errors import ParameterError

Bracket = tuple[float, float]

_POINTS_A_DECADE = 20
_FARTHEST = 1e-3  # chances below this over N give nothing in a gallery of N


def rate_bracket(rate: Bracket, *, tested: int, gallery_size: int) -> Bracket:
    """Limit the rate in a larger gallery by that in the gallery of the test.

    At the same threshold ``F_n <= F_N <= 1 - (1 - F_n)**(N / n)``: more people never
    make fewer searches go wrong, and errors that pile up on few searches (any law of P
    but a constant) make fewer of them go wrong than if they were spread evenly.

    Parameters
    ----------
    rate : tuple of float
        Ends of the interval of the rate in a gallery of ``tested`` people.
    tested, gallery_size : int
        ``1 <= tested <= gallery_size``.

    Returns
    -------
    tuple of float
        Nobody can say more from one measured point.

    Raises
    ------
    ParameterError
        If the rate or the sizes are out of range.

    Examples
    --------
    >>> low, high = rate_bracket(
    ...     (0.003, 0.003), tested=12_000_000, gallery_size=270_000_000
    ... )
    >>> low, round(high, 3)
    (0.003, 0.065)
    """
    _check(rate)
    if not 1 <= tested <= gallery_size:
        must = "between 1 and the size of the gallery"
        raise ParameterError("tested", must, (tested, gallery_size))
    return rate[0], _at_least_one(rate[1], gallery_size / tested)


def fmr_bracket(fmr: Bracket, gallery_size: int) -> Bracket:
    """Limit the rate in a gallery by the false match rate alone.

    ``FMR <= F_N <= 1 - (1 - FMR)**N``: the formula that is used everywhere is the upper
    limit.

    Parameters
    ----------
    fmr : tuple of float
        Ends of the interval of the false match rate.
    gallery_size : int
        At least 1.

    Examples
    --------
    >>> low, high = fmr_bracket((1e-9, 1e-9), 270_000_000)
    >>> low, round(high, 3)
    (1e-09, 0.237)
    """
    return rate_bracket(fmr, tested=1, gallery_size=gallery_size)


def curve_bracket(
    sizes: Sequence[int], rates: Sequence[Bracket], *, gallery_size: int
) -> Bracket | None:
    """Limit the rate in a larger gallery by the rates in all smaller ones.

    Among all laws of P that give rates within all intervals at once, the smallest and
    the largest rate in the larger gallery: two linear programmes over the weights of a
    grid of chances.

    Parameters
    ----------
    sizes : sequence of int
        Of the galleries that were measured, each at least 1.
    rates : sequence of tuple of float
        Ends of the interval of the rate at each size. The result is a statement of the
        confidence that all of them hold at once.
    gallery_size : int
        At least the largest of ``sizes``.

    Returns
    -------
    tuple of float or None
        None if no law gives such rates.

    References
    ----------
    .. [1] Orlitsky, A., Suresh, A. T. and Wu, Y. (2016). Optimal prediction of the
       number of unseen species. PNAS 113(47), 13283-13288.

    Examples
    --------
    One chance for all, 1 in 1,000, measured without error: nothing is left open.

    >>> exact = [1 - 0.999**m for m in (1, 10, 100, 1000)]
    >>> low, high = curve_bracket(
    ...     [1, 10, 100, 1000], [(f, f) for f in exact], gallery_size=2000
    ... )
    >>> round(low, 2), round(high, 2), round(1 - 0.999**2000, 2)
    (0.86, 0.87, 0.86)
    """
    if not sizes or len(sizes) != len(rates) or max(sizes) > gallery_size:
        raise ParameterError("sizes", "up to the gallery's, a rate for each", sizes)
    for rate in rates:
        _check(rate)
    chances = _grid(gallery_size)
    within = np.stack([_of_search(chances, m) for m in sizes])
    low, high = np.array(rates).T
    scale = np.maximum(high, _FARTHEST / gallery_size)
    matrix = np.concatenate((within / scale[:, None], -within / scale[:, None]))
    limits = np.concatenate((high / scale, -low / scale)) + _SLACK
    matrix = np.concatenate((matrix, np.ones((1, chances.size))))
    limits = np.append(limits, 1.0)
    goal = _of_search(chances, gallery_size)
    ends = [_extreme(sign * goal, matrix, limits) for sign in (1, -1)]
    if ends[0] is None or ends[1] is None:
        return None
    least, most = ends[0], -ends[1]
    return max(least - _SOLVED, 0.0), min(max(most, least) + _SOLVED, 1.0)


_SLACK = 2e-3  # of a rate: a chance between two points of the grid is off by less

_SOLVED = 1e-6  # how exactly the solver solves


def _extreme(
    goal: NDArray[np.float64],
    matrix: NDArray[np.float64],
    limits: NDArray[np.float64],
) -> float | None:
    from scipy.optimize import linprog

    found = linprog(goal, A_ub=matrix, b_ub=limits, bounds=(0, 1), method="highs")
    return None if found.status != 0 or found.fun is None else float(found.fun)


def _grid(gallery_size: int) -> NDArray[np.float64]:
    decades = math.log10(gallery_size / _FARTHEST)
    points = max(2, math.ceil(decades * _POINTS_A_DECADE))
    return np.logspace(-decades, 0, points)


def _of_search(chance: NDArray[np.float64], size: int) -> NDArray[np.float64]:
    """Return the rates of searches with these chances in a gallery."""
    with np.errstate(divide="ignore"):  # a chance of 1 is found for certain
        found: NDArray[np.float64] = -np.expm1(size * np.log1p(-chance))
    return found


def _at_least_one(rate: float, times: float) -> float:
    return 1.0 if rate >= 1 else -math.expm1(times * math.log1p(-rate))


def _check(rate: Bracket) -> None:
    if not 0 <= rate[0] <= rate[1] <= 1:
        raise ParameterError("rate", "an interval within 0 and 1", rate)
