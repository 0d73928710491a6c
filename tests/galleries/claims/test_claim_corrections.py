from collections.abc import Sequence

import numpy as np
import pytest

from matchaudit.estimation.proportions import clopper_pearson
from matchaudit.estimation.waiting import share_by
from matchaudit.galleries.claims import ClaimSettings
from matchaudit.galleries.claims.corrections import corrections, follow
from matchaudit.galleries.claims.register import made_of
from matchaudit.tallies.claims import ClaimRows, Days

SETTINGS = ClaimSettings()


def _register(
    corrected: Sequence[int | None], checked: Sequence[int | None]
) -> ClaimRows:
    return made_of(
        ["refuted"] * len(corrected),
        days={"corrected_at": corrected, "last_checked_at": checked},
    )


def test_a_claim_ends_with_its_correction_or_its_removal_whichever_is_first() -> None:
    rows = made_of(
        ["refuted", "withdrawn", "refuted", "confirmed", None],
        days={
            "corrected_at": [5, None, 9, 2, 3],
            "removed_at": [7, 4, None, None, None],
            "last_checked_at": [8, 8, 8, 8, 8],
        },
    )
    found = follow(rows)

    assert found.fewest.days.tolist() == [5, 4, 9]  # the others are not known wrong
    assert found.fewest.ended.tolist() == [True, True, True]


def test_a_claim_that_stands_is_watched_until_the_last_look() -> None:
    found = follow(_register([None, None, 20], [8, None, None]))

    assert found.fewest.days.tolist() == [8, 20, 20]
    assert found.fewest.ended.tolist() == [False, False, True]
    assert any("last day that the register names" in c for c in found.cautions)


def test_a_claim_withdrawn_on_no_recorded_day_ended_some_time_before_the_last_look() -> (
    None
):
    rows = made_of(
        ["withdrawn", "refuted"],
        days={
            "published_at": [2, 2],
            "corrected_at": [None, 5],
            "last_checked_at": [12, 12],
        },
    )
    found = follow(rows)

    assert found.fewest.ended.tolist() == [True, True]
    assert found.fewest.days.tolist() == [0, 3]
    assert found.most.days.tolist() == [10, 3]
    assert any("Withdrawn without a date: 1" in c for c in found.cautions)


def test_a_correction_before_the_claim_is_left_out_and_counted() -> None:
    rows = made_of(
        ["refuted"] * 3,
        days={"published_at": [5, 5, 5], "corrected_at": [4, 5, 9]},
    )
    found = follow(rows)

    assert found.fewest.days.tolist() == [0, 4]
    assert any(c.endswith(": 1.") for c in found.cautions)


def _vague(rows: ClaimRows, name: str, *, more: int) -> ClaimRows:
    dates = dict(rows.dates)
    known = dates[name]
    dates[name] = Days(
        known=known.known, first=known.first, last=known.last + more * known.known
    )
    return ClaimRows(
        n=rows.n,
        dates=dates,
        words=rows.words,
        visible_fraction=rows.visible_fraction,
        drawn=rows.drawn,
        columns=rows.columns,
    )


def test_a_date_that_is_not_exact_gives_a_range() -> None:
    rows = _register([10] * 5 + [40] * 5, [None] * 10)
    exact, _ = corrections(rows, SETTINGS)
    found, _ = corrections(_vague(rows, "corrected_at", more=30), SETTINGS)
    by = {f.population["day"]: f for f in found if "day" in f.population}

    assert by[30].status == "bounded"
    # By day 30 none, if each was late; half, if each was early.
    assert by[30].interval == (
        clopper_pearson(0, 10).low,
        clopper_pearson(5, 10).high,
    )
    assert {f.status for f in exact if f.population.get("day") == 30} == {"measured"}
    assert found[0].status == "bounded"


def test_half_were_corrected_by_a_day_with_its_interval() -> None:
    findings, _ = corrections(_register([*range(1, 22)], [None] * 21), SETTINGS)

    assert findings[0].id == "claims/days_to_correction"
    assert findings[0].estimate == 11
    assert "within 11 days" in findings[0].says
    assert findings[0].interval == (6, 16)


def test_a_median_that_is_not_reached_is_a_range_without_an_upper_end() -> None:
    rows = _register([3, *[None] * 9], [50] * 10)
    findings, _ = corrections(rows, SETTINGS)

    assert findings[0].status == "bounded"
    assert "50 days or more" in findings[0].says
    assert findings[0].interval == (50, None)


@pytest.mark.parametrize(
    ("rows", "because"),
    [
        (_register([1, 2, 3, 4], [None] * 4), "fewer than 5"),
        (made_of(["refuted"] * 9), "does not say when"),
        (made_of(["confirmed"] * 9, days={"corrected_at": [1] * 9}), "fewer than 5"),
    ],
)
def test_where_it_cannot_be_told_it_says_why(rows: ClaimRows, because: str) -> None:
    findings, curves = corrections(rows, SETTINGS)

    assert [f.status for f in findings] == ["not_estimable"]
    assert because in (findings[0].because or "")
    assert curves == []


def test_the_curve_ends_where_few_are_watched_and_agrees_with_the_findings() -> None:
    corrected: list[int | None] = [2, 4, 6, 8, 10, 12, *[None] * 6]
    rows = _register(corrected, [None] * 6 + [5, 9, 20, 20, 20, 20])
    findings, (curve,) = corrections(rows, SETTINGS)
    columns = {column.name: column.values for column in curve.columns}
    waits = follow(rows).fewest

    assert columns["day"] == (0, 2, 4, 6, 8, 10, 12)
    assert min(int(n or 0) for n in columns["at_risk"]) >= 5
    shares = [share_by(waits, day).value for day in (0, 2, 4, 6, 8, 10, 12)]
    assert np.allclose(np.array(columns["share"], dtype=float), shares)
    by_7 = next(f for f in findings if f.population.get("day") == 7)
    assert by_7.estimate == pytest.approx(shares[3])


def test_a_share_by_a_day_that_few_were_watched_for_is_not_told() -> None:
    findings, _ = corrections(_register([1, *[None] * 9], [20] * 10), SETTINGS)
    by_90 = next(f for f in findings if f.population.get("day") == 90)

    assert by_90.status == "not_estimable"
    assert "watched for so long" in (by_90.because or "")
