"""Each rate of deployments can be worked out again from the rows that are listed."""

from collections.abc import Sequence

import numpy as np
import pytest

from deployment_tables import deployments, published
from matchaudit import usage
from matchaudit.estimation.finding import Curve, Finding
from matchaudit.tallies import DeploymentRows

Row = dict[str, str | int | float | None]
EVENTS = {
    "false_share_of_alerts": "wrong_alerts",
    "false_share_of_faces": "wrong_alerts",
    "false_per_100_hours": "wrong_alerts",
    "alerts_per_hour": "alerts",
}


def measured(rows: DeploymentRows) -> tuple[list[Finding], Curve]:
    settings = usage.DeploymentSettings()
    findings, curves = usage.measure_deployments(rows, settings=settings)
    (trace,) = (curve for curve in curves if curve.name == "deployments")
    return findings, trace


def rows_of(curve: Curve) -> list[Row]:
    names = [column.name for column in curve.columns]
    values = zip(*(column.values for column in curve.columns), strict=True)
    return [dict(zip(names, row, strict=True)) for row in values]


def of_population(finding: Finding, rows: Sequence[Row]) -> list[Row]:
    """Keep the rows that the population of a finding names."""
    kept = list(rows)
    for key, value in finding.population.items():
        if key == "period" and len(str(value)) == 4:
            kept = [row for row in kept if str(row["date"]).startswith(str(value))]
        elif key == "period":
            kept = [row for row in kept if row["stretch"] == value]
        else:
            kept = [row for row in kept if row[key] == value]
    return kept


@pytest.mark.parametrize(
    "name",
    ["met_lfr_deployments_2023_2025may.csv", "homeoffice_ie_lfr_2025_11.csv"],
)
def test_every_rate_of_published_deployments_can_be_traced_to_rows(name: str) -> None:
    findings, trace = measured(published(name))
    rows = rows_of(trace)
    n_traced = 0
    for finding in findings:
        rate = finding.id.partition("/")[2]
        if rate not in EVENTS or {"clustered", "unconfirmed"} & set(finding.population):
            continue
        chosen = of_population(finding, rows)
        counted = [row for row in chosen if row[f"in_{rate}"] == "yes"]
        total = sum(float(row[EVENTS[rate]] or 0) for row in counted)
        if finding.status == "measured":
            assert total == finding.events
            n_traced += 1
    assert n_traced >= 4


def test_a_row_that_no_rate_can_use_says_so() -> None:
    rows = deployments(
        [19000, 19001, 19002],
        alerts=[5, np.nan, 2],
        false_alerts=[1, 0, 3],
        faces_seen=[100, 100, 100],
    )

    _, trace = measured(rows)

    by_name = {column.name: column.values for column in trace.columns}
    assert by_name["in_false_share_of_alerts"] == ("yes", "no", "no")
    assert by_name["in_false_share_of_faces"] == ("yes", "yes", "yes")
    assert by_name["in_alerts_per_hour"] == ("no", "no", "no")
    assert by_name["alerts"] == (5.0, None, 2.0)


def test_hours_and_outcomes_can_be_added_up_from_the_rows() -> None:
    rows = deployments(
        [1, 2], alerts=[3, 4], arrests=[1, 2], minutes=[90, 30], no_action=[2, None]
    )
    findings, trace = measured(rows)
    listed = rows_of(trace)
    totals = {
        f.population["count"]: f.estimate
        for f in findings
        if f.id == "usage/totals" and len(f.population) == 1
    }

    assert totals["hours"] == 2
    for name in ("hours", "arrests", "no_action"):
        assert sum(float(row[name] or 0) for row in listed) == totals[name]
