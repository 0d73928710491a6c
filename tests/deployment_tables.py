"""Small tables of deployments, and the published ones where they are at hand."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest

from matchaudit.records import read_records
from matchaudit.records.deployments import DEPLOYMENTS
from matchaudit.tallies import DeploymentRows, deployment_rows

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data" / "deployments"
MET = "met_lfr_deployments_2023_2025may.csv"
HOME_OFFICE = "homeoffice_ie_lfr_2025_11.csv"

Values = Sequence[float | str | None]


def deployments(day: Sequence[int], **columns: Values) -> DeploymentRows:
    """Make rows of one file by hand; None is not recorded."""
    texts = {
        name: tuple(None if v is None else str(v) for v in values)
        for name, values in columns.items()
        if DEPLOYMENTS.field(name).type in ("string", "rate")
    }
    numbers = {
        name: np.array([np.nan if v is None else float(v) for v in values])
        for name, values in columns.items()
        if name not in texts
    }
    return DeploymentRows(
        file=("made.csv",) * len(day),
        row=np.arange(2, len(day) + 2),
        day=np.array(day, dtype=np.int64),
        numbers=numbers,
        texts=texts,
        columns=("date", *columns),
    )


@cache
def published(name: str) -> DeploymentRows:
    """Read a published table; skip the test, aloud, where it is not at hand."""
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"NOT CHECKED on published data: there is no {name}")
    with TemporaryDirectory() as folder:
        table = read_records([path], kind=DEPLOYMENTS, workspace=Path(folder))
        return deployment_rows(table)
