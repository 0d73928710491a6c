"""True error rates of a simulated test: sums of normal tails, without simulation."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from matchaudit.errors import ParameterError, UndefinedMeasureError
from matchaudit.records.simulation.settings import ComparisonSettings

# The visible fraction is uniform within a mask; over this smooth integrand the rule is
# exact to about 1e-14, in the far tail as well, for its terms are all positive.
_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(32)
_KEYS = ("probe_group", "reference_group", "probe_mask")


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of the comparisons: normal scores, the mean moved by the hidden fraction.

    ``slope`` is the change of the mean for each unit of the hidden fraction, which is
    uniform between ``hidden_low`` and ``hidden_high``.
    """

    weight: float
    mean: float
    sd: float
    slope: float
    hidden_low: float
    hidden_high: float

    def at_or_above(self, threshold: float) -> float:
        from scipy.special import ndtr

        middle = (self.hidden_low + self.hidden_high) / 2
        half = (self.hidden_high - self.hidden_low) / 2
        means = self.mean + self.slope * (middle + half * _NODES)
        return float(_WEIGHTS @ ndtr((means - threshold) / self.sd)) / 2

    def below(self, threshold: float) -> float:
        """Return the other tail, exact where it is tiny."""
        mirrored = _Part(
            self.weight,
            -self.mean,
            self.sd,
            -self.slope,
            self.hidden_low,
            self.hidden_high,
        )
        return mirrored.at_or_above(-threshold)


@dataclass(frozen=True, slots=True)
class KnownTruth:
    """The population's error rates for given settings.

    Rates are exact (to rounding) at thresholds with at most six decimals, where the
    written scores are cut. A rate is the expected share over tests with the same
    numbers of subjects in each group and cluster.

    Examples
    --------
    >>> from matchaudit.records.simulation import ComparisonSettings
    >>> truth = KnownTruth(ComparisonSettings(n_subjects=10, failure_rate=0.02))
    >>> f"{truth.false_match_rate(0.64):.3e}"
    '2.873e-04'
    >>> f"{truth.false_non_match_rate(0.64):.3e}"
    '8.080e-03'
    >>> truth.failure_to_acquire_rate
    0.02
    """

    settings: ComparisonSettings

    @property
    def failure_to_acquire_rate(self) -> float:
        """Probability that a sample gives no score in any comparison."""
        return self.settings.failure_rate

    def false_match_rate(
        self,
        threshold: float,
        population: Mapping[str, str] | None = None,
        *,
        visible: tuple[float, float] = (0.0, 1.0),
    ) -> float:
        """Return P(score >= threshold) over non-mated comparisons.

        Parameters
        ----------
        threshold : float
        population : mapping of str to str, optional
            Any of ``probe_group``, ``reference_group``, ``probe_mask``.
        visible : tuple of float
            Only probes whose visible fraction is within these bounds.

        Returns
        -------
        float
            In [0, 1].

        Raises
        ------
        UndefinedMeasureError
            If the settings make no such comparison.
        ParameterError
            If the population has a key that is not known.
        """
        parts = list(self._nonmated(_checked(population), visible))
        return _mean([(p.weight, p.at_or_above(threshold)) for p in parts])

    def false_non_match_rate(
        self,
        threshold: float,
        population: Mapping[str, str] | None = None,
        *,
        visible: tuple[float, float] = (0.0, 1.0),
    ) -> float:
        """Return P(score < threshold) over mated comparisons.

        Parameters, returns and errors are those of ``false_match_rate``.
        """
        parts = list(self._mated(_checked(population), visible))
        return _mean([(p.weight, p.below(threshold)) for p in parts])

    def to_json(self, thresholds: Sequence[float]) -> dict[str, Any]:
        """Return the rates at thresholds for each population, to be written as JSON."""
        s = self.settings
        names = [group.name for group in s.groups]
        pairs = [{"probe_group": a, "reference_group": b} for a in names for b in names]
        sides = [{"probe_group": name} for name in names]
        masks = [{"probe_mask": mask.name} for mask in s.masks]
        rows = []
        for population in [{}, *pairs, *sides, *masks]:
            for threshold in thresholds:
                row: dict[str, Any] = {"population": population, "threshold": threshold}
                for name in ("false_match_rate", "false_non_match_rate"):
                    try:
                        row[name] = getattr(self, name)(threshold, population)
                    except UndefinedMeasureError:
                        continue  # two groups have no mated comparison
                rows.append(row)
        return {"failure_to_acquire_rate": s.failure_rate, "rates": rows}

    def _nonmated(
        self, population: Mapping[str, str], visible: tuple[float, float]
    ) -> Iterator[_Part]:
        s = self.settings
        variance = 2 * s.subject_sd**2 + 2 * s.sample_sd**2 + s.nonmated_pair_sd**2
        for weight, shift in self._cells(population):
            for share, low, high in self._hidden(population, visible):
                yield _Part(
                    weight * share,
                    s.nonmated_mean + shift,
                    math.sqrt(variance),
                    s.nonmated_rise,
                    low,
                    high,
                )

    def _mated(
        self, population: Mapping[str, str], visible: tuple[float, float]
    ) -> Iterator[_Part]:
        s = self.settings
        variance = s.mated_subject_sd**2 + 2 * s.sample_sd**2 + s.mated_pair_sd**2
        if s.n_samples < 2:
            return
        wanted = {population.get("probe_group"), population.get("reference_group")}
        for group, size in s.group_sizes:
            if not wanted <= {None, group.name}:
                continue
            for share, low, high in self._hidden(population, visible):
                yield _Part(
                    size * share,
                    s.mated_mean + group.mated_shift,
                    math.sqrt(variance),
                    -s.mated_drop,
                    low,
                    high,
                )

    def _cells(self, population: Mapping[str, str]) -> Iterator[tuple[float, float]]:
        """Yield (ordered subject pairs, shift of the mean) of each kind of pair."""
        s = self.settings
        for g, n_g in s.group_sizes:
            if population.get("probe_group", g.name) != g.name:
                continue
            for h, n_h in s.group_sizes:
                if population.get("reference_group", h.name) != h.name:
                    continue
                if g.name != h.name:
                    yield n_g * n_h, s.cross_group_shift
                    continue
                alike = 0
                if s.look_alikes is not None:
                    k = s.look_alikes.size
                    alike = s.n_clusters(n_g) * k * (k - 1)
                    yield alike, g.nonmated_shift + s.look_alikes.bonus
                yield n_g * (n_g - 1) - alike, g.nonmated_shift

    def _hidden(
        self, population: Mapping[str, str], visible: tuple[float, float]
    ) -> Iterator[tuple[float, float, float]]:
        """Yield (probability, lowest, highest hidden fraction) of each mask."""
        for mask, share in self.settings.mask_shares:
            if population.get("probe_mask", mask.name) != mask.name:
                continue
            low = max(mask.visible_low, visible[0])
            high = min(mask.visible_high, visible[1])
            width = mask.visible_high - mask.visible_low
            if low > high or (low == high and width > 0):
                continue
            yield share * ((high - low) / width if width else 1.0), 1 - high, 1 - low


def _checked(population: Mapping[str, str] | None) -> Mapping[str, str]:
    unknown = set(population or {}) - set(_KEYS)
    if unknown:
        raise ParameterError("population", f"of the keys {_KEYS}", sorted(unknown))
    return population or {}


def _mean(parts: Sequence[tuple[float, float]]) -> float:
    total = math.fsum(weight for weight, _ in parts)
    if not total > 0:
        raise UndefinedMeasureError("the settings make no such comparison")
    return math.fsum(weight * rate for weight, rate in parts) / total
