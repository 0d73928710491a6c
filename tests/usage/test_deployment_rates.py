import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from deployment_tables import deployments
from matchaudit.estimation.finding import Finding
from matchaudit.estimation.proportions import clopper_pearson
from matchaudit.tallies import DeploymentRows
from matchaudit.usage.denominators import (
    DENOMINATORS,
    OF_ALERTS,
    OF_FACES,
    PER_FACE_AND_ENTRY,
    PER_HUNDRED_HOURS,
)
from matchaudit.usage.deployment_rates import Rates
from matchaudit.usage.periods import scopes
from matchaudit.usage.unconfirmed import wrong_alerts


def _rates(rows: DeploymentRows) -> Rates:
    return Rates(
        rows=rows,
        scope=scopes(rows, [])[0],
        wrong=wrong_alerts(rows),
        confidence=0.95,
    )


def _by_key(findings: list[Finding]) -> dict[tuple[object, object], Finding]:
    return {
        (f.population.get("unconfirmed"), f.population.get("clustered")): f
        for f in findings
    }


ROWS = deployments(
    [1, 2, 3],
    alerts=[10, 20, 30],
    false_alerts=[1, 0, 2],
    true_alerts_unconfirmed=[2, 1, None],
    faces_seen=[1000, 2000, 3000],
    watchlist_size=[10, 10, 10],
    minutes=[60, 60, 60],
)


def test_both_extremes_are_of_the_same_deployments() -> None:
    """The third row leaves its unconfirmed alerts blank: it is in neither extreme."""
    found = _by_key(_rates(ROWS).findings(OF_ALERTS, clustered=True))
    published, worst = found[None, None], found["as wrong", None]
    either = found["either way", None]

    assert (published.events, published.trials) == (3, 60)
    assert (worst.events, worst.trials) == (4, 30)
    assert either.interval == (
        clopper_pearson(1, 30).low,
        clopper_pearson(4, 30).high,
    )
    assert either.says.startswith("From 1 to 4 of 30 alerts were wrong. Nobody")
    assert worst.cautions == ("Left out, for want of a number: 1 of 3 deployments.",)
    assert len(found) == 6


def test_alerts_taken_as_wrong_but_not_confirmed_open_the_lower_end_too() -> None:
    rows = deployments(
        [1, 2], alerts=[50, 50], false_alerts=[2, 3], false_alerts_unconfirmed=[4, 1]
    )
    (found, *_) = _rates(rows).findings(OF_ALERTS, clustered=False)
    low = clopper_pearson(5, 100).low

    assert found.events == 10
    assert "Nobody confirmed 5 of the alerts; it could be between" in found.says
    assert low == pytest.approx(0.0164, abs=1e-4)
    assert "between 1.6 and 18 in 100. As counted, the true rate" in found.says


def test_where_all_were_confirmed_no_doubt_is_said() -> None:
    rows = deployments(
        [1, 2], alerts=[50, 50], false_alerts=[2, 3], true_alerts_unconfirmed=[0, 0]
    )
    (found, *_) = _rates(rows).findings(OF_ALERTS, clustered=False)

    assert "Nobody" not in found.says


def test_faces_and_entries_are_multiplied_row_by_row() -> None:
    (found, *_) = _rates(ROWS).findings(PER_FACE_AND_ENTRY, clustered=False)

    assert (found.events, found.trials) == (3, 60_000)
    assert found.says.startswith("There were 60,000 tries of a face against an entry.")


def test_a_time_gives_a_rate_per_100_hours() -> None:
    (found, *_) = _rates(ROWS).findings(PER_HUNDRED_HOURS, clustered=False)

    assert found.estimate == pytest.approx(100)
    assert (found.unit, found.trials) == ("per 100 hours", None)


def test_wrong_alerts_that_come_on_one_day_count_as_fewer() -> None:
    wrong = [0] * 19 + [10]
    rows = deployments(
        range(20),
        alerts=[50] * 20,
        false_alerts=wrong,
        faces_seen=[5000] * 20,
    )
    exact, by_day = _rates(rows).findings(OF_FACES, clustered=True)

    assert exact.interval is not None
    assert by_day.interval is not None
    assert (by_day.interval[1] or 0) > 1.5 * (exact.interval[1] or 1)
    assert by_day.trials == 100_000


@given(
    st.lists(
        st.tuples(*[st.integers(0, 5)] * 4),
        min_size=1,
        max_size=12,
    )
)
def test_every_rate_holds_its_estimate_and_says_no_bare_zero(
    table: list[tuple[int, int, int, int]],
) -> None:
    false, unconfirmed, right, faces = zip(*table, strict=True)
    total = [sum(row[:3]) for row in table]
    rows = deployments(
        np.arange(len(table)).tolist(),
        alerts=total,
        false_alerts=false,
        true_alerts_unconfirmed=unconfirmed,
        true_alerts=right,
        faces_seen=[a + b for a, b in zip(total, faces, strict=True)],
        watchlist_size=[3] * len(table),
        minutes=[30 * f for f in faces],
    )
    for by in DENOMINATORS:
        for found in _rates(rows).findings(by, clustered=True):
            if found.status == "measured":
                assert found.interval is not None
                low, high = found.interval
                assert low is not None
                assert high is not None
                assert low <= (found.estimate or 0) * (1 + 1e-9)
                assert high >= (found.estimate or 0) * (1 - 1e-9)
                assert high > 0
            assert "likely 0" not in found.says
            assert "e-" not in found.says


@given(st.permutations(range(6)))
def test_the_order_of_the_rows_does_not_matter(order: list[int]) -> None:
    def found(chosen: list[int]) -> list[tuple[object, ...]]:
        def pick(*values: int) -> list[int]:
            return [values[k] for k in chosen]

        rows = deployments(
            pick(1, 1, 2, 3, 4, 4),
            alerts=pick(3, 1, 4, 1, 5, 9),
            false_alerts=pick(1, 0, 2, 0, 1, 3),
            true_alerts_unconfirmed=pick(0, 1, 1, 0, 2, 0),
            faces_seen=pick(30, 90, 60, 20, 80, 70),
            minutes=pick(10, 20, 40, 50, 30, 60),
        )
        rates = _rates(rows)
        return [
            (f.id, f.says, f.status, f.cautions)
            for by in DENOMINATORS
            for f in rates.findings(by, clustered=True)
        ]

    assert found(order) == found(list(range(6)))
