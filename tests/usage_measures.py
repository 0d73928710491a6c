"""Every measure of field use in one table, and records to try them on.

A new measure adds a row to ``MEASURES``; a test fails if one is missing.
"""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from matchaudit import audit
from matchaudit.audit.plan import GroupCount, Input, Plan
from matchaudit.estimation.finding import Finding
from matchaudit.records.simulation.deployments import (
    DeploymentTableSettings,
    simulate_deployments,
)
from matchaudit.records.simulation.searches import (
    search_setting,
    simulate_searches,
    write_searches,
)

Row = Mapping[str, str]
Rows = tuple[Row, ...]

SYNTHETIC = "# Synthetic example data: simulated, no person and no face behind them."

MEASURES: Mapping[str, str] = {
    "usage/totals": "deployments and searches",
    "usage/false_share_of_alerts": "deployments",
    "usage/false_share_of_faces": "deployments",
    "usage/false_per_100_hours": "deployments",
    "usage/alerts_per_hour": "deployments",
    "usage/false_per_face_and_entry": "deployments",
    "usage/locations": "deployments",
    "usage/wrong_by_group": "deployments and searches",
    "data/denominator_changed": "deployments",
    "data/duplicated_column": "deployments",
    "data/parts_do_not_add_up": "deployments",
    "data/outcomes_exceed_alerts": "deployments",
    "data/published_rate": "deployments",
    "data/outlier": "deployments",
    "data/date_out_of_order": "deployments",
    "usage/searches": "searches",
    "usage/silent_months": "searches",
    "usage/candidate_share": "searches",
    "usage/outcome_wrong_share": "searches",
    "usage/operators": "searches",
    "usage/miss_rate": "searches",
    "usage/rule": "searches",
    "usage/any_rule_broken": "searches",
}
"""Each finding id, and of which records it tells."""

NEVER_TOLD = frozenset({"usage/miss_rate"})
"""What no log can tell, whatever it holds."""


@dataclass(frozen=True, eq=False)
class Records:
    """Files of deployments and of searches, and groups that were published elsewhere."""

    deployments: tuple[Rows, ...]
    searches: tuple[Rows, ...]
    groups: tuple[str, ...] = ("A", "B")

    def each_file(self, *, reverse: bool = False) -> "Records":
        """Return the same records with the files of each kind in turn."""
        step = -1 if reverse else 1
        return replace(
            self, deployments=self.deployments[::step], searches=self.searches[::step]
        )

    def findings(self) -> list[Finding]:
        """Audit them all at once, as a plan does."""
        with TemporaryDirectory() as folder:
            inputs = [
                Input.model_validate(
                    {
                        "file": str(_written(rows, Path(folder), f"{kind}{k}")),
                        "as": kind,
                    }
                )
                for kind, files in (
                    ("deployments", self.deployments),
                    ("searches", self.searches),
                )
                for k, rows in enumerate(files)
            ]
            plan = Plan(
                inputs=tuple(inputs),
                rules=("us-wa",),
                missing_at_random_given=("probe_mask",),
                random_sample=True,
                wrong_by_group={
                    g: GroupCount(wrong=3 + k, of=10) for k, g in enumerate(self.groups)
                },
            )
            return list(audit.run(plan).findings)


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
    """Return a table of deployments with faults, and a search log, one file each.

    Synthetic data. Some columns that no measure reads are left out.
    """
    return Records(deployments=(_deployments(),), searches=(_searches(),))


def _deployments() -> Rows:
    settings = DeploymentTableSettings(n_deployments=120)
    made = simulate_deployments(settings, np.random.default_rng(2)).columns
    names = list(made)
    return tuple(
        {"agency": "Agency 1"} | {n: str(v) for n, v in zip(names, row, strict=True)}
        for row in zip(*made.values(), strict=True)
    )


def _searches() -> Rows:
    log = simulate_searches(
        search_setting("sampled", n_searches=600), np.random.default_rng(5)
    )
    with TemporaryDirectory() as folder:
        path = Path(folder) / "log.csv"
        write_searches(log, path)
        lines = path.read_text(encoding="utf-8").splitlines()
    return tuple(
        {name: row[name] for name in row if name not in UNUSED_BY_SEARCHES}
        for row in csv.DictReader(line for line in lines if not line.startswith("#"))
    )


UNUSED_BY_SEARCHES: Mapping[str, str] = {
    "policy_posted_at": "2026-01-15",
    "review_seconds": "120",
    "breach_at": "2027-05-01",
}
UNUSED_BY_DEPLOYMENTS: Mapping[str, str] = {
    "page": "4",
    "under18": "0",
    "notice_published_at": "2024-01-02",
}
"""Columns that no measure reads, with a value."""
