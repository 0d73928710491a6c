"""Complete designs: found when they are there, never when they are not."""

import numpy as np
import pytest
from numpy.typing import NDArray

from matchaudit.tallies import statements
from matchaudit.tallies.design import CompleteDesign, fitting_designs
from matchaudit.tallies.margins import NOBODY, Margin, Margins

Matrix = NDArray[np.int64]
SIZES = (30, 300)


def complete_design(trials: Matrix) -> CompleteDesign | None:
    """Look for the design of ``trials[i, j]`` comparisons of i as probe with j."""
    who = np.arange(len(trials))

    def side(counts: Matrix) -> Margin:
        total = counts.sum(axis=1)
        return Margin(subjects=who, trials=total, usable=total)

    margins = Margins(mated=NOBODY.mated, probe=side(trials), reference=side(trials.T))
    met = (trials + trials.T) @ statements.scattered_codes(who)
    found = [d for d in fitting_designs(margins) if d.is_confirmed_by(met)]
    return found[0] if found else None


def nonmated(trials: Matrix) -> Matrix:
    """Leave out the diagonal: there a subject meets itself."""
    return np.asarray(trials - np.diag(np.diag(trials)))


def designs(n: int) -> dict[str, Matrix]:
    """Designs in which every sample meets every other one."""
    rng = np.random.default_rng(n)
    probes, references = rng.integers(1, 6, (2, n))
    failed = probes.copy()
    failed[0] = 0
    return {
        "each probe with each reference": np.outer(probes, references),
        "each pair of samples once": np.triu(np.outer(probes, probes)),
        "each pair of samples, both ways": np.outer(probes, probes),
        "a subject whose probes failed": np.outer(failed, references),
    }


@pytest.mark.parametrize("n", SIZES)
@pytest.mark.parametrize("name", list(designs(30)))
def test_complete(n: int, name: str) -> None:
    """The comparisons of every pair, and the sum of their squares, are exact."""
    trials = nonmated(designs(n)[name])
    low, high = np.triu_indices(n, 1)
    pairs = (trials + trials.T)[low, high]

    design = complete_design(trials)

    assert design is not None
    assert round(design.sum_trials_squared) == int((pairs**2).sum())
    seen = pairs > 0
    np.testing.assert_array_equal(design.trials(low[seen], high[seen]), pairs[seen])


@pytest.mark.parametrize("name", list(designs(30)))
def test_one_comparison_is_missing(name: str) -> None:
    """One comparison fewer is no complete design."""
    trials = nonmated(designs(300)[name])
    trials[1, 297] -= 1

    assert complete_design(trials) is None


@pytest.mark.parametrize("name", list(designs(30)))
def test_two_comparisons_are_swapped(name: str) -> None:
    """A swap that no count per subject shows is found by the scattered codes."""
    trials = nonmated(designs(300)[name])
    before = trials.copy()
    for i, j, change in ((1, 12, 1), (1, 14, -1), (3, 14, 1), (3, 12, -1)):
        trials[i, j] += change

    assert trials.sum(axis=0).tolist() == before.sum(axis=0).tolist()
    assert trials.sum(axis=1).tolist() == before.sum(axis=1).tolist()
    assert complete_design(trials) is None


def test_scattered_codes_are_those_of_the_statement() -> None:
    """Codes are scattered over the whole range, without ties among neighbours."""
    scattered = statements.scattered_codes(np.arange(5000))

    assert scattered.min() >= 0
    assert scattered.max() < statements.scatter_limit()
    assert np.unique(scattered).size > 4980
    assert abs(scattered.mean() / statements.scatter_limit() - 0.5) < 0.02
