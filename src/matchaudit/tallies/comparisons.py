"""What is counted in a table of comparisons: small, exact, and all that measures need.

A *stratum* is the comparisons that share covariate values: ``{}`` is all of them,
``{"probe_mask": "surgical"}`` or ``{"probe_group": "A", "reference_group": "B"}`` a
part. A comparison matches at threshold t if ``score >= t``; ties are handled by ``>=``
everywhere.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from matchaudit.estimation.counts import Clusters, Dyads, IntArray

FloatArray = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class SideTally:
    """Samples presented on one side, and those that gave no usable score at all.

    ``by`` says what was counted as one sample: ``"probe_id"`` where the file names
    samples, else ``"probe_subject"`` (one sample for each subject is then assumed).
    """

    by: str
    samples: Clusters  # unit: subject; trials: its samples; events: failed ones


@dataclass(frozen=True, slots=True, kw_only=True)
class StratumTally:
    """Exact counts of one stratum at the K thresholds of its ``ComparisonTally``.

    Attributes
    ----------
    population : mapping of str to str
        The covariate values that define the stratum.
    mated_units, nonmated_units : ndarray of int64, shape (n_mated,), (n_nonmated,)
        Codes of the subjects in usable (not failed) comparisons, ascending.
    mated_trials : ndarray of int64, shape (n_mated,)
        Usable mated comparisons of each subject.
    mated_below : ndarray of int64, shape (K, n_mated)
        Those with ``score < thresholds[k]``: the false non-matches.
    mated_failed : Clusters
        Over subjects with any mated comparison: all of them, and the failed ones.
    nonmated_trials : ndarray of int64, shape (n_nonmated,)
        Usable non-mated comparisons of each subject, counted on both sides.
    nonmated_at_or_above : ndarray of int64, shape (K, n_nonmated)
        Those with ``score >= thresholds[k]``: the false matches, on both sides.
    sum_trials_squared : int
        Over unordered subject pairs, the sum of squared non-mated comparisons.
    sum_events_trials, sum_events_squared : ndarray of int64, shape (K,)
        The other two sums of ``estimation.counts.Dyads`` at each threshold.
    n_mated_failed, n_nonmated_failed : int
        Comparisons without a usable score.
    """

    population: Mapping[str, str]
    mated_units: IntArray
    mated_trials: IntArray
    mated_below: IntArray
    mated_failed: Clusters
    nonmated_units: IntArray
    nonmated_trials: IntArray
    nonmated_at_or_above: IntArray
    sum_trials_squared: int
    sum_events_trials: IntArray
    sum_events_squared: IntArray
    n_mated_failed: int
    n_nonmated_failed: int

    @property
    def n_mated(self) -> int:
        """Usable mated comparisons."""
        return int(self.mated_trials.sum())

    @property
    def n_nonmated(self) -> int:
        """Usable non-mated comparisons: half the sum over both sides."""
        return int(self.nonmated_trials.sum()) // 2

    def false_non_matches(self, k: int) -> Clusters:
        """Return false non-matches at ``thresholds[k]``, clustered by subject."""
        return Clusters(self.mated_trials, self.mated_below[k])

    def false_matches(self, k: int) -> Dyads:
        """Return false matches at ``thresholds[k]`` as moments over subject pairs."""
        return Dyads(
            units=self.nonmated_units,
            trials=self.nonmated_trials,
            events=self.nonmated_at_or_above[k],
            sum_trials_squared=self.sum_trials_squared,
            sum_events_trials=int(self.sum_events_trials[k]),
            sum_events_squared=int(self.sum_events_squared[k]),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreHistogram:
    """Usable scores of one stratum, by bins that are exact at their edges.

    Bin b holds ``edges[b] <= score < edges[b + 1]`` (the last also its upper edge).

    Attributes
    ----------
    population : mapping of str to str
    edges : ndarray of float64, shape (B + 1,)
        Ascending; dyadic numbers except where -inf or inf had to be held.
    mated, nonmated : ndarray of int64, shape (B,)
    """

    population: Mapping[str, str]
    edges: FloatArray
    mated: IntArray
    nonmated: IntArray


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonTally:
    """All counts of one table of comparisons that measures need.

    Attributes
    ----------
    thresholds : ndarray of float64, shape (K,)
        Ascending, distinct. Holds every threshold asked for, those found for the
        targets, a ladder of looser ones (to borrow dependence from where errors are
        rare), and the grid of the DET curve.
    at_target : mapping of float to float
        For each target FMR the smallest threshold, among observed scores or just above
        the largest, whose FMR over all comparisons is at most the target. A target
        that no threshold reaches is not in it: no non-mated score is usable, or too
        many are infinite.
    asked : mapping of float to float
        Each threshold asked for, as it was typed, and the number that the column of
        scores can hold for it: 0.7 is another number in 32 bits than in 64.
    strata : tuple of StratumTally
        The first is always all comparisons (``{}``).
    histograms : tuple of ScoreHistogram
        In the order of ``strata``.
    probes, references : SideTally
    crowded : mapping of str to str
        Dimensions that were passed over, each with the reason in words.
    """

    thresholds: FloatArray
    at_target: Mapping[float, float]
    strata: tuple[StratumTally, ...]
    histograms: tuple[ScoreHistogram, ...]
    probes: SideTally
    references: SideTally
    asked: Mapping[float, float] = field(default_factory=dict)
    crowded: Mapping[str, str] = field(default_factory=dict)

    def index(self, threshold: float) -> int:
        """Return k with ``thresholds[k] == threshold``, or what was asked as it."""
        threshold = self.asked.get(threshold, threshold)
        k = int(np.searchsorted(self.thresholds, threshold))
        if k == self.thresholds.size or self.thresholds[k] != threshold:
            raise KeyError(threshold)
        return k

    def stratum(self, population: Mapping[str, str]) -> StratumTally:
        """Return the stratum with exactly these covariate values."""
        for stratum in self.strata:
            if dict(stratum.population) == dict(population):
                return stratum
        raise KeyError(dict(population))


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreSample:
    """Usable comparisons one by one, where a measure cannot work from counts.

    All of them if there are at most the limit asked for; else all mated ones that fit
    and a reproducible sample of the non-mated ones.

    Attributes
    ----------
    probe_subject, reference_subject : ndarray of int64, shape (m,)
    score : ndarray of float64, shape (m,)
    mated : ndarray of bool, shape (m,)
    complete : bool
        False if this is a sample.
    """

    probe_subject: IntArray
    reference_subject: IntArray
    score: FloatArray
    mated: NDArray[np.bool_]
    complete: bool
