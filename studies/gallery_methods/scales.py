"""The scale on which most scores are close to normal: their own, log or logit."""

import numpy as np
from scipy.special import ndtri

from gallery_methods.predictions import Floats
from matchaudit.tallies.gallery_tails import GalleryTail

AT = np.concatenate([np.linspace(0.02, 0.98, 49), [0.99, 0.995, 0.998, 0.999]])
CLEARLY = 0.5  # another scale must be so much straighter than the scores' own
EDGE = 2e-16  # a score that is 0 or 1 to the last bit
UNITS = (1.0, 100.0)  # a logit is taken of scores in [0, 1] or in per cent


def unit_of(tail: GalleryTail) -> float:
    """Return what a logit divides scores by; not a number where it has no meaning."""
    largest = max(float(tail.edges[-1]), float(tail.score[0]))
    return next((unit for unit in UNITS if largest <= unit), np.nan)


def on_scale(scores: Floats, scale: str, unit: float = 1.0) -> Floats:
    """Return scores on a scale; not finite where it is not defined.

    >>> on_scale(np.array([50.0]), "logit", 100.0), on_scale(np.array([1.0]), "log")
    (array([0.]), array([0.]))
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        if scale == "log":
            return np.log(np.maximum(scores, 0.0))
        if scale == "logit":
            share = np.clip(scores / unit, EDGE, 1 - EDGE)
            return np.log(share) - np.log1p(-share)
    return scores


def crookedness(tail: GalleryTail, scale: str) -> float:
    """Return 1 - r^2 of a normal plot of the bulk; infinite where not defined."""
    share = np.append(0, tail.counts.cumsum()) / tail.counts.sum()
    scores = on_scale(np.interp(AT, share, tail.edges), scale, unit_of(tail))
    if not np.isfinite(scores).all() or np.ptp(scores) == 0:
        return np.inf
    return float(1 - np.corrcoef(scores, ndtri(AT))[0, 1] ** 2)


def chosen_scale(tail: GalleryTail) -> str:
    """Choose the scores' own scale, unless another is clearly straighter."""
    found = {s: crookedness(tail, s) for s in ("identity", "log", "logit")}
    found["identity"] *= CLEARLY
    return min(found, key=lambda scale: found[scale])
