"""Every measure of galleries and claims in one table, and records to try them on.

A new measure adds a row to ``MEASURES``; a test fails if one is missing.
"""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import mock

import numpy as np

from candidate_tables import rows_of
from matchaudit import audit
from matchaudit.audit.plan import Assumed, Input, Plan
from matchaudit.audit.published import PublishedOutcome, Quotation, published
from matchaudit.galleries import prediction
from matchaudit.records.simulation.candidates import ListSettings, simulate_lists
from matchaudit.records.simulation.claims import ClaimTableSettings, simulate_claims

Row = Mapping[str, str]
Rows = tuple[Row, ...]

SYNTHETIC = "# Synthetic example data: simulated, no person and no face behind them."

MEASURES: Mapping[str, frozenset[str]] = {
    name: frozenset(kinds.split(", "))
    for name, kinds in {
        "galleries/searches": "candidates",
        "galleries/fpir": "candidates",
        "galleries/fnir": "candidates",
        "galleries/tpir": "candidates",
        "galleries/selectivity": "candidates",
        "galleries/threshold_at_fpir": "candidates, comparisons",
        "galleries/fnir_at_fpir": "candidates",
        "galleries/growth_exponent": "candidates",
        "galleries/cmc": "candidates",
        "galleries/det": "candidates",
        "galleries/fpir_predicted": "comparisons",
        "galleries/fnir_predicted": "comparisons",
        "galleries/probes_to_confirm": "comparisons",
        "galleries/candidate_correct": "comparisons, worth",
        "galleries/match_weight": "comparisons, worth",
        "galleries/break_even_enrolled": "comparisons, worth",
        "galleries/wrong_candidates_per_year": "comparisons, worth",
        "galleries/false_candidates_per_year": "comparisons, worth",
        "galleries/worth_driver": "comparisons, worth",
        "claims/totals": "claims",
        "claims/refuted_share": "claims",
        "claims/expected_false": "claims, worth",
        "claims/days_to_correction": "claims",
        "claims/corrected_share": "claims",
        "galleries/published_fnir": "published",
        "galleries/published_growth": "published",
        "galleries/published_fpir": "published",
        "galleries/published_fpir_ratio": "published",
        "galleries/published_fpir_max_over_geomean": "published",
        "galleries/published_beside": "published",
    }.items()
}
"""Each finding id, and of what it can be told: kinds of record, typed rates (worth) or
published tables."""

RECORDED = tuple(
    name
    for name, kinds in MEASURES.items()
    if kinds & {"candidates", "comparisons", "claims"}
)
"""Those that an audit of records makes."""

SIZES = (2_000, 20_000, 270_000_000)
RESAMPLES = 5
"""Fewer than an audit draws: how wide a range is matters to no test of the table."""


ASSUMED = Assumed(
    enrolled=(0.1, 0.9),
    tpir=(0.9, 0.97),
    fmr=(1e-6, 1e-5),
    review_sensitivity=(0.6, 0.9),
    review_false_accept=(0.1, 0.5),
    searches=1000,
)


@dataclass(frozen=True, eq=False)
class Records:
    """Files of three kinds, and what the plan says of them.

    The threshold is a score too, and changes with them.
    """

    comparisons: tuple[Rows, ...]
    candidates: tuple[Rows, ...]
    claims: tuple[Rows, ...]
    threshold: float = 3.5
    assumed: Assumed = ASSUMED

    def outcome(self) -> audit.Outcome:
        """Audit them all at once, as a plan does."""
        files = {
            "comparisons": self.comparisons,
            "candidates": self.candidates,
            "claims": self.claims,
        }
        fewer = partial(prediction.fit, resamples=RESAMPLES)
        with (
            TemporaryDirectory() as folder,
            mock.patch.object(prediction, "fit", fewer),
        ):
            inputs = [
                Input.model_validate(
                    {
                        "file": str(_written(rows, Path(folder), f"{kind}{k}")),
                        "as": kind,
                    }
                )
                for kind, tables in files.items()
                for k, rows in enumerate(tables)
            ]
            return audit.run(self._plan(inputs))

    def _plan(self, inputs: Sequence[Input]) -> Plan:
        """Return a plan without the keys that are for kinds which are not there."""
        keys: dict[str, object] = {"gallery_sizes": SIZES, "assumed": self.assumed}
        if self.comparisons:
            keys["score_scale"] = "identity"
        if self.candidates:
            keys["ranks"] = (1, 5)
        if self.comparisons or self.candidates:
            keys |= {"thresholds": (self.threshold,), "target_fpirs": (0.05,)}
        return Plan.model_validate({"inputs": inputs, **keys})


def quoted() -> PublishedOutcome:
    """Quote two small invented tables, with an audit's own figures beside them."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        misses, groups = folder / "misses.csv", folder / "groups.csv"
        misses.write_text(PUBLISHED_MISSES, encoding="utf-8")
        groups.write_text(PUBLISHED_GROUPS, encoding="utf-8")
        own = folder / "findings.json"
        own.write_text(OWN_FINDINGS, encoding="utf-8")
        return published(
            Quotation(
                files=(misses, groups),
                algorithms=("maker_1", "maker_2"),
                reference="EEurope_F",
                findings=own,
            )
        )


PUBLISHED_MISSES = (
    "algorithm,fpir,fnir_N1600000,fnir_N12000000\n"
    "maker_1,0.003,0.0020,0.0040\nmaker_2,0.003,0.01,\nother_9,0.003,0.1,0.2\n"
)
PUBLISHED_GROUPS = (
    "algorithm,mxog,fpir_EAsia_F,fpir_EEurope_F\n"
    "maker-1,2,0.04,0.01\nmaker-2,1,0.01,0.01\n"
)
OWN_FINDINGS = """{"schema": "matchaudit/findings/1", "title": "Ours", "findings": [
{"id": "galleries/fpir", "population": {"threshold": 0.6, "gallery_size": 4000},
 "status": "measured", "estimate": 0.02, "interval": [0.01, 0.03], "confidence": 0.95,
 "unit": "probability", "method": "wilson", "says": "A rate."}]}
"""


def _written(rows: Sequence[Row], folder: Path, name: str) -> Path:
    path = folder / f"{name}.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        stream.write(f"{SYNTHETIC}\n")
        writer = csv.DictWriter(stream, fieldnames=list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return path


@cache
def simulated() -> Records:
    """Return a test, searches of two galleries and a register of claims, one file each.

    Synthetic data. Scores are multiples of 1/65536, so that they stay exact when they
    are doubled or moved.
    """
    return Records(
        comparisons=(_comparisons(),), candidates=(_candidates(),), claims=(_claims(),)
    )


def _exact(score: float) -> str:
    return repr(round(score * 65536) / 65536)


def _comparisons(n_people: int = 104) -> Rows:
    rng = np.random.default_rng(2)
    person = rng.normal(0, 0.2, n_people)
    rows: list[Row] = []
    for i in range(n_people):
        for j in range(i, n_people):
            score = rng.normal(6.0 if i == j else 0.0) + person[i] + person[j]
            rows.append(
                {
                    "probe_subject": f"P{i:03d}",
                    "reference_subject": f"P{j:03d}",
                    "score": _exact(score),
                }
            )
    return tuple(rows)


def _candidates() -> Rows:
    settings = ListSettings(
        n_enrolled=60,
        n_others=90,
        gallery_sizes=(400, 1600),
        hub_share=0.01,
        mate_mean=4.5,
        list_length=8,
        threshold=2.5,
    )
    found = rows_of(simulate_lists(settings, np.random.default_rng(3)))
    return tuple(_candidate(row) for row in found)


def _candidate(row: Mapping[str, object]) -> Row:
    """Write a row as a file has it, with the group of the probe's person."""
    text = {name: "" if v is None else str(v) for name, v in row.items()}
    if text["score"]:
        text["score"] = _exact(float(text["score"]))
    text["enrolled"] = text["enrolled"].lower()
    text["probe_group"] = "AAB"[int(text["probe_subject"][1:]) % 3]
    return text


def _claims() -> Rows:
    settings = ClaimTableSettings(n_claims=60, sampled=True)
    made = simulate_claims(settings, np.random.default_rng(4)).columns
    return tuple(
        {n: str(v) for n, v in zip(made, row, strict=True) if n not in UNUSED["claims"]}
        for row in zip(*made.values(), strict=True)
    )


UNUSED: Mapping[str, Row] = {
    "comparisons": {"probe_id": "s1", "reference_id": "s2"},
    "candidates": {"system": "S1"},
    "claims": {"visible_fraction": "0.5"},
}
"""Allowed columns that no measure reads, with a value."""
