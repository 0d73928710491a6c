"""Counts per subject: what each brings on each side, and how much of it failed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from matchaudit.estimation.counts import Clusters, IntArray
from matchaudit.tallies import statements
from matchaudit.tallies.comparisons import SideTally
from matchaudit.tallies.engine import Columns, Engine


@dataclass(frozen=True, slots=True, kw_only=True)
class Margin:
    """Comparisons of the subjects of one side, in one stratum.

    Attributes
    ----------
    subjects : ndarray of int64, shape (n,)
        Ascending.
    trials, usable : ndarray of int64, shape (n,)
        Comparisons of each, and those that gave a score.
    """

    subjects: IntArray
    trials: IntArray
    usable: IntArray

    @classmethod
    def of(cls, found: Columns, here: np.ndarray) -> Self:
        """Return the rows that ``here`` selects, by subject."""
        order = np.argsort(found["subject"][here], kind="stable")
        subjects, trials, usable = (
            found[name][here][order].astype(np.int64)
            for name in ("subject", "n", "usable")
        )
        return cls(subjects=subjects, trials=trials, usable=usable)

    @property
    def n_failed(self) -> int:
        """Comparisons without a usable score."""
        return int((self.trials - self.usable).sum())


@dataclass(frozen=True, slots=True, kw_only=True)
class Margins:
    """Mated comparisons by subject, and non-mated ones by subject of either side."""

    mated: Margin
    probe: Margin
    reference: Margin

    @property
    def n_nonmated(self) -> int:
        """Usable non-mated comparisons."""
        return int(self.probe.usable.sum())

    @property
    def mated_failed(self) -> Clusters:
        """All mated comparisons of each subject, and those that failed."""
        return Clusters(self.mated.trials, self.mated.trials - self.mated.usable)

    def both_sides(self) -> tuple[IntArray, IntArray]:
        """Return the subjects of usable non-mated comparisons, and the count of each."""
        subjects = np.concatenate((self.probe.subjects, self.reference.subjects))
        usable = np.concatenate((self.probe.usable, self.reference.usable))
        units, where = np.unique(subjects[usable > 0], return_inverse=True)
        trials = np.zeros(units.size, dtype=np.int64)
        np.add.at(trials, where, usable[usable > 0])
        return units, trials


_NONE = np.empty(0, dtype=np.int64)
_NO_MARGIN = Margin(subjects=_NONE, trials=_NONE, usable=_NONE)
NOBODY = Margins(mated=_NO_MARGIN, probe=_NO_MARGIN, reference=_NO_MARGIN)


def margins(engine: Engine, key: str) -> dict[int, Margins]:
    """Return the counts per subject of every stratum, by code.

    Parameters
    ----------
    engine : Engine
        It holds the view ``comparisons``.
    key : str
        SQL expression for the code of the stratum.

    Returns
    -------
    dict of int to Margins
        Strata with a comparison, failed ones included.
    """
    probe = engine.columns(statements.margins(key, "probe"))
    reference = engine.columns(statements.margins(key, "reference"))
    of_mated = probe["mated"].astype(bool)
    of_nonmated = ~reference["mated"].astype(bool)
    return {
        int(code): Margins(
            mated=Margin.of(probe, of_mated & (probe["stratum"] == code)),
            probe=Margin.of(probe, ~of_mated & (probe["stratum"] == code)),
            reference=Margin.of(
                reference, of_nonmated & (reference["stratum"] == code)
            ),
        )
        for code in np.unique(probe["stratum"])
    }


def met_by_subject(
    engine: Engine, key: str, counts: Mapping[int, Margins]
) -> dict[int, IntArray]:
    """Return the sums of the scattered codes of those whom each subject met.

    Returns
    -------
    dict of int to ndarray of int64, shape (n,)
        By stratum, in the order of ``both_sides`` of its counts.
    """
    units = {code: m.both_sides()[0] for code, m in counts.items()}
    met = {code: np.zeros_like(who) for code, who in units.items()}
    for side, other in (("probe", "reference"), ("reference", "probe")):
        found = engine.columns(statements.met(key, side=side, other=other))
        for code in np.unique(found["stratum"]):
            here = found["stratum"] == code
            at = np.searchsorted(units[code], found["subject"][here])
            np.add.at(met[code], at, found["scattered"][here])
    return met


def mated_below(
    engine: Engine,
    key: str,
    thresholds: Sequence[float],
    counts: Mapping[int, Margins],
) -> dict[int, IntArray]:
    """Return usable mated comparisons below each threshold, by subject and stratum.

    Returns
    -------
    dict of int to ndarray of int64, shape (K, n)
        For the n subjects of the stratum with a usable mated comparison, ascending.
    """
    units = {code: m.mated.subjects[m.mated.usable > 0] for code, m in counts.items()}
    below = {
        code: np.zeros((len(thresholds), who.size), dtype=np.int64)
        for code, who in units.items()
    }
    if not thresholds:
        return below
    found = engine.columns(statements.mated_levels(key, thresholds))
    for code in np.unique(found["stratum"]):
        here = found["stratum"] == code
        who = np.searchsorted(units[code], found["subject"][here])
        np.add.at(below[code], (found["level"][here], who), found["n"][here])
    return {code: np.cumsum(table, axis=0) for code, table in below.items()}


def side_tally(engine: Engine, side: str) -> SideTally:
    """Return the named samples of one side, and those that never gave a usable score.

    Parameters
    ----------
    engine : Engine
        It holds the view ``comparisons``, which names samples on this side.
    side : str
        ``"probe"`` or ``"reference"``.
    """
    found = engine.columns(statements.samples(side))
    trials, events = (found[name].astype(np.int64) for name in ("n", "failed"))
    return SideTally(by=f"{side}_id", samples=Clusters(trials, events))


def side_tally_by_subject(counts: Margins, side: str) -> SideTally:
    """Return the subjects of one side, and those that never gave a usable score."""
    nonmated = counts.probe if side == "probe" else counts.reference
    both = np.concatenate((counts.mated.subjects, nonmated.subjects))
    usable = np.concatenate((counts.mated.usable, nonmated.usable))
    subjects, where = np.unique(both, return_inverse=True)
    scores = np.zeros(subjects.size, dtype=np.int64)
    np.add.at(scores, where, usable)
    return SideTally(
        by=f"{side}_subject",
        samples=Clusters(np.ones_like(subjects), (scores == 0).astype(np.int64)),
    )
