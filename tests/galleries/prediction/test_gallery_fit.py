from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.special import log_ndtr, ndtri

from matchaudit.errors import ParameterError, UndefinedMeasureError
from matchaudit.galleries.prediction.constants import learned
from matchaudit.galleries.prediction.fit import fit
from matchaudit.galleries.prediction.fitted import FittedTail
from matchaudit.galleries.prediction.forecast import Scale
from matchaudit.tallies.gallery_tails import GalleryTail, tail_of_matrix

SIZES = (1_000, 100_000, 10_000_000, 270_000_000)
BSSR1 = Path("../shared/data/scores/bssr1-face-C.csv")


def decades(rate: float) -> float:
    return float(np.log10(rate / (1 - rate)))


@cache
def normal_scores(n: int = 800, seed: int = 1) -> NDArray[np.float64]:
    drawn = np.random.default_rng(seed).normal(0.1, 0.05, (n, n))
    scores: NDArray[np.float64] = (drawn + drawn.T) / np.sqrt(2)
    np.fill_diagonal(scores, np.nan)
    return scores


def fitted(tail: GalleryTail, scale: Scale | None = None, seed: int = 1) -> FittedTail:
    found = fit(tail, rng=np.random.default_rng(seed), scale=scale, resamples=20)
    assert isinstance(found, FittedTail)
    return found


@cache
def normal_fit() -> FittedTail:
    return fitted(tail_of_matrix(normal_scores(), both_ways=True))


@pytest.mark.parametrize("size", SIZES[1:])
@pytest.mark.parametrize("rate", [0.1, 0.01])
def test_independent_normal_scores_come_close_to_the_exact_answer(
    size: int, rate: float
) -> None:
    few = -np.expm1(np.log1p(-rate) / size)
    threshold = 0.1 * np.sqrt(2) - 0.05 * ndtri(few)

    seen = normal_fit().forecast(size, threshold)

    assert abs(decades(seen.fpir) - decades(rate)) < 0.5
    assert seen.low < rate < seen.high


def test_a_rate_falls_with_the_threshold_and_rises_with_the_gallery() -> None:
    grid = np.array(
        [
            [normal_fit().forecast(size, t).fpir for t in np.linspace(0.25, 0.7, 25)]
            for size in (800, 900, *SIZES)
        ]
    )

    assert (np.diff(grid, axis=1) <= 0).all()
    assert (np.diff(grid, axis=0) >= 0).all()
    assert grid[0, -1] < grid[-1, 0]


def test_within_the_test_a_rate_stays_between_what_the_test_allows() -> None:
    scores, whole = normal_scores(), 799
    best = np.nanmax(scores, axis=1)
    for threshold in np.quantile(best, [0.3, 0.6, 0.9, 0.97]):
        seen = float(np.mean(best >= threshold))
        for times in (1.5, 10, 1000):
            size = round(times * whole)
            rate = normal_fit().forecast(size, threshold).fpir
            most = 1 - (1 - seen) ** (size / whole)
            assert seen - 1e-9 <= rate <= most + 1e-9


def test_the_test_itself_is_measured_not_forecast() -> None:
    scores = normal_scores()
    threshold = float(np.quantile(np.nanmax(scores, axis=1), 0.9))

    seen = normal_fit().forecast(799, threshold)

    assert seen.fpir == pytest.approx(np.mean(np.nanmax(scores, axis=1) >= threshold))
    assert seen.decades == 0


@pytest.mark.parametrize("factor", [0.01, 1000.0])
def test_scores_in_another_unit_give_the_same_rate(factor: float) -> None:
    tail = tail_of_matrix(normal_scores() * factor, both_ways=True)

    moved = fitted(tail, "identity").forecast(10**7, 0.42 * factor)
    first = normal_fit().forecast(10**7, 0.42)

    assert decades(moved.fpir) == pytest.approx(decades(first.fpir), abs=1e-6)
    assert decades(moved.high) == pytest.approx(decades(first.high), abs=1e-6)


def test_a_declared_scale_gives_the_rate_of_the_scores_before_it() -> None:
    printed = 1 / (1 + np.exp(-25 * (normal_scores() - 0.2)))
    tail = tail_of_matrix(printed, both_ways=True)
    threshold = 1 / (1 + np.exp(-25 * (0.42 - 0.2)))

    seen = fitted(tail, "logit").forecast(10**7, threshold)

    expected = normal_fit().forecast(10**7, 0.42)
    assert decades(seen.fpir) == pytest.approx(decades(expected.fpir), abs=0.2)


def test_the_threshold_of_a_rate_has_this_rate() -> None:
    middle, low, high = normal_fit().threshold_at(10**6, 0.01)

    assert low < middle < high
    assert normal_fit().forecast(10**6, middle).fpir == pytest.approx(0.01, rel=0.01)
    assert normal_fit().forecast(10**6, high).high == pytest.approx(0.01, rel=0.01)
    assert normal_fit().forecast(10**6, low).low == pytest.approx(0.01, rel=0.01)


def test_more_confidence_is_a_wider_interval() -> None:
    narrow = normal_fit().forecast(10**6, 0.4, confidence=0.8)
    wide = normal_fit().forecast(10**6, 0.4, confidence=0.99)

    assert wide.low < narrow.low < narrow.fpir < narrow.high < wide.high
    assert wide.fpir == narrow.fpir


def test_the_same_seed_gives_the_same_numbers() -> None:
    tail = tail_of_matrix(normal_scores(), both_ways=True)

    first, again = (fitted(tail, seed=3).forecast(10**8, 0.45) for _ in range(2))

    assert first == again


def test_the_false_match_rate_of_normal_scores() -> None:
    for z in (3.0, 4.0, 5.0, 6.0):
        found = normal_fit().fmr(0.1 * np.sqrt(2) + 0.05 * z)
        assert np.log10(found) == pytest.approx(
            log_ndtr(-z) / np.log(10), abs=0.05 if z < 4 else 0.3
        )


def test_look_alikes_raise_the_forecast_where_independence_would_not() -> None:
    """Half of the people are in families whose scores lie 4 deviations higher."""
    scores = normal_scores().copy()
    family = np.arange(800) // 8
    alike = (family[:, None] == family) & (family < 50)[:, None]
    scores[alike] += 4 * 0.05

    seen = fitted(tail_of_matrix(scores, both_ways=True), "identity")

    plain = normal_fit().forecast(10**6, 0.5).fpir
    assert decades(seen.forecast(10**6, 0.5).fpir) > decades(plain) + 1


def test_second_photographs_of_the_same_people_do_not_narrow_the_interval() -> None:
    """Each person is searched for twice with the same photograph."""
    tail = tail_of_matrix(normal_scores(500), both_ways=True)
    n, m = 500, tail.score.size
    order = np.argsort(-np.tile(tail.score, 2), kind="stable")
    twice = replace(
        tail,
        search_subject=np.tile(tail.search_subject, 2),
        compared=np.tile(tail.compared, 2),
        mean=np.tile(tail.mean, 2),
        sd=np.tile(tail.sd, 2),
        search=np.concatenate([tail.search, tail.search + n])[order],
        reference=np.tile(tail.reference, 2)[order],
        score=np.tile(tail.score, 2)[order],
        n_pairs=2 * tail.n_pairs,
        counts=2 * tail.counts,
    )
    assert twice.score.size == 2 * m

    one, two = (fitted(each).forecast(10**6, 0.4) for each in (tail, twice))

    def width(seen: object) -> float:
        return decades(seen.high) - decades(seen.low)  # type: ignore[attr-defined]

    assert width(two) > 0.85 * width(one)
    inside = np.nanquantile(normal_scores(500), 0.9995)
    one, two = (fitted(each).forecast(400, inside) for each in (tail, twice))
    assert width(two) == pytest.approx(width(one), rel=0.05)


def test_too_few_people_are_beyond_the_horizon() -> None:
    tail = tail_of_matrix(normal_scores(60), both_ways=True)

    assert "60 people" in (fitted(tail).forecast(1000, 0.4).beyond or "")


def test_a_threshold_far_past_the_test_is_beyond_the_horizon() -> None:
    seen = normal_fit().forecast(270_000_000, 0.75)

    assert seen.decades > 6
    assert "decades beyond the test" in (seen.beyond or "")
    assert normal_fit().forecast(270_000_000, 0.45).beyond is None


def test_a_quarter_of_plain_scores_predicts_the_whole() -> None:
    missed = normal_fit().backtest

    assert missed is not None
    assert abs(missed) < 0.3


def test_scores_that_are_all_equal_are_refused() -> None:
    with pytest.raises(UndefinedMeasureError):
        fitted(tail_of_matrix(np.full((120, 120), 0.5), both_ways=True))


def test_numbers_out_of_range_are_refused() -> None:
    for refused in (
        lambda: normal_fit().forecast(0, 0.4),
        lambda: normal_fit().forecast(10, 0.4, confidence=1.0),
        lambda: normal_fit().threshold_at(10, 0.0),
    ):
        with pytest.raises(ParameterError):
            refused()


def test_what_was_learned_fits_together() -> None:
    rule = learned()

    assert rule.by_sign.shape == (6, len(rule.names))
    assert rule.noise_by_sign.shape == rule.centre.shape == rule.spread.shape
    assert (rule.spread > 0).all()
    assert rule.below > 0
    assert rule.above > 0


@pytest.mark.skipif(
    not BSSR1.exists(), reason="the public score matrix is not beside the repository"
)
def test_a_hundred_real_subjects_foretell_what_five_hundred_show() -> None:
    scores = np.loadtxt(BSSR1, delimiter=",", skiprows=1, usecols=range(1, 518))
    good = scores.max(axis=0) > 0
    scores = scores[np.ix_(good, good)]
    whole = tail_of_matrix(scores, kept=250_000, both_ways=False)
    best = np.where(np.eye(len(scores), dtype=bool), -1, scores).max(axis=1)
    rng = np.random.default_rng(4)
    held = []
    for _ in range(6):
        some = np.sort(rng.choice(len(scores), 110, replace=False))
        part = tail_of_matrix(scores[np.ix_(some, some)], both_ways=False)
        for rate in (0.1, 0.03):
            threshold = float(np.quantile(best, 1 - rate))
            seen = fitted(part).forecast(int(whole.compared[0]), threshold)
            held.append(seen.low <= np.mean(best >= threshold) <= seen.high)
    assert np.mean(held) >= 0.8


@pytest.mark.parametrize("n", [2, 3, 12])
@pytest.mark.parametrize("levels", [None, 1])
def test_a_handful_of_people_forecast_nothing_and_warn_of_nothing(
    n: int, levels: int | None
) -> None:
    scores = np.random.default_rng(n).normal(0, 1, (n, n))
    if levels is not None:
        scores = np.round(scores, levels)
    small = fitted(tail_of_matrix(scores, both_ways=False))

    beyond = small.forecast(270_000_000, 3.0).beyond

    assert beyond is not None
    assert f"the test has {n} people" in beyond
