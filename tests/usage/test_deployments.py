import numpy as np
import pytest
from numpy.typing import NDArray

from deployment_tables import HOME_OFFICE, MET, deployments, published
from matchaudit.errors import ParameterError
from matchaudit.estimation.clustered import clustered_variance
from matchaudit.estimation.counts import Clusters
from matchaudit.estimation.finding import Curve, Finding, Key
from matchaudit.usage import DeploymentSettings, measure_deployments
from oracles.reading_grade import reading_grade

ALERTS, FACES = "usage/false_share_of_alerts", "usage/false_share_of_faces"
HOURS, TRIES = "usage/false_per_100_hours", "usage/false_per_face_and_entry"


def _measure(name: str) -> tuple[list[Finding], list[Curve]]:
    return measure_deployments(published(name), settings=DeploymentSettings())


def _one(findings: list[Finding], id_: str, **population: Key) -> Finding:
    (found,) = [f for f in findings if f.id == id_ and dict(f.population) == population]
    return found


def _ends(finding: Finding) -> tuple[float, float]:
    assert finding.interval is not None
    low, high = finding.interval
    assert low is not None
    assert high is not None
    return low, high


def test_the_met_police_table_has_its_published_headlines_side_by_side() -> None:
    findings, _ = _measure(MET)
    alerts, faces = _one(findings, ALERTS), _one(findings, FACES)

    assert (alerts.events, alerts.trials) == (34, 2158)
    assert _ends(alerts) == pytest.approx((0.0109, 0.0219), abs=5e-5)
    assert (faces.events, faces.trials) == (34, 2_371_465)
    assert faces.estimate == pytest.approx(1.4337e-5, rel=1e-4)
    assert "34 of 2,158 alerts were wrong (1.6 in 100)" in alerts.says
    assert "Of 2,371,465 faces seen, the same 34" in faces.says
    assert "(1.4 in 100,000)" in faces.says


def test_the_met_police_headlines_tell_the_doubt_and_what_they_mix() -> None:
    findings, _ = _measure(MET)
    alerts, faces = _one(findings, ALERTS).says, _one(findings, FACES).says

    assert alerts == (
        "34 of 2,158 alerts were wrong (1.6 in 100). Nobody confirmed 32 of the alerts; "
        "if they were wrong too, up to 3.9 in 100. As counted, the true rate is likely "
        "between 1.09 and 2.2 in 100. This mixes scores, such as 5 of 1,413 (0.35 in "
        "100) at score 0.64 and 25 of 691 (3.6 in 100) at score 0.6."
    )
    assert faces.endswith(
        "This mixes 5 periods, such as 5 of 1,818,351 (0.27 in 100,000) and 27 of "
        "153,571 (18 in 100,000)."
    )
    assert "mixes" not in _one(findings, HOURS).says


def test_a_far_wider_range_by_day_is_said_beside_the_exact_one() -> None:
    findings, _ = _measure(HOME_OFFICE)
    met, _ = _measure(MET)

    assert _one(findings, HOURS).says.endswith(
        "up to 29 in 100 hours. Counted by day, the true rate could be up to 542 in "
        "100 hours."
    )
    assert "by day" not in _one(met, FACES).says


def test_the_met_police_table_counts_unconfirmed_alerts_both_ways() -> None:
    findings, _ = _measure(MET)
    wrong = _one(findings, ALERTS, unconfirmed="as wrong")
    either = _one(findings, ALERTS, unconfirmed="either way")

    assert (wrong.events, wrong.trials) == (66, 2158)
    assert wrong.estimate == pytest.approx(0.0306, abs=5e-5)
    assert _one(findings, FACES, unconfirmed="as wrong").estimate == pytest.approx(
        66 / 2_371_465
    )
    assert either.status == "bounded"
    assert _ends(either) == (_ends(_one(findings, ALERTS))[0], _ends(wrong)[1])


def test_the_met_police_rows_of_one_threshold_have_their_own_rates() -> None:
    findings, _ = _measure(MET)
    alerts = _one(findings, ALERTS, threshold=0.64)
    worst = _one(findings, ALERTS, threshold=0.64, unconfirmed="as wrong")
    faces = _one(findings, FACES, threshold=0.64)

    assert (alerts.events, alerts.trials) == (5, 1413)
    assert (worst.events, worst.trials) == (24, 1413)
    assert worst.estimate == pytest.approx(0.0170, abs=5e-5)
    assert (faces.events, faces.trials) == (5, 1_863_630)


@pytest.mark.parametrize(
    ("count", "total"),
    [
        ("deployments", 277),
        ("alerts", 2158),
        ("faces_seen", 2_371_465),
        ("true_alerts", 2093),
        ("true_alerts_unconfirmed", 32),
        ("false_alerts", 34),
        ("hours", 88_484 / 60),
    ],
)
def test_the_met_police_totals_are_those_of_the_table(count: str, total: float) -> None:
    findings, _ = _measure(MET)

    assert _one(findings, "usage/totals", count=count).estimate == pytest.approx(total)


def test_years_thresholds_and_stretches_add_up_to_the_whole() -> None:
    findings, (periods, *_) = _measure(MET)
    whole = {"events": 34, "trials": 2158}
    of_alerts = [
        f for f in findings if f.id == ALERTS and "unconfirmed" not in f.population
    ]
    years = [f for f in of_alerts if str(f.population.get("period")).isdigit()]
    stretches = [f for f in of_alerts if " to " in str(f.population.get("period"))]
    thresholds = [f for f in of_alerts if "threshold" in f.population]
    columns = {column.name: column.values for column in periods.columns}

    assert [f.population["period"] for f in years] == [
        "2023",
        "2024",
        "2025",
    ]
    assert len(stretches) == len(columns["from"]) > 2
    for parts in (years, stretches, thresholds):
        assert sum(f.events or 0 for f in parts) == whole["events"]
        assert sum(f.trials or 0 for f in parts) == whole["trials"]
    assert sum(int(n or 0) for n in columns["deployments"]) == 277
    assert sum(int(n or 0) for n in columns["faces_seen"]) == 2_371_465
    assert columns["starts_with"][0] == "first row"
    assert set(columns["starts_with"][1:]) == {"denominator changed"}


def test_a_rate_per_face_across_a_break_is_not_to_be_compared() -> None:
    findings, _ = _measure(MET)
    stretches = [
        f
        for f in findings
        if f.id == FACES and " to " in str(f.population.get("period"))
    ]

    assert any("9 November 2023" in c for c in _one(findings, FACES).cautions)
    assert not any("Do not compare" in c for f in stretches for c in f.cautions)
    assert not any("Do not compare" in c for c in _one(findings, ALERTS).cautions)


def test_no_wrong_alert_at_holyhead_gives_upper_limits_and_never_0() -> None:
    findings, _ = _measure(HOME_OFFICE)
    alerts, faces = _one(findings, ALERTS), _one(findings, FACES)

    assert (alerts.events, alerts.trials) == (0, 2)
    assert _ends(alerts) == pytest.approx((0, 0.842), abs=5e-4)
    assert (faces.events, faces.trials) == (0, 7512)
    assert _ends(faces) == pytest.approx((0, 0.00049), abs=5e-6)
    assert alerts.says == (
        "None of 2 alerts was wrong. The true rate could be up to 85 in 100."
    )
    assert not any("unconfirmed" in f.population for f in findings)
    assert "1 of 8 deployments" in " ".join(_one(findings, HOURS).cautions)


@pytest.mark.parametrize("name", [MET, HOME_OFFICE])
def test_each_overall_rate_has_a_wider_one_clustered_by_day(name: str) -> None:
    findings, _ = _measure(name)
    exact = [
        f
        for f in findings
        if f.interval
        and not set(f.population) - {"unconfirmed"}
        and "/wrong" not in f.id
    ]

    assert len(exact) >= 5
    for finding in exact:
        by_day = _one(findings, finding.id, **finding.population, clustered="day")
        (low, high), (least, most) = _ends(finding), _ends(by_day)
        assert by_day.estimate == pytest.approx(finding.estimate)
        assert least <= low * 1.1
        assert most >= high * 0.95


@pytest.mark.parametrize("name", [MET, HOME_OFFICE])
def test_every_sentence_is_easy_to_read(name: str) -> None:
    findings, _ = measure_deployments(
        published(name), settings=DeploymentSettings(group_counts={"Black": (8, 10)})
    )
    hard = [
        (f.says, reading_grade(f.says)) for f in findings if reading_grade(f.says) > 8
    ]

    assert len(findings) > 20
    assert hard == []
    assert not any("significant" in f.says or "nan" in f.says for f in findings)


def test_every_finding_has_its_own_population() -> None:
    findings, _ = _measure(MET)
    keys = [(f.id, *sorted(f.population.items())) for f in findings]

    assert len(set(keys)) == len(keys)


def test_one_wrong_alert_of_an_early_table_by_hand() -> None:
    """10 of 28 alerts of 2020 to 2022 were wrong: 35.7 % [18.6, 55.9]."""
    rows = deployments(
        [18_300, 18_301, 19_000], alerts=[10, 10, 8], false_alerts=[4, 3, 3]
    )
    findings, _ = measure_deployments(rows, settings=DeploymentSettings())
    found = _one(findings, ALERTS)

    assert (found.events, found.trials) == (10, 28)
    assert _ends(found) == pytest.approx((0.186, 0.559), abs=5e-4)


def test_what_no_column_says_is_not_estimable_and_not_0() -> None:
    rows = deployments([19_000, 19_001], alerts=[3, 4])
    findings, curves = measure_deployments(rows, settings=DeploymentSettings())

    for id_ in (
        ALERTS,
        FACES,
        HOURS,
        TRIES,
        "usage/alerts_per_hour",
        "usage/locations",
    ):
        found = _one(findings, id_)
        assert found.status == "not_estimable"
        assert (found.because or "nothing") in found.says
    assert [f.population["count"] for f in findings if f.id == "usage/totals"] == [
        "deployments",
        "alerts",
    ]
    assert [curve.name for curve in curves] == ["deployment_periods", "deployments"]


def test_groups_come_from_the_settings_only() -> None:
    rows = deployments([19_000], alerts=[3], false_alerts=[1])
    findings, curves = measure_deployments(
        rows, settings=DeploymentSettings(group_counts={"B": (1, 1)}, confidence=0.9)
    )

    assert (
        _one(findings, "usage/wrong_by_group", of="alerts", group="B").confidence == 0.9
    )
    assert _one(findings, ALERTS).confidence == 0.9
    assert _one(findings, ALERTS, clustered="day").status == "not_estimable"
    assert "equal_risk" in {curve.name for curve in curves}


def test_no_deployment_at_all_is_refused() -> None:
    with pytest.raises(ParameterError, match="rows"):
        measure_deployments(deployments([], alerts=[]), settings=DeploymentSettings())


def test_a_rate_says_which_thresholds_it_mixes() -> None:
    rows = deployments(
        [19_000, 19_001, 19_400],
        alerts=[3, 4, 5],
        false_alerts=[1, 0, 0],
        threshold=[0.6, 0.64, 0.64],
    )
    findings, _ = measure_deployments(rows, settings=DeploymentSettings())
    mixed = "0.6 and 0.64. The rate is a mix"

    assert mixed in str(_one(findings, ALERTS).cautions)
    assert mixed in str(_one(findings, ALERTS, period="2022").cautions)
    assert mixed not in str(_one(findings, ALERTS, period="2023").cautions)
    assert mixed not in str(_one(findings, ALERTS, threshold=0.64).cautions)


def test_days_are_as_good_as_weeks_where_the_threshold_is_held() -> None:
    """Over all thresholds months differ most: the threshold changed between them."""
    rows = published(MET)
    alerts, wrong = rows.numbers["alerts"], rows.numbers["false_alerts"]

    def effect(chosen: NDArray[np.bool_], unit: NDArray[np.int64]) -> float:
        some = chosen & (alerts > 0) & (wrong <= alerts)
        _, of_row = np.unique(unit[some], return_inverse=True)
        tried = np.bincount(of_row, alerts[some]).astype(np.int64)
        found = np.bincount(of_row, wrong[some]).astype(np.int64)
        share = found.sum() / tried.sum()
        alone = share * (1 - share) / tried.sum()
        return float(clustered_variance(Clusters(tried, found)) / alone)

    every, held = alerts >= 0, rows.numbers["threshold"] == 0.6
    month = rows.day.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)

    assert effect(every, rows.day) == pytest.approx(1.4, abs=0.05)
    assert effect(every, month) == pytest.approx(3.7, abs=0.05)
    assert effect(held, rows.day) == pytest.approx(1.2, abs=0.05)
    assert effect(held, rows.day // 7) == pytest.approx(1.25, abs=0.05)


@pytest.mark.parametrize(("typed", "unfit"), [((1, 1), False), ((2, 3), True)])
def test_counts_of_groups_are_told_as_typed_in_and_held_against_the_file(
    typed: tuple[int, int],
    unfit: bool,  # noqa: FBT001 - a case of the table above
) -> None:
    rows = deployments([19_000], alerts=[3], false_alerts=[1])
    findings, _ = measure_deployments(
        rows, settings=DeploymentSettings(group_counts={"B": typed})
    )
    found = _one(findings, "usage/wrong_by_group", of="alerts", group="B")
    warning = "The file has 1 wrong alert, and 3 were typed in."

    assert found.says.startswith("As typed in (not from the file): ")
    assert (warning in found.says) is unfit
    assert reading_grade(found.says) <= 8
