"""A complete design: every sample of one side met every sample of the other.

Then the comparisons of a subject pair are a product, ``M_ij = a_i b_j + a_j b_i``, and
no table of pairs has to be made: with 25,000 samples there are 312 million comparisons,
but only 5,000 numbers a and 5,000 numbers b.

Whether a design is complete is never taken on trust. The products are fitted to the
counts per subject and must be whole numbers. Then they must also give the sums of
*scattered codes* of everybody whom a subject met (Freivalds' check of a matrix, by a
product with a vector): a table that misses a comparison, or holds one twice, does not.
"""

from dataclasses import dataclass

import numpy as np

from matchaudit.estimation.counts import IntArray
from matchaudit.tallies import statements
from matchaudit.tallies.comparisons import FloatArray
from matchaudit.tallies.margins import Margin, Margins

_ROUNDS = 500
_TOLERANCE = 1e-11  # one missing comparison of 25,000 moves a sum by about 4e-5
_LARGEST_SUM = 1e12  # beyond it a double no longer tells whole numbers apart for sure
_WHOLE, _LOOKED_AT = 1e-3, 500


@dataclass(frozen=True, slots=True)
class CompleteDesign:
    """A verified product design.

    Attributes
    ----------
    subjects : ndarray of int64, shape (n,)
        Ascending.
    a, b : ndarray of float64, shape (n,)
        Samples as a probe and as a reference, up to a common factor and its inverse.
    """

    subjects: IntArray
    a: FloatArray
    b: FloatArray

    def trials(self, low: IntArray, high: IntArray) -> IntArray:
        """Return the comparisons of subject pairs."""
        i, j = np.searchsorted(self.subjects, (low, high))
        products = self.a[i] * self.b[j] + self.a[j] * self.b[i]
        whole: IntArray = np.rint(products).astype(np.int64)
        return whole

    @property
    def sum_trials_squared(self) -> float:
        """The sum over unordered pairs of ``M_ij**2``, in closed form."""
        a, b = self.a, self.b
        diagonal = float(np.sum((a * b) ** 2))
        squares = float(np.sum(a**2)) * float(np.sum(b**2)) - diagonal
        return squares + float(np.sum(a * b)) ** 2 - diagonal

    def is_whole(self) -> bool:
        """Tell if comparisons of pairs are whole numbers, among the first subjects."""
        total = self.sum_trials_squared
        if not total < _LARGEST_SUM:
            return False
        a, b = self.a[:_LOOKED_AT], self.b[:_LOOKED_AT]
        trials = np.outer(a, b) + np.outer(b, a)
        np.fill_diagonal(trials, 0)
        return bool(np.abs(trials - np.rint(trials)).max() < _WHOLE)

    def is_confirmed_by(self, met: IntArray) -> bool:
        """Tell if everybody met whom the design says.

        Parameters
        ----------
        met : ndarray of int64, shape (n,)
            For each of ``subjects`` the sum of the scattered codes of all others that
            it was compared with, on both sides.
        """
        weight = statements.scattered_codes(self.subjects).astype(np.float64)
        as_probe = self.a * (self.b @ weight - self.b * weight)
        as_reference = self.b * (self.a @ weight - self.a * weight)
        return _agree(as_probe + as_reference, met.astype(np.float64))


def fitting_designs(margins: Margins) -> list[CompleteDesign]:
    """Return the complete designs that the counts per subject allow.

    None of them is confirmed yet: counts per subject alone cannot tell.

    Parameters
    ----------
    margins : Margins
        Counts per subject of one stratum.

    References
    ----------
    .. [1] Freivalds, R. (1977). Probabilistic machines can use less running time.
       IFIP Congress, 839-842.
    """
    subjects, _ = margins.both_sides()
    probes = _on(subjects, margins.probe)
    references = _on(subjects, margins.reference)
    found = []
    with np.errstate(all="ignore"):  # a fit that fails is a design that is not there
        for a, b in (
            _each_pair_of_samples(probes + references),
            _each_probe_with_each_reference(probes, references),
        ):
            design = CompleteDesign(subjects, a, b)
            fits = _agree(a * (b.sum() - b) + b * (a.sum() - a), probes + references)
            if fits and design.is_whole():
                found.append(design)
    return found


def _on(subjects: IntArray, margin: Margin) -> FloatArray:
    counts = np.zeros(subjects.size)
    present = margin.usable > 0
    at = np.searchsorted(subjects, margin.subjects[present])
    counts[at] = margin.usable[present]
    return counts


def _each_pair_of_samples(trials: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Fit ``M_ij = s_i s_j``: which of the two was the probe does not matter."""
    s = trials / np.sqrt(trials.sum())
    for _ in range(_ROUNDS):
        before, s = s, np.sqrt(s * trials / (s.sum() - s))
        if _agree(s, before):
            break
    return s, s / 2


def _each_probe_with_each_reference(
    probes: FloatArray, references: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Fit ``a_i b_j`` comparisons of i as the probe with j as the reference."""
    root = np.sqrt(probes.sum())
    a, b = probes / root, references / root
    for _ in range(_ROUNDS):
        before = np.concatenate((a, b))
        a = probes / (b.sum() - b)
        b = references / (a.sum() - a)
        if _agree(np.concatenate((a, b)), before):
            break
    return a, b


def _agree(found: FloatArray, expected: FloatArray) -> bool:
    return bool(np.all(np.abs(found - expected) <= _TOLERANCE * np.abs(expected)))
