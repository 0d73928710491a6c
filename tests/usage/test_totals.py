import pytest

from deployment_tables import deployments
from matchaudit.tallies import DeploymentRows
from matchaudit.usage.periods import scopes
from matchaudit.usage.totals import COUNTS, totals

ROWS = deployments(
    [19_000, 19_001, 19_400],
    alerts=[1, None, 0],
    false_alerts=[1, None, None],
    minutes=[90, 90, None],
    arrests=[None, None, None],
)


def _says(rows: DeploymentRows) -> dict[tuple[object, object], str]:
    return {
        (f.population.get("period"), f.population["count"]): f.says
        for f in totals(rows, scopes(rows, []))
    }


def test_each_count_is_said_for_all_and_for_each_year() -> None:
    assert _says(ROWS) == {
        (None, "deployments"): "There were 3 deployments.",
        (None, "hours"): "They ran for 3 hours.",
        (None, "alerts"): "There was 1 alert.",
        (None, "false_alerts"): "There was 1 alert confirmed as wrong.",
        ("2022", "deployments"): "In 2022, there were 2 deployments.",
        ("2022", "hours"): "In 2022, they ran for 3 hours.",
        ("2022", "alerts"): "In 2022, there was 1 alert.",
        ("2022", "false_alerts"): "In 2022, there was 1 alert confirmed as wrong.",
        ("2023", "deployments"): "In 2023, there was 1 deployment.",
        ("2023", "alerts"): "In 2023, there were no alerts.",
    }


def test_what_is_not_recorded_is_said_beside_the_sum() -> None:
    found = {
        f.population["count"]: f.cautions
        for f in totals(ROWS, scopes(ROWS, []))
        if "period" not in f.population
    }

    assert found["deployments"] == ()
    assert found["alerts"] == ("Not told for 1 of 3 deployments.",)
    assert found["false_alerts"] == ("Not told for 2 of 3 deployments.",)


@pytest.mark.parametrize("name", COUNTS)
def test_every_count_has_words_for_one_and_for_many(name: str) -> None:
    one, many = (_says(deployments([1], **{name: [n]}))[None, name] for n in (1, 2_000))

    assert " 1 " in f" {one}"
    assert "2,000" in many
    assert one.replace("1", "") != many.replace("2,000", "")
