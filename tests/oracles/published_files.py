"""The two published tables of deployments, read without any of the package's readers.

They lie beside the repository, not in it; where they are absent their tests say so.
"""

import csv
from pathlib import Path

import numpy as np
import pytest

from matchaudit.tallies.deployments import DeploymentRows

_FOLDER = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "deployments"
MET = _FOLDER / "met_lfr_deployments_2023_2025may.csv"
HOME_OFFICE = _FOLDER / "homeoffice_ie_lfr_2025_11.csv"

_TEXTS = {
    "location": "location",
    "source": "source",
    "false_alert_rate_published": "published_rate",
    "incorrect_alert_rate_published": "published_rate",
}
_NUMBERS = {
    "watchlist_size": "watchlist_size",
    "watchlist_number": "watchlist_size",
    "threshold": "threshold",
    "cameras": "cameras",
    "duration_min": "minutes",
    "total_alerts": "alerts",
    "true_alerts_confirmed": "true_alerts",
    "positive_alerts": "true_alerts",
    "true_alerts_unconfirmed": "true_alerts_unconfirmed",
    "false_alerts_confirmed": "false_alerts",
    "incorrect_alerts": "false_alerts",
    "false_alerts_unconfirmed": "false_alerts_unconfirmed",
    "positive_interventions": "interventions",
    "incorrect_interventions": "false_interventions",
    "arrests_or_disposals": "arrests_or_disposals",
    "outcome_arrest": "arrests",
    "outcome_other": "other_disposals",
    "outcome_no_action": "no_action",
    "faces_seen": "faces_seen",
    "faces_seen_est": "faces_seen",
}


def published(path: Path) -> DeploymentRows:
    """Return a published table as it stands, or skip the test where it is absent."""
    if not path.exists():
        pytest.skip(f"REAL DATA NOT TESTED: {path.name} is not beside the repository")
    with path.open(encoding="utf-8", newline="") as lines:
        table = list(csv.DictReader(lines))
    days = [row.get("date") or row["date_start"] for row in table]
    numbers = {
        _NUMBERS[name]: np.array([float(row[name] or "nan") for row in table])
        for name in table[0]
        if name in _NUMBERS
    }
    texts = {
        _TEXTS[name]: tuple(row[name] or None for row in table)
        for name in table[0]
        if name in _TEXTS
    }
    return DeploymentRows(
        file=(path.name,) * len(table),
        row=np.arange(2, len(table) + 2),
        day=np.array(days, dtype="datetime64[D]").astype(np.int64),
        numbers=numbers,
        texts=texts,
        columns=("date", *numbers, *texts),
    )
