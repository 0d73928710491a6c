"""Score histograms whose bins are exact at their edges.

Bins are dyadic, ``floor(score * 2**k)``: multiplication by a power of two is exact, so
every engine puts every score into the same bin.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from matchaudit.tallies import statements
from matchaudit.tallies.comparisons import FloatArray, ScoreHistogram
from matchaudit.tallies.engine import Engine
from matchaudit.tallies.strata import EVERYTHING, Grouping

# Between 2**10 and 2**11 bins: few enough to count at the speed of a scan.
BIN_BITS = 10


@dataclass(frozen=True, slots=True)
class Scale:
    """Bins of width ``1 / scale``, from ``first`` to ``last``.

    Attributes
    ----------
    scale : float
        A power of two.
    first, last : float
        Whole numbers: the bins of the lowest and the highest finite score.
    infinite : bool
        True if there are infinite scores, which fall beside the others.
    """

    scale: float
    first: float
    last: float
    infinite: bool = False

    @property
    def edges(self) -> FloatArray:
        """The edges, with -inf and inf at the ends for scores that are infinite."""
        inner = np.arange(self.first, self.last + 2) / self.scale
        return np.concatenate(([-np.inf], inner, [np.inf]))


def scale_for(low: float, high: float) -> Scale:
    """Return bins for finite scores between ``low`` and ``high``.

    Parameters
    ----------
    low, high : float
        Finite, ``low <= high``.

    Returns
    -------
    Scale
        With at most 2,049 bins.

    Examples
    --------
    >>> scale_for(-1.0, 1.0)
    Scale(scale=512.0, first=-512.0, last=512.0, infinite=False)
    """
    half = high / 2 - low / 2  # the halves: the difference itself may overflow
    largest = max(abs(low), abs(high))
    finest = 52 - math.frexp(largest)[1] if largest else BIN_BITS
    bits = BIN_BITS - math.frexp(half)[1] if half else min(BIN_BITS, finest)
    scale = 2.0 ** max(-1020, min(bits, finest, 1000))
    return Scale(scale, float(math.floor(low * scale)), float(math.floor(high * scale)))


def find_scale(engine: Engine) -> Scale:
    """Return bins for the usable scores of the view ``comparisons``."""
    found = engine.columns(statements.score_range(finite=False))
    low, high = float(found["low"][0]), float(found["high"][0])
    if math.isfinite(low) and math.isfinite(high):
        return scale_for(low, high)
    found = engine.columns(statements.score_range(finite=True))
    scale = scale_for(float(found["low"][0]), float(found["high"][0]))
    return replace(scale, infinite=True)


def histograms(
    engine: Engine, grouping: Grouping, scale: Scale
) -> dict[int, ScoreHistogram]:
    """Return the histogram of each stratum that has a usable score, by code.

    All have the same edges, the two infinite ones included.
    """
    held = (scale.first - 1, scale.last + 1) if scale.infinite else None
    key = None if grouping is EVERYTHING else grouping.key
    found = dict(
        engine.columns(
            statements.histogram(key, scale=scale.scale, first=scale.first, held=held)
        )
    )
    found.setdefault("stratum", np.zeros_like(found["bin"]))
    usable = found["bin"] >= 0
    edges = scale.edges
    filled = {}
    for code in np.unique(found["stratum"][usable]):
        here = usable & (found["stratum"] == code)
        counts = np.zeros((2, edges.size - 1), dtype=np.int64)
        counts[0, found["bin"][here]] = found["n_mated"][here]
        counts[1, found["bin"][here]] = found["n"][here] - found["n_mated"][here]
        filled[int(code)] = ScoreHistogram(
            population=grouping.populations[int(code)],
            edges=edges,
            mated=counts[0],
            nonmated=counts[1],
        )
    return filled


def empty(population: Mapping[str, str], scale: Scale) -> ScoreHistogram:
    """Return the histogram of no score at all."""
    edges = scale.edges
    nothing = np.zeros(edges.size - 1, dtype=np.int64)
    return ScoreHistogram(
        population=population, edges=edges, mated=nothing, nonmated=nothing
    )


def trimmed(histogram: ScoreHistogram, *, low: bool, high: bool) -> ScoreHistogram:
    """Return the histogram without the infinite edges that hold nothing anywhere."""
    bins = slice(0 if low else 1, None if high else -1)
    return ScoreHistogram(
        population=histogram.population,
        edges=histogram.edges[bins],
        mated=histogram.mated[bins],
        nonmated=histogram.nonmated[bins],
    )
