"""Thresholds at target rates: exact, though a histogram points the way."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from matchaudit.tallies import statements
from matchaudit.tallies.comparisons import ScoreHistogram
from matchaudit.tallies.engine import Columns, Engine
from matchaudit.tallies.histograms import scale_for

# A fuller bin is first cut into finer ones, so that its distinct scores fit in memory.
_MOST_IN_A_SPAN = 2_000_000


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a threshold lies: ``low <= t < high``, or else the next score above.

    ``spare`` is how many non-mated scores of the span may be at or above it.
    """

    low: float
    high: float
    spare: int


def thresholds_at(
    engine: Engine, histogram: ScoreHistogram, targets: Sequence[float]
) -> dict[float, float]:
    """Return the smallest observed score whose FMR is at most each target.

    The bin comes from the histogram, the score from a second pass over that bin alone.
    Every usable score is a candidate, mated ones too: a threshold that no non-mated
    score has can have fewer false non-matches at the same FMR.

    Parameters
    ----------
    engine : Engine
        It holds the view ``comparisons``.
    histogram : ScoreHistogram
        Of all usable scores, with infinite edges at both ends.
    targets : sequence of float
        In (0, 1).

    Returns
    -------
    dict of float to float
        Just above the largest score where no observed score will do. A target is left
        out if nothing reaches it: no non-mated score is usable, or too many are
        infinite.
    """
    if not targets or not histogram.nonmated.any():
        return {}
    places = {t: _place(engine, histogram, t) for t in targets}
    spans = sorted({(p.low, p.high) for p in places.values() if p.low < p.high})
    scores = engine.columns(statements.scores_within(spans)) if spans else None
    inside = {t: _inside(p, scores) for t, p in places.items()}
    starts = {
        t: p.high for t, p in places.items() if inside[t] is None and p.high < np.inf
    }
    outside = _from(engine, list(starts.values())) if starts else []
    found = inside | dict(zip(starts, outside, strict=True))
    return {t: s for t, s in found.items() if s is not None}


def most_allowed(target: float, total: int) -> int:
    """Return the largest count whose rate, as a double, is at most the target.

    Examples
    --------
    >>> most_allowed(0.1, 30)
    3
    """
    count = min(int(target * total) + 1, total)
    while count / total > target:
        count -= 1
    return count


def _place(engine: Engine, histogram: ScoreHistogram, target: float) -> _Place:
    allowed = most_allowed(target, int(histogram.nonmated.sum()))
    at_or_above = np.append(np.cumsum(histogram.nonmated[::-1])[::-1], 0)
    b = int(np.argmax(at_or_above <= allowed))  # at least 1: the target is below 1
    low, high = float(histogram.edges[b - 1]), float(histogram.edges[b])
    if np.isinf(low) or np.isinf(high):
        # Equal infinities go as a whole: the threshold is above them, if anywhere.
        return _Place(high, high, 0)
    n = int(histogram.mated[b - 1] + histogram.nonmated[b - 1])
    place = _Place(low, high, allowed - int(at_or_above[b]))
    while n > _MOST_IN_A_SPAN:
        narrower, n = _narrower(engine, place)
        if narrower == place:
            break
        place = narrower
    return place


def _narrower(engine: Engine, place: _Place) -> tuple[_Place, int]:
    """Return the finer bin in which the count falls to what is spare, and its size."""
    scale = scale_for(place.low, place.high)
    found = engine.columns(
        statements.sub_histogram(
            (place.low, place.high), scale=scale.scale, first=scale.first
        )
    )
    nonmated = found["n"] - found["n_mated"]
    above = np.cumsum(nonmated[::-1])[::-1] - nonmated
    at = int(np.argmax(above <= place.spare))
    start = (scale.first + int(found["bin"][at])) / scale.scale
    end = min(start + 1 / scale.scale, place.high)
    low = max(start, place.low)
    return _Place(low, end, place.spare - int(above[at])), int(found["n"][at])


def _inside(place: _Place, scores: Columns | None) -> float | None:
    if scores is None or place.low == place.high:
        return None
    here = (scores["score"] >= place.low) & (scores["score"] < place.high)
    nonmated = (scores["n"] - scores["n_mated"])[here]
    fits = np.cumsum(nonmated[::-1])[::-1] <= place.spare
    return float(scores["score"][here][np.argmax(fits)]) if fits.any() else None


def _from(engine: Engine, starts: Sequence[float]) -> list[float]:
    """Return the smallest score at or above each start, or just above the largest."""
    found = engine.columns(statements.lowest_from(starts))
    just_above = np.nextafter(found["largest"][0], np.inf)
    return [
        float(found[f"s{i}"][0] if found[f"n{i}"][0] else just_above)
        for i in range(len(starts))
    ]
