from collections.abc import Sequence

import numpy as np
import pytest

from matchaudit.estimation.finding import Curve, Finding
from matchaudit.galleries.claims import (
    FEWEST_EXPECTED,
    Accuracy,
    ClaimSettings,
    Enrolled,
    expected_false,
)
from matchaudit.galleries.claims.expected_points import by_ai
from matchaudit.galleries.claims.register import made_of
from matchaudit.galleries.worth import Inputs, Quantity, Ratio
from matchaudit.tallies.claims import ClaimRows
from oracles.reading_grade import reading_grade

HALF = Enrolled(low=0.1, high=0.5, source="typed")
TPIR = Quantity(low=0.9, high=0.9)
FPIR = Quantity(low=0.01, high=0.01)


def _known(
    size: int = 1000, *, fmr: Quantity | None = None, fpir: Quantity | None = FPIR
) -> Accuracy:
    bare = Inputs(gallery_size=size, tpir=TPIR, fpir=fpir, fmr=fmr)
    worse = Inputs(
        gallery_size=size,
        tpir=TPIR,
        fpir=fpir,
        fmr=fmr,
        missed_ratio=Ratio(low=4.0, high=4.0, source="a test"),
        wrong_ratio=Ratio(low=1.0, high=1.0, source="a test"),
    )
    inputs = {"none": bare, "lower": worse, "full": worse, "not recorded": bare}
    return Accuracy(gallery_size=size, at={}, inputs=inputs)  # type: ignore[arg-type]


def _expected(
    rows: ClaimRows, *known: Accuracy, enrolled: Enrolled = HALF
) -> tuple[list[Finding], list[Curve]]:
    return expected_false(
        rows,
        known,
        enrolled=enrolled,
        rng=np.random.default_rng(1),
        settings=ClaimSettings(),
    )


def _at(findings: Sequence[Finding], share: float, **more: object) -> Finding:
    wanted = {"gallery_size": 1000, "enrolled_share": share, **more}
    (found,) = [f for f in findings if dict(f.population) == wanted]
    return found


def test_known_rates_give_the_share_by_hand() -> None:
    """1 in 10 enrolled: 0.09 right, 0.01 * (0.9 + 0.01) wrong for each search."""
    rows = made_of(["unverified"] * 200, method=["ai_match"] * 200)
    findings, _ = _expected(rows, _known())
    wrong = 0.01 * (0.9 + 0.1 * 0.1)
    low, high = _at(findings, 0.1).interval or (None, None)

    assert low == pytest.approx(200 * wrong / (0.09 + wrong))
    assert high == pytest.approx(low)


def test_any_one_returned_is_wrong_by_the_rate_of_comparisons_alone() -> None:
    """1,000 people at 1 in 10,000: 0.1 wrong people a search, and 0.09 right ones."""
    rows = made_of(["unverified"] * 100, method=["ai_match"] * 100)
    known = _known(fmr=Quantity(low=1e-4, high=1e-4), fpir=None)
    findings, _ = _expected(rows, known)
    found = _at(findings, 0.1, level="candidate").interval or (None, None)
    first = _at(findings, 0.1).interval or (None, None)

    assert found[0] == pytest.approx(100 * 0.1 / 0.19)
    assert found[1] == pytest.approx(found[0])
    # Of the first one returned the rate of comparisons only sets limits.
    assert first[0] is not None
    assert first[1] is not None
    assert first[0] < 1 < first[1]


def test_covered_faces_have_the_rates_of_covered_faces() -> None:
    status = ["unverified"] * 20
    bare = made_of(status, method=["ai_match"] * 20, probe_mask=["none"] * 20)
    mixed = made_of(status, method=["ai_match"] * 20, probe_mask=["none", "lower"] * 10)
    clear = _at(_expected(bare, _known())[0], 0.1)
    masked = _at(_expected(mixed, _known())[0], 0.1)

    assert clear.interval is not None
    assert masked.interval is not None
    assert masked.interval[0] is not None
    assert clear.interval[0] is not None
    assert masked.interval[0] > clear.interval[0]
    assert any("10 show a covered face" in caution for caution in masked.cautions)


def test_claims_made_otherwise_are_left_out() -> None:
    rows = made_of(
        ["refuted"] * 3 + ["unverified"] * 27,
        method=["ai_match"] * 20 + ["tip"] * 8 + [None] * 2,
    )
    found = by_ai(rows)
    findings, _ = _expected(rows, _known())

    assert found.n == 20
    assert found.status is not None
    assert found.status.refuted == 3
    assert "So far 3 were refuted and 17 were never checked" in findings[0].says
    assert any("left out: 2" in caution for caution in findings[0].cautions)


def test_how_claims_by_ai_matching_turned_out_leaves_no_single_other_one() -> None:
    """Of twelve claims eleven by AI matching: the total less these is one tip."""
    rows = made_of(["refuted", "confirmed"] * 6, method=["ai_match"] * 11 + ["tip"])
    findings, _ = _expected(rows, _known())

    assert by_ai(rows).status is None
    assert not any("So far" in f.says for f in findings)
    assert "of 11 claims wrong. Each is" in findings[0].says


def test_without_a_method_all_count_and_it_says_so() -> None:
    findings, _ = _expected(made_of(["unverified"] * 12), _known())

    assert any("All count as AI matching" in c for c in findings[0].cautions)
    assert "of 12 claims wrong" in findings[0].says


def test_of_few_claims_nothing_is_expected() -> None:
    rows = made_of(
        ["refuted"] * 20,
        method=["ai_match"] * (FEWEST_EXPECTED - 1) + ["tip"] * (21 - FEWEST_EXPECTED),
    )
    findings, curves = _expected(rows, _known())

    assert [f.status for f in findings] == ["not_estimable"]
    assert curves == []


def test_without_accuracy_it_says_what_to_give() -> None:
    (found,), _ = _expected(made_of(["refuted"] * 20))

    assert found.status == "not_estimable"
    assert "--accuracy" in found.says
    assert "--fmr" in found.says


def test_a_larger_gallery_never_makes_fewer_wrong() -> None:
    rows = made_of(["unverified"] * 50)
    rate = Quantity(low=1e-6, high=1e-5)
    sizes = (1000, 100_000, 10_000_000)
    known = [_known(size, fmr=rate, fpir=None) for size in sizes]
    _, (curve, _) = _expected(rows, *known)
    columns = {column.name: column.values for column in curve.columns}
    highs = [
        high
        for share, level, high in zip(
            columns["enrolled_share"], columns["level"], columns["high"], strict=True
        )
        if share == 0.1 and level == "candidate"
    ]

    assert len(highs) == 3
    assert [float(h or 0) for h in highs] == sorted(float(h or 0) for h in highs)
    assert set(columns["claims"]) == {50}


def test_more_enrolled_never_makes_more_wrong_and_the_whole_range_holds_all() -> None:
    rows = made_of(["unverified"] * 50)
    findings, (curve, inputs) = _expected(
        rows, _known(fpir=Quantity(low=0.001, high=0.1))
    )
    columns = {column.name: column.values for column in curve.columns}
    high = np.array(columns["high"], dtype=float)
    (overall,) = [f for f in findings if "enrolled_share" not in f.population]

    assert (np.diff(high) <= 1e-9).all()
    assert max(reading_grade(f.says) for f in findings) <= 8
    assert overall.interval == (min(columns["low"]), max(columns["high"]))  # type: ignore[type-var]
    names = {column.name for column in inputs.columns}
    assert {"input", "low", "high", "best", "source", "driver_share"} <= names


def test_a_reviewer_is_said() -> None:
    bare = Inputs(
        gallery_size=1000,
        tpir=TPIR,
        fpir=FPIR,
        accept_right=Quantity(low=0.8, high=0.8),
        accept_wrong=Quantity(low=0.2, high=0.2),
    )
    known = Accuracy(gallery_size=1000, at={}, inputs={"not recorded": bare})
    findings, _ = _expected(made_of(["unverified"] * 100), known)
    found = _at(findings, 0.1, reviewed="yes")
    wrong = 0.2 * 0.01 * (0.9 + 0.01)

    assert found.interval is not None
    assert found.interval[0] == pytest.approx(100 * wrong / (0.8 * 0.09 + wrong))
