import re

import numpy as np
import pytest

from matchaudit.errors import ParameterError
from matchaudit.estimation.finding import Finding
from matchaudit.estimation.proportions import clopper_pearson
from matchaudit.galleries.claims import FEWEST, ClaimSettings, measure_claims
from matchaudit.galleries.claims.order import order_cautions
from matchaudit.galleries.claims.refuted import refuted_shares
from matchaudit.galleries.claims.register import made_of
from matchaudit.galleries.claims.totals import months, totals
from oracles.reading_grade import reading_grade

SETTINGS = ClaimSettings()
SOME = ["confirmed"] * 6 + ["refuted"] * 4 + ["withdrawn"] * 2 + ["unverified"] * 8


def _only(findings: list[Finding], **population: object) -> Finding:
    (found,) = [f for f in findings if dict(f.population) == population]
    return found


def test_unchecked_claims_may_all_be_right_or_all_be_wrong() -> None:
    """4 of 20 refuted, 10 neither confirmed nor refuted: between 4 and 14 of 20."""
    found = _only(refuted_shares(made_of(SOME), SETTINGS))

    assert found.status == "bounded"
    assert found.interval == (
        clopper_pearson(4, 20).low,
        clopper_pearson(14, 20).high,
    )
    assert "between 20 and 70 in 100 of all named the wrong person" in found.says
    assert any("withdrawn" in caution for caution in found.cautions)


def test_among_those_checked_it_says_so() -> None:
    found = _only(refuted_shares(made_of(SOME), SETTINGS), among="verified")

    assert (found.events, found.trials) == (4, 10)
    assert found.estimate == pytest.approx(0.4)
    assert "checked claims only" in found.cautions[0]


def test_claims_of_one_publisher_widen_the_range() -> None:
    status = ["refuted"] * 5 + ["confirmed"] * 15
    apart = _only(refuted_shares(made_of(status), SETTINGS))
    together = made_of(status, publisher=["Outlet 1"] * 5 + ["Outlet 2"] * 15)
    clustered = _only(refuted_shares(together, SETTINGS))

    assert apart.interval is not None
    assert clustered.interval is not None
    assert clustered.interval[0] is not None
    assert apart.interval[0] is not None
    assert clustered.interval[0] < apart.interval[0]
    assert clustered.method == "manski-clustered"


@pytest.mark.parametrize(
    ("status", "because"),
    [
        (["refuted"] * (FEWEST - 1), "fewer than 5 claims"),
        (["unverified"] * 9, "none of the claims was checked"),
    ],
)
def test_where_nothing_can_be_told_it_says_why(status: list[str], because: str) -> None:
    (found,) = refuted_shares(made_of(status), SETTINGS)

    assert found.status == "not_estimable"
    assert found.because is not None
    assert because in found.because


def test_too_few_checked_are_not_told() -> None:
    rows = made_of(["refuted"] * 2 + ["unverified"] * 10)
    found = _only(refuted_shares(rows, SETTINGS), among="verified")

    assert found.status == "not_estimable"


def test_a_random_sample_that_was_all_checked_stands_for_all() -> None:
    rows = made_of(
        ["refuted"] * 3 + ["confirmed"] * 7 + ["unverified"] * 30,
        drawn=[True] * 10 + [False] * 30,
    )
    declared = ClaimSettings(random_sample=True)
    found = _only(refuted_shares(rows, declared), assuming="random sample")
    undeclared = _only(refuted_shares(rows, SETTINGS), assuming="random sample")

    assert found.status == "measured"
    assert found.interval == (clopper_pearson(3, 10).low, clopper_pearson(3, 10).high)
    assert undeclared.status == "not_estimable"


def test_a_random_sample_that_was_partly_checked_is_a_range() -> None:
    rows = made_of(
        ["refuted"] * 3 + ["confirmed"] * 5 + ["unverified"] * 32,
        drawn=[True] * 10 + [False] * 30,
    )
    found = _only(
        refuted_shares(rows, ClaimSettings(random_sample=True)),
        assuming="random sample",
    )

    assert found.status == "bounded"
    assert found.interval == (clopper_pearson(3, 10).low, clopper_pearson(5, 10).high)


@pytest.mark.parametrize(
    ("drawn", "because"),
    [([], "no claim says"), ([True] * 2 + [False] * 18, "fewer than 5")],
)
def test_a_sample_that_is_none_says_why(drawn: list[bool], because: str) -> None:
    rows = made_of(["confirmed", "refuted"] * 10, drawn=drawn)
    found = _only(
        refuted_shares(rows, ClaimSettings(random_sample=True)),
        assuming="random sample",
    )

    assert because in (found.because or "")


def test_totals_count_each_status_and_each_correction() -> None:
    corrected: list[int | None] = [3, 3, *[None] * 18]
    removed: list[int | None] = [None] * 20
    days = {"corrected_at": corrected, "removed_at": removed}
    findings, _ = totals(made_of(SOME, days=days), SETTINGS)
    counts = {
        f.population["count"]: f.estimate for f in findings if len(f.population) == 1
    }

    assert counts == {
        "claims": 20,
        "confirmed": 6,
        "refuted": 4,
        "withdrawn": 2,
        "unverified": 8,
        "corrected": 2,
        "removed": 0,
    }


def test_publishers_are_told_only_where_a_plan_lists_them() -> None:
    rows = made_of(SOME, publisher=["Jane Doe", "North Watch"] * 10)
    listed = ClaimSettings(publishers_listed=True)
    silent, _ = measure_claims(rows, settings=SETTINGS)
    told, _ = measure_claims(rows, settings=listed)

    assert "Jane Doe" not in repr(silent)
    assert {f.population["publisher"] for f in told if "publisher" in f.population} == {
        "Jane Doe",
        "North Watch",
    }


def test_a_mask_in_words_of_somebody_is_not_repeated() -> None:
    rows = made_of(SOME, probe_mask=["Jane Doe", "lower"] * 10)
    findings, _ = measure_claims(rows, settings=SETTINGS)

    assert "Jane Doe" not in repr(findings)
    assert "another word" in repr(findings)


def test_a_register_of_a_few_claims_tells_how_many_and_no_more() -> None:
    findings, curves = measure_claims(made_of(["refuted"] * 4), settings=SETTINGS)
    told = [f for f in findings if f.status != "not_estimable"]

    assert [f.population for f in told] == [{"count": "claims"}]
    assert told[0].estimate == 4
    assert [curve.name for curve in curves] == ["claims_by_month"]


def test_an_empty_register_is_refused() -> None:
    with pytest.raises(ParameterError):
        measure_claims(made_of([]), settings=SETTINGS)


def test_months_count_claims_and_keep_the_empty_ones() -> None:
    days = {"published_at": [0, 31, 31, 92]}
    month, claims = months(made_of(["refuted"] * 4, days=days)).columns

    assert month.values == ("1970-01", "1970-02", "1970-03", "1970-04")
    assert claims.values == (1, 2, 0, 1)


def test_dates_in_an_order_that_cannot_be_are_counted_not_listed() -> None:
    rows = made_of(
        ["refuted"] * 3,
        days={
            "published_at": [10, 10, 10],
            "corrected_at": [9, 10, None],
            "removed_at": [2, 3, 10],
        },
    )
    said = order_cautions(rows)

    assert len(said) == 2
    assert "1 was given" in said[0]
    assert "2 were given" in said[1]
    assert "ow 1" not in " ".join(said)


def test_every_sentence_is_plain_and_no_claim_is_named() -> None:
    rows = made_of(
        SOME,
        method=["ai_match", "tip"] * 10,
        publisher=["Outlet 1"] * 10 + ["Outlet 2"] * 10,
    )
    findings, curves = measure_claims(rows, settings=SETTINGS)
    columns = {column.name for curve in curves for column in curve.columns}

    for finding in findings:
        assert "significant" not in finding.says
        assert reading_grade(finding.says) <= 8, finding.says
        assert not re.search(r"\brow\b|claim_id", finding.says)
    assert "claim_id" not in columns
    assert {f.id for f in findings} >= {"claims/totals", "claims/refuted_share"}
    assert np.isfinite([f.estimate for f in findings if f.estimate is not None]).all()


def test_claims_that_were_withdrawn_are_not_said_to_be_never_checked() -> None:
    status = ["refuted"] * 3 + ["confirmed"] * 2 + ["withdrawn"] + ["unverified"] * 4
    said = [
        f.says for f in measure_claims(made_of(status), settings=ClaimSettings())[0]
    ]

    assert "Of 10 claims, 4 were never checked." in said
    assert any("5 were withdrawn or never checked." in sentence for sentence in said)


def test_no_refuted_claim_named_no_wrong_person() -> None:
    status = ["confirmed"] * 5 + ["unverified"] * 5
    said = [
        f.says for f in measure_claims(made_of(status), settings=ClaimSettings())[0]
    ]

    assert "Of 10 claims, 0 were refuted." in said
