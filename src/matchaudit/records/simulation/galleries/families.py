"""Named families of worlds: which structure each has, and how its size is drawn."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

import numpy as np

from matchaudit.errors import ParameterError
from matchaudit.records.simulation.galleries.structure import (
    Group,
    Hubs,
    Kin,
    Mated,
    Structure,
    VendorScale,
)

_FEATURES: Mapping[str, str] = MappingProxyType(
    {
        "iid": "",
        "groups": "groups",
        "lookalikes": "clusters",
        "hubs": "hubs",
        "rare_hubs": "rare_hubs clusters?",
        "energy": "energy",
        "groups_lookalikes": "groups clusters",
        "mixed": "groups clusters hubs energy",
        "low_dimension": "low_dimension groups? clusters? energy?",
        "tnorm": "tnorm groups? clusters energy? hubs?",
        "logistic": "logistic groups? clusters? energy? hubs?",
        "saturating": "saturating groups? clusters? energy? hubs?",
        "exponential": "exponential groups? clusters? energy? hubs?",
        "unequal_groups": "groups unequal clusters? energy?",
        "quality": "quality groups? clusters? energy?",
        "heavy": "heavy groups? clusters?",
        "kin": "kin groups? clusters? energy?",
        "random": (
            "groups? unequal? clusters? hubs? rare_hubs? energy? heavy? quality? tnorm?"
            " low_dimension? scale?"
        ),
    }
)
_SCALES = ("logistic", "saturating", "exponential")
_RARELY = MappingProxyType({"low_dimension": 0.1, "heavy": 0.2, "quality": 0.25})

FAMILIES = tuple(_FEATURES)
"""All names, ``"random"`` (a mixture of all structures but kin) among them."""

HELD_OUT = (
    "rare_hubs",
    "groups_lookalikes",
    "tnorm",
    "unequal_groups",
    "quality",
    "heavy",
)
"""On these, a method is judged that was made without them."""

BEYOND = ("kin",)
"""What no test of a few thousand people can show: a prediction must say so."""

DEVELOPMENT = tuple(
    name for name in FAMILIES if name not in {*HELD_OUT, *BEYOND, "random"}
)
"""On these, methods may be tuned."""


def family_code(family: str) -> int:
    """Return a family's place in ``FAMILIES``: a part of the seed of its worlds.

    Raises
    ------
    ParameterError
        If there is no such family.
    """
    if family not in _FEATURES:
        raise ParameterError("family", f"one of {', '.join(FAMILIES)}", family)
    return FAMILIES.index(family)


def draw_structure(family: str, rng: np.random.Generator) -> Structure:
    """Draw the parameters of one world of a family.

    Parameters
    ----------
    family : str
        One of ``FAMILIES``.
    rng : numpy.random.Generator

    Returns
    -------
    Structure

    Raises
    ------
    ParameterError
        If there is no such family.

    Examples
    --------
    >>> structure = draw_structure("hubs", np.random.default_rng(1))
    >>> structure.hubs.share, len(structure.groups)
    (0.02, 1)
    """
    features = _features(family, rng)
    low, high = (20, 40) if "low_dimension" in features else (64, 256)
    dimension = round(_log_uniform(rng, low, high))
    groups, common = _groups(features, dimension, rng)
    hubs = _hubs(features, dimension, rng)
    energy_sd, energy_df = _energy(features, rng)
    return Structure(
        dimension=dimension,
        groups=groups,
        group_common=common,
        hubs=hubs,
        energy_sd=energy_sd,
        energy_df=energy_df,
        kin=_kin(rng) if "kin" in features else None,
        quality_sd=rng.uniform(0.04, 0.12) if "quality" in features else 0.0,
        t_norm="tnorm" in features,
        mated=_mated(dimension, rng),
        scale=_scale(features, 1.0 if "tnorm" in features else dimension**-0.5, rng),
    )


def _features(family: str, rng: np.random.Generator) -> set[str]:
    """Return the family's features; those that are marked are there by chance."""
    family_code(family)
    features = set()
    for word in _FEATURES[family].split():
        name = word.rstrip("?")
        if name == word or rng.random() < _RARELY.get(name, 0.5):
            features.add(name)
    return features


def _hubs(features: set[str], dimension: int, rng: np.random.Generator) -> Hubs | None:
    if not features & {"hubs", "rare_hubs"}:
        return None
    share = 0.004 if "rare_hubs" in features else 0.02
    return Hubs(share=share, cosine=_cosine(rng.uniform(2.5, 4.5), dimension))


def _energy(features: set[str], rng: np.random.Generator) -> tuple[float, float | None]:
    """Draw how far energies spread, and with how heavy a tail."""
    usual = rng.uniform(0.1, 0.35) if "energy" in features else 0.0
    if "heavy" in features:
        return rng.uniform(0.08, 0.16), rng.uniform(4, 10)
    return usual, None


def _groups(
    features: set[str], dimension: int, rng: np.random.Generator
) -> tuple[tuple[Group, ...], float]:
    """Draw the groups, and the cosine between two of their centres."""
    many = bool(features & {"groups", "unequal"})
    n = int(rng.integers(2, 7)) if many else 1
    evenness = 0.7 if "unequal" in features else 8.0
    weights = np.maximum(rng.dirichlet(np.full(n, evenness)), 0.01)
    weights /= weights.sum()
    alike = bool(
        features & {"energy", "heavy"}
    )  # about a centre, else it shows nothing
    n_clusters = max(3, round(_log_uniform(rng, 20, 400) / n))
    zipf, share = rng.uniform(0.4, 1.4), rng.uniform(0.3, 1.0)
    strength = rng.uniform(1.0, 3.5)
    groups = []
    for weight in weights:
        spread = rng.uniform(0.1, 1.6) if many else rng.uniform(0.5, 1.5) * alike
        cosine = _cosine(spread, dimension)
        own = Group(weight=float(weight), cosine=cosine)
        if "clusters" in features:
            own = replace(
                own,
                cluster_share=share,
                n_clusters=n_clusters,
                zipf=zipf,
                cluster_cosine=_cosine(spread + strength, dimension),
            )
        groups.append(own)
    return tuple(groups), rng.uniform(0, 0.4) if many else 0.0


def _mated(dimension: int, rng: np.random.Generator) -> Mated:
    """Draw mated scores beyond the cosine that 1 in 1e10 random directions reach."""
    far = np.sqrt(1 - 10 ** (-20 / dimension))
    cosine = far + (1 - far) * rng.uniform(0.4, 0.75)
    return Mated(cosine=float(cosine), sd=rng.uniform(0.2, 0.4))


def _kin(rng: np.random.Generator) -> Kin:
    return Kin(
        relatives=rng.uniform(0.3, 3),
        cosine=rng.uniform(0.3, 0.65),
        sd=rng.uniform(0.15, 0.3),
    )


def _scale(features: set[str], bulk_sd: float, rng: np.random.Generator) -> VendorScale:
    """Draw a vendor's scale; its middle and slope go with the bulk of the scores."""
    kinds = [one for one in _SCALES if one in features]
    if "scale" in features:
        kinds = [_SCALES[rng.integers(len(_SCALES))]]
    if not kinds:
        return VendorScale()
    if kinds == ["exponential"]:
        return VendorScale(kind="exponential", slope=rng.uniform(0.3, 1) / bulk_sd)
    saturating = kinds == ["saturating"]
    middle = rng.uniform(0.5, 2) if saturating else rng.uniform(4, 6)
    slope = rng.uniform(1, 2) if saturating else rng.uniform(0.8, 1.5)
    return VendorScale(
        kind="logistic", slope=slope / bulk_sd, middle=float(middle * bulk_sd)
    )


def _cosine(strength: float, dimension: int) -> float:
    """Return a cosine that is so many bulk standard deviations above 0, at most .6."""
    return float(min(strength / np.sqrt(dimension), 0.6))


def _log_uniform(rng: np.random.Generator, low: float, high: float) -> float:
    return float(np.exp(rng.uniform(np.log(low), np.log(high))))
