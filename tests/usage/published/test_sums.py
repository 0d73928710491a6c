import numpy as np

from matchaudit.tallies.deployments import DeploymentRows
from matchaudit.usage.published.sums import durations, faces, outcomes, parts
from oracles.deployment_tables import clean_table, with_numbers, with_value

ALL = np.arange(200)
CLEAN = clean_table(np.random.default_rng(31))
ALERTS = CLEAN.numbers["alerts"]


def _only(rows: DeploymentRows, *names: str) -> DeploymentRows:
    """Return the table with these columns of numbers."""
    return DeploymentRows(
        file=rows.file,
        row=rows.row,
        day=rows.day,
        numbers={name: rows.numbers[name] for name in names},
        texts=rows.texts,
        columns=names,
    )


def test_a_row_whose_parts_make_another_sum_is_told() -> None:
    rows = with_value(CLEAN, "true_alerts_unconfirmed", 70, 40.0)
    made = sum(
        rows.numbers[name][70]
        for name in ("true_alerts", "true_alerts_unconfirmed", "false_alerts")
    )

    [found] = parts(rows, ALL)

    assert (found.finding.estimate, found.finding.trials) == (1, 200)
    [oddity] = found.oddities
    assert oddity.index == 70
    assert oddity.expected.startswith(f"{made:.0f} alerts")


def test_a_row_without_alerts_is_not_looked_at() -> None:
    rows = with_value(with_value(CLEAN, "alerts", 3, np.nan), "true_alerts", 4, np.nan)

    [found] = parts(rows, ALL)

    assert (found.finding.estimate, found.finding.trials) == (0, 198)


def test_parts_that_never_add_up_are_not_all_parts() -> None:
    [found] = parts(with_numbers(CLEAN, alerts=ALERTS + 1), ALL)

    assert found.finding.status == "not_estimable"
    assert found.finding.because is not None
    assert "most rows do not add up" in found.finding.because


def test_parts_need_right_and_wrong_alerts() -> None:
    [found] = parts(_only(CLEAN, "alerts", "true_alerts"), ALL)

    assert found.finding.status == "not_estimable"


def test_outcomes_may_be_fewer_than_the_alerts_but_not_more() -> None:
    arrests = CLEAN.numbers["arrests"].copy()
    others = sum(CLEAN.numbers[name] for name in ("other_disposals", "no_action"))
    arrests[[10, 11]] = (ALERTS - others)[[10, 11]] + [1, 0]

    [found] = outcomes(with_numbers(CLEAN, arrests=arrests), ALL)

    assert [oddity.index for oddity in found.oddities] == [10]
    assert found.finding.estimate == 1


def test_the_column_without_which_outcomes_fit_is_named() -> None:
    rows = with_numbers(CLEAN, no_action=CLEAN.numbers["no_action"] + ALERTS + 1)

    [found] = outcomes(rows, ALL)

    assert found.finding.estimate == 200
    assert found.finding.says.endswith("). All 200 would fit without 'no action'.")


def test_a_copied_column_is_said_to_be_why_outcomes_are_too_many() -> None:
    rows = with_numbers(
        CLEAN, other_disposals=ALERTS, no_action=ALERTS, arrests=0 * ALERTS
    )

    [found] = outcomes(rows, ALL)

    assert found.finding.says.endswith(
        " would fit without 'other disposals' or 'no action', which are the same there."
    )


def test_arrests_and_disposals_in_one_column_are_outcomes_too() -> None:
    rows = _only(
        with_numbers(CLEAN, arrests_or_disposals=ALERTS + (ALL == 5)),
        "alerts",
        "arrests_or_disposals",
    )

    [found] = outcomes(rows, ALL)

    assert [oddity.index for oddity in found.oddities] == [5]


def test_without_outcomes_none_can_be_counted() -> None:
    [found] = outcomes(_only(CLEAN, "alerts"), ALL)

    assert found.finding.status == "not_estimable"


def test_more_alerts_than_faces_are_impossible() -> None:
    rows = with_value(
        with_value(CLEAN, "faces_seen", 8, ALERTS[8] - 1),
        "faces_seen",
        9,
        ALERTS[9],
    )

    [found] = faces(rows, ALL)

    assert [oddity.index for oddity in found.oddities] == [8]
    assert faces(_only(CLEAN, "alerts"), ALL)[0].finding.status == "not_estimable"


def test_two_forms_of_a_duration_may_differ_by_a_minute() -> None:
    minutes = CLEAN.numbers["minutes"]
    rows = with_numbers(CLEAN, duration=minutes + (ALL == 4) + 61 * (ALL == 6))

    [found] = durations(rows, ALL)

    assert [oddity.index for oddity in found.oddities] == [6]
    assert durations(CLEAN, ALL) == []
