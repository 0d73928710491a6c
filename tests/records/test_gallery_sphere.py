from math import acos, pi, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import integrate, stats

from matchaudit.records.simulation.galleries.sphere import (
    PullLaw,
    cap_tail,
    quick_cap_tail,
)


def _one(z: float, dimension: int) -> float:
    return float(cap_tail(np.array([z]), dimension)[0])


@pytest.mark.parametrize("z", [-0.8, 0.0, 0.3, 0.95])
def test_caps_of_low_dimension_have_their_known_shares(z: float) -> None:
    assert _one(z, 2) == pytest.approx(acos(z) / pi)
    assert _one(z, 3) == pytest.approx((1 - z) / 2)
    assert _one(z, 4) == pytest.approx((acos(z) - z * sqrt(1 - z * z)) / pi)


def test_a_cap_is_all_or_nothing_beyond_the_sphere() -> None:
    assert _one(-1.2, 64) == 1
    assert _one(1.2, 64) == 0


@given(st.floats(-0.9, 0.9), st.sampled_from([8, 31, 128, 255]))
def test_the_table_agrees_with_the_exact_tail(z: float, dimension: int) -> None:
    exact = _one(z, dimension)
    quick = float(quick_cap_tail(np.array([z]), dimension)[0])

    if exact > 1e-30:
        assert quick == pytest.approx(exact, rel=1e-3)


@given(st.floats(0.01, 0.9), st.sampled_from([0, 0.01, 0.4]), st.floats(-2, 2))
def test_little_energy_is_near_the_centre(cosine: float, sd: float, z: float) -> None:
    """Two members of middling energy have the class's cosine."""
    law = PullLaw(cosine, energy_sd=sd)
    below, middle, above = law.pull(np.array([z - 0.5, 0.0, z + 0.5]))

    assert middle**2 == pytest.approx(cosine)
    assert below >= above
    assert (below > above) == (sd > 0)


@pytest.mark.parametrize("df", [None, 5.0])
@pytest.mark.parametrize(
    ("dimension", "threshold"), [(100, 0.5), (100, 0.62), (24, 0.93)]
)
def test_the_tail_agrees_with_adaptive_quadrature_far_out(
    df: float | None, dimension: int, threshold: float
) -> None:
    law, towards = PullLaw(0.15, energy_sd=0.15, energy_df=df), 0.35

    def integrand(z: float) -> float:
        (pull,) = law.pull(np.array([z]))
        left = sqrt(1 - pull**2) * sqrt(1 - towards**2)
        u = (threshold - pull * towards) / left
        return _one(u, dimension - 1) * float(stats.norm.pdf(z))

    exact = sum(
        integrate.quad(integrand, low, low + 2, epsabs=0, epsrel=1e-7, limit=200)[0]
        for low in range(-8, 8, 2)
    )
    found = law.tail(np.array([towards]), np.array([threshold]), dimension)

    assert exact < 1e-3
    assert found[0] == pytest.approx(exact, rel=0.02)


def test_the_moments_of_the_pull_are_means() -> None:
    law = PullLaw(0.3, energy_sd=0.3, energy_df=6.0)
    drawn = law.pull(np.random.default_rng(1).standard_normal(400_000))

    first, second = law.moments()

    assert first == pytest.approx(drawn.mean(), rel=2e-3)
    assert second == pytest.approx((drawn**2).mean(), rel=3e-3)
    assert PullLaw(0.25).moments() == pytest.approx((0.5, 0.25))
