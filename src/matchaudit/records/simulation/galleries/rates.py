"""The true error rates of a population of people, in a gallery of any size."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from matchaudit.errors import ParameterError
from matchaudit.records.simulation.galleries.exceedance import Exceedance, tabulate
from matchaudit.records.simulation.galleries.people import Classes, People
from matchaudit.records.simulation.galleries.structure import FloatArray

_NODES, _PARTS = np.polynomial.legendre.leggauss(12)
_LEAST = 1e-300


@dataclass(frozen=True, kw_only=True)
class TrueRates:
    """Means, over fresh probes, of what is exact once the probe is given.

    Thresholds here are the matcher's, before any vendor's scale.

    Attributes
    ----------
    classes : Classes
        The population.
    probes : People
        M fresh probes, with the weights that make them stand for the population.
    """

    classes: Classes
    probes: People
    _kept: dict[float, FloatArray] = field(default_factory=dict, repr=False)

    @cached_property
    def exceedance(self) -> Exceedance:
        """The table of each probe's exceedance probabilities."""
        lowest = max(-0.9, -2.5 / self.classes.structure.dimension**0.5)
        p = self.probes
        return tabulate(self.classes, p.vectors, p.weight, lowest)

    def weight(self, group: int | None = None) -> FloatArray:
        """Return the probes' weights, those of other groups 0; they sum to 1."""
        weight = self.probes.weight
        if group is not None:
            inside = self.classes.group[self.probes.member_of] == group
            weight = np.where(inside, weight, 0.0)
        share: FloatArray = weight / weight.sum()
        return share

    def cosines(self, raw: float) -> FloatArray:
        """Return the cosine at which each probe's score is ``raw``."""
        return np.clip(self.probes.centre + self.probes.spread * raw, -1.0, 1.0)

    def exceeding(
        self, cosines: FloatArray, share: FloatArray | None = None
    ) -> FloatArray:
        """Return P(a random member of the gallery reaches the cosine), by probe.

        Parameters
        ----------
        cosines : ndarray of float64, shape (M,)
        share : ndarray of float64, shape (G,), optional
            Of the gallery that belongs to each group; by default the population's.

        Returns
        -------
        ndarray of float64, shape (M,)
        """
        if share is None:
            share = self.classes.group_share
        one = self.exceedance.at(cosines, share)
        kin = self.classes.structure.kin
        if kin is not None:
            one = one + kin.relatives / kin.population * kin.tail(cosines)
        return np.minimum(one, 1 - 1e-16)

    def fpir(
        self,
        gallery_size: int,
        raw: float,
        *,
        group: int | None = None,
        share: FloatArray | None = None,
    ) -> tuple[float, float]:
        """Return the rate, and its standard error over the probes."""
        one = (
            self._at(raw) if share is None else self.exceeding(self.cosines(raw), share)
        )
        found = searched(gallery_size, one)
        weight = self.weight(group)
        rate = float(weight @ found)
        # The probes are a systematic sample of classes and energies, in this order.
        steps = np.diff(weight * (found - rate))
        return rate, float(np.sqrt(steps @ steps / 2))

    def _at(self, raw: float) -> FloatArray:
        """Return the exceedance at a threshold; the last one is kept."""
        if raw not in self._kept:
            self._kept.clear()
            self._kept[raw] = self.exceeding(self.cosines(raw))
        return self._kept[raw]

    def threshold(self, gallery_size: int, fpir: float) -> float:
        """Return the threshold with this rate, to ten digits."""
        from scipy.optimize import brentq

        if not 0 < fpir < 1:
            raise ParameterError("fpir", "between 0 and 1", fpir)
        goal = np.log(fpir / (1 - fpir))

        def excess(raw: float) -> float:
            rate = min(max(self.fpir(gallery_size, raw)[0], _LEAST), 1 - 1e-16)
            return float(np.log(rate / (1 - rate)) - goal)

        centre, spread = self.probes.centre, self.probes.spread
        low = float(((-1 - centre) / spread).min())
        high = float(((1 - centre) / spread).max())
        return float(brentq(excess, low, high, xtol=1e-11, rtol=1e-11))

    def fnmr(self, raw: float, *, group: int | None = None) -> float:
        """Return P(mated score < threshold)."""
        above = self._mated().tail(self.cosines(raw))
        return float(1 - self.weight(group) @ above)

    def fnir(
        self, gallery_sizes: Sequence[int], raw: float, *, group: int | None = None
    ) -> list[float]:
        """Return P(the mate is not the top candidate, or is below the threshold)."""
        mated = self._mated()
        above = mated.tail(self.cosines(raw))
        weight = self.weight(group) * above
        correct = np.zeros(len(gallery_sizes))
        # Mated scores above the threshold, by nodes of their probability.
        for node, part in zip((_NODES + 1) / 2, _PARTS / 2, strict=True):
            outranking = self.exceeding(mated.quantile(node * above))
            for k, size in enumerate(gallery_sizes):
                correct[k] += part * (weight @ (1 - searched(size, outranking)))
        return [float(1 - one) for one in correct]

    def _mated(self) -> "MatedLaw":
        return mated_law(self.classes, self.probes)


def searched(gallery_size: int, exceeding: FloatArray) -> FloatArray:
    """Return P(at least one of N random members exceeds): 1 - (1 - P)^N.

    Examples
    --------
    >>> searched(2, np.array([0.5, 0.1])).round(2).tolist()
    [0.75, 0.19]
    """
    if gallery_size < 1:
        raise ParameterError("gallery_size", "1 or more", gallery_size)
    found: FloatArray = -np.expm1(gallery_size * np.log1p(-exceeding))
    return found


@dataclass(frozen=True, slots=True)
class MatedLaw:
    """Law of the cosine of each of M people's two samples.

    Attributes
    ----------
    loss : ndarray of float64, shape (M,)
        Median of 1 minus the cosine.
    sd : float
        Of its logarithm.
    """

    loss: FloatArray
    sd: float

    def tail(self, cosines: FloatArray) -> FloatArray:
        """Return P(mated cosine >= cosine)."""
        from scipy.special import ndtr

        room = np.maximum(1 - cosines, _LEAST)
        above: FloatArray = ndtr(np.log(room / self.loss) / self.sd)
        return above

    def quantile(self, above: FloatArray) -> FloatArray:
        """Return the cosines that mated ones reach with probability ``above``."""
        from scipy.special import ndtri

        z = ndtri(np.clip(above, _LEAST, 1 - 1e-16))
        return self.made(z)

    def made(self, z: FloatArray) -> FloatArray:
        """Return the cosines of standard normal values."""
        return np.maximum(1 - self.loss * np.exp(self.sd * z), -1.0)


def mated_law(classes: Classes, people: People) -> MatedLaw:
    """Return how like their second samples people are."""
    mated = classes.structure.mated
    loss = np.full(people.member_of.size, 1 - mated.cosine)
    loss[classes.hub[people.member_of]] *= mated.hub_loss
    return MatedLaw(loss, mated.sd)
