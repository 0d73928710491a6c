from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from matchaudit.errors import ParameterError
from matchaudit.records.simulation.galleries import (
    BEYOND,
    DEVELOPMENT,
    FAMILIES,
    HELD_OUT,
    Group,
    Structure,
    draw_structure,
    random_family,
    world,
    world_of,
)


def test_no_family_serves_for_tuning_and_for_judging() -> None:
    parts = [*DEVELOPMENT, *HELD_OUT, *BEYOND, "random"]

    assert sorted(parts) == sorted(FAMILIES)
    assert len(set(parts)) == len(parts)


@pytest.mark.parametrize("family", FAMILIES)
def test_a_family_has_the_structure_of_its_name(family: str) -> None:
    drawn = [draw_structure(family, np.random.default_rng(seed)) for seed in range(12)]
    clustered = [any(g.cluster_share for g in s.groups) for s in drawn]
    has: dict[str, Callable[[Structure], bool]] = {
        "groups": lambda s: len(s.groups) > 1,
        "lookalikes": lambda s: s.groups[0].n_clusters >= 3,
        "hubs": lambda s: s.hubs is not None and s.hubs.share == 0.02,
        "rare_hubs": lambda s: s.hubs is not None and s.hubs.share == 0.004,
        "energy": lambda s: s.energy_sd >= 0.1 and s.energy_df is None,
        "low_dimension": lambda s: s.dimension <= 40,
        "tnorm": lambda s: s.t_norm and not s.symmetric,
        "logistic": lambda s: s.scale.bulk == "logit",
        "saturating": lambda s: s.scale.bulk == "logit",
        "exponential": lambda s: s.scale.bulk == "log",
        "quality": lambda s: s.quality_sd > 0 and not s.symmetric,
        "heavy": lambda s: s.energy_df is not None,
        "kin": lambda s: s.kin is not None,
    }

    if family in has:
        assert all(has[family](s) for s in drawn)
    if family == "iid":
        assert not any(clustered)
        assert {len(s.groups) for s in drawn} == {1}
    if family == "random":
        assert len(set(clustered)) == 2
        assert all(s.kin is None for s in drawn)
    assert len({s.dimension for s in drawn}) > 3
    for s in drawn:
        assert sum(group.weight for group in s.groups) == pytest.approx(1)
        assert s.mated.cosine < 1


def test_the_same_seed_makes_the_same_population_whatever_the_test() -> None:
    small, large = (world("mixed", n_subjects=n, seed=4) for n in (20, 50))
    again = world("mixed", n_subjects=20, seed=4)
    other = world("mixed", n_subjects=20, seed=5)

    assert small.structure == large.structure == again.structure
    assert small.fpir(10**6, 0.5) == large.fpir(10**6, 0.5)
    off = ~np.eye(20, dtype=bool)
    assert np.array_equal(small.scores()[off], again.scores()[off])
    assert other.structure != small.structure
    assert random_family(7, n_subjects=5).structure == (
        world("random", n_subjects=5, seed=7).structure
    )


def test_people_are_drawn_from_their_groups_by_weight() -> None:
    groups = (Group(weight=0.9), Group(weight=0.1))
    made = world_of(
        Structure(dimension=8, groups=groups),
        n_subjects=5000,
        rng=np.random.default_rng(1),
    )

    assert (made.groups == "B").mean() == pytest.approx(0.1, abs=0.02)
    assert np.linalg.norm(made.people.vectors, axis=1) == pytest.approx(np.ones(5000))


@pytest.mark.parametrize(
    ("words", "match"),
    [
        ({"family": "none", "n_subjects": 5, "seed": 1}, "family"),
        ({"family": "iid", "n_subjects": 1, "seed": 1}, "subjects"),
        ({"family": "iid", "n_subjects": 5, "seed": -1}, "seed"),
    ],
)
def test_a_world_that_cannot_be_is_refused(
    words: dict[str, object], match: str
) -> None:
    with pytest.raises(ParameterError, match=match):
        world(**words)  # type: ignore[arg-type]


def test_a_structure_that_cannot_be_is_refused() -> None:
    with pytest.raises(ParameterError, match="dimension"):
        Structure(dimension=4)
    with pytest.raises(ParameterError, match="sum to 1"):
        Structure(groups=(Group(weight=0.5),))
    with pytest.raises(ParameterError, match="26 at most"):
        Structure(groups=(Group(weight=1 / 30),) * 30)


@pytest.mark.parametrize(
    ("words", "match"),
    [
        ({"cosine": 1.0}, "cosine"),
        ({"cluster_share": 0.5, "cluster_cosine": 0.3}, "n_clusters"),
        ({"cluster_share": 1.5, "n_clusters": 3, "cluster_cosine": 0.3}, "share"),
        ({"cluster_share": 0.5, "n_clusters": 3, "cosine": 0.4}, "cluster_cosine"),
    ],
)
def test_a_group_that_cannot_be_is_refused(words: dict[str, Any], match: str) -> None:
    with pytest.raises(ParameterError, match=match):
        Group(weight=1.0, **words)


@pytest.mark.parametrize("family", FAMILIES)
def test_every_family_is_explained(family: str) -> None:
    page = Path(__file__).parents[2] / "docs" / "how-to" / "simulate.md"

    assert f"`{family}`" in page.read_text(encoding="utf-8")
