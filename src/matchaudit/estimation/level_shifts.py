"""Where the level of a series jumps: binary segmentation with a permutation test.

The series is cut where the two sides differ most. The cut stays if few orders of the
same values, drawn by chance, show so large a difference anywhere; then each side is
looked at in the same way. Values near in time that hang together make jumps look
surer than they are: give one value for each unit that is independent of the next.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from matchaudit.errors import ParameterError

Values = NDArray[np.float64]

_HANSEN_95 = 7.35
"""Where the likelihood ratio of a jump's place lies below in 95 of 100 cases
(Hansen 2000, table I)."""

_CELLS = 1_000_000  # values held at once while orders are drawn


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelShift:
    """One jump of a level.

    Attributes
    ----------
    position : int
        Index of the first value of the new level.
    earliest, latest : int
        The first and last position that fit the data nearly as well (95 % set);
        ``earliest <= position <= latest``.
    before, after : float
        Mean of the values from the jump before, and up to the next one.
    p_value : float
        Share of random orders with a difference at least as large anywhere.
    """

    position: int
    earliest: int
    latest: int
    before: float
    after: float
    p_value: float


def level_shifts(
    values: ArrayLike,
    *,
    rng: np.random.Generator,
    p_value: float = 0.005,
    least: int = 4,
    permutations: int = 999,
) -> tuple[LevelShift, ...]:
    """Find where the level of a series jumps.

    Parameters
    ----------
    values : array_like of float, shape (n,)
        Finite, in order of time.
    rng : numpy.random.Generator
        Draws the orders.
    p_value : float, default=0.005
        A jump stays if its own is at most this; in (0, 1).
    least : int, default=4
        Fewest values on each side of a jump, at least 2.
    permutations : int, default=999
        Orders drawn for each cut.

    Returns
    -------
    tuple of LevelShift
        In order of position; empty if there is no jump or there are too few values.

    Raises
    ------
    ParameterError
        If a value is not finite or a setting is out of range.

    References
    ----------
    .. [1] Vostrikova, L. Y. (1981). Detecting "disorder" in multidimensional random
       processes. Soviet Mathematics Doklady 24, 55-59.
    .. [2] Hansen, B. E. (2000). Sample splitting and threshold estimation.
       Econometrica 68(3), 575-603, table I.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> [jump] = level_shifts([1, 2, 1, 2, 1, 2, 9, 8, 9, 8, 9, 8], rng=rng)
    >>> jump.position, jump.before, jump.after
    (6, 1.5, 8.5)
    """
    series = np.asarray(values, dtype=np.float64)
    if series.ndim != 1 or not np.isfinite(series).all():
        raise ParameterError("values", "a row of finite numbers", series.shape)
    if not 0 < p_value < 1:
        raise ParameterError("p_value", "in (0, 1)", p_value)
    if least < 2 or permutations < 1:
        raise ParameterError("least", "at least 2, with a permutation", least)
    found: list[tuple[int, float]] = []
    open_parts = [(0, series.size)]
    while open_parts:
        low, high = open_parts.pop()
        part = series[low:high]
        if part.size < 2 * least or np.ptp(part) == 0:
            continue
        cut, chance = _cut(part, least, permutations, rng)
        if chance <= p_value:
            found.append((low + cut, chance))
            open_parts += [(low + cut, high), (low, low + cut)]
    return _placed(series, sorted(found), least)


def _gains(part: Values, least: int) -> Values:
    """Return the squared error that each cut saves, along the last axis.

    Entry k is the cut before value ``least + k``.
    """
    n = part.shape[-1]
    size = np.arange(least, n - least + 1)
    centred = part - part.mean(axis=-1, keepdims=True)
    total = np.cumsum(centred, axis=-1)[..., size - 1]
    return np.asarray(total**2 * n / (size * (n - size)))


def _cut(
    part: Values, least: int, permutations: int, rng: np.random.Generator
) -> tuple[int, float]:
    gains = _gains(part, least)
    # Sums of the same values in another order differ in the last digits.
    as_large = gains.max() * (1 - 1e-9)
    hits, at_once = 0, max(1, _CELLS // part.size)
    for done in range(0, permutations, at_once):
        many = min(at_once, permutations - done)
        orders = rng.permuted(np.tile(part, (many, 1)), axis=1)
        hits += int(np.count_nonzero(_gains(orders, least).max(axis=1) >= as_large))
    return least + int(gains.argmax()), (1 + hits) / (1 + permutations)


def _placed(
    series: Values, found: list[tuple[int, float]], least: int
) -> tuple[LevelShift, ...]:
    """Say for each jump where it may lie between the jumps beside it."""
    ends = [0, *(position for position, _ in found), series.size]
    shifts = []
    for place, (position, chance) in enumerate(found, start=1):
        low, high = ends[place - 1], ends[place + 1]
        part = series[low:high]
        shift = LevelShift(
            position=position,
            earliest=position,
            latest=position,
            before=float(series[low:position].mean()),
            after=float(series[position:high].mean()),
            p_value=chance,
        )
        gains = _gains(part, least)
        left = float(((part - part.mean()) ** 2).sum()) - gains
        here = left[position - low - least]
        near = np.flatnonzero(part.size * (left - here) <= _HANSEN_95 * here)
        first, last = (low + least + int(near[end]) for end in (0, -1))
        shifts.append(
            replace(shift, earliest=min(first, position), latest=max(last, position))
        )
    return tuple(shifts)
