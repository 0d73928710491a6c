"""Values left out at random, and what that makes of the rules that need them."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from matchaudit.records.simulation.searches.log import Log, Mask

MAY_BE_MISSING = (
    "operator",
    "purpose",
    "offence",
    "case_status",
    "selection_basis",
    "reasonable_suspicion",
    "authority_type",
    "authority_issued_at",
    "gallery_size",
    "top_score",
    "reviewers",
    "reviewed_at",
    "review_seconds",
    "operator_trained_at",
    "probe_mask",
)
"""Columns in which values are left out; the group never is, nor what says who acted."""

MUST_BE_RECORDED: Mapping[str, tuple[str, ...]] = {
    "WA-070-2": ("operator", "purpose", "authority_type"),
    "MA-220-log": ("purpose",),
    "EU-12-3": ("reviewers",),
}
"""Provisions that a value left out breaks, and the columns in which it does."""


def leave_out(
    log: Log, free: Mask, *, rate: float, rng: np.random.Generator
) -> dict[str, NDArray[np.int64]]:
    """Leave values out of the records that are free, at random.

    Parameters
    ----------
    log : Log
        Changed in place.
    free : ndarray of bool, shape (n,)
        The records that may lose values.
    rate : float
        Probability for each value.
    rng : numpy.random.Generator

    Returns
    -------
    dict of str to ndarray of int64
        The rows that lost a value that was there, by column.
    """
    lost = {}
    for name in MAY_BE_MISSING:
        gone = free & log.recorded(name) & (rng.random(log.n) < rate)
        log.clear(name, gone)
        lost[name] = np.flatnonzero(gone)
    return lost


def broken_by(lost: Mapping[str, NDArray[np.int64]]) -> dict[str, NDArray[np.int64]]:
    """Return the rows that break a rule because a value was left out, by provision."""
    return {
        provision: np.unique(np.concatenate([lost[name] for name in names]))
        for provision, names in MUST_BE_RECORDED.items()
    }
