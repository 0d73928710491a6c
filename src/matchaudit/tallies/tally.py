"""The tally of a table of comparisons: all counts that measures need, out of core."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from matchaudit.errors import ParameterError
from matchaudit.estimation.counts import IntArray
from matchaudit.records.table import ComparisonTable
from matchaudit.tallies import statements
from matchaudit.tallies.comparisons import (
    ComparisonTally,
    ScoreHistogram,
    SideTally,
    StratumTally,
)
from matchaudit.tallies.engine import DuckEngine, Engine
from matchaudit.tallies.grid import grid
from matchaudit.tallies.histograms import (
    Scale,
    empty,
    find_scale,
    histograms,
    trimmed,
)
from matchaudit.tallies.margins import (
    NOBODY,
    Margins,
    margins,
    mated_below,
    side_tally,
    side_tally_by_subject,
)
from matchaudit.tallies.operating import thresholds_at
from matchaudit.tallies.pairs import PAIR_TABLE_UP_TO, PairSums, pair_sums
from matchaudit.tallies.strata import EVERYTHING, Grouping, groupings

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class TallySettings:
    """What is seldom changed.

    Attributes
    ----------
    bins : mapping of str to sequence of float
        Edges for covariates that are numbers, by name without the side. The default
        for ``visible_fraction`` is 0, 0.25, 0.5, 0.75, 1.
    det_points : int
        Thresholds for the error curve and for borrowing, at most; 0 for none.
    pair_table_up_to : int
        Number of comparisons up to which subject pairs are always counted, and never
        taken from a complete design.
    pass_over_crowded : bool
        Pass over dimensions with more than 50 values, and name them in the result,
        rather than refuse them.
    engine : Engine or None
        Default: DuckDB, within 200 MB, spilling to the table's workspace.
    """

    bins: Mapping[str, Sequence[float]] = field(default_factory=dict)
    det_points: int = 40
    pair_table_up_to: int = PAIR_TABLE_UP_TO
    pass_over_crowded: bool = False
    engine: Engine | None = None


def tally_comparisons(
    table: ComparisonTable,
    *,
    thresholds: Sequence[float] = (),
    target_fmrs: Sequence[float] = (),
    by: Sequence[str] = (),
    settings: TallySettings | None = None,
    progress: Progress | None = None,
) -> ComparisonTally:
    """Count everything that measures need in a table of comparisons of any size.

    Parameters
    ----------
    table : ComparisonTable
        Records of the kind ``comparisons``.
    thresholds : sequence of float
        Scores to count at, finite. For a table of 32-bit scores each is first brought
        to the nearest number that such a column can hold; ``index`` of the result
        still answers to the number asked for.
    target_fmrs : sequence of float
        False match rates in (0, 1) whose thresholds are to be found.
    by : sequence of str
        Dimensions to split by, such as ``"group"`` (both sides, where both are
        recorded) or ``"probe_mask"``; see ``strata.dimensions``.
    settings : TallySettings, optional
    progress : callable, optional
        Called as ``progress(what, done, total)`` when a step begins.

    Returns
    -------
    ComparisonTally
        Exact counts. A target that no threshold reaches is not in ``at_target``.

    Raises
    ------
    ParameterError
        If a threshold, a target, a dimension or the edges of bins are out of range.
    """
    settings = settings or TallySettings()
    _check(thresholds, target_fmrs, settings)
    if settings.engine is not None:
        return _Count(settings.engine, table, settings, progress).run(
            thresholds, target_fmrs, by
        )
    with DuckEngine(table.workspace) as own:
        return _Count(own, table, settings, progress).run(thresholds, target_fmrs, by)


def _check(
    thresholds: Sequence[float], targets: Sequence[float], settings: TallySettings
) -> None:
    for threshold in thresholds:
        if not math.isfinite(threshold):
            raise ParameterError("thresholds", "finite", threshold)
    for target in targets:
        if not 0 < target < 1:
            raise ParameterError("target_fmrs", "in (0, 1)", target)
    if settings.det_points < 0:
        raise ParameterError("det_points", "0 or more", settings.det_points)


@dataclass(frozen=True, slots=True)
class _Count:
    """One run over one table."""

    engine: Engine
    table: ComparisonTable
    settings: TallySettings
    progress: Progress | None

    def run(
        self, thresholds: Sequence[float], targets: Sequence[float], by: Sequence[str]
    ) -> ComparisonTally:
        """Look at the scores, choose all thresholds, then count at them."""
        self.engine.view("comparisons", statements.comparisons(self.table))
        crowded: dict[str, str] = {}
        splits = groupings(
            self.engine,
            self.table,
            by=by,
            bins=self.settings.bins,
            crowded=crowded if self.settings.pass_over_crowded else None,
        )
        total = 1 + len(splits)
        self._tell("looking at the scores", 0, total)
        scale = find_scale(self.engine)
        found = histograms(self.engine, EVERYTHING, scale)
        overall = found.get(0) or empty({}, scale)
        at_target = thresholds_at(self.engine, overall, targets)
        asked = {t: self._stored(t) for t in thresholds}
        further = grid(overall, points=self.settings.det_points)
        chosen = np.unique([*asked.values(), *at_target.values(), *further])
        strata: list[StratumTally] = []
        shapes: list[ScoreHistogram] = []
        sides: list[SideTally] = []
        for i, split in enumerate(splits):
            self._tell(f"counting, part {i + 1} of {len(splits)}", 1 + i, total)
            counts = margins(self.engine, split.key)
            if split is EVERYTHING:
                counts = counts or {0: NOBODY}
                sides = [self._side(side, counts[0]) for side in ("probe", "reference")]
            counted = self._strata(split, chosen.tolist(), counts)
            strata += counted.values()
            shapes += self._shapes(split, list(counted), scale, overall)
        return ComparisonTally(
            thresholds=chosen,
            at_target=at_target,
            asked=asked,
            crowded=crowded,
            strata=tuple(strata),
            histograms=tuple(shapes),
            probes=sides[0],
            references=sides[1],
        )

    def _tell(self, what: str, done: int, total: int) -> None:
        if self.progress is not None:
            self.progress(what, done, total)

    def _stored(self, threshold: float) -> float:
        """Return the threshold as the column of scores can hold it."""
        if self.table.score_type == "FLOAT":
            return float(np.float32(threshold))
        return threshold

    def _side(self, side: str, counts: Margins) -> SideTally:
        if f"{side}_id" in self.table.columns:
            return side_tally(self.engine, side)
        return side_tally_by_subject(counts, side)

    def _strata(
        self,
        split: Grouping,
        thresholds: Sequence[float],
        counts: Mapping[int, Margins],
    ) -> dict[int, StratumTally]:
        sums = pair_sums(
            self.engine,
            split.key,
            thresholds=thresholds,
            margins=counts,
            pair_table_up_to=self.settings.pair_table_up_to,
        )
        below = mated_below(self.engine, split.key, thresholds, counts)
        return {
            code: _stratum(split.populations[code], counts[code], below[code], one)
            for code, one in sums.items()
        }

    def _shapes(
        self,
        split: Grouping,
        codes: Sequence[int],
        scale: Scale,
        overall: ScoreHistogram,
    ) -> list[ScoreHistogram]:
        """Return the histograms of the strata, without infinite ends that are empty."""
        if split is EVERYTHING:
            found = {0: overall}
        else:
            found = histograms(self.engine, split, scale)
        both = overall.mated + overall.nonmated
        return [
            trimmed(
                found.get(code) or empty(split.populations[code], scale),
                low=bool(both[0]),
                high=bool(both[-1]),
            )
            for code in codes
        ]


def _stratum(
    population: Mapping[str, str], counts: Margins, below: IntArray, sums: PairSums
) -> StratumTally:
    seen = counts.mated.usable > 0
    units, trials = counts.both_sides()
    return StratumTally(
        population=population,
        mated_units=counts.mated.subjects[seen],
        mated_trials=counts.mated.usable[seen],
        mated_below=below,
        mated_failed=counts.mated_failed,
        nonmated_units=units,
        nonmated_trials=trials,
        nonmated_at_or_above=sums.events,
        sum_trials_squared=sums.sum_trials_squared,
        sum_events_trials=sums.sum_events_trials,
        sum_events_squared=sums.sum_events_squared,
        n_mated_failed=counts.mated.n_failed,
        n_nonmated_failed=counts.probe.n_failed,
    )
