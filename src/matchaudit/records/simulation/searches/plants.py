"""Breaches to plant: what is changed in a record, and which rules that breaks."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matchaudit.records.simulation.searches.log import Log, Mask, Rows
from matchaudit.records.simulation.searches.provisions import in_force

Edit = Callable[[Log, Rows], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plant:
    """One way in which a record is made to break rules.

    Attributes
    ----------
    name : str
    breaks : tuple of str
        The provisions that it breaks, by their ids; each record that is changed breaks
        all of them.
    cannot_tell : tuple of str
        The provisions that can no longer be told.
    where : callable
        Which records can be changed so.
    edit : callable
        Changes the records.
    abuse : str or None
        The abuse of the order of dates that it is an example of.
    """

    name: str
    edit: Edit
    breaks: tuple[str, ...] = ()
    cannot_tell: tuple[str, ...] = ()
    where: Callable[[Log], Mask]
    abuse: str | None = None


def sow(
    log: Log, plants: tuple[Plant, ...], *, rate: float, rng: np.random.Generator
) -> NDArray[np.int64]:
    """Change some records; none of them twice.

    Parameters
    ----------
    log : Log
        Changed in place.
    plants : tuple of Plant
    rate : float
        Part of the records to change in each way.
    rng : numpy.random.Generator

    Returns
    -------
    ndarray of int64, shape (n,)
        The plant in each record, by its place in ``plants``; -1 where there is none.
    """
    sown = np.full(log.n, -1, dtype=np.int64)
    # Those that fit few records choose first.
    fit = [np.flatnonzero(_fits(log, plant)) for plant in plants]
    for k in sorted(range(len(plants)), key=lambda k: (fit[k].size, k)):
        free = fit[k][sown[fit[k]] < 0]
        n = min(int(rng.binomial(log.n, rate)), free.size)
        rows = np.sort(rng.choice(free, n, replace=False))
        plants[k].edit(log, rows)
        sown[rows] = k
    return sown


def _fits(log: Log, plant: Plant) -> Mask:
    """Return which records a plant can change, and have all that it says come true."""
    fits = plant.where(log)
    for provision in (*plant.breaks, *plant.cannot_tell):
        fits = fits & in_force(log, provision)
    return fits


def puts(**values: str | bool | float) -> Edit:
    """Return an edit that puts the same values into each record."""

    def edit(log: Log, rows: Rows) -> None:
        for name, value in values.items():
            log.put(name, value, rows)

    return edit


def clears(*names: str) -> Edit:
    """Return an edit that leaves values out."""

    def edit(log: Log, rows: Rows) -> None:
        for name in names:
            log.clear(name, rows)

    return edit


def moves(name: str, *, seconds: int, after: str, exactness: int = 0) -> Edit:
    """Return an edit that sets one date some time after another."""

    def edit(log: Log, rows: Rows) -> None:
        log.put(name, log[after][rows] + seconds, rows)
        log.coarsen(name, exactness, rows)

    return edit


def both(*edits: Edit) -> Edit:
    """Return several edits as one."""

    def edit(log: Log, rows: Rows) -> None:
        for one in edits:
            one(log, rows)

    return edit
