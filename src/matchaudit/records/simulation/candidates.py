"""Draw lists of candidates of 1:N searches whose true error rates are known.

Nobody is behind them. Most of a gallery is alike; a few of its people, the *hubs*, look
like many others, so that they are returned again and again in searches for people who
have nothing to do with each other. Galleries of several sizes hold each other.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import log_ndtr, ndtr, ndtri

from matchaudit.errors import ParameterError

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]

# Exact to about 1e-10 for the smooth integrands of the true rates.
_NODES, _WEIGHTS = np.polynomial.hermite_e.hermegauss(80)
_WEIGHTS = _WEIGHTS / _WEIGHTS.sum()
_STEP = 7919  # a prime that parts the people of one list


@dataclass(frozen=True, slots=True, kw_only=True)
class ListSettings:
    """What searches are made, and how alike faces are.

    A wrong person's score is normal with variance 1 about the probe's own ease, which is
    normal with ``subject_sd``; a hub adds its own pull. A mate's score is normal.

    Attributes
    ----------
    n_enrolled, n_others : int
        People who are searched for and are in the gallery, or not; at least 0.
    searches_each : int
        Of each of them, at least 1.
    gallery_sizes : tuple of int
        Ascending; the same searches are made in each.
    hub_share : float
        Share of the gallery's people who look like many others, in [0, 1).
    hub_mean, hub_sd : float
        Of a hub's pull.
    subject_sd : float
        Of a probe's ease.
    mate_mean, mate_sd : float
        Of mates' scores.
    list_length : int
    threshold : float
        Nobody below it is returned.
    """

    n_enrolled: int = 200
    n_others: int = 400
    searches_each: int = 1
    gallery_sizes: tuple[int, ...] = (1000,)
    hub_share: float = 0.0
    hub_mean: float = 2.0
    hub_sd: float = 0.5
    subject_sd: float = 0.3
    mate_mean: float = 6.0
    mate_sd: float = 1.0
    list_length: int = 20
    threshold: float = 3.0

    def __post_init__(self) -> None:
        """Refuse settings that cannot be drawn."""
        if min(self.n_enrolled, self.n_others) < 0:
            raise ParameterError("n_enrolled, n_others", "at least 0", self)
        if self.searches_each < 1 or self.list_length < 1:
            raise ParameterError("searches_each, list_length", "at least 1", self)
        if list(self.gallery_sizes) != sorted(set(self.gallery_sizes)):
            raise ParameterError("gallery_sizes", "ascending", self.gallery_sizes)
        if min(self.gallery_sizes, default=0) < 2 * self.list_length:
            must = "two lists long or more"
            raise ParameterError("gallery_sizes", must, self.gallery_sizes)
        if not 0 <= self.hub_share < 1:
            raise ParameterError("hub_share", "in [0, 1)", self.hub_share)

    def n_hubs(self, gallery_size: int) -> int:
        """Return how many people of a gallery are hubs."""
        return round(self.hub_share * gallery_size)


@dataclass(frozen=True, slots=True)
class SimulatedLists:
    """Lists of candidates by column, one row a candidate or an empty search."""

    settings: ListSettings
    columns: Mapping[str, NDArray[np.generic]]


def simulate_lists(settings: ListSettings, rng: np.random.Generator) -> SimulatedLists:
    """Draw the searches of each gallery.

    Parameters
    ----------
    settings : ListSettings
    rng : numpy.random.Generator
        The only source of chance.

    Returns
    -------
    SimulatedLists
        Columns of the kind ``candidates``: codes for pseudonyms, -1 and NaN where an
        empty search has no rank, no candidate and no score.

    Examples
    --------
    >>> few = ListSettings(n_enrolled=2, n_others=2, threshold=-9.0, list_length=3)
    >>> lists = simulate_lists(few, np.random.default_rng(1))
    >>> lists.columns["rank"].tolist()
    [1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2, 3]
    """
    s = settings
    people = s.n_enrolled + s.n_others
    subject = np.repeat(np.arange(people), s.searches_each)
    enrolled = subject < s.n_enrolled
    ease = rng.normal(0, s.subject_sd, people)[subject]
    pulls = rng.normal(s.hub_mean, s.hub_sd, s.n_hubs(s.gallery_sizes[-1]))
    of_hubs = ease[:, None] + pulls + rng.normal(size=(subject.size, pulls.size))
    mate = np.where(enrolled, rng.normal(s.mate_mean, s.mate_sd, subject.size), -np.inf)
    bulk = np.full((subject.size, 0), -np.inf)
    before = 0
    blocks = []
    for size in s.gallery_sizes:
        n_hubs = s.n_hubs(size)
        # One place is the mate's; people who are not enrolled meet one more.
        more = _largest(size - n_hubs - before, s.list_length, subject.size, rng)
        bulk = _best(np.hstack([bulk, ease[:, None] + more]), s.list_length)
        before = size - n_hubs
        blocks.append(_block(s, size, bulk, of_hubs[:, :n_hubs], mate, rng))
    joined = {
        name: np.concatenate([block[name] for block in blocks]) for name in blocks[0]
    }
    search = joined.pop("search")
    columns = {
        "search_id": search + subject.size * joined.pop("place"),
        "probe_subject": subject[search],
        "enrolled": enrolled[search],
        **joined,
    }
    columns["candidate_subject"] = np.where(
        columns["candidate_subject"] == -2,
        columns["probe_subject"],
        columns["candidate_subject"],
    )
    return SimulatedLists(s, columns)


def true_fpir(settings: ListSettings, gallery_size: int, threshold: float) -> float:
    """Return the true FPIR over galleries and people like these.

    With h hubs of N people and Q(t) = E over the probe's ease:
    ``1 - E[ndtr(t - b)**(N - h) ndtr((t - b - m) / sqrt(1 + s**2))**h]``.

    Parameters
    ----------
    settings : ListSettings
    gallery_size : int
    threshold : float
        At least the settings' own.

    Returns
    -------
    float
        In [0, 1].

    Examples
    --------
    >>> round(true_fpir(ListSettings(subject_sd=0.0), 1000, 4.0), 5)
    0.03118
    """
    s = settings
    ease = s.subject_sd * _NODES
    hubs = s.n_hubs(gallery_size)
    log_none = (gallery_size - hubs) * log_ndtr(threshold - ease)
    wide = np.hypot(1.0, s.hub_sd)
    log_none = log_none + hubs * log_ndtr((threshold - ease - s.hub_mean) / wide)
    return float(_WEIGHTS @ -np.expm1(log_none))


def true_selectivity(
    settings: ListSettings, gallery_size: int, threshold: float
) -> float:
    """Return the true mean number of wrong people at or above a threshold.

    Parameters
    ----------
    settings : ListSettings
    gallery_size : int
    threshold : float

    Returns
    -------
    float
        Of lists that are never full.

    Examples
    --------
    >>> round(true_selectivity(ListSettings(subject_sd=0.0), 1000, 4.0), 5)
    0.03167
    """
    s = settings
    hubs = s.n_hubs(gallery_size)
    bulk = ndtr(-threshold / np.hypot(1.0, s.subject_sd))
    wide = np.sqrt(1 + s.subject_sd**2 + s.hub_sd**2)
    return float(
        (gallery_size - hubs) * bulk + hubs * ndtr((s.hub_mean - threshold) / wide)
    )


def true_miss_rate(settings: ListSettings, threshold: float) -> float:
    """Return the true FNIR at a threshold, anywhere on a list that is never full.

    Examples
    --------
    >>> round(true_miss_rate(ListSettings(), 4.0), 5)
    0.02275
    """
    return float(ndtr((threshold - settings.mate_mean) / settings.mate_sd))


def _largest(n: int, k: int, rows: int, rng: np.random.Generator) -> FloatArray:
    """Draw the k largest of n standard normals, descending, for each row."""
    k = min(k, n)
    steps = rng.exponential(size=(rows, k)) / (n - np.arange(k))
    beyond = -np.expm1(-np.cumsum(steps, axis=1))
    return np.asarray(-ndtri(beyond), dtype=np.float64)


def _best(scores: FloatArray, k: int) -> FloatArray:
    return np.asarray(-np.sort(-scores, axis=1)[:, :k], dtype=np.float64)


def _block(
    s: ListSettings,
    size: int,
    bulk: FloatArray,
    hubs: FloatArray,
    mate: FloatArray,
    rng: np.random.Generator,
) -> dict[str, NDArray[np.generic]]:
    """Rank mates, hubs and the rest of one gallery, and cut the lists."""
    n, k = bulk.shape
    n_hubs = hubs.shape[1]
    start = rng.integers(size - n_hubs, size=(n, 1))
    rest = n_hubs + (start + _STEP * np.arange(k)) % (size - n_hubs)
    first = 10**9  # codes of the gallery's people, apart from those of probes
    who = np.hstack(
        [
            np.full((n, 1), -2),
            np.broadcast_to(first + np.arange(n_hubs), (n, n_hubs)),
            first + rest,
        ]
    )
    score = np.hstack([mate[:, None], hubs, bulk])
    order = np.argsort(-score, axis=1)[:, : s.list_length]
    score = np.take_along_axis(score, order, axis=1)
    who = np.take_along_axis(who, order, axis=1)
    kept = score >= s.threshold
    empty = np.asarray(~kept.any(axis=1))
    kept[empty, 0] = True  # a search that returned nobody is one row
    search, place = np.nonzero(kept)
    none = empty[search]
    return {
        "search": search,
        "place": np.full(search.size, s.gallery_sizes.index(size)),
        "rank": np.where(none, -1, place + 1),
        "score": np.where(none, np.nan, score[search, place]),
        "candidate_subject": np.where(none, -1, who[search, place]),
        "gallery_size": np.full(search.size, size),
        "threshold": np.full(search.size, s.threshold),
        "list_length": np.full(search.size, s.list_length),
    }
