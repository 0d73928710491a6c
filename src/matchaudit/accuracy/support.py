"""Whether both kinds of comparison were seen about a score, by how many people."""

from dataclasses import dataclass

import numpy as np

from matchaudit.accuracy.calibration import Folded

FEWEST = 5.0
"""Independent comparisons that must lie beyond a score."""


@dataclass(frozen=True, slots=True)
class Support:
    """Which kinds lie beyond a score, on the side where they are rare.

    Attributes
    ----------
    mated : bool
        Enough people have mated comparisons at or below the score.
    nonmated : bool
        Enough people have non-mated comparisons at or above the score.
    """

    mated: bool
    nonmated: bool


def support(data: Folded, score: float) -> Support:
    """Say whether at least five independent comparisons of each kind lie beyond.

    People count, not rows: a face that looks like many others is one case, and so is a
    table that was copied. With ``e_i`` comparisons of person i, they are worth
    ``(sum e_i)**2 / sum e_i**2`` people, and half as many pairs of people.

    Parameters
    ----------
    data : Folded
    score : float

    Returns
    -------
    Support
    """
    below = data.mated & (data.score <= score)
    above = ~data.mated & (data.score >= score)
    n = data.n_people
    own = np.bincount(data.first[below], minlength=n)
    both = np.bincount(data.first[above], minlength=n)
    both += np.bincount(data.second[above], minlength=n)
    return Support(mated=_worth(own) >= FEWEST, nonmated=_worth(both) / 2 >= FEWEST)


def _worth(counts: np.ndarray) -> float:
    total = float(counts.sum())
    return total**2 / float(counts @ counts) if total else 0.0
