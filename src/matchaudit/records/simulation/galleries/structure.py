"""What makes the people of a simulated gallery alike: the parameters of one world."""

from dataclasses import asdict, dataclass, field
from string import ascii_uppercase
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from matchaudit.errors import ParameterError

FloatArray = NDArray[np.float64]
Bulk = Literal["identity", "log", "logit"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A part of the population whose members are alike.

    Attributes
    ----------
    weight : float
        Share of the population, in (0, 1].
    cosine : float
        Between two typical members, in [0, 1).
    cluster_share : float
        Part of the group that belongs to a look-alike cluster, in [0, 1].
    n_clusters : int
    zipf : float
        The weight of the group's k-th cluster is proportional to ``k ** -zipf``.
    cluster_cosine : float
        Between two typical members of a cluster, in [cosine, 1).
    """

    weight: float
    cosine: float = 0.0
    cluster_share: float = 0.0
    n_clusters: int = 0
    zipf: float = 1.0
    cluster_cosine: float = 0.0

    def __post_init__(self) -> None:
        if not 0 <= self.cosine < 1:
            raise ParameterError("cosine", "in [0, 1)", self.cosine)
        if not self.cluster_share:
            return
        if not 0 < self.cluster_share <= 1 or self.n_clusters < 1:
            told = (self.cluster_share, self.n_clusters)
            raise ParameterError("cluster_share", "in [0, 1], with n_clusters", told)
        if not max(self.cosine, 1e-9) <= self.cluster_cosine < 1:
            wanted = "at least the group's cosine, above 0 and below 1"
            raise ParameterError("cluster_cosine", wanted, self.cluster_cosine)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hubs:
    """Poor samples, in every group, that lie near one common direction."""

    share: float
    cosine: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Kin:
    """Relatives: everywhere in a large gallery, almost absent from a sample.

    Attributes
    ----------
    relatives : float
        Mean number of close relatives of one person in the population.
    population : int
        People from whom test and gallery are drawn.
    cosine, sd : float
        The cosine of two relatives is ``1 - (1 - cosine) * exp(sd * Z)``, Z normal.
    """

    relatives: float
    population: int = 330_000_000
    cosine: float = 0.6
    sd: float = 0.3

    def drawn(self, z: FloatArray) -> FloatArray:
        """Return the cosines of relatives with standard normal values z."""
        return np.maximum(1 - (1 - self.cosine) * np.exp(self.sd * z), -1.0)

    def tail(self, cosines: FloatArray) -> FloatArray:
        """Return P(the cosine of two relatives >= cosine)."""
        from scipy.special import ndtr

        room = np.maximum(1 - cosines, 1e-300)
        above: FloatArray = ndtr(np.log(room / (1 - self.cosine)) / self.sd)
        return above


@dataclass(frozen=True, slots=True, kw_only=True)
class Mated:
    """Second samples: their cosine is ``1 - (1 - cosine) * exp(sd * Z)``, Z normal.

    For hubs, ``1 - cosine`` is ``hub_loss`` times as large.
    """

    cosine: float = 0.75
    sd: float = 0.3
    hub_loss: float = 1.4


@dataclass(frozen=True, slots=True, kw_only=True)
class VendorScale:
    """An increasing function of the matcher's score, as a vendor prints it.

    ``logistic`` is ``1 / (1 + exp(-slope * (s - middle)))``; ``exponential`` is
    ``exp(slope * (s - middle))``.

    Examples
    --------
    >>> scale = VendorScale(kind="logistic", slope=10.0, middle=0.3)
    >>> scale.printed(np.array([0.3, 0.4])).round(3).tolist()
    [0.5, 0.731]
    >>> round(float(scale.raw(0.731)), 3)
    0.4
    """

    kind: Literal["identity", "logistic", "exponential"] = "identity"
    slope: float = 1.0
    middle: float = 0.0

    @property
    def bulk(self) -> Bulk:
        """The scale to declare: there the printed scores are the matcher's again."""
        declared: dict[str, Bulk] = {"logistic": "logit", "exponential": "log"}
        return declared.get(self.kind, "identity")

    def printed(self, raw: FloatArray) -> FloatArray:
        """Return the vendor's scores of the matcher's."""
        from scipy.special import expit

        if self.kind == "identity":
            return raw
        moved = self.slope * (raw - self.middle)
        printed: FloatArray = expit(moved) if self.kind == "logistic" else np.exp(moved)
        return printed

    def raw(self, printed: float) -> float:
        """Return the matcher's score of one of the vendor's."""
        if self.kind == "identity":
            return printed
        top = 1.0 if self.kind == "logistic" else np.inf
        if not 0 < printed < top:
            raise ParameterError("threshold", f"between 0 and {top:g}", printed)
        odds = printed / (1 - printed) if self.kind == "logistic" else printed
        return self.middle + float(np.log(odds)) / self.slope


@dataclass(frozen=True, slots=True, kw_only=True)
class Structure:
    """The parameters of one world.

    Attributes
    ----------
    dimension : int
        Of the unit vectors, at least 8.
    groups : tuple of Group
        Their weights sum to 1. One group is a population without groups.
    group_common : float
        Cosine between the centres of two groups, in [0, 1).
    hubs : Hubs or None
    energy_sd : float
        A subject's own direction is ``exp(energy_sd * Z)`` times as long as usual,
        beside its class centre. Little energy: close to the centre, like everybody's.
    energy_df : float or None
        Degrees of freedom of Z (Student's t); None is normal.
    kin : Kin or None
    quality_sd : float
        A probe's scores are multiplied by ``exp(quality_sd * Z)``.
    t_norm : bool
        A probe's scores are centred and scaled by its mean and sd over the population.
    mated : Mated
    scale : VendorScale
    """

    dimension: int = 128
    groups: tuple[Group, ...] = (Group(weight=1.0),)
    group_common: float = 0.0
    hubs: Hubs | None = None
    energy_sd: float = 0.0
    energy_df: float | None = None
    kin: Kin | None = None
    quality_sd: float = 0.0
    t_norm: bool = False
    mated: Mated = field(default_factory=Mated)
    scale: VendorScale = field(default_factory=VendorScale)

    def __post_init__(self) -> None:
        if self.dimension < 8:
            raise ParameterError("dimension", "8 or more", self.dimension)
        total = sum(group.weight for group in self.groups)
        if not np.isclose(total, 1.0):
            raise ParameterError("groups", "with weights that sum to 1", total)
        if len(self.groups) > len(ascii_uppercase):
            raise ParameterError("groups", "26 at most", len(self.groups))

    @property
    def symmetric(self) -> bool:
        """True if a pair has the same score from either side."""
        return not (self.t_norm or self.quality_sd)

    def to_json(self) -> dict[str, Any]:
        """Return the parameters, to be written as JSON."""
        return asdict(self)
