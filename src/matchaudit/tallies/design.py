"""A complete design: every sample of one side met every sample of the other.

Then the comparisons of a subject pair are a product, ``M_ij = a_i b_j + a_j b_i``, and
no table of pairs has to be made: with 25,000 samples there are 312 million comparisons,
but only 5,000 numbers a and 5,000 numbers b.

Whether a design is complete is never taken on trust. The products are fitted to the
counts per subject, and must then also give the sums of *scattered codes* of everybody
whom a subject met (Freivalds' check of a matrix, by a product with a vector): a table
that misses a comparison, or holds one twice, does not.
"""

from dataclasses import dataclass

import numpy as np

from matchaudit.estimation.counts import IntArray
from matchaudit.tallies import statements
from matchaudit.tallies.comparisons import FloatArray
from matchaudit.tallies.margins import Margins

_ROUNDS = 500
_TOLERANCE = 1e-11  # one missing comparison of 25,000 moves a sum by about 4e-5
_LARGEST_SUM = 1e12  # beyond it a double no longer tells whole numbers apart for sure
_WHOLE = 0.1


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


@dataclass(frozen=True, slots=True)
class _Sums:
    """Per subject: comparisons on each side, and scattered codes of the other side."""

    as_probe: FloatArray
    as_reference: FloatArray
    met_as_probe: FloatArray
    met_as_reference: FloatArray
    scattered: FloatArray


def complete_design(margins: Margins) -> CompleteDesign | None:
    """Return the design of the usable non-mated comparisons, if it is complete.

    Parameters
    ----------
    margins : Margins
        Counts per subject of one stratum.

    Returns
    -------
    CompleteDesign or None
        None if the design is not complete, or the check does not show that it is.

    References
    ----------
    .. [1] Freivalds, R. (1977). Probabilistic machines can use less running time.
       IFIP Congress, 839-842.
    """
    subjects, _ = margins.both_sides()
    probe, reference = margins.probe, margins.reference
    sums = _Sums(
        as_probe=_on(subjects, probe.subjects, probe.usable),
        as_reference=_on(subjects, reference.subjects, reference.usable),
        met_as_probe=_on(subjects, probe.subjects, probe.scattered),
        met_as_reference=_on(subjects, reference.subjects, reference.scattered),
        scattered=statements.scattered_codes(subjects).astype(np.float64),
    )
    with np.errstate(all="ignore"):  # a fit that fails is a design that is not complete
        for fit in (_each_pair_of_samples, _each_probe_with_each_reference):
            sides = fit(sums)
            if sides is None:
                continue
            design = CompleteDesign(subjects, *sides)
            total = design.sum_trials_squared
            if total < _LARGEST_SUM and abs(total - round(total)) < _WHOLE:
                return design
    return None


def _on(subjects: IntArray, some: IntArray, values: IntArray) -> FloatArray:
    found = np.zeros(subjects.size)
    present = values > 0
    found[np.searchsorted(subjects, some[present])] = values[present]
    return found


def _each_pair_of_samples(sums: _Sums) -> tuple[FloatArray, FloatArray] | None:
    """Fit ``M_ij = s_i s_j``: which of the two was the probe does not matter."""
    trials = sums.as_probe + sums.as_reference
    met = sums.met_as_probe + sums.met_as_reference
    s = trials / np.sqrt(trials.sum())
    for _ in range(_ROUNDS):
        before, s = s, np.sqrt(s * trials / (s.sum() - s))
        if _agree(s, before):
            break
    weight = sums.scattered
    if _agree(s * (s.sum() - s), trials) and _agree(s * (s @ weight - s * weight), met):
        return s, s / 2
    return None


def _each_probe_with_each_reference(
    sums: _Sums,
) -> tuple[FloatArray, FloatArray] | None:
    """Fit ``a_i b_j`` comparisons of i as the probe with j as the reference."""
    root = np.sqrt(sums.as_probe.sum())
    a, b = sums.as_probe / root, sums.as_reference / root
    for _ in range(_ROUNDS):
        before = np.concatenate((a, b))
        a = sums.as_probe / (b.sum() - b)
        b = sums.as_reference / (a.sum() - a)
        if _agree(np.concatenate((a, b)), before):
            break
    weight = sums.scattered
    holds = (
        _agree(a * (b.sum() - b), sums.as_probe)
        and _agree(b * (a.sum() - a), sums.as_reference)
        and _agree(a * (b @ weight - b * weight), sums.met_as_probe)
        and _agree(b * (a @ weight - a * weight), sums.met_as_reference)
    )
    return (a, b) if holds else None


def _agree(found: FloatArray, expected: FloatArray) -> bool:
    return bool(np.all(np.abs(found - expected) <= _TOLERANCE * np.abs(expected)))
