"""How often a candidate is right: the model, in closed form.

Law of names: ``enrolled`` is the share of the people searched who are in the gallery,
``tpir`` how often such a search returns the right person first, ``fpir`` how often a
search for somebody who is not there returns anybody. All of them broadcast.
"""

import numpy as np

from matchaudit.galleries.worth.drawing import FloatArray

Share = FloatArray | float


def wrong_searches(
    enrolled: Share, tpir: Share, fpir: Share, *, listed: Share | None = None
) -> FloatArray:
    """Return the share of searches whose first candidate is the wrong person.

    A search for somebody who is enrolled returns a wrong one first where the right one
    is missed and somebody else is returned, taken to be ``(1 - listed) * fpir`` of
    them, and where a wrong one comes before the right one, ``listed - tpir``.

    Parameters
    ----------
    enrolled, tpir, fpir : float or ndarray
        In [0, 1].
    listed : float or ndarray, optional
        How often such a search returns the right person at any place. As ``tpir`` if it
        is not known. A wrong person comes before the right one in no more of these
        searches than ``fpir``.

    Returns
    -------
    ndarray of float64

    Examples
    --------
    >>> round(float(wrong_searches(0.5, 0.9, 0.01)), 6)
    0.0055

    Found first by 8 in 10, and by 1 in 10 after a wrong one:

    >>> round(float(wrong_searches(0.5, 0.8, 0.2, listed=0.9)), 6)
    0.16
    """
    known, wrong = np.asarray(enrolled, np.float64), np.asarray(fpir, np.float64)
    return (1 - known) * wrong + known * _though_enrolled(tpir, wrong, listed)


def search_correct(
    enrolled: Share,
    tpir: Share,
    fpir: Share,
    *,
    listed: Share | None = None,
    accept_right: Share = 1.0,
    accept_wrong: Share = 1.0,
) -> FloatArray:
    """Return how often the first candidate of a search is the right person.

    Parameters
    ----------
    enrolled, tpir, fpir : float or ndarray
        In [0, 1]. ``fpir=1``: the best candidate is always shown, whatever its score.
    listed : float or ndarray, optional
        As for `wrong_searches`.
    accept_right, accept_wrong : float or ndarray, default=1
        How often a reviewer accepts a list with the right person, and one without.

    Returns
    -------
    ndarray of float64
        ``TP h1 / (TP h1 + FP h0)``; 0 where nothing is ever returned.

    Examples
    --------
    >>> round(float(search_correct(0.05, 0.95, 0.01)), 4)
    0.833
    >>> round(float(search_correct(0.05, 0.95, 0.01, accept_wrong=0.3)), 4)
    0.9433
    >>> round(float(search_correct(0.2, 0.9, 1.0)), 4)
    0.18
    """
    right = np.asarray(enrolled, np.float64) * tpir * accept_right
    wrong = wrong_searches(enrolled, tpir, fpir, listed=listed) * accept_wrong
    return _part(right, wrong)


def candidate_correct(
    enrolled: Share, tpir: Share, wrong_candidates: Share
) -> FloatArray:
    """Return how often one of the people returned, drawn at random, is the right one.

    Exact: no comparison need be independent of another.

    Parameters
    ----------
    enrolled, tpir : float or ndarray
        In [0, 1].
    wrong_candidates : float or ndarray
        Wrong people that a search returns on average: gallery size times false match
        rate.

    Returns
    -------
    ndarray of float64

    Examples
    --------
    >>> round(float(candidate_correct(0.1, 0.95, 270.0)), 6)
    0.000352
    """
    return _part(np.asarray(enrolled, np.float64) * tpir, np.asarray(wrong_candidates))


def match_weight(tpir: Share, fpir: Share) -> FloatArray:
    """Return how many times the odds grow that the person is in the gallery.

    ``TPIR / FPIR``: it does not depend on how many of the people searched are enrolled,
    so it can be carried from one use to another.

    Parameters
    ----------
    tpir, fpir : float or ndarray
        In [0, 1].

    Returns
    -------
    ndarray of float64
        ``inf`` where nobody wrong is ever returned.

    Examples
    --------
    >>> float(match_weight(0.9, 0.01))
    90.0
    """
    found, wrong = np.asarray(tpir, np.float64), np.asarray(fpir, np.float64)
    weight = np.full(np.broadcast_shapes(found.shape, wrong.shape), np.inf)
    np.divide(found, wrong, out=weight, where=wrong > 0)
    return weight


def break_even_enrolled(
    tpir: Share, fpir: Share, *, correct: float, listed: Share | None = None
) -> FloatArray:
    """Return the share that must be enrolled for a candidate to be right so often.

    The inverse of `search_correct` without review. Where few enrolled people are missed
    its odds are ``correct / (1 - correct) * fpir / tpir``.

    Parameters
    ----------
    tpir, fpir : float or ndarray
        In [0, 1].
    correct : float
        In (0, 1).
    listed : float or ndarray, optional
        As for `wrong_searches`.

    Returns
    -------
    ndarray of float64
        ``inf`` where no share is enough.

    Examples
    --------
    >>> share = break_even_enrolled(0.95, 0.01, correct=0.9)
    >>> round(float(share), 4), round(float(search_correct(share, 0.95, 0.01)), 6)
    (0.0869, 0.9)
    """
    found, wrong = np.asarray(tpir, np.float64), np.asarray(fpir, np.float64)
    spared = wrong - _though_enrolled(found, wrong, listed)
    need = found * (1 - correct) + correct * spared
    share = np.full(np.broadcast_shapes(need.shape, wrong.shape), np.inf)
    np.divide(correct * wrong, need, out=share, where=need > 0)
    return np.where(share <= 1, share, np.inf)


def larger_gallery(
    tpir: Share, growth: Share, *, size: float, measured: float
) -> FloatArray:
    """Return how often the right person is found in a gallery of another size.

    People missed grow as a power of the gallery at a fixed false positive rate.

    Parameters
    ----------
    tpir : float or ndarray
        At the measured size, in [0, 1].
    growth : float or ndarray
        Exponent.
    size, measured : float
        People in the gallery that is asked about, and in the test's.

    Returns
    -------
    ndarray of float64
        In [0, 1]: misses end at all.

    Examples
    --------
    >>> round(float(larger_gallery(0.99, 0.4, size=12e6, measured=1.6e6)), 4)
    0.9776
    """
    missed = (1 - np.asarray(tpir, np.float64)) * (size / measured) ** growth
    return 1 - np.minimum(missed, 1.0)


def multiplied(rate: Share, ratio: Share, *, odds: bool = False) -> FloatArray:
    """Return an error rate that something makes so many times as large.

    Parameters
    ----------
    rate : float or ndarray
        In [0, 1].
    ratio : float or ndarray
        Above 0.
    odds : bool, default=False
        True: the odds are multiplied. False: the rate is, and ends at 1.

    Returns
    -------
    ndarray of float64
        In [0, 1].

    Examples
    --------
    >>> float(multiplied(0.1, 20)), round(float(multiplied(0.1, 20, odds=True)), 4)
    (1.0, 0.6897)
    """
    before, times = np.asarray(rate, np.float64), np.asarray(ratio, np.float64)
    if odds:
        return before * times / (1 - before + before * times)
    return np.minimum(before * times, 1.0)


def _though_enrolled(tpir: Share, fpir: FloatArray, listed: Share | None) -> FloatArray:
    """Return how often a wrong person comes first though the right one is enrolled."""
    first = np.asarray(tpir, np.float64)
    if listed is None:
        return (1 - first) * fpir
    shown = np.maximum(np.asarray(listed, np.float64), first)
    return (1 - shown) * fpir + np.minimum(shown - first, shown * fpir)


def _part(right: FloatArray, wrong: FloatArray) -> FloatArray:
    shape = np.broadcast_shapes(right.shape, wrong.shape)
    both = right + wrong
    return np.divide(right, both, out=np.zeros(shape), where=both > 0)
