"""Simulated tests that others have published, by name.

Subjects are random centres in a space of many dimensions; a sample is its subject's
centre plus noise, brought to unit length; the score is the negative distance of two
samples. The points stand for nobody. No closed form of the error rates is known:
``true_rates`` finds them by a large simulation and says how sure it is.

References
----------
.. [1] Fogliato, R., Patil, P., Perona, P. (2024). Confidence intervals for error rates
   in 1:1 matching tasks. International Journal of Computer Vision (arXiv 2306.01198),
   and the experiments released with it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from matchaudit.errors import ParameterError
from matchaudit.records.simulation.comparisons import (
    Samples,
    Scores,
    SimulatedComparisons,
)

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

_BATCH = 200  # subjects compared with each other in one batch of ``true_rates``


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedSetting:
    """A published simulation.

    Attributes
    ----------
    centres : {"exponential", "normal", "uniform", "lognormal"}
        Law of each coordinate of a centre: Exp(1); N(0, 1); uniform on (-1, 1);
        log-normal with mean 2 and standard deviation 1 of the logarithm.
    noise_variance : float
        Variance of each coordinate of a sample around its centre.
    n_dimensions : int
    n_subjects, n_samples : int
        Subjects, and samples of each of them.
    """

    centres: Literal["exponential", "normal", "uniform", "lognormal"]
    noise_variance: float
    n_dimensions: int = 128
    n_subjects: int = 50
    n_samples: int = 5

    def __post_init__(self) -> None:
        """Refuse a setting without comparisons or without noise."""
        if self.n_subjects < 2 or self.n_samples < 1:
            raise ParameterError("n_subjects", "at least 2, of 1 sample or more", self)
        if not self.noise_variance > 0:
            raise ParameterError("noise_variance", "above 0", self.noise_variance)


# The first two are the experiments of the paper (its figures show the first); the
# others are the further laws of its released generator, at that generator's defaults.
PUBLISHED = {
    "fogliato-exp": PublishedSetting(centres="exponential", noise_variance=5.0),
    "fogliato-exp-near": PublishedSetting(centres="exponential", noise_variance=0.64),
    "fogliato-normal": PublishedSetting(centres="normal", noise_variance=1.0),
    "fogliato-uniform": PublishedSetting(centres="uniform", noise_variance=1.0),
    "fogliato-lognormal": PublishedSetting(centres="lognormal", noise_variance=1.0),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulatedRates:
    """Error rates found by simulation, and their standard errors.

    Attributes
    ----------
    thresholds : ndarray of float64, shape (K,)
    false_match_rate, false_non_match_rate : ndarray of float64, shape (K,)
        Element k is the rate at ``thresholds[k]``.
    false_match_standard_error, false_non_match_standard_error : ndarray, shape (K,)
        Of the rate, from the spread between independent batches.
    """

    thresholds: FloatArray
    false_match_rate: FloatArray
    false_non_match_rate: FloatArray
    false_match_standard_error: FloatArray
    false_non_match_standard_error: FloatArray


def simulate_published(
    setting: PublishedSetting, rng: np.random.Generator
) -> SimulatedComparisons:
    """Draw one published test; each pair of samples is compared once.

    Parameters
    ----------
    setting : PublishedSetting
    rng : numpy.random.Generator

    Returns
    -------
    SimulatedComparisons
        Without groups, masks and failures; ``truth`` is None.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> simulated = simulate_published(PUBLISHED["fogliato-exp"], rng)
    >>> simulated.n_rows
    31125
    """
    points = _points(setting, setting.n_subjects, rng)
    m = points.shape[0]
    return SimulatedComparisons(
        samples=Samples(
            subject=np.repeat(np.arange(setting.n_subjects), setting.n_samples),
            failed=np.zeros(m, dtype=bool),
        ),
        truth=None,
        ordered=False,
        string_pseudonyms=False,
        scores=_negative_distances(points),
        seed=0,  # the scores hold no pair noise
    )


def true_rates(
    setting: PublishedSetting,
    thresholds: Sequence[float],
    rng: np.random.Generator,
    n: int,
) -> SimulatedRates:
    """Find a setting's true error rates by a large simulation.

    Parameters
    ----------
    setting : PublishedSetting
        Its number of subjects does not matter here.
    thresholds : sequence of float, length K
        Scores: negative distances, in [-2, 0].
    rng : numpy.random.Generator
    n : int
        Subjects to draw, in independent batches of 200; at least 400. The cost is
        about one second for 10,000 subjects of 5 samples.

    Returns
    -------
    SimulatedRates

    Examples
    --------
    >>> setting = PUBLISHED["fogliato-exp"]
    >>> rates = true_rates(setting, [-1.2], np.random.default_rng(1), 400)
    >>> bool(0 < rates.false_match_rate[0] < 0.2)
    True
    """
    if n < 2 * _BATCH:
        raise ParameterError("n", f"at least {2 * _BATCH}", n)
    if setting.n_samples < 2:
        raise ParameterError("setting.n_samples", "at least 2", setting.n_samples)
    t = np.asarray(thresholds, dtype=np.float64)
    batch = replace(setting, n_subjects=_BATCH)
    rates = np.array([_batch_rates(batch, t, rng) for _ in range(n // _BATCH)])
    means = rates.mean(axis=0)
    errors = rates.std(axis=0, ddof=1) / np.sqrt(rates.shape[0])
    return SimulatedRates(
        thresholds=t,
        false_match_rate=means[0],
        false_non_match_rate=means[1],
        false_match_standard_error=errors[0],
        false_non_match_standard_error=errors[1],
    )


def _batch_rates(
    setting: PublishedSetting, thresholds: FloatArray, rng: np.random.Generator
) -> FloatArray:
    """Return false match and false non-match rates, shape (2, K), of one test."""
    points = _points(setting, setting.n_subjects, rng)
    m, k = points.shape[0], setting.n_samples
    # score >= t if and only if the cosine is at least 1 - t^2 / 2, for t <= 0.
    least = np.where(thresholds <= 0, 1 - thresholds**2 / 2, np.inf)
    cosine = points @ points.T
    blocks = cosine.reshape(setting.n_subjects, k, setting.n_subjects, k)
    own = np.einsum("iaib->iab", blocks).copy()
    np.einsum("iaib->iab", blocks)[...] = -np.inf  # leaves the non-mated ones
    mated = own[:, ~np.eye(k, dtype=bool)]
    n_nonmated = m * (m - k)
    high = np.sort(cosine[cosine >= least.min()])
    matches = high.size - np.searchsorted(high, least)
    below = np.array([np.mean(mated < cut) for cut in least])
    return np.array([matches / n_nonmated, below])


def _points(
    setting: PublishedSetting, n_subjects: int, rng: np.random.Generator
) -> FloatArray:
    """Draw the samples of subjects as unit vectors, one row each."""
    shape = (n_subjects, setting.n_dimensions)
    if setting.centres == "exponential":
        centres = rng.exponential(1.0, shape)
    elif setting.centres == "normal":
        centres = rng.normal(0.0, 1.0, shape)
    elif setting.centres == "uniform":
        centres = rng.uniform(-1.0, 1.0, shape)
    else:
        centres = rng.lognormal(2.0, 1.0, shape)
    points = np.repeat(centres, setting.n_samples, axis=0)
    points += rng.normal(0.0, np.sqrt(setting.noise_variance), points.shape)
    points /= np.linalg.norm(points, axis=1, keepdims=True)
    return points


def _negative_distances(points: FloatArray) -> Scores:
    def scores(
        probe: IntArray, reference: IntArray, _rng: np.random.Generator
    ) -> FloatArray:
        score = np.empty(probe.size)
        for start in range(0, probe.size, 1 << 14):  # a whole block would be 0.5 GB
            part = slice(start, start + (1 << 14))
            gap = points[probe[part]] - points[reference[part]]
            score[part] = -np.sqrt(np.einsum("ij,ij->i", gap, gap))
        return score

    return scores
