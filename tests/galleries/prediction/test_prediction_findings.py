from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from matchaudit.errors import ParameterError, UndefinedMeasureError
from matchaudit.estimation.finding import Curve, Finding
from matchaudit.galleries.prediction import (
    Fitted,
    PredictionSettings,
    nothing_predicted,
    prediction_findings,
)
from matchaudit.galleries.prediction.findings_point import probes_for_factor
from matchaudit.tallies.gallery_tails import GalleryTail, tail_of_matrix
from oracles.normal_tail import fit_normal
from oracles.reading_grade import reading_grade

SIZES = (1_000_000, 270_000_000)
FPIR, FNIR = "galleries/fpir_predicted", "galleries/fnir_predicted"
THRESHOLD, PROBES = "galleries/threshold_at_fpir", "galleries/probes_to_confirm"
Made = tuple[list[Finding], list[Curve]]


@cache
def whole(n: int = 200, seed: int = 1) -> GalleryTail:
    rng = np.random.default_rng(seed)
    scores = rng.normal(size=(n, n))
    scores = (scores + scores.T) / 2**0.5
    return tail_of_matrix(scores, both_ways=True, mated_scores=rng.normal(7, 1, n))


def made(
    tails: Sequence[GalleryTail] | None = None,
    *,
    settings: PredictionSettings | None = None,
) -> Made:
    settings = settings or PredictionSettings(
        gallery_sizes=SIZES, thresholds=(3.0, 5.5), target_fpirs=(0.01,)
    )
    return prediction_findings(
        tails or [whole()],
        settings=settings,
        fit=fit_normal,
        rng=np.random.default_rng(1),
    )


def one(found: Sequence[Finding], name: str, **population: float | str) -> Finding:
    (finding,) = [f for f in found if f.id == name and f.population == population]
    return finding


def test_a_prediction_is_what_was_fitted() -> None:
    settings = PredictionSettings(gallery_sizes=SIZES, thresholds=(6.0,))
    found, _ = made(settings=settings)
    fitted = fit_normal(whole(), rng=np.random.default_rng(1))
    for size in SIZES:
        finding = one(found, FPIR, gallery_size=size, threshold=6.0)
        forecast = fitted.forecast(size, 6.0)
        assert finding.status == "measured"
        assert finding.method == "gallery-tail"
        assert finding.estimate == forecast.fpir
        assert finding.interval == (forecast.low, forecast.high)


def test_a_target_finds_its_score_and_predicts_there() -> None:
    found, _ = made()
    population = {"gallery_size": 1_000_000, "target_fpir": 0.01}
    at = one(found, THRESHOLD, **population, predicted=True)
    rate = one(found, FPIR, **population)
    assert at.unit == "score"
    assert at.interval is not None
    assert rate.estimate == pytest.approx(0.01)
    assert rate.interval is not None
    assert rate.interval[0] is not None
    assert rate.interval[0] < 0.01
    fitted = fit_normal(whole(), rng=np.random.default_rng(1))
    assert fitted.forecast(1_000_000, at.estimate or 0).fpir == pytest.approx(0.01)


def test_a_score_that_a_false_match_rate_set_is_told_by_that_rate() -> None:
    found, _ = made(
        settings=PredictionSettings(gallery_sizes=(1000,), at_target_fmr={1e-3: 3.1})
    )
    finding = one(found, FPIR, gallery_size=1000, target_fmr=1e-3)
    assert "1 wrong match in 1,000 tries of the test" in finding.says


def test_beyond_the_horizon_there_are_limits_only() -> None:
    found, curves = made(
        settings=PredictionSettings(gallery_sizes=(1000,), thresholds=(8.0,))
    )
    finding = one(found, FPIR, gallery_size=1000, threshold=8.0)
    assert finding.status == "bounded"
    assert finding.estimate is None
    assert finding.interval is not None
    low, high = finding.interval
    assert low == 0
    # None of 200 searches: at most 1 - .025^(1/100), Bonferroni over five sizes.
    none = 1 - 0.005 ** (1 / 100)
    assert high == pytest.approx(1 - (1 - none) ** (1000 / 199), rel=0.02)
    assert "times as rare as the test can show" in finding.says
    assert not [f for f in found if f.id == PROBES]
    (curve,) = curves
    rows = rows_of(curve)
    assert {row["kind"] for row in rows} == {"measured", "bracket", "naive"}
    assert not any(r["within_horizon"] for r in rows if r["kind"] == "bracket")


def test_a_rate_rarer_than_any_that_was_learned_has_limits_only() -> None:
    """An interval at the edge of what can be computed would look like certainty."""
    found, _ = made(
        settings=PredictionSettings(gallery_sizes=(300,), thresholds=(6.2,))
    )
    finding = one(found, FPIR, gallery_size=300, threshold=6.2)
    fitted = fit_normal(whole(), rng=np.random.default_rng(1))
    assert fitted.forecast(300, 6.2).beyond is None
    assert fitted.forecast(300, 6.2).high < 1e-6
    assert (finding.status, finding.estimate) == ("bounded", None)
    assert finding.interval is not None
    assert (finding.interval[1] or 0) > 0.01
    assert "so rare a rate was never tried" in finding.says


def test_a_target_beyond_the_horizon_has_a_score_that_is_too_low() -> None:
    found, _ = made(
        settings=PredictionSettings(gallery_sizes=(270_000_000,), target_fpirs=(1e-6,))
    )
    population = {"gallery_size": 270_000_000, "target_fpir": 1e-6}
    at = one(found, THRESHOLD, **population, predicted=True)
    assert at.status == "bounded"
    assert at.interval is not None
    assert at.interval[1] is None
    assert 2.5 < (at.interval[0] or 0) <= float(whole().score[0])
    assert one(found, FNIR, **population).status == "not_estimable"
    assert one(found, PROBES, **population).estimate == probes_for_factor(1e-6)


def test_without_a_score_or_a_target_nothing_is_predicted() -> None:
    found, curves = made(settings=PredictionSettings(gallery_sizes=SIZES))
    assert not curves
    assert [f.status for f in found] == ["not_estimable"] * 2
    assert found[0].because == "no score and no target was named"


def test_what_cannot_be_fitted_is_said_for_everything_asked() -> None:
    def refuse(tail: GalleryTail, **_: object) -> Fitted:
        raise UndefinedMeasureError(f"there are {tail.n_subjects} people")

    settings = PredictionSettings(
        gallery_sizes=(1000,), thresholds=(3.0,), target_fpirs=(0.01,)
    )
    found, curves = prediction_findings(
        [whole()], settings=settings, fit=refuse, rng=np.random.default_rng(1)
    )
    assert {(f.id, f.status) for f in found} == {
        (name, "not_estimable") for name in (FPIR, FNIR, THRESHOLD)
    }
    assert found == nothing_predicted("there are 200 people", settings)
    assert "measured" in {row["kind"] for row in rows_of(curves[0])}


def rows_of(curve: Curve) -> list[dict[str, object]]:
    names = [column.name for column in curve.columns]
    return [
        dict(zip(names, values, strict=True))
        for values in zip(*(column.values for column in curve.columns), strict=True)
    ]


def test_the_curve_goes_from_what_was_measured_to_the_gallery_asked_for() -> None:
    _, (curve,) = made(
        settings=PredictionSettings(gallery_sizes=SIZES, thresholds=(3.0,))
    )
    assert curve.name == "gallery_growth"
    rows = rows_of(curve)
    by_kind = {
        kind: [r for r in rows if r["kind"] == kind]
        for kind in ("measured", "predicted", "bracket", "naive")
    }
    assert [r["gallery_size"] for r in by_kind["measured"]][-1] == 199
    assert by_kind["predicted"][0]["gallery_size"] == 199
    assert by_kind["predicted"][-1]["gallery_size"] == 270_000_000
    for kind, held in by_kind.items():
        assert held, kind
        rates = [float(str(r["fpir"])) for r in held if r["fpir"] is not None]
        assert rates == sorted(rates)
    for row in by_kind["bracket"]:
        assert row["fpir"] is None
        assert float(str(row["low"])) <= float(str(row["high"]))
    naive = {r["gallery_size"]: float(str(r["fpir"])) for r in by_kind["naive"]}
    for row in by_kind["measured"]:
        assert float(str(row["fpir"])) <= naive[row["gallery_size"]] + 1e-12  # Jensen


def in_groups(n: int = 60) -> list[GalleryTail]:
    """Return tails of everybody, of each pair of groups, and of each group."""
    everybody = whole()
    people = {"A": whole(n, 2), "B": whole(n, 3)}
    pairs = [
        replace(people[g], population={"probe_group": g, "reference_group": h})
        for g in "AB"
        for h in "AB"
    ]
    return [
        everybody,
        *pairs,
        *(replace(t, population={"probe_group": g}) for g, t in people.items()),
    ]


def test_groups_are_predicted_for_at_the_score_of_everybody() -> None:
    found, (curve,) = made(in_groups())
    fitted = fit_normal(whole(60, 2), rng=np.random.default_rng(1))
    at = one(
        found, THRESHOLD, gallery_size=1_000_000, target_fpir=0.01, predicted=True
    ).estimate
    finding = one(found, FPIR, gallery_size=1_000_000, target_fpir=0.01, group="A")
    assert finding.estimate == fitted.forecast(1_000_000, at or 0).fpir
    assert "somebody in group A who is not in it" in finding.says
    assert not [f for f in found if f.id == THRESHOLD and "group" in f.population]
    assert {row["group"] for row in rows_of(curve)} == {"", "A", "B"}


def test_a_group_with_few_people_is_not_predicted_for() -> None:
    settings = PredictionSettings(
        gallery_sizes=(1000,), thresholds=(3.0,), group_floor=61
    )
    found, _ = made(in_groups(), settings=settings)
    finding = one(found, FPIR, gallery_size=1000, threshold=3.0, group="A")
    assert finding.because == "there are 60 people and we need at least 61"
    assert one(found, FPIR, gallery_size=1000, threshold=3.0).status == "measured"


def test_a_declared_gallery_is_put_together_from_its_groups() -> None:
    settings = PredictionSettings(
        gallery_sizes=(100_000,), thresholds=(4.5,), composition={"A": 0.25, "B": 0.75}
    )
    found, (curve,) = made(in_groups(), settings=settings)
    rng = np.random.default_rng(1)
    a, b = fit_normal(whole(60, 2), rng=rng), fit_normal(whole(60, 3), rng=rng)
    expected = []
    for tail in (a, b):  # the tail of A stands for searches by A, whoever is found
        parts = tail.forecast(25_000, 4.5).fpir, tail.forecast(75_000, 4.5).fpir
        expected.append(1 - (1 - parts[0]) * (1 - parts[1]))
    for group, rate in zip("AB", expected, strict=True):
        finding = one(found, FPIR, gallery_size=100_000, threshold=4.5, group=group)
        assert finding.estimate == pytest.approx(rate)
        assert any("in the share that was given" in c for c in finding.cautions)
    everybody = one(found, FPIR, gallery_size=100_000, threshold=4.5)
    assert everybody.estimate == pytest.approx(np.mean(expected))
    assert "bracket" not in {row["kind"] for row in rows_of(curve)}


def test_a_declared_group_that_nobody_was_compared_with_cannot_be_told() -> None:
    tails = [t for t in in_groups() if t.population.get("reference_group") != "B"]
    settings = PredictionSettings(
        gallery_sizes=(1000,), thresholds=(3.0,), composition={"A": 0.5, "B": 0.5}
    )
    found, _ = made(tails, settings=settings)
    finding = one(found, FPIR, gallery_size=1000, threshold=3.0, group="A")
    assert finding.because == "nobody was compared with group B"
    assert one(found, FPIR, gallery_size=1000, threshold=3.0).status == "not_estimable"


def test_a_declared_gallery_without_groups_cannot_be_told() -> None:
    settings = PredictionSettings(
        gallery_sizes=(1000,), thresholds=(3.0,), composition={"A": 1.0}
    )
    found, _ = made(settings=settings)
    assert "no groups are recorded" in (found[0].because or "")


def test_every_prediction_says_what_is_assumed_how_far_and_until_where() -> None:
    found, _ = made(in_groups())
    for finding in found:
        if finding.id != FPIR:
            continue
        said = " ".join(finding.cautions)
        assert "assumed that the gallery is made up like the people" in said
        assert "Twins" in said
        assert "as the gallery grows" in said
        assert "horizon" in said
        assert "times as many people" in said
        assert "chosen by their shape (identity)" in said


def test_a_declared_scale_is_not_said_to_be_chosen() -> None:
    settings = PredictionSettings(
        gallery_sizes=(1000,), thresholds=(3.0,), scale="logit"
    )
    found, _ = made(settings=settings)
    assert not any("chosen" in c for c in found[0].cautions)


def test_every_sentence_can_be_read_by_many() -> None:
    settings = PredictionSettings(
        gallery_sizes=(1000, 270_000_000),
        thresholds=(3.0, 5.5, 9.0),
        target_fpirs=(0.01, 1e-9),
        at_target_fmr={1e-3: 3.1},
    )
    found, _ = made(in_groups(), settings=settings)
    found += made(settings=PredictionSettings(gallery_sizes=(1000,)))[0]
    grades = {f.says: reading_grade(f.says) for f in found}
    assert sum(grades.values()) / len(grades) <= 8
    assert max(grades.values()) <= 10, max(grades, key=lambda says: grades[says])
    for says in grades:
        assert "significant" not in says
        assert "nan" not in says
        assert "inf" not in says


@pytest.mark.parametrize("rate", [1e-6, 0.001, 0.2])
def test_so_many_probes_show_a_rate_within_a_factor_of_two(rate: float) -> None:
    from matchaudit.estimation.proportions import wilson_interval

    n = probes_for_factor(rate)
    low, high = wilson_interval(rate, n, quantile=1.959964)
    assert rate / 2 <= low
    assert high <= 2 * rate * 1.0001
    fewer = wilson_interval(rate, 0.95 * n, quantile=1.959964)
    assert fewer[0] < rate / 2 or fewer[1] > 2 * rate


def test_a_gallery_of_one_and_a_target_of_all_are_refused() -> None:
    with pytest.raises(ParameterError, match="gallery_sizes"):
        PredictionSettings(gallery_sizes=(1,))
    with pytest.raises(ParameterError, match="target_fpirs"):
        PredictionSettings(gallery_sizes=(10,), target_fpirs=(1.0,))
