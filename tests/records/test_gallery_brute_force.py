"""The closed form against galleries of a million people who are really drawn."""

import numpy as np
import pytest

from matchaudit.records.simulation.galleries import (
    Group,
    Hubs,
    Kin,
    Structure,
    brute_force_fpir,
    world_of,
)

CLUSTERED = Group(
    weight=0.6,
    cosine=0.08,
    cluster_share=0.7,
    n_clusters=12,
    zipf=0.8,
    cluster_cosine=0.3,
)
STRUCTURES = {
    "lookalikes": Structure(
        dimension=32, groups=(CLUSTERED, Group(weight=0.4, cosine=0.15))
    ),
    "hubs": Structure(dimension=32, hubs=Hubs(share=0.02, cosine=0.5)),
    "energy": Structure(
        dimension=32, groups=(Group(weight=1, cosine=0.2),), energy_sd=0.3
    ),
    "t-norm": Structure(
        dimension=32,
        groups=(CLUSTERED, Group(weight=0.4, cosine=0.15)),
        energy_sd=0.2,
        energy_df=6.0,
        t_norm=True,
    ),
}


@pytest.mark.parametrize("name", STRUCTURES)
def test_a_million_members_are_found_as_often_as_the_closed_form_says(
    name: str,
) -> None:
    made = world_of(STRUCTURES[name], n_subjects=2, rng=np.random.default_rng(8))
    rates = (0.02, 0.1, 0.3)
    thresholds = [made.threshold(1_000_000, rate) for rate in rates]

    drawn = brute_force_fpir(made, 1_000_000, thresholds, np.random.default_rng(4))

    for rate, one in zip(rates, drawn, strict=True):
        assert one.searches == 300
        assert abs(one.found - one.expected) < 3.5 * one.sd
        # Probes differ from the truth's own: their number is binomial at most.
        assert abs(one.found - 300 * rate) < 4 * np.sqrt(300 * rate * (1 - rate))


def test_relatives_are_found_in_a_gallery_that_is_drawn() -> None:
    kin = Kin(relatives=3.0, population=100_000, cosine=0.9, sd=0.1)
    made = world_of(
        Structure(dimension=64, kin=kin), n_subjects=2, rng=np.random.default_rng(8)
    )

    (one,) = brute_force_fpir(made, 20_000, [0.85], np.random.default_rng(4))

    assert one.expected == pytest.approx(300 * -np.expm1(-0.6), rel=1e-3)
    assert abs(one.found - one.expected) < 3.5 * one.sd
