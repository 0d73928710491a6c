"""Whether the best candidate is truly wrong, and who ever finds out."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matchaudit.records.simulation.searches.settings import SearchSettings

FloatArray = NDArray[np.float64]
Mask = NDArray[np.bool_]

THRESHOLD = 0.55
_RIGHT, _WRONG, _SD = 0.78, 0.66, 0.07  # means of scores, and their spread
_STEPS = (0.65, 0.72, 0.80)
_FOLLOWED_UP = np.array([0.15, 0.35, 0.60, 0.80])  # at most 1 / the largest factor
_RESOLVED = 0.85


@dataclass(frozen=True, slots=True, kw_only=True)
class Matches:
    """The best candidates of some searches; each array has shape (n,).

    Attributes
    ----------
    candidates : ndarray of int64
        How many there are.
    wrong : ndarray of bool
        True if the best is truly the wrong person; False where there is none.
    score : ndarray of float64
        Of the best, two decimals; NaN where there is none.
    followed_up, resolved, sampled : ndarray of bool
        Whether it was looked into, with an answer, and in the random sample only.
    """

    candidates: NDArray[np.int64]
    wrong: Mask
    score: FloatArray
    followed_up: Mask
    resolved: Mask
    sampled: Mask


def draw_matches(
    s: SearchSettings,
    group: NDArray[np.int64],
    operator: NDArray[np.int64],
    rng: np.random.Generator,
) -> Matches:
    """Draw truth, score and verification of the best candidates.

    Given the score (as rounded) and the group, verification is independent of the
    truth unless the settings say ``hidden``.

    Parameters
    ----------
    s : SearchSettings
    group, operator : ndarray of int64, shape (n,)
    rng : numpy.random.Generator

    Returns
    -------
    Matches

    Examples
    --------
    >>> nobody = np.zeros(4, dtype=np.int64)
    >>> rng = np.random.default_rng(1)
    >>> draw_matches(SearchSettings(), nobody, nobody, rng).wrong.dtype
    dtype('bool')
    """
    n = group.size
    found = rng.random(n) >= s.empty_share
    candidates = np.where(found, np.minimum(rng.geometric(0.3, n), 20), 0)
    share = np.array([one.wrong_share for one in s.groups])[group]
    share = np.clip(share + _operator_effect(s, operator), 0.02, 0.98)
    wrong = found & (rng.random(n) < share)
    score = np.where(wrong, _WRONG, _RIGHT) + _SD * rng.standard_normal(n)
    score = np.clip(np.round(score, 2), THRESHOLD, 0.99)
    chance = _FOLLOWED_UP[np.searchsorted(_STEPS, score, side="right")]
    chance = chance * np.array([one.followed_up for one in s.groups])[group]
    chance = chance * np.where(wrong, 1 - s.hidden, 1)
    followed_up = found & (rng.random(n) < chance)
    resolved = followed_up & (rng.random(n) < _RESOLVED)
    sampled = found & ~resolved & (rng.random(n) < s.sample_share)
    return Matches(
        candidates=candidates,
        wrong=wrong,
        score=np.where(found, score, np.nan),
        followed_up=followed_up | sampled,
        resolved=resolved | sampled,
        sampled=sampled,
    )


def _operator_effect(s: SearchSettings, operator: NDArray[np.int64]) -> FloatArray:
    """Spread operators evenly over the range, in an order that is not theirs."""
    golden = operator * 0.6180339887498949 % 1
    return np.asarray(s.operator_spread * (2 * golden - 1))
