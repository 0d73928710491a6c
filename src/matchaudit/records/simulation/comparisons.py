"""Draw comparisons of a test whose true error rates are known."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matchaudit.records.simulation.pairing import (
    ordered_pairs,
    spans,
    unordered_pairs,
)
from matchaudit.records.simulation.settings import ComparisonSettings
from matchaudit.records.simulation.truth import KnownTruth

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]
Scores = Callable[[IntArray, IntArray, np.random.Generator], FloatArray]


@dataclass(frozen=True, slots=True, kw_only=True)
class Samples:
    """What is known of each of m samples, in the order of their ids 0 .. m - 1.

    Attributes
    ----------
    subject : ndarray of int64, shape (m,)
        Code of the subject, 0 .. n - 1.
    group, mask : ndarray of str, shape (m,), or None
        ``mask`` and ``visible_fraction`` hold where the sample is the probe.
    visible_fraction : ndarray of float64, shape (m,), or None
    failed : ndarray of bool, shape (m,)
    """

    subject: IntArray
    group: NDArray[np.str_] | None = None
    mask: NDArray[np.str_] | None = None
    visible_fraction: FloatArray | None = None
    failed: NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulatedComparisons:
    """Comparisons with a known truth, made block by block when they are asked for.

    Attributes
    ----------
    samples : Samples
    truth : KnownTruth or None
        None where the setting has no closed form (see ``true_rates``).
    ordered, string_pseudonyms : bool
    scores : callable
        (probe ids, reference ids, generator) -> scores.
    seed : int
        Of the pair noise, so that every pass over the blocks gives the same rows.
    """

    samples: Samples
    truth: KnownTruth | None
    ordered: bool
    string_pseudonyms: bool
    scores: Scores
    seed: int

    @property
    def n_rows(self) -> int:
        """Number of comparisons, failed ones included."""
        m = self.samples.subject.size
        return m * (m - 1) // (1 if self.ordered else 2)

    def blocks(self) -> Iterator[tuple[IntArray, IntArray, FloatArray]]:
        """Yield (probe ids, reference ids, scores); NaN is a failed comparison."""
        m = self.samples.subject.size
        for number, (first, last) in enumerate(spans(m, ordered=self.ordered)):
            rng = np.random.default_rng([self.seed, number])
            pairs = ordered_pairs if self.ordered else unordered_pairs
            probe, reference = pairs(first, last, m)
            score = self.scores(probe, reference, rng)
            # Cut, not rounded: a threshold with six decimals splits the cut scores
            # exactly as it splits the scores, so the truth stays exact.
            score = np.floor(score * 1e6) / 1e6
            score[self.samples.failed[probe] | self.samples.failed[reference]] = np.nan
            yield probe, reference, score

    def columns(self) -> dict[str, NDArray[np.generic]]:
        """Return all rows as arrays by column name; for designs that fit in memory.

        ``score`` is NaN if and only if ``failed``. Covariates are there if they were
        simulated.
        """
        blocks = list(self.blocks())
        probe, reference, score = (
            np.concatenate(part) for part in zip(*blocks, strict=True)
        )
        s = self.samples
        columns: dict[str, NDArray[np.generic] | None] = {
            "probe_subject": s.subject[probe],
            "reference_subject": s.subject[reference],
            "probe_id": probe,
            "reference_id": reference,
            "score": score,
            "failed": np.isnan(score),
            "probe_group": None if s.group is None else s.group[probe],
            "reference_group": None if s.group is None else s.group[reference],
            "probe_mask": None if s.mask is None else s.mask[probe],
            "probe_visible_fraction": None
            if s.visible_fraction is None
            else s.visible_fraction[probe],
        }
        return {name: column for name, column in columns.items() if column is not None}


def simulate_comparisons(
    settings: ComparisonSettings, rng: np.random.Generator
) -> SimulatedComparisons:
    """Draw subjects and samples, and lay out every comparison of them.

    Parameters
    ----------
    settings : ComparisonSettings
    rng : numpy.random.Generator
        The only source of chance: the same state gives the same comparisons.

    Returns
    -------
    SimulatedComparisons
        ``n (n - 1) / 2`` comparisons of n samples, or twice as many if ordered.

    Examples
    --------
    >>> settings = ComparisonSettings(n_subjects=3, n_samples=2)
    >>> simulated = simulate_comparisons(settings, np.random.default_rng(1))
    >>> simulated.n_rows
    15
    >>> simulated.columns()["probe_subject"][:4].tolist()
    [0, 0, 1, 1]
    """
    samples, cluster = _draw_samples(settings, rng)
    return SimulatedComparisons(
        samples=samples,
        truth=KnownTruth(settings),
        ordered=settings.ordered,
        string_pseudonyms=settings.string_pseudonyms,
        scores=_normal_scores(settings, samples, cluster, rng),
        seed=int(rng.integers(2**62)),
    )


def _draw_samples(
    s: ComparisonSettings, rng: np.random.Generator
) -> tuple[Samples, IntArray]:
    """Return the samples, and each subject's look-alike cluster (-1: none)."""
    groups = [k for k, (_, size) in enumerate(s.group_sizes) for _ in range(size)]
    cluster = np.full(s.n_subjects, -1, dtype=np.int64)
    start = found = 0
    for _, size in s.group_sizes:
        if s.look_alikes is not None:
            inside = s.n_clusters(size) * s.look_alikes.size
            number = found + np.arange(inside) // s.look_alikes.size
            cluster[start : start + inside] = number
        start, found = start + size, found + s.n_clusters(size)
    order = rng.permutation(s.n_subjects)  # codes must not tell the group
    subject = np.repeat(np.arange(s.n_subjects), s.n_samples)
    m = subject.size
    names = np.array([group.name for group, _ in s.group_sizes])
    masks, shares = zip(*s.mask_shares, strict=True)
    mask = rng.choice(len(masks), size=m, p=shares)
    low = np.array([one.visible_low for one in masks])[mask]
    high = np.array([one.visible_high for one in masks])[mask]
    visible = low + (high - low) * rng.random(m)
    samples = Samples(
        subject=subject,
        group=names[np.array(groups)[order]][subject] if s.groups else None,
        mask=np.array([one.name for one in masks])[mask] if s.masks else None,
        visible_fraction=visible if s.masks else None,
        failed=rng.random(m) < s.failure_rate,
    )
    return samples, cluster[order]


def _normal_scores(
    s: ComparisonSettings,
    samples: Samples,
    cluster: IntArray,
    rng: np.random.Generator,
) -> Scores:
    """Draw the effects of subjects and samples; pair noise is drawn by block."""
    subject = samples.subject
    codes = {group.name: k for k, (group, _) in enumerate(s.group_sizes)}
    group = (
        np.zeros(subject.size, dtype=np.int64)
        if samples.group is None
        else np.array([codes[str(name)] for name in samples.group])
    )
    shifts = np.array([one.nonmated_shift for one, _ in s.group_sizes])
    mated_shifts = np.array([one.mated_shift for one, _ in s.group_sizes])
    sample = rng.normal(0, s.sample_sd, subject.size)
    other = rng.normal(0, s.subject_sd, s.n_subjects)[subject] + sample
    same = rng.normal(0, s.mated_subject_sd, s.n_subjects)[subject] + sample
    hidden = np.zeros(subject.size)
    if samples.visible_fraction is not None:
        hidden = 1 - samples.visible_fraction
    # What a sample adds to a score on either side, and as the probe only.
    probe_other = s.nonmated_mean + other + s.nonmated_rise * hidden
    probe_same = s.mated_mean + mated_shifts[group] + same - s.mated_drop * hidden
    bonus = 0.0 if s.look_alikes is None else s.look_alikes.bonus
    cluster_of = cluster[subject]

    def scores(
        probe: IntArray, reference: IntArray, rng: np.random.Generator
    ) -> FloatArray:
        noise = rng.standard_normal(probe.size)
        score = probe_other[probe] + other[reference] + s.nonmated_pair_sd * noise
        if s.groups:
            at_home = group[probe] == group[reference]
            score += np.where(at_home, shifts[group[probe]], s.cross_group_shift)
        if bonus:
            near = cluster_of[probe] == cluster_of[reference]
            score += bonus * (near & (cluster_of[probe] >= 0))
        mated = np.flatnonzero(subject[probe] == subject[reference])
        a, b = probe[mated], reference[mated]
        score[mated] = probe_same[a] + sample[b] + s.mated_pair_sd * noise[mated]
        return score

    return scores
