import numpy as np
import pytest
from scipy.stats import binom

from deployment_tables import MET, deployments, published
from matchaudit.estimation.finding import Curve
from matchaudit.usage.funnel import ONE_HOLDS_MOST
from matchaudit.usage.locations import location_findings


def _rows(curve: Curve) -> dict[object, dict[str, object]]:
    names = [column.name for column in curve.columns]
    rows = zip(*(column.values for column in curve.columns), strict=True)
    return {row[0]: dict(zip(names, row, strict=True)) for row in rows}


def test_a_place_is_outside_only_if_chance_seldom_puts_it_there() -> None:
    rows = deployments(
        range(5),
        location=["Quay ", "Quay", "High St", " arcade", None],
        alerts=[500, 500, 10, 0, 7],
        false_alerts=[5, 5, 4, 0, 7],
    )
    (finding,), (curve,) = location_findings(rows)
    table = _rows(curve)

    assert list(table) == ["arcade", "High St", "Quay"]
    assert table["Quay"]["deployments"] == 2
    assert (table["Quay"]["alerts"], table["Quay"]["false_alerts"]) == (1000, 10)
    assert table["High St"]["outside"] == "99.8"
    assert table["Quay"]["outside"] == "none"
    # By hand: 14 of 1,010 alerts at named places were wrong.
    most = binom.isf(0.025, 10, 14 / 1010) / 10
    assert table["High St"]["high95"] == pytest.approx(most)
    assert {table["arcade"][name] for name in ("share", "low95", "high998")} == {None}
    assert table["arcade"]["outside"] == "none"
    assert (finding.status, finding.estimate, finding.trials) == ("counted", 1, 2)
    assert "1 lies outside the outer limits" in finding.says
    assert "Left out, for want of a place: 1 deployments." in finding.cautions
    assert ONE_HOLDS_MOST in finding.cautions


def test_chance_alone_puts_no_more_places_outside_than_is_said() -> None:
    rng = np.random.default_rng(3)
    alerts = rng.integers(5, 200, 400)
    wrong = rng.binomial(alerts, 0.05)
    rows = deployments(
        range(400),
        location=[f"place {k}" for k in range(400)],
        alerts=alerts.tolist(),
        false_alerts=wrong.tolist(),
    )
    (finding,), (curve,) = location_findings(rows)
    outside = [row["outside"] for row in _rows(curve).values()]

    assert outside.count("99.8") == finding.estimate
    assert outside.count("99.8") <= 3
    assert 3 <= sum(word != "none" for word in outside) <= 24


@pytest.mark.parametrize(
    ("columns", "because"),
    [
        ({"alerts": [1], "false_alerts": [0]}, "no places"),
        ({"alerts": [1], "location": ["Quay"]}, "nobody said"),
        ({"alerts": [0], "false_alerts": [0], "location": ["Quay"]}, "no alerts"),
        ({"alerts": [1], "false_alerts": [0], "location": ["Quay"]}, "only one place"),
    ],
)
def test_places_that_cannot_be_compared_are_not(
    columns: dict[str, list[float | str | None]], because: str
) -> None:
    (finding,), curves = location_findings(deployments([1], **columns))

    assert finding.status == "not_estimable"
    assert because in finding.says
    assert curves == []


def test_the_met_police_places_are_listed_by_name_and_not_by_share() -> None:
    (finding,), (curve,) = location_findings(published(MET))
    names = [str(name) for name in curve.columns[0].values]

    assert names == sorted(names, key=str.casefold)
    assert len(names) == 137
    assert finding.estimate == 1
    assert finding.trials == 130
