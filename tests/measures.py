"""Every measure in one table, and small records to try them on.

A new measure adds a row to ``MEASURES``; a test fails if one is missing.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from matchaudit.accuracy.conditions import condition_findings
from matchaudit.accuracy.det import det_findings
from matchaudit.accuracy.differentials import differential_findings
from matchaudit.accuracy.eer import eer_findings
from matchaudit.accuracy.failures import failure_findings
from matchaudit.accuracy.likelihood import likelihood_findings
from matchaudit.accuracy.rate_findings import rate_findings
from matchaudit.accuracy.thresholds import threshold_findings
from matchaudit.estimation.finding import Finding
from matchaudit.tallies.comparisons import ComparisonTally, ScoreSample
from oracles.dense_tally import dense_tally

TARGETS = (0.05, 0.01)
LADDER = (0.0, 0.25, 0.5, 0.75, 1.0, 1.25, 1.5, 1.75, 2.0, 2.25, 2.5, 3.0, 3.5)
ASKED = 2.0
LR_SCORES = (2.0, 3.0)
GROUPS = ("A", "B", "C")


@dataclass(frozen=True, eq=False)
class Records:
    """Comparisons, and everything that a score or a person is called in them.

    ``group`` and ``mask`` are those of a row's two people and of its probe. A missing
    score is a failure. Thresholds are scores too, and change with them.
    """

    probe: NDArray[np.int64]
    reference: NDArray[np.int64]
    score: NDArray[np.float64]
    probe_group: NDArray[np.str_]
    reference_group: NDArray[np.str_]
    probe_mask: NDArray[np.str_]
    ladder: tuple[float, ...] = LADDER
    asked: float = ASKED
    lr_scores: tuple[float, ...] = LR_SCORES
    groups: tuple[str, ...] = GROUPS

    def reordered(self, order: NDArray[np.int64]) -> "Records":
        """Return the same rows in another order."""
        return replace(
            self,
            probe=self.probe[order],
            reference=self.reference[order],
            score=self.score[order],
            probe_group=self.probe_group[order],
            reference_group=self.reference_group[order],
            probe_mask=self.probe_mask[order],
        )

    def tally(self) -> ComparisonTally:
        """Count by group on both sides, and by the probe's mask."""
        strata: dict[str, tuple[Mapping[str, str], NDArray[np.bool_]]] = {}
        for a in self.groups:
            mine = self.probe_group == a
            strata[a] = ({"probe_group": a}, mine)
            for b in self.groups:
                both = {"probe_group": a, "reference_group": b}
                strata[a + b] = (both, mine & (self.reference_group == b))
        for mask in ("none", "surgical"):
            strata[mask] = ({"probe_mask": mask}, self.probe_mask == mask)
        return dense_tally(
            self.probe,
            self.reference,
            self.score,
            thresholds=self.ladder,
            targets=TARGETS,
            strata=strata,
        )

    def sample(self) -> ScoreSample:
        """Return all usable comparisons one by one."""
        usable = ~np.isnan(self.score)
        return ScoreSample(
            probe_subject=self.probe[usable],
            reference_subject=self.reference[usable],
            score=self.score[usable],
            mated=(self.probe == self.reference)[usable],
            complete=True,
        )


def simulated(n_people: int = 45, seed: int = 7) -> Records:
    """Compare everybody with everybody, and each with oneself three times.

    Synthetic data. Group C is more alike, masks lower mated scores, one reference
    failed. Scores are multiples of 1/64, so that there are ties.
    """
    rng = np.random.default_rng(seed)
    one, other = np.meshgrid(np.arange(n_people), np.arange(n_people))
    own = np.repeat(np.arange(n_people), 2)
    probe = np.concatenate([one.ravel(), own])
    reference = np.concatenate([other.ravel(), own])
    group = np.array(GROUPS)[np.arange(n_people) % 3]
    mask = np.array(["none", "surgical"])[np.arange(probe.size) % 2]
    person = rng.normal(0, 0.3, n_people)
    alike = (group[probe] == "C") & (group[reference] == "C")
    mated = probe == reference
    score = rng.normal(0, 0.8, probe.size) + person[probe] + person[reference]
    score += 3.0 * mated + 0.5 * alike - 0.7 * (mated & (mask == "surgical"))
    score = np.round(score * 64) / 64
    score[reference == 5] = np.nan
    return Records(probe, reference, score, group[probe], group[reference], mask)


def closed(interval: tuple[float | None, float | None] | None) -> tuple[float, float]:
    """Return an interval that has both ends, and fail if it has not."""
    assert interval is not None
    low, high = interval
    assert low is not None
    assert high is not None
    return low, high


Producer = Callable[[Records], list[Finding]]


def _rates(records: Records) -> list[Finding]:
    tally = records.tally()
    return rate_findings(
        tally,
        thresholds=(records.asked, *tally.at_target.values()),
        dimensions=("group", "probe_mask"),
    )


def _failures(records: Records) -> list[Finding]:
    return failure_findings(records.tally(), thresholds=(records.asked,))


def _targets(records: Records) -> list[Finding]:
    return threshold_findings(records.tally(), target_fmrs=TARGETS)


def _det(records: Records) -> list[Finding]:
    return det_findings(records.tally(), dimensions=("group", "probe_mask"))[0]


def _eer(records: Records) -> list[Finding]:
    return eer_findings(records.tally())


def _gaps(records: Records) -> list[Finding]:
    return differential_findings(
        records.tally(),
        dimension="group",
        reference="A",
        thresholds=(records.asked,),
        rng_seed=1,
    )[0]


def _conditions(records: Records) -> list[Finding]:
    return condition_findings(
        records.tally(),
        column="probe_mask",
        against="none",
        thresholds=(records.asked,),
    )[0]


def _evidence(records: Records) -> list[Finding]:
    return likelihood_findings(
        records.sample(),
        tally=records.tally(),
        rng=np.random.default_rng(1),
        lr_scores=records.lr_scores,
    )[0]


MEASURES: Mapping[str, Producer] = {
    "accuracy/fmr": _rates,
    "accuracy/fnmr": _rates,
    "accuracy/threshold_at_fmr": _targets,
    "accuracy/fnmr_at_fmr": _targets,
    "accuracy/failure_to_acquire": _failures,
    "accuracy/far": _failures,
    "accuracy/frr": _failures,
    "accuracy/eer": _eer,
    "accuracy/det": _det,
    "accuracy/fmr_ratio": _gaps,
    "accuracy/fnmr_ratio": _gaps,
    "accuracy/fmr_max_over_geomean": _gaps,
    "accuracy/fmr_max_over_min": _gaps,
    "accuracy/fmr_max_over_mean": _gaps,
    "accuracy/fnmr_max_over_geomean": _gaps,
    "accuracy/fnmr_max_over_min": _gaps,
    "accuracy/fnmr_max_over_mean": _gaps,
    "accuracy/fdr": _gaps,
    "accuracy/garbe": _gaps,
    "accuracy/inequity_rate": _gaps,
    "accuracy/condition_contrast": _conditions,
    "accuracy/cllr": _evidence,
    "accuracy/cllr_min": _evidence,
    "accuracy/cllr_cal": _evidence,
    "accuracy/lr_bounds": _evidence,
    "accuracy/lr": _evidence,
}
"""Each finding id with the function that makes its findings, and maybe others."""
