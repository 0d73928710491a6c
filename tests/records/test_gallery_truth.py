"""True rates of simulated galleries, held against formulas worked out by hand."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate, stats

from matchaudit.errors import ParameterError
from matchaudit.records.simulation.galleries import (
    FAMILIES,
    Group,
    Hubs,
    Kin,
    Mated,
    Structure,
    TrueRates,
    VendorScale,
    World,
    random_family,
    world,
    world_of,
)
from matchaudit.records.simulation.galleries.rates import searched
from matchaudit.records.simulation.galleries.sphere import PullLaw, cap_tail

LARGE = 270_000_000
GROUPS = (Group(weight=0.8, cosine=0.05), Group(weight=0.2, cosine=0.2))
EVERYTHING = Structure(
    dimension=48,
    groups=(
        Group(
            weight=0.7,
            cosine=0.05,
            cluster_share=0.6,
            n_clusters=9,
            zipf=1.0,
            cluster_cosine=0.3,
        ),
        Group(weight=0.3, cosine=0.15),
    ),
    group_common=0.2,
    hubs=Hubs(share=0.01, cosine=0.5),
    energy_sd=0.2,
)


def _made(structure: Structure, seed: int = 1, n_subjects: int = 10) -> World:
    return world_of(structure, n_subjects=n_subjects, rng=np.random.default_rng(seed))


def test_without_structure_comparisons_are_independent() -> None:
    """All own directions are at right angles to the one centre."""
    made = _made(Structure(dimension=64))
    for threshold in (0.3, 0.5, 0.65):
        p = float(cap_tail(np.array([threshold]), 63)[0])

        assert made.fmr(threshold) == pytest.approx(p, rel=1e-3)
        for size in (100, 10**6, LARGE):
            binomial = -np.expm1(size * np.log1p(-p))
            assert made.fpir(size, threshold) == pytest.approx(binomial, rel=1e-3)


def test_two_clusters_by_hand() -> None:
    """Each probe meets two classes, whose weights are as 1 to 1/2."""
    half = Group(weight=1, cluster_share=1, n_clusters=2, zipf=1, cluster_cosine=0.5)
    made = _made(Structure(dimension=32, groups=(half,)))
    probes = made.truth.probes
    a = np.sqrt(0.5)
    for threshold, size in ((0.6, 50), (0.85, 10**6), (0.93, LARGE)):
        p = np.zeros(probes.weight.size)
        for share, centre in zip((2 / 3, 1 / 3), made.classes.centres, strict=True):
            c = probes.vectors @ centre
            z = (threshold - a * c) / (a * np.sqrt(1 - c**2))
            p += share * cap_tail(z, 31)
        by_hand = np.average(-np.expm1(size * np.log1p(-p)), weights=probes.weight)

        assert made.fpir(size, threshold) == pytest.approx(by_hand, rel=2e-3)
        assert 1e-4 < by_hand < 0.999


@pytest.mark.parametrize("family", FAMILIES)
def test_the_table_agrees_with_a_sum_over_all_classes(family: str) -> None:
    """At about 1 in 1e11, and without the grid of cosines and thresholds."""
    made = world(family, n_subjects=2, seed=11)
    threshold = made.threshold(LARGE, 0.003)
    raw, truth = made.structure.scale.raw(threshold), made.truth
    at, classes = truth.cosines(raw), made.classes
    chance = truth.weight() * searched(LARGE, truth.exceeding(at))
    few = np.random.default_rng(1).choice(at.size, 20, p=chance / chance.sum())
    towards = truth.probes.vectors[few] @ classes.centres.T
    exact = sum(
        weight
        * PullLaw(cosine, made.structure.energy_sd, made.structure.energy_df).tail(
            c, at[few], made.structure.dimension
        )
        for weight, cosine, c in zip(
            classes.weight, classes.cosine, towards.T, strict=True
        )
    )
    tabulated = truth.exceedance.at(at, classes.group_share)[few]

    assert tabulated == pytest.approx(exact, rel=0.01)


def test_probes_stand_for_the_population() -> None:
    """Drawn where risk is high and weighted back, they give what plain ones give."""
    made = _made(EVERYTHING)
    plain = TrueRates(
        classes=made.classes,
        probes=made.classes.draw(20_000, np.random.default_rng(2)),
    )
    probes = made.truth.probes
    share = np.bincount(probes.member_of, made.truth.weight())

    assert share == pytest.approx(made.classes.weight, abs=0.004)
    for size, threshold in ((1000, 0.6), (10**5, 0.8), (10**7, 0.83)):
        rate, error = made.truth.fpir(size, threshold)
        other, other_error = plain.fpir(size, threshold)
        assert abs(rate - other) < 4 * np.hypot(error, other_error)
        assert 1e-4 < rate < 0.9


def test_the_truths_own_error_is_small_at_a_low_rate() -> None:
    made = world("mixed", n_subjects=2, seed=2)
    threshold = made.threshold(LARGE, 0.01)

    assert made.fpir(LARGE, threshold) == pytest.approx(0.01, rel=1e-6)
    assert 0 < made.fpir_error(LARGE, threshold) < 0.0003


@pytest.mark.parametrize(
    "scale",
    [
        VendorScale(kind="logistic", slope=12.0, middle=0.2),
        VendorScale(kind="exponential", slope=3.0),
    ],
)
def test_a_vendors_scale_changes_scores_and_no_rate(scale: VendorScale) -> None:
    plain = _made(EVERYTHING, n_subjects=30)
    printed = _made(replace(EVERYTHING, scale=scale), n_subjects=30)
    (at,) = scale.printed(np.array([0.8])).tolist()

    assert printed.fpir(10**6, at) == pytest.approx(plain.fpir(10**6, 0.8), rel=1e-9)
    assert printed.fnmr(at) == pytest.approx(plain.fnmr(0.8), rel=1e-9)
    assert printed.threshold(10**6, 0.1) == pytest.approx(
        scale.printed(np.array([plain.threshold(10**6, 0.1)]))[0]
    )
    off = ~np.eye(30, dtype=bool)
    assert printed.scores()[off] == pytest.approx(scale.printed(plain.scores()[off]))
    assert np.array_equal(np.isnan(printed.scores()), ~off)
    assert (
        printed.score_scale == {"logistic": "logit", "exponential": "log"}[scale.kind]
    )


@pytest.mark.parametrize("score", [0.0, 1.0, -3.0])
def test_a_score_that_no_vendor_prints_is_refused(score: float) -> None:
    made = _made(Structure(scale=VendorScale(kind="logistic")))

    with pytest.raises(ParameterError, match="threshold"):
        made.fpir(100, score)


@settings(max_examples=5)
@given(st.integers(0, 10**6), st.floats(0.002, 0.9), st.integers(20, 10**5))
def test_rates_keep_to_the_bounds_that_hold_for_every_gallery(
    seed: int, rate: float, size: int
) -> None:
    made = random_family(seed, n_subjects=2)
    threshold = made.threshold(size, rate)
    small = made.fpir(size, threshold)
    p = made.fmr(threshold)

    assert small == pytest.approx(rate, rel=1e-5)
    for times in (10, 1000):
        large = made.fpir(times * size, threshold)
        assert small <= large <= -np.expm1(times * np.log1p(-small)) * (1 + 1e-9)
        # Jensen: comparisons that go wrong together go wrong in fewer searches.
        assert large <= -np.expm1(times * size * np.log1p(-p)) * (1 + 1e-9)


def test_groups_add_up_and_a_gallery_may_be_made_up_otherwise() -> None:
    made = _made(Structure(dimension=64, groups=GROUPS))
    t = 0.5
    within = {g: made.fmr(t, probe_group="B", reference_group=g) for g in "AB"}
    sides = {g: made.fpir(10**4, t, probe_group=g) for g in "AB"}
    share = {
        g: made.truth.weight()[
            made.classes.group[made.truth.probes.member_of] == k
        ].sum()
        for k, g in enumerate("AB")
    }

    assert made.composition == {"A": 0.8, "B": 0.2}
    assert within["B"] > 20 * within["A"]
    assert made.fmr(t, probe_group="B") == pytest.approx(
        0.8 * within["A"] + 0.2 * within["B"], rel=1e-9
    )
    assert made.fpir(
        10, t, probe_group="B", composition={"A": 0.5, "B": 0.5}
    ) == pytest.approx(5 * (within["A"] + within["B"]), rel=0.05)
    assert made.fpir(10**4, t) == pytest.approx(
        sum(share[g] * sides[g] for g in "AB"), rel=1e-9
    )
    with pytest.raises(ParameterError, match="group"):
        made.fmr(t, probe_group="C")


def test_relatives_set_a_floor_that_only_a_large_gallery_has() -> None:
    kin = Kin(relatives=2.0, population=300_000_000, cosine=0.7, sd=0.2)
    made = _made(Structure(dimension=200, kin=kin))
    other = _made(Structure(dimension=200))
    k = float(stats.norm.cdf(np.log(0.35 / 0.3) / 0.2))  # of relatives reach 0.65

    for size in (4000, 10**7, LARGE):
        by_hand = -np.expm1(size * np.log1p(-2 / 3e8 * k))
        assert made.fpir(size, 0.65) == pytest.approx(by_hand, rel=1e-6)
        assert other.fpir(size, 0.65) < 1e-5


def test_relatives_in_a_test_have_their_own_cosine() -> None:
    kin = Kin(relatives=3.0, population=60, cosine=0.8, sd=0.01)
    made = _made(Structure(dimension=256, kin=kin), n_subjects=40)

    high = np.sort(made.scores()[np.triu_indices(40, 1)])[::-1]

    assert 0.75 < high[9] < high[0] < 0.85
    assert high[-300:].max() < 0.3


def test_mated_scores_and_their_rates_follow_the_law_that_is_given() -> None:
    mated = Mated(cosine=0.7, sd=0.3)
    made = _made(Structure(dimension=64, mated=mated), n_subjects=20_000)
    below = float(stats.norm.sf(np.log(0.4 / 0.3) / 0.3))  # of mated ones under 0.6

    assert made.fnmr(0.6) == pytest.approx(below, rel=1e-9)
    assert (made.mated_scores() < 0.6).mean() == pytest.approx(below, abs=0.011)


def test_a_mate_is_missed_below_the_threshold_or_outranked() -> None:
    made = _made(Structure(dimension=64, mated=Mated(cosine=0.6, sd=0.3)))
    size, threshold = 10**7, 0.5

    def top(z: float) -> float:
        p = float(cap_tail(np.array([1 - 0.4 * np.exp(0.3 * z)]), 63)[0])
        return float((1 - p) ** size * stats.norm.pdf(z))

    last = np.log(0.5 / 0.4) / 0.3
    correct = integrate.quad(top, -8, last, limit=200)[0]

    assert made.fnmr(threshold) < 1 - correct < 0.9
    assert made.fnir(size, threshold) == pytest.approx(1 - correct, rel=0.01)
    assert made.fnir(1, threshold) == pytest.approx(made.fnmr(threshold), rel=1e-3)


def test_t_norm_takes_off_the_exact_mean_and_spread_of_each_probe() -> None:
    made = _made(replace(EVERYTHING, t_norm=True), n_subjects=4)
    drawn = made.classes.draw(100_000, np.random.default_rng(3))
    cosines = made.people.vectors @ drawn.vectors.T

    assert made.people.centre == pytest.approx(cosines.mean(axis=1), abs=0.004)
    assert made.people.spread == pytest.approx(cosines.std(axis=1), rel=0.01)
    raw = made.people.vectors[1] @ made.people.vectors[2]
    assert made.scores()[1, 2] == pytest.approx(
        (raw - made.people.centre[1]) / made.people.spread[1]
    )
    assert not made.symmetric
    assert not np.allclose(made.scores()[1, 2], made.scores()[2, 1])


def test_quality_multiplies_the_scores_of_a_probe() -> None:
    made = _made(replace(EVERYTHING, quality_sd=0.3), n_subjects=5)
    scores, v = made.scores(), made.people.vectors

    times = scores[0, 1:] / (v[0] @ v[1:].T)
    assert times == pytest.approx(np.full(4, 1 / made.people.spread[0]))
    assert not np.isclose(times[0], scores[1, 0] / (v[0] @ v[1]))


@pytest.mark.parametrize("wrong", [0, 1])
def test_a_rate_that_cannot_be_has_no_threshold(wrong: float) -> None:
    with pytest.raises(ParameterError, match="fpir"):
        _made(Structure()).threshold(1000, wrong)


def test_an_empty_gallery_is_refused() -> None:
    with pytest.raises(ParameterError, match="gallery_size"):
        _made(Structure()).fpir(0, 0.5)
