import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchaudit.errors import ParameterError
from matchaudit.estimation.finding import Curve
from matchaudit.usage.exposure import CANDIDATES, equal_risk_findings, risk_ratio
from oracles.reading_grade import reading_grade


def _row(curve: Curve, group: str, share: float) -> dict[str, object]:
    for values in zip(*(column.values for column in curve.columns), strict=True):
        row = dict(zip((c.name for c in curve.columns), values, strict=True))
        if (row["group"], row["share_of_faces"]) == (group, share):
            return row
    raise AssertionError("no such row")


def test_the_published_count_of_one_year_is_told_without_a_made_up_denominator() -> (
    None
):
    findings, curves = equal_risk_findings({"Black": (8, 10)})
    (finding,) = findings
    (curve,) = curves

    assert finding.status == "measured"
    assert finding.estimate == 0.8
    assert finding.interval == pytest.approx((0.4439, 0.9748), abs=1e-4)
    assert (finding.events, finding.trials) == (8, 10)
    assert "8 of 10 wrong alerts" in finding.says
    assert "fewer than 44 in 100 faces seen" in finding.says
    assert finding.curve == curve.path
    assert any("not known" in caution for caution in finding.cautions)
    assert len(curve.columns[0].values) == 99


def test_the_ratio_is_that_of_two_odds() -> None:
    """4 to 1 among the wrong where faces are 1 to 9: 36 times."""
    _, (curve,) = equal_risk_findings({"B": (8, 10)})
    row = _row(curve, "B", 0.1)

    assert row["risk_ratio"] == pytest.approx(36.0)
    assert row["low"] == pytest.approx(0.44390 / 0.55610 * 9, rel=1e-4)
    assert row["high"] == pytest.approx(0.97479 / 0.02521 * 9, rel=1e-3)


@settings(deadline=None)
@given(st.integers(0, 40), st.integers(0, 40))
def test_equal_risk_is_rejected_just_where_the_interval_leaves_the_share(
    events: int, others: int
) -> None:
    trials = events + others
    if not trials:
        return
    (finding,), (curve,) = equal_risk_findings({"g": (events, trials)})
    assert finding.interval is not None
    low, high = finding.interval
    assert low is not None
    assert high is not None

    for share in (0.01, 0.2, 0.5, 0.77, 0.99):
        row = _row(curve, "g", share)
        least, most = row["low"], row["high"]
        assert (isinstance(least, float) and least > 1) == (share < low)
        assert (isinstance(most, float) and most < 1) == (share > high)


def test_all_of_one_group_has_no_upper_end_and_none_no_lower_one() -> None:
    (everyone, nobody), (curve,) = equal_risk_findings({"a": (3, 3), "b": (0, 3)})

    assert _row(curve, "a", 0.5)["high"] is None
    assert _row(curve, "a", 0.5)["risk_ratio"] is None
    assert _row(curve, "b", 0.5)["low"] == 0
    assert "too few" not in everyone.says
    assert "too many" not in nobody.says


def test_a_group_without_wrong_matches_to_divide_is_not_guessed() -> None:
    (finding,), curves = equal_risk_findings({"a": (0, 0)})

    assert finding.status == "not_estimable"
    assert curves == []


@pytest.mark.parametrize("counts", [(11, 10), (-1, 10)])
def test_more_of_a_group_than_of_all_is_refused(counts: tuple[int, int]) -> None:
    with pytest.raises(ParameterError, match="events"):
        equal_risk_findings({"a": counts})


@pytest.mark.parametrize(("wrong", "faces"), [(1.1, 0.5), (0.5, 0.0), (0.5, 1.0)])
def test_a_share_out_of_range_is_refused(wrong: float, faces: float) -> None:
    with pytest.raises(ParameterError, match="share_of"):
        risk_ratio(wrong, faces)


@given(st.integers(0, 500), st.integers(1, 500))
def test_the_sentence_is_easy_to_read(events: int, others: int) -> None:
    (finding,), _ = equal_risk_findings({"B": (events, events + others)})

    assert reading_grade(finding.says) <= 8
    assert "e+" not in finding.says


def test_findings_and_curves_of_alerts_and_of_candidates_have_names_of_their_own() -> (
    None
):
    of_alerts, (drawn,) = equal_risk_findings({"B": (8, 10)})
    of_candidates, (other,) = equal_risk_findings({"B": (8, 10)}, what=CANDIDATES)

    assert [dict(f.population) for f in (*of_alerts, *of_candidates)] == [
        {"of": "alerts", "group": "B"},
        {"of": "candidates", "group": "B"},
    ]
    assert drawn.name != other.name
    assert [f.curve for f in (*of_alerts, *of_candidates)] == [drawn.path, other.path]
    assert of_candidates[0].interval == of_alerts[0].interval
    assert "8 of 10 wrong matches" in of_candidates[0].says
