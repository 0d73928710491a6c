"""A simulated search log: drawn block by block, so that it may be long."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from matchaudit.records.simulation.searches.breaches import PLANTS
from matchaudit.records.simulation.searches.frame import START, Frame, draw_frame
from matchaudit.records.simulation.searches.gaps import leave_out
from matchaudit.records.simulation.searches.lawful import fill
from matchaudit.records.simulation.searches.log import MONTH, Log
from matchaudit.records.simulation.searches.matches import draw_matches
from matchaudit.records.simulation.searches.plants import sow
from matchaudit.records.simulation.searches.settings import SearchSettings
from matchaudit.records.simulation.searches.truth import SearchTruth

BLOCK_ROWS = 50_000


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulatedSearches:
    """A search log that is drawn when it is asked for.

    Attributes
    ----------
    settings : SearchSettings
    frame : Frame
    seed : int
        Of what is drawn in the blocks.
    """

    settings: SearchSettings
    frame: Frame
    seed: int

    @property
    def n_rows(self) -> int:
        """Searches, and rows that say that there was none."""
        return self.settings.n_searches + len(self.frame.nil_returns)

    def truth(self) -> SearchTruth:
        """Return what is known before the blocks are drawn."""
        return SearchTruth(self.settings, self.frame)

    def blocks(self, truth: SearchTruth) -> Iterator[Log]:
        """Draw the log block by block, and add what is true of it to ``truth``.

        The same blocks come each time. The last one holds the nil returns.
        """
        s, n = self.settings, self.settings.n_searches
        starts = range(0, n, BLOCK_ROWS)
        # A block's chance depends on the seed and its number only.
        streams = np.random.SeedSequence(self.seed).spawn(len(starts))
        for start, stream in zip(starts, streams, strict=True):
            rows = slice(start, min(start + BLOCK_ROWS, n))
            rng = np.random.default_rng(stream)
            matches = draw_matches(
                s, self.frame.group[rows], self.frame.operator[rows], rng
            )
            log = Log(rows.stop - rows.start)
            fill(log, self.frame, matches, rows=rows, live_share=s.live_share, rng=rng)
            sown = sow(log, PLANTS, rate=s.plant_rate, rng=rng)
            gaps = leave_out(log, sown < 0, rate=s.missing_rate, rng=rng)
            truth.add(log, matches, sown, gaps)
            yield log
        if self.frame.nil_returns:
            yield self._nil_returns()

    def _nil_returns(self) -> Log:
        pairs = np.array(self.frame.nil_returns)
        log = Log(len(pairs))
        log.put("search_id", self.settings.n_searches + 1 + np.arange(log.n))
        log.put("nil_return", value=True)
        log.put("agency", pairs[:, 0])
        months = (START + pairs[:, 1]).astype("datetime64[s]").astype(np.int64)
        log.put("searched_at", months)
        log.coarsen("searched_at", MONTH)
        return log


def simulate_searches(
    settings: SearchSettings, rng: np.random.Generator
) -> SimulatedSearches:
    """Lay out a search log of invented agencies.

    Parameters
    ----------
    settings : SearchSettings
    rng : numpy.random.Generator
        The only source of chance: the same state gives the same log.

    Returns
    -------
    SimulatedSearches

    Examples
    --------
    >>> settings = SearchSettings(n_searches=200)
    >>> simulated = simulate_searches(settings, np.random.default_rng(1))
    >>> truth = simulated.truth()
    >>> sum(log.n for log in simulated.blocks(truth))
    203
    >>> 0.2 < truth.wrong_share < 0.6
    True
    """
    frame = draw_frame(settings, rng)
    return SimulatedSearches(
        settings=settings, frame=frame, seed=int(rng.integers(2**62))
    )
