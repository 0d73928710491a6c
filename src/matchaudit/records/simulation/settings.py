"""What a simulated test looks like: who is compared, and how scores come about."""

import math
from dataclasses import dataclass

from matchaudit.errors import ParameterError


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One group of subjects.

    Attributes
    ----------
    name : str
    share : float
        Part of the subjects, relative to the other groups' shares.
    nonmated_shift : float
        Added to the score of two different subjects of this group: above 0 they look
        more alike to the matcher, and the group has more wrong matches.
    mated_shift : float
        Added to the score of two samples of one subject of this group.
    """

    name: str
    share: float = 1.0
    nonmated_shift: float = 0.0
    mated_shift: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Mask:
    """One way in which a probe's face is covered. References are always bare.

    Attributes
    ----------
    name : str
    share : float
        Probability that a sample is covered in this way when it is the probe,
        relative to the other masks' shares.
    visible_low, visible_high : float
        The visible fraction of the face is uniform between them; 1 is a bare face.
    """

    name: str
    share: float
    visible_low: float
    visible_high: float

    def __post_init__(self) -> None:
        """Refuse a visible fraction that is none."""
        if not 0 <= self.visible_low <= self.visible_high <= 1:
            raise ParameterError("visible_low", "in [0, visible_high]", self)


BARE = Mask(name="none", share=1.0, visible_low=1.0, visible_high=1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class LookAlikes:
    """Clusters of different subjects whom the matcher takes for each other.

    Attributes
    ----------
    share : float
        Part of each group's subjects that is in a cluster, in [0, 1].
    size : int
        Subjects in one cluster, all of one group; at least 2.
    bonus : float
        Added to the score of two different subjects of one cluster.
    """

    share: float
    size: int
    bonus: float

    def __post_init__(self) -> None:
        """Refuse a cluster of one, and a share that is none."""
        _at_least("look_alikes.size", self.size, 2)
        if not 0 <= self.share <= 1:
            raise ParameterError("look_alikes.share", "in [0, 1]", self.share)


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonSettings:
    """A complete design: every sample is compared with every other.

    The score of probe sample a of subject i and reference sample b of subject j is ::

        non-mated: nonmated_mean + cell + u_i + u_j + v_a + v_b + e_ab + bonus + rise
        mated:     mated_mean + shift + w_i + v_a + v_b + e_ab - drop

    with independent normal effects: u and w of subjects, v of samples, e of pairs.
    ``cell`` is the group's shift, or ``cross_group_shift`` between groups; ``drop``
    and ``rise`` grow with the hidden fraction of the probe's face.

    Attributes
    ----------
    n_subjects, n_samples : int
        Subjects, and samples of each of them. At least 2 and 1.
    groups : tuple of Group
        Subjects are split by share, by the largest remainder: no chance in it.
    cross_group_shift : float
        Added to the score of two subjects of different groups.
    masks : tuple of Mask
        Drawn for each sample.
    look_alikes : LookAlikes or None
    failure_rate : float
        Probability that a sample gives no score in any comparison, in [0, 1).
    nonmated_mean, mated_mean : float
    subject_sd, mated_subject_sd, sample_sd : float
        Standard deviations of u, w and v, at least 0.
    nonmated_pair_sd, mated_pair_sd : float
        Standard deviations of e, above 0.
    mated_drop, nonmated_rise : float
        Change of the score if the whole face were hidden.
    ordered : bool
        False: each pair of samples is compared once, and the two take turns as probe.
        True: each pair is compared twice, once each way round.
    string_pseudonyms : bool
        Write subjects as ``"S00012"`` and not as 12.
    """

    n_subjects: int = 500
    n_samples: int = 5
    groups: tuple[Group, ...] = ()
    cross_group_shift: float = 0.0
    masks: tuple[Mask, ...] = ()
    look_alikes: LookAlikes | None = None
    failure_rate: float = 0.0
    nonmated_mean: float = 0.30
    mated_mean: float = 0.80
    subject_sd: float = 0.045
    mated_subject_sd: float = 0.045
    sample_sd: float = 0.02
    nonmated_pair_sd: float = 0.07
    mated_pair_sd: float = 0.04
    mated_drop: float = 0.20
    nonmated_rise: float = 0.05
    ordered: bool = False
    string_pseudonyms: bool = False

    def __post_init__(self) -> None:
        """Refuse settings that describe no test."""
        _at_least("n_subjects", self.n_subjects, 2)
        _at_least("n_samples", self.n_samples, 1)
        for name in ("subject_sd", "mated_subject_sd", "sample_sd"):
            _at_least(name, getattr(self, name), 0)
        for name in ("nonmated_pair_sd", "mated_pair_sd"):
            if not getattr(self, name) > 0:
                raise ParameterError(name, "above 0", getattr(self, name))
        if not 0 <= self.failure_rate < 1:
            raise ParameterError("failure_rate", "in [0, 1)", self.failure_rate)
        _check_names("groups", self.groups)
        _check_names("masks", self.masks)

    @property
    def mask_shares(self) -> tuple[tuple[Mask, float], ...]:
        """Masks and the probability of each; a bare face if none was declared."""
        masks = self.masks or (BARE,)
        total = math.fsum(mask.share for mask in masks)
        return tuple((mask, mask.share / total) for mask in masks)

    @property
    def group_sizes(self) -> tuple[tuple[Group, int], ...]:
        """Groups and their number of subjects; one nameless group if none."""
        groups = self.groups or (Group(name=""),)
        total = math.fsum(group.share for group in groups)
        exact = [self.n_subjects * group.share / total for group in groups]
        sizes = [math.floor(size) for size in exact]
        by_remainder = sorted(range(len(sizes)), key=lambda k: sizes[k] - exact[k])
        for k in by_remainder[: self.n_subjects - sum(sizes)]:
            sizes[k] += 1
        return tuple(zip(groups, sizes, strict=True))

    def n_clusters(self, size: int) -> int:
        """Return the number of look-alike clusters in a group of ``size`` subjects."""
        if self.look_alikes is None:
            return 0
        return math.floor(size * self.look_alikes.share / self.look_alikes.size)


def _at_least(name: str, got: float, least: float) -> None:
    if not got >= least:
        raise ParameterError(name, f"at least {least}", got)


def _check_names(name: str, parts: tuple[Group, ...] | tuple[Mask, ...]) -> None:
    names = [part.name for part in parts]
    if len(set(names)) < len(names) or "" in names:
        raise ParameterError(name, "named, each by another name", names)
    if not all(part.share > 0 and math.isfinite(part.share) for part in parts):
        raise ParameterError(name, "of a share above 0", parts)
