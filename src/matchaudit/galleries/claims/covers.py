"""What covers the face in the picture behind a claim, as far as the register says."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from matchaudit.tallies.claims import ClaimRows

Cover = Literal["none", "lower", "full", "not recorded"]
"""Nothing, the lower face, all but the eyes, or nobody said."""

BARE_FROM, LOWER_FROM = 0.75, 0.35
"""Visible fractions from which a face counts as bare, and as covered below only.

A convention of ours, used only where no mask is recorded: a mask over mouth and nose
leaves about half of a face.
"""

WORDS: Mapping[str, Cover] = MappingProxyType(
    {
        "none": "none",
        "no": "none",
        "bare": "none",
        "uncovered": "none",
        "lower": "lower",
        "lower face": "lower",
        "full": "full",
        "eyes only": "full",
        "eyes": "full",
        "all but the eyes": "full",
        "balaclava": "full",
    }
)
"""Words for a mask that we know; any other counts as a covered lower face."""


def covers(rows: ClaimRows) -> tuple[Cover, ...]:
    """Return what covers each face: by the mask, else by the visible fraction.

    Parameters
    ----------
    rows : ClaimRows

    Returns
    -------
    tuple of Cover, length n

    Examples
    --------
    >>> from matchaudit.galleries.claims.register import made_of
    >>> rows = made_of(
    ...     [None] * 5,
    ...     probe_mask=["lower", "none", "scarf", None, None],
    ...     visible=[None, None, None, 0.2, None],
    ... )
    >>> covers(rows)
    ('lower', 'none', 'lower', 'full', 'not recorded')
    """
    pairs = zip(rows.words["probe_mask"], rows.visible_fraction.tolist(), strict=True)
    return tuple(_cover(mask, visible) for mask, visible in pairs)


def known_word(mask: str) -> bool:
    """Return whether a word for a mask is one that we know.

    Examples
    --------
    >>> known_word("Eyes_only"), known_word("somebody's scarf")
    (True, False)
    """
    return _plain(mask) in WORDS


def _cover(mask: str | None, visible: float) -> Cover:
    if mask is not None:
        return WORDS.get(_plain(mask), "lower")
    if np.isnan(visible):
        return "not recorded"
    if visible >= BARE_FROM:
        return "none"
    return "lower" if visible >= LOWER_FROM else "full"


def _plain(mask: str) -> str:
    return " ".join(mask.lower().replace("_", " ").replace("-", " ").split())


def counts(rows: ClaimRows, chosen: NDArray[np.bool_]) -> dict[Cover, int]:
    """Count some claims by what covers the face; covers that none has are left out.

    Parameters
    ----------
    rows : ClaimRows
    chosen : ndarray of bool, shape (n,)

    Returns
    -------
    dict of Cover to int
    """
    found = covers(rows)
    kept = [found[i] for i in np.flatnonzero(chosen).tolist()]
    order: tuple[Cover, ...] = ("none", "lower", "full", "not recorded")
    return {cover: kept.count(cover) for cover in order if cover in kept}


def unknown_words(rows: ClaimRows, chosen: NDArray[np.bool_]) -> int:
    """Return how many of some claims have a mask in a word that we do not know."""
    masks = rows.words["probe_mask"]
    kept = (masks[i] for i in np.flatnonzero(chosen).tolist())
    return sum(mask is not None and not known_word(mask) for mask in kept)
