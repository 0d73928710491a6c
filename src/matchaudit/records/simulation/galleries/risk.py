"""Which people are likely to be confused with somebody: where to draw probes for a truth.

Few people cause most wrong candidates: hubs, members of tight clusters, people of little
energy. A truth that is a mean over probes is found soonest if such probes are drawn more
often than they occur, and weighted back. How often is no part of the truth; so a rough
answer will do: a probe is taken to be confused with members of its own class only.
"""

import numpy as np
from numpy.typing import NDArray

from matchaudit.records.simulation.galleries.people import Classes, People

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]

_STEP = 0.75  # between energies, in standard deviations
_ENERGIES = np.arange(-6.0, 6.0 + _STEP / 2, _STEP)
_GALLERY = 1e8
_TARGETS = (0.2, 0.02, 0.002)
_NATURAL = 0.3  # part of the probes that are drawn as they occur
_LOUD = 1.6  # half of the others are louder by so many standard deviations


def draw_risky(classes: Classes, n: int, rng: np.random.Generator) -> People:
    """Draw n people, those with many look-alikes more often, with their weights.

    A rate of the population is then a weighted mean.

    Parameters
    ----------
    classes : Classes
    n : int
    rng : numpy.random.Generator

    Returns
    -------
    People
    """
    usual = np.exp(-(_ENERGIES**2) / 2)
    usual = classes.weight[:, None] * (usual / usual.sum())
    proposal = _NATURAL * usual + (1 - _NATURAL) * _risky(classes, usual)
    cell = _systematic(proposal.ravel(), n, rng)
    member_of, energy = np.divmod(cell, _ENERGIES.size)
    # Even within the cell: the outermost reach to where nobody is.
    z = _ENERGIES[energy] + _STEP * (rng.random(n) - 0.5)
    density = np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi) * _STEP
    weight = classes.weight[member_of] * density / proposal.ravel()[cell]
    loud, undone = _louder(n, _LOUD if classes.structure.quality_sd else 0.0, rng)
    return classes.people(member_of, z, loud, weight=weight * undone, rng=rng)


def _risky(classes: Classes, usual: FloatArray) -> FloatArray:
    """Return how often to draw each class (row) and energy (column); sums to 1."""
    thresholds = np.linspace(0.1, 1.0, 40) ** 0.75
    tails = _own_tails(classes, thresholds)
    found = -np.expm1(-_GALLERY * tails)
    rates = np.einsum("kj,kjt->t", usual, found)
    risky = 1e-6 * usual  # where no threshold is near a target
    for target in _TARGETS:
        wanted = usual * np.sqrt(found[:, :, int(np.argmin(np.abs(rates - target)))])
        risky += wanted / max(wanted.sum(), 1e-300)
    share: FloatArray = risky / risky.sum()
    return share


def _own_tails(classes: Classes, thresholds: FloatArray) -> FloatArray:
    """Return P(a random member is of one's own class and scores that much)."""
    s = classes.structure
    # With t-norm a threshold is a number of standard deviations, up to about 10.
    towards = np.empty((classes.weight.size, _ENERGIES.size))
    for cosine in np.unique(classes.cosine):
        towards[classes.cosine == cosine] = classes.law(cosine).pull(_ENERGIES)
    at = thresholds
    shift, spread = np.zeros(classes.weight.size), np.ones(classes.weight.size)
    if s.t_norm:
        typical = classes.centres * np.sqrt(classes.cosine)[:, None]
        shift, spread = classes.normalisation(typical)
        at = thresholds / np.median(spread)
    weight = np.where(classes.hub, classes.weight[classes.hub].sum(), classes.weight)
    tails = np.empty((*towards.shape, thresholds.size))
    for cosine in np.unique(classes.cosine):
        inside = classes.cosine == cosine
        cosines = np.minimum(shift[inside, None] + spread[inside, None] * at, 1.0)
        tail = classes.law(cosine).tail(
            towards[inside][:, :, None], cosines[:, None, :], s.dimension
        )
        tails[inside] = weight[inside, None, None] * tail
    return tails


def _louder(
    n: int, shift: float, rng: np.random.Generator
) -> tuple[FloatArray, FloatArray]:
    """Draw n normal values, half of them shifted, and the weights that undo it."""
    z = rng.standard_normal(n) + np.where(rng.random(n) < 0.5, shift, 0.0)
    return z, 2 / (1 + np.exp(shift * z - shift**2 / 2))


def _systematic(shares: FloatArray, n: int, rng: np.random.Generator) -> IntArray:
    """Draw n places with these shares, as evenly as whole numbers allow."""
    points = (np.arange(n) + rng.random()) / n
    places = np.searchsorted(np.cumsum(shares), points, side="right")
    return np.minimum(places, shares.size - 1).astype(np.int64)
