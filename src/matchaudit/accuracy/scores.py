"""How the scores of mated and non-mated comparisons are spread."""

import numpy as np

from matchaudit.estimation.counts import IntArray
from matchaudit.estimation.finding import Column, Curve
from matchaudit.tallies.comparisons import ComparisonTally

N_BINS = 100


def score_curve(tally: ComparisonTally, *, n_bins: int = N_BINS) -> Curve | None:
    """Merge the histogram of all comparisons to what a figure can show.

    Parameters
    ----------
    tally : ComparisonTally
    n_bins : int, default=100
        About so many bins, of about equal width, their edges among those counted.

    Returns
    -------
    Curve or None
        ``scores``: density per unit of score, for each kind of comparison of its own,
        so that both areas are 1 (less the share of infinite scores). None if there are
        no finite scores.
    """
    bins = tally.histograms[0]
    inner = np.isfinite(bins.edges[:-1]) & np.isfinite(bins.edges[1:])
    used = np.flatnonzero(inner & (bins.mated + bins.nonmated > 0))
    if used.size == 0:
        return None
    edges = bins.edges[used[0] : used[-1] + 2]
    even = np.linspace(edges[0], edges[-1], n_bins + 1)
    starts = np.unique(np.clip(np.searchsorted(edges, even[:-1]), 0, edges.size - 2))
    # A narrow remainder at the end would stand as a spike: it joins its neighbour.
    if starts.size > 1 and edges[-1] - edges[starts[-1]] < (even[1] - even[0]) / 2:
        starts = starts[:-1]
    low = edges[starts]
    high = np.append(edges[starts[1:]], edges[-1])

    def density(counts: IntArray) -> tuple[float | None, ...]:
        total = int(counts.sum())
        part = np.add.reduceat(counts[used[0] : used[-1] + 1], starts)
        if total == 0:
            return (None,) * starts.size
        return tuple(float(x) for x in part / total / (high - low))

    ends = (("score_low", low, "Lower"), ("score_high", high, "Upper"))
    columns = [
        Column(name, "number", "score", f"{word} edge of the bin", tuple(map(float, x)))
        for name, x, word in ends
    ]
    for name, counts in (("mated", bins.mated), ("nonmated", bins.nonmated)):
        meaning = f"Density of {name.replace('non', 'non-')} comparisons"
        columns.append(Column(name, "number", "1/score", meaning, density(counts)))
    return Curve("scores", "How scores are spread", tuple(columns))
