"""Values left out at random, and what that makes of the rules that need them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matchaudit.records.simulation.searches.log import Log, Mask


@dataclass(frozen=True, slots=True, kw_only=True)
class Consequence:
    """What a missing value makes of one provision, in a record without a breach.

    Attributes
    ----------
    provision : str
    breaks : bool
        True where the provision says that the value must be recorded; else the answer
        can no longer be told.
    where : callable
        In which records, told by what they held before.
    """

    provision: str
    breaks: bool = False
    where: Callable[[Log], Mask]


def _all(log: Log) -> Mask:
    return np.ones(log.n, dtype=bool)


def _suspect(log: Log) -> Mask:
    return log.has("purpose", "suspect")


def _not_suspect(log: Log) -> Mask:
    return ~_suspect(log)


def _live(log: Log) -> Mask:
    return log.has("mode", "realtime")


def _acted(log: Log) -> Mask:
    return ~log.has("action", "none")


def _legal(log: Log) -> Mask:
    return log.has("decision_effect", "legal")


def _found(log: Log) -> Mask:
    return np.asarray(log["candidates"] > 0)


def _breaks(provision: str, where: Callable[[Log], Mask] = _all) -> Consequence:
    return Consequence(provision=provision, breaks=True, where=where)


def _hides(provision: str, where: Callable[[Log], Mask] = _all) -> Consequence:
    return Consequence(provision=provision, where=where)


MAY_BE_MISSING: Mapping[str, tuple[Consequence, ...]] = {
    "operator": (_breaks("WA-070-2"),),
    "purpose": (
        _breaks("WA-070-2"),
        _breaks("MA-220-log"),
        _hides("DET-3.6"),
        _hides("MD-2-503-a1i"),
        _hides("MD-2-503-a1ii"),
        _hides("ME-6001-a"),
        _hides("VA-use"),
        # A warrant for a listed offence is enough, whatever the purpose.
        _hides("MT-warrant", _not_suspect),
        _hides("WA-080-1", _live),
        _hides("EU-5-1-h", _live),
    ),
    "offence": (
        _breaks("DET-weekly"),
        _hides("DET-1"),
        _hides("MD-2-503-a1i", _suspect),
        _hides("MT-warrant", _suspect),
    ),
    "case_status": (_hides("DET-1"),),
    "selection_basis": (_hides("WA-080-2"), _hides("DET-3.5")),
    "reasonable_suspicion": (_hides("DET-1"), _hides("VA-use", _suspect)),
    "authority_type": (
        _breaks("WA-070-2"),
        _hides("MA-220-request"),
        _hides("MT-warrant", _suspect),
        _hides("WA-080-1", _live),
    ),
    "authority_issued_at": (
        _hides("MT-warrant", _suspect),
        _hides("WA-080-1", _live),
        _hides("EU-5-3", _live),
    ),
    "reviewers": (_breaks("EU-12-3", _found), _breaks("WA-030", _legal)),
    "reviewed_at": (_hides("EU-14-5", _acted),),
    "operator_trained_at": (_hides("MD-2-505-c"),),
    "gallery_size": (),
    "review_seconds": (),
    "probe_mask": (),
}
"""Columns in which values are left out.

Never the score or the group: verification depends on them, and is to depend on what is
recorded.
"""


@dataclass(frozen=True, slots=True)
class Gaps:
    """The rows of a block that lost a value, and what followed; row numbers from 0."""

    lost: dict[str, NDArray[np.int64]]
    breaks: list[tuple[str, NDArray[np.int64]]]
    cannot_tell: list[tuple[str, NDArray[np.int64]]]


def leave_out(log: Log, free: Mask, *, rate: float, rng: np.random.Generator) -> Gaps:
    """Leave out at most one value of each record that is free, at random.

    Parameters
    ----------
    log : Log
        Changed in place.
    free : ndarray of bool, shape (n,)
        The records that may lose a value.
    rate : float
        Probability for each value.
    rng : numpy.random.Generator

    Returns
    -------
    Gaps
    """
    whole = free.copy()
    gaps = Gaps({}, [], [])
    for name, consequences in MAY_BE_MISSING.items():
        gone = whole & log.recorded(name) & (rng.random(log.n) < rate)
        for one in consequences:
            kept = gaps.breaks if one.breaks else gaps.cannot_tell
            kept.append((one.provision, np.flatnonzero(gone & one.where(log))))
        log.clear(name, gone)
        gaps.lost[name] = np.flatnonzero(gone)
        whole &= ~gone
    return gaps
